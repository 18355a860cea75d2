"""Scenarios: what would be another way if the Forum decided so, row by row."""

from __future__ import annotations

from datetime import date

from xl_recoup.closed_lists import ScenarioSubject
from xl_recoup.contract.table_row import Note, TableRow, cell


class ScenarioRow(
    TableRow,
    table="Scenarios",
    purpose="What might be decided: one row for each change, and as many rows as a scenario has"
    " changes. Compare runs the workbook under each of them; no charge and no posting is touched.",
    named_by="scenario",
):
    """One change of one scenario: what stands in a cell of another table on some days."""

    scenario: str = cell("Scenario", needed="the scenario's name")
    changes: ScenarioSubject = cell("Changes", needed="what is changed")
    item: str = cell(
        "Item",
        needed="what exactly is changed",
        note="the name of a setting; factor and phase of a rate, and its school's LAESTAB where it"
        " is a school's own; a scheme's code; a party, and a scheme's code behind it where only"
        " that agreement is meant",
    )
    column: str = cell(
        "Column",
        default="",
        note="the heading in the table concerned; blank: Value of a setting, Amount of a rate,"
        " Status of an agreement",
    )
    value: str = cell(
        "Value",
        needed="the new value",
        note="as it would be typed there; the word `blank` empties the cell; a range such as"
        " `20 to 100 step 20` is run number by number",
    )
    start: date | None = cell(
        "From", default=None, note="blank: from the first day of each row concerned"
    )
    end: date | None = cell("To", default=None, note="blank: to its last day")
    note: Note = cell("Note", default="", aside=True)


SCENARIOS = ScenarioRow.spec
