"""PlacementChanges: days per week, pause, provider, EHCP, care, year group, from a day on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, ValidationInfo

from xl_recoup.closed_lists import ChangeKind
from xl_recoup.contract.cell_values import read_cell
from xl_recoup.contract.columns import Kind, normal
from xl_recoup.contract.placements_table import PLACEMENTS
from xl_recoup.contract.table_row import BLANK, Note, TableRow, cell, wrong

FEWEST_DAYS, MOST_DAYS = Decimal("0.5"), Decimal(5)
_COLUMNS = {normal(column.heading): column for column in PLACEMENTS.columns}
NewValue = str | int | bool | Decimal | None


def _new_value(given: Any, info: ValidationInfo) -> Any:
    """Return a change's new value, read as the placement's own column of that name is."""
    what: ChangeKind | None = info.data.get("what")
    if what is None or what == "Pause" or (what == "Provider" and given):
        return given or None
    if given is not None and not isinstance(given, str):
        return given
    value, issue = read_cell(given, _COLUMNS[normal(what)])
    if issue is not None and issue.fault:
        raise wrong(issue.words)
    if value is None:
        raise wrong(f"is blank, but the new value of {what} is needed")
    if what == "Days per week" and not FEWEST_DAYS <= value <= MOST_DAYS:
        raise wrong("is outside 0.5 to 5 days per week")
    return value


def _unless_paused(given: Any, info: ValidationInfo) -> Any:
    """Return whether days are charged: those of a pause are not, unless the row says so."""
    what: ChangeKind | None = info.data.get("what")
    return what != "Pause" if given is None else given


class Change(
    TableRow,
    table="PlacementChanges",
    sheet="Changes",
    purpose="Dated changes inside a placement: days per week, pause, provider, EHCP, care status.",
    named_by="value",
):
    """One row of PlacementChanges: from `start` on (to `end`, if given) something is different."""

    model_config = ConfigDict(validate_default=True)

    placement_ref: str = cell("Placement ref", needed="the placement's reference")
    start: date = cell("From", needed="the first day")
    end: date | None = cell("To", default=None)
    what: ChangeKind = cell("What changes", needed="what")
    value: Annotated[NewValue, Kind.TEXT, BeforeValidator(_new_value)] = cell(
        "New value", default=None
    )
    chargeable: Annotated[bool, BeforeValidator(_unless_paused)] = cell("Chargeable", default=BLANK)
    """False: its days are not charged."""
    evidence: Note = cell("Evidence", default="")
    note: Note = cell("Note", default="", private=True)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield the last day where it is before the first."""
        if self.end is not None and self.end < self.start:
            yield "end", "is before the first day of its row"

    def covers(self, day: date) -> bool:
        """Say whether the change is in force on a day."""
        return self.start <= day and (self.end is None or day <= self.end)


PLACEMENT_CHANGES = Change.spec
