"""The run's line in the run log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from xl_recoup import contract
from xl_recoup.contract import normal
from xl_recoup.intake.digests import ADDED_LATER
from xl_recoup.intake.last_run_record import DIGEST
from xl_recoup.outputs.table_write import table_write
from xl_recoup.records import Severity
from xl_recoup.run.controls import total_of
from xl_recoup.run.result import Result
from xl_recoup.tables import OutCell, TableWrite

_HEADS = ("Ledger", "Documents", "Letters")


def run_log_write(
    result: Result,
    record: str,
    *,
    at: datetime,
    who: str,
    version: str,
    posting: str = "",
    accepted: Sequence[str] = (),
) -> TableWrite:
    """Return the run log's new line, to be added below the ones that are there.

    `record` is the digest of what the run notes for the next one. `posting` says what a run that
    posts does, `accepted` what somebody let pass; nothing of either for any other run.
    """
    t, s = result.tally, result.totals
    errors = sum(f.severity is Severity.ERROR for f in result.findings)
    values: dict[str, OutCell] = {
        "Run at": at,
        "Version": version,
        "Run by": who,
        "As-at date": result.policy.as_at,
        "Financial year": str(result.policy.period),
        "Rows read": t.read,
        "Charged": t.charged,
        "Nil": t.nil,
        "Held rows": t.held,
        "Billable": s["billable"],
        "Asked": s["asked"],
        "Held": s["held"],
        "Posted": s["posted"],
        "Total": total_of(s),
        "Errors": errors,
        "Warnings": len(result.findings) - errors,
        "Accepted missing": "; ".join(result.accepted_missing) or None,
        DIGEST: record or None,
    }
    values |= {"Posting": posting or None, "Accepted": ", ".join(accepted) or None}
    values |= {f"{name} head": result.heads.get(name) or None for name in _HEADS}
    values |= {heading: digest or None for heading, digest in result.digests.items()}
    there = result.headings.get(normal(contract.RUN_LOG.name))
    headings = tuple(
        h
        for h in contract.RUN_LOG.headings
        if there is None or h not in ADDED_LATER or normal(h) in there
    )
    write = table_write(contract.RUN_LOG, [], append=True)
    return replace(write, headings=headings, rows=[tuple(values[h] for h in headings)])
