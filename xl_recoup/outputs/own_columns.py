"""Charges beside the placements, in columns of the team's own: what a run puts there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xl_recoup.addresses import Address
from xl_recoup.contract import CHARGES
from xl_recoup.outputs.charges import charges
from xl_recoup.outputs.drift import same_value
from xl_recoup.records import RowKey
from xl_recoup.run.result import Result
from xl_recoup.tables import CellWrites, Formula, OutCell, OwnColumn

SUMMED = frozenset({"Amount", "Authority share"})
FIRST = frozenset({"From", "To", "Base", "Units", "Denominator"})
SHOWN = 10
Line = Mapping[str, OutCell]
"""A charge line as the Charges table shows it, by heading."""


def fill_writes(result: Result) -> list[CellWrites]:
    """Return the values for the team's own columns, one write for each sheet; none without any."""
    by_sheet: dict[str, dict[tuple[int, int], OutCell]] = defaultdict(dict)
    for fill, row, value in _values(result):
        by_sheet[fill.sheet][row, fill.column] = value
    return [CellWrites(sheet, cells) for sheet, cells in by_sheet.items()]


def fill_drift(result: Result) -> list[str]:
    """Return one sentence for each cell that does not hold what the inputs give, the first ten."""
    found = [
        f"{fill.sheet} {Address(fill.column, row)}: {fill.heading} is not what the inputs give."
        for fill, row, value in _values(result)
        if not same_value(fill.held.get(row), value)
    ]
    return found[:SHOWN]


def _values(result: Result) -> Iterator[tuple[OwnColumn, int, OutCell]]:
    if not result.own_columns:
        return
    by_row: dict[RowKey, list[Line]] = defaultdict(list)
    shown = charges(result.lines, result.disputed).rows
    for line, cells in zip(result.lines, shown, strict=True):
        by_row[line.row].append(dict(zip(CHARGES.headings, cells, strict=True)))
    keys = {p.key for p in result.rows}
    for fill in result.own_columns:
        for row in fill.held:
            key = RowKey(fill.sheet, row)
            if key in keys:
                yield fill, row, _shown(by_row.get(key, ()), fill)


def _shown(lines: Sequence[Line], fill: OwnColumn) -> OutCell:
    """Return what a cell shows: pounds added up, a number of the first line, texts once each."""
    chosen = [line for line in lines if not fill.component or line["Component"] == fill.component]
    found = (line[fill.heading] for line in chosen)
    values = [v.value if isinstance(v, Formula) else v for v in found if v is not None]
    if not values:
        return None
    if fill.heading in SUMMED:
        return sum((v for v in values if isinstance(v, Decimal)), Decimal("0.00"))
    if fill.heading in FIRST:
        return values[0]
    return "; ".join(dict.fromkeys(str(v) for v in values))
