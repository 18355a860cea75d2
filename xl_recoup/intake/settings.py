"""The Settings table understood; an unknown setting or value is refused, in a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from pydantic import ValidationError

from xl_recoup.addresses import column_letters, letters_of
from xl_recoup.contract import SETTINGS, normal
from xl_recoup.contract.cell_values import is_blank, parse_day, quoted, read_date, text_of
from xl_recoup.contract.number_cells import read_number, read_percentage
from xl_recoup.errors import Refused
from xl_recoup.intake.row_reading import Row, read_rows
from xl_recoup.money import decimal_of
from xl_recoup.policy.options import Options, setting_names
from xl_recoup.records import Place
from xl_recoup.tables import Cell, CellError, ShownAs, Table, WorkbookTables

AS_AT = "As-at date"
MULTIPLIERS = ("Area cost adjustment",)
"""Settings that mean the same as a number and as a per cent: 1.1 and 110%."""
PERCENTAGES = (
    "Rate change",
    "Taken back without asking",
    "Rate moved without asking",
    "Totals moved without asking",
)
"""Settings that are a percentage: 15, and 15% as a cell shows it."""
YEARS = range(1990, 2100)
"""Financial years, by the year they begin in, that a workbook can be for."""


def read_options(book: WorkbookTables, table: Table) -> Options:
    """Return the options of a workbook.

    A setting that is not in the table has its default. Raises Refused, with the cell, for an
    unknown or repeated setting, an error cell, or a value that is not allowed.
    """
    _refuse_valueless(table)
    known = setting_names()
    given: dict[str, Any] = {}
    places: dict[str, str] = {}
    for row in read_rows(table, SETTINGS).rows:
        name = known.get(normal(str(row.get("setting", ""))))
        place = row.place("setting")
        if name is None:
            said = row.get("setting")
            what = f"there is no setting named “{said}”" if said else "the setting has no name"
            if "setting" in row.unreadable:
                what = "the setting's name is an Excel error"
            raise Refused(
                f"{place}: {what}. Correct the name or remove the row; the settings are:"
                f" {', '.join(known.values())}."
            )
        if name in places:
            raise Refused(
                f"{place}: the setting {name} is there twice, here and at {places[name]}. Keep one"
                " and delete the other row."
            )
        places[name] = str(row.place("value"))
        value = _value(name, _raw(table, row), places[name], book.date_1904)
        if value is not None:
            given[name] = value
    try:
        options = Options(**given)
    except ValidationError as error:
        raise Refused(_sentence(error, places, given)) from None
    if options.financial_year.first_year not in YEARS:
        raise Refused(_refusal("Financial year", places, given))
    return options


class SettingCell(NamedTuple):
    """What stands beside a setting's name, as text ("" for nothing), and where."""

    value: str
    place: Place


def setting_cells(book: WorkbookTables) -> dict[str, SettingCell]:
    """Return the value of each setting that the workbook has a row of, by its name.

    Raises Refused, with the cell, for an Excel error or what can't be a setting's value.
    """
    table, known = book.find(SETTINGS.name), setting_names()
    if table is None or not {"setting", "value"} <= set(map(normal, table.headings)):
        return {}
    found = {}
    for row in read_rows(table, SETTINGS).rows:
        name = known.get(normal(str(row.get("setting", ""))))
        if name is not None:
            place = row.place("value")
            value = _value(name, _raw(table, row), str(place), book.date_1904)
            found[name] = SettingCell("" if value is None else str(value), place)
    return found


def setting_places(book: WorkbookTables) -> dict[str, Place]:
    """Return where the value of each setting stands that the workbook has, by its name."""
    return {name: cell.place for name, cell in setting_cells(book).items()}


def _refuse_valueless(table: Table) -> None:
    read = {
        column_letters(table.first_column + i)
        for i, heading in enumerate(table.headings)
        if normal(heading) in ("setting", "value")
    }
    bad = sorted(a for a in table.valueless if letters_of(a) in read)
    if bad:
        raise Refused(
            f"{table.sheet} {bad[0]}: the formula has no stored value, so what it shows is not"
            " known. Open the workbook in Excel, save it and run again."
        )


def _raw(table: Table, row: Row) -> Cell:
    column = [normal(h) for h in table.headings].index("value")
    return table.rows[row.key.row - table.first_row][column]


def _value(name: str, cell: Cell, place: str, date_1904: bool) -> Any:
    if isinstance(cell, CellError):
        raise Refused(
            f"{place}: the setting {name} holds the error {cell.code}. Type a value and run again."
        )
    if is_blank(cell):
        return None
    if name == AS_AT:
        # One cell has no column that could say which of day and month comes first.
        day, issue = parse_day(cell) if isinstance(cell, str) else read_date(cell, date_1904)
        if issue and issue.fault:
            raise Refused(
                f"{place}: the As-at date {issue.words}. Type a date such as 31/01/2026, or leave"
                " it blank for the day of the run."
            )
        return day
    if isinstance(cell, date):
        raise Refused(
            f"{place}: Excel has turned the setting {name} into a date. Format the cell as text"
            " and type the value again."
        )
    if name in PERCENTAGES:
        percentage, _ = read_percentage(cell)
        return text_of(cell) if percentage is None else percentage
    if isinstance(cell, ShownAs) and name not in MULTIPLIERS:
        _, issue = read_number(cell)
        if issue is not None and issue.fault:
            raise Refused(
                f"{place}: the setting {name} {issue.words}, so it is not certain what is meant."
                " Set the cell's format to General and type the value again."
            )
    return str(decimal_of(cell)) if isinstance(cell, ShownAs) else text_of(cell)


def _sentence(error: ValidationError, places: dict[str, str], given: dict[str, Any]) -> str:
    return _refusal(str(error.errors()[0]["loc"][0]), places, given)


def _refusal(name: str, places: dict[str, str], given: dict[str, Any]) -> str:
    fields = {str(f.alias): f for f in Options.model_fields.values()}
    extra = fields[name].json_schema_extra
    allowed = extra["allowed"] if isinstance(extra, dict) else ""
    return (
        f"{places[name]}: the setting {name} can't be {quoted(given[name])}. Correct it (allowed:"
        f" {allowed})."
    )
