"""What a run says of the one before: what moved and why; and what it notes for the next one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from xl_recoup.contract import LAST_RUN, normal
from xl_recoup.intake.inputs import Inputs
from xl_recoup.intake.last_run_record import Remembered
from xl_recoup.intake.rows_that_stay import filled_anew
from xl_recoup.records import ChargeLine, short_record
from xl_recoup.run.accepted_before import SinceAccepted, since_accepted
from xl_recoup.run.charged_amounts import charged_amounts, noted_charges, rows_noted
from xl_recoup.run.inputs_before import inputs_before, noted_inputs
from xl_recoup.run.movements import ChargeAgain, Movement, movements
from xl_recoup.run.what_moved import first_run_lines, moved_lines
from xl_recoup.tables import Table, WorkbookTables

LINES = "moved"
"""The record's kind of the three lines that tell what moved."""


@short_record
class SinceLastRun:
    """What moved since the last run."""

    movements: Sequence[Movement] | None
    """None where the last run is made again: what it found stands in the workbook."""
    lines: tuple[str, ...]
    """The same in three lines; none where the last run is made again and noted none."""
    accepted: SinceAccepted
    """What has moved since a posting, or the first run, accepted how things stood."""
    noted: Sequence[Remembered]
    """What the next run is to know of the charges and inputs of this one."""


def since_last_run(
    book: WorkbookTables,
    inputs: Inputs,
    lines: Sequence[ChargeLine],
    total: Decimal,
    again: ChargeAgain,
    *,
    same_run: bool = False,
    posted: bool = False,
) -> SinceLastRun:
    """Compare a run with the one before; `again` charges a workbook as at a day.

    With `posted` the run shows what was posted, and what has moved until now is accepted. So it is
    where nothing is posted and the workbook is filled anew: what was there before is no measure.
    """
    policy, record = inputs.policy, inputs.before
    charged = charged_amounts(lines)
    rows = rows_noted(inputs.placements.rows, policy.changes)
    names = _names(inputs, lines)
    before = inputs_before(book, policy.as_at, inputs.digests, record)
    moved: Sequence[Movement] | None = ()
    if same_run:
        moved, told = None, tuple(record.of(LINES).values())
    elif before is None:
        told = first_run_lines(total, locked=book.locked and book.find(LAST_RUN.name) is None)
    else:
        moved = movements(charged, rows, names, policy.schools, record, before, again)
        told = moved_lines(moved, total, before.before)
    anew = not same_run and not inputs.entries and filled_anew(_by_name(book), record)
    accepted = since_accepted(record, moved, total, policy.rates, accepted=posted or anew)
    noted = [
        *accepted.noted(),
        *noted_inputs(book, policy.as_at, inputs.digests),
        *noted_charges(charged, rows, names),
        *(Remembered(LINES, str(number), line) for number, line in enumerate(told, 1)),
    ]
    return SinceLastRun(moved, told, accepted, noted)


def _by_name(book: WorkbookTables) -> dict[str, Table]:
    return {normal(name): table for name, table in book.tables.items()}


def _names(inputs: Inputs, lines: Iterable[ChargeLine]) -> dict[str, str]:
    """Return the references as they are written, by their normal form."""
    written = [
        *(x.placement_ref for x in lines),
        *(p.placement_ref for p in inputs.placements.rows),
    ]
    return {normal(ref): ref for ref in written}
