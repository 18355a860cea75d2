"""Sheets of ours in a workbook file that are shown or hidden, and what appears with a write."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Sheet, TablePlace
from xl_recoup.book.package.sheet_states import front_sheet, sheet_states, with_states
from xl_recoup.book.package.workbook_part import structure_locked
from xl_recoup.book.package.xmltext import opening, prefix_of, with_changed
from xl_recoup.book.writing.draft import Draft
from xl_recoup.book.writing.sheets_needed import SEVERITY, SHEET, Pairs, sheets_needed
from xl_recoup.book.writing.table_columns import reader_of
from xl_recoup.contract import EXCEPTIONS, normal
from xl_recoup.contract.our_sheets import our_sheets
from xl_recoup.errors import Refused
from xl_recoup.tables import SheetsShown, TableWrite

Places = Mapping[str, TablePlace]


def appearing(draft: Draft, places: Places, writes: Sequence[TableWrite]) -> SheetsShown:
    """Return which hidden sheets of ours appear with these writes, of which none is made yet.

    None does in a workbook whose structure is protected: there a person decides.
    """
    workbook = draft.content(draft.package.workbook)
    states = sheet_states(workbook)
    ours = our_sheets((table, place.sheet.name) for table, place in places.items())
    hidden = [name for name in ours if states.get(name) == "hidden"]
    if not hidden or structure_locked(workbook):
        return SheetsShown()
    show = sheets_needed(
        writes,
        hidden,
        is_blank=lambda table: _is_blank(draft, places.get(table.casefold())),
        found=lambda: _findings(draft, places.get(EXCEPTIONS.name.casefold())),
    )
    return SheetsShown(show)


def show_sheets(draft: Draft, chosen: SheetsShown) -> None:
    """Show and hide sheets in the draft; Refused where the workbook's structure is protected."""
    if not chosen.show and not chosen.hide:
        return
    package = draft.package
    old = draft.editable(package.workbook)
    if structure_locked(old):
        raise Refused(
            "The workbook's structure is protected, so no sheet can be shown or hidden. Unprotect"
            " the workbook (Review, Protect Workbook) and try again."
        )
    new = with_states(old, show=chosen.show, hide=chosen.hide)
    before, now = sheet_states(old), sheet_states(new)
    wanted = {name for name in before if before[name] != now.get(name)}
    if [*before] != [*now] or not wanted <= {*chosen.show, *chosen.hide}:
        raise Refused("The list of the workbook's sheets could not be changed. Please report this.")
    draft.put(package.workbook, new)
    _select_front(draft, [name for name in wanted if now[name] == "hidden"], front_sheet(new))


def _select_front(draft: Draft, hidden: Collection[str], front: int) -> None:
    """Let no hidden sheet be among the selected ones: what is typed would go into it as well."""
    sheets = draft.package.sheets
    for at, sheet in enumerate(sheets):
        if sheet.kind != "worksheet" or not draft.has(sheet.part):
            continue
        if sheet.name in hidden:
            _select(draft, sheet, b"0")
        elif hidden and at == front:
            _select(draft, sheet, b"1")


def _select(draft: Draft, sheet: Sheet, said: bytes) -> None:
    data = draft.editable(sheet.part)
    prefix = prefix_of(data)
    view = opening(prefix, b"sheetViews").search(data)
    end = data.find(b"</%ssheetViews" % prefix)
    if view is None or end < 0:
        return

    def selected(old: bytes) -> bytes:
        return old if said == b"0" and not old else said

    views = with_changed(data[view.end() : end], prefix + b"sheetView", b"tabSelected", selected)
    draft.put(sheet.part, data[: view.end()] + views + data[end:])


def _is_blank(draft: Draft, place: TablePlace | None) -> bool:
    """Say whether a table holds nothing but blank rows, or is not there."""
    if place is None:
        return True
    part = place.table
    left, right = part.ref.first_column, part.ref.last_column
    block = Range(left, part.first_row, right, part.last_row)
    rows = reader_of(draft, place.sheet).read(block).rows
    return all(cell is None or cell == "" for row in rows for cell in row)


def _findings(draft: Draft, place: TablePlace | None) -> Pairs:
    """Return what Exceptions holds: of each finding its sheet and its severity."""
    if place is None:
        return ()
    part = place.table
    headings = [normal(h) for h in part.headings]
    if not {normal(SHEET), normal(SEVERITY)} <= {*headings}:
        return ()
    block = Range(part.ref.first_column, part.first_row, part.ref.last_column, part.last_row)
    sheet, severity = headings.index(normal(SHEET)), headings.index(normal(SEVERITY))
    rows = reader_of(draft, place.sheet).read(block).rows
    return [(row[sheet], row[severity]) for row in rows]
