"""The monthly list of the AP team, on a sheet of the workbook that is open in Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import xlwings as xw

from xl_recoup.adopt.listed_rows import listed_rows
from xl_recoup.adopt.monthly_list import Proposed
from xl_recoup.adopt.monthly_sheet import Decisions, proposals_write, told_lines
from xl_recoup.adopt.taken_tables import read_back, with_taken
from xl_recoup.adopt.taking_over import Taken, writes_of
from xl_recoup.contract import MONTHLY_PROPOSALS, normal
from xl_recoup.errors import Refused
from xl_recoup.excel.dialogs import Desk
from xl_recoup.excel.open_books import how_to_keep
from xl_recoup.excel.open_runs import read
from xl_recoup.excel.open_sheets import read_views
from xl_recoup.excel.selection import show_table
from xl_recoup.excel.write_open import write_tables
from xl_recoup.files.supplied_lists import LISTS
from xl_recoup.tables import CellWrites, TableWrite
from xl_recoup.words import listed

SHOWN = 12
"""Proposals that the box shows; all stand on the sheet."""
WHERE = (
    "On which sheet of this workbook does the list of the AP team stand? Paste it on a sheet of its"
    " own first."
)


def monthly_in_a_box(book: xw.Book, desk: Desk) -> str:
    """Propose what a list says otherwise than the placements, or take over what has Y; in words.

    The workbook is not saved. Raises Refused, and then leaves it as it was.
    """
    sheet = desk.ask(WHERE, _likely(book))
    with desk.at_work():
        tables = read(book, desk.progress)
        views = read_views(book, [s.name for s in book.sheets if normal(s.name) == normal(sheet)])
        if not views:
            raise Refused(f"{book.name} has no sheet named {sheet}. Check the name.")
        sent = listed_rows(views, tables, LISTS, book.name, tables.date_1904)
        found, decisions = sent.compared(tables), Decisions.of(tables)
        chosen = decisions.chosen()
    made = Taken()
    takes = bool(chosen) and desk.agrees(
        f"{len(chosen)} of the rows of {MONTHLY_PROPOSALS.sheet} have Y under Take over. Take them"
        " over now? With No, the list is only compared anew."
    )
    with desk.at_work():
        if takes:
            made = decisions.taken_over(tables, found, sent.told, (), "")
            made = read_back(made, found, lambda m: sent.compared(with_taken(tables, m, sent.told)))
        writes = writes_of(made, tables, sent.told)
        rows = [w for w in writes if isinstance(w, TableWrite)]
        cells = [w for w in writes if isinstance(w, CellWrites)]
        rows.append(proposals_write(found, decisions, made))
        desk.progress("writing")
        told = write_tables(book, rows, cells)
        show_table(book, MONTHLY_PROPOSALS.name)
    said = _taken(made, book) if takes else _proposed(found)
    return "\n".join([*said, *told])


def _likely(book: xw.Book) -> str:
    """Return the last sheet that holds no table of anybody's: a list is pasted behind the rest."""
    bare = [s.name for s in book.sheets if s.visible and not len(s.tables)]
    return bare[-1] if bare else ""


def _proposed(found: Sequence[Proposed]) -> list[str]:
    if not found:
        return ["The list says what the placements say."]
    counts = Counter(p.change for p in found)
    said = listed([f"{n} {change}" for change, n in counts.items()])
    more = [f"… and {len(found) - SHOWN} more."] if len(found) > SHOWN else []
    return [
        f"{said}, on the sheet {MONTHLY_PROPOSALS.sheet}. Nothing of it is on the placement sheets"
        " yet: write Y under Take over where the list is right, and press Monthly list again.",
        "",
        *(f"{p.code} {p.sentence()}" for p in found[:SHOWN]),
        *more,
    ]


def _taken(made: Taken, book: xw.Book) -> list[str]:
    lines = told_lines(made)
    more = [f"… and {len(lines) - SHOWN} more."] if len(lines) > SHOWN else []
    return [
        f"{len(made.taken)} taken over, {len(made.refused)} not{how_to_keep(book)}",
        "",
        *lines[:SHOWN],
        *more,
    ]
