"""A table of results as it stands in the workbook, beside what the last run noted of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from xl_recoup.contract import normal
from xl_recoup.outputs.as_written import (
    FORMULA,
    OF_THE_CLOCK,
    AsWritten,
    column_number,
    column_texts,
    in_order,
    row_number,
)
from xl_recoup.tables import Table


class AsItStands:
    """The rows of a table as texts, and which of them are not as the last run wrote them.

    Rows are counted from 0 as they stand, columns as the note counts them.
    """

    def __init__(self, table: Table, noted: AsWritten, *, date_1904: bool) -> None:
        """Compare the rows with the note; the table has every column that was noted."""
        self.table, self.noted = table, noted
        at = {normal(h): i for i, h in reversed(list(enumerate(table.headings)))}
        self.places = [at[normal(h)] for h in noted.headings]
        """Where each column is in the table."""
        self.columns = self._texts(date_1904)
        clock = OF_THE_CLOCK.get(normal(table.name))
        self.there = [
            i
            for i in range(len(table.rows))
            if any(column[i] for column in self.columns) and self.columns[0][i] != clock
        ]
        """The rows that hold something."""
        numbers = {i: row_number(self.row(i)) for i in self.there}
        missing = Counter(noted.rows)
        missing.subtract(numbers.values())
        self.missing = +missing
        """The numbers of rows that were written and are not there: typed over, or deleted."""
        self.odd = [i for i in self.there if numbers[i] not in noted.rows]
        """The rows that the last run did not write so."""

    def _texts(self, date_1904: bool) -> list[list[str]]:
        table = self.table
        held = list(zip(*table.rows, strict=True))
        formulas = _by_letters(table.formulas)
        made = []
        for place in self.places:
            texts = column_texts(held[place], date_1904) if held else []
            for number in formulas.get(table.letters(place), ()):
                if 0 <= number - table.first_row < len(texts):
                    texts[number - table.first_row] = FORMULA
            made.append(texts)
        return made

    def row(self, number: int) -> list[str]:
        """Return a row as texts."""
        return [column[number] for column in self.columns]

    def changed_columns(self, keys: Sequence[Sequence[str]]) -> frozenset[int]:
        """Return the columns with a cell that is not as it was; all where that is not known."""
        every = frozenset(range(len(self.columns)))
        if len(self.there) != self.noted.rows.total():
            return every
        kept = [[column[i] for i in self.there] for column in self.columns]
        order = in_order(self.noted.headings, keys, kept)
        was = list(self.noted.columns.values())
        return frozenset(c for c in every if column_number(kept[c], order) != was[c]) or every


def as_it_stands(table: Table, noted: AsWritten, *, date_1904: bool) -> AsItStands | None:
    """Return how a table stands; None where it lacks a column that was noted."""
    there = set(map(normal, table.headings))
    if any(normal(heading) not in there for heading in noted.headings):
        return None
    return AsItStands(table, noted, date_1904=date_1904)


def _by_letters(addresses: Iterable[str]) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for address in addresses:
        letters = address.rstrip("0123456789")
        found[letters].append(int(address[len(letters) :]))
    return found
