"""Workbooks for the tests of reading and writing, made on the spot."""

from __future__ import annotations

import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import xlsxwriter

HEADINGS = ("Ref", "Amount", "From", "Note")
ROWS: tuple[tuple[Any, ...], ...] = (
    ("A1", 10.5, date(2025, 4, 1), "first"),
    ("A2", 20, date(2025, 5, 2), "second & last"),
    ("00123", -3.25, date(2025, 6, 3), None),
)


def make_book(
    path: Path,
    rows: Sequence[Sequence[Any]] = ROWS,
    headings: Sequence[str] = HEADINGS,
    *,
    extra: Callable[[Any, Any], None] | None = None,
    options: Mapping[str, Any] | None = None,
    table: Mapping[str, Any] | None = None,
    name: str = "Charges",
) -> Path:
    """Write a workbook with one table at A4 of its only sheet; `extra` may add more to it."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", **(options or {})})
    sheet = book.add_worksheet(name)
    sheet.write(0, 0, "A title")
    columns = [{"header": heading} for heading in headings]
    settings = {"name": "Charges", "columns": columns, "data": rows, **(table or {})}
    sheet.add_table(3, 0, 3 + max(len(rows), 1), len(headings) - 1, settings)
    if extra:
        extra(book, sheet)
    book.close()
    return path


def parts(path: Path) -> dict[str, bytes]:
    """Return every part of a workbook, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist()}


def changed_parts(before: Path, after: Path) -> set[str]:
    """Return the names of the parts that differ, or that only one file has."""
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def rewritten(path: Path, edits: Mapping[str, Callable[[bytes], bytes] | bytes | None]) -> Path:
    """Change parts of a workbook in place: a function, new bytes, or None to leave it out."""
    held = parts(path)
    for name, edit in edits.items():
        if edit is None:
            held.pop(name)
        else:
            held[name] = edit if isinstance(edit, bytes) else edit(held[name])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    path.write_bytes(buffer.getvalue())
    return path


def check_well_formed(path: Path) -> None:
    """Fail when a part that should be XML is not."""
    for name, data in parts(path).items():
        if name.endswith((".xml", ".rels", ".vml")):
            ElementTree.fromstring(data)


SHEET = "xl/worksheets/sheet1.xml"
TABLE = "xl/tables/table1.xml"
BOOK = "xl/workbook.xml"
STRINGS = "xl/sharedStrings.xml"


def hand_made(path: Path, sheet_data: str, ref: str, columns: Sequence[str], **more: str) -> Path:
    """Write a small workbook from XML by hand: its sheet data, and a table over `ref`.

    `more` may give `prefix`, `main`, `relations` (namespaces), `after` (what follows the sheet
    data), `before`, `book` (what follows the sheets), `table` (attributes) and `strings`.
    """
    p = more.get("prefix", "")
    main = more.get("main", "http://schemas.openxmlformats.org/spreadsheetml/2006/main")
    space = f'xmlns{":" + p[:-1] if p else ""}="{main}"'
    links = more.get(
        "relations", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    )
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    listed = "".join(
        f'<{p}tableColumn id="{i}" name="{name}"/>' for i, name in enumerate(columns, 1)
    )
    held = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}sheet.main+xml"/>'
        f'<Override PartName="/{SHEET}" ContentType="{kind}worksheet+xml"/>'
        f'<Override PartName="/{TABLE}" ContentType="{kind}table+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" '
        f'Type="{links}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        BOOK: f'<{p}workbook {space} xmlns:r="{links}">{more.get("properties", "")}<{p}sheets>'
        f'<{p}sheet name="Charges" sheetId="1" r:id="rId1"/></{p}sheets>{more.get("book", "")}'
        f"</{p}workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{links}/worksheet" Target="worksheets/sheet1.xml"/>'
        + (
            f'<Relationship Id="rId2" Type="{links}/sharedStrings" Target="sharedStrings.xml"/>'
            if "strings" in more
            else ""
        )
        + "</Relationships>",
        SHEET: f'<{p}worksheet {space} xmlns:r="{links}">{more.get("before", "")}<{p}sheetData>'
        f'{sheet_data}</{p}sheetData>{more.get("after", "")}<{p}tableParts count="1">'
        f'<{p}tablePart r:id="rId1"/></{p}tableParts></{p}worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{links}/table" Target="../tables/table1.xml"/>'
        "</Relationships>",
        TABLE: f'<{p}table {space} id="1" name="Charges" displayName="Charges" ref="{ref}" '
        f'{more.get("table", "")}><{p}tableColumns count="{len(columns)}">{listed}'
        f"</{p}tableColumns></{p}table>",
    }
    if "strings" in more:
        items = more["strings"]
        held[STRINGS] = f"<{p}sst {space}>{items}</{p}sst>"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in held.items():
            archive.writestr(name, text.encode())
    return path


def damaged_copies(source: Path, target: Path) -> Iterator[Path]:
    """Give damaged copies of a workbook, one after the other under the same name.

    First the zip is cut or its bytes are changed, then the XML of one part.
    """
    count = int(os.environ.get("XL_RECOUP_FUZZ", "300"))
    whole, held = source.read_bytes(), parts(source)
    chance = random.Random(305)
    for _ in range(count):
        data = bytearray(whole)
        if chance.random() < 0.3:
            del data[chance.randrange(len(data)) :]
        else:
            for _ in range(chance.randrange(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
        target.write_bytes(bytes(data))
        yield target
    for _ in range(count):
        name = chance.choice([n for n in held if n.endswith((".xml", ".rels"))])
        data = bytearray(held[name])
        for _ in range(chance.randrange(1, 6)):
            _damage(data, chance)
        with zipfile.ZipFile(target, "w") as archive:
            for each, content in held.items():
                archive.writestr(each, bytes(data) if each == name else content)
        yield target


def _damage(data: bytearray, chance: random.Random) -> None:
    at, kind = chance.randrange(len(data)), chance.random()
    if kind < 0.4:
        data[at] = chance.choice(b"<>/\"'=& 0123456789ABZaz:\xff\x00")
    elif kind < 0.7:
        del data[at : at + chance.randrange(1, 30)]
    else:
        data[at:at] = data[max(at - 20, 0) : at]
    if not data:
        data += b" "
