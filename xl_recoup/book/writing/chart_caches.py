"""What charts keep of cells that a run fills, for programs that draw without calculating.

A series states the cells that it shows and keeps a copy of what they showed last:
`<c:numRef><c:f>Dashboard!$B$15:$B$19</c:f><c:numCache>…</c:numCache></c:numRef>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from xl_recoup.addresses import Range
from xl_recoup.book.package.xmltext import decoded, element, plain
from xl_recoup.book.writing.cell_xml import plain_number, stored_text
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.formula_references import chart_parts
from xl_recoup.book.writing.formula_tree import Value
from xl_recoup.book.writing.own_sheet import OwnSheet
from xl_recoup.book.writing.sheet_patch import Written
from xl_recoup.book.writing.table_columns import value_of
from xl_recoup.contract import FORECAST
from xl_recoup.errors import Refused
from xl_recoup.tables import columns_of

Shown = Callable[[str, Range], Sequence[Value] | None]
"""Gives what cells of a sheet, by its name, show, row by row; None where that is not known."""

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


def charts_of(draft: Draft, sheet: OwnSheet) -> Iterator[tuple[str, list[Copy]]]:
    """Give the title and the copies of each chart on the Dashboard that can be read.

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
    links = (link for drawing in drawings for link in package.links(drawing))
    charts = (link.target for link in links if link.kind == "chart" and draft.has(link.target))
    for _, data, copies in _copies(draft, charts, _shown_by(draft, sheet, ())):
        yield _title_of(data), copies


def refresh_charts(draft: Draft, sheet: OwnSheet | None, written: Sequence[Written]) -> None:
    """Let all charts keep what cells of the Dashboard and of filled tables show now.

    All else keeps its bytes, and so does a copy of cells of which some are not known here.
    """
    shown = _shown_by(draft, sheet, written)
    for part, data, copies in _copies(draft, [*chart_parts(draft.package)], shown):
        pieces, at = [], 0
        for copy in copies:
            if copy.differs:
                start, end = copy.found.span(5)
                pieces += [data[at:start], _points(copy)]
                at = end
        if pieces:
            draft.put(part, b"".join([*pieces, data[at:]]))


def _shown_by(draft: Draft, own: OwnSheet | None, written: Sequence[Written]) -> Shown:
    parts = {sheet.name.casefold(): sheet.part for sheet in draft.package.sheets}

    def shown(name: str, cells: Range) -> Sequence[Value] | None:
        part = parts.get(name.casefold())
        if own is not None and part == own.sheet.part:
            return own.shown(cells)
        found = (_filled(each, cells, draft) for each in written if each.sheet_part == part)
        return next((values for values in found if values is not None), None)

    return shown


def _filled(table: Written, cells: Range, draft: Draft) -> list[Value] | None:
    """Return what cells show that lie in the filled columns of a table, else None."""
    first, rows = table.first_row, table.rows
    last = first + max(len(rows), 1) - 1  # a table without rows has a blank one
    if not (first <= cells.first_row and cells.last_row <= last):
        return None
    if not set(cells.columns) <= set(table.columns):
        return None
    if not rows:
        return [None for _ in cells.columns]
    every = columns_of(rows)
    since_1904 = draft.package.date_1904
    columns = [every[table.columns.index(column)] for column in cells.columns]
    return [value_of(column[row - first], since_1904) for row in cells.rows for column in columns]


def _title_of(chart: bytes) -> str:
    """Return the words of a chart's title, or ""."""
    found = _TITLE.search(chart)
    texts = re.findall(rb"<(?:[\w.\-]+:)?t>([^<]*)<", found[1]) if found else []
    return "".join(plain(text.decode("utf-8", "replace")) for text in texts)


def _copies(
    draft: Draft, charts: Iterable[str], shown: Shown
) -> Iterator[tuple[str, bytes, list[Copy]]]:
    """Give the charts among these parts that can be read, with their copies of known cells."""
    for part in charts:
        try:
            data = draft.editable(part)
        except Refused:  # no reason not to fill the tables
            continue
        yield part, data, list(_copies_in(data, shown))


def _copies_in(data: bytes, shown: Shown) -> Iterator[Copy]:
    for found in _COPY.finditer(data):
        said = _REFERENCE.match(plain(found[3].decode("utf-8", "replace")).strip())
        cells = Range.parse(said[3]) if said else None
        if said is None or cells is None:
            continue
        values = shown(said[2] or (said[1] or "").replace("''", "'"), cells)
        if values is None:
            continue
        numbers = found[2] == b"num"
        now = tuple(_as_number(v) if numbers else _as_text(v) for v in values)
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
