"""The Scenarios table as scenarios: each a name and the changes of its rows."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum
from typing import NamedTuple

from xl_recoup.contract import SCENARIOS, ScenarioRow, normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.intake.row_reading import Row, read_rows
from xl_recoup.intake.row_records import record_of
from xl_recoup.records import Place, short_record
from xl_recoup.tables import Cell, WorkbookTables

EMPTIES = "blank"
"""The word under Value that empties the cell concerned."""


class Fault(Enum):
    """What may be wrong with a row of a scenario; all but the last keep it from being run."""

    UNKNOWN = "names something unknown"
    VALUE = "has a value that can't be"
    NOTHING = "changes nothing"
    CONTRADICTION = "contradicts itself"
    BELOW_ONE = "has a percentage below 1"


class Trouble(NamedTuple):
    """Something wrong with a row of a scenario: the cell, and words that follow its address."""

    fault: Fault
    place: Place
    words: str


@short_record
class Alteration:
    """One row of a scenario: a cell of another table that holds something else on some days."""

    says: ScenarioRow
    row: Row
    value: Cell
    """The new value as it stands in the cell; None where the cell is to be empty."""

    def place(self, field: str) -> Place:
        """Return the cell of one of the row's fields."""
        return self.row.place(field)

    def trouble(self, fault: Fault, field: str, words: str, remedy: str) -> Trouble:
        """Return what is wrong with the cell of a field, with what follows and what to do."""
        so = f"and the scenario {self.says.scenario} is not run"
        return Trouble(fault, self.place(field), f"{words}, {so}. {remedy}")


@short_record
class Scenario:
    """A scenario by its name, as first written, with its changes in the order of their rows."""

    name: str
    alterations: tuple[Alteration, ...]
    readable: bool
    """False where a row of it can't be read, which is told of the cell: it is not run."""
    of_range: str = ""
    """The name on the sheet, where this is one number of a range there."""
    number: Decimal | None = None
    """That number."""
    ranged: Place | None = None
    """The cell of the range."""

    @property
    def written_name(self) -> str:
        """The name as it stands on the sheet."""
        return self.of_range or self.name


def scenarios_of(book: WorkbookTables) -> list[Scenario]:
    """Return the scenarios of a workbook in the order of their first rows; none without a table."""
    table = book.find(SCENARIOS.name)
    if table is None:
        return []
    at = next(
        (i for i, h in enumerate(table.headings) if normal(h) == "value"), len(table.headings)
    )
    names: dict[str, str] = {}
    found: dict[str, list[Alteration | None]] = {}
    for row in read_rows(table, SCENARIOS, book.date_1904).rows:
        name = row.get("scenario", "")
        if not name:
            continue
        names.setdefault(normal(name), name)
        record = record_of(row, ScenarioRow, [])
        cells = table.rows[row.key.row - table.first_row]
        made = None
        if record is not None:
            value = cells[at] if normal(text_of(cells[at])) != EMPTIES else None
            made = Alteration(record, row, value)
        found.setdefault(normal(name), []).append(made)
    return [
        Scenario(names[key], tuple(a for a in rows if a is not None), None not in rows)
        for key, rows in found.items()
    ]
