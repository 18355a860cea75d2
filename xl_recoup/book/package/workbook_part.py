"""Changes to the workbook's main part, its content types and relationships, made in the text."""

from __future__ import annotations

import re

from xl_recoup.book.package.package import folded
from xl_recoup.book.package.xmltext import (
    attribute,
    element,
    escaped,
    opening,
    prefix_of,
    replaced,
    whole_number,
    with_changed,
)

_AFTER_CALC = tuple(
    b"oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing"
    b" fileRecoveryPr webPublishObjects extLst".split()
)
"""What the schema has after `calcPr`: Excel refuses a part whose elements are out of order."""


def recalculated_on_load(workbook: bytes) -> bytes:
    """Return the workbook part so that Excel recalculates when it opens; the mode stays."""
    prefix = prefix_of(workbook)
    if opening(prefix, b"calcPr").search(workbook):
        return with_changed(workbook, prefix + b"calcPr", b"fullCalcOnLoad", lambda _: b"1")
    tag = b'<%scalcPr fullCalcOnLoad="1"/>' % prefix
    places = [
        place.start() for name in _AFTER_CALC for place in opening(prefix, name).finditer(workbook)
    ]
    sheets_end = workbook.rfind(b"</%ssheets>" % prefix)
    places = [place for place in places if place > sheets_end]
    at = min(places, default=workbook.rfind(b"</%sworkbook" % prefix))
    return workbook[:at] + tag + workbook[at:]


def structure_locked(workbook: bytes) -> bool:
    """Say whether the workbook is protected against new sheets."""
    found = opening(prefix_of(workbook), b"workbookProtection").search(workbook)
    return found is not None and attribute(found[1], b"lockStructure") in (b"1", b"true")


def with_sheet(workbook: bytes, name: str, relation: str, *, hidden: bool = False) -> bytes:
    """Return the workbook part with one more sheet at the end, if `hidden` out of Excel's lists."""
    prefix = prefix_of(workbook)
    numbers = [
        whole_number(attribute(found[1], b"sheetId"), "xl/workbook.xml")
        for found in opening(prefix, b"sheet").finditer(workbook)
    ]
    root = opening(prefix, b"workbook").search(workbook)
    attributes = root[1] if root else b""
    # The prefix of `r:id` may be any, in the namespace of the older or of the strict format.
    declared = re.search(
        rb"xmlns:([\w.\-]+)\s*=\s*[\"'](http://[^\"']*/officeDocument/(?:2006/)?relationships)[\"']",
        attributes,
    )
    word = declared[1].decode() if declared else "r"
    space, state = "", ' state="veryHidden"' if hidden else ""
    if not declared:
        space = ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    tag = (
        f'<{prefix.decode()}sheet{space} name="{escaped(name)}" '
        f'sheetId="{max(numbers, default=0) + 1}"{state} {word}:id="{relation}"/>'
    )
    at = workbook.rfind(b"</%ssheets" % prefix)
    return workbook[:at] + tag.encode() + workbook[at:]


_OF_RELATIONS = (
    'Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
)


def with_content_types(types: bytes, parts: dict[str, str]) -> bytes:
    """Return the content types with these parts added, and the type of all relationships."""
    prefix = prefix_of(types)
    defaults = opening(prefix, b"Default").finditer(types)
    kinds = {(attribute(found[1], b"Extension") or b"").lower() for found in defaults}
    rels = "" if b"rels" in kinds else f"<{prefix.decode()}{_OF_RELATIONS}"
    lines = rels + "".join(
        f'<{prefix.decode()}Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in parts.items()
    )
    at = types.rfind(b"</%sTypes" % prefix)
    return types[:at] + lines.encode() + types[at:]


def without_content_type(types: bytes, part: str) -> bytes:
    """Return the content types without one part."""
    wanted = folded(part)

    def keep(found: re.Match[bytes]) -> bytes:
        name = (attribute(found[1], b"PartName") or b"").decode("utf-8", "replace")
        return b"" if folded(name) == wanted else found[0]

    return element(prefix_of(types), b"Override").sub(keep, types)


def with_relation(
    rels: bytes, relation: str, kind: str, target: str, *, outside: bool = False
) -> bytes:
    """Return the relationships with one more; `kind` is its whole type."""
    prefix = prefix_of(rels)
    mode = ' TargetMode="External"' if outside else ""
    line = f'<{prefix.decode()}Relationship Id="{relation}" Type="{kind}" Target="{target}"{mode}/>'
    at = rels.rfind(b"</%sRelationships" % prefix)
    if at < 0:  # an empty element
        found = opening(prefix, b"Relationships").search(rels)
        if found is None:
            return rels
        tag = prefix + b"Relationships"
        return replaced(rels, found, b"<%s%s>%s</%s>" % (tag, found[1], line.encode(), tag))
    return rels[:at] + line.encode() + rels[at:]


def without_relation(rels: bytes, relation: str) -> bytes:
    """Return the relationships without one."""

    def keep(found: re.Match[bytes]) -> bytes:
        return b"" if attribute(found[1], b"Id") == relation.encode() else found[0]

    return element(prefix_of(rels), b"Relationship").sub(keep, rels)


def free_relation(rels: bytes) -> str:
    """Return a relationship id that is not in use."""
    used = {
        (attribute(found[1], b"Id") or b"").decode("utf-8", "replace").lower()
        for found in opening(prefix_of(rels), b"Relationship").finditer(rels)
    }
    number = 1
    while f"rid{number}" in used:
        number += 1
    return f"rId{number}"
