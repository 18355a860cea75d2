"""The record that adopting leaves in a workbook, by which it can be undone to the byte.

A custom XML part, which Excel keeps: the few index parts as they were, packed, and the checksum of
every other part. It holds no cell of any sheet.
"""

from __future__ import annotations

import base64
import posixpath
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from xl_recoup.book.package import zips
from xl_recoup.book.package.package import CONTENT_TYPES, Package, folded, open_package, rels_of
from xl_recoup.book.package.xmltext import escaped, plain
from xl_recoup.book.writing.draft import Draft
from xl_recoup.disk.targets import Target, write_target
from xl_recoup.errors import Refused

_NAMESPACE = "https://xl-recoup.invalid/adopted"
# A part of the record: its name, its checksum and, for an index part, its packed bytes.
_ITEM = re.compile(r'<part name="([^"]*)" crc="(\d+)"(?:/>|>([^<]*)</part>)')
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Record:
    """What the workbook was: the checksum of each part by name, and some parts themselves."""

    part: str
    checksums: Mapping[str, int]
    contents: Mapping[str, bytes]


def add_record(draft: Draft) -> None:
    """Add the record of a workbook to its draft, unless it has one."""
    package = draft.package
    if read_record(package) is not None:
        return
    indexes = {folded(name) for name in _indexes(package)}
    lines = []
    for member in package.members:
        head = f'<part name="{escaped(member.name)}" crc="{member.crc}"'
        if folded(member.name) in indexes:
            packed = base64.b64encode(zlib.compress(member.content(), 9)).decode("ascii")
            lines.append(f"{head}>{packed}</part>")
        else:
            lines.append(f"{head}/>")
    part = draft.free_name("customXml/item", ".xml")
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<adopted xmlns="{_NAMESPACE}">{"".join(lines)}</adopted>'
    )
    draft.add(part, text.encode())
    draft.link(package.workbook, f"{_RELATIONS}/customXml", f"/{part}")
    if b'Extension="xml"' not in draft.content(CONTENT_TYPES):
        draft.declare({part: "application/xml"})


def _indexes(package: Package) -> list[str]:
    """Return the parts that adding a sheet changes."""
    book = package.workbook
    found = [CONTENT_TYPES, book, rels_of(book)]
    return found + [p for k in ("styles", "calcChain") if (p := package.linked(book, k))]


def read_record(package: Package) -> Record | None:
    """Return the record in a workbook, or None where it has none."""
    for link in package.links(package.workbook):
        if link.kind != "customXml" or not package.has(link.target):
            continue
        text = package.bytes_of(link.target).decode("utf-8", "replace")
        if _NAMESPACE not in text:
            continue
        found = [(plain(name), int(crc), held) for name, crc, held in _ITEM.findall(text)]
        return Record(
            link.target,
            {name: crc for name, crc, _ in found},
            {n: zlib.decompress(base64.b64decode(held)) for n, _, held in found if held},
        )
    return None


def touched(package: Package, record: Record) -> list[str]:
    """Return the parts that were other than today when the workbook was adopted.

    Index parts, which the record holds, are left out; parts that are gone count.
    """
    now = {folded(m.name): m.crc for m in package.members}
    kept = {folded(name) for name in record.contents}
    return [
        name
        for name, crc in record.checksums.items()
        if folded(name) not in kept and now.get(folded(name)) != crc
    ]


def added(package: Package, record: Record) -> list[str]:
    """Return the parts that have come in since."""
    before = {folded(name) for name in record.checksums}
    return [m.name for m in package.members if folded(m.name) not in before]


def write_restored(
    package: Package,
    record: Record,
    cleared: Mapping[str, Callable[[bool], bytes]],
    target: Target,
) -> tuple[list[str], list[str]]:
    """Write the workbook that a record tells of; the file that was there stays beside it.

    Returns what a person should know of the file, and the parts that are not what they were: sheets
    in which values were typed where a run filled in charges.
    """
    data = zips.render(list(_restored(package, record, cleared)), package.comment)
    made = open_package(target.path, data)
    names = [m.name for m in made.members]
    if sorted(names) != sorted(record.checksums) or not made.sheets:
        raise Refused(
            f"{target.path.name} was not changed: the check of the new file failed. Please report"
            " this."
        )
    said = write_target(target, data)
    return said, [m.name for m in made.members if m.crc != record.checksums[m.name]]


def _restored(
    package: Package, record: Record, cleared: Mapping[str, Callable[[bool], bytes]]
) -> Iterator[zips.Member]:
    """Give the members of the workbook as it was.

    `cleared` gives, for a sheet whose cells were filled, the sheet without them: with cells styled
    as their column taken out, or left empty; what fits the checksum is taken.
    """
    by_name = {folded(m.name): m for m in package.members}
    sheets = {folded(name): make for name, make in cleared.items()}
    like = package.member(CONTENT_TYPES)
    for name, crc in record.checksums.items():
        member = by_name.get(folded(name))
        if name in record.contents:
            content = record.contents[name]
            if member is None:
                yield zips.new_member(name, zips.pack(content), like)
            else:
                yield member.holding(zips.pack(content))
        elif member is not None and folded(name) in sheets and member.crc != crc:
            make = sheets[folded(name)]
            tries = [make(True), make(False)]
            found = next((t for t in tries if zlib.crc32(t) == crc), tries[1])
            yield member.holding(zips.pack(found))
        elif member is not None:
            yield member


def parts_of_sheets(package: Package, names: set[str]) -> set[str]:
    """Return, folded, the parts of these sheets: the sheet, its relationships, its tables."""
    found: set[str] = set()
    for sheet in package.sheets:
        if sheet.name not in names:
            continue
        found |= {folded(sheet.part), folded(rels_of(sheet.part))}
        found |= {folded(posixpath.normpath(link.target)) for link in package.links(sheet.part)}
    return found
