"""What was typed over results since the last run is told exactly, and nothing else is accused."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from xl_recoup.intake.last_run_record import LastRunRecord, Remembered, record_digest
from xl_recoup.outputs.as_written import as_written, cell_text, noted_as_written
from xl_recoup.outputs.typed_over import TypedTable, typed_over
from xl_recoup.outputs.typed_over_words import sentences
from xl_recoup.tables import Cell, CellError, Formula, OutCell, Table, TableWrite, WorkbookTables

HEADINGS = ("Charge ref", "Amount", "Status", "To", "Units", "Working", "Check")
FORMULAS = HEADINGS.index("Check")
Rows = Sequence[Sequence[OutCell]]
Old = list[list[Cell]]


def write(rows: Rows, headings: Sequence[str] = HEADINGS, table: str = "Charges") -> TableWrite:
    """Return a run's writing of a table."""
    return TableWrite(table, tuple(headings), rows, table, keys=(("Charge ref",),))


def charge(number: int, amount: str = "100.00", units: int = 5) -> list[OutCell]:
    """Return a charge as a run writes it."""
    said = f"£20.00 × {units} = £{amount}"
    check = Formula("ROUND(1,2)", Decimal("0.00"))
    return [f"P{number}/S", Decimal(amount), "billable", date(2026, 3, 31), units, said, check]


def read(rows: Rows) -> Old:
    """Return rows as they are read back."""
    values = [[c.value if isinstance(c, Formula) else c for c in row] for row in rows]
    return [[float(c) if isinstance(c, Decimal) else c for c in row] for row in values]


def book(
    rows: Old,
    headings: Sequence[str] = HEADINGS,
    formulas: frozenset[str] | None = None,
    table: str = "Charges",
) -> WorkbookTables:
    """Return a workbook with the table, whose checks are formulas where nothing else is said."""
    letters = "ABCDEFGH"[list(headings).index("Check")] if "Check" in headings else ""
    every = [f"{letters}{row}" for row in range(5, 5 + len(rows)) if letters]
    held = Table(
        table,
        table,
        tuple(headings),
        5,
        rows,
        formulas=frozenset(every) if formulas is None else formulas,
    )
    return WorkbookTables({table: held}, (table,))


def noted(last: TableWrite, *, known: str | None = None) -> LastRunRecord:
    """Return the record of a run that wrote this."""
    rows = [Remembered("run", "version", "1"), *noted_as_written([last], date_1904=False)]
    return LastRunRecord(rows, known=record_digest(rows) if known is None else known)


def found(there: WorkbookTables, last: Rows, now: Rows) -> list[TypedTable]:
    """Return what was typed over, where one run wrote rows and another is about to."""
    return typed_over(there, as_written(noted(write(last))), [write(now)])


def cells(tables: Sequence[TypedTable], *, sure: bool = True) -> set[tuple[str, Cell, object]]:
    """Return the cells that are told: address, what stands there, what is written."""
    return {
        (cell.address, cell.held, cell.written)
        for table in tables
        for row in table.rows
        if row.sure is sure
        for cell in row.cells
    }


LAST: Rows = [charge(1), charge(2), charge(3)]


def test_what_was_written_is_not_doubted() -> None:
    """Nothing was typed, so nothing is told: whatever the next run writes."""
    assert found(book(read(LAST)), LAST, LAST) == []
    assert found(book(read(LAST)), LAST, [charge(1, "80.00", 4), charge(4)]) == []


def test_cells_are_told_exactly() -> None:
    """Amount, status, day, text and a check that were typed over, with what is written there."""
    old = read(LAST)
    old[0][1], old[1][2], old[1][3], old[2][5] = 300, "held", date(2026, 1, 1), "as agreed"
    assert cells(found(book(old), LAST, LAST)) == {
        ("B5", 300, Decimal("100.00")),
        ("C6", "held", "billable"),
        ("D6", date(2026, 1, 1), date(2026, 3, 31)),
        ("F7", "as agreed", "£20.00 × 5 = £100.00"),
    }


