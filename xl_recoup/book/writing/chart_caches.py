"""What the charts of the Dashboard keep of its cells, for programs that draw without calculating.

A series states the cells that it shows and keeps a copy of what they showed last:
`<c:numRef><c:f>Dashboard!$B$15:$B$19</c:f><c:numCache>…</c:numCache></c:numRef>`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from xl_recoup.addresses import Range
from xl_recoup.book.package.xmltext import decoded, element, plain
from xl_recoup.book.writing.cell_xml import plain_number, stored_text
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.formula_tree import Value
from xl_recoup.book.writing.own_sheet import OwnSheet
from xl_recoup.contract import FORECAST
from xl_recoup.errors import Refused

# The prefix; which of the two kinds; the reference; what the copy begins with: its format.
_COPY = re.compile(
    rb"<([\w.\-]+:|)(num|str)Ref>\s*<\1f>([^<]+)</\1f>\s*<\1\2Cache>"
    rb"(\s*(?:<\1formatCode>[^<]*</\1formatCode>\s*)?)(.*?)</\1\2Cache>",
    re.DOTALL,
)
_REFERENCE = re.compile(r"(?:'((?:[^']|'')*)'|([\w.]+))!([A-Z$\d:]+)\Z")
_TITLE = re.compile(rb"<(?:[\w.\-]+:)?title>(.*?)</(?:[\w.\-]+:)?title>", re.DOTALL)


class Copy(NamedTuple):
    """The copy that a chart keeps of cells, with what they show now."""

    found: re.Match[bytes]
    cells: Range
    kept: tuple[str, ...]
    """What the copy says, cell by cell; "" for a blank."""
    now: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the copy says anything else than the cells."""
        return [*map(comparable, self.kept)] != [*map(comparable, self.now)]


def charts_of(draft: Draft, sheet: OwnSheet) -> Iterator[tuple[str, bytes, list[Copy]]]:
    """Give each chart on the sheet that can be read: its part, its bytes, its copies of cells.

    So is one that stands on the sheet Forecast, and shows cells of this one.
    """
    package = draft.package
    parts = [s.part for s in package.sheets if s.name == FORECAST.sheet]
    drawings = [
        k.target
        for part in (sheet.sheet.part, *parts)
        for k in package.links(part)
        if k.kind == "drawing"
    ]
    for drawing in drawings:
        for link in package.links(drawing):
            if link.kind != "chart" or not draft.has(link.target):
                continue
            try:
                data = draft.editable(link.target)
            except Refused:  # no reason not to fill the tables
                continue
            yield link.target, data, list(_copies(data, sheet))


def refresh_charts(draft: Draft, sheet: OwnSheet) -> None:
    """Let the charts keep what the cells show now; all else keeps its bytes."""
    for part, data, copies in charts_of(draft, sheet):
        pieces, at = [], 0
        for copy in copies:
            if copy.differs:
                start, end = copy.found.span(5)
                pieces += [data[at:start], _points(copy)]
                at = end
        draft.put(part, b"".join([*pieces, data[at:]]))


def title_of(chart: bytes) -> str:
    """Return the words of a chart's title, or ""."""
    found = _TITLE.search(chart)
    texts = re.findall(rb"<(?:[\w.\-]+:)?t>([^<]*)<", found[1]) if found else []
    return "".join(plain(text.decode("utf-8", "replace")) for text in texts)


def _copies(data: bytes, sheet: OwnSheet) -> Iterator[Copy]:
    for found in _COPY.finditer(data):
        said = _REFERENCE.match(plain(found[3].decode("utf-8", "replace")).strip())
        cells = Range.parse(said[3]) if said else None
        if said is None or cells is None:
            continue
        name = said[2] or (said[1] or "").replace("''", "'")
        shown = sheet.shown(cells) if name.casefold() == sheet.sheet.name.casefold() else None
        if shown is None:
            continue
        numbers = found[2] == b"num"
        now = tuple(_as_number(v) if numbers else _as_text(v) for v in shown)
        yield Copy(found, cells, _kept(found, len(now)), now)


def _kept(found: re.Match[bytes], count: int) -> tuple[str, ...]:
    kept = [""] * count
    surplus = []
    for attributes, inner in element(found[1], b"pt").findall(found[5]):
        at = re.search(rb"\bidx\s*=\s*[\"'](\d+)[\"']", attributes)
        value = element(found[1], b"v").search(inner)
        said = decoded(plain((value[2] or b"").decode("utf-8", "replace"))) if value else ""
        if at and int(at[1]) < count:
            kept[int(at[1])] = said
        else:
            surplus.append(said)
    return (*kept, *surplus)


def _points(copy: Copy) -> bytes:
    p = copy.found[1].decode()
    points = (
        f'<{p}pt idx="{at}"><{p}v>{stored_text(said)}</{p}v></{p}pt>'
        for at, said in enumerate(copy.now)
        if said
    )
    return f'<{p}ptCount val="{len(copy.now)}"/>{"".join(points)}'.encode()


def _as_number(value: Value) -> str:
    """Return a value as a chart of numbers keeps it: a text is drawn as 0, a blank not at all."""
    if value is None:
        return ""
    return plain_number(value) if isinstance(value, Decimal) else "0"


def _as_text(value: Value) -> str:
    return (
        "" if value is None else plain_number(value) if isinstance(value, Decimal) else f"{value}"
    )


def comparable(said: str) -> str | Decimal:
    """Return what a copy says, numbers as numbers: 310.1 and 310.10 are one."""
    try:
        return round(Decimal(said), 6)
    except InvalidOperation:
        return said
