"""What is in a workbook file: its sheets, its tables and every feature that must survive a run."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from xl_recoup.book.package.package import Package, Sheet, folded, is_signed, rels_of
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.workbook_part import structure_locked
from xl_recoup.book.package.xmltext import attribute, child, children, opening, prefix_of
from xl_recoup.book.reading.grid import Grid

SHEET_KINDS = {
    "worksheet": "worksheet",
    "chartsheet": "chart sheet",
    "dialogsheet": "dialog sheet",
    "xlMacrosheet": "macro sheet",
    "xlIntlMacrosheet": "macro sheet",
}
PARTS = {
    "attachedToolbars": "toolbars",
    "calcChain": "calculation chain",
    "chart": "charts",
    "chartEx": "charts of the newer kinds",
    "classificationlabels": "sensitivity label",
    "comments": "comments",
    "connections": "data connections",
    "control": "ActiveX controls",
    "ctrlProp": "form controls",
    "customProperty": "custom properties of sheets",
    "customXml": "custom XML",
    "diagramData": "SmartArt",
    "drawing": "drawings",
    "extensibility": "ribbon",
    "externalLink": "links to other workbooks",
    "FeaturePropertyBag": "check boxes in cells",
    "image": "pictures",
    "oleObject": "embedded objects",
    "package": "embedded objects",
    "pivotCacheDefinition": "pivot caches",
    "pivotTable": "pivot tables",
    "powerPivotData": "data model",
    "printerSettings": "printer settings",
    "Python": "Python in Excel",
    "queryTable": "query tables",
    "rdRichValue": "rich values",
    "revisionHeaders": "history of a shared workbook",
    "sheetMetadata": "cell metadata",
    "signature": "digital signatures",
    "slicer": "slicers",
    "slicerCache": "slicer caches",
    "tableSingleCells": "cells bound to XML",
    "thumbnail": "thumbnail",
    "threadedComment": "threaded comments",
    "timeline": "timelines",
    "timelineCache": "timeline caches",
    "vbaProject": "macros",
    "vbaProjectSignature": "signature of the macros",
    "vmlDrawing": "drawings of the older kind",
    "volatileDependencies": "live data",
    "webextension": "web add-ins",
    "xmlMaps": "XML maps",
}
"""What a part is called, by the last word of the relationship that names it."""

_LISTS = {
    "comments": b"comment",
    "threadedComment": b"threadedComment",
    "connections": b"connection",
}
"""Parts that hold several things: the element that is one of them."""

_LINKED = re.compile(rb"<(?:[\w.\-]+:)?s\s[^<>]*\bt=[\"']_linkedentity")
"""A kind of rich values that Excel looks up by itself, such as shares and places."""

AROUND_CELLS = {
    b"autoFilter": "filters",
    b"cfRule": "conditional formats",
    b"customSheetView": "custom views",
    b"dataValidation": "data validations",
    b"hyperlink": "links",
    b"mergeCell": "merged cells",
    b"picture": "sheet backgrounds",
    b"protectedRange": "ranges that may be edited",
    b"scenario": "scenarios",
    b"sheetProtection": "protected sheets",
    b"sparkline": "sparklines",
}
"""Elements of a sheet before or after its cells."""

# P is the prefix. `=.` stands for the equals sign and either quote; a group's first cell has both
# `t="shared"` and `ref`, in any order.
_IN_CELLS = {
    "formulas": rb"<Pf[\s/>]",
    "shared formulas": rb"<Pf\s[^<>]*\bt=.shared[^<>]*\bref=|<Pf\s[^<>]*\bref=[^<>]*\bt=.shared",
    "array formulas": rb"<Pf\s[^<>]*\bt=.array",
    "data tables": rb"<Pf\s[^<>]*\bt=.dataTable",
    "cells with metadata": rb"<Pc\s[^<>]*\b[cv]m=",
    "grouped rows": rb"<Prow\s[^<>]*\boutlineLevel=",
    "hidden rows": rb"<Prow\s[^<>]*\bhidden=.(?:1|true)",
}


class Feature(NamedTuple):
    """Something that the file holds: what, how often, and on which sheets (none: of the book)."""

    name: str
    number: int
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class Inventory:
    """Everything that a fidelity report names."""

    sheets: tuple[tuple[str, str], ...]
    """Each sheet's name and kind, hidden ones said so."""
    tables: tuple[TablePart, ...]
    features: tuple[Feature, ...]
    signed: bool
    """True when the file is digitally signed, so that any change makes the signature invalid."""


@dataclass
class _Count:
    number: Counter[str] = field(default_factory=Counter)
    sheets: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, number: int, sheet: str = "") -> None:
        if number:
            self.number[name] += number
            places = self.sheets.setdefault(name, [])
            if sheet and sheet not in places:
                places.append(sheet)

    def features(self) -> tuple[Feature, ...]:
        return tuple(
            Feature(name, self.number[name], tuple(self.sheets[name]))
            for name in sorted(self.number, key=str.casefold)
        )


