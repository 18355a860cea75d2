"""Sheets of ours in an open workbook that are shown or hidden, and what appears with a write."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import xlwings as xw

from xl_recoup.book.writing.sheets_needed import SEVERITY, SHEET, Pairs, sheets_needed
from xl_recoup.contract import EXCEPTIONS, normal
from xl_recoup.contract.our_sheets import daily_and_others, our_sheets
from xl_recoup.errors import Refused
from xl_recoup.excel.dialogs import Desk
from xl_recoup.excel.excel_frames import ExcelFrame, all_frames
from xl_recoup.tables import TableWrite
from xl_recoup.words import counted, listed

SHOWN, HIDDEN = -1, 0  # Excel's xlSheetVisible and xlSheetHidden; 2 is out of its lists


def appearing(
    book: xw.Book, tables: Sequence[ExcelFrame], writes: Sequence[TableWrite]
) -> list[xw.Sheet]:
    """Return which hidden sheets of ours appear with these writes, of which none is made yet."""
    if book.api.ProtectStructure:
        return []
    states = {sheet.name: sheet.api.Visible for sheet in book.sheets}
    if HIDDEN not in states.values():
        return []
    frames = {normal(frame.name): frame for frame in tables}
    ours = our_sheets((frame.name, frame.sheet_name) for frame in frames.values())
    shown = sheets_needed(
        writes,
        [name for name in ours if states[name] == HIDDEN],
        is_blank=lambda table: _is_blank(frames.get(normal(table))),
        found=lambda: _findings(frames.get(normal(EXCEPTIONS.name))),
    )
    return [book.sheets[name] for name in states if name in shown]


def show(sheets: Sequence[xw.Sheet]) -> None:
    """Show sheets; the one in front stays there."""
    for sheet in sheets:
        sheet.api.Visible = SHOWN


def show_named(book: xw.Book, names: Collection[str]) -> None:
    """Show hidden sheets by their names in normal form; none where the structure is protected."""
    if not book.api.ProtectStructure:
        show([s for s in book.sheets if s.api.Visible == HIDDEN and normal(s.name) in names])


def shown_or_hidden(book: xw.Book, desk: Desk) -> str:
    """Show every hidden sheet of ours; where there is none, offer to hide them again; in words."""
    changed = show_or_hide(book, daily=False)
    if changed:
        return f"{counted(len(changed), 'sheet')} shown: {listed(changed)}."
    desk.confirm("Every sheet is shown. Hide those again that are not in daily use?")
    changed = show_or_hide(book, daily=True)
    said = f"{counted(len(changed), 'sheet')} hidden."
    return f"{said} What is on them is kept, and filled as before."


def show_or_hide(book: xw.Book, *, daily: bool) -> list[str]:
    """Show every hidden sheet of ours, or hide those that are not in daily use; return which.

    A sheet on which a finding stands stays in sight. Raises Refused where the workbook's structure
    is protected.
    """
    if book.api.ProtectStructure:
        raise Refused(
            "The workbook's structure is protected, so no sheet can be shown or hidden. Switch that"
            " off (Review > Protect Workbook) and press the button again."
        )
    frames = all_frames(book)
    found = next((f for f in frames if normal(f.name) == normal(EXCEPTIONS.name)), None)
    show_these, hide_these = daily_and_others(
        [(frame.name, frame.sheet_name) for frame in frames],
        [sheet for sheet, _ in _findings(found)] if daily else (),
        daily=daily,
    )
    changed = []
    for sheet in book.sheets:
        state = sheet.api.Visible
        if state == HIDDEN and sheet.name in show_these:
            sheet.api.Visible = SHOWN
            changed.append(sheet.name)
        elif state == SHOWN and sheet.name in hide_these:
            sheet.api.Visible = HIDDEN
            changed.append(sheet.name)
    return changed


def _is_blank(frame: ExcelFrame | None) -> bool:
    if frame is None:
        return True
    rows = frame.block(frame.first_row, frame.last_row).values()
    return all(cell is None or cell == "" for row in rows for cell in row)


def _findings(frame: ExcelFrame | None) -> Pairs:
    """Return what Exceptions holds: of each finding its sheet and its severity."""
    headings = [] if frame is None else [normal(each) for each in frame.headings]
    if frame is None or not {normal(SHEET), normal(SEVERITY)} <= {*headings}:
        return ()
    sheet, severity = headings.index(normal(SHEET)), headings.index(normal(SEVERITY))
    rows = frame.block(frame.first_row, frame.last_row).values()
    return [(row[sheet], row[severity]) for row in rows]
