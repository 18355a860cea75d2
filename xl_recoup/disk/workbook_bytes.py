"""A workbook of openpyxl's as bytes, put together in memory: no sheet passes through the disk.

openpyxl writes each sheet into the computer's folder for temporary files first, where what schools
are sent would stay if the process were killed.
"""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl import Workbook


def workbook_bytes(book: Workbook) -> bytes:
    """Return the file that openpyxl makes of a workbook, which is no write-only one."""
    from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer.excel import ExcelWriter

    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:

        class InMemory(ExcelWriter):
            """openpyxl's own, but for where a sheet stands until it is in the archive."""

            def write_worksheet(self, ws: Any) -> None:
                ws._drawing = SpreadsheetDrawing()
                ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
                text = BytesIO()
                writer: Any = WorksheetWriter(ws, text)
                writer.write()
                ws._rels = writer._rels
                archive.writestr(ws.path[1:], text.getvalue())
                self.manifest.append(ws)

        InMemory(book, archive).write_data()
    return made.getvalue()
