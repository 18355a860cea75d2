"""Cases of the checks on a team's own sheets (`xl_recoup.checks.mapping`)."""

from __future__ import annotations

from typing import Any

from tests.checks.case import Args, Case, Cases
from tests.support.books import pex
from xl_recoup.adopt.followed_sources import remarks_on_sources, turned_means
from xl_recoup.adopt.mapped_tables import mapped_tables
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.names import Names
from xl_recoup.adopt.remarks import open_remarks, replaced_remark
from xl_recoup.adopt.source_marks import across_mark
from xl_recoup.adopt.turned_lists import list_across
from xl_recoup.closed_lists import MappingKind, MappingStatus
from xl_recoup.contract.mapping_table import (
    COLUMN,
    CONFIRMED,
    CONSTANT,
    IGNORED,
    MADE,
    PROPOSED,
    SHEET,
    UNMAPPED,
)
from xl_recoup.records import Place
from xl_recoup.tables import Cell, Remark, SheetView, Table, WorkbookTables

_PLACED = {"placements": [pex()]}
_HEADINGS = ("Placement ref", "UPN", "Home school", "Scheme", "Exclusion date")
_NAMES = Names(schools={"oak primary": frozenset({"3052001"})})


def _remarks(*remarks: Remark) -> Args:
    return {**_PLACED, "remarks": remarks}


def _row(
    kind: MappingKind, status: MappingStatus, cell: str = "", words: str = "", sheet: str = "List"
) -> Any:
    return MappingRow(kind, sheet, cell, words, status=status, place=Place("Mapping", "H5"))


def _open(*rows: MappingRow, sheets: tuple[str, ...] = ("List",)) -> Args:
    return _remarks(*open_remarks([_row(SHEET, CONFIRMED), *rows], sheets, set()))


def _read(*rows: tuple[Cell, ...]) -> Args:
    """Return what reading a team's sheet with these rows below its headings showed."""
    mapping = [
        MappingRow(SHEET, "List", "A1:E1", table="Placements", status=CONFIRMED),
        *(
            MappingRow(COLUMN, "List", f"{'ABCDE'[i]}1", h, "Placements", h, status=CONFIRMED)
            for i, h in enumerate(_HEADINGS)
        ),
    ]
    view = SheetView("List", [_HEADINGS, *rows])
    return _remarks(*mapped_tables(mapping, [view], _NAMES).remarks)


_ONE: tuple[Cell, ...] = ("P001", "UN1", "3052001", "PEX", "06/10/2025")
_NAMED: tuple[Cell, ...] = ("P002", "UN1", "Oak Primary", "PEX", "06/10/2025")
_EXAMPLE: tuple[Cell, ...] = ("EXAMPLE", "UN1", "3052001", "PEX", "07/10/2025")
_SAME: tuple[Cell, ...] = (None, "UN2", "3052001", "PEX", "06/10/2025")
_LATER: tuple[Cell, ...] = (None, "UN1", "3052001", "PEX", "07/10/2025")


def _made(*rows: tuple[Cell, ...]) -> Args:
    """Return what reading a sheet without references showed, when they are made."""
    mapping = [
        MappingRow(SHEET, "List", "B1:E1", table="Placements", status=CONFIRMED),
        MappingRow(CONSTANT, "List", "B1:E1", "", "Placements", "Placement ref", MADE, CONFIRMED),
        *(
            MappingRow(COLUMN, "List", f"{'ABCDE'[i]}1", h, "Placements", h, status=CONFIRMED)
            for i, h in enumerate(_HEADINGS)
            if i
        ),
    ]
    view = SheetView("List", [(None, *_HEADINGS[1:]), *rows])
    return _remarks(*mapped_tables(mapping, [view], _NAMES).remarks)


def _paired(*rows: tuple[Cell, ...]) -> Args:
    """Return what a sheet showed whose schools stand there by number and, unread, by name."""
    mapping = [
        MappingRow(SHEET, "List", "A1:F1", table="Placements", status=CONFIRMED),
        *(
            MappingRow(COLUMN, "List", f"{'ABCDE'[i]}1", h, "Placements", h, status=CONFIRMED)
            for i, h in enumerate(_HEADINGS)
        ),
        MappingRow(COLUMN, "List", "F1", "School name", status=IGNORED),
    ]
    view = SheetView("List", [(*_HEADINGS, "School name"), *rows])
    names = Names(schools={"oak primary": frozenset({"3052001"}), "elm": frozenset({"3052002"})})
    return _remarks(*mapped_tables(mapping, [view], names).remarks)


