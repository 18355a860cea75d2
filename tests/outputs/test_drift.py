"""Drift: the outputs in a workbook against what its inputs give, cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import AS_AT, TODAY, book, pex
from xl_recoup.outputs.all_tables import writes, writes_with_log
from xl_recoup.outputs.drift import SHOWN_PER_TABLE, drift
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, CellError, Formula, OutCell, Table, TableWrite, WorkbookTables

PLACEMENTS = [pex(1), pex(2, **{"Exclusion date": None})]
NOON = datetime(2026, 1, 31, 12)


def _as_read(value: OutCell) -> Cell:
    if isinstance(value, Formula):
        value = value.value
    return float(value) if isinstance(value, Decimal | int) else value


def _table(write: TableWrite) -> Table:
    formulas = frozenset(
        f"{chr(65 + j)}{5 + i}"
        for i, row in enumerate(write.rows)
        for j, cell in enumerate(row)
        if isinstance(cell, Formula)
    )
    rows = [[_as_read(cell) for cell in row] for row in write.rows]
    return Table(write.table, write.sheet, write.headings, 5, rows, formulas=formulas)


def _filled() -> tuple[WorkbookTables, Result]:
    """Return a workbook in memory whose outputs are those of a run."""
    typed = book(PLACEMENTS)
    result = calculate(typed, as_at=AS_AT, today=TODAY)
    outputs = writes_with_log(result, at=NOON, who="tester", version="1")
    tables = {**typed.tables} | {w.table: _table(w) for w in outputs}
    return WorkbookTables(tables, tuple(t.sheet for t in tables.values())), result


def _with(tables: WorkbookTables, table: Table | None, name: str) -> WorkbookTables:
    changed: dict[str, Table] = {k: t for k, t in tables.tables.items() if k != name}
    if table is not None:
        changed[name] = table
    return WorkbookTables(changed, tables.sheets)


def _cell(name: str, heading: str, value: Cell, row: int = 0) -> Callable[[Table], Table]:
    def change(table: Table) -> Table:
        rows = [list(r) for r in table.rows]
        rows[row][table.headings.index(heading)] = value
        return replace(table, rows=rows)

    change.__name__ = name
    return change


def _after(name: str, change: Callable[[Table], Table] | None) -> list[str]:
    """Return the drift after one table was changed, or left out."""
    tables, result = _filled()
    table = change(tables.tables[name]) if change else None
    return drift(_with(tables, table, name), result)


def test_what_a_run_wrote_has_not_drifted() -> None:
    """The tables of a run, read back as numbers and days, show no difference."""
    tables, result = _filled()
    assert drift(tables, result) == []


@pytest.mark.parametrize(
    ("heading", "value", "said"),
    [
        ("Amount", 1775.55, "Charges E5: Amount is £1,775.55 where the inputs give £1,775.54."),
        ("Amount", None, "Charges E5: Amount is blank where the inputs give £1,775.54."),
        ("Amount", "1775.54", "Charges E5: Amount is “1775.54” where the inputs give £1,775.54."),
        ("Amount", True, "Charges E5: Amount is TRUE where the inputs give £1,775.54."),
        ("Amount", CellError("#REF!"),
         "Charges E5: Amount is #REF! where the inputs give £1,775.54."),
        ("Amount", 1775.5400000001,
         "Charges E5: Amount is £1,775.5400000001 where the inputs give £1,775.54."),
        ("Status", "Held", "Charges F5: Status is “Held” where the inputs give “billable”."),
        ("Reason", "agreed", "Charges G5: Reason is “agreed” where the inputs give blank."),
        ("From", AS_AT, "Charges N5: From is 31/01/2026 where the inputs give 14/10/2025."),
        ("Check", 0.01, "Charges W5: Check is £0.01 where the inputs give £0.00."),
    ],
)  # fmt: skip
def test_a_changed_cell_is_named_with_both_values(heading: str, value: Cell, said: str) -> None:
    """One sentence says the sheet, the cell, its heading, what is there and what belongs there."""
    assert _after("Charges", _cell("typed", heading, value)) == [said]


def test_a_value_over_a_formula_is_seen_although_it_is_right() -> None:
    """A Check that holds a plain 0 proves nothing, so it is drift."""
    change = _without_formulas
    assert _after("Charges", change)[0] == (
        "Charges W5: a value was typed over the formula of Check."
    )


def _without_formulas(table: Table) -> Table:
    return replace(table, formulas=frozenset())


_BY_CELLS = "ROUND(IF(N(R5)=0,0,ROUND(P5*Q5/R5,2))-E5,2)"


@pytest.mark.parametrize(
    ("text", "seen"),
    [(None, 0), (_BY_CELLS, 0), (_BY_CELLS.replace("E5", "S5"), 1), ("0*M5", 1)],
)
def test_a_value_that_another_program_dropped_is_no_drift(text: str | None, seen: int) -> None:
    """Our own formula without a stored value gives what it gave; another formula does not."""
    tables, result = _filled()
    wanted = next(w for w in writes(result) if w.table == "Charges")
    at = wanted.headings.index("Check")
    ours = wanted.rows[0][at]
    assert isinstance(ours, Formula)
    change = _cell("dropped", "Check", None)
    table = replace(
        change(tables.tables["Charges"]),
        valueless=frozenset({"W5"}),
        formula_texts={"W5": text or ours.text},
    )
    assert len(drift(_with(tables, table, "Charges"), result)) == seen


def test_a_formula_over_a_value_is_seen_although_it_is_right() -> None:
    """An amount that is a formula would change by itself, so it is drift."""

    def change(table: Table) -> Table:
        return replace(table, formulas=table.formulas | {"E5", "ZZ5", "M99"})

    assert _after("Charges", change) == ["Charges E5: Amount is a formula, not what was written."]


def test_missing_and_surplus_rows_are_counted() -> None:
    """A line that was deleted, or added below, is drift; blank rows at the end are not."""

    def shorter(table: Table) -> Table:
        return replace(table, rows=table.rows[:-1])

    def longer(table: Table) -> Table:
        return replace(table, rows=[*table.rows, table.rows[0]])

    def padded(table: Table) -> Table:
        return replace(
            table, rows=[*table.rows, [None] * len(table.headings), [""] * len(table.headings)]
        )

    count = "Charges: the table Charges has {} rows where the inputs give 2."
    assert _after("Charges", shorter) == [count.format(1)]
    assert _after("Charges", longer) == [count.format(3)]
    assert _after("Charges", padded) == []


def test_a_missing_table_or_column_is_named() -> None:
    """An output table or column that is gone is drift, said by its name."""

    def without_amount(table: Table) -> Table:
        keep = [i for i, h in enumerate(table.headings) if h != "Amount"]
        return replace(
            table,
            headings=tuple(table.headings[i] for i in keep),
            rows=[[row[i] for i in keep] for row in table.rows],
        )

    assert _after("SchoolSummary", None) == ["The table SchoolSummary is missing."]
    assert _after("Charges", without_amount) == ["The table Charges has no column headed Amount."]


def test_the_team_s_own_columns_and_order_are_free() -> None:
    """Further columns, another order and other capitals of the headings are no drift."""

    def rearranged(table: Table) -> Table:
        return replace(
            table,
            headings=("Ours", *(h.upper() for h in reversed(table.headings))),
            rows=[["note", *reversed(row)] for row in table.rows],
            formulas=frozenset({"E5", "E6", "E7", "A5"}),
        )

    assert _after("Charges", rearranged) == []


def test_long_lists_are_cut_short() -> None:
    """Of each table the first ten differences are shown, and the rest are counted."""

    def other(table: Table) -> Table:
        return replace(table, rows=[["x"] * len(table.headings) for _ in table.rows])

    said = _after("Charges", other)
    assert len(said) == SHOWN_PER_TABLE + 1
    assert said[-1] == "Charges: 42 more cells differ."


def test_without_a_run_log_there_is_nothing_to_compare() -> None:
    """No run log, or an empty one, gives one sentence."""
    said = ["No run is recorded in the run log: recalculate the workbook first."]
    assert _after("RunLog", None) == said
    assert _after("RunLog", lambda t: replace(t, rows=[[None] * len(t.headings)])) == said


@pytest.mark.parametrize("name", ["Settings", "Schools", "Rates", "Placements"])
def test_a_changed_input_is_named_once(name: str) -> None:
    """Inputs that are not those of the last run are named by their table."""
    tables, _ = _filled()

    def noted(table: Table) -> Table:
        rows = [[*row, "n"] for row in table.rows] or [["n"] * (len(table.headings) + 1)]
        return replace(table, headings=(*table.headings, "Ours"), rows=rows)

    if name == "Settings":
        settings = tables.tables[name]
        blank = [None] * (len(settings.headings) - 2)
        changed = replace(settings, rows=[*settings.rows, ["Hold days", 56, *blank]])
    else:
        changed = noted(tables.tables[name])
    tables = _with(tables, changed, name)
    result = calculate(tables, as_at=AS_AT, today=TODAY)
    assert drift(tables, result) == [f"The table {name} has changed since the last run."]


def test_how_excel_stores_the_same_value_is_no_drift() -> None:
    """A day with a time of midnight, a whole number as a float: the same value, no drift."""

    def saved(table: Table) -> Table:
        rows: list[list[Any]] = [list(row) for row in table.rows]
        for row in rows:
            for i, cell in enumerate(row):
                if hasattr(cell, "year"):
                    row[i] = datetime(cell.year, cell.month, cell.day)
                elif cell is None:
                    row[i] = ""
        return replace(table, rows=rows)

    assert _after("Charges", saved) == []


def test_digests_do_not_depend_on_how_cells_are_stored() -> None:
    """1 and 1.0 digest alike, and so do blank rows at the end; 1 and "1" do not."""
    from xl_recoup.intake.digests import digests

    def of(value: Cell, more: Mapping[str, Cell] | None = None) -> str:
        rows = [{"Setting": "Hold days", "Value": value}] + ([more] if more else [])
        return digests(book(Settings=rows))["Settings digest"]

    assert of(1) == of(1.0) == of(1, {"Setting": None, "Value": ""})
    assert len({of(1), of("1"), of(True), of(None), of(CellError("#N/A")), of("#N/A")}) == 6
