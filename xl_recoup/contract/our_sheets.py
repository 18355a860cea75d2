"""Which sheets of a workbook are ours: of the list, with the table that belongs there."""

from __future__ import annotations

from collections.abc import Iterable

from xl_recoup.contract.columns import Role, normal
from xl_recoup.contract.mapping_table import MAPPING
from xl_recoup.contract.placements_table import PLACEMENTS
from xl_recoup.contract.scheme_examples_table import SCHEME_EXAMPLES
from xl_recoup.contract.sheet_list import listed_sheet
from xl_recoup.contract.table_groups import ALL_SPECS

_SPECS = {normal(spec.name): spec for spec in (*ALL_SPECS, SCHEME_EXAMPLES)}


def our_sheets(tables: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Return the sheets that are ours, of a workbook's tables and the sheets that they stand on.

    Of a workbook that a team adopted, only those that a run or a posting fills: its inputs are the
    team's own, whatever they are called.
    """
    standing = [(normal(table), sheet) for table, sheet in tables]
    adopted = any(table == normal(MAPPING.name) for table, _ in standing)
    ours = set()
    for table, sheet in standing:
        start = normal(PLACEMENTS.name)
        placed = table == start or table.startswith(f"{start}_")
        spec = PLACEMENTS if placed else _SPECS.get(table)
        if spec is None or listed_sheet(sheet) is None:
            continue
        if (placed or normal(spec.sheet) == normal(sheet)) and not (
            adopted and spec.role is Role.INPUT
        ):
            ours.add(sheet)
    return frozenset(ours)


def daily_and_others(
    tables: Iterable[tuple[str, str]], named: Iterable[object] = (), *, daily: bool
) -> tuple[frozenset[str], frozenset[str]]:
    """Return which sheets of ours are to be shown, and which are to be hidden.

    With `daily`, none is shown, and hidden is what is not in daily use, unless it is `named` by a
    finding; else all are shown and none is hidden.
    """
    ours = our_sheets(tables)
    if not daily:
        return ours, frozenset()
    kept = {normal(name) for name in named if isinstance(name, str)}
    return frozenset(), frozenset(
        name
        for name in ours
        if (listed := listed_sheet(name)) and not listed.daily and normal(name) not in kept
    )
