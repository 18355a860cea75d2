"""Undoing an adoption: the added sheets go, and every original part is as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from xl_recoup import contract
from xl_recoup.adopt.turned_lists import TABLE
from xl_recoup.book.package.package import Package, Sheet, folded, open_package
from xl_recoup.book.writing.adoption_record import (
    Record,
    added,
    parts_of_sheets,
    read_record,
    touched,
    write_restored,
)
from xl_recoup.book.writing.set_cells import sheet_named, without_cells
from xl_recoup.contract import is_placements_table, normal
from xl_recoup.contract.cell_values import is_blank
from xl_recoup.errors import Refused
from xl_recoup.files.one_run import Work, one_run
from xl_recoup.files.read_book import read_book
from xl_recoup.tables import CellWrites, WorkbookTables

OURS = frozenset(
    normal(s.name)
    for s in (
        *contract.INPUT_SPECS,
        *contract.ACCOUNT_INPUT_SPECS,
        contract.SIGNED_OFF,
        contract.SCENARIOS,
        contract.RECOVERY,
        contract.SERVICES,
        contract.EXPECTED_PLACEMENTS,
        *contract.SCENARIO_OUTPUTS,
        contract.MONTHLY_PROPOSALS,
        contract.KEPT_NOTES,
        *contract.OUTPUT_SPECS,
        *contract.RECORD_SPECS,
        contract.LAST_RUN,
        contract.MAPPING,
    )
)
"""The tables that adopting, running, posting and the other commands add."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing took out."""

    sheets: list[str]
    cleared: list[str] = field(default_factory=list)
    """Sheets whose columns for charges were emptied, where something else had stood before."""

    def sentences(self) -> list[str]:
        """Return what a person is told."""
        said = [f"Sheets taken out: {', '.join(self.sheets)}."]
        if self.cleared:
            said.append(
                f"The columns for charges on {', '.join(self.cleared)} are empty now: what stood"
                " there before the first run is not kept."
            )
        return [*said, "Everything else is as it was before the workbook was adopted."]


def undo_file(
    source: Path,
    target: Path,
    *,
    replace: bool = False,
    tell: Callable[[str], None] = lambda sentence: None,
) -> Undone:
    """Write to `target` the workbook as it was before it was adopted.

    `tell` gets what a person should know of the file; with `replace` the target may be any file.

    Raises Refused, with nothing written, where the workbook was never adopted, where lines are
    posted, or where Excel has saved it since: then the sheets are to be deleted in Excel.
    """
    with one_run(source, target, replace=replace, tell=tell) as work:
        return _undone(work, tell)


def _undone(work: Work, tell: Callable[[str], None]) -> Undone:
    source = work.read.path
    package = open_package(source, work.read.data)
    record = read_record(package)
    if record is None:
        raise Refused(f"{source.name} was not adopted, so there is nothing to undo.")
    new = {folded(name) for name in added(package, record)}
    sheets = [s for s in package.sheets if folded(s.part) in new]
    book = read_book(work.read)
    _refuse_posted(source, book)
    cleared = _cleared(package, book)
    _refuse_changed(source, package, record, sheets, {folded(part) for part in cleared})
    said, changed = write_restored(package, record, cleared, work.target)
    for sentence in said:
        tell(sentence)
    names = {folded(s.part): s.name for s in package.sheets}
    return Undone(
        [s.name for s in sheets], [names[folded(p)] for p in changed if folded(p) in names]
    )


def _refuse_posted(source: Path, book: WorkbookTables) -> None:
    ledger = book.find(contract.LEDGER.name)
    if ledger is not None and any(not is_blank(cell) for row in ledger.rows for cell in row):
        raise Refused(
            f"{source.name} holds posted lines in its Ledger, which undoing would take out. Keep"
            " the workbook adopted, or delete the sheets in Excel once the ledger is kept"
            " elsewhere."
        )


def _cleared(package: Package, book: WorkbookTables) -> dict[str, Callable[[bool], bytes]]:
    """Return, for each sheet with columns that a run fills, how it is without what was filled."""
    cells: dict[str, dict[tuple[int, int], None]] = {}
    for fill in book.own_columns:
        for row in fill.held:
            cells.setdefault(fill.sheet, {})[row, fill.column] = None
    return {
        sheet_named(package, sheet).part: partial(_without, package, CellWrites(sheet, held))
        for sheet, held in cells.items()
    }


def _without(package: Package, write: CellWrites, as_column: bool) -> bytes:
    return without_cells(package, write, as_column=as_column)


def _refuse_changed(
    source: Path, package: Package, record: Record, sheets: list[Sheet], filled: set[str]
) -> None:
    """Refuse where anything but our sheets and columns is other than it was."""
    names = {s.name for s in sheets}
    ours = parts_of_sheets(package, names) | {folded(record.part)}
    foreign = [p for p in added(package, record) if folded(p) not in ours]
    odd = [s.name for s in sheets if not _is_ours(package, s)]
    changed = [p for p in touched(package, record) if folded(p) not in filled]
    if foreign or odd or changed:
        listed = ", ".join(s.name for s in sheets if s.name not in odd) or "that adopting added"
        raise Refused(
            f"{source.name} has been saved since it was adopted, so its parts are no longer those"
            f" that were noted, and nothing was changed. In Excel, delete the sheets {listed}:"
            " nothing else refers to them."
        )


def _is_ours(package: Package, sheet: Sheet) -> bool:
    names = [table.name for table in package.tables_on(sheet)]
    return bool(names) and all(
        (normal(n) in OURS and not is_placements_table(n)) or n.startswith(TABLE) for n in names
    )
