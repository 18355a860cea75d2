"""Styles that are like another one and filled as a third: a colour goes from cell to cell."""

from __future__ import annotations

from xl_recoup.book.package.xmltext import attribute, element, opening, prefix_of
from xl_recoup.book.writing.cell_styles import with_style_like
from xl_recoup.book.writing.draft import Draft


def filled_as(draft: Draft, base: int, like: int) -> int:
    """Return the number of the style that is `base` with the fill of `like`; it may be added."""
    part = draft.package.linked(draft.package.workbook, "styles")
    if part is None or not draft.has(part):
        return base
    data = draft.editable(part)
    fill = _fill_of(data, like)
    if fill is None or fill == _fill_of(data, base):
        return base
    data, number = with_style_like(data, part, base, {b"fillId": fill, b"applyFill": b"1"})
    draft.put(part, data)
    return number


def _fill_of(styles: bytes, number: int) -> bytes | None:
    p = prefix_of(styles)
    found = element(p, b"cellXfs").search(styles)
    items = opening(p, b"xf").findall((found and found[2]) or b"")
    return attribute(items[number][0], b"fillId") or b"0" if number < len(items) else None
