"""What keeps people from reading a workbook with a screen reader, or with tired eyes.

The rules are those of two published checklists that a file can be held against: the Analysis
Function's *Accessible spreadsheets: a checklist of the basics* (with *Releasing statistics in
spreadsheets*), and Microsoft's rules for the Accessibility Checker. Each fault is a sentence.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

CONTRAST = 4.5
"""The least contrast of a text against what lies behind it (WCAG 1.4.3, level AA)."""
POINTS = 12
LANGUAGES = ("en", "en-GB")
UNTITLED = {"Cover"}
"""Sheets of sentences alone."""
USUAL_NAMES = re.compile(r"(?:sheet|table)\d*", re.IGNORECASE)
NO_WORDS = re.compile(r"https?:|www\.|(?:click )?here|link$|more$", re.IGNORECASE)
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LANGUAGE = "{http://purl.org/dc/elements/1.1/}language"


def faults(path: Path, *, letter: bool = False) -> list[str]:
    """Return what is wrong with a workbook; a `letter` begins with the name of its sender."""
    book = load_workbook(path)
    found = [*_of_the_book(book, path), *_pictures(path), *_marks(path)]
    names = Counter(sheet.title.casefold() for sheet in book.worksheets)
    for sheet in book.worksheets:
        if sheet.sheet_state == "veryHidden":
            continue
        if names[sheet.title.casefold()] > 1 or USUAL_NAMES.fullmatch(sheet.title):
            found.append(f"{sheet.title}: the name of the sheet says nothing")
        found += [f"{sheet.title}: {fault}" for fault in _of_a_sheet(sheet, letter)]
        found += [f"{sheet.title}: {fault}" for fault in _cells(sheet, POINTS)]
        found += [f"{sheet.title}: {fault}" for fault in _tables(sheet)]
    return found


def _of_the_book(book: Workbook, path: Path) -> Iterator[str]:
    if not book.properties.title:
        yield "the workbook has no title"
    with zipfile.ZipFile(path) as parts:
        core = ElementTree.fromstring(parts.read("docProps/core.xml"))
    language = core.find(LANGUAGE)
    if language is None or language.text not in LANGUAGES:
        yield "the workbook does not say its language"
    if book.active is not book.worksheets[0]:
        yield "it does not open on its first sheet"


def _pictures(path: Path) -> Iterator[str]:
    """Tell of charts and pictures without words for those who do not see them."""
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
                for each in ElementTree.fromstring(parts.read(name)).iter(DRAWN):
                    if len(each.get("descr", "")) < 20:
                        yield f"{name}: {each.get('name')} has no alternative text"


def _marks(path: Path) -> Iterator[str]:
    """Tell of marks by a rule whose text can't be read, and of minus signs that are only red."""
    with zipfile.ZipFile(path) as parts:
        styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
    for mark in styles.iter(f"{MAIN}dxf"):
        ink, fill = mark.find(f"{MAIN}font/{MAIN}color"), mark.find(f".//{MAIN}bgColor")
        pair = (_rgb(ink, "000000"), _rgb(fill, "FFFFFF"))
        if contrast(*pair) < CONTRAST:
            yield f"a mark is in {pair[0]} on {pair[1]}"
    for form in styles.iter(f"{MAIN}numFmt"):
        code = form.get("formatCode", "")
        if "[red]" in code.casefold() and "-" not in code and "(" not in code:
            yield f"the number format {code} shows what is negative by its colour alone"


def _rgb(found: Any, otherwise: str) -> str:
    said = None if found is None else found.get("rgb")
    return said[-6:] if said else otherwise


def _of_a_sheet(sheet: Worksheet, letter: bool) -> Iterator[str]:
    if sheet.merged_cells.ranges:
        yield f"cells are merged: {sheet.merged_cells.ranges}"
    title = sheet["A1"]
    if not title.value:
        yield "A1 holds no title"
    elif title.style not in ("Heading 1", "Heading 2" if letter else "Heading 1"):
        yield f"the title in A1 has the style {title.style}"
    chosen = {selection.activeCell for selection in sheet.sheet_view.selection}
    if "A1" not in chosen:
        yield f"the cursor does not stand in A1, but in {chosen}"
    if sheet.protection.sheet:
        yield "the sheet is protected"


def _tables(sheet: Worksheet) -> Iterator[str]:
    if not sheet.tables and sheet.title not in UNTITLED:
        yield "no table is marked"
    for table in sheet.tables.values():
        if table.headerRowCount == 0 or USUAL_NAMES.fullmatch(table.name):
            yield f"the table {table.name} has no headings, or a name that says nothing"
        rows = list(sheet[table.ref])
        headings = [str(cell.value or "") for cell in rows[0]]
        if not all(headings) or len({h.casefold() for h in headings}) < len(headings):
            yield f"the table {table.name} has a heading that is blank, or two that are the same"


def _cells(sheet: Worksheet, least: float) -> Iterator[str]:
    pairs: dict[tuple[str, str], str] = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None or not isinstance(cell, Cell):
                continue
            if (cell.font.sz or 0) < least:
                yield f"{cell.coordinate} is in {cell.font.sz} points"
                return
            if cell.hyperlink and NO_WORDS.match(str(cell.value)):
                yield f"{cell.coordinate} is a link that does not say where it leads"
            pairs.setdefault((_ink(cell), _fill(cell)), cell.coordinate)
    for (ink, fill), where in pairs.items():
        if contrast(ink, fill) < CONTRAST:
            yield f"{where} is in {ink} on {fill}"


def _ink(cell: Cell) -> str:
    colour = cell.font.color
    return str(colour.rgb)[-6:] if colour is not None and colour.type == "rgb" else "000000"


def _fill(cell: Cell) -> str:
    fill = cell.fill
    solid = fill.fill_type == "solid" and fill.fgColor.type == "rgb"
    return str(fill.fgColor.rgb)[-6:] if solid else "FFFFFF"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as `17395C`, from 1 to 21 (WCAG 2.2)."""
    bright, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    shares = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