_LIST: tuple[tuple[str, Cell, Cell], ...] = (
    ("Case ref", "P001", "P002"), ("UPN", "UN1", "UN2"), ("Home school", "3052001", "3052002"),
    ("Exclusion date", "06/10/2025", "07/10/2025"),
)  # fmt: skip


def _across(*days: Cell) -> Args:
    """Return what a turned list showed, when two pupils have these days in its source now."""
    lines = [list(line) for line in _LIST]
    lines[3][1:] = days
    source, then = SheetView("Cases", lines), SheetView("Cases", _LIST)
    noted, now = list_across(then), [*zip(*_LIST, strict=True)]
    assert noted is not None
    means = turned_means("Cases turned", across_mark(noted))
    rows = [MappingRow(SHEET, "Cases", means=means, status=IGNORED)]
    table = Table("Turned_Cases", "Cases turned", tuple(map(str, now[0])), 5, now[1:])
    book = WorkbookTables({table.name: table}, ("Cases", "Cases turned"))
    return _remarks(*remarks_on_sources(rows, book, [source]))


_OAK: tuple[Cell, ...] = (*("P001", "UN1", "3052001", "PEX", "06/10/2025"), "Oak Primary")
_ELM: tuple[Cell, ...] = (*_OAK[:5], "Elm")
_TOTAL: tuple[Cell, ...] = ("Total", None, None, None, 1)

CASES: Cases = {
    "S40": Case(
        passes=_open(_row(COLUMN, CONFIRMED)),
        once=_open(_row(COLUMN, PROPOSED)),
        at="Mapping H5",
        several=_open(_row(COLUMN, PROPOSED), _row(COLUMN, PROPOSED)),
        count=1,
        says="2 rows of the Mapping are",
    ),
    "S41": Case(
        passes=_read(_ONE),
        once=_read(_ONE, _TOTAL),
        at="List A3",
        several=_read(_ONE, _TOTAL, _TOTAL),
        count=1,
        says="rows 3 and 4",
    ),
    "S42": Case(
        passes=_read(_ONE),
        once=_read(_ONE, _NAMED),
        at="List C3",
        several=_read(_NAMED, _NAMED),
        count=1,
        says="2 cells",
    ),
    "S43": Case(
        passes=_open(_row(COLUMN, CONFIRMED)),
        once=_open(_row(COLUMN, UNMAPPED, "F1", "Social worker")),
        at="List F1",
        several=_open(_row(COLUMN, UNMAPPED, "F1", "A"), _row(COLUMN, UNMAPPED, "G1", "B")),
        count=1,
        says="columns are",
    ),
    "S44": Case(
        passes=_open(),
        once=_open(sheets=("List", "Spring")),
        at="Spring A1",
        several=_open(sheets=("List", "Spring", "Summer")),
    ),
    "S45": Case(
        passes=_remarks(),
        once=_remarks(replaced_remark("Schools", "Schools 2", 4, "Our schools")),
        at="Schools 2 A4",
        several=_remarks(
            replaced_remark("Schools", "Schools 2", 4, "Our schools"),
            replaced_remark("Rates", "Rates 2", 4, "Our rates"),
        ),
    ),
    "S46": Case(
        passes=_made(_SAME, _LATER),
        once=_made(_SAME, _LATER, _SAME),
        at="List B2",
        several=_made(_SAME, _SAME, _LATER, _LATER),
        count=1,
        says="rows 2, 3, 4 and 5 share",
    ),
    "S47": Case(
        passes=_read(_ONE, _NAMED),
        once=_read(_ONE, _EXAMPLE),
        at="List A3",
        several=_read(_ONE, _EXAMPLE, ("Withdrawn cases", None, None, None, None), _NAMED),
        says="below “Withdrawn cases”, so not read as a placement",
    ),
    "S49": Case(
        passes=_paired(_OAK, _OAK, _ELM, _ELM, _ELM),
        once=_paired(_OAK, _OAK, _ELM),
        at="List C4",
        several=_paired(_OAK, _OAK, _ELM, _ELM),
        says="is the number of another school than “Elm” in F4",
    ),
    "S50": Case(
        passes=_across("06/10/2025", "07/10/2025"),
        once=_across("08/10/2025", "07/10/2025"),
        at="Cases B4",
        several=_across("08/10/2025", "09/10/2025"),
        count=1,
        says="it says otherwise in B4 (there D5) and C4 (there D6)",
    ),
}
