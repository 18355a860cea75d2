"""One cell of theirs as a cell of ours: spellings by the Mapping, names to numbers and codes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from xl_recoup.addresses import Address
from xl_recoup.adopt.compared_words import name_key
from xl_recoup.adopt.day_columns import in_order
from xl_recoup.adopt.known_spellings import BLANK, tick_of
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.adopt.names import SCHOOL_HEADINGS, Names
from xl_recoup.contract import Column, Kind, is_placements_table, normal
from xl_recoup.contract.cell_values import is_blank, read_laestab, text_of
from xl_recoup.contract.mapping_table import DAY_ORDERS
from xl_recoup.tables import Cell, CellError, Remark

_ONE_PROVIDER = ("a provider's name", "a code")
_PROVIDERS = ("names of providers", "codes")


class Spellings:
    """The value rows of a Mapping, by table and heading; a row without a sheet counts on all."""

    def __init__(self, rows: Iterable[MappingRow]) -> None:
        """Take the rows that a run goes by."""
        self._means: dict[tuple[str, str, str], dict[str, str]] = {}
        for row in rows:
            table = "placements" if is_placements_table(row.table) else normal(row.table)
            key = (normal(row.sheet), table, normal(row.heading))
            self._means.setdefault(key, {})[normal(row.words)] = row.means

    def of(self, sheet: str, table: str, heading: str) -> dict[str, str]:
        """Return what spellings mean in a column of a sheet."""
        name = "placements" if is_placements_table(table) else normal(table)
        everywhere = self._means.get(("", name, normal(heading)), {})
        return everywhere | self._means.get((normal(sheet), name, normal(heading)), {})


class Translator:
    """Translates the cells of one column, and remembers what it turned into something else."""

    def __init__(self, heading: str, means: dict[str, str], names: Names, order: str = "") -> None:
        """Take what is known of the column; `order` is that of day and month, where settled."""
        self.heading, self.means, self.names, self.order = heading, means, names, order
        self._seen: dict[Cell, Cell] = {}
        self._turned: list[int] = []
        self._count = -1

    def __call__(self, cell: Cell) -> Cell:
        """Return our cell for theirs."""
        self._count += 1
        if is_blank(cell) or isinstance(cell, CellError):
            return cell
        if cell in self._seen and type(cell) is str:
            ours = self._seen[cell]
        else:
            ours = self._translated(cell)
            if type(cell) is str:
                self._seen[cell] = ours
        if ours != cell and self.heading in (*SCHOOL_HEADINGS, "Provider"):
            self._turned.append(self._count)
        return ours

    def _translated(self, cell: Cell) -> Cell:
        text = text_of(cell)
        if self.means:
            meant = self.means.get(normal(text))
            if meant is not None:
                return None if meant in ("", BLANK) else meant
        if self.order:
            return in_order(cell, self.order)
        if not isinstance(cell, str):
            return cell
        if self.heading in SCHOOL_HEADINGS:
            if read_laestab(cell)[1] is None:
                return cell
            return self.names.laestab(text) or cell
        if self.heading == "Provider":
            code = self.names.providers.get(name_key(text))
            return cell if code is None or normal(code) == normal(text) else code
        return cell

    def remarks(self, sheet: str, column: int, first_row: int) -> list[Remark]:
        """Return what was turned into something else, said once for the column."""
        if not self._turned:
            return []
        n = len(self._turned)
        school = self.heading in SCHOOL_HEADINGS
        if n == 1:
            name, code = ("the name of a school", "a LAESTAB") if school else _ONE_PROVIDER
            said = f"{name} here was read as {code}. Check it;"
        else:
            names, codes = ("names of schools", "LAESTABs") if school else _PROVIDERS
            said = f"here and below, {names} in {n:,} cells were read as {codes}."
            said += " Check the first few;"
        place = str(Address(column, first_row + self._turned[0]))
        words = f"{said} a wrong one needs a row of its own in the Mapping."
        return [Remark("S42", sheet, place, words)]


def translator(
    table: str, column: Column, spellings: Spellings, names: Names, row: MappingRow
) -> Translator:
    """Return the translator of the column that a row of the Mapping maps."""
    means = spellings.of(row.sheet, table, column.heading)
    order = normal(row.means) if column.kind is Kind.DATE else ""
    return Translator(column.heading, means, names, order if order in DAY_ORDERS else "")


def day_counter(days: Sequence[Sequence[Cell]]) -> list[Cell]:
    """Return for each row of a grid how many days are ticked; text that is no tick is kept.

    `days` are the grid's columns. A row without any tick gives blank, not 0: nothing was said.
    """
    counted: list[Cell] = []
    for row in zip(*days, strict=True):
        total, ticks = 0.0, 0
        odd: Cell = None
        for cell in row:
            if is_blank(cell):
                continue
            ticks += 1
            worth = tick_of(text_of(cell)) if not isinstance(cell, CellError) else ""
            if worth:
                total += float(worth)
            else:
                odd = cell
        counted.append(odd if odd is not None else (total if ticks else None))
    return counted
