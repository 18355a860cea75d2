"""Cell styles for a new sheet: added at the end of the workbook's own, whose numbers stay."""

from __future__ import annotations

from typing import NamedTuple

from xl_recoup.book.package.xmltext import (
    attribute,
    damaged,
    element,
    prefix_of,
    replaced,
    with_attribute,
)

# Formats that every workbook has: the short date as the computer has it, and `#,##0.00`.
_DAY, _MONEY = 14, 4


class NewStyles(NamedTuple):
    """The numbers of the styles for a new sheet; 0 is the workbook's default."""

    title: int
    heading: int
    day: int
    money: int


NO_STYLES = NewStyles(0, 0, 0, 0)


def with_new_styles(styles: bytes, part: str) -> tuple[bytes, NewStyles]:
    """Return the styles part with those that a new sheet needs, and their numbers.

    A style that is already there is used again, so that a second sheet adds nothing.
    """
    styles, font = _with(styles, part, b"fonts", b"font", _bold(styles, part))
    p = prefix_of(styles)
    wrap = b'<%salignment vertical="top" wrapText="1"/>' % p
    wanted = (
        (font, 0, b""),
        (font, 0, wrap),
        (0, _DAY, b""),
        (0, _MONEY, b""),
    )
    numbers = []
    for which, format_number, alignment in wanted:
        style = _xf(p, which, format_number, alignment)
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


def _bold(styles: bytes, part: str) -> bytes:
    """Return the workbook's default font, in bold."""
    p = prefix_of(styles)
    fonts = element(p, b"fonts").search(styles)
    first = element(p, b"font").search(fonts[2] or b"") if fonts else None
    if first is None:
        raise damaged(part)
    bare = element(p, b"b").sub(b"", first[2] or b"")
    return b"<%sfont><%sb/>%s</%sfont>" % (p, p, bare, p)


def _with(styles: bytes, part: str, holder: bytes, item: bytes, wanted: bytes) -> tuple[bytes, int]:
    """Return the styles with an item in a list, and its number there."""
    p = prefix_of(styles)
    found = element(p, holder).search(styles)
    if found is None or found[2] is None:
        raise damaged(part)
    items = [each[0] for each in element(p, item).finditer(found[2])]
    if wanted in items:
        return styles, items.index(wanted)
    attributes = found[1]
    if attribute(attributes, b"count") is not None:
        attributes = with_attribute(attributes, b"count", b"%d" % (len(items) + 1))
    tag = p + holder
    longer = b"<%s%s>%s%s</%s>" % (tag, attributes, found[2], wanted, tag)
    return replaced(styles, found, longer), len(items)
