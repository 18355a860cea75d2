"""What a table's model finds wrong in a row lands on the cell of the field that it names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from tests.support.books import table
from xl_recoup.contract import (
    AccountCode,
    Agreement,
    CalendarDays,
    Change,
    Document,
    ExtractRow,
    Provider,
    Query,
    Rate,
    Scheme,
    School,
    Settlement,
)
from xl_recoup.contract.table_row import TableRow
from xl_recoup.intake.row_reading import read_rows
from xl_recoup.intake.row_records import Fault, record_of, record_of_whole
from xl_recoup.tables import CellError

APRIL, MARCH = date(2025, 4, 1), date(2025, 3, 31)
SOUND: dict[type[TableRow], dict[str, Any]] = {
    School: {"LAESTAB": "3054010", "School": "Elm", "Type": "academy"},
    Agreement: {"Party": "Elm Trust", "Scheme": "PEX", "Status": "signed"},
    Provider: {"Code": "AP1"},
    Scheme: {
        "Scheme": "DAILY",
        "Kind": "local",
        "Measure": "event",
        "Base": "named rate",
        "Rate": "day",
    },
    Rate: {"Factor": "fsm", "Phase": "all", "Amount": 495, "Valid from": APRIL},
    CalendarDays: {"Calendar": "LA", "Kind": "term", "From": APRIL, "To": APRIL},
    Change: {"Placement ref": "P1", "From": APRIL, "What changes": "Pause"},
    Query: {"Query ref": "Q1", "Charge ref": "P1/BS"},
    AccountCode: {"Use": "Accrual"},
    Document: {
        "Document": "INV-2526-0001",
        "Kind": "invoice",
        "Ledger entries": "1 to 3",
        "Net": 5,
        "VAT": 0,
        "Gross": 5,
    },
    Settlement: {"Document": "INV-2526-0001", "Date": APRIL, "Amount": 5},
    ExtractRow: {"Reference": "X1", "Amount": 5},
}
WRONG: list[tuple[type[TableRow], dict[str, Any], list[str]]] = [
    (School, {"Leaving years": "6, soon"}, ["Leaving years"]),
    (School, {"Open from": APRIL, "Open to": MARCH}, ["Open to"]),
    (School, {"Lowest year": 9, "Highest year": 7}, ["Highest year"]),
    (
        Provider,
        {"Places commissioned": 0.5, "Place rate": -1},
        ["Places commissioned", "Place rate"],
    ),
    (Provider, {"Occupancy threshold": 101}, ["Occupancy threshold"]),
    (Provider, {"Pupils counted": 3, "Place rate": 1}, ["Counted on", "Places commissioned"]),
    (Scheme, {"Measure": None, "Notice days": 1.5}, ["Notice days", "Measure"]),
    (Scheme, {"Cap": 0, "Kind": None}, ["Kind", "Cap"]),
    (Rate, {"Amount": -1}, ["Amount"]),
    (CalendarDays, {"To": MARCH}, ["To"]),
    (Change, {"To": MARCH}, ["To"]),
    (Change, {"What changes": "EHCP"}, ["New value"]),
    (Document, {"Ledger entries": "some"}, ["Ledger entries"]),
]


def read(model: type[TableRow], cells: Mapping[str, Any]) -> tuple[TableRow | None, list[Fault]]:
    """Return the record of one row, and its faults, every one of them."""
    spec, faults = model.spec, list[Fault]()
    (row,) = read_rows(table(spec.name, [dict(cells)], spec.headings), spec).rows
    return record_of(row, model, faults, tell_all=True), faults


def at(model: type[TableRow], heading: str) -> str:
    """Return the address of a heading's cell in the first row."""
    spec = model.spec
    return table(spec.name, [], spec.headings).address(0, spec.headings.index(heading))


@pytest.mark.parametrize("model", SOUND, ids=lambda m: m.spec.name)
def test_a_sound_row_is_a_record_named_by_its_cell(model: type[TableRow]) -> None:
    """A row with what is needed gives a record, whose place is the cell that names it."""
    record, faults = read(model, SOUND[model])
    assert faults == []
    assert record is not None
    headings = {c.field: c.heading for c in model.spec.columns}
    assert record.place.cell == at(model, headings[model.named_by])


@pytest.mark.parametrize("model", SOUND, ids=lambda m: m.spec.name)
def test_every_blank_that_is_needed_is_told_at_its_cell(model: type[TableRow]) -> None:
    """Each needed cell that is blank is a fault there, in the order of the columns."""
    needed = [n for n, f in model.model_fields.items() if n != "place" and f.is_required()]
    cells = {c.heading: None for c in model.spec.columns if c.field in needed}
    record, faults = read(model, SOUND[model] | {model.spec.headings[-1]: "x"} | cells)
    assert record is None
    assert [f.place.cell for f in faults] == [at(model, heading) for heading in cells]
    assert all(f.words.startswith("is blank, but ") for f in faults)


@pytest.mark.parametrize(("model", "cells", "headings"), WRONG)
def test_what_can_not_be_meant_is_told_at_its_cell(
    model: type[TableRow], cells: dict[str, Any], headings: list[str]
) -> None:
    """All that contradicts itself in a row is told, each thing at the cell that the model names."""
    record, faults = read(model, SOUND[model] | cells)
    assert record is None
    assert [f.place.cell for f in faults] == [at(model, heading) for heading in headings]
    assert {f.table for f in faults} == {model.spec.name}


def test_a_cell_aside_may_be_unreadable_and_no_other() -> None:
    """What nothing rests on costs no row; any other cell that can't be read does, untold here."""
    record, faults = read(Query, SOUND[Query] | {"Opened": "soon"})
    assert (record is not None, faults) == (True, [])
    record, faults = read(School, SOUND[School] | {"Open to": "soon"})
    assert (record, faults) == (None, [])


def test_of_a_row_that_must_be_whole_nothing_is_told() -> None:
    """A dated change with an unreadable cell is passed over: the cell itself is told elsewhere."""
    spec, faults = Change.spec, list[Fault]()
    cells: dict[str, Any] = {"Placement ref": "P1", "From": CellError("#N/A")}
    (row,) = read_rows(table(spec.name, [cells], spec.headings), spec).rows
    assert record_of_whole(row, Change, faults) is None
    assert faults == []
