"""Which of a workbook's placements count: suggested by names, marks and repeats, and counted."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from xl_recoup.adopt.day_columns import in_order
from xl_recoup.adopt.guesses import REFERENCE
from xl_recoup.adopt.heading_lines import cells_of
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.proposed_values import data_rows
from xl_recoup.adopt.remarks import rows_said
from xl_recoup.adopt.repeated_pupils import Seen, again_on, seen_rows
from xl_recoup.adopt.row_marks import AGAIN, is_sure, marks_of
from xl_recoup.adopt.said_marks import NOTES_SAY
from xl_recoup.adopt.table_areas import PLACEMENTS, Area
from xl_recoup.contract import normal
from xl_recoup.contract.mapping_table import LEFT_OUT, PROPOSED, READ, ROWS, SUGGESTED, UNMAPPED
from xl_recoup.tables import SheetView
from xl_recoup.words import counted, listed, some

Columns = Sequence[MappingRow]
_NAMES = (
    (
        re.compile(
            r"\b(template|example|specimen|sample|dummy|test|demo|blank|guidance|instructions"
            r"|how to|mock|practice)\b|\b(template|example|sample|test)s$|^training( data| copy)?$"
        ),
        "a template",
    ),
    (
        re.compile(
            r"\b(archiv\w*|old|withdrawn|withdrawals?|superseded|superceded|backups?|back up|bak"
            r"|deleted?|removed?|cancelled|rescinded|do not use|don'?t use|dnu|hist|historic(al)?"
            r"|history|obsolete|previous|prior|last year|not used|no longer|unused|inactive"
            r"|not live|non live|expired|retired|void(ed)?|dead|ignored?|junk"
            r"|drafts?|rough|scratch|tmp|(for|to( be)?) delet\w+"
            r"|overturned)\b"
        ),
        "an archive",
    ),
    (re.compile(r"\b(copy|copies|duplicates?)\b|\(\d+\)$"), "a copy"),
    (
        re.compile(
            r"\b(declined|rejected|refused|unsuccessful|(not|never) (started|placed|taken up)"
            r"|did not start|wait(ing)? ?lists?|enquir(y|ies)|nfa|no further action|on hold|pending"
            r"|not progressed|proposed|potential|at risk|pre exclusions?)\b"
        ),
        "a list of places that were not taken up",
    ),
    (
        re.compile(r"\b(suspensions?|suspended|fixed (term|period)|ftex?)\b"),
        "a list of suspensions",
    ),
    (re.compile(r"^(x{1,3}|z{2,})(\s|$)"), "one put aside"),
)
"""What a sheet's name says where its placements are no live ones."""


