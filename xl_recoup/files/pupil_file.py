"""All that a workbook file holds about one pupil, and which copies beside it hold it too."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from xl_recoup.addresses import LAST_ROW, Range
from xl_recoup.book.package.package import Package, folded, load_file, open_package
from xl_recoup.book.reading.grid import Grid, column_of
from xl_recoup.book.reading.read_tables import dialect_of, in_one_dialect
from xl_recoup.book.reading.sheet_cells import BlockReader
from xl_recoup.contract.upn import is_upn
from xl_recoup.disk.kept_copies import kept_beside
from xl_recoup.errors import Refused
from xl_recoup.files.read_book import read_book
from xl_recoup.pupils.about_pupil import (
    Held,
    Traces,
    cells_of,
    cells_on,
    letters_about,
    namesakes_on,
    traces_of,
)
from xl_recoup.pupils.stand_ins import spec_of
from xl_recoup.run.result import Progress, silent
from xl_recoup.tables import Cell
from xl_recoup.words import counted, some

_COLUMNS = re.compile(rb'\br="([A-Z]{1,3})[0-9]')
_TEXTS = (".xml", ".vml", ".rels")


@dataclass(frozen=True)
class AboutPupil:
    """What was found, by place: no value of any cell."""

    cells: Sequence[Held]
    elsewhere: Sequence[str]
    """Other parts of the file in which the UPN or a reference stands, such as a pivot cache."""
    copies: Sequence[str]
    """Earlier versions beside the workbook that hold the UPN."""
    told: Sequence[str] = field(default=())
    namesakes: Sequence[Held] = ()
    """Other cells with the pupil's name, or with the initials alone: perhaps another pupil's."""
    letters: Sequence[str] = ()
    """The files of letters on record that speak of the pupil's placements."""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "cells": [held._asdict() for held in self.cells],
            "elsewhere": list(self.elsewhere),
            "copies": list(self.copies),
            "namesakes": [held._asdict() for held in self.namesakes],
            "letters": list(self.letters),
        }

    def sentences(self) -> list[str]:
        """Return it for a person: a line for each sheet and heading."""
        said = []
        for (sheet, heading), cells in groupby(
            sorted(self.cells, key=lambda h: (h.sheet, h.heading)), lambda h: (h.sheet, h.heading)
        ):
            where = some([held.cell for held in cells])
            said.append(f"{sheet}, {heading or 'beside the tables'}: {where}")
        if not self.cells:
            said.append("No cell of the workbook holds this UPN or a reference of its rows.")
        else:
            said.append(f"{counted(len(self.cells), 'cell')} hold data about this pupil.")
        if self.namesakes:
            places = [f"{held.sheet} {held.cell}" for held in self.namesakes]
            said.append(
                f"The same name or initials stand in {some(places)} too, without the UPN or a"
                " reference. They may be another pupil's: look at each."
            )
        if self.letters:
            said.append(
                f"{counted(len(self.letters), 'letter')} on record speak of this pupil's"
                f" placements: {some(self.letters)}. They are in the folders that they were written"
                " to, and where they were sent."
            )
        if self.elsewhere:
            said.append(
                f"Other parts of the file hold it too: {some(self.elsewhere)}. In Excel, refresh"
                " pivot tables, delete comments and look at File > Info > Inspect Document."
            )
        if self.copies:
            said.append(
                f"Earlier versions beside the workbook hold it too: {some(self.copies)}. Whoever"
                " deletes a pupil's data deletes them as well; drafts and exports"
                " are in their own folders."
            )
        return said


def pupil_file(path: Path, upn: str, *, progress: Progress = silent) -> AboutPupil:
    """Return every place of a workbook that holds data about the pupil with this UPN.

    That is: each filled cell of a table's row that names the UPN or one of the references of the
    pupil's placements, every other cell that names one, other parts of the file, and the earlier
    versions beside it; cells with the same name or initials, apart, and letters on record.
    Raises Refused where the file can't be used or no UPN is given.
    """
    if len(upn.strip()) < 6:
        raise Refused("Give the pupil's UPN: a letter and twelve digits.")
    progress("reading")
    read = load_file(path)
    book = read_book(read)
    traces = traces_of(upn, book.tables.values())
    if not traces.upn:
        raise Refused("Give the pupil's UPN: a letter and twelve digits.")
    progress("looking")
    package = open_package(path, read.data)
    found = [held for table in book.tables.values() for held in cells_of(table, traces)]
    known = {(held.sheet, held.cell) for held in found}
    namesakes: list[Held] = []
    for sheet, rows in _sheets(package):
        found += [h for h in cells_on(sheet, rows, traces) if (h.sheet, h.cell) not in known]
        known |= {(held.sheet, held.cell) for held in found}
        ours = [t for t in book.tables.values() if t.sheet == sheet and spec_of(t.name)]
        alike = namesakes_on(sheet, rows, traces, ours)
        namesakes += [h for h in alike if (h.sheet, h.cell) not in known]
    letters = [
        f for t in book.tables.values() if t.name == "Letters" for f in letters_about(t, traces)
    ]
    order = {name: at for at, name in enumerate(book.sheets)}
    found.sort(key=lambda held: (order.get(held.sheet, 0), held.table == ""))
    told = () if is_upn(upn.strip().upper()) else (
        "This is no UPN with the right check letter; it was looked for as it was typed.",
    )  # fmt: skip
    elsewhere = _elsewhere(package, traces, bool(found))
    return AboutPupil(found, elsewhere, _copies(path, traces.upn), told, namesakes, letters)


def _sheets(package: Package) -> list[tuple[str, Sequence[Sequence[Cell]]]]:
    dialect = dialect_of(package)
    sheets: list[tuple[str, Sequence[Sequence[Cell]]]] = []
    for sheet in package.sheets:
        if sheet.kind != "worksheet" or not package.has(sheet.part):
            continue
        data = in_one_dialect(package.text_of(sheet.part), sheet.part)
        grid = Grid(data, sheet.part)
        last = min(grid.last_filled_row(), LAST_ROW)
        width = max((column_of(letters) for letters in set(_COLUMNS.findall(data))), default=1)
        block = BlockReader(grid, dialect).read(Range(1, 1, width, max(last, 1)))
        sheets.append((sheet.name, block.rows))
        package.forget(sheet.part)
    return sheets


def _elsewhere(package: Package, traces: Traces, in_cells: bool) -> list[str]:
    """Return the parts beside sheets that name the pupil; shared texts where no cell shows them."""
    pattern = traces.pattern()
    shown = {folded(sheet.part) for sheet in package.sheets}
    strings = package.linked(package.workbook, "sharedStrings")
    if strings and in_cells:
        shown.add(folded(strings))
    return [
        member.name
        for member in package.members
        if folded(member.name) not in shown and _names(package, member.name, pattern)
    ]


def _names(package: Package, part: str, pattern: re.Pattern[str]) -> bool:
    with suppress(Refused):
        if part.lower().endswith(_TEXTS):
            return pattern.search(package.text_of(part).decode("utf-8", "replace")) is not None
        return pattern.search(package.bytes_of(part).decode("latin-1")) is not None
    return False


def _copies(path: Path, upn: str) -> list[str]:
    """Return the names of the earlier versions beside a workbook that hold a UPN."""
    pattern = re.compile(re.escape(upn), re.IGNORECASE)
    held = []
    for beside in kept_beside(path):
        try:
            package = open_package(beside)
            if any(_names(package, member.name, pattern) for member in package.members):
                held.append(beside.name)
        except Refused:
            held.append(f"{beside.name} (which can't be read)")
    return held
