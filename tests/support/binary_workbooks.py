"""Binary workbooks (.xlsb) made record by record, as [MS-XLSB] describes them.

Only what a list needs: one sheet with texts, numbers, days, errors, and truth values in cells that
are formatted as text.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from xl_recoup.tables import Cell, CellError

BEGIN_SHEET, END_SHEET, BEGIN_BOOK, END_BOOK = 129, 130, 131, 132
BEGIN_SHEETS, END_SHEETS, BEGIN_DATA, END_DATA, SIZE, BUNDLE = 143, 144, 145, 146, 148, 156
ROW, BLANK, ERROR, TRUTH, NUMBER, TEXT, SHARED = 0, 1, 3, 4, 5, 6, 7
BEGIN_TEXTS, END_TEXTS, TEXT_ITEM = 159, 160, 19
BEGIN_STYLES, END_STYLES, BEGIN_FORMATS, END_FORMATS = 278, 279, 617, 618
BEGIN_FONTS, END_FONTS, FONT, FORMAT = 611, 612, 43, 47
FORMATS = (GENERAL, DAY, AS_TEXT) = (0, 14, 49)
_TYPES = "application/vnd.ms-excel."
_PARTS = (
    ("xl/workbook.bin", f"{_TYPES}sheet.binary.macroEnabled.main"),
    ("xl/worksheets/sheet1.bin", f"{_TYPES}worksheet"),
    ("xl/styles.bin", f"{_TYPES}styles"),
    ("xl/sharedStrings.bin", f"{_TYPES}sharedStrings"),
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def _varied(number: int) -> bytes:
    """Return a number in groups of seven bits, lowest first, a high bit on all but the last."""
    made = bytearray()
    while True:
        number, low = number >> 7, number & 0x7F
        made.append(low | 0x80 if number else low)
        if not number:
            return bytes(made)


def _record(kind: int, data: bytes = b"") -> bytes:
    return _varied(kind) + _varied(len(data)) + data


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _cell(column: int, value: Cell, texts: list[str]) -> bytes:
    style = 1 if isinstance(value, date) else 2 if isinstance(value, bool) else 0
    place = struct.pack("<II", column, style)
    if isinstance(value, bool):
        return _record(TRUTH, place + bytes([value]))
    if isinstance(value, date):
        value = (date(value.year, value.month, value.day) - date(1899, 12, 30)).days
    if isinstance(value, int | float):
        return _record(NUMBER, place + struct.pack("<d", value))
    if isinstance(value, CellError):
        return _record(ERROR, place + b"\x2a")  # #N/A
    if value is None:
        return _record(BLANK, place)
    if len(value) % 2:  # both ways to keep a text: in the cell, and shared
        return _record(TEXT, place + _text(value))
    texts.append(value)
    return _record(SHARED, place + struct.pack("<I", len(texts) - 1))


def _sheet(rows: Sequence[Sequence[Cell]], texts: list[str]) -> bytes:
    width = max(map(len, rows), default=1)
    made = _record(BEGIN_SHEET)
    made += _record(SIZE, struct.pack("<4I", 0, len(rows) - 1, 0, width - 1)) + _record(BEGIN_DATA)
    for number, row in enumerate(rows):
        made += _record(ROW, struct.pack("<IIH3BI", number, 0, 300, 0, 0, 0, 0))
        made += b"".join(_cell(i, value, texts) for i, value in enumerate(row))
    return made + _record(END_DATA) + _record(END_SHEET)


def _styles() -> bytes:
    font = struct.pack("<4H4B", 220, 0, 400, 0, 0, 2, 0, 0) + bytes(8) + b"\x02" + _text("Calibri")
    made = _record(BEGIN_STYLES)
    made += _record(BEGIN_FONTS, struct.pack("<I", 1)) + _record(FONT, font) + _record(END_FONTS)
    made += _record(BEGIN_FORMATS, struct.pack("<I", len(FORMATS)))
    for number_format in FORMATS:
        made += _record(FORMAT, struct.pack("<5H6B", 0, number_format, 0, 0, 0, 0, 0, 0, 0, 1, 0))
    return made + _record(END_FORMATS) + _record(END_STYLES)


def write_xlsb(path: Path, name: str, rows: Sequence[Sequence[Cell]]) -> Path:
    """Write a binary workbook of one sheet."""
    texts: list[str] = []
    sheet = _sheet(rows, texts)
    counts = struct.pack("<II", len(texts), len(texts))
    shared = _record(BEGIN_TEXTS, counts)
    shared += b"".join(_record(TEXT_ITEM, b"\x00" + _text(t)) for t in texts) + _record(END_TEXTS)
    bundle = struct.pack("<II", 0, 1) + _text("rId1") + _text(name)
    book = _record(BEGIN_BOOK) + _record(BEGIN_SHEETS) + _record(BUNDLE, bundle)
    book += _record(END_SHEETS) + _record(END_BOOK)
    parts = dict(zip((p for p, _ in _PARTS), (book, sheet, _styles(), shared), strict=True))
    types = "".join(f'<Override PartName="/{p}" ContentType="{t}"/>' for p, t in _PARTS)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{part}"/>'
        for n, (kind, part) in enumerate(
            (("worksheet", "worksheets/sheet1.bin"), ("styles", "styles.bin"),
             ("sharedStrings", "sharedStrings.bin")), 1,
        )
    )  # fmt: skip
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{types}</Types>",
        )
        top = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.bin"/>'
        for part, inside in (("_rels/.rels", top), ("xl/_rels/workbook.bin.rels", related)):
            file.writestr(
                part, f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
            )
        for part, data in parts.items():
            file.writestr(part, data)
    return path
