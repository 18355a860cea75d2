"""How people mark a row: its letters struck through, its cells filled with a colour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from xl_recoup.book.package.xmltext import child, children

_HUES = ((20, "red"), (45, "orange"), (70, "yellow"), (170, "green"), (260, "blue"),
         (330, "purple"), (361, "red"))  # fmt: skip
_INDEXED = {10: "FFFF0000", 13: "FFFFFF00", 22: "FFC0C0C0", 23: "FF808080", 43: "FFFFFF99"}
"""The few colours of the old palette that people mark rows with."""


class CellMarks(NamedTuple):
    """The cell styles that mark, by their number: those struck through, and the fill of each."""

    struck: frozenset[int]
    fills: Mapping[int, str]


NO_MARKS = CellMarks(frozenset(), {})


def cell_marks(root: Element) -> CellMarks:
    """Return which styles of a workbook strike letters through, and with what others are filled."""
    fonts = [_is_struck(font) for font in _all(root, "fonts", "font")]
    fills = [_fill(fill) for fill in _all(root, "fills", "fill")]
    struck, filled = set(), {}
    for index, style in enumerate(_all(root, "cellXfs", "xf")):
        font, fill = _number(style.get("fontId")), _number(style.get("fillId"))
        if font < len(fonts) and fonts[font]:
            struck.add(index)
        if fill < len(fills) and fills[fill]:
            filled[index] = fills[fill]
    return CellMarks(frozenset(struck), filled)


def _all(root: Element, group: str, item: str) -> list[Element]:
    found = child(root, group)
    return list(children(found, item)) if found is not None else []


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _is_struck(font: Element) -> bool:
    strike = child(font, "strike")
    return strike is not None and strike.get("val", "1") not in ("0", "false")


def _fill(fill: Element) -> str:
    """Return a fill in words, `grey (D9D9D9)`; "" for none and for white."""
    pattern = child(fill, "patternFill")
    if pattern is None or pattern.get("patternType", "none") in ("none", "gray125"):
        return ""
    colour = child(pattern, "fgColor")
    if colour is None:
        return ""
    theme, tint = colour.get("theme"), colour.get("tint", "0")
    if theme is not None:
        white = theme == "0" and float(tint) > -0.01
        grey = theme == "0" and not white
        return "" if white else "grey" if grey else f"colour {theme} of the theme ({tint[:6]})"
    rgb = colour.get("rgb") or _INDEXED.get(_number(colour.get("indexed")), "")
    return _in_words(rgb[-6:]) if rgb else ""


def _in_words(rgb: str) -> str:
    """Return a colour's name and code; "" for white."""
    try:
        red, green, blue = (int(rgb[n : n + 2], 16) for n in (0, 2, 4))
    except ValueError:
        return ""
    high, low = max(red, green, blue), min(red, green, blue)
    if low > 250:
        return ""
    if high - low < 16:
        return f"{'black' if high < 40 else 'grey'} ({rgb.upper()})"
    turn = (
        (green - blue) / (high - low) % 6 if high == red
        else (blue - red) / (high - low) + 2 if high == green
        else (red - green) / (high - low) + 4
    )  # fmt: skip
    name = next(name for limit, name in _HUES if 60 * turn < limit)
    return f"{name} ({rgb.upper()})"
