"""The invented pupils of the home-grown workbooks, and sheets as councils lay them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.support.books import pupil_upn
from xl_recoup.tables import Cell, OutCell

EDGEBURY, POVEREST, OLAVES = "3052069", "3052080", "3055410"
HAYES, BULLERS, LANGLEY = "3055407", "3054005", "3052068"
NAMES = {
    EDGEBURY: "Edgebury Primary School", POVEREST: "Poverest Primary School",
    OLAVES: "St Olave's and St Saviour's Grammar School", HAYES: "Hayes School",
    BULLERS: "Bullers Wood School for Boys", LANGLEY: "Langley Park Primary School",
}  # fmt: skip
Pupil = Mapping[str, Cell]
OUR_HEADINGS = (
    "Placement ref", "UPN", "Pupil", "Date of birth", "Year group", "Home school", "Provider",
    "Scheme", "Roll status", "Exclusion date", "Decision date", "Review status", "Start date",
    "End date", "Days per week", "Admitting school", "Admitted on", "FSM6", "EAL", "Looked after",
)  # fmt: skip


def _pupil(n: int, school: str, year: int, excluded: date, **more: Cell) -> dict[str, Cell]:
    school_year = excluded.year if excluded.month >= 9 else excluded.year - 1
    born, entered = date(school_year - year - 5, 11, 3), school_year - year
    return {
        "Placement ref": f"AP-{n:03d}", "UPN": pupil_upn(n, entered % 100, school="9901"),
        "Pupil": f"{'ABCDEFGHJKLM'[n % 12]}.{'NPQRSTVWXYZ'[n % 11]}.", "Date of birth": born,
        "Year group": year, "Home school": school, "Provider": "BTA", "Scheme": "PEX",
        "Roll status": "off roll", "Exclusion date": excluded,
        "Decision date": date(excluded.year, excluded.month, min(excluded.day + 9, 28)),
        **{k.replace("_", " "): v for k, v in more.items()},
    }  # fmt: skip


PUPILS: tuple[dict[str, Cell], ...] = (
    _pupil(1, EDGEBURY, 4, date(2025, 10, 6), FSM6="Y"),
    _pupil(2, POVEREST, 2, date(2025, 9, 16), EAL="Y", Start_date=date(2025, 9, 24)),
    _pupil(3, OLAVES, 10, date(2025, 6, 10), FSM6="Y", Start_date=date(2025, 6, 23)),
    _pupil(4, HAYES, 9, date(2025, 11, 4), Provider="HHT"),
    _pupil(5, BULLERS, 8, date(2025, 9, 23), FSM6="Y", EAL="Y"),
    _pupil(6, EDGEBURY, 5, date(2025, 5, 13), Admitting_school=POVEREST,
           Admitted_on=date(2025, 9, 3)),
    _pupil(7, OLAVES, 9, date(2026, 1, 13), Review_status="open", Provider="HHT"),
    _pupil(8, LANGLEY, 3, date(2025, 10, 14), Looked_after="Y", FSM6="Y"),
    _pupil(9, POVEREST, 6, date(2025, 12, 2), Provider="HHT", Start_date=date(2025, 12, 10)),
    _pupil(10, HAYES, 7, date(2025, 6, 17), FSM6="Y", Admitting_school=OLAVES,
           Admitted_on=date(2025, 10, 6)),
)  # fmt: skip
"""Ten sound exclusions: maintained schools and academies, credits, holds, premiums."""

Column = tuple[str, str | Callable[[Pupil], Cell]]
"""A heading of theirs, and our heading or what stands below theirs."""


def shown_value(pupil: Pupil, source: str | Callable[[Pupil], Cell]) -> Cell:
    return pupil.get(source) if isinstance(source, str) else source(pupil)


def school_name(heading: str) -> Callable[[Pupil], Cell]:
    return lambda p: NAMES.get(str(p.get(heading)))


def yes_or_no(heading: str, yes: Cell, no: Cell = None) -> Callable[[Pupil], Cell]:
    return lambda p: yes if p.get(heading) == "Y" else no


class Sheet:
    """A sheet that is being written, row by row."""

    def __init__(self, book: Any, name: str) -> None:
        """Add the sheet to a book."""
        self.book, self.sheet, self.row = book, book.add_worksheet(name), 0
        self.bold = book.add_format({"bold": True, "text_wrap": True, "bg_color": "#FFE699"})
        self.day = book.add_format({"num_format": "dd/mm/yyyy"})

    def line(self, *cells: Cell | OutCell, form: Any = None, at: int = 0) -> int:
        """Write one line and return its row, counted from 0."""
        for column, cell in enumerate(cells, at):
            if isinstance(cell, date):
                self.sheet.write_datetime(self.row, column, cell, self.day)
            elif isinstance(cell, str) and cell.startswith("="):
                self.sheet.write_formula(self.row, column, cell)
            elif isinstance(cell, str):
                self.sheet.write_string(self.row, column, cell, form)
            elif cell is not None:
                self.sheet.write(self.row, column, cell, form)
        self.row += 1
        return self.row - 1

    def table(self, columns: Sequence[Column], pupils: Sequence[Pupil], at: int = 0) -> None:
        """Write headings and a row for each pupil."""
        self.line(*(h for h, _ in columns), form=self.bold, at=at)
        self.rows(columns, pupils, at)

    def rows(
        self, columns: Sequence[Column], pupils: Sequence[Pupil], at: int = 0, form: Any = None
    ) -> None:
        """Write a row for each pupil."""
        for pupil in pupils:
            self.line(*(shown_value(pupil, source) for _, source in columns), at=at, form=form)

    def struck(self, columns: Sequence[Column], pupils: Sequence[Pupil]) -> None:
        """Write a row for each pupil, all of it struck through."""
        form = self.book.add_format({"font_strikeout": True})
        day = self.book.add_format({"font_strikeout": True, "num_format": "dd/mm/yyyy"})
        kept, self.day = self.day, day
        for pupil in pupils:
            self.line(*(shown_value(pupil, source) for _, source in columns), form=form)
        self.day = kept


USUAL: tuple[Column, ...] = (
    ("Case No.", "Placement ref"), ("Pupil initials", "Pupil"), ("UPN", "UPN"),
    ("DOB", "Date of birth"), ("NC Year", "Year group"), ("Excluding School DfE No", "Home school"),
    ("Date of Exclusion", "Exclusion date"), ("Governors' Decision", "Decision date"),
    ("IRP status", "Review status"), ("Start Date", "Start date"),
    ("New school DfE", "Admitting school"), ("Date admitted", "Admitted on"),
    ("Ever 6", "FSM6"), ("EAL", "EAL"), ("CLA", "Looked after"),
)  # fmt: skip
PROVIDER: Column = ("AP Provider", "Provider")
SCHEME: Column = ("Type", "Scheme")


def new_book(path: Path, **options: Any) -> Any:
    return xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", **options})
