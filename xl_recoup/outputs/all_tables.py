"""Every table that a run fills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from xl_recoup.checks.causes import by_cause
from xl_recoup.contract import normal
from xl_recoup.contract.start_tables import THIS_WORKBOOK
from xl_recoup.intake.accepted_runs import noted_acceptances
from xl_recoup.intake.last_run_record import Remembered, last_run_write, record_digest
from xl_recoup.outputs import (
    account_outputs,
    charges,
    moved_tables,
    recovery_outputs,
    report_outputs,
)
from xl_recoup.outputs.as_written import noted_as_written
from xl_recoup.outputs.known_causes import noted_causes, with_known_causes
from xl_recoup.outputs.last_run_write import remembered, torn
from xl_recoup.outputs.name_columns import with_names_of
from xl_recoup.outputs.run_log import run_log_write
from xl_recoup.outputs.start_table import this_workbook_write
from xl_recoup.run.inputs_before import PREPARED_BY, RUN
from xl_recoup.run.result import Result
from xl_recoup.tables import TableWrite


def writes(result: Result, shown: TableWrite | None = None) -> list[TableWrite]:
    """Return the output tables of a run, without the run log's line.

    `shown` is the Charges table, with its plain names, where somebody has made it already.
    """
    named = with_names_of(result)
    made = [
        charges.exceptions(by_cause(result.findings), result.rows, result.out_of_sight),
        *moved_tables.writes(result, result.headings),
        charges.check_results(result.checks),
        charges.school_summary(result.schools),
        *account_outputs.writes(result.items, result.journal, result.headings),
        *report_outputs.writes(result, result.headings),
        *recovery_outputs.writes(result, result.headings),
    ]
    first = shown or named(charges.charges(result.lines, result.disputed))
    return [first, *(with_known_causes(result, named(write)) for write in made)]


def writes_with_log(
    result: Result,
    *,
    at: datetime,
    who: str,
    version: str,
    shown: TableWrite | None = None,
    posting: str = "",
    accepted: Sequence[str] = (),
) -> list[TableWrite]:
    """Return the output tables of a run, its line in the run log and its record for the next.

    `posting` and `accepted` are for the run log, as `run_log_write` says.
    """
    filled = writes(result, shown)
    if normal(THIS_WORKBOOK.name) in result.headings:
        filled.append(this_workbook_write(result, at=at, who=who))
    noted = None
    if not torn(result) and result.keeps_record:
        noted = [*remembered(result), *_prepared(result, "" if posting else who)]
        noted += noted_acceptances(
            result.before,
            at=at,
            who=who,
            posting=posting,
            accepted=", ".join(accepted),
            missing="; ".join(result.accepted_missing),
        )
        noted += noted_causes(result, filled)
        noted += noted_as_written(filled, date_1904=result.date_1904)
    record = result.before.known if torn(result) else record_digest(noted) if noted else ""
    log = run_log_write(
        result, record, at=at, who=who, version=version, posting=posting, accepted=accepted
    )
    return [*filled, *([] if noted is None else [last_run_write(noted)]), log]


def _prepared(result: Result, who: str) -> list[Remembered]:
    """Return who ran the last run that is no posting; `who` is blank where this run is one."""
    name = who or result.before.of(RUN).get(PREPARED_BY, "")
    return [Remembered(RUN, PREPARED_BY, name)] if name else []
