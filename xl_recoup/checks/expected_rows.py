"""Checks of the placements that the team expects: can the forecast count them?"""

from __future__ import annotations

from collections.abc import Iterator
from string import ascii_uppercase

from xl_recoup.accounts.expected_placements import NotExpected, expected_of
from xl_recoup.checks.catalogue import ERROR, Hit, Moment, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import EXPECTED_PLACEMENTS, normal
from xl_recoup.records import Place

_LEFT_OUT = "so no such placements are in the forecast. Correct the cell; no charge rests on it."


@check("S39", ERROR, Stage.SHEET, "Expected placements that can't be read")
def unreadable_expected_cells(facts: Facts) -> Iterator[Hit]:
    """A cell of Expected placements is blank or can't be read: the row is not forecast."""
    for fault in facts.inputs.accounts.faults:
        if fault.table == EXPECTED_PLACEMENTS.name:
            yield Hit(fault.place, f"this cell {fault.words}, {_LEFT_OUT}")


@check("A96", ERROR, Stage.ACROSS, "Expected placements that can't be forecast", Moment.CHARGED)
def expected_without_amount(facts: Facts) -> Iterator[Hit]:
    """An expected placement has no scheme, no month of this year, or no average to go by.

    The row is left out of the forecast. No charge changes.
    """
    rows = facts.inputs.accounts.accounts.expected
    for found in expected_of(rows, facts.lines, facts.rows, facts.policy):
        if isinstance(found, NotExpected):
            place = _cell(facts, found.row.place, found.field)
            yield Hit(place, f"this cell {found.words}, {_LEFT_OUT}")


def _cell(facts: Facts, row: Place, field: str) -> Place:
    """Return the cell of a field in the row that a place stands in."""
    table = facts.inputs.table(EXPECTED_PLACEMENTS.name)
    wanted = next(c.heading for c in EXPECTED_PLACEMENTS.columns if c.field == field)
    headings = list(map(normal, table.headings)) if table else []
    if table is None or normal(wanted) not in headings:
        return row
    letters = table.letters(headings.index(normal(wanted)))
    return Place(row.sheet, f"{letters}{row.cell.lstrip(ascii_uppercase)}")
