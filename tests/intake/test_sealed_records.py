"""A record proves itself: every cell of ours that is overtyped, every row that goes, is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from tests.checks.cases_audit_trail import document, entry
from tests.checks.cases_posted_records import sealed
from tests.support.books import table
from xl_recoup.contract import DOCUMENTS, LEDGER, RUN_LOG, Kind, TableSpec
from xl_recoup.contract.columns import ENTRY_DIGEST, Column
from xl_recoup.contract.entry_digests import covered, text, with_digests
from xl_recoup.intake.sealed_records import SealedRecord, sealed_records
from xl_recoup.tables import Cell, WorkbookTables

FULL = {
    c.heading: datetime(2025, 12, 19, 9, 30) if c.kind is Kind.DATE else f"a {c.heading}"
    for c in (*LEDGER.columns, *DOCUMENTS.columns)
    if c.kind in (Kind.DATE, Kind.TEXT)
}
LEDGER_ROWS = sealed(LEDGER, *({**FULL, **entry(n, 10.5 * n)} for n in (1, 2, 3, 4)))
DOCUMENT_ROWS = sealed(DOCUMENTS, *({**FULL, **document(n, 10.5 * n)} for n in (1, 2, 3, 4)))
RECORDS = ((LEDGER, LEDGER_ROWS), (DOCUMENTS, DOCUMENT_ROWS))
COLUMNS = [(spec, rows, column) for spec, rows in RECORDS for column in spec.columns]


def looked_at(spec: TableSpec, rows: Sequence[dict[str, Any]], head: str = "") -> SealedRecord:
    """Return what the digests of a record say; `head` is what the run log's last line has."""
    tables = {spec.name: table(spec.name, [_known(spec, row) for row in rows], spec.headings)}
    line: dict[str, Cell] = {"Version": "1", f"{spec.name} head": head or None}
    tables["RunLog"] = table("RunLog", [line], RUN_LOG.headings)
    return sealed_records(WorkbookTables(tables, tuple(tables)))[spec.name]


def _known(spec: TableSpec, row: dict[str, Any]) -> dict[str, Any]:
    return {heading: row.get(heading) for heading in spec.headings}


def head_of(rows: Sequence[dict[str, Any]]) -> str:
    """Return the head that the run log keeps of these rows."""
    return str(rows[-1][ENTRY_DIGEST]).rpartition(".")[0]


@pytest.mark.parametrize(("spec", "rows"), RECORDS, ids=["Ledger", "Documents"])
def test_what_nobody_touched_is_sound(spec: TableSpec, rows: list[dict[str, Any]]) -> None:
    """Untouched rows have no finding, in whatever order they stand."""
    for order in permutations(rows):
        record = looked_at(spec, order, head_of(rows))
        assert (record.altered, record.head, record.unsealed) == ((), head_of(rows), 0)


@pytest.mark.parametrize(
    ("spec", "rows", "column"), COLUMNS, ids=[f"{s.name}-{c.heading}" for s, _, c in COLUMNS]
)
def test_an_overtyped_cell_is_named_by_row_and_column(
    spec: TableSpec, rows: list[dict[str, Any]], column: Column
) -> None:
    """Each column of ours in turn, overtyped or emptied in each row: one finding, at that cell.

    What the team fills in is free.
    """
    letters = table(spec.name, [], spec.headings).letters(spec.headings.index(column.heading))
    for i, row in enumerate(rows):
        for typed in ("overtyped", None):
            if row.get(column.heading) == typed:
                continue
            changed = [r | {column.heading: typed} if r is row else r for r in rows]
            altered = looked_at(spec, changed, head_of(rows)).altered
            if column.heading in spec.filled_by_team:
                assert altered == ()
                continue
            ((place, words),) = altered
            assert (place.sheet, place.cell) == (spec.sheet, f"{letters}{5 + i}")
            assert column.heading in words


@pytest.mark.parametrize(("spec", "rows"), RECORDS, ids=["Ledger", "Documents"])
def test_every_deleted_row_is_found(spec: TableSpec, rows: list[dict[str, Any]]) -> None:
    """A row deleted at the start, in the middle, at the end, or all of them: said, with a place."""
    for i in range(len(rows)):
        left = [row for j, row in enumerate(rows) if j != i]
        ((place, words),) = looked_at(spec, left, head_of(rows)).altered
        assert place.sheet == spec.sheet
        assert "posted rows were deleted" in words
    assert "deleted" in looked_at(spec, [], head_of(rows)).altered[0][1]


@pytest.mark.parametrize(("spec", "rows"), RECORDS, ids=["Ledger", "Documents"])
def test_added_and_copied_rows_are_found(spec: TableSpec, rows: list[dict[str, Any]]) -> None:
    """A row typed in by hand, a copy of one, and one written with the digest of another."""
    typed = rows[1] | {ENTRY_DIGEST: None}
    ((place, words),) = looked_at(spec, [*rows, typed], head_of(rows)).altered
    assert place.cell.endswith("9")
    assert "posting did not write this row" in words
    ((_, words),) = looked_at(spec, [*rows, rows[1]], head_of(rows)).altered
    assert "entry 2 is there twice: the row is a copy of row 6" in words
    swapped = [rows[0] | {ENTRY_DIGEST: rows[1][ENTRY_DIGEST]}, *rows[2:]]
    assert looked_at(spec, swapped, head_of(rows)).altered


