"""No row order ever decides: any input table sorted, reversed or shuffled gives the same charges.

Random books in which rows claim one reference, one episode, one place under a scheme or all that
another row says, before and after a posting.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.random_runs import posted_too, random_book
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import Cell, Table, WorkbookTables

Shown = list[tuple[str, str, str, Decimal, str, str]]


def _shown(tables: WorkbookTables, day: date) -> Shown:
    """Return what Charges says of each line, whatever the order of the lines."""
    lines = calculate(tables, as_at=day, today=day).lines
    return sorted((x.ref, x.laestab, x.component, x.amount, x.status, x.reason) for x in lines)


def _orders(rng: random.Random, table: Table, columns: int) -> Iterator[tuple[str, list[Any]]]:
    rows = list(table.rows)
    yield "reversed", rows[::-1]
    yield "shuffled", rng.sample(rows, len(rows))
    for at in rng.sample(range(len(table.headings)), min(columns, len(table.headings))):
        yield table.headings[at], sorted(rows, key=lambda row: (row[at] is None, str(row[at])))


def _differences(rng: random.Random, tables: WorkbookTables, day: date, columns: int) -> list[str]:
    """Return the tables and orders in which something is charged otherwise."""
    expected, wrong = _shown(tables, day), []
    for name, table in tables.tables.items():
        if name in ("Ledger", "Documents", "RunLog"):
            continue
        for how, rows in _orders(rng, table, columns):
            cells: list[tuple[Cell, ...]] = [tuple(row) for row in rows]
            changed = {**tables.tables, name: replace(table, rows=cells)}
            if _shown(replace(tables, tables=changed), day) != expected:
                wrong.append(f"{name} by {how}")
    return wrong


@pytest.mark.parametrize("posted", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_rows_changes_a_charge(seed: int, posted: bool) -> None:
    """Amount, status, reference and reason of every line are those of any other order."""
    tables, day = random_book(seed, rivals=True)
    if posted:
        before = calculate(random_book(seed, rivals=False)[0], as_at=day, today=day)
        tables = posted_too(tables, before)
    assert _differences(random.Random(seed), tables, day, columns=2) == []


def test_every_column_of_every_input_table_can_be_sorted_by() -> None:
    """One book, sorted by each of the columns of each of its tables."""
    tables, day = random_book(2, rivals=True)
    assert _differences(random.Random(2), tables, day, columns=99) == []
