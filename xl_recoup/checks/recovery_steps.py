"""Checks of the table Recovery: what can't be meant in it. No charge changes by it."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.addresses import Address, Range, column_letters
from xl_recoup.checks.catalogue import ERROR, Hit, Moment, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import RECOVERY, normal
from xl_recoup.records import Place
from xl_recoup.recovery.recovery_rows import Fault, Trouble


def _of(facts: Facts, fault: Fault) -> Iterator[Hit]:
    return (Hit(_cell(facts, t), t.words) for t in facts.recovery_troubles if t.fault is fault)


def _cell(facts: Facts, trouble: Trouble) -> Place:
    """Return the cell of a row below the heading of a field; that of its reference without one."""
    table = facts.inputs.table(RECOVERY.name)
    place = trouble.row.place
    heading = next(c.heading for c in RECOVERY.columns if c.field == trouble.field)
    block = Range.parse(place.cell)
    if table is None or block is None:
        return place
    at = {normal(h): i for i, h in enumerate(table.headings)}.get(normal(heading))
    if at is None:
        return place
    start: Address = block.start
    return Place(place.sheet, f"{column_letters(table.first_column + at)}{start.row}")


@check("A11", ERROR, Stage.ACROSS, "Recovery of something unknown", Moment.CHARGED)
def unknown_in_recovery(facts: Facts) -> Iterator[Hit]:
    """A row of Recovery names neither a document nor a request that left.

    What it says stops nothing, since nobody knows of what it is said.
    """
    yield from _of(facts, Fault.UNKNOWN)


@check("A12", ERROR, Stage.ACROSS, "Recovery on a day that can't be", Moment.CHARGED)
def days_of_recovery(facts: Facts) -> Iterator[Hit]:
    """A step is still to come, is older than what it is about, or is to go on before it was taken.

    No letter is written about that document or request until the row is corrected.
    """
    yield from _of(facts, Fault.DAY)


@check("A13", ERROR, Stage.ACROSS, "Recovery out of order", Moment.CHARGED)
def order_of_recovery(facts: Facts) -> Iterator[Hit]:
    """A stage comes after a later one, after the end, or without the one that must come before.

    No letter is written about that document or request until the row is corrected.
    """
    yield from _of(facts, Fault.ORDER)


@check("A14", ERROR, Stage.ACROSS, "Recovery without who, or why", Moment.CHARGED)
def reasons_of_recovery(facts: Facts) -> Iterator[Hit]:
    """A dispute has no note, or nobody is named who netted off, referred or wrote off.

    No letter is written about that document or request until the row is corrected.
    """
    yield from _of(facts, Fault.WHO)


@check("A15", ERROR, Stage.ACROSS, "Recovery to a stage that can't be", Moment.CHARGED)
def stages_of_recovery(facts: Facts) -> Iterator[Hit]:
    """A request is netted off, referred or written off, or a net-off is not agreed.

    No letter is written about that document or request until the row is corrected.
    """
    yield from _of(facts, Fault.STAGE)
