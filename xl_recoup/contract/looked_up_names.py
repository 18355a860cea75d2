"""The school's name beside its number on a placement sheet: looked up, and read by nothing.

A wrong number is another real school's more often than not. The built workbook's placement tables
end with a column that says which school the number is; a table without it lacks nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from xl_recoup.contract.cell_values import read_laestab, text_of
from xl_recoup.contract.columns import normal
from xl_recoup.tables import Cell, Formula, OutCell, Table, TableWrite, WorkbookTables

HOME_SCHOOL = "Home school"
HOME_SCHOOL_NAME = "Home school name"
NOT_ON_SCHOOLS = "not on Schools"
"""What the column shows for a number that no row of Schools has."""


def looking_up(table: str) -> str:
    """Return the formula of the column, as Excel stores it, for a placements table of this name.

    A number as it stands is found at once; else both are compared without what may part them:
    slash, hyphen and spaces, those that break no line too. No Excel before 365 needs more than
    Enter for it.
    """
    number = f"{table}[[#This Row],[{HOME_SCHOOL}]]"
    given, listed = _digits_of(number), _digits_of("Schools[LAESTAB]")
    at = f'IFERROR(MATCH({number}&"",Schools[LAESTAB],0),MATCH({given},INDEX({listed},0),0))'
    shown = f'IFERROR(INDEX(Schools[School],{at}),"{NOT_ON_SCHOOLS}")'
    return f'IF({_digits_of(number)}="","",{shown})'


def _digits_of(cells: str) -> str:
    """Return the formula of what is left of numbers without the signs that may part them.

    The no-break space stands as itself: CHAR(160) is another sign in LibreOffice and on a Mac.
    """
    for sign in ("/", "-", " ", "\N{NO-BREAK SPACE}"):
        cells = f'SUBSTITUTE({cells},"{sign}","")'
    return cells


def names_by_number(rows: Iterable[tuple[Cell, Cell]]) -> dict[str, str]:
    """Return the school's name by its LAESTAB, from numbers and names of Schools: the first row."""
    names: dict[str, str] = {}
    for number, name in rows:
        laestab = read_laestab(number)[0]
        if isinstance(laestab, str):
            names.setdefault(laestab, text_of(name))
    return names


def name_shown(number: object, names: Mapping[str, str]) -> str:
    """Return what the column shows for a number as it stands in its cell."""
    if number is None or (isinstance(number, str) and not number.strip()):
        return ""
    laestab = read_laestab(number)[0] if isinstance(number, str | int | float) else None
    return names.get(str(laestab), NOT_ON_SCHOOLS)


def position(headings: Sequence[str]) -> int | None:
    """Return where the column stands in a placements table, None where there is none."""
    wanted = normal(HOME_SCHOOL_NAME)
    return next((i for i, heading in enumerate(headings) if normal(heading) == wanted), None)


def without_it(row: Sequence[Cell], at: int | None) -> Sequence[Cell]:
    """Return a row of a placements table without what stands at the column's position."""
    return row if at is None else (*row[:at], *row[at + 1 :])


def names_on_schools(book: WorkbookTables) -> dict[str, str]:
    """Return the schools' names by LAESTAB, as a workbook's Schools has them."""
    table = book.find("Schools")
    headings = [] if table is None else [normal(h) for h in table.headings]
    if table is None or not {"laestab", "school"} <= set(headings):
        return {}
    number, name = headings.index("laestab"), headings.index("school")
    return names_by_number((row[number], row[name]) for row in table.rows)


def with_looked_up(write: TableWrite, table: Table, names: Mapping[str, str]) -> TableWrite:
    """Return rows of a placements table with the formula and its value, where it has the column.

    What a program leaves to Excel would show the name of the row that stood there before.
    """
    at = position(table.headings)
    numbers = [i for i, h in enumerate(write.headings) if normal(h) == normal(HOME_SCHOOL)]
    if at is None or position(write.headings) is not None or not numbers:
        return write
    formula = looking_up(table.name)
    rows: list[Sequence[OutCell]] = [
        (*row, Formula(formula, name_shown(row[numbers[0]], names))) for row in write.rows
    ]
    return replace(write, headings=(*write.headings, table.headings[at]), rows=rows)
