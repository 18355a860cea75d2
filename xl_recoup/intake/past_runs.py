"""What the run log and the Ledger say of earlier runs: as at which day, on which inputs, posted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.contract import LEDGER, RUN_LOG, Kind, normal
from xl_recoup.contract.cell_values import is_blank, read_as
from xl_recoup.intake.digests import ADDED_LATER, DIGESTED
from xl_recoup.money import decimal_of, to_pence
from xl_recoup.records import Place
from xl_recoup.tables import Cell, WorkbookTables


class LastRun(NamedTuple):
    """The last line of the run log."""

    as_at: date | None
    digests: Mapping[str, str]


class PostingRun(NamedTuple):
    """The run that made the last posting, as the run log has it."""

    period: str
    digests: Mapping[str, str]


class PostedThen(NamedTuple):
    """What a run found posted for its financial year, and where the run log says so."""

    year: str
    amount: Decimal
    place: Place


def last_run(book: WorkbookTables) -> LastRun | None:
    """Return the last line of the run log, or None where no run is recorded."""
    line = next(lines_from_the_end(book, RUN_LOG.name), None)
    if line is None:
        return None
    as_at, issue = read_as(Kind.DATE, line.get("as-at date"), book.date_1904)
    known = [h for h in DIGESTED if h not in ADDED_LATER or normal(h) in line]
    return LastRun(None if issue else as_at, {h: str(line.get(normal(h)) or "") for h in known})


def last_posting(book: WorkbookTables) -> PostingRun | None:
    """Return the last posting's period and the digests of its run; None where none is recorded.

    The Ledger's last line and the run log's line of that posting bear the same moment.
    """
    posted = next(lines_from_the_end(book, LEDGER.name), {})
    moment = posted.get("posted at")
    if is_blank(moment):
        return None
    for line in lines_from_the_end(book, RUN_LOG.name):
        if line.get("run at") == moment:
            found = {h: line.get(normal(h)) for h in DIGESTED}
            period = str(posted.get("period") or "")
            return PostingRun(period, {h: str(d) for h, d in found.items() if not is_blank(d)})
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
