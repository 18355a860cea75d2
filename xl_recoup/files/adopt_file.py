"""Adopting a workbook file: propose a Mapping, add what is missing, confirm, undo."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from xl_recoup import contract
from xl_recoup.addresses import Range
from xl_recoup.adopt.day_columns import in_order
from xl_recoup.adopt.live_sheets import Counts
from xl_recoup.adopt.mapping_rows import MappingRow, confirmed, joined, mapping_write, read_mapping
from xl_recoup.adopt.proposal import Proposal, propose
from xl_recoup.adopt.rate_matrix import with_matrices
from xl_recoup.adopt.renewed_sources import is_source, renewed
from xl_recoup.adopt.turned_lists import turned
from xl_recoup.book import write_tables
from xl_recoup.book.package.package import Package, open_package
from xl_recoup.book.reading.read_tables import tables_of
from xl_recoup.book.reading.whole_sheets import read_views
from xl_recoup.book.writing.write_tables import Write
from xl_recoup.contract import MAPPING, is_placements_table, normal
from xl_recoup.contract.cell_values import read_date
from xl_recoup.contract.mapping_table import (
    COLUMN,
    CONFIRMED,
    IGNORED,
    PROPOSED,
    SHEET,
    SUGGESTED,
    UNMAPPED,
)
from xl_recoup.errors import Refused
from xl_recoup.files.one_run import Work, one_run
from xl_recoup.files.other_forms import as_workbook
from xl_recoup.files.supplied_lists import (
    LISTS,
    empty_write,
    settings_rows,
    shipped_rows,
    table_of,
    write_of,
)
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.run.result import Progress, silent
from xl_recoup.tables import SheetView, Table, TableWrite, WorkbookTables

FILLED = (
    *(s for s in contract.OUTPUT_SPECS if s not in contract.OPTIONAL_SPECS),
    contract.RUN_LOG,
    contract.PERIODS,
    contract.APPROVERS,
)
"""The tables that every run fills, and those without which nothing is posted."""
TOLD = (
    "kind",
    "sheet",
    "cell",
    "words",
    "table",
    "heading",
    "means",
    "status",
    "score",
    "reason",
)
"""What `--json` says of each row of the Mapping."""
NEEDED = tuple(s for s in contract.INPUT_SPECS if s is not contract.PLACEMENTS)


@dataclass(slots=True)
class Adoption:
    """What adopting a workbook gave: the Mapping as it is now, and the sheets that were added."""

    rows: list[MappingRow]
    added: list[str] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)
    shapes: list[str] = field(default_factory=list)

    @property
    def open(self) -> list[MappingRow]:
        """The rows that need a person before they are used; of a sheet left out, its own alone."""
        aside = self.left_aside
        waiting = [r for r in self.rows if r.status in (SUGGESTED, UNMAPPED)]
        return [r for r in waiting if r.kind == SHEET or normal(r.sheet) not in aside]

    @property
    def left_aside(self) -> set[str]:
        """The sheets of placements that are not read, in normal form."""
        sheets = [r for r in self.rows if r.kind == SHEET]
        used = {normal(r.sheet) for r in sheets if r.status not in (UNMAPPED, IGNORED)}
        return {normal(r.sheet) for r in sheets} - used

    def sentences(self) -> list[str]:
        """Return what a person is told."""
        sheets = [r for r in self.rows if r.kind == SHEET and r.table]
        said = [f"{r.sheet} {r.cell}: {r.table} ({r.status}; {r.reason})." for r in sheets]
        said += self.shapes
        if self.counts.sentence():
            said.append(self.counts.sentence())
        aside = self.left_aside
        told = [r for r in self.rows if r.kind != SHEET and normal(r.sheet) not in aside]
        counts = Counter(r.status for r in told)
        listed = ", ".join(f"{n} {status}" for status, n in sorted(counts.items()))
        said.append(f"Columns, constants and spellings: {listed}.")
        if self.added:
            said.append(f"Sheets added: {', '.join(self.added)}.")
        return said

    def to_json(self) -> dict[str, Any]:
        """Return what `--json` prints, without the output's name."""
        return {
            "mapping": [{name: getattr(r, name) for name in TOLD} for r in self.rows],
            "added": self.added,
            "placements": {
                "on_sheets": self.counts.rows,
                "repeats": self.counts.again,
                "marked": self.counts.marked,
                "left_out": list(self.counts.aside),
            },
            "findings": [
                {
                    "code": "S43" if r.kind == COLUMN else "S40",
                    "severity": "warning",
                    "sheet": r.sheet or MAPPING.sheet,
                    "cell": r.cell,
                    "message": f"{r.kind} “{r.words or r.heading}”: {r.status}; {r.reason}.",
                }
                for r in self.open
            ],
        }


