"""New sheets with a plain, printable look; text is text, whatever it begins with."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from io import BytesIO
from textwrap import wrap
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from xl_recoup.addresses import Range, column_letters
from xl_recoup.disk.workbook_bytes import workbook_bytes
from xl_recoup.statements.reader_words import clean

Value = str | Decimal | date | int | None
MONEY, DAY = '#,##0.00;"−"#,##0.00;0.00', "d mmm yyyy"
FACE, NAVY, PALE = "Arial", "FF1F3864", "FFEEF2F8"
INK, WHITE = "FF1B1B1B", "FFFFFFFF"
FORMATS = {"money": MONEY, "day": DAY}
BORDERS = {
    "below": Border(bottom=Side("thin", color="FF9AA7BD")),
    "above": Border(top=Side("medium", color=NAVY)),
}
FONT_ORDER = tuple(
    b"b i strike condense extend outline shadow u vertAlign sz color name family charset"
    b" scheme".split()
)
"""The order in which the file format's schema has the parts of a font; openpyxl has its own."""
ZIP_TIME = (2000, 1, 1, 0, 0, 0)
LONGEST_TEXT = 32_767
LINE = 16.0
"""The height of one line of text, in points."""
LETTER = 1.2
"""The width of a letter of 12 points, in those that Excel counts columns in."""


class Look(NamedTuple):
    """How a cell looks; each look is entered in a workbook once, as a named style."""

    kind: str = "text"
    bold: bool = False
    size: float = 12
    colour: str = INK
    wrap: bool = False
    fill: str = ""
    border: str = ""


PLAIN, HEADING = Look(), Look(bold=True, size=14, colour=NAVY)
TITLE = Look(bold=True, size=16, colour=NAVY)
MARKED = Look(bold=True, fill=PALE)


HEADING_STYLES = {TITLE: ("Heading 1", 16), HEADING: ("Heading 2", 17)}
"""Excel's names and numbers of its styles, by which readers of the screen find a heading."""


@cache
def _name(look: Look) -> str:
    """Return the name of a look's style in the workbook: Excel's own for headings."""
    if look in HEADING_STYLES:
        return HEADING_STYLES[look][0]
    return " ".join(str(part) for part in look if part not in (False, ""))


def _enter(book: Workbook, look: Look) -> None:
    known = HEADING_STYLES.get(look)
    style = NamedStyle(_name(look), builtinId=known[1] if known else None)
    style.font = Font(name=FACE, size=look.size, bold=look.bold, color=look.colour)
    side = "right" if look.kind in ("money", "right") else "left"
    in_table = look.border == "below" or look.fill == NAVY
    indent = 1 if in_table and side == "left" else 0
    style.alignment = Alignment(side, "top", wrap_text=look.wrap, indent=indent)
    style.number_format = FORMATS.get(look.kind, "General")
    if look.fill:
        style.fill = PatternFill("solid", fgColor=look.fill)
    if look.border:
        style.border = BORDERS[look.border]
    book.add_named_style(style)