def test_a_formula_typed_over_and_a_formula_typed() -> None:
    """A figure in the place of a check is told, and a formula in the place of a figure."""
    old = read(LAST)
    typed = book(old, formulas=frozenset({"B5", "G6", "G7"}))
    told = found(typed, LAST, LAST)
    assert {c.address for row in told[0].rows for c in row.cells} == {"B5", "G5"}


def test_sorted_rows_and_moved_columns_are_the_same_still() -> None:
    """A person's sorting, and columns put elsewhere among columns of their own, change nothing."""
    order = [4, 1, 6, 0, 5, 2, 3]
    headings = ["Mine", *(HEADINGS[i] for i in order)]
    old: Old = [["note", *(row[i] for i in order)] for row in read(LAST)[::-1]]
    assert found(book(old, headings), LAST, LAST) == []
    old[0][2] = 12.5
    assert cells(found(book(old, headings), LAST, LAST)) == {("C5", 12.5, Decimal("100.00"))}


@pytest.mark.parametrize(
    ("written", "held"),
    [
        (Decimal("0.333333333333333333"), 0.333333333333333),
        (Decimal("0.10"), 0.1),
        (Decimal("-0.00"), 0),
        (date(2026, 3, 31), 46112),
        ("3052000", 3052000),
        ("0012", 12),
        ("a\r\nb", "a\nb"),
        ("", None),
        (None, ""),
        ("TRUE", True),
        (CellError("#N/A"), "#N/A"),
    ],
)
def test_a_saving_by_a_spreadsheet_is_no_typing(written: OutCell, held: Cell) -> None:
    """Fifteen digits, a lost day format, a text that became a number: the cell is the same."""
    assert cell_text(written, False) == cell_text(held, False)


def test_days_of_a_workbook_that_counts_from_1904() -> None:
    """A day is its number in the workbook's own count."""
    day = date(2026, 3, 31)
    assert (cell_text(day, True), cell_text(day, False)) == ("44650", "46112")


def test_changed_inputs_are_not_accused() -> None:
    """Where this run changes other cells of the row, what was typed is told and they are not."""
    old = read(LAST)
    old[0][2] = "asked"
    now: Rows = [charge(1, "80.00", 4), charge(2), charge(3)]
    assert cells(found(book(old), LAST, now)) == {("C5", "asked", "billable")}


def test_one_column_names_the_cell_even_where_this_run_changes_it() -> None:
    """An amount that was typed over and is another now: by its column it is told all the same."""
    old = read(LAST)
    old[0][1] = 300
    now: Rows = [charge(1, "80.00", 4), charge(2), charge(3)]
    assert cells(found(book(old), LAST, now)) == {("B5", 300, Decimal("80.00"))}


def test_what_cannot_be_told_exactly_is_said_so() -> None:
    """Several cells may be it: at least one was typed over, which is all that is said."""
    old = read(LAST)
    old[0][1], old[0][4], old[1][2] = 300, 9, "held"
    now: Rows = [charge(1, "80.00", 4), charge(2), charge(3)]
    told = found(book(old), LAST, now)
    assert cells(told) == {("C6", "held", "billable")}
    assert cells(told, sure=False) == {("B5", 300, Decimal("80.00")), ("E5", 9, 4)}
    (sentence,) = sentences(told, kept=True, done=True)
    assert "In the row P1/S at least one cell was typed over since the last run." in sentence


def test_rows_put_in_and_deleted() -> None:
    """A row that no run wrote is told with its cells, and how many of the run's are gone."""
    old: Old = [*read(LAST), ["X", 5, None, None, None, None, None]]
    (told,) = found(book(old), LAST, LAST)
    assert [cell.address for cell in told.added[0].cells][:2] == ["A8", "B8"]
    assert (told.rows, told.gone) == ([], 0)
    (told,) = found(book(read(LAST)[1:]), LAST, LAST)
    assert (told.rows, told.added, told.gone) == ([], [], 1)


