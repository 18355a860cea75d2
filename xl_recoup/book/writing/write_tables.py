"""Write tables into a workbook file: whole or not at all, and nothing else touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from xl_recoup.book.package import zips
from xl_recoup.book.package.output_mark import holds_results, with_marks
from xl_recoup.book.package.package import (
    Package,
    TablePlace,
    folded,
    load_file,
    open_package,
    places_of,
)
from xl_recoup.book.package.shared_strings import FewStrings, blanked, used_strings
from xl_recoup.book.package.workbook_part import recalculated_on_load, structure_locked
from xl_recoup.book.writing.adoption_record import add_record
from xl_recoup.book.writing.chart_caches import refresh_charts
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.guards import has_formulas
from xl_recoup.book.writing.kept_again import Back, returning
from xl_recoup.book.writing.kept_notes import keep
from xl_recoup.book.writing.kept_words import is_kept_notes
from xl_recoup.book.writing.left_to_excel import left_to_excel
from xl_recoup.book.writing.new_sheet import add_table
from xl_recoup.book.writing.not_followed import told
from xl_recoup.book.writing.own_sheet import own_sheet
from xl_recoup.book.writing.put_back import put_back
from xl_recoup.book.writing.second_process import SecondProcess
from xl_recoup.book.writing.set_cells import set_cells
from xl_recoup.book.writing.sheet_patch import Written
from xl_recoup.book.writing.sheet_showing import appearing, show_sheets
from xl_recoup.book.writing.table_columns import TableColumns
from xl_recoup.book.writing.table_patch import patch_table
from xl_recoup.book.writing.totals_values import refresh_totals
from xl_recoup.book.writing.verify import check_well_formed, look_over, verify
from xl_recoup.book.writing.wider_table import widened
from xl_recoup.book.writing.workbook_following import follow_everywhere
from xl_recoup.contract import CHARGES, normal
from xl_recoup.disk.disk_files import is_there, refuse_unless_writable
from xl_recoup.disk.kept_copies import Keep, dated
from xl_recoup.disk.replacing import write_whole
from xl_recoup.disk.targets import Target
from xl_recoup.disk.versions import ReadFile, refuse_if_saved_since, saved_version
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.tables import CellWrites, Columns, Formula, SheetsShown, TableWrite

if TYPE_CHECKING:
    from concurrent.futures import Executor

T = TypeVar("T")
Write = TableWrite | CellWrites | SheetsShown
"""What a table is to hold, values for single cells of the team's own sheets, sheets in sight."""


def write_tables(
    source: Path | ReadFile,
    target: Path | Target,
    writes: Sequence[Write],
    *,
    record: bool = False,
    output: bool = False,
    keep: Keep | None = dated,
    second: SecondProcess | None = None,
) -> list[str]:
    """Make `target` the workbook `source` with these tables' contents, all else byte for byte.

    The source may have been read already. The target is either the old file or the new one at
    every moment; a file that was there stays beside it under the name that `keep` gives, if any.
    With `record`, what the file was is noted in it; an `output` bears the mark of one, and may be
    written again. `second` is another process that is putting one
    of the tables into its sheet. Raises Refused, with nothing changed on disk, when a table can't
    be written safely, and FileUnavailable where source or target was saved meanwhile. Returns, one
    sentence each, what a person should know of the file: a signature that is no longer valid, a
    chart that does not follow.
    """
    from concurrent.futures import ThreadPoolExecutor  # reading need not wait for it

    path = target.path if isinstance(target, Target) else target
    refuse_unless_writable(path)
    read = source if isinstance(source, ReadFile) else load_file(source)
    in_place = is_there(path) and path.samefile(read.path)
    if isinstance(target, Path):
        target = Target(path, read.version if in_place else saved_version(path))
    package = open_package(read.path, read.data)
    try:
        draft, written = build(package, writes, second)
        if record:
            add_record(draft)
        with ThreadPoolExecutor(1) as packer:  # packing does not hold Python up
            results = _fills_charges(writes) or holds_results(package.members)
            packed = _begun(packer, lambda: _members(draft, output=output, results=results))
            check_well_formed(draft, written, path)
        data = zips.render(packed(), package.comment)
        cells = [each.sheet for each in writes if isinstance(each, CellWrites)]
        sentences = told(package, draft.moves, cells, draft.back) if draft.changes() else []
        sentences += left_to_excel(draft, written) if draft.changes() and _fills(writes) else []
    except FileUnavailable:
        raise
    except Refused as refusal:
        raise Refused(f"{read.name} was not changed. {refusal}") from refusal
    verify(data, draft, written, path)
    if not in_place:
        refuse_if_saved_since(read.path, read.version)
    return sentences + write_whole(path, data, before=target.before, keep=keep)


def _members(draft: Draft, *, output: bool, results: bool) -> list[zips.Member]:
    """Return the members of the new file with the marks that it is to bear, if any."""
    members = list(draft.members())
    return with_marks(members, output=output, results=results) if output or results else members


def _fills_charges(writes: Sequence[Write]) -> bool:
    """Say whether a run is written, which gives all results anew."""
    wanted = normal(CHARGES.name)
    return any(isinstance(w, TableWrite) and normal(w.table) == wanted for w in writes)


def _begun(packer: Executor, work: Callable[[], T]) -> Callable[[], T]:
    """Begin work beside this; return what waits for it. A page's Python, without threads, waits."""
    try:
        return packer.submit(work).result
    except RuntimeError:
        return work