def dead_name(sheet: str) -> str:
    """Return what a sheet's name makes it look like, such as `a template`, or ""."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)", " ", sheet)  # AutumnOLD, Archive2
    words = re.sub(r"[_\-.\s]+", " ", normal(parted))
    return next((what for pattern, what in _NAMES if pattern.search(words)), "")


@dataclass(slots=True)
class Counts:
    """How many placements stand on how many sheets, and what becomes of them."""

    rows: dict[str, int] = field(default_factory=dict)
    """Placements by sheet."""
    aside: dict[str, str] = field(default_factory=dict)
    """Sheets that are left out, with what they look like."""
    again: int = 0
    marked: int = 0

    def sentence(self) -> str:
        """Return the one sentence that a person confirms; "" where nothing is in doubt."""
        if not self.aside and not self.again and not self.marked:
            return ""
        total = sum(self.rows.values())
        out = sum(n for sheet, n in self.rows.items() if sheet in self.aside)
        parts = []
        if self.again:
            parts.append(f"{self.again} {'seems a repeat' if self.again == 1 else 'seem repeats'}")
        if self.marked:
            parts.append(f"{self.marked} {'is' if self.marked == 1 else 'are'} marked")
        if self.aside:
            looks = some([f"{sheet} like {what}" for sheet, what in self.aside.items()])
            parts.append(f"{out} stand on {counted(len(self.aside), 'sheet')} ({looks})")
        read = total - out - self.again - self.marked
        return (
            f"{counted(total, 'placement')} on {counted(len(self.rows), 'sheet')}: {read} to"
            f" be read; {listed(parts)}, left out unless you say otherwise on the sheet Mapping."
        )


def judged(
    areas: Sequence[tuple[SheetView, Area, Columns]], decided: Collection[str], date_1904: bool
) -> tuple[Counts, Mapping[Area, list[MappingRow]], Mapping[Area, str]]:
    """Return the counts, the rows of the Mapping for marked rows, and what areas look like.

    `decided` are the sheets that somebody has confirmed. Where every sheet looks dead by its name,
    none is left out for it: they are asked about.
    """
    looks = {a: dead_name(a.sheet) if a.sheet not in decided else "" for _, a, _ in areas}
    counts, found = Counts(), {a: list[MappingRow]() for _, a, _ in areas}
    some_live = not all(looks.values())
    ranked = []
    for view, area, columns in areas:
        numbers, titles, read = data_rows(view, area, columns)
        counts.rows[area.sheet] = counts.rows.get(area.sheet, 0) + len(numbers)
        if looks[area] and some_live:
            counts.aside[area.sheet] = looks[area]
            continue
        marks = marks_of(view, numbers, titles, read, area.block.last_row)
        counts.marked += len(marks.of_rows)
        found[area] = [_marked(area, mark, rows) for mark, rows in marks.groups().items()]
        left = [n for n in numbers if n not in marks.of_rows]
        has_reference = any(r.heading == REFERENCE for r in columns)
        ranked.append(((has_reference, area.known, len(left)), view, area, columns, left))
    earlier: list[tuple[Area, list[Seen]]] = []
    for _, view, area, columns, numbers in sorted(ranked, key=lambda r: r[0], reverse=True):
        here = _seen(view, columns, numbers, date_1904)
        for other, there in earlier:
            again = again_on(here, there) if other.sheet != area.sheet else []
            if again:
                counts.again += len(again)
                found[area].append(_again(area, other, again))
                here = [s for s in here if s.number not in again]
        earlier.append((area, here))
    return counts, found, looks if some_live else {}


def left_aside(row: MappingRow, what: str, count: int) -> MappingRow:
    """Return the row of a sheet that is not read before a person says so."""
    rows = f"{counted(count, 'placement')} {'is' if count == 1 else 'are'}"
    why = f"its name says that it is {what}, so its {rows} left out"
    return replace(row, status=UNMAPPED, score=30, reason=why)


def doubted(row: MappingRow, what: str) -> MappingRow:
    """Return the row of a sheet whose name looks dead, where no sheet looks alive."""
    return replace(row, status=SUGGESTED, score=40, reason=f"its name says that it is {what}")


def _seen(view: SheetView, columns: Columns, numbers: Sequence[int], date_1904: bool) -> list[Seen]:
    cells = {
        r.heading: [in_order(c, r.means) for c in cells_of(view, r.cell, numbers)]
        for r in reversed(columns)
        if r.heading and r.table == PLACEMENTS
    }
    return seen_rows(cells, numbers, date_1904)


def _marked(area: Area, mark: str, numbers: Sequence[int]) -> MappingRow:
    row = MappingRow(ROWS, area.sheet, f"A{numbers[0]}", mark, PLACEMENTS)
    if is_sure(mark):
        why = f"{rows_said(numbers)}: taken for placements that count no more"
        return replace(row, means=LEFT_OUT, status=PROPOSED, score=80, reason=why)
    what = "the note" if mark.startswith(NOTES_SAY) else "the colour"
    why = (
        f"{rows_said(numbers)}: what does {what} say? Fill in Means with {LEFT_OUT} or {READ};"
        " until then they are left out"
    )
    return replace(row, status=UNMAPPED, score=0, reason=why)


def _again(area: Area, other: Area, numbers: Sequence[int]) -> MappingRow:
    why = f"{rows_said(numbers)}: the same pupils with days close by stand on {other.sheet}"
    mark = f"{AGAIN}{other.sheet}"
    return MappingRow(
        ROWS, area.sheet, f"A{numbers[0]}", mark, PLACEMENTS, "", LEFT_OUT, PROPOSED, 80, why
    )
