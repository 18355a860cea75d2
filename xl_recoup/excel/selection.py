"""Places in an open workbook: which charge or placement is selected, and where a table is shown."""

from __future__ import annotations

import xlwings as xw

from xl_recoup.contract import is_placements_table, normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.errors import Refused
from xl_recoup.excel.excel_frames import ExcelFrame
from xl_recoup.excel.open_cells import cell_of
from xl_recoup.records import RowKey

SELECT = (
    "No charge or placement is selected. Click a row of a placements sheet, of Charges, Exceptions,"
    " Ledger or Queries, and press Explain again."
)
REFERENCES = ("Charge ref", "Placement ref")


def selected(book: xw.Book) -> tuple[str, RowKey]:
    """Return the reference in the selected row, and the row itself.

    A charge's reference goes before a placement's; a row of placements is known by its place, so
    its reference is empty. Raises Refused where the selection has none.
    """
    selection = book.app.selection
    if selection is None or selection.sheet.book.name != book.name:
        raise Refused(SELECT)
    sheet, row = selection.sheet, selection.row
    for listed in sheet.tables:
        frame = ExcelFrame(sheet, listed)
        if frame.first_row <= row <= frame.last_row:
            key = RowKey(frame.sheet_name, row)
            if is_placements_table(frame.name):
                return "", key
            ref = _reference(frame, row)
            if ref:
                return ref, key
    raise Refused(SELECT)


def _reference(frame: ExcelFrame, row: int) -> str:
    (cells,) = frame.block(row, row).values()
    values = dict(zip(map(normal, frame.headings), cells, strict=True))
    refs = (text_of(cell_of(values.get(normal(heading)))) for heading in REFERENCES)
    return next((ref for ref in refs if ref), "")


def show_table(book: xw.Book, name: str) -> None:
    """Bring a table to the front with its first row selected.

    Raises Refused where the workbook has none, or its sheet is hidden.
    """
    for sheet in book.sheets:
        for listed in sheet.tables:
            if normal(listed.name) == normal(name):
                if not sheet.visible:
                    raise Refused(
                        f"The sheet {sheet.name} is hidden. Show it (right-click a sheet's tab >"
                        " Unhide) and try again."
                    )
                frame = ExcelFrame(sheet, listed)
                sheet.activate()
                frame.block(frame.first_row, frame.first_row, 0, 1).cells.select()
                return
    raise Refused(f"The workbook has no table {name} yet. Press Recalculate first.")