def build(
    package: Package, writes: Sequence[Write], second: SecondProcess | None = None
) -> tuple[Draft, list[Written]]:
    """Return the changes that these writes mean for a workbook, and what to check afterwards."""
    draft = Draft(package)
    chosen = [each for each in writes if isinstance(each, SheetsShown)]
    if not _fills(writes):
        for each in chosen:
            show_sheets(draft, each)
        return draft, []
    if second is not None:
        package.sheets_named = second.sheets_named()
    places = places_of(package)
    locked = structure_locked(package.bytes_of(package.workbook))
    tables = [
        write
        for write in writes
        if isinstance(write, TableWrite)
        and not (write.hidden and locked and write.table.casefold() not in places)
    ]
    to_keep = [row for write in tables if is_kept_notes(write) for row in write.rows]
    tables = [write for write in tables if not is_kept_notes(write)]
    order = [write.table.casefold() for write in tables]
    if len(set(order)) != len(order):
        raise ValueError("a table is written twice")
    appears = appearing(draft, places, tables)
    written: list[Written] = []
    again = returning(package, places, tables)
    if any(second is not None and second.has(write) for write in _having(again, tables)):
        second = None
    for write in sorted(tables, key=lambda w: second is not None and second.has(w)):
        _check_shape(write)
        if second is not None and second.has(write):  # the last, since it is waited for
            draft.pack()
            look_over(draft, written)
        place = places.get(write.table.casefold())
        if place is not None and write.added_later:
            place = widened(draft, place, write)
        made = patch_table(draft, place, write, second) if place else add_table(draft, write)
        written.append(made)
    draft.moves.sort(key=lambda move: order.index(move.table.casefold()))
    draft.back += _put_back(draft, places, written, tables, again)
    written += keep(draft, places, draft.back, to_keep)
    follow_everywhere(draft, written)
    for cells in writes:
        if isinstance(cells, CellWrites):
            set_cells(draft, cells)
    _blank_orphans(draft, tables, written)
    for shown in (appears, *chosen):
        show_sheets(draft, shown)
    _show(draft, TableColumns(draft, tables, places), written)
    _recalculate(draft)
    return draft, written


def _having(again: Sequence[Back], tables: Sequence[TableWrite]) -> list[TableWrite]:
    """Return the tables of which a row is there again."""
    names = {normal(each.line.table) for each in again}
    return [write for write in tables if normal(write.table) in names]


def _put_back(
    draft: Draft,
    places: Mapping[str, TablePlace],
    written: Sequence[Written],
    tables: Sequence[TableWrite],
    again: Sequence[Back],
) -> Iterator[Back]:
    """Put back what was kept of rows that are there again; give each line with how it went."""
    for write in _having(again, tables):
        there = next(each for each in written if normal(each.table) == normal(write.table))
        lines = [each for each in again if normal(each.line.table) == normal(write.table)]
        yield from put_back(draft, places[write.table.casefold()], there, lines)


def _fills(writes: Sequence[Write]) -> bool:
    """Say whether anything is written into cells."""
    return not all(isinstance(each, SheetsShown) for each in writes)


def _check_shape(write: TableWrite) -> None:
    rows = write.rows
    wide = {len(rows.columns)} if isinstance(rows, Columns) else set(map(len, rows))
    if not write.headings or not wide <= {len(write.headings)}:
        raise ValueError(f"the rows for {write.table} do not fit its headings")


def _blank_orphans(draft: Draft, writes: Sequence[TableWrite], written: Sequence[Written]) -> None:
    """Empty the shared strings that no cell uses: deleted data must not stay.

    They are those that our old cells used, and those that were left by the program with which a
    pupil's row was deleted.
    """
    package = draft.package
    part = package.linked(package.workbook, "sharedStrings")
    if part is None or not package.has(part):
        return
    orphans = set(range(len(package.few_strings)))
    known = {folded(each.sheet_part) for each in written if each.strings is not None}
    for each in written:
        orphans -= each.strings or set()
    for sheet in package.sheets:
        if folded(sheet.part) not in known and draft.has(sheet.part):
            orphans -= used_strings(draft.glance(sheet.part))
    if orphans:
        orphans = FewStrings(draft.editable(part)).filled(orphans)
    if not orphans:
        return
    # A text that is written anew may be there: emptied or not, nobody learns more from the file.
    kept: set[str] = set()
    for write in writes:
        for row in write.rows:
            kept.update(cell for cell in row if type(cell) is str)
            kept.update(c.value for c in row if type(c) is Formula and isinstance(c.value, str))
    draft.put(part, blanked(draft.editable(part), orphans, kept))


def _show(draft: Draft, columns: TableColumns, written: Sequence[Written]) -> None:
    """Let what is ours and rests on these tables show them to whoever does not calculate."""
    sheet = own_sheet(draft, columns)
    if sheet is not None:
        sheet.refresh()
    refresh_charts(draft, sheet, written)
    refresh_totals(draft, columns, [each.table for each in written])


def _recalculate(draft: Draft) -> None:
    """Let Excel calculate everything when it opens the file, in whatever mode it is set to."""
    book = draft.package.workbook
    draft.put(book, recalculated_on_load(draft.editable(book)))
    # It lists the cells with formulas; one of them without a formula, and Excel repairs the file.
    if draft.package.linked(book, "calcChain") and _has_formulas(draft):
        draft.drop_linked(book, "calcChain")


def _has_formulas(draft: Draft) -> bool:
    """Say whether a sheet that was changed holds formulas, or held any."""
    if any(m.formulas for m in draft.made_elsewhere().values() if m.packed is not None):
        return True
    changed = draft.new_contents()
    old = (s.part for s in draft.package.sheets if folded(s.part) in changed)
    sheets = [draft.package.bytes_of(part) for part in old]
    sheets += [data for part, data in changed.items() if "/worksheets/" in part]
    return any(map(has_formulas, sheets))
