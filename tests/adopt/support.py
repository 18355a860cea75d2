"""What the tests of adopting share: our own workbook of the same pupils, and its charges."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.home_grown_sheets import OUR_HEADINGS, PUPILS
from tests.support.workbook_files import APPROVERS, PERIODS, run, save
from xl_recoup import contract
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.files.supplied_lists import LISTS, settings_rows, shipped_rows, table_of, write_of
from xl_recoup.tables import Cell, CellError, OutCell, Table, WorkbookTables


def OURS(path: Path, pupils: Any = PUPILS) -> Path:  # noqa: N802
    """Write a workbook in our own form, with the program's lists and the home-grown pupils."""
    specs = {s.name: s for s in contract.INPUT_SPECS}
    tables = {n: table_of(specs[n], shipped_rows(n)) for n in LISTS}
    tables["Settings"] = table_of(contract.SETTINGS, settings_rows("2025-26"))
    rows = [tuple(p.get(h) for h in OUR_HEADINGS) for p in pupils]
    tables["Placements"] = Table("Placements", "Placements", OUR_HEADINGS, 5, rows)
    return save(path, WorkbookTables(tables, tuple(t.sheet for t in tables.values())))


def adopted_name(name: str) -> str:
    """Return the name of the workbook that a home-grown file becomes."""
    return name if name.endswith((".xlsx", ".xlsm")) else f"{name.replace('.', '-')}.xlsx"


def recalculated(path: Path) -> Path:
    """Recalculate a workbook as at the fixed day."""
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    return path


def charges(path: Path) -> dict[Cell, tuple[Cell, ...]]:
    """Return the rows of Charges by their reference, every column of the contract."""
    table = read_workbook(path).tables["Charges"]
    at = [table.headings.index(heading) for heading in contract.CHARGES.headings]
    lines = {row[at[0]]: tuple(row[i] for i in at) for row in table.rows}
    assert len(lines) == len(table.rows)
    return lines


def charges_by_heading(path: Path) -> list[dict[str, Cell]]:
    """Return the rows of Charges, each by its headings."""
    table = read_workbook(path).tables["Charges"]
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def findings(path: Path) -> list[tuple[Cell, ...]]:
    """Return code, sheet, cell and message of each row of Exceptions."""
    table = read_workbook(path).tables["Exceptions"]
    at = [table.headings.index(h) for h in ("Code", "Sheet", "Cell", "Message")]
    return [tuple(row[i] for i in at) for row in table.rows if row[at[0]]]


def fill_to_post(path: Path) -> Path:
    """Enter periods and approvers in an adopted workbook, as the team does once."""
    writes = []
    for spec, rows in ((contract.APPROVERS, APPROVERS), (contract.PERIODS, PERIODS)):
        cells = [[row.get(heading) for heading in spec.headings] for row in rows]
        writes.append(write_of(spec, [[_given(cell) for cell in row] for row in cells]))
    write_tables(path, path, writes, keep=None)
    return path


def _given(cell: Cell) -> OutCell:
    assert not isinstance(cell, CellError | float)
    return cell
