"""What the run log and the Ledger say of earlier runs: as at which day, on which inputs, posted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.contract import LEDGER, RUN_LOG, Kind, normal
from xl_recoup.contract.cell_values import is_blank, read_as, text_of
from xl_recoup.contract.entry_digests import read_head, text
from xl_recoup.intake.digests import ADDED_LATER, DIGESTED
from xl_recoup.money import decimal_of, to_pence
from xl_recoup.records import Place
from xl_recoup.tables import Cell, WorkbookTables

SEALING = "sealing"
"""What the run log says of a run that seals what an earlier edition posted."""
SENDING = "letters sent"
"""What it says of letters that left: no run was made, so the last one stays the last."""


class LastRun(NamedTuple):
    """The last line of the run log, and who ran it; `prepared_by` ran the last one, no posting."""

    as_at: date | None
    digests: Mapping[str, str]
    at: datetime | None
    prepared_by: str
    by: str = ""


class PostingRun(NamedTuple):
    """The run that made the last posting, as the run log has it."""

    period: str
    digests: Mapping[str, str]
    as_at: date | None
    at: datetime | None


class PostedThen(NamedTuple):
    """What a run found posted for its financial year, and where the run log says so."""

    year: str
    amount: Decimal
    place: Place


def last_run(book: WorkbookTables) -> LastRun | None:
    """Return the last line of the run log that is of a run, or None where none is recorded."""
    lines = [
        line
        for line in lines_from_the_end(book, RUN_LOG.name)
        if normal(text_of(line.get("posting"))) != SENDING
    ]
    if not lines:
        return None
    line = lines[0]
    known = [h for h in DIGESTED if h not in ADDED_LATER or normal(h) in line]
    prepared = next((x for x in lines if is_blank(x.get("posting"))), line)
    return LastRun(
        _as_at(line, book),
        {h: str(line.get(normal(h)) or "") for h in known},
        _moment(line.get("run at"), book),
        text_of(prepared.get("run by")),
        text_of(line.get("run by")),
    )


def last_posting(book: WorkbookTables) -> PostingRun | None:
    """Return the last posting's period and what its run found; None where none is recorded.

    It is the first run that knew of the Ledger's last entry: by its number, whatever clocks say.
    """
    posted = _last_entry(book)
    if posted is None:
        return None
    number, entry = posted
    lines = [*lines_from_the_end(book, RUN_LOG.name)][::-1]
    for line in lines:
        head = read_head(line.get("ledger head"))
        if head and head[0] >= number:
            if normal(text_of(line.get("posting"))) == SEALING:
                break
            return _posting_run(line, entry, book)
    # The first edition kept no head: its line of a posting and the entries bear the same moment.
    moment = entry.get("posted at")
    if is_blank(moment):
        return None
    found = next((line for line in lines if line.get("run at") == moment), None)
    return _posting_run(found, entry, book) if found else None


def _last_entry(book: WorkbookTables) -> tuple[int, dict[str, Cell]] | None:
    entries = [
        (int(number), line)
        for line in lines_from_the_end(book, LEDGER.name)
        if isinstance(number := line.get("entry"), int | float)
    ]
    return max(entries, key=lambda e: e[0]) if entries else None


def _posting_run(line: dict[str, Cell], entry: dict[str, Cell], book: WorkbookTables) -> PostingRun:
    found = {h: line.get(normal(h)) for h in DIGESTED}
    return PostingRun(
        text_of(entry.get("period")),
        {h: str(d) for h, d in found.items() if not is_blank(d)},
        _as_at(line, book),
        _moment(line.get("run at"), book),
    )


def _as_at(line: dict[str, Cell], book: WorkbookTables) -> date | None:
    as_at, issue = read_as(Kind.DATE, line.get("as-at date"), book.date_1904)
    return None if issue else as_at


def _moment(cell: Cell, book: WorkbookTables) -> datetime | None:
    try:
        return datetime.fromisoformat(text(cell, Kind.DATE, book.date_1904))
    except ValueError:
        return None


def posted_at_runs(book: WorkbookTables) -> list[PostedThen]:
    """Return what each line of the run log says was posted, if it says so."""
    table = book.find(RUN_LOG.name)
    headings = [normal(h) for h in table.headings] if table else []
    if table is None or not {"financial year", "posted"} <= set(headings):
        return []
    year, posted = headings.index("financial year"), headings.index("posted")
    found = []
    for i, cells in enumerate(table.rows):
        amount = cells[posted]
        if isinstance(amount, int | float) and not isinstance(amount, bool):
            place = Place(table.sheet, table.address(i, posted))
            found.append(PostedThen(str(cells[year] or ""), to_pence(decimal_of(amount)), place))
    return found


def lines_from_the_end(book: WorkbookTables, name: str) -> Iterator[dict[str, Cell]]:
    """Yield the filled rows of a table by heading in normal form, the last one first."""
    table = book.find(name)
    headings = [normal(h) for h in table.headings] if table else []
    for row in reversed(table.rows if table else ()):
        if not all(is_blank(cell) for cell in row):
            yield dict(zip(headings, row, strict=False))