def adopt_file(
    source: Path,
    target: Path,
    *,
    confirm: bool = False,
    replace: bool = False,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
) -> Adoption:
    """Write to `target` the workbook with a Mapping and whatever tables it lacks.

    A list of another form, such as .csv or .ods, is turned into a workbook first. A Mapping that is
    there keeps its rows; what is new is added below. `tell` gets what a person
    should know of the file afterwards; with `replace` the target may be any file. Raises Refused,
    with nothing written, where no placements are found.
    """
    with (
        as_workbook(source) as (readable, turned),
        one_run(readable, target, replace=replace, progress=progress, tell=tell) as work,
    ):
        if turned:
            tell(turned)
        progress("looking at the sheets")
        adoption, writes = _proposed(work, confirm)
        progress("writing")
        for sentence in write_tables(
            work.read, work.target, writes, record=True, output=work.is_output
        ):
            tell(sentence)
        return adoption


def _proposed(work: Work, confirm: bool) -> tuple[Adoption, list[Write]]:
    package = open_package(work.read.path, work.read.data)
    try:
        return _looked_at(package, work.read.name, confirm)
    except Refused as refusal:
        raise Refused(f"{work.read.name} can't be adopted. {refusal}") from refusal


def _looked_at(package: Package, name: str, confirm: bool) -> tuple[Adoption, list[Write]]:
    book = tables_of(package)
    mapping = book.find(MAPPING.name)
    before = read_mapping(mapping) if mapping is not None else []
    owned = _owned(book)
    specs = {s.name: s for s in NEEDED}
    shipped = {n: table_of(specs[n], shipped_rows(n)) for n in LISTS if n not in owned}
    if mapping is not None:
        owned[MAPPING.name] = mapping
    again = renewed(before, book, read_views(package), confirm)
    before, views = again.rows, again.views
    turns = [t for v in views if not is_source(v, before) and (t := turned(v, book.sheets))]
    views += [t.view for t in turns]
    sure = (CONFIRMED, PROPOSED)
    decided = [r.sheet for r in before if r.kind == SHEET and r.table and r.status in sure]
    proposal = propose(views, owned, shipped, book.date_1904, decided)
    rows = joined(before, proposal.rows)
    have = {*owned, *(r.table for r in rows if r.kind == SHEET)}
    if not any(is_placements_table(n) for n in have):
        raise Refused(
            " ".join(proposal.told)
            or "No sheet looks like placements: none has four known headings, among them the pupil"
            " and a date or school, in its first 40 rows. Name the columns UPN, Home school,"
            " Exclusion date and the like, or add a row for the sheet to the Mapping."
        )
    if confirm:
        rows = confirmed(rows)
    new = [t.write for t in turns]
    new += _missing(have, proposal, _year(views, rows, book.date_1904), owned)
    if mapping is None and not new and not any(r.table for r in rows):
        raise Refused(
            "It has every table that a run needs, under the names and headings of the program:"
            " recalculate it as it is."
        )
    added = [w.sheet for w in new] + ([MAPPING.sheet] if mapping is None else [])
    told = [*again.said, *(t.said for t in turns), *proposal.told]
    return Adoption(rows, added, proposal.counts, told), [mapping_write(rows), *again.writes, *new]


def _owned(book: WorkbookTables) -> dict[str, Table]:
    """Return the tables that have our names and the headings that we need."""
    specs = {normal(s.name): s for s in contract.ALL_SPECS}
    owned: dict[str, Table] = {}
    for name, table in book.tables.items():
        placed = is_placements_table(name)
        spec = contract.PLACEMENTS if placed else specs.get(normal(name))
        if spec is None:
            continue
        have = {normal(h) for h in table.headings}
        if all(normal(h) in have for h in spec.required):
            owned[name if placed else spec.name] = table
    return owned


def _missing(
    have: set[str], proposal: Proposal, year: str, owned: dict[str, Table]
) -> list[TableWrite]:
    """Return the tables that a run needs and the workbook has not, prefilled from our lists."""
    writes = []
    for spec in NEEDED:
        if spec.name in have:
            continue
        rows = settings_rows(year) if spec is contract.SETTINGS else []
        if spec.name in LISTS:
            rows = shipped_rows(spec.name)
        if spec is contract.RATES:
            rows = with_matrices(rows, proposal.matrices)
        if spec is contract.PROVIDERS:
            width = len(spec.headings) - 2
            rows += [[n, n, *[None] * width] for n in proposal.providers]
        writes.append(write_of(spec, rows))
    return writes + [empty_write(s) for s in FILLED if s.name not in owned]


def _year(views: list[SheetView], rows: list[MappingRow], date_1904: bool) -> str:
    """Return the financial year in which most exclusions lie, or "" where there are none."""
    by_name = {normal(v.name): v for v in views}
    years: Counter[str] = Counter()
    for row in rows:
        if row.kind != COLUMN or row.heading not in ("Exclusion date", "Left roll on"):
            continue
        view, block = by_name.get(normal(row.sheet)), Range.parse(row.cell)
        if view is None or block is None:
            continue
        for line in view.rows[block.last_row :]:
            cell = line[block.first_column - 1] if block.first_column <= len(line) else None
            day = None if cell is None else read_date(in_order(cell, row.means), date_1904)[0]
            if isinstance(day, date):
                years[str(FundingPeriod.of(day))] += 1
    return years.most_common(1)[0][0] if years else ""
