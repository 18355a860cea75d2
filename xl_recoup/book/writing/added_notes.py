"""Notes and links put on cells of a sheet that may have had none."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from xl_recoup.addresses import Address
from xl_recoup.book.package.package import Link
from xl_recoup.book.package.xmltext import (
    attribute,
    element,
    escaped,
    opening,
    prefix_of,
    replaced,
)
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.sheet_order import inserted, relation_kind, relation_space

AUTHOR = b"Kept notes"
_KINDS = {
    "comments": "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml",
    "vmlDrawing": "application/vnd.openxmlformats-officedocument.vmlDrawing",
}
_NEW_NOTES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<authors><author>%s</author></authors><commentList></commentList></comments>" % AUTHOR
)
_SPACES = (
    b'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_NEW_BOXES = (
    b"<xml %s>"
    b'<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%d"/></o:shapelayout>'
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    b' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)
_BOX = (
    b'<v:shape %s id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;width:144px;'
    b'height:79px;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    b'<v:fill color2="#ffffe1"/><v:shadow color="black" obscured="t"/>'
    b'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto"/>'
    b'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    b"<x:Anchor>%d, 15, %d, 2, %d, 15, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    b"<x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
)
_SHAPE_ID = re.compile(rb"\bid=[\"']_x0000_s(\d+)[\"']")
_ID = re.compile(rb"\s[\w.\-]+:id\s*=\s*[\"']([^\"']*)")
_IDS = re.compile(rb"idmap\b[^>]*?\bdata=[\"'](\d+)")


def noted_cells(draft: Draft, sheet_part: str) -> set[str]:
    """Return the cells of a sheet that have a note or a comment now."""
    found = set()
    for link in draft.package.links(sheet_part):
        name = {"comments": b"comment", "threadedComment": b"threadedComment"}.get(link.kind)
        if name and draft.has(link.target):
            data = draft.content(link.target)
            for tag in opening(prefix_of(data), name).findall(data):
                found.add((attribute(tag[0], b"ref") or b"").decode("ascii", "replace"))
    return found


def add_notes(draft: Draft, sheet_part: str, notes: Mapping[Address, str]) -> None:
    """Put notes on cells that have none."""
    links = [link for link in draft.package.links(sheet_part) if draft.has(link.target)]
    texts = _part_of(links, "comments")
    if texts is None:
        texts = _new_part(draft, sheet_part, "comments", "comments", ".xml", _NEW_NOTES)[0]
    draft.put(texts, _with_texts(draft.editable(texts), notes))
    boxes = _boxes_part(draft, sheet_part, links)
    draft.put(boxes, _with_boxes(draft.content(boxes), notes))


def add_links(draft: Draft, sheet_part: str, links: Mapping[Address, str]) -> None:
    """Put links on cells that have none: an address outside, `#` and a place inside, or both."""
    for cell, there in links.items():
        outside, _, inside = there.partition("#")
        data = draft.editable(sheet_part)
        prefix, space = prefix_of(data), relation_space(data)
        attributes = b' ref="%s"' % str(cell).encode()
        if outside:
            kind = relation_kind(data, "hyperlink")
            relation = draft.link(sheet_part, kind, escaped(outside), outside=True)
            attributes += b' %s r:id="%s"' % (space, relation.encode())
        if inside:
            attributes += b' location="%s"' % escaped(inside).encode()
        item = b"<%shyperlink%s/>" % (prefix, attributes)
        holder = element(prefix, b"hyperlinks").search(data)
        tag = prefix + b"hyperlinks"
        if holder is None:
            data = inserted(data, prefix, b"hyperlinks", b"<%s>%s</%s>" % (tag, item, tag))
        else:
            held = (holder[2] or b"") + item
            data = replaced(data, holder, b"<%s%s>%s</%s>" % (tag, holder[1], held, tag))
        draft.put(sheet_part, data)


def linked_cells(data: bytes) -> set[str]:
    """Return the cells of a sheet that are linked."""
    found = opening(prefix_of(data), b"hyperlink").findall(data)
    return {(attribute(tag[0], b"ref") or b"").decode("ascii", "replace") for tag in found}


def _part_of(links: list[Link], kind: str) -> str | None:
    return next((link.target for link in links if link.kind == kind), None)


def _boxes_part(draft: Draft, sheet_part: str, links: list[Link]) -> str:
    """Return the drawing of a sheet's notes, which is added where it has none."""
    data = draft.editable(sheet_part)
    prefix, space = prefix_of(data), relation_space(data)
    there = opening(prefix, b"legacyDrawing").search(data)
    if there is not None:
        named = _ID.search(there[1])
        wanted = named[1].decode("utf-8", "replace") if named else ""
        found = next((link.target for link in links if link.id == wanted), None)
        if found is not None:
            return found
    part, relation = _new_part(
        draft, sheet_part, "vmlDrawing", "drawings/vmlDrawing", ".vml", _NEW_BOXES % (_SPACES, 1)
    )
    tag = b'<%slegacyDrawing %s r:id="%s"/>' % (prefix, space, relation.encode())
    draft.put(sheet_part, inserted(draft.editable(sheet_part), prefix, b"legacyDrawing", tag))
    return part


def _new_part(
    draft: Draft, sheet_part: str, kind: str, name: str, end: str, data: bytes
) -> tuple[str, str]:
    folder = posixpath.dirname(draft.package.workbook)
    part = draft.free_name(f"{folder}/{name}" if folder else name, end)
    draft.add(part, data)
    draft.declare({part: _KINDS[kind]})
    sheet = draft.content(sheet_part)
    return part, draft.link(sheet_part, relation_kind(sheet, kind), f"/{part}")


def _with_texts(data: bytes, notes: Mapping[Address, str]) -> bytes:
    p = prefix_of(data)
    authors = element(p, b"authors").search(data)
    names = element(p, b"author").findall((authors and authors[2]) or b"")
    number = next((i for i, each in enumerate(names) if each[1] == AUTHOR), len(names))
    if number == len(names):
        author = b"<%sauthor>%s</%sauthor>" % (p, AUTHOR, p)
        tag = p + b"authors"
        if authors is not None:
            held = (authors[2] or b"") + author
            data = replaced(data, authors, b"<%s%s>%s</%s>" % (tag, authors[1], held, tag))
    made = b"".join(
        b'<%scomment ref="%s" authorId="%d"><%stext><%st xml:space="preserve">%s</%st></%stext>'
        b"</%scomment>" % (p, str(cell).encode(), number, p, p, escaped(text).encode(), p, p, p)
        for cell, text in notes.items()
    )
    lists = element(p, b"commentList").search(data)
    tag = p + b"commentList"
    if lists is None:
        at = data.rfind(b"</%scomments" % p)
        return data[:at] + b"<%s>%s</%s>" % (tag, made, tag) + data[at:]
    return replaced(data, lists, b"<%s%s>%s%s</%s>" % (tag, lists[1], lists[2] or b"", made, tag))


def _with_boxes(data: bytes, notes: Mapping[Address, str]) -> bytes:
    used = [int(number) for number in _SHAPE_ID.findall(data)]
    first = _IDS.search(data)
    free = max(used, default=int(first[1]) * 1024 if first else 1024) + 1
    made = b"".join(
        _BOX
        % (
            *(_SPACES, number),
            *(cell.column, max(cell.row - 2, 0), cell.column + 2, cell.row + 3),
            *(cell.row - 1, cell.column - 1),
        )
        for number, cell in enumerate(notes, free)
    )
    at = data.rfind(b"</")
    return data[:at] + made + data[at:]
