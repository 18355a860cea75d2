"""The record of the last run: what it notes of each table, how it is read, when it is torn."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from tests.support.books import book, pex, table
from tests.support.books import run as run_of
from tests.support.memory import MemoryBook
from xl_recoup.contract import LAST_RUN, RUN_LOG
from xl_recoup.intake.last_run_record import (
    Remembered,
    last_run_record,
    last_run_write,
    record_digest,
)
from xl_recoup.intake.seen_tables import FILLED, ROWS, TABLE, TOTAL, seen_tables
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.tables import Cell

AT = datetime(2026, 1, 31, 12)
ROW = Remembered("rate", "basic_entitlement ks3", "5422.00")


def _after_a_run(*, year: int | str = 4) -> MemoryBook:
    held = MemoryBook(book([pex(1), pex(2, **{"Year group": year})]))
    result = run_of([pex(1), pex(2, **{"Year group": year})])
    held.write(writes_with_log(result, at=AT, who="tester", version="1"))
    return held


def test_a_run_notes_tables_columns_rows_and_totals() -> None:
    """Each table's sheet, its filled rows, the filled cells of each column, a record's sums."""
    entry: dict[str, Cell] = {
        "Entry": 1,
        "Charge ref": "A",
        "Charge": "A",
        "LAESTAB": "3052001",
        "Amount": 0.1,
    }
    made = book(
        [pex(1), pex(2, EAL="Y")],
        Ledger=[entry, entry | {"Amount": 0.2}],
        replace={"Mine": table("Mine", [], ["Owner"])},
    )
    noted = {(row.kind, row.name): row.value for row in seen_tables(made)}
    assert noted[TABLE, "Placements"] == "Placements"
    assert noted[ROWS, "Placements"] == "2"
    assert noted[FILLED, "Placements[EAL]"] == "1"
    assert noted[FILLED, "Placements[Cancelled on]"] == "0"
    assert noted[TOTAL, "Ledger[Amount]"] == "0.30"
    assert not any("Mine" in name for _, name in noted)


def test_what_a_run_noted_is_read_again() -> None:
    """The next run finds what the last one noted, name by name, and knows that it is whole."""
    held = _after_a_run()
    before = last_run_record(held.tables)
    assert before.intact
    assert before.of(FILLED)["Placements[Year group]"] == "2"
    assert before.of("no such kind") == {}
    assert run_of([pex(1)], replace=held.tables.tables).before.rows == before.rows


def test_a_workbook_without_a_run_has_no_record() -> None:
    """Before the first run the record is empty, and nothing is wrong with it."""
    before = last_run_record(book([pex(1)]))
    assert not before
    assert before.intact


def test_a_record_that_is_not_as_the_run_log_knows_it_is_torn() -> None:
    """A record that was deleted, emptied or altered is not taken for one that noted nothing."""
    tables = _after_a_run().tables
    record = tables.tables[LAST_RUN.name]
    for rows in ([], list(record.rows)[1:], [("rows", "Ledger", "7"), *list(record.rows)[1:]]):
        torn = replace(tables, tables={**tables.tables, "LastRun": replace(record, rows=rows)})
        assert not last_run_record(torn).intact
    gone = replace(
        tables, tables={name: t for name, t in tables.tables.items() if name != LAST_RUN.name}
    )
    assert not last_run_record(gone).intact


def test_a_run_log_without_the_column_vouches_for_no_record() -> None:
    """In a run log of the first edition nothing says what the record was: it counts as it is."""
    old = [h for h in RUN_LOG.headings if h not in ("Accepted missing", "Record digest")]
    log = table("RunLog", [{"Run at": AT}], old)
    held = MemoryBook(book([pex(1)], replace={"RunLog": log}))
    held.write([last_run_write([ROW])])
    before = last_run_record(held.tables)
    assert before.intact
    assert before.rows == (ROW,)


def test_spaces_do_not_tear_a_record() -> None:
    """Spaces that a program adds or takes at the ends of a cell change nothing."""
    assert record_digest([ROW]) == record_digest([ROW._replace(name=f" {ROW.name} ")])
