"""Rules for formats and entries do not multiply where tables grow and shrink again and again."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

from xl_recoup.book import read_workbook, write_tables
from xl_recoup.tables import TableWrite

SAMPLE = Path(__file__).parents[2] / "workbook/recoupment.xlsx"
TABLES = ("Charges", "Exceptions", "CheckResults", "SchoolSummary", "Journal", "Invoices")
SIZES = (1, 60, 3, 400, 2, 150, 1, 90, 30, 5)
"""Rows of ten writings, one after another."""


def rules(path: Path) -> dict[str, tuple[int, list[int]]]:
    """Return, of each sheet with any, how many rules it has and over how many blocks each lies."""
    found = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet"):
                text = archive.read(name).decode()
                said = re.findall(
                    r'<(?:conditionalFormatting|dataValidation)\b[^>]*?sqref="([^"]*)"', text
                )
                if said:
                    found[name] = text.count("<cfRule"), [len(each.split()) for each in said]
    return found


def test_ten_writings_leave_as_many_rules(tmp_path: Path) -> None:
    """Each rule of the sample lies over one block before, and over one block of its own after."""
    path = tmp_path / "book.xlsx"
    shutil.copy(SAMPLE, path)
    before = rules(path)
    tables = read_workbook(path).tables
    assert sum(count for count, _ in before.values()) > 8
    for size in SIZES:
        writes = []
        for name in TABLES:
            table = tables[name]
            rows: list[Any] = [tuple(row) for row in table.rows] * (size // len(table.rows) + 1)
            writes.append(TableWrite(name, table.headings, rows[:size]))
        write_tables(path, path, writes)
    assert rules(path) == before
