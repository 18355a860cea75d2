"""What Excel repairs about tables; part of the rules in `tests/support/repairs.py`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from tests.support.opened import boundaries
from tests.support.package_rules import MAIN, RELATION_ID, Parts

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def overlap(one: str, other: str) -> bool:
    """Say whether two ranges have a cell in common."""
    a, b, c, d = boundaries(one)
    e, f, g, h = boundaries(other)
    return bool(a <= g and e <= c and b <= h and f <= d)


def table_faults(parts: Parts) -> Iterator[str]:
    """Yield what is wrong with the tables of a workbook."""
    ids: list[str] = []
    names = [d.get("name", "") for d in parts.tree(parts.workbook).iter(f"{MAIN}definedName")
             if d.get("localSheetId") is None]  # fmt: skip
    for sheet, part in parts.sheets:
        root = parts.tree(part)
        listed = [e.get(RELATION_ID) for e in root.iter(f"{MAIN}tablePart")]
        linked = {r.id: r.target for r in parts.relations(part) if r.kind == "table"}
        if sorted(map(str, listed)) != sorted(linked):
            yield f"{sheet}: the sheet names {len(listed)} tables and leads to {len(linked)}"
        tables = [parts.tree(target) for target in linked.values()]
        for table in tables:
            ids.append(table.get("id", ""))
            names.append(table.get("displayName", ""))
            yield from (f"{sheet}: {fault}" for fault in _faults(parts, root, table))
        refs = [t.get("ref", "") for t in tables]
        refs += [m.get("ref", "") for m in root.iter(f"{MAIN}mergeCell")]
        for number, table in enumerate(tables):
            for other in refs[number + 1 :]:
                if overlap(table.get("ref", ""), other):
                    yield f"{sheet}: {table.get('displayName')} overlaps {other}"
    for what, values in (("id", ids), ("name", [n.casefold() for n in names])):
        for value, count in Counter(values).items():
            if count > 1:
                yield f"{count} tables or names have the {what} {value}"


def _faults(parts: Parts, sheet: ET.Element, table: ET.Element) -> Iterator[str]:
    name = table.get("displayName", "")
    left, top, right, bottom = boundaries(table.get("ref", ""))
    headed, totals = int(table.get("headerRowCount", "1")), int(table.get("totalsRowCount", "0"))
    columns = table.findall(f"{MAIN}tableColumns/{MAIN}tableColumn")
    counted = table.find(f"{MAIN}tableColumns")
    if counted is None or {right - left + 1, len(columns)} != {int(counted.get("count", "0"))}:
        yield f"{name}: the columns do not fill {table.get('ref')}"
    if bottom - top + 1 - headed - totals < 1:
        yield f"{name} has no row"
    for what in ("id", "name"):
        for value, count in Counter(c.get(what, "").casefold() for c in columns).items():
            if count > 1:
                yield f"{name}: {count} columns have the {what} {value!r}"
    if headed:
        texts = _row_texts(parts, sheet, top)
        for number, column in enumerate(columns):
            heading = _unescaped(column.get("name", ""))
            if texts.get(left + number) != heading:
                yield f"{name}: the cell of the heading {heading!r} holds something else"
    yield from _filter_faults(table, name, (left, top, right, bottom - totals))
    styles = parts.only("styles")
    marks = 0 if styles is None else len(styles.findall(f"{MAIN}dxfs/{MAIN}dxf"))
    for element in (table, *columns):
        for key, value in element.attrib.items():
            if key.lower().endswith("dxfid") and int(value) >= marks:
                yield f"{name}: {key} {value} is out of range"
    for formula in table.iter(f"{MAIN}calculatedColumnFormula"):
        if "[@" in (formula.text or ""):
            yield f"{name}: a column's formula has the short form [@…]"


def _filter_faults(table: ET.Element, name: str, whole: tuple[int, int, int, int]) -> Iterator[str]:
    found = table.find(f"{MAIN}autoFilter")
    if found is not None and boundaries(found.get("ref", "")) != whole:
        yield f"{name}: the filter {found.get('ref')} is not the table's"


def _unescaped(text: str) -> str:
    return ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)


def _row_texts(parts: Parts, sheet: ET.Element, number: int) -> dict[int, str]:
    """Return the texts of one row by column."""
    strings = parts.only("sharedStrings")
    shared = [] if strings is None else strings.findall(f"{MAIN}si")
    texts = {}
    for cell in sheet.iterfind(f"{MAIN}sheetData/{MAIN}row[@r='{number}']/{MAIN}c"):
        column = boundaries(cell.get("r", ""))[0]
        value = cell.find(f"{MAIN}v")
        if cell.get("t") == "s" and value is not None:
            texts[column] = _text(shared[int(value.text or 0)])
        elif cell.get("t") == "inlineStr":
            texts[column] = _text(cell)
        elif value is not None and cell.get("t") == "str":
            texts[column] = value.text or ""
    return texts


def _text(element: ET.Element) -> str:
    return _unescaped("".join(t.text or "" for t in element.iter(f"{MAIN}t")))
