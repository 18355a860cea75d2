"""Names that stand for a number or a code: schools, providers, schemes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from xl_recoup.adopt.compared_words import name_key
from xl_recoup.contract import PROVIDERS, SCHEMES, SCHOOLS, TableSpec, normal
from xl_recoup.contract.cell_values import read_laestab, text_of
from xl_recoup.intake.row_reading import Row, read_rows
from xl_recoup.tables import Cell, CellError, Table

SCHOOL_HEADINGS = ("Home school", "Admitting school")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that the reference tables give, as they are compared."""

    schools: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """A school's name to the LAESTABs that bear it."""
    providers: Mapping[str, str] = field(default_factory=dict)
    """A provider's name or code to its code."""
    schemes: Mapping[str, str] = field(default_factory=dict)
    school_names: tuple[str, ...] = ()
    """The schools' names as they are written, for suggestions."""

    def laestab(self, text: str) -> str:
        """Return the LAESTAB of exactly one school with this name, or ""."""
        found = self.schools.get(name_key(text), frozenset())
        return next(iter(found)) if len(found) == 1 else ""

    def within_authority(self, cell: Cell) -> str:
        """Return the LAESTAB of the one known school with these four digits, or "".

        Many lists name a school by its number within the authority: 5407 is 305/5407, unless a
        school of another authority has it too.
        """
        digits = text_of(cell)
        if len(digits) != len("5407") or not digits.isdecimal():
            return ""
        found = {n for numbers in self.schools.values() for n in numbers if n[3:] == digits}
        return found.pop() if len(found) == 1 else ""

    def written(self, number: str) -> str:
        """Return a school's name as it is written, or its number."""
        return next((n for n in self.school_names if self.laestab(n) == number), number)

    def number(self, cell: Cell) -> str:
        """Return the LAESTAB that a cell holds or names, or ""."""
        if isinstance(cell, CellError):
            return ""
        number = read_laestab(cell)[0]
        return str(number) if number else self.laestab(str(cell))

    def count_schools(self, cells: Iterable[Cell]) -> int:
        """Return how many cells hold the number or the name of a school that is known."""
        known = {number for numbers in self.schools.values() for number in numbers}
        return sum((self.within_authority(cell) or self.number(cell)) in known for cell in cells)

    def knows(self, heading: str, cell: Cell) -> bool:
        """Say whether a cell under a heading holds a known name or code."""
        text = str(cell)
        if heading in SCHOOL_HEADINGS:
            return read_laestab(cell)[1] is None or bool(self.laestab(text))
        if heading == "Provider":
            return name_key(text) in self.providers
        return normal(text) in self.schemes


def names_of(tables: Mapping[str, Table], date_1904: bool = False) -> Names:
    """Return the names in the reference tables, by their names in the contract."""
    schools: dict[str, set[str]] = defaultdict(set)
    written: dict[str, None] = {}
    for row in _rows(tables, SCHOOLS, date_1904):
        if row.get("name") and row.get("laestab"):
            schools[name_key(str(row.get("name")))].add(str(row.get("laestab")))
            written[str(row.get("name"))] = None
    providers: dict[str, str] = {}
    for row in _rows(tables, PROVIDERS, date_1904):
        code = str(row.get("code", ""))
        if code:
            providers[name_key(code)] = code
            providers.setdefault(name_key(str(row.get("name", code))), code)
    codes = [str(row.get("code", "")) for row in _rows(tables, SCHEMES, date_1904)]
    return Names(
        {k: frozenset(v) for k, v in schools.items()},
        providers,
        {normal(c): c for c in codes if c},
        tuple(written),
    )


def _rows(tables: Mapping[str, Table], spec: TableSpec, date_1904: bool) -> Iterable[Row]:
    table = tables.get(spec.name)
    return read_rows(table, spec, date_1904).rows if table is not None else ()
