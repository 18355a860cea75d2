"""The workbook understood, once: its cells become `Inputs`, and nobody behind them sees a cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xl_recoup.contract import RUN_LOG, normal
from xl_recoup.intake.accepted_runs import Unlike, altered_acceptances, noted_since
from xl_recoup.intake.account_rows import AccountsReading, read_accounts
from xl_recoup.intake.digests import digests
from xl_recoup.intake.last_run_record import LastRunRecord, Remembered, last_run_record
from xl_recoup.intake.lost_outputs import refuse_lost_outputs
from xl_recoup.intake.lost_records import refuse_lost_records
from xl_recoup.intake.moved_columns import (
    MovedColumn,
    moved_columns,
    noted_rows,
    noted_with_moved,
)
from xl_recoup.intake.named_cells import CellsByPlace, named_cells
from xl_recoup.intake.past_runs import (
    PostedThen,
    PostingRun,
    last_posting,
    last_run,
    posted_at_runs,
)
from xl_recoup.intake.placement_rows import PlacementBook, read_placements
from xl_recoup.intake.posted_rows import read_ledger
from xl_recoup.intake.reference import Reference, read_reference
from xl_recoup.intake.row_reading import Row, TableReading, without_cells
from xl_recoup.intake.sealed_records import SealedRecord, sealed_records
from xl_recoup.intake.seen_tables import seen_tables
from xl_recoup.intake.sheet_names import SheetNames, noted_names, sheet_names
from xl_recoup.intake.vanished import (
    RECORD,
    Vanished,
    assumed,
    noted_again,
    vanished,
    without_accepted,
)
from xl_recoup.intake.vanished_settings import noted_settings, vanished_settings, with_settings
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Entry
from xl_recoup.tables import OwnColumn, Remark, Table, WorkbookTables

Digests = Callable[[], dict[str, str] | None]
"""Gives the digests of the input tables, or None where they are not known."""


@dataclass(frozen=True)
class Inputs:
    """One workbook as a run understands it: records, what could not be read, and how it looks."""

    reference: Reference
    placements: PlacementBook
    accounts: AccountsReading
    entries: Sequence[Entry]
    """What was posted before the run."""
    sealed: Mapping[str, SealedRecord]
    """What the digests of each record say, by its name."""
    last_posting: PostingRun | None
    """None where nothing was posted, or no run log tells of it."""
    posted_at_runs: Sequence[PostedThen]
    tables: Mapping[str, Table]
    """Every table of the workbook by its name in normal form, without its cells."""
    sheets: tuple[str, ...]
    sheet_names: SheetNames
    """What each sheet with a table has been called."""
    remarks: tuple[Remark, ...]
    """What reading through a Mapping showed; nothing for a workbook without one."""
    before: LastRunRecord
    """What the last run noted for this one."""
    seen: Sequence[Remembered]
    """What there is of every table of the contract."""
    cells: CellsByPlace
    """What the row of a cell is called, and what the cell holds, as a digest."""
    vanished: Sequence[Vanished]
    """What the last run had, this one lacks, and nobody accepted to be gone."""
    moved: Sequence[MovedColumn]
    """Columns that stand beside other rows than at the last run, which nobody accepted."""
    accepted_missing: Sequence[str]
    """The names of what was accepted to be gone, or moved, in this run."""
    unlike: Sequence[Unlike]
    """Where the run log says otherwise than its runs noted what was accepted."""
    own_columns: tuple[OwnColumn, ...]
    """The team's own columns that a run fills, by its Mapping."""
    digest: Digests
    """Works the digests out: asked for once, and only where somebody needs them."""

    @property
    def policy(self) -> Policy:
        """Everything that decides a charge besides the placement itself."""
        return self.reference.policy

    @property
    def readings(self) -> Mapping[str, TableReading]:
        """How each input table but the placements was read, by its name in the contract."""
        return self.reference.readings

    @property
    def missing(self) -> Sequence[str]:
        """The names of all that is missing and not accepted, the record of the last run with it.

        Columns of Schools that moved are among them.
        """
        torn = not self.before.intact and RECORD not in self.accepted_missing
        gone = [each.name for each in self.vanished if not each.may_be_meant]
        gone += dict.fromkeys(each.name for each in self.moved if each.holds)
        return [*gone, *([RECORD] if torn else [])]

    def rows(self, table: str) -> list[Row]:
        """Return the rows of an input table by their fields, those with unreadable cells too."""
        reading = self.readings.get(table)
        return reading.rows if reading else []

    def table(self, name: str) -> Table | None:
        """Return how a table stands on its sheet, or None where the workbook has none so named."""
        return self.tables.get(normal(name))

    @cached_property
    def digests(self) -> dict[str, str]:
        """The digest of each input table, by its heading in the run log."""
        return self.digest() or {}


def understand(
    book: WorkbookTables,
    as_at: date | None,
    today: date,
    known_digests: Digests | None = None,
    accept_missing: Collection[str] = (),
) -> Inputs:
    """Understand a workbook's tables. `as_at` goes before its setting, which goes before `today`.

    `known_digests` gives the digests where somebody has worked them out already; `accept_missing`
    names what may be gone since the last run. Raises Refused where a table, heading, setting or
    posted line leaves nothing sensible to do, a record is gone, or nothing so named is.
    """
    entries = read_ledger(book)
    noted, last = last_run_record(book), last_run(book)
    refuse_lost_records(book, noted, entries)
    refuse_lost_outputs(book, noted)
    tables = {normal(name): without_cells(table) for name, table in book.tables.items()}
    log = book.find(RUN_LOG.name)
    seen = [*seen_tables(book), *noted_settings(book)]
    before = assumed(tables, noted, last.digests if last else {})
    with_cells = {normal(name): table for name, table in book.tables.items()}
    missing = vanished(with_cells, before, seen)
    missing += vanished_settings(book, before, missing)
    moved = moved_columns(book, noted) if noted.intact else []
    missing += [Vanished(m.table, m.heading, moved=m) for m in moved]
    left, accepted = without_accepted(missing, accept_missing, torn=not before.intact)
    gone, moved = [v for v in left if not v.moved], [v.moved for v in left if v.moved]
    names = sheet_names(tables, noted)
    return Inputs(
        reference=read_reference(with_settings(book, gone), as_at, today),
        placements=read_placements(book),
        accounts=read_accounts(book),
        entries=entries,
        sealed=sealed_records(book),
        last_posting=last_posting(book),
        posted_at_runs=posted_at_runs(book),
        tables=tables,
        sheets=book.sheets,
        remarks=book.remarks,
        before=before,
        seen=[
            *noted_again(seen, before, gone),
            *noted_with_moved(noted_rows(book), noted, moved),
            noted_since(log, noted, date_1904=book.date_1904),
            *noted_names(tables, names),
        ],
        sheet_names=names,
        cells=named_cells(book),
        vanished=gone,
        moved=moved,
        accepted_missing=accepted,
        unlike=altered_acceptances(log, noted, date_1904=book.date_1904) if noted.intact else [],
        own_columns=book.own_columns,
        digest=lambda: (known_digests and known_digests()) or digests(book),
    )