def inventory(package: Package) -> Inventory:
    """Return what an opened workbook holds; nothing is changed."""
    count = _Count()
    seen: set[str] = set()
    sheets = []
    tables = []
    for sheet, state in zip(package.sheets, _states(package), strict=True):
        kind = SHEET_KINDS.get(sheet.kind, sheet.kind)
        sheets.append((sheet.name, f"{kind}, {state}" if state else kind))
        for table in package.tables_on(sheet):
            tables.append(table)
            count.add("calculated columns", sum(f is not None for f in table.formulas), sheet.name)
            count.add("totals rows", table.totals_rows, sheet.name)
            count.add("filtered tables", table.filtered, sheet.name)
        count.add("tables", len(package.tables_on(sheet)), sheet.name)
        if sheet.kind != "worksheet":
            count.add(f"{kind}s", 1, sheet.name)
        _count_linked(package, sheet.part, sheet.name, seen, count)
        if package.has(sheet.part) and sheet.kind == "worksheet":
            _count_in_sheet(package, sheet, count)
            package.forget(sheet.part)
    _count_linked(package, package.workbook, "", seen, count)
    _count_linked(package, "", "", seen, count)
    signed = _count_unlinked(package, count)
    _count_in_book(package, count)
    return Inventory(tuple(sheets), tuple(tables), count.features(), signed)


def _states(package: Package) -> Iterator[str]:
    words = {"hidden": "hidden", "veryHidden": "hidden from the list of sheets"}
    holder = child(package.book, "sheets")
    known = {sheet.name for sheet in package.sheets}
    for item in children(holder, "sheet") if holder is not None else []:
        if item.get("name", "") in known:  # the others are macro modules of the 1990s
            yield words.get(item.get("state", ""), "")


def _count_linked(package: Package, part: str, sheet: str, seen: set[str], count: _Count) -> None:
    """Count the parts that a part names, and those that these name."""
    for link in package.links(part):
        key = folded(link.target)
        if key in seen or not package.has(link.target) or _is_sheet(package, link.target):
            continue
        seen.add(key)
        name = PARTS.get(link.kind)
        if name and link.kind in _LISTS:
            data = package.text_of(link.target)
            count.add(name, len(opening(prefix_of(data), _LISTS[link.kind]).findall(data)), sheet)
        elif name:
            count.add(name, 1, sheet)
        elif link.kind == "rdRichValueStructure":
            data = package.text_of(link.target)
            count.add("linked data types", len(_LINKED.findall(data)), sheet)
        if key != folded(rels_of(part)):
            _count_linked(package, link.target, sheet, seen, count)


def _is_sheet(package: Package, part: str) -> bool:
    known = {folded(s.part) for s in package.sheets} | {folded(package.workbook)}
    return folded(part) in known


def _count_in_sheet(package: Package, sheet: Sheet, count: _Count) -> None:
    data = package.text_of(sheet.part)
    grid = Grid(data, sheet.part)
    around = Counter(
        name
        for piece in (data[: grid.start], data[grid.end :])
        for name in re.findall(rb"<(?:[\w.\-]+:)?(\w+)(?=[\s/>])", piece)
    )
    around[b"cfRule"] -= around[b"id"]  # a newer rule that belongs to an older one
    for element, name in AROUND_CELLS.items():
        count.add(name, around[element], sheet.name)
    for name, pattern in _IN_CELLS.items():
        exact = re.compile(pattern.replace(b"P", re.escape(grid.prefix)))
        found = sum(1 for _ in exact.finditer(data, grid.start, grid.end))
        count.add(name, found, sheet.name)


def _count_unlinked(package: Package, count: _Count) -> bool:
    """Count what may be told by a part's name alone."""
    names = [folded(member.name) for member in package.members]
    labels = "docprops/custom.xml"
    if labels in names and b"MSIP_Label_" in package.bytes_of(labels):
        count.add("sensitivity label", 1)
    signed = is_signed(package)
    if signed and not count.number["digital signatures"]:
        count.add("digital signatures", 1)
    return signed


def _count_in_book(package: Package, count: _Count) -> None:
    data = package.text_of(package.workbook)
    prefix = prefix_of(data)
    count.add("defined names", len(opening(prefix, b"definedName").findall(data)))
    count.add("protected structure", int(structure_locked(data)))
    count.add("dates counted from 1904", int(package.date_1904))
    count.add("strict Open XML", int(b"http://purl.oclc.org/ooxml/" in data))
    mode = opening(prefix, b"calcPr").search(data)
    manual = mode is not None and attribute(mode[1], b"calcMode") == b"manual"
    count.add("calculation by hand", int(manual))
