"""What was typed over the results of a workbook file, before it is written over."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from xl_recoup.book.package.output_mark import holds_results
from xl_recoup.book.package.package import Package, open_package, places_of
from xl_recoup.book.package.workbook_part import structure_locked
from xl_recoup.book.reading.read_tables import tables_of
from xl_recoup.contract import KEPT_NOTES, normal
from xl_recoup.disk.versions import ReadFile
from xl_recoup.intake.last_run_record import LastRunRecord
from xl_recoup.outputs.as_written import as_written
from xl_recoup.outputs.typed_over import typed_over
from xl_recoup.outputs.typed_over_words import Typed, typed
from xl_recoup.tables import CellWrites, SheetsShown, TableWrite


def typed_results(
    read: ReadFile,
    before: LastRunRecord,
    writes: Callable[[], Sequence[TableWrite | CellWrites | SheetsShown]],
    *,
    done: bool = True,
) -> Typed:
    """Return what these writes replace of what people typed over results since the last run.

    A file that nobody has saved since a run wrote it is not looked at, nor are the writes asked
    for; `done` is False where nothing is going to be written.
    """
    noted, package = as_written(before), open_package(read.path, read.data)
    if not noted or holds_results(package.members):
        return Typed()
    tables = [w for w in writes() if isinstance(w, TableWrite) and normal(w.table) in noted]
    wanted = {normal(write.table) for write in tables}
    book = tables_of(package, lambda name: normal(name) in wanted)
    found = typed_over(book, noted, tables)
    return typed(found, takes_notes=_takes_notes(package), done=done)


def _takes_notes(package: Package) -> bool:
    """Say whether the workbook has the sheet Kept notes, or takes one."""
    if KEPT_NOTES.name.casefold() in places_of(package):
        return True
    return not structure_locked(package.bytes_of(package.workbook))
