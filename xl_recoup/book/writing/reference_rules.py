"""Numbers in a workbook that name something elsewhere: a style, a string, a relationship.

Excel calls a file damaged where one names nothing, and no schema shows it. What a workbook had
broken before is not ours: looked for is what is broken now and was not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from xl_recoup.book.package.package import Package, folded, rels_of
from xl_recoup.book.package.xmltext import attribute, element, opening, prefix_of
from xl_recoup.book.writing.draft import Draft

Content = Callable[[str], bytes | None]
"""Gives a part's bytes by its name, or None where there is none."""
_STYLE = re.compile(rb"<(?:[\w.\-]+:)?(?:c|row)(?:\s[^<>]*?)?\ss\s*=\s*[\"'](\d+)[\"']")
_COLUMN_STYLE = re.compile(rb"<(?:[\w.\-]+:)?col(?:\s[^<>]*?)?\sstyle\s*=\s*[\"'](\d+)[\"']")
_STRING = re.compile(
    rb"<(?:[\w.\-]+:)?c(?:\s[^<>]*?)?\st=[\"']s[\"'][^<>]*>\s*<(?:[\w.\-]+:)?v>\s*(\d+)\s*<"
)
_DXF = re.compile(rb"\s(?:dxfId|dataDxfId|headerRowDxfId|totalsRowDxfId)\s*=\s*[\"'](\d+)[\"']")
_RELATION = re.compile(rb"\s[\w.\-]+:(?:id|embed|link|pict)\s*=\s*[\"']([^\"']+)[\"']")
_LOCAL = re.compile(rb"\slocalSheetId\s*=\s*[\"'](\d+)[\"']")
_LISTS = {
    "fontId": (b"fonts", b"font"),
    "fillId": (b"fills", b"fill"),
    "borderId": (b"borders", b"border"),
    "xfId": (b"cellStyleXfs", b"xf"),
}


def newly_broken(draft: Draft, thinned: Mapping[str, bytes]) -> str | None:
    """Return what of a changed part names nothing, and did not before; None where all is well.

    `thinned` gives for big sheets, by folded name, the bytes that stand for the whole.
    """
    package = draft.package

    def now(part: str) -> bytes | None:
        key = folded(part)
        return thinned.get(key) or (draft.content(part) if draft.has(part) else None)

    def before(part: str) -> bytes | None:
        return package.glance(part) if package.has(part) else None

    now_held, held_before = Counts(now), Counts(before)
    for part in draft.new_contents():
        broken = set(_broken(package, part, now_held))
        if broken:  # which is rare, and else the old part need not be looked at
            broken -= set(_broken(package, part, held_before))
        for what in sorted(broken):
            return f"{what} in the part {part}"
    return None


class Counts(dict[tuple[str, bytes, bytes], int]):
    """How many items a list of a part has, counted once; without a list, how many there are."""

    def __init__(self, content: Content) -> None:
        """Count in these parts."""
        super().__init__()
        self.content = content

    def __missing__(self, key: tuple[str, bytes, bytes]) -> int:
        part, holder, item = key
        data = (self.content(part) if part else None) or b""
        p = prefix_of(data)
        if holder:
            found = element(p, holder).search(data)
            data = (found and found[2]) or b""
        count = self[key] = len(opening(p, item).findall(data))
        return count


def _broken(package: Package, part: str, held: Counts) -> Iterator[str]:
    data = held.content(part)
    if data is None or not part.endswith(".xml"):
        return
    styles = package.linked(package.workbook, "styles") or ""
    if "/worksheets/" in f"/{part}":
        numbers = {*_STYLE.findall(data), *_COLUMN_STYLE.findall(data)}
        yield from _beyond("a style", numbers, held[styles, b"cellXfs", b"xf"])
        strings = package.linked(package.workbook, "sharedStrings") or ""
        yield from _beyond("a string", {*_STRING.findall(data)}, held[strings, b"", b"si"])
    if "/worksheets/" in f"/{part}" or "/tables/" in f"/{part}":
        yield from _beyond("a format", {*_DXF.findall(data)}, held[styles, b"dxfs", b"dxf"])
    if folded(part) == folded(styles):
        yield from _in_styles(data, part, held)
    if folded(part) == folded(package.workbook):
        sheets = held[part, b"sheets", b"sheet"]
        yield from _beyond("a name's sheet", {*_LOCAL.findall(data)}, sheets)
    rels = held.content(rels_of(part)) or b""
    stated = opening(prefix_of(rels), b"Relationship").findall(rels)
    known = {attribute(attributes, b"Id") for attributes, _ in stated}
    for relation in sorted({*_RELATION.findall(data)} - known):
        yield f"the relationship {relation.decode('utf-8', 'replace')}"


def _in_styles(data: bytes, part: str, held: Counts) -> Iterator[str]:
    """Give what cell styles name that is in none of the lists."""
    p = prefix_of(data)
    found = element(p, b"cellXfs").search(data)
    xfs = opening(p, b"xf").findall((found and found[2]) or b"")
    for name, (holder, item) in _LISTS.items():
        numbers = {attribute(attributes, name.encode()) or b"0" for attributes, _ in xfs}
        yield from _beyond(f"a style's {name}", numbers, held[part, holder, item])


def _beyond(what: str, numbers: set[bytes], count: int) -> Iterator[str]:
    for number in sorted(numbers):
        if not number.isdigit():
            yield f"{what} number “{number.decode('utf-8', 'replace')}”"
        elif int(number) >= max(count, 1):
            yield f"{what} number {int(number)}"
