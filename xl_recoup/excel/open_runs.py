"""Runs on the workbook that is open in Excel: read its tables, calculate, write them.

The counterpart of `files`; the workbook is acted on as it stands in Excel, saved or not, and
never by its path.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import xlwings as xw

from xl_recoup import __version__, clock
from xl_recoup.comparison.compare import Comparison, compare
from xl_recoup.comparison.compared_tables import compared_writes, scenarios_sheet
from xl_recoup.contract import SCENARIOS
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.excel.write_open import write_tables
from xl_recoup.files.letters_file import LettersWanted, send_letters
from xl_recoup.files.new_year_file import new_year
from xl_recoup.files.read_book import is_needed
from xl_recoup.new_year.plan import NewYear
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.outputs.own_columns import fill_writes
from xl_recoup.posting.entries import PostingOrder
from xl_recoup.posting.posting import Posting, Proposal, approved, proposal, refuse_approval
from xl_recoup.posting.sealing import Sealing, sealing
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.statements import Sent
from xl_recoup.tables import TableWrite, WorkbookTables


def validate_book(
    book: xw.Book,
    *,
    as_at: date | None = None,
    accept_missing: Sequence[str] = (),
    progress: Progress = silent,
) -> Result:
    """Check and charge an open workbook without writing anything."""
    tables, today = _read(book, progress), clock.now().date()
    return calculate(
        tables, as_at=as_at, today=today, progress=progress, accept_missing=accept_missing
    )


def recalculate_book(
    book: xw.Book,
    *,
    as_at: date | None = None,
    accepts: Callable[[Sequence[str]], bool] | None = None,
    progress: Progress = silent,
) -> Result:
    """Recalculate an open workbook and fill its output tables; it is not saved.

    `accepts` is asked whether what is missing since the last run may be gone. Raises Refused, and
    then leaves the workbook as it was.
    """
    result = validate_book(book, as_at=as_at, progress=progress)
    if result.missing and accepts is not None and accepts(result.missing):
        gone = result.missing
        result = validate_book(book, as_at=as_at, accept_missing=gone, progress=progress)
    progress("writing")
    log = writes_with_log(result, at=clock.now(), who=clock.user(), version=__version__)
    write_tables(book, log, fill_writes(result))
    return result


def compare_book(book: xw.Book, *, progress: Progress = silent) -> Comparison | None:
    """Run an open workbook under its scenarios and fill the two tables of that; it is not saved.

    Where it has no Scenarios table it gets an empty one, and None is returned. Raises Refused, and
    then leaves the workbook as it was.
    """
    tables, found = _read(book, progress), None
    writes = [scenarios_sheet()]
    if tables.find(SCENARIOS.name) is not None:
        found = compare(tables, as_at=None, today=clock.now().date(), progress=progress)
        writes = compared_writes(found)
    progress("writing")
    write_tables(book, writes)
    return found


def last_result(book: xw.Book, *, progress: Progress = silent) -> Result:
    """Return what an open workbook's inputs give, as at the last run's day."""
    tables = _read(book, progress)
    return as_last_run(tables, as_at=None, today=clock.now().date(), progress=progress)


def propose_posting(
    book: xw.Book, *, period: str, takes_back: str = "", progress: Progress = silent
) -> Proposal:
    """Work out what posting an open workbook means; nothing is written.

    Raises Refused where posting is, and where the person signed in may not approve it.
    """
    progress("reading")
    order = PostingOrder(period, "", at=clock.now(), signed_in=clock.user(), takes_back=takes_back)
    tables = read_tables(book, formula_texts=True)
    made = proposal(tables, book.name, order, progress=progress)
    refuse_approval(made)
    return made


def accepted_posting(made: Proposal, *, progress: Progress = silent) -> Posting:
    """Return a posting of which everything that it asked was said yes to."""
    accepted = frozenset(q.code for q in made.questions)
    return approved(replace(made, order=replace(made.order, accepted=accepted)), progress=progress)


def seal_book(book: xw.Book, *, progress: Progress = silent) -> Sealing:
    """Seal what an earlier edition posted in an open workbook, as posting would be approved."""
    progress("reading")
    order = PostingOrder("", "", at=clock.now(), signed_in=clock.user())
    made = sealing(read_tables(book, formula_texts=True), book.name, order, progress=progress)
    progress("writing")
    write_tables(book, made.writes, fill_writes(made.result))
    return made


def write_posting(book: xw.Book, made: Posting, *, progress: Progress = silent) -> None:
    """Write a posting into an open workbook: ledger, charges and run log in one step."""
    progress("writing")
    write_tables(book, made.writes, fill_writes(made.result))


def send_statements(book: xw.Book, wanted: LettersWanted, *, progress: Progress = silent) -> Sent:
    """Write the statements of an open workbook to a folder, and enter them on its sheet Letters.

    Raises NobodyToAnswer where they lack a contact, Refused where they can't be written.
    """
    tables = _read(book, progress)
    result = as_last_run(tables, as_at=None, today=clock.now().date(), progress=progress)

    def record(added: TableWrite) -> None:
        write_tables(book, [added])

    def told(done: int, whole: int) -> None:
        progress(f"statement {done} of {whole}")

    return send_letters(tables, result, Path(book.fullname).parent, wanted, record, told)


def new_year_of(book: xw.Book, year: str, output: Path, *, progress: Progress = silent) -> NewYear:
    """Write next year's workbook from an open one as it stands, unsaved changes included."""
    with tempfile.TemporaryDirectory(prefix="xl_recoup-") as folder:
        name = Path(book.name)  # one that was never saved has no suffix, and is an .xlsx inside
        copy = Path(folder) / (name if name.suffix else f"{name}.xlsx")
        book.api.SaveCopyAs(str(copy))
        return new_year(copy, year, output, progress=progress)


def _read(book: xw.Book, progress: Progress) -> WorkbookTables:
    progress("reading")
    return read_tables(book, wanted=is_needed)
