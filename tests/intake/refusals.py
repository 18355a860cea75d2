"""Workbooks that a run refuses, each with the one sentence, or two, that it is refused with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from tests.checks.case import Args, rows
from tests.support.books import RATES, pex, rate, table
from xl_recoup import contract
from xl_recoup.policy.options import setting_names
from xl_recoup.tables import Cell, CellError


class Refusal(NamedTuple):
    """A workbook in memory, and the message with which a run of it stops."""

    book: Args
    message: str


def _settings(given: Mapping[str, Cell]) -> Args:
    return rows(pex(), settings=given)


def _rows_of_settings(*given: tuple[Cell, Cell], **more: Any) -> Args:
    content = [{"Setting": name, "Value": value} for name, value in given]
    made = table("Settings", content, contract.SETTINGS.headings, **more)
    return rows(pex(), replace={"Settings": made})


def _without(*names: str) -> Args:
    return rows(pex(), replace=dict.fromkeys(names))


def _headed(name: str, spec: contract.TableSpec, *missing: str) -> Args:
    headings = [h for h in spec.headings if h not in missing]
    return rows(pex(), replace={name: table(name, [], headings)})


_ALL = ", ".join(setting_names().values())
_IN_EXCEL = (
    " In Excel, select the range with its headings, choose Insert > Table and name it so under"
    " Table Design."
)
_BAD = CellError("#REF!")

REFUSALS: dict[str, Refusal] = {
    "a table is missing": Refusal(
        _without("Rates"),
        "The workbook has no table named Rates (usually on the sheet Rates)." + _IN_EXCEL,
    ),
    "several tables are missing": Refusal(
        _without("Settings", "Calendar", "Placements"),
        "The workbook has no tables named Settings (usually on the sheet Settings), Calendar"
        " (usually on the sheet Calendar), Placements (usually on the sheet Placements)."
        + _IN_EXCEL,
    ),
    "the team's own workbook": Refusal(
        _without(*(spec.name for spec in contract.INPUT_SPECS)),
        "The workbook has none of the tables that a run reads. Where the team keeps its placements"
        " on sheets of its own, python -m xl_recoup adopt BOOK is the way in: it proposes how to"
        " read them, adds what is missing and changes nothing that is there.",
    ),
    "a heading is missing": Refusal(
        _headed("Placements", contract.PLACEMENTS, "Scheme"),
        "The table Placements on the sheet Placements has no column headed Scheme. Restore the"
        " heading in row 4, spelt exactly so.",
    ),
    "two columns have one heading": Refusal(
        rows(pex(), replace={"Rates": table("Rates", [], [*contract.RATES.headings, "AMOUNT "])}),
        "The table Rates on the sheet Rates has two columns headed Amount, at C4 and L4, so it is"
        " not known which one counts. Rename or delete one.",
    ),
    "several headings are missing": Refusal(
        _headed("Calendar", contract.CALENDAR, "From", "To"),
        "The table Calendar on the sheet Calendar has no column headed From or To. Restore the"
        " headings in row 4, spelt exactly so.",
    ),
    "a heading that steers charges is missing": Refusal(
        _headed("Agreements", contract.AGREEMENTS, "To"),
        "The table Agreements on the sheet Agreements has no column headed To. Restore the heading"
        " in row 4, spelt exactly so.",
    ),
    "the table of the sheet Placements is lost": Refusal(
        rows(
            replace={
                "Placements": None,
                "Was": table("Was", [], ("Pupil",), sheet="Placements"),
                "Placements_BTA": table("Placements_BTA", [pex()], contract.PLACEMENTS.headings),
            }
        ),
        "The sheet Placements has no table named Placements, so its rows could not be read. In"
        " Excel, select its rows with their headings, choose Insert > Table and name it so under"
        " Table Design. If there are no placements on it, rename the sheet.",
    ),
    "a setting is not known": Refusal(
        _settings({"Hold weeks": 8}),
        "Settings A5: there is no setting named “Hold weeks”. Correct the name or remove the row;"
        f" the settings are: {_ALL}.",
    ),
    "a setting's name is an error": Refusal(
        _rows_of_settings((_BAD, 56)),
        "Settings A5: the setting's name is an Excel error. Correct the name or remove the row; the"
        f" settings are: {_ALL}.",
    ),
    "a setting has no name": Refusal(
        _rows_of_settings((None, 8)),
        "Settings A5: the setting has no name. Correct the name or remove the row; the settings"
        f" are: {_ALL}.",
    ),
    "a setting is there twice": Refusal(
        _rows_of_settings(("Hold days", 56), ("Hold  Days", 0)),
        "Settings A6: the setting Hold days is there twice, here and at Settings B5. Keep one and"
        " delete the other row.",
    ),
    "a choice is not in its list": Refusal(
        _settings({"Complete weeks": "rounded"}),
        "Settings B5: the setting Complete weeks can't be “rounded”. Correct it (allowed:"
        " inclusive, exclusive, calendar).",
    ),
    "a number is out of range": Refusal(
        _settings({"Hold days": -1}),
        "Settings B5: the setting Hold days can't be “-1”. Correct it (allowed: a whole number"
        " from 0 to 366).",
    ),
    "a number has a comma": Refusal(
        _settings({"Area cost adjustment": "1,05"}),
        "Settings B5: the setting Area cost adjustment can't be “1,05”. Correct it (allowed: a"
        " number from 0.5 to 2).",
    ),
    "a year is not a financial year": Refusal(
        _settings({"Financial year": "2025-27"}),
        "Settings B5: the setting Financial year can't be “2025-27”. Correct it (allowed: such as"
        " 2025-26).",
    ),
    "a year is out of reach": Refusal(
        _settings({"Financial year": "9999-00"}),
        "Settings B5: the setting Financial year can't be “9999-00”. Correct it (allowed: such as"
        " 2025-26).",
    ),
    "Excel has turned a setting into a date": Refusal(
        _settings({"Leavers' year ends": date(2026, 7, 31)}),
        "Settings B5: Excel has turned the setting Leavers' year ends into a date. Format the cell"
        " as text and type the value again.",
    ),
    "a setting holds an Excel error": Refusal(
        _settings({"Hold days": _BAD}),
        "Settings B5: the setting Hold days holds the error #REF!. Type a value and run again.",
    ),
    "the as-at date is not a date": Refusal(
        _settings({"As-at date": "the end of January"}),
        "Settings B5: the As-at date is not a date. Type a date such as 31/01/2026, or leave it"
        " blank for the day of the run.",
    ),
    "the as-at date can be read in two ways": Refusal(
        _settings({"As-at date": "01/02/26"}),
        "Settings B5: the As-at date has a year of two digits and can be read in more than one way."
        " Type a date such as 31/01/2026, or leave it blank for the day of the run.",
    ),
    "a setting's formula has no stored value": Refusal(
        _rows_of_settings(("As-at date", None), valueless=frozenset({"B5", "D5"})),
        "Settings B5: the formula has no stored value, so what it shows is not known. Open the"
        " workbook in Excel, save it and run again.",
    ),
    "a rate holds an Excel error": Refusal(
        rows(pex(), Rates=[*RATES, rate("fsm", "all", 1) | {"Amount": _BAD}]),
        "The Rates table holds an Excel error at Rates C23, so no amount can be trusted. Type the"
        " values and run again.",
    ),
    "many rates hold an Excel error": Refusal(
        rows(pex(), Rates=[row | {"Amount": _BAD} for row in RATES[:8]]),
        "The Rates table holds an Excel error at Rates C5, Rates C6, Rates C7, Rates C8, Rates C9"
        " and 3 more, so no amount can be trusted. Type the values and run again.",
    ),
}
