"""A school's number and its name in two columns of a sheet, that do not agree on a row."""

from __future__ import annotations

from collections.abc import Sequence

from xl_recoup.addresses import Address
from xl_recoup.adopt.known_headings import known_heading
from xl_recoup.adopt.mapped_sheet import MappedSheet
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.moved_headings import locate
from xl_recoup.adopt.names import SCHOOL_HEADINGS, Names
from xl_recoup.adopt.table_areas import PLACEMENTS
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank, read_laestab, text_of
from xl_recoup.contract.mapping_table import COLUMN
from xl_recoup.tables import Cell, CellError, Remark


def disagreeing_schools(
    sheet: MappedSheet, rows: Sequence[MappingRow], names: Names
) -> list[Remark]:
    """Return a remark for each row whose number is that of another school than the name beside it.

    Compared are a column of numbers that is read and one of names for the same heading, whether it
    is read where the first is blank or not at all. Where most rows differ, the columns mean two
    things, such as the school now and the one before, and nothing is said.
    """
    said: list[Remark] = []
    if sheet.spec.name != PLACEMENTS:
        return said
    for heading in SCHOOL_HEADINGS:
        first = next((r for r in sheet.chosen.get(heading, ()) if r.kind == COLUMN), None)
        for other in _others(sheet, rows, heading, first):
            if first is None or other == sheet.located.columns[first]:
                continue
            column = sheet.located.columns[first]
            pairs = zip(sheet.numbers, sheet.column(column), sheet.column(other), strict=True)
            compared = [(n, a, b) for n, a, b in pairs if _comparable(a, b, names)]
            wrong = [(n, b) for n, a, b in compared if read_laestab(a)[0] != names.number(b)]
            if len(wrong) * 2 > len(compared):
                continue
            said += [
                Remark(
                    "S49",
                    sheet.view.name,
                    str(Address(column, n)),
                    f"{heading} is the number of another school than “{text_of(b)}” in"
                    f" {Address(other, n)}, and the number counts. Correct whichever is wrong.",
                )
                for n, b in wrong
            ]
    return said


def _others(
    sheet: MappedSheet, rows: Sequence[MappingRow], heading: str, first: MappingRow | None
) -> list[int]:
    """Return the other columns of a sheet whose words stand for a heading."""
    alike = [
        r
        for r in rows
        if r.kind == COLUMN
        and r is not first
        and normal(r.sheet) == normal(sheet.view.name)
        and known_heading(PLACEMENTS, [r.words]) == heading
    ]
    return list(locate(sheet.view, sheet.located.block, alike).columns.values()) if alike else []


def _comparable(number: Cell, name: Cell, names: Names) -> bool:
    """Say whether one cell is a school's number and the other the name of a known school."""
    if is_blank(number) or is_blank(name) or isinstance(number, CellError):
        return False
    return bool(read_laestab(number)[0]) and isinstance(name, str) and bool(names.laestab(name))
