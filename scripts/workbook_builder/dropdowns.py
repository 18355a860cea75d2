"""Drop-downs and limits of input cells: what the contract allows, offered where it is typed."""

from __future__ import annotations

from datetime import date
from typing import Any

from xlsxwriter.worksheet import Worksheet

from workbook_builder.sources import FIRST_ROW, TableContent, choices
from xl_recoup.contract import Column, Kind, TableSpec, is_placements_table

LAST_INPUT_ROW = 1999  # drop-downs reach to row 2000
YEAR_GROUPS = ("N", "R", *(str(n) for n in range(1, 14)))


def add_dropdowns(sheet: Worksheet, content: TableContent) -> None:
    """Give each input column the choices that the contract allows, beyond the table's end."""
    if content.name == "Settings":
        _setting_dropdowns(sheet, content)
        return
    for number, column in enumerate(content.columns):
        rule = validation(content.spec, column)
        if rule:
            last = max(LAST_INPUT_ROW, FIRST_ROW + len(content.rows) - 1)
            sheet.data_validation(FIRST_ROW, number, last, number, rule)


def validation(spec: TableSpec, column: Column) -> dict[str, Any] | None:
    """Return the data validation of an input column, if it has one."""
    kind, heading = column.kind, column.heading
    if column.allowed:
        return _list(column.allowed, heading)
    if kind is Kind.FLAG:
        return _list(("Y", "N"), heading)
    if kind is Kind.YEAR_GROUP:
        return _list(YEAR_GROUPS, heading)
    if kind is Kind.DATE:
        return {
            "validate": "date", "criteria": "between", "minimum": date(1990, 1, 1),
            "maximum": date(2099, 12, 31), "error_title": "Not a date",
            "error_message": f"{heading} is a date such as 15/10/2025.",
        }  # fmt: skip
    if kind in (Kind.NUMBER, Kind.PERCENTAGE):
        low, high = (0.5, 5) if heading == "Days per week" else (-9_999_999, 9_999_999)
        return {
            "validate": "decimal", "criteria": "between", "minimum": low, "maximum": high,
            "error_title": "Not a number that fits",
            "error_message": f"{heading} is a number from {low:,} to {high:,}.",
        }  # fmt: skip
    sources = {"Provider": "Providers[Code]", "Scheme": "Schemes[Scheme]"}
    if is_placements_table(spec.name) and heading in sources:
        return {
            "validate": "list", "source": f'=INDIRECT("{sources[heading]}")',
            "error_type": "warning", "error_title": "Not in the list",
            "error_message": f"This code is not on the {sources[heading].split('[')[0]} sheet.",
        }  # fmt: skip
    return None


def _list(values: tuple[str, ...], heading: str) -> dict[str, Any]:
    if len(",".join(values)) > 255:
        raise ValueError(f"the choices of {heading} are too long for a drop-down")
    said = ", ".join(values)
    message = f"{heading} is one of: {said}."
    return {
        "validate": "list", "source": list(values), "error_title": "Not in the list",
        "error_message": message if len(message) <= 255 else "Choose from the list.",
    }  # fmt: skip


def _setting_dropdowns(sheet: Worksheet, content: TableContent) -> None:
    for index, row in enumerate(content.rows, FIRST_ROW):
        values = choices(str(row[0]))
        if values:
            sheet.data_validation(index, 1, index, 1, _list(values, str(row[0])))
        elif row[0] == "As-at date":
            rule = validation(content.spec, Column(str(row[0]), "as_at", Kind.DATE))
            sheet.data_validation(index, 1, index, 1, rule)
