"""What openpyxl gives, with the types that a whole workbook has: no None where something stands."""

from __future__ import annotations

from typing import TypeVar

from openpyxl import Workbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

T = TypeVar("T")


def there(found: T | None) -> T:
    """Return what is there; a test that finds nothing fails."""
    assert found is not None
    return found


def boundaries(ref: str) -> tuple[int, int, int, int]:
    """Return first column, first row, last column and last row of a range such as A4:C9."""
    left, top, right, bottom = range_boundaries(ref)
    return there(left), there(top), there(right), there(bottom)


def only_sheet(book: Workbook) -> Worksheet:
    """Return the sheet that a workbook shows first."""
    assert isinstance(book.active, Worksheet)
    return book.active
