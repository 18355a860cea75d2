"""What small parts of a workbook say of its cells: how styles fill them, where their links lead."""

from __future__ import annotations

from xl_recoup.book.package.package import Package, rels_of
from xl_recoup.book.package.xmltext import child, children


def fill_numbers(package: Package) -> dict[str, int]:
    """Return for each style of cells, by its number as text, the number of its fill."""
    part = package.linked(package.workbook, "styles")
    found = child(package.tree_of(part), "cellXfs") if part and package.has(part) else None
    numbers = [xf.get("fillId", "0") for xf in (found if found is not None else ())]
    return {str(i): int(fill) for i, fill in enumerate(numbers) if fill.isdigit()}


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
