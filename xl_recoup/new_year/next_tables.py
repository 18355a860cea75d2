"""The tables of next year's workbook, made from this year's as they stand. Pure.

Where rows of a table are left behind, all its columns are written anew, the team's own with them:
otherwise their cells would stand beside other rows. Only a column of the team's own that Excel
fills with a formula is left to Excel.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xl_recoup import contract
from xl_recoup.closed_lists import PeriodStatus
from xl_recoup.contract import PERIODS, TableSpec, normal
from xl_recoup.contract.cell_values import is_blank
from xl_recoup.contract.looked_up_names import with_looked_up
from xl_recoup.errors import Refused
from xl_recoup.intake.required import spec_of
from xl_recoup.intake.row_reading import read_rows
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.money import decimal_of
from xl_recoup.policy.options import setting_names
from xl_recoup.records import Place, RowKey, short_record
from xl_recoup.tables import Cell, CellError, OutCell, Table, TableWrite, WorkbookTables

CLOSED: PeriodStatus = "closed"
YEAR_SETTING, CLEARED = "Financial year", ("As-at date", "Regulations")
"""The setting that names the year, and those that are the old year's own."""


@short_record
class Rewriting:
    """One table's new contents, and what a person must know of them."""

    write: TableWrite
    fixed: tuple[Place, ...] = ()
    """Cells of the old file whose formula became the value that it had."""
    hidden: tuple[Place, ...] = ()
    """Rows of the new file that are out of sight, as the rows of the old file there were."""


def emptied_specs() -> list[TableSpec]:
    """Return the tables that begin a year empty: all outputs and records, and what was pasted in.

    Scenarios are proposals for a year, expected placements are of its months: they stay with it.
    Documents, settlements and what was done to recover them go with the ledger, whose
    entries they name.
    """
    return [
        *contract.OUTPUT_SPECS,
        *contract.RECORD_SPECS,
        contract.LEDGER_EXTRACT,
        *contract.REGISTER_SPECS,
        contract.SIGNED_OFF,
        contract.SCENARIOS,
        contract.EXPECTED_PLACEMENTS,
        contract.RECOVERY,
        *contract.SCENARIO_OUTPUTS,
        contract.MONTHLY_PROPOSALS,
        contract.KEPT_NOTES,
    ]


def emptied(book: WorkbookTables, filled_down: Mapping[str, Collection[str]]) -> list[Rewriting]:
    """Return the writings that leave every output and record table of a workbook empty."""
    found = []
    for spec in emptied_specs():
        table = book.find(spec.name)
        if table is not None:
            own = filled_down.get(table.name, ())
            ours = {normal(h) for h in spec.headings}
            headings = [h for h in table.headings if normal(h) in ours or h not in own]
            found.append(Rewriting(TableWrite(table.name, tuple(headings), [])))
    return found


def with_rows(
    table: Table,
    kept: Collection[RowKey],
    filled_down: Collection[str],
    schools: Mapping[str, str] | None = None,
) -> Rewriting:
    """Return a table with only the rows that are kept, in their order.

    `filled_down` names the columns that Excel fills with a formula; of these, the home school's
    name is written with its value, by LAESTAB in `schools`. Raises Refused where a kept cell can't
    be written as it is.
    """
    spec = spec_of(table.name)
    ours = {normal(h) for h in spec.headings} if spec else set()
    columns = [i for i, h in enumerate(table.headings) if normal(h) in ours or h not in filled_down]
    rows, fixed = [], []
    for i, cells in enumerate(table.rows):
        if RowKey(table.sheet, table.first_row + i) not in kept:
            continue
        rows.append([_as_it_is(table, i, j, cells[j]) for j in columns])
        addresses = [table.address(i, j) for j in columns]
        fixed += [Place(table.sheet, a) for a in addresses if a in table.formulas]
    headings = tuple(table.headings[j] for j in columns)
    filled = range(table.first_row, table.first_row + len(rows))
    hidden = [Place(table.sheet, f"row {n}") for n in sorted(table.hidden_rows) if n in filled]
    write = with_looked_up(TableWrite(table.name, headings, rows), table, schools or {})
    return Rewriting(write, tuple(fixed), tuple(hidden))


def settings_for(table: Table, year: FundingPeriod) -> Rewriting:
    """Return the Settings with another year, and without what was the old year's own.

    Raises Refused where a cell of its values can't be written as it is.
    """
    headings = [normal(h) for h in table.headings]
    name_at, value_at = headings.index("setting"), headings.index("value")
    names = setting_names()
    rows: list[tuple[OutCell, OutCell]] = []
    fixed = []
    for i, cells in enumerate(table.rows):
        name = _as_it_is(table, i, name_at, cells[name_at])
        value = _as_it_is(table, i, value_at, cells[value_at])
        known = names.get(normal(str(name or "")))
        if known == YEAR_SETTING:
            value = str(year)
        elif known in CLEARED:
            value = None
        elif table.address(i, value_at) in table.formulas:
            fixed.append(Place(table.sheet, table.address(i, value_at)))
        rows.append((name, value))
    if all(names.get(normal(str(name or ""))) != YEAR_SETTING for name, _ in rows):
        while rows and all(is_blank(cell) for cell in table.rows[len(rows) - 1]):
            rows.pop()
        rows.append((YEAR_SETTING, str(year)))
    write = TableWrite(table.name, (table.headings[name_at], table.headings[value_at]), rows)
    return Rewriting(write, tuple(fixed))


def periods_over(book: WorkbookTables, year: FundingPeriod) -> list[Place]:
    """Return the Status of each period that ended before a year and is not closed.

    What belongs to them is posted in the old year's workbook.
    """
    table = book.find(PERIODS.name)
    if table is None or "status" not in {normal(h) for h in table.headings}:
        return []
    return [
        row.place("status")
        for row in read_rows(table, PERIODS, book.date_1904).rows
        if row.get("end") and row.get("end") < year.start and row.get("status") != CLOSED
    ]


def with_closed(table: Table, over: Collection[Place]) -> Rewriting:
    """Return Periods with these closed. Raises Refused where a cell can't be written as it is."""
    at = [normal(h) for h in table.headings].index("status")
    rows = [
        (
            CLOSED
            if Place(table.sheet, table.address(i, at)) in over
            else _as_it_is(table, i, at, cells[at]),
        )
        for i, cells in enumerate(table.rows)
    ]
    return Rewriting(TableWrite(table.name, (table.headings[at],), rows))


def _as_it_is(table: Table, row: int, column: int, cell: Cell) -> OutCell:
    address = table.address(row, column)
    if isinstance(cell, CellError):
        raise Refused(
            f"{table.sheet} {address} holds the error {cell.code}, which can't be brought forward."
            " Correct or clear the cell, save, and try again."
        )
    if address in table.valueless:
        raise Refused(
            f"{table.sheet} {address}: the formula has no stored value, so what it shows is not"
            " known. Open the workbook in Excel, save it and try again."
        )
    return decimal_of(cell) if isinstance(cell, float) else cell


def dropped_rows(table: Table, kept: Collection[RowKey]) -> Sequence[RowKey]:
    """Return the rows of a table that hold anything and are not kept."""
    keys = (
        RowKey(table.sheet, table.first_row + i)
        for i, cells in enumerate(table.rows)
        if not all(is_blank(cell) for cell in cells)
    )
    return [key for key in keys if key not in kept]
