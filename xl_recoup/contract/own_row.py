"""Formulas that look along their own row, said by cells: `R\\0` for the Denominator of the row.

A column of such formulas can be stored once for all its rows; Excel stores no formula once that
names columns of a table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from xl_recoup.contract.columns import normal

ROW = "\0"
"""Stands for the number of the row."""
_OF_THE_ROW = re.compile(r"([\w.\\]+)\[\[#This Row\],\[([^\[\]'#]+)\]\]")
# A cell, a block of columns or rows, another table, a sheet: what would not mean the row alone.
_MORE = re.compile(r"[\[\]!:{}'\"]|(?<![\w.])\$?[A-Za-z]{1,3}\$?\d+(?![\w(.])")
_ROW_OF_CELL = re.compile(r"(?<![\w.])[A-Z]{1,3}(\d+)(?![\w(.])")


def by_cells(formula: str, table: str, letters: Mapping[str, str]) -> str | None:
    """Return a formula with cells in place of its own row's columns; None where it says more.

    `letters` are the sheet's columns, such as `R`, by the table's headings as `normal` gives them.
    """
    lacking = False

    def cell(found: re.Match[str]) -> str:
        nonlocal lacking
        there = letters.get(normal(found[2])) if found[1].casefold() == table.casefold() else None
        lacking |= there is None
        return f"{there}{ROW}"

    said = _OF_THE_ROW.sub(cell, formula)
    if lacking or ROW not in said or ROW in formula or _MORE.search(said):
        return None
    return said


def says_the_same(text: str, formula: str, table: str, letters: Mapping[str, str]) -> bool:
    """Say whether a cell's formula is this one, by columns or by cells of one row."""
    if text == formula:
        return True
    said = by_cells(formula, table, letters)
    row = _ROW_OF_CELL.search(text)
    return said is not None and row is not None and text == said.replace(ROW, row[1])
