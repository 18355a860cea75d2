"""The run log: one line per run, with a digest of each input table by which changes are seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from xl_recoup import contract, outputs
from xl_recoup.contract import normal
from xl_recoup.controls import total_of
from xl_recoup.intake.digests import ADDED_LATER, DIGESTED, without_blank_end
from xl_recoup.intake.values import is_blank, read_date
from xl_recoup.records import Severity
from xl_recoup.tables import OutCell, TableWrite, WorkbookTables

if TYPE_CHECKING:
    from xl_recoup.run import Result


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last line of the run log."""

    as_at: date | None
    digests: dict[str, str]


def run_log_write(result: Result, *, at: datetime, who: str, version: str) -> TableWrite:
    """Return the run log's new line, to be added below the ones that are there."""
    t, s = result.tally, result.totals
    errors = sum(f.severity is Severity.ERROR for f in result.findings)
    values: dict[str, OutCell] = {
        "Run at": at, "Version": version, "Run by": who, "As-at date": result.policy.as_at,
        "Financial year": str(result.policy.period), "Rows read": t.read, "Charged": t.charged,
        "Nil": t.nil, "Held rows": t.held, "Billable": s["billable"], "Asked": s["asked"],
        "Held": s["held"], "Posted": s["posted"], "Total": total_of(s), "Errors": errors,
        "Warnings": len(result.findings) - errors,
    }  # fmt: skip
    values |= {heading: digest or None for heading, digest in result.digests.items()}
    there = result.headings.get(normal(contract.RUN_LOG.name))
    headings = tuple(
        h for h in contract.RUN_LOG.headings
        if there is None or h not in ADDED_LATER or normal(h) in there
    )  # fmt: skip
    write = outputs.table_write(contract.RUN_LOG, [], append=True)
    return replace(write, headings=headings, rows=[tuple(values[h] for h in headings)])


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
