"""What small parts of a workbook say of its cells: how styles fill them, where their links lead."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from xl_recoup.book.package.package import Package, rels_of
from xl_recoup.book.package.xmltext import children, offered


def fill_numbers(package: Package) -> dict[str, int]:
    """Return for each style of cells, by its number as text, the number of its fill."""
    numbers = [xf.get("fillId", "0") for xf in _styles(package)]
    return {str(i): int(fill) for i, fill in enumerate(numbers) if fill.isdecimal()}


def plain_styles(package: Package) -> frozenset[str]:
    """Return the styles of cells that have no number format, by their numbers as text."""
    return frozenset(
        str(i) for i, xf in enumerate(_styles(package)) if xf.get("numFmtId", "0") == "0"
    )


def _styles(package: Package) -> list[Element]:
    part = package.linked(package.workbook, "styles")
    held = offered(package.tree_of(part), "cellXfs") if part and package.has(part) else None
    return list(held) if held is not None else []


def wrapping_styles(package: Package) -> frozenset[str]:
    """Return the numbers, as text, of the styles whose cells go on in a second line."""
    return frozenset(
        str(number)
        for number, xf in enumerate(_styles(package))
        if (how := offered(xf, "alignment")) is not None and how.get("wrapText") in ("1", "true")
    )


def links_outside(package: Package, part: str) -> dict[str, str]:
    """Return what a part's relationships name outside the file, by their ids: of links."""
    rels = rels_of(part)
    if not package.has(rels):
        return {}
    return {
        item.get("Id", ""): item.get("Target", "")
        for item in children(package.tree_of(rels), "Relationship")
        if item.get("TargetMode") == "External"
    }
