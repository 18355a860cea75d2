"""The run log: one line per run, with a digest of each input table by which changes are seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xl_recoup import contract
from xl_recoup.contract import normal
from xl_recoup.intake.cell_values import is_blank, read_date
from xl_recoup.intake.digests import ADDED_LATER, DIGESTED, without_blank_end
from xl_recoup.tables import WorkbookTables


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last line of the run log."""

    as_at: date | None
    digests: dict[str, str]


def last_run(book: WorkbookTables) -> LastRun | None:
    """Return the last line of the run log, or None where no run is recorded."""
    table = book.find(contract.RUN_LOG.name)
    if table is None:
        return None
    rows = without_blank_end(table.rows)
    if not rows:
        return None
    headings = [normal(h) for h in table.headings]
    line = dict(zip(headings, rows[-1], strict=False))
    cell = line.get(normal("As-at date"))
    as_at, issue = (None, None) if is_blank(cell) else read_date(cell, _AS_AT, book.date_1904)
    return LastRun(
        as_at if issue is None else None,
        {
            h: str(line.get(normal(h)) or "")
            for h in DIGESTED
            if h not in ADDED_LATER or normal(h) in line
        },
    )


_AS_AT = contract.Column("As-at date", "as_at", contract.Kind.DATE)
