"""Cell styles for a new sheet: added at the end of the workbook's own, whose numbers stay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from xl_recoup.book.package.xmltext import (
    attribute,
    element,
    opening,
    prefix_of,
    replaced,
    with_attribute,
)

# Formats that every workbook has: the short date as the computer has it, and `#,##0.00`.
_DAY, _MONEY = 14, 4
_HEADING_1 = b"16"
"""Excel's number of its style of that name."""
FORMATS = {"day": _DAY, "pounds": _MONEY}


class NewStyles(NamedTuple):
    """The numbers of the styles for a new sheet; 0 is the workbook's default."""

    title: int
    heading: int
    day: int
    money: int


NO_STYLES = NewStyles(0, 0, 0, 0)
_LEAST = (
    b'<Pfonts count="1"><Pfont><Psz val="11"/><Pname val="Calibri"/></Pfont></Pfonts>'
    b'<Pfills count="2"><Pfill><PpatternFill patternType="none"/></Pfill>'
    b'<Pfill><PpatternFill patternType="gray125"/></Pfill></Pfills>'
    b'<Pborders count="1"><Pborder/></Pborders>'
    b'<PcellStyleXfs count="1"><Pxf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    b"</PcellStyleXfs>"
    b'<PcellXfs count="1"><Pxf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    b"</PcellXfs>"
)
"""What an empty style sheet means, written out, with P for the prefix."""


class NoStyles(Exception):
    """The style sheet takes no style of ours: it lacks a list, or offers two that differ."""


def with_new_styles(styles: bytes, part: str) -> tuple[bytes, NewStyles]:
    """Return the styles part with those that a new sheet needs, and their numbers.

    A style that is already there is used again, so that a second sheet adds nothing. A style sheet
    that takes none stays as it is, and the numbers are those of no style.
    """
    try:
        return _with_new_styles(_filled(styles), part)
    except NoStyles:
        return styles, NO_STYLES


def with_format(styles: bytes, part: str, base: int, format_number: int) -> tuple[bytes, int]:
    """Return the styles part with one like another in all but its number format, and its number.

    Where the style sheet takes none, it stays as it is and the number is that of the other.
    """
    number = b"%d" % format_number
    return with_style_like(styles, part, base, {b"numFmtId": number, b"applyNumberFormat": b"1"})


def with_style_like(
    styles: bytes, part: str, base: int, changes: Mapping[bytes, bytes]
) -> tuple[bytes, int]:
    """Return the styles part with one like another but for some attributes, as `with_format`."""
    filled = _filled(styles)
    p = prefix_of(filled)
    found = element(p, b"cellXfs").search(filled)
    items = [each[0] for each in element(p, b"xf").finditer((found and found[2]) or b"")]
    if base >= len(items):
        return styles, base
    start = opening(p, b"xf").match(items[base])
    if start is None:
        return styles, base
    attributes = start[1]
    for name, value in changes.items():
        attributes = with_attribute(attributes, name, value)
    wanted = b"<%sxf%s%s>%s" % (p, attributes, start[2], items[base][start.end() :])
    try:
        return _with(filled, part, b"cellXfs", b"xf", wanted)
    except NoStyles:
        return styles, base


def _filled(styles: bytes) -> bytes:
    """Return a style sheet with its least lists, where it is empty."""
    p = prefix_of(styles)
    found = element(p, b"styleSheet").search(styles)
    if found is None or (found[2] or b"").strip():
        return styles
    tag = p + b"styleSheet"
    return replaced(styles, found, b"<%s%s>%s</%s>" % (tag, found[1], _LEAST.replace(b"P", p), tag))


def _with_new_styles(styles: bytes, part: str) -> tuple[bytes, NewStyles]:
    styles, font = _with(styles, part, b"fonts", b"font", _bold(styles))
    p = prefix_of(styles)
    wrap = b'<%salignment vertical="top" wrapText="1"/>' % p
    wanted = (
        _heading(styles) or _xf(p, font, 0, b""),
        _xf(p, font, 0, wrap),
        _xf(p, 0, _DAY, b""),
        _xf(p, 0, _MONEY, b""),
    )
    numbers = []
    for style in wanted:
        styles, number = _with(styles, part, b"cellXfs", b"xf", style)
        numbers.append(number)
    return styles, NewStyles(*numbers)


def _xf(prefix: bytes, font: int, number_format: int, alignment: bytes) -> bytes:
    head = b'<%sxf numFmtId="%d" fontId="%d"' % (prefix, number_format, font)
    head += b' fillId="0" borderId="0" xfId="0"'
    head += b' applyNumberFormat="1"' if number_format else b""
    head += b' applyFont="1"' if font else b""
    if not alignment:
        return head + b"/>"
    return head + b' applyAlignment="1">' + alignment + b"</%sxf>" % prefix


def _heading(styles: bytes) -> bytes | None:
    """Return the style of a title where the workbook has Excel's Heading 1, else nothing.

    Readers of the screen find a heading by the name of its style.
    """
    p = prefix_of(styles)
    named = (each[1] for each in opening(p, b"cellStyle").finditer(styles))
    first = next((a for a in named if attribute(a, b"builtinId") == _HEADING_1), b"")
    base = attribute(first, b"xfId") or b""
    holder = element(p, b"cellStyleXfs").search(styles)
    items = [each[1] for each in opening(p, b"xf").finditer((holder and holder[2]) or b"")]
    if not base.isdigit() or int(base) >= len(items):
        return None
    font = attribute(items[int(base)], b"fontId") or b""
    if not font.isdigit():
        return None
    head = b'<%sxf numFmtId="0" fontId="%s" fillId="0" borderId="0"' % (p, font)
    return head + b' xfId="%s" applyFont="1"/>' % base


def _bold(styles: bytes) -> bytes:
    """Return the workbook's default font, in bold."""
    p = prefix_of(styles)
    fonts = element(p, b"fonts").search(styles)
    first = element(p, b"font").search(fonts[2] or b"") if fonts else None
    if first is None:
        raise NoStyles
    bare = element(p, b"b").sub(b"", first[2] or b"")
    return b"<%sfont><%sb/>%s</%sfont>" % (p, p, bare, p)


def _with(styles: bytes, part: str, holder: bytes, item: bytes, wanted: bytes) -> tuple[bytes, int]:
    """Return the styles with an item in a list, and its number there."""
    p = prefix_of(styles)
    number: int | None = None
    at = 0
    pieces: list[bytes] = []
    for found in element(p, holder).finditer(styles):  # alternatives take it alike
        items = [each[0] for each in element(p, item).finditer(found[2] or b"")]
        there = items.index(wanted) if wanted in items else len(items)
        if number not in (None, there) or not items:
            raise NoStyles
        number = there
        if wanted in items:
            continue
        attributes = found[1]
        if attribute(attributes, b"count") is not None:
            attributes = with_attribute(attributes, b"count", b"%d" % (len(items) + 1))
        tag = p + holder
        longer = b"<%s%s>%s%s</%s>" % (tag, attributes, found[2], wanted, tag)
        pieces += (styles[at : found.start()], longer)
        at = found.end()
    if number is None:
        raise NoStyles
    return b"".join([*pieces, styles[at:]]), number
