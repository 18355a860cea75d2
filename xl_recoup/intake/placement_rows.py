"""Every placement sheet understood: one record per row, each with a reference of its own."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from xl_recoup.contract import PLACEMENTS, is_placements_table, normal
from xl_recoup.contract.cell_values import is_blank, read_laestab, text_of
from xl_recoup.contract.looked_up_names import HOME_SCHOOL, HOME_SCHOOL_NAME, position
from xl_recoup.intake.row_reading import CellIssue, TableReading, rows_in_turn
from xl_recoup.records import Place, Placement, RowKey
from xl_recoup.tables import CellError, Table, WorkbookTables

CHARACTERISTICS = frozenset(
    {
        "fsm",
        "fsm6",
        "idaci_band",
        "eal",
        "low_prior_attainment",
        "mobility",
        "looked_after",
        "previously_looked_after",
        "service_child",
    }
)
"""What a row says of the pupil that a factor of the formula or the pupil premium rests on."""
_ITS_OWN = {"key", "ref", "columns", "unreadable", "placement_ref"}
_SAYS = [f for f in Placement.__dataclass_fields__ if f not in _ITS_OWN]


class TypedName(NamedTuple):
    """What is typed where a home school's name is looked up, beside the number that counts."""

    number: Place
    """The cell of the number."""
    laestab: str
    cell: str
    """The name's address on the same sheet."""
    name: str
    row: RowKey


class OwnTexts(NamedTuple):
    """A column of the team's own beside the placements: its filled cells, each by its address."""

    sheet: str
    heading: str
    texts: list[tuple[str, str]]


@dataclass(slots=True)
class PlacementBook:
    """All placement rows of a workbook, in the order of its sheets and rows."""

    rows: list[Placement] = field(default_factory=list)
    readings: list[TableReading] = field(default_factory=list)
    typed_names: list[TypedName] = field(default_factory=list)
    """Names that somebody typed or pasted where the home school's name is looked up."""
    own_columns: list[OwnTexts] = field(default_factory=list)
    """What stands beside the placements under headings that are none of ours."""
    silent_on_pupil: set[RowKey] = field(default_factory=set)
    """Rows in which each of the `CHARACTERISTICS` is blank: neither Y nor N."""

    @property
    def issues(self) -> list[CellIssue]:
        """Every cell with something the matter."""
        return [issue for reading in self.readings for issue in reading.issues]


def read_placements(book: WorkbookTables) -> PlacementBook:
    """Read all tables named `Placements` or `Placements_…`."""
    result = PlacementBook()
    for name, table in book.tables.items():
        if not is_placements_table(name):
            continue
        reading, rows = rows_in_turn(table, PLACEMENTS, book.date_1904)
        result.readings.append(reading)
        result.typed_names += _typed_names(table)
        result.own_columns += _own_columns(table)
        for row in rows:
            given = str(row.get("placement_ref", ""))
            if CHARACTERISTICS.isdisjoint(row.values) and CHARACTERISTICS.isdisjoint(
                row.unreadable
            ):
                result.silent_on_pupil.add(row.key)
            result.rows.append(
                Placement(
                    key=row.key,
                    ref=given or f"no reference, {row.key.sheet} row {row.key.row}",
                    columns=reading.columns,
                    unreadable=row.unreadable,
                    **row.values,
                )
            )
    result.rows = _told_apart(result.rows)
    return result


def _own_columns(table: Table) -> Iterator[OwnTexts]:
    """Yield the columns that are none of ours; of a team's own sheet, no others are at hand."""
    known = {normal(h) for h in (*PLACEMENTS.headings, HOME_SCHOOL_NAME)}
    for at, heading in enumerate(table.headings):
        if normal(heading) in known:
            continue
        texts = [
            (table.address(i, at), text_of(row[at]))
            for i, row in enumerate(table.rows)
            if at < len(row) and isinstance(row[at], str | float | int) and not is_blank(row[at])
        ]
        if texts:
            yield OwnTexts(table.sheet, heading, texts)


def _typed_names(table: Table) -> Iterator[TypedName]:
    """Yield the names that stand beside a number and are no formula's."""
    headings = [normal(heading) for heading in table.headings]
    named = position(table.headings)
    if named is None or normal(HOME_SCHOOL) not in headings or table.column_numbers:
        return
    of = headings.index(normal(HOME_SCHOOL))
    for i, row in enumerate(table.rows):
        name, address = row[named], table.address(i, named)
        if is_blank(name) or isinstance(name, CellError) or address in table.formulas:
            continue
        laestab = read_laestab(row[of])[0]
        if isinstance(laestab, str):
            place, key = (
                Place(table.sheet, table.address(i, of)),
                RowKey(table.sheet, table.first_row + i),
            )
            yield TypedName(place, laestab, address, text_of(name), key)


def _told_apart(rows: list[Placement]) -> list[Placement]:
    """Return rows with a reference each: those of one reference are numbered by what they say."""
    groups: dict[str, list[int]] = defaultdict(list)
    for n, p in enumerate(rows):
        groups[normal(p.ref)].append(n)
    if len(groups) == len(rows):
        return rows
    told, seen = list(rows), Counter(groups.keys())
    for _, group in sorted(groups.items()):
        for n in sorted(group, key=lambda n: _what_it_says(rows[n]))[1:]:
            told[n] = replace(rows[n], ref=_unique(rows[n].ref, seen))
    return told


def _what_it_says(p: Placement) -> list[str]:
    """Return what a row says, to be sorted by."""
    return [repr(getattr(p, name)) for name in _SAYS]


def _unique(ref: str, seen: Counter[str]) -> str:
    """Return a reference that no row has: a repeated one is numbered."""
    key = normal(ref)
    seen[key] = count = seen[key] + 1
    return ref if count == 1 else _unique(f"{ref}#{count}", seen)