@pytest.mark.parametrize(("spec", "rows"), RECORDS, ids=["Ledger", "Documents"])
def test_a_column_sorted_by_itself_is_one_finding(
    spec: TableSpec, rows: list[dict[str, Any]]
) -> None:
    """Several changed cells of one column are told together."""
    heading = "Charge ref" if spec is LEDGER else "Net"
    values = [row[heading] for row in rows][::-1]
    mixed = [row | {heading: value} for row, value in zip(rows, values, strict=True)]
    ((_, words),) = looked_at(spec, mixed, head_of(rows)).altered
    assert words == f"{heading} of entry 1 is not what was written there, nor are those of" \
        " entries 2, 3 and 4."  # fmt: skip


def test_rows_written_anew_do_not_pass_for_the_old_ones() -> None:
    """Whoever computes all digests again is found by the run log's heads, unless he changes them.

    That is the limit: without a key a determined forger can change those too.
    """
    forged = sealed(LEDGER, *({**FULL, **entry(n, 11.5 * n)} for n in (1, 2, 3, 4)))
    ((place, words),) = looked_at(LEDGER, forged, head_of(LEDGER_ROWS)).altered
    assert "entry 4 is not the one that the run log" in words
    ((place, words),) = looked_at(LEDGER, LEDGER_ROWS, "overtyped").altered
    assert (place.sheet, "overtyped" in words) == ("RunLog", True)
    assert looked_at(LEDGER, forged, head_of(forged)).altered == ()


def test_a_column_of_digests_that_is_gone_is_said() -> None:
    """Without the column nothing can be shown, and that is what is said."""
    headings = [h for h in LEDGER.headings if h != ENTRY_DIGEST]
    rows = [{h: r.get(h) for h in headings} for r in LEDGER_ROWS]
    line: dict[str, Cell] = {"Version": "1", "Ledger head": head_of(LEDGER_ROWS)}
    tables = {"Ledger": table("Ledger", rows, headings),
              "RunLog": table("RunLog", [line], RUN_LOG.headings)}  # fmt: skip
    record = sealed_records(WorkbookTables(tables, tuple(tables)))["Ledger"]
    assert "the column Entry digest is gone" in record.altered[0][1]
    assert record.head == head_of(LEDGER_ROWS)


@pytest.mark.parametrize(("spec", "rows"), RECORDS, ids=["Ledger", "Documents"])
def test_a_record_that_is_gone_is_said(spec: TableSpec, rows: list[dict[str, Any]]) -> None:
    """A table that the run log knows of and that is not there is no empty one."""
    line: dict[str, Cell] = {"Version": "1", f"{spec.name} head": head_of(rows)}
    tables = {"RunLog": table("RunLog", [line, {"Version": "1"}], RUN_LOG.headings)}
    record = sealed_records(WorkbookTables(tables, tuple(tables)))[spec.name]
    ((place, words),) = record.altered
    assert (place.sheet, place.cell[-1], record.head) == ("RunLog", "5", head_of(rows))
    assert words == f"there is no table named {spec.name}, and this run knew of 4 entries in it."


def test_rows_of_the_first_edition_are_not_sealed() -> None:
    """Rows without any digest, of which the run log knows no head, wait to be sealed."""
    rows = [row | {ENTRY_DIGEST: None} for row in LEDGER_ROWS]
    record = looked_at(LEDGER, rows)
    assert (record.unsealed, record.altered, str(record.place)) == (4, (), "Ledger A5")
    assert looked_at(LEDGER, []).unsealed == 0


def test_an_entry_of_fewer_columns_keeps_its_proof() -> None:
    """What an earlier edition wrote covers the columns that it had."""
    fewer = replace(LEDGER, columns=(*LEDGER.columns[:-2], LEDGER.columns[-1]))
    rows = [
        dict(zip(fewer.headings, row, strict=True))
        for row in with_digests(fewer, ([r.get(h) for h in fewer.headings] for r in LEDGER_ROWS))
    ]
    assert looked_at(LEDGER, rows, head_of(rows)).altered == ()
    changed = [rows[0] | {"School": "other"}, *rows[1:]]
    assert "School of entry 1" in looked_at(LEDGER, changed, head_of(rows)).altered[0][1]


@pytest.mark.parametrize(
    ("written", "read", "kind"),
    [
        (Decimal("20.00"), 20, Kind.NUMBER),
        (Decimal("-0.00"), 0.0, Kind.NUMBER),
        (Decimal("0.1") * 3, 0.1 * 3, Kind.NUMBER),
        (date(2025, 10, 14), 45944, Kind.DATE),
        (date(2025, 10, 14), datetime(2025, 10, 14), Kind.DATE),
        (datetime(2025, 10, 14, 12, 0, 1), 45944.50001157407, Kind.DATE),
        ("3052069", 3052069.0, Kind.LAESTAB),
        (" a  b", "a b ", Kind.TEXT),
        (None, "", Kind.TEXT),
    ],
)
def test_how_a_program_stores_a_cell_makes_no_difference(
    written: Any, read: Cell, kind: Kind
) -> None:
    """Pounds, days without their format and numbers as text say the same after another saving."""
    assert text(written, kind) == text(read, kind)


def test_a_day_of_1904_is_the_same_day() -> None:
    """Where a workbook counts from 1904, its numbers are other days."""
    assert text(44482, Kind.DATE, date_1904=True) == text(date(2025, 10, 14), Kind.DATE)
    assert text(1e12, Kind.DATE) == "1e+12"


def test_every_column_is_covered_or_the_teams() -> None:
    """Nothing lies between: what no digest covers is for the team to fill."""
    free = {c.heading for s, _ in RECORDS for c in s.columns} - {
        c.heading for s, _ in RECORDS for c in covered(s)
    }
    assert free == {"PO number", "Issued on", "Finance reference", ENTRY_DIGEST}
