"""The year lived: one workbook file, changed as people change it and posted by the commands.

Between two commands the file is changed and saved by openpyxl, which is nobody's accomplice here.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.accounts.open_place import cut_at_posted
from tests.support.office import Rows, table_rows
from tests.support.opened import boundaries
from tests.support.workbook_files import run, save
from tests.year.story import (
    HEAD,
    LOGIN,
    News,
    Tables,
    Term,
    first_tables,
    matches,
    tell,
    terms,
    workbook,
)
from xl_recoup.accounts.posted_stretches import STRETCHES
from xl_recoup.book import read_workbook
from xl_recoup.intake.posted_rows import read_ledger
from xl_recoup.records import Entry
from xl_recoup.tables import Cell, CellError

OFFICER = "A. Officer (invented)"
ASKED = "much-taken-back"
"""Late news takes much back here: the approver says that it is meant."""
BUDGET = "budget adjustment"
Sums = dict[tuple[str, str, bool], Decimal]


@dataclass(frozen=True)
class Said:
    """What a command answered: its exit code, its JSON, and the sentence of a refusal."""

    code: int
    json: dict[str, Any]
    sentence: str


@dataclass(frozen=True)
class Lived:
    """One term as it was lived: the run, the posting, and what was refused afterwards."""

    term: Term
    run: Said
    posting: Said
    check: Said
    posted_twice: Said
    posted_when_closed: Said
    kept: bool
    """True where every line posted before is in the ledger as it was."""


@dataclass(frozen=True)
class Year:
    """The year as it was lived, and the single fresh calculation that it must end at."""

    lived: list[Lived]
    ledger: list[Entry]
    fresh: Rows
    """The charges of a workbook that holds the final inputs and was never posted.

    Its places are cut at the days on which something posted begins or ended, as the ledger's are.
    """
    last: Rows
    """The charges of the living workbook after the last posting."""
    documents: Rows
    """Its invoices, credit notes and net-off advices."""
    inputs: Tables = field(repr=False, default_factory=dict)

    def posted(self) -> Sums:
        """Return pounds in the ledger by placement, school and whether by budget adjustment."""
        sums: Sums = defaultdict(Decimal)
        for entry in self.ledger:
            sums[entry.placement_ref, entry.laestab, entry.route == BUDGET] += entry.amount
        return {key: amount for key, amount in sums.items() if amount}

    def due(self) -> Sums:
        """Return pounds due by the fresh calculation, by the same keys."""
        sums: Sums = defaultdict(Decimal)
        for row in self.fresh:
            if row["Status"] == "billable":
                key = str(row["Placement ref"]), str(row["LAESTAB"]), row["Route"] == BUDGET
                sums[key] += pence(row["Amount"])
        return {key: amount for key, amount in sums.items() if amount}


def live(folder: Path) -> Year:
    """Live the year in a folder and return what came of it."""
    path, tables = folder / "book.xlsx", first_tables()
    save(path, workbook(tables))
    lived = [_term(path, tables, term) for term in terms()]
    final = save(folder / "fresh.xlsx", workbook(_cut(tables, _ledger(path))))
    fresh = _command(lived[-1].term.as_at, "recalculate", final)
    assert fresh.code == 0, fresh.sentence
    return Year(
        lived=lived,
        ledger=_ledger(path),
        fresh=table_rows(final, "Charges"),
        last=table_rows(path, "Charges"),
        documents=table_rows(path, "Documents"),
        inputs=tables,
    )


def _cut(tables: Tables, ledger: list[Entry]) -> Tables:
    """Return the tables with places cut at what is posted, by changes of provider."""
    first, other = (row["Code"] for row in tables["Providers"])
    told = {row["Placement ref"]: row["Provider"] for row in tables["Placements"]}
    cuts = cut_at_posted([e for e in ledger if e.component in STRETCHES])
    for row in cuts:
        own = told.get(row["Placement ref"], first)
        row["New value"] = own if row["New value"] == "AP1" else other if own == first else first
    return tables | {"PlacementChanges": [*tables["PlacementChanges"], *cuts]}


def pence(number: float | int) -> Decimal:
    """Return pounds of a cell, to the penny."""
    return Decimal(repr(number)).quantize(Decimal("0.01"))


def _term(path: Path, tables: Tables, term: Term) -> Lived:
    before, day = _ledger(path), term.as_at
    tell(tables, term)
    with _opened(path) as book:
        for news in term.news:
            _type(_sheet(book, news.table), news)
        for row in term.placements:
            _add(_sheet(book, "Placements"), row)
    post = ("post", path, "--period", term.name, "--approved-by", HEAD, "--accept", ASKED)
    ran, posting = _command(day, "recalculate", path), _command(day, *post, user=LOGIN)
    check, twice = _command(day, "check", path), _command(day, *post, user=LOGIN)
    with _opened(path) as book:
        closing = {"Status": "closed", "Closed by": HEAD}
        _type(_sheet(book, "Periods"), News(day, "", "Periods", {"Period": term.name}, closing))
    closed = _command(day, *post, "--accept-changes", user=LOGIN)
    kept = _ledger(path)[: len(before)] == before
    return Lived(term, ran, posting, check, twice, closed, kept)


def _command(day: date, *arguments: object, user: str = OFFICER) -> Said:
    """Run a command at five o'clock of a day, as the officer or as the approver."""
    at = datetime.combine(day, time(17), UTC)
    fixed = {"SOURCE_DATE_EPOCH": str(int(at.timestamp())), "XL_RECOUP_USER": user}
    before, out = dict(os.environ), StringIO()
    os.environ.update(fixed)
    try:
        with redirect_stdout(out), redirect_stderr(StringIO()):
            code = run(*arguments, "--json")
    finally:
        os.environ.clear()
        os.environ.update(before)
    said = json.loads(out.getvalue())
    return Said(code, said, said.get("error", ""))