def test_a_copied_row_is_no_typed_cell() -> None:
    """The same row twice replaces nothing that was written."""
    old = read(LAST)
    assert found(book([*old, old[0]]), LAST, LAST) == []


def test_a_key_that_was_typed_over() -> None:
    """The row that is missing is this one: it says the rest of it."""
    old = read(LAST)
    old[1][0] = "P9/S"
    assert cells(found(book(old), LAST, LAST)) == {("A6", "P9/S", "P2/S")}


def test_a_table_without_keys() -> None:
    """The lines on Start have no key: a line is told by its place."""
    old: Old = [["First"], ["typed"], ["Third"]]
    start = ("Since the last run",)
    last = TableWrite("WhatMoved", start, [("First",), ("Second",), ("Third",)])
    now = TableWrite("WhatMoved", start, [("First",), ("Another",), ("Third",)])
    for writing, there in ((last, "Second"), (now, "Another")):
        told = typed_over(
            book(old, start, frozenset(), "WhatMoved"), as_written(noted(last)), [writing]
        )
        assert cells(told) == {("A6", "typed", there)}


def test_a_witness_that_is_none_is_not_heard() -> None:
    """No note, a run of an edition without one, an altered record, a lost column: no doubt."""
    old = read(LAST)
    old[0][1] = 300
    there, now = book(old), [write(LAST)]
    assert typed_over(there, {}, now) == []
    assert as_written(noted(write(LAST), known="")) == {}
    assert as_written(noted(write(LAST), known="0123456789abcdef")) == {}
    short = book([row[:-1] for row in old], HEADINGS[:-1])
    assert typed_over(short, as_written(noted(write(LAST))), now) == []


def test_another_edition_writes_other_columns() -> None:
    """Columns that this edition writes no more, or newly, are not looked at."""
    old = read(LAST)
    old[0][1] = 300
    headings = ("Charge ref", "Amount", "Status", "To", "Units", "Reason", "Check")
    now = write([[*row[:5], "new words", row[6]] for row in LAST], headings)
    assert cells(typed_over(book(old), as_written(noted(write(LAST))), [now])) == {
        ("B5", 300, Decimal("100.00"))
    }


@pytest.mark.parametrize("seed", range(60))
def test_whatever_is_typed(seed: int) -> None:
    """In any rows, in any order, beside inputs that changed: what is told was typed, all of it."""
    dice = random.Random(seed)
    last = [charge(n, f"{dice.randrange(1, 9)}0.00", dice.randrange(1, 9)) for n in range(30)]
    old = read(last)
    changed = set(dice.sample(range(30), 6))
    now = [charge(n, "77.77", 3) if n in changed else row for n, row in enumerate(last)]
    typed = set()
    for n in dice.sample(sorted(set(range(30)) - changed), dice.randrange(1, 6)):
        for column in dice.sample(range(1, FORMULAS), dice.randrange(1, 3)):
            old[n][column] = f"typed {n} {column}"
            typed.add((f"P{n}/S", f"typed {n} {column}"))
    dice.shuffle(old)
    told = found(book(old), last, now)
    assert {(row.key, c.held) for t in told for row in t.rows for c in row.cells} == typed
    assert all(row.sure for t in told for row in t.rows)


def test_texts_are_not_repeated() -> None:
    """An amount, a day and a choice are told; of a text only that one stood there."""
    old = read(LAST)
    old[0][1], old[0][2], old[1][5] = 300, "held", "rang Mrs Smith about Tom"
    (said,) = sentences(found(book(old), LAST, LAST), kept=True, done=True)
    assert said.startswith(
        "Charges: 3 cells were typed over since the last run, and are replaced: B5, Amount of P1/S:"
        " £300.00, now £100.00; C5, Status of P1/S: “held”, now “billable”; F6, Working of P2/S:"
        " a text, now another. What was typed is kept on the sheet Kept notes. A charge follows"
    )
    assert "Smith" not in said
