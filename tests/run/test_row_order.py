"""No row order ever decides: any input table sorted, reversed or shuffled gives the same charges.

Random books in which rows claim one reference, one episode, one place under a scheme or all that
another row says, before and after a posting.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.random_books import random_case
from tests.oracle.random_scheme_placements import random_scheme_case
from tests.support.books import book
from xl_recoup.accounts.documents import new_documents
from xl_recoup.posting.entries import PostingOrder, additions, appended, new_entries
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, Table, WorkbookTables

TABLES = {"Schools": "schools", "Agreements": "agreements", "Rates": "rates",
          "Calendar": "calendar"}  # fmt: skip
SCHEME_TABLES = TABLES | {"Schemes": "schemes", "PlacementChanges": "changes"}
PROVIDERS = [{"Code": code, "Provider": code} for code in ("AP1", "AP2")]
LOG = [{"Run by": "tester"}]
AT = datetime(2026, 3, 1, 9, 0)
Row = dict[str, Any]
Shown = list[tuple[str, str, str, Decimal, str, str]]


def _shown(tables: WorkbookTables, day: date) -> Shown:
    """Return what Charges says of each line, whatever the order of the lines."""
    lines = calculate(tables, as_at=day, today=day).lines
    return sorted((x.ref, x.laestab, x.component, x.amount, x.status, x.reason) for x in lines)


def _with_rivals(rng: random.Random, rows: Sequence[Row]) -> list[Row]:
    """Return rows beside which others claim the same."""
    made = [dict(row) for row in rows]
    for n, row in enumerate(rng.sample(made, min(4, len(made)))):
        other, number = dict(rng.choice(made)), f"X{n}"
        rival = [
            dict(row),
            {**row, "Placement ref": number},
            {**other, "Placement ref": row["Placement ref"], "Episode ref": number},
            {**row, "Placement ref": number, "EAL": "N" if row["EAL"] == "Y" else "Y"},
        ][n]
        made.insert(rng.randrange(len(made) + 1), rival)
    return made


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


def _book(seed: int, rivals: bool) -> tuple[WorkbookTables, date]:
    """Return a random book of the regulations (even seeds) or of schemes (odd ones)."""
    rng, names = random.Random(seed), SCHEME_TABLES if seed % 2 else TABLES
    if seed % 2:
        placements, case = random_scheme_case(rng)
        day = date(case["year"] + 1, 1, 15) + timedelta(days=rng.randint(0, 60))
    else:
        placements, case = random_case(rng)
        day = case["as_at"]
    some = placements[:8]
    rows = _with_rivals(rng, some) if rivals else some
    more: dict[str, Any] = {name: [dict(r) for r in case[key]] for name, key in names.items()}
    settings = {k: v for k, v in case["settings"].items() if k != "As-at date"}
    return book(rows, settings=settings, Providers=PROVIDERS, RunLog=LOG, **more), day


def _posted(tables: WorkbookTables, before: Result) -> WorkbookTables:
    """Return tables with what posting adds, where there is something to post."""
    if not any(line.status == "billable" for line in before.lines):
        return tables
    order = PostingOrder("Autumn", prepared_by="A", approved_by="B", at=AT)
    entries, _ = new_entries(before, order)
    documents = new_documents(before.items, entries, made_on=AT.date())
    return appended(tables, additions(before, entries, documents))


@pytest.mark.parametrize("posted", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("seed", range(6))
def test_no_order_of_rows_changes_a_charge(seed: int, posted: bool) -> None:
    """Amount, status, reference and reason of every line are those of any other order."""
    tables, day = _book(seed, rivals=True)
    if posted:
        before = calculate(_book(seed, rivals=False)[0], as_at=day, today=day)
        tables = _posted(tables, before)
    assert _differences(random.Random(seed), tables, day, columns=2) == []


def test_every_column_of_every_input_table_can_be_sorted_by() -> None:
    """One book, sorted by each of the columns of each of its tables."""
    tables, day = _book(2, rivals=True)
    assert _differences(random.Random(2), tables, day, columns=99) == []
