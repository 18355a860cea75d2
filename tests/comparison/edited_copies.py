"""Copies of a workbook file, edited as a person would: by openpyxl, and nothing of scenarios."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from xl_recoup.addresses import Range

DAYS = {"Rates": ("Valid from", "Valid to"), "Schemes": ("Valid from", "Valid to"),
        "Agreements": ("From", "To")}  # fmt: skip


class Edit(NamedTuple):
    """One thing to type: into the rows of a table that hold certain cells, on some days."""

    table: str
    where: Mapping[str, Any]
    heading: str
    value: Any
    start: date | None = None
    end: date | None = None
    new_row: Mapping[str, Any] | None = None
    """What to type where no row holds those cells."""


class _Sheet:
    """The only table of a sheet."""

    def __init__(self, sheet: Worksheet, name: str) -> None:
        self._sheet, self._table = sheet, sheet.tables[name]
        place = Range.parse(self._table.ref)
        assert place is not None
        self._top, self._last = place.first_row, place.last_row
        self._columns = {str(sheet.cell(self._top, i).value): i for i in place.columns}

    def rows(self) -> list[int]:
        return [
            row
            for row in range(self._top + 1, self._last + 1)
            if any(self.get(row, heading) is not None for heading in self._columns)
        ]

    def get(self, row: int, heading: str) -> Any:
        value = self._sheet.cell(row, self._columns[heading]).value
        return value.date() if isinstance(value, datetime) else value

    def put(self, row: int, heading: str, value: Any) -> None:
        cell = self._sheet.cell(row, self._columns[heading])
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"

    def add(self, cells: Mapping[str, Any]) -> int:
        self._last += 1
        left, right = min(self._columns.values()), max(self._columns.values())
        self._table.ref = (
            f"{get_column_letter(left)}{self._top}:{get_column_letter(right)}{self._last}"
        )
        for heading, value in cells.items():
            self.put(self._last, heading, value)
        return self._last

    def copy(self, row: int) -> int:
        return self.add({heading: self.get(row, heading) for heading in self._columns})


def edited(source: Path, target: Path, edits: Iterable[Edit]) -> Path:
    """Return a copy of a workbook with these edits made."""
    shutil.copyfile(source, target)
    book = load_workbook(target)
    for edit in edits:
        sheet = next(s for s in book.worksheets if edit.table in s.tables)
        _type(_Sheet(sheet, edit.table), edit)
    book.save(target)
    return target


def _type(sheet: _Sheet, edit: Edit) -> None:
    rows = [
        row
        for row in sheet.rows()
        if all(sheet.get(row, heading) == value for heading, value in edit.where.items())
    ]
    if not rows and edit.new_row is not None:
        sheet.add(edit.new_row)
    for row in rows:
        if edit.start is None and edit.end is None:
            sheet.put(row, edit.heading, edit.value)
        else:
            _type_on_days(sheet, row, edit)


def _type_on_days(sheet: _Sheet, row: int, edit: Edit) -> None:
    """Type a value that a row has on some of its days; copies of the row keep what it was."""
    first, last = DAYS[edit.table]
    old_from, old_to = sheet.get(row, first), sheet.get(row, last)
    if (edit.start and old_to and edit.start > old_to) or (
        edit.end and old_from and edit.end < old_from
    ):
        return
    if edit.start and (old_from is None or edit.start > old_from):
        sheet.put(sheet.copy(row), last, edit.start - timedelta(days=1))
        sheet.put(row, first, edit.start)
    if edit.end and (old_to is None or edit.end < old_to):
        sheet.put(sheet.copy(row), first, edit.end + timedelta(days=1))
        sheet.put(row, last, edit.end)
    sheet.put(row, edit.heading, edit.value)
