"""A workbook as a run sees it: its tables, or the team's own sheets through their Mapping."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xl_recoup.book.package.package import Package, load_file, open_package
from xl_recoup.book.reading.read_tables import Wanted, tables_of
from xl_recoup.contract import MAPPING, OUTPUT_SPECS, SCENARIO_OUTPUTS, SCHEME_EXAMPLES, normal
from xl_recoup.contract.sheet_list import may_hold_a_list
from xl_recoup.disk.versions import ReadFile
from xl_recoup.errors import Refused
from xl_recoup.intake.lost_records import last_witness
from xl_recoup.tables import WorkbookTables

NOT_READ = frozenset(normal(s.name) for s in (*OUTPUT_SPECS, *SCENARIO_OUTPUTS, SCHEME_EXAMPLES))


def is_needed(name: str) -> bool:
    """Say whether a table's rows are needed to calculate: those of outputs and examples are not."""
    return normal(name) not in NOT_READ


def read_book(
    source: Path | ReadFile, *, wanted: Wanted | None = None, formula_texts: bool = False
) -> WorkbookTables:
    """Return a workbook's tables as `read_workbook` does; where it has a Mapping, through that.

    Raises Refused in one sentence when the file can't be used or its Mapping can't be followed.
    """
    read = source if isinstance(source, ReadFile) else load_file(source)
    package = open_package(read.path, read.data)
    try:
        book = tables_of(package, wanted, formula_texts)
        known = last_witness(book) if wanted is not None else ""
        if known:
            witness = tables_of(package, lambda name: name == known).tables[known]
            book = replace(book, tables={**book.tables, known: witness})
        mapping = book.find(MAPPING.name)
        if mapping is None:
            return book if wanted is None else _with_unread(book, package)
        from xl_recoup.adopt.mapped_reading import through_mapping
        from xl_recoup.book.reading.whole_sheets import read_views

        return through_mapping(book, mapping, lambda names: read_views(package, names))
    except Refused as refusal:
        raise Refused(f"{read.name} can't be used. {refusal}") from refusal


def _with_unread(book: WorkbookTables, package: Package) -> WorkbookTables:
    """Return a workbook of ours with a remark for each sheet of placements that is in no table."""
    bare = {s.name for s in package.sheets if may_hold_a_list(s.name) and not package.tables_on(s)}
    if not bare:
        return book
    from xl_recoup.adopt.remarks import unread_sheets  # a workbook without one need not wait
    from xl_recoup.book.reading.whole_sheets import read_tops

    return replace(book, remarks=tuple(unread_sheets(read_tops(package, bare))))
