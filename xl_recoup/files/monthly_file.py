"""The monthly list of the AP team, from a file or a sheet, beside a workbook's placements."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from xl_recoup.adopt.listed_rows import Sent, listed_rows
from xl_recoup.adopt.monthly_list import Proposed
from xl_recoup.adopt.monthly_sheet import Decisions, proposals_write
from xl_recoup.adopt.taken_tables import read_back
from xl_recoup.adopt.taking_over import Taken, writes_of
from xl_recoup.book import write_tables
from xl_recoup.book.package import zips
from xl_recoup.book.package.package import open_package
from xl_recoup.book.reading.whole_sheets import read_views
from xl_recoup.book.writing.write_tables import Write, build
from xl_recoup.contract import is_placements_table
from xl_recoup.disk.versions import ReadFile, read_file
from xl_recoup.errors import Refused
from xl_recoup.files.one_run import one_run
from xl_recoup.files.other_forms import as_workbook
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.files.supplied_lists import LISTS
from xl_recoup.tables import WorkbookTables


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for: the list and its sheet, and what of it is taken over."""

    sent: Path
    sheet: str = ""
    codes: tuple[str, ...] | None = None
    """The codes of proposals; `all`; none: those with Y on the sheet. None: nothing is taken."""
    into: str = ""
    """The sheet for new rows, where a proposal names none."""


def monthly_file(
    book: Path, sent: Path, *, sheet: str = ""
) -> tuple[list[Proposed], Sequence[str]]:
    """Return what a list says otherwise than the placements of a workbook; writes nothing.

    With it go the names of the placement sheets, one of which a new row may need.
    `sent` may be any form that `adopt` takes, or the workbook itself with the sheet on which the
    list was pasted. Raises Refused where no list of pupils is found.
    """
    tables = read_book(book, wanted=is_needed)
    return _sent(tables, Wish(sent, sheet)).compared(tables), placement_sheets(tables)


def placement_sheets(book: WorkbookTables) -> list[str]:
    """Return the names of a workbook's placement sheets."""
    return list(dict.fromkeys(t.sheet for n, t in book.tables.items() if is_placements_table(n)))


def monthly_into(
    source: Path,
    target: Path,
    wish: Wish,
    *,
    replace: bool = False,
    tell: Callable[[str], None] = lambda sentence: None,
) -> tuple[list[Proposed], Taken, Sequence[str]]:
    """Write a list's proposals on a sheet of the workbook, or take over those that are wished for.

    What is taken over is read back first, so nothing is written that would be understood otherwise
    than the list says it. Returns the proposals, what came of those that were chosen, and the names
    of the placement sheets.

    Raises Refused or FileUnavailable, and then leaves every file as it was.
    """
    with one_run(source, target, replace=replace, tell=tell) as work:
        tables = read_book(work.read, wanted=is_needed)
        sent = _sent(tables, wish)
        found = sent.compared(tables)
        decisions = Decisions.of(tables)
        made = Taken()
        writes: list[Write] = []
        if wish.codes is not None:
            made = decisions.taken_over(tables, found, sent.told, wish.codes, wish.into)
            made = read_back(made, found, partial(_after, work.read, tables, sent))
            writes += writes_of(made, tables, sent.told)
        if wish.codes is None or (decisions.there and (made.taken or made.refused)):
            writes.append(proposals_write(found, decisions, made))
        if writes:
            for sentence in write_tables(work.read, work.target, writes, output=work.is_output):
                tell(sentence)
    return found, made, placement_sheets(tables)


def _sent(book: WorkbookTables, wish: Wish) -> Sent:
    with as_workbook(wish.sent) as (readable, _):
        package = open_package(readable)
        views = read_views(package, [wish.sheet] if wish.sheet else None)
        if not views:
            raise Refused(f"{wish.sent.name} has no sheet named {wish.sheet}. Check the name.")
        return listed_rows(views, book, LISTS, wish.sent.name, package.date_1904)


def _after(read: ReadFile, before: WorkbookTables, sent: Sent, made: Taken) -> Sequence[Proposed]:
    """Return what the list would say otherwise once this is written."""
    package = open_package(read.path, read.data)
    draft, _ = build(package, writes_of(made, before, sent.told))
    data = zips.render([*draft.members()], package.comment)
    return sent.compared(read_book(read_file(read.path, data), wanted=is_needed))