class PrintedSheet:
    """A sheet that is written from the top down and printed: A4, one page wide.

    `row` is the last row that was written, `letters` how many stand on a line over its `printed`
    columns.
    """

    def __init__(
        self, sheet: Worksheet, widths: Sequence[float], *, printed: int = 0, letters: int = 0
    ) -> None:
        """Begin above the first row; columns are printed up to `printed`, or all."""
        self.sheet, self.widths, self.letters = sheet, widths, letters
        self.printed = printed or len(widths)
        self.row = 0
        self._head: tuple[int, tuple[str, ...]] = (0, ())

    def put(self, column: int, value: Value, look: Look = PLAIN) -> Cell:
        """Write into the row: pounds as a number, a day as a date, text never as a formula."""
        cell = self.sheet.cell(self.row, column)
        assert isinstance(cell, Cell)
        if isinstance(value, str):
            cell.value = clean(value)[:LONGEST_TEXT]
            cell.data_type = "s"
        else:
            cell.value = value
        if isinstance(value, Decimal):
            look = look._replace(kind="money")
        elif isinstance(value, date):
            look = look._replace(kind="day")
        try:
            cell.style = _name(look)
        except ValueError:  # no style of that name yet
            assert self.sheet.parent is not None
            _enter(self.sheet.parent, look)
            cell.style = _name(look)
        return cell

    def gap(self) -> None:
        """Leave a row blank."""
        self.row += 1

    def line(self, words: str, look: Look = PLAIN, tall: float | None = None) -> None:
        """Write words into a new row; `tall` is its height in points."""
        self.row += 1
        self.put(1, words, look)
        if tall:
            self._make_tall(tall)

    def paragraph(self, words: str, look: Look = PLAIN) -> None:
        """Write a sentence over the sheet's width, line below line; no cells are merged for it."""
        for line in wrap(words, self.letters):
            self.line(line, look)
            for column in range(2, self.printed + 1 if look.fill else 2):
                self.put(column, None, look)

    def headings(self, headings: Sequence[str]) -> None:
        """Write a table's headings into a new row."""
        self.row += 1
        self._head = self.row, tuple(headings)
        for column, heading in enumerate(headings, 1):
            kind = "right" if heading.endswith("£") else "text"
            self.put(column, heading, Look(kind, bold=True, colour=WHITE, wrap=True, fill=NAVY))
        if any(len(heading) > wide for heading, wide in zip(headings, self.widths, strict=False)):
            self._make_tall(2 * LINE)

    def values(
        self, values: Sequence[Value], *, wrapped: Sequence[int] = (), total: bool = False
    ) -> None:
        """Write a new row of a table; `wrapped` are the columns, from 1, of long text.

        The row is as tall as its longest text needs, which no program works out for a file that it
        has not opened.
        """
        self.row += 1
        if wrapped:
            texts = ((values[c - 1], int(self.widths[c - 1]) - 1) for c in wrapped)  # the indent
            lines = [len(wrap(text, width)) for text, width in texts if isinstance(text, str)]
            self._make_tall(min(LINE * max([1, *lines]), 400))
        look = Look(bold=total, fill=PALE if total else "", border="above" if total else "below")
        for column, value in enumerate(values, 1):
            self.put(column, value, look._replace(wrap=column in wrapped))

    def marked(self, name: str, *, less: int = 0, filtered: bool = False) -> None:
        """Mark what stands below the last headings as an Excel table, less its last rows.

        Screen readers then say the heading of each cell. Without rows there is none.
        """
        (head, headings), last = self._head, self.row - less
        if last <= head:
            return
        ref = Range(1, head, len(headings), last).full
        table = Table(displayName=name, ref=ref)
        table.tableColumns = [TableColumn(id=i, name=h) for i, h in enumerate(headings, 1)]
        table.autoFilter = AutoFilter(ref=ref) if filtered else None
        self.sheet.add_table(table)

    def _make_tall(self, points: float) -> None:
        self.sheet.row_dimensions[self.row].height = points

    def set_up(self, *, footer: str, repeat: int | None = None, upright: bool = False) -> None:
        """Set widths and print: the row `repeat` on every page, a footer with page x of y.

        Across the page, or `upright`.
        """
        sheet = self.sheet
        for column, width in enumerate(self.widths, 1):
            sheet.column_dimensions[column_letters(column)].width = width * LETTER
        sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = LINE, True
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.paperSize = 9
        sheet.page_setup.orientation = "portrait" if upright else "landscape"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        assert sheet.sheet_properties.pageSetUpPr is not None
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins.left = sheet.page_margins.right = 0.5
        sheet.page_margins.top = sheet.page_margins.bottom = 0.7
        foot = sheet.oddFooter
        assert foot is not None
        assert foot.left is not None
        assert foot.right is not None
        foot.left.text, foot.right.text = footer.replace("&", "&&"), "Page &P of &N"
        if repeat:
            sheet.print_title_rows = f"{repeat}:{repeat}"
            sheet.freeze_panes = sheet.cell(repeat + 1, 1).coordinate


DRAFT = "DRAFT – NOT SENT"


def mark_draft(book: Workbook) -> None:
    """Say on every sheet, at its head and on each of its pages, that it is a draft."""
    for sheet in book.worksheets:
        first = sheet["A1"]
        first.value = f"{DRAFT} · {first.value}"
        head = sheet.oddHeader
        assert head is not None
        assert head.center is not None
        head.center.text = DRAFT


def saved(book: Workbook, *, title: str, author: str, made_on: date) -> bytes:
    """Return the file, the same bytes for the same content: fixed properties and times."""
    moment = datetime.combine(made_on, time())
    book.properties.title, book.properties.creator = title, author
    book.properties.language = "en-GB"
    book.properties.created = moment
    raw, out = BytesIO(workbook_bytes(book)), BytesIO()
    stamp = f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
    with (
        zipfile.ZipFile(raw) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, data)
            elif name == "xl/styles.xml":
                data = re.sub(rb"<font>(.*?)</font>", _font_in_order, data)
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, data)
    return out.getvalue()


def _font_in_order(font: re.Match[bytes]) -> bytes:
    """Return a font with its parts in the schema's order."""
    parts = re.findall(rb"<(\w+)([^>]*)/>", font[1])
    parts.sort(key=lambda part: FONT_ORDER.index(part[0]))
    return b"<font>" + b"".join(b"<%s%s/>" % part for part in parts) + b"</font>"