def _ledger(path: Path) -> list[Entry]:
    return read_ledger(read_workbook(path))


@contextmanager
def _opened(path: Path) -> Iterator[Workbook]:
    """Open the workbook as people do, and save it afterwards."""
    book = load_workbook(path)
    yield book
    book.save(path)


def _sheet(book: Workbook, table: str) -> Worksheet:
    (sheet,) = (s for s in book.worksheets if table in s.tables)
    return sheet


def _type(sheet: Worksheet, news: News) -> None:
    if news.add:
        return _add(sheet, news.add)
    headings, rows = _rows(sheet)
    (number,) = (n for n, row in rows.items() if matches(row, news.row))
    if news.delete:
        sheet.delete_rows(number)
        return _resize(sheet, -1)
    for heading, cell in news.set.items():
        _fill(sheet, number, headings[heading], cell)
    return None


def _fill(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    """Type into a cell; nobody types an error."""
    assert not isinstance(cell, CellError)
    sheet.cell(row, column).value = cell


def _add(sheet: Worksheet, row: Mapping[str, Cell]) -> None:
    headings, rows = _rows(sheet)
    blank = [n for n, cells in rows.items() if not any(c is not None for c in cells.values())]
    number = blank[0] if blank else max(rows) + 1
    for heading, cell in row.items():
        _fill(sheet, number, headings[heading], cell)
    if not blank:
        _resize(sheet, 1)


def _rows(sheet: Worksheet) -> tuple[dict[str, int], dict[int, dict[str, Cell]]]:
    """Return columns by heading, and the table's rows by their number; days without a time."""
    left, top, right, bottom = boundaries(next(iter(sheet.tables.values())).ref)
    headings = {str(sheet.cell(top, c).value): c for c in range(left, right + 1)}
    return headings, {
        n: {h: _day(sheet.cell(n, c).value) for h, c in headings.items()}
        for n in range(top + 1, bottom + 1)
    }


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def _resize(sheet: Worksheet, by: int) -> None:
    (table,) = sheet.tables.values()
    left, top, right, bottom = boundaries(table.ref)
    table.ref = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom + by}"
    if table.autoFilter is not None:
        table.autoFilter.ref = table.ref
