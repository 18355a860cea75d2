"""What waits for a person once letters have left: the tables of a run that letters change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from xl_recoup.contract import YEAR_SO_FAR, Letter, normal
from xl_recoup.contract.start_tables import THIS_WORKBOOK
from xl_recoup.intake.past_runs import LastRun
from xl_recoup.outputs import recovery_outputs
from xl_recoup.outputs.known_causes import with_known_causes
from xl_recoup.outputs.start_table import this_workbook_write
from xl_recoup.outputs.year_so_far import year_so_far_of
from xl_recoup.run.result import Result
from xl_recoup.tables import TableWrite


def after_letters(
    result: Result, letters: Sequence[Letter], last: LastRun | None
) -> list[TableWrite]:
    """Return the tables that the workbook has and that new letters change, as they are then.

    They are as at the run's day: a letter of a later day counts as sent on that day. Start goes on
    naming the `last` run, for none was made now; it stays as it is where the letters are of another
    day than that run, or no run is recorded.
    """
    accounts = result.items.accounts
    known = replace(accounts, letters=(*accounts.letters, *letters))
    then = replace(result, items=replace(result.items, accounts=known))
    there = result.headings
    filled = [w for w in recovery_outputs.writes(then, there) if normal(w.table) in there]
    made = [with_known_causes(then, write) for write in filled]
    if normal(YEAR_SO_FAR.name) in there:
        made.append(year_so_far_of(then))
    if last and last.at and last.as_at == then.policy.as_at and normal(THIS_WORKBOOK.name) in there:
        made.append(this_workbook_write(then, at=last.at, who=last.by))
    return made
