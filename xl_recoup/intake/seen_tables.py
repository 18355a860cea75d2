"""What a run sees of each table of ours: where it stands, its columns, its rows, its sums.

As rows of the record of the last run. `table` gives a table's sheet, `rows` how many are filled,
`filled` how many cells of a column are, `total` what an amount column of a record comes to; `own`
names a column of the team's own; `setting` gives the value of one. A column's name is that of
Excel's formulas, `Placements[End date]`, and a setting's alike, `Settings[Hold days]`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from xl_recoup import contract
from xl_recoup.contract import Role, TableSpec, normal
from xl_recoup.contract.looked_up_names import HOME_SCHOOL_NAME
from xl_recoup.intake.last_run_record import Remembered
from xl_recoup.money import ZERO, decimal_of, plain
from xl_recoup.tables import Cell, Table, WorkbookTables

AMOUNTS = frozenset({"Amount", "Net", "VAT", "Gross"})
TABLE, ROWS, FILLED, TOTAL, OWN = "table", "rows", "filled", "total", "own"
SETTING = "setting"


def seen_tables(book: WorkbookTables) -> Iterator[Remembered]:
    """Yield what there is of each table of the contract; of one that a run fills, its place."""
    for name, table in book.tables.items():
        spec = seen_spec(name)
        if spec is None:
            continue
        name = name if spec is contract.PLACEMENTS else spec.name
        yield Remembered(TABLE, name, table.sheet)
        if spec in contract.OUTPUT_SPECS:
            continue
        # Each run adds a line to the run log: what stands there is not the same for two runs.
        filled = [] if spec is contract.RUN_LOG else _filled(table)
        yield Remembered(ROWS, name, str(len(filled)))
        columns = list(zip(*filled, strict=True)) or [()] * len(table.headings)
        headings = {normal(h): i for i, h in reversed(list(enumerate(table.headings)))}
        ours = {normal(h) for h in spec.headings}
        own = {h: heading for heading in table.headings if (h := normal(heading)) not in ours}
        own.pop(normal(HOME_SCHOOL_NAME), None)
        for heading in own.values():
            yield Remembered(OWN, column_name(name, heading), "")
        for column in spec.columns:
            at = headings.get(normal(column.heading))
            if at is None:
                continue
            cells, full = columns[at], column_name(name, column.heading)
            yield Remembered(FILLED, full, str(len(cells) - cells.count(None) - cells.count("")))
            if column.heading in AMOUNTS and spec in contract.RECORD_SPECS:
                yield Remembered(TOTAL, full, plain(_total(cells)))


def carried_on(book: WorkbookTables) -> Iterator[Remembered]:
    """Yield what the next year's workbook has of these tables: inputs and columns, not how many."""
    for row in seen_tables(book):
        spec = seen_spec(row.name.partition("[")[0])
        if row.kind in (TABLE, FILLED, OWN) and spec is not None and spec.role is Role.INPUT:
            yield row if row.kind == TABLE else row._replace(value="")


def seen_spec(name: str) -> TableSpec | None:
    """Return the contract's table of a name, if a run notes what it sees of it."""
    if contract.is_placements_table(name):
        return contract.PLACEMENTS
    wanted = normal(name)
    known = (*contract.ALL_SPECS, contract.MAPPING)
    spec = next((s for s in known if normal(s.name) == wanted), None)
    unseen = (
        contract.LAST_RUN,
        contract.KEPT_NOTES,
        contract.MONTHLY_PROPOSALS,
        *contract.SCENARIO_OUTPUTS,
    )
    return None if spec in unseen else spec


def column_name(table: str, heading: str) -> str:
    """Return the name of a column as Excel's formulas have it."""
    return f"{table}[{heading}]"


def _filled(table: Table) -> list[tuple[Cell, ...]]:
    width = len(table.headings)
    rows = enumerate(table.rows, table.first_row)
    return [
        (*row, *[None] * (width - len(row)))[:width]
        for number, row in rows
        if number not in table.skipped and any(cell is not None and cell != "" for cell in row)
    ]


def _total(cells: Sequence[Cell]) -> Decimal:
    numbers = (c for c in cells if isinstance(c, int | float) and not isinstance(c, bool))
    return sum(map(decimal_of, numbers), ZERO)
