"""A workbook as a run sees it, its tables or the team's own sheets, and where it may be written."""

from __future__ import annotations

from pathlib import Path

from xl_recoup.book.package.disk_files import (
    refuse_other_kind,
    refuse_unless_found,
    refuse_unless_writable,
    through_link,
)
from xl_recoup.book.package.package import open_package
from xl_recoup.book.reading.read_tables import Wanted, tables_of
from xl_recoup.contract import MAPPING, OUTPUT_SPECS, normal
from xl_recoup.errors import Refused
from xl_recoup.tables import WorkbookTables

FILLED = frozenset(normal(s.name) for s in OUTPUT_SPECS)


def ready_target(source: Path, target: Path) -> Path:
    """Return the file that `target` leads to, where the workbook `source` may be written to it."""
    target = through_link(target)
    refuse_unless_found(source)
    refuse_other_kind(source, target)
    refuse_unless_writable(target)
    return target


def is_needed(name: str) -> bool:
    """Say whether a table's rows are needed to calculate: those of the outputs are not."""
    return normal(name) not in FILLED


def read_book(
    path: Path, *, wanted: Wanted | None = None, formula_texts: bool = False
) -> WorkbookTables:
    """Return a workbook's tables as `read_workbook` does; where it has a Mapping, through that.

    Raises Refused in one sentence when the file can't be used or its Mapping can't be followed.
    """
    package = open_package(path)
    try:
        book = tables_of(package, wanted, formula_texts)
        mapping = book.find(MAPPING.name)
        if mapping is None:
            return book
        from xl_recoup.adopt.mapped_reading import through_mapping
        from xl_recoup.book.reading.whole_sheets import read_views

        return through_mapping(book, mapping, lambda names: read_views(package, names))
    except Refused as refusal:
        raise Refused(f"{path.name} can't be used. {refusal}") from refusal
