"""Columns that stand beside other rows than at the last run: one was sorted alone, or two swapped.

Each run notes how a school, provider, scheme and rate stood, by its number or code. Where rows have
one another's cells of a column now, that column was moved, and the rest was not. It is compared
with the same run until it is put back, or somebody accepts it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from xl_recoup.contract import PROVIDERS, RATES, SCHEMES, SCHOOLS, TableSpec, normal
from xl_recoup.contract.cell_values import is_blank, read_laestab, text_of
from xl_recoup.intake.last_run_record import ROW, LastRunRecord, Remembered
from xl_recoup.intake.seen_tables import column_name
from xl_recoup.tables import Table, WorkbookTables

KEYS = {
    SCHOOLS.name: ("LAESTAB", "Open from"),
    PROVIDERS.name: ("Code",),
    SCHEMES.name: ("Scheme", "Valid from", "Lowest year", "Tier from"),
    RATES.name: ("Factor", "Phase", "School", "Valid from"),
}
"""What tells a row of a table: the first alone where no other row has it."""
NAMES = {SCHOOLS.name: "School", PROVIDERS.name: "Provider"}
"""Tables whose rows are called by a number or code and have a name beside it."""
_WATCHED = (SCHOOLS, PROVIDERS, SCHEMES, RATES)
_PASSED_OVER = frozenset({"URN", "Contact", "Address", "Note", "Source"})
"""Columns for reading: no run notes them. Those about people are among them."""
_FEW = frozenset(
    {"Phase", "Settlement", "Calendar", "Lowest year", "Highest year", "Leaving years"}
)
"""Columns in which many schools have one value: two may well change places on purpose."""
_MANY_OF_FEW = 4


class MovedColumn(NamedTuple):
    """A column of a table and the rows, by what they are called, that have another cell in it."""

    table: str
    heading: str
    rows: Mapping[str, tuple[str, str]]
    """What stood there at the last run, and what stands there now."""
    place: str
    """The cell of the first of these rows in that column."""
    swapped: bool = True
    """Whether rows have one another's cells; False for one that has a new name."""

    @property
    def name(self) -> str:
        """The column's name, as in Excel's formulas, by which it is accepted."""
        return column_name(self.table, self.heading)

    @property
    def holds(self) -> bool:
        """Say whether the rows of these schools are held: nobody knows whose charge is whose."""
        return self.swapped and self.table == SCHOOLS.name


class _Rows(NamedTuple):
    """The rows of a table by what tells them, and the cell of each below a heading."""

    cells: Mapping[str, Mapping[str, str]]
    place: Mapping[tuple[str, str], str]


def noted_rows(book: WorkbookTables) -> Iterator[Remembered]:
    """Yield what the next run is to know of each school, provider, scheme and rate."""
    for spec in _WATCHED:
        for key, cells in _rows(book.find(spec.name), spec).cells.items():
            yield _noted(spec.name, key, cells)


def noted_with_moved(
    noted: Iterable[Remembered], before: LastRunRecord, moved: Sequence[MovedColumn]
) -> list[Remembered]:
    """Return what a run notes of rows: a cell that moved is noted as it was."""
    rows = {(row.kind, row.name): row for row in noted}
    for each in moved:
        kind = ROW + each.table
        for key, (was, _) in each.rows.items():
            known = json.loads(before.of(kind)[key])
            if each.heading != KEYS[each.table][0]:
                known = json.loads(rows[kind, key].value) | {each.heading: was}
            rows[kind, key] = _noted(each.table, key, known)
    return list(rows.values())


def moved_columns(book: WorkbookTables, before: LastRunRecord) -> list[MovedColumn]:
    """Return which columns stand beside other rows than at the last run, and which names differ."""
    return [m for spec in _WATCHED for m in _moved(spec, book, before)]


def _moved(spec: TableSpec, book: WorkbookTables, before: LastRunRecord) -> list[MovedColumn]:
    known = before.of(ROW + spec.name)
    if not known:
        return []
    was = {key: json.loads(held) for key, held in known.items()}
    now = _rows(book.find(spec.name), spec)
    found, differ = [], set()
    for heading in _watched(spec):
        other = {
            key: (was[key].get(heading, ""), cells.get(heading, ""))
            for key, cells in now.cells.items()
            if key in was and normal(was[key].get(heading, "")) != normal(cells.get(heading, ""))
        }
        if other:
            differ.add(heading)
            place = now.place.get((next(iter(other)), heading), "")
            one = MovedColumn(spec.name, heading, other, place)
            named = heading == NAMES.get(spec.name)
            places = _taken_over(other) if named else _changed_places(other)
            if len(places) >= (_MANY_OF_FEW if heading in _FEW else 2):
                first = now.place[next(iter(places)), heading]
                found.append(one._replace(rows={k: other[k] for k in places}, place=first))
            if named:
                found += _renamed(one, places, now)
    swapped = [m for m in found if m.swapped]
    together = all(m.rows.keys() <= swapped[0].rows.keys() for m in swapped)
    if len(swapped) > 1 and together and {m.heading for m in swapped} >= differ - _FEW:
        first = KEYS[spec.name][0]
        place = now.place.get((next(iter(swapped[0].rows)), first), "")
        return [swapped[0]._replace(heading=first, place=place)]
    return found


def _renamed(one: MovedColumn, places: Collection[str], now: _Rows) -> Iterator[MovedColumn]:
    for key, (old, new) in one.rows.items():
        if old and new and key not in places:
            place = now.place[key, one.heading]
            yield MovedColumn(one.table, one.heading, {key: (old, new)}, place, swapped=False)


def _taken_over(other: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return the rows that have a name which another had, or whose name another has."""
    old, new = ({normal(pair[n]) for pair in other.values()} for n in (0, 1))
    both = old & new - {""}
    return [key for key, pair in other.items() if both & set(map(normal, pair))]


def _changed_places(other: Mapping[str, tuple[str, str]]) -> list[str]:
    """Return the rows that have one another's cells: as many of each as there were."""
    keys, fewer = list(other), True
    while fewer:
        old, new = (Counter(normal(other[key][n]) for key in keys) for n in (0, 1))
        kept = [k for k in keys if normal(other[k][1]) in old and normal(other[k][0]) in new]
        fewer, keys = len(kept) < len(keys), kept
    return keys if old == new else []


def _watched(spec: TableSpec) -> list[str]:
    keys = KEYS[spec.name]
    return [h for h in spec.headings if h not in _PASSED_OVER and h != keys[0]]


def _rows(table: Table | None, spec: TableSpec) -> _Rows:
    cells: dict[str, Mapping[str, str]] = {}
    place: dict[tuple[str, str], str] = {}
    if table is None:
        return _Rows(cells, place)
    keys = KEYS[spec.name]
    ours = {normal(h): h for h in (keys[0], *_watched(spec))}
    at = {ours[t]: i for i, h in enumerate(table.headings) if (t := normal(h)) in ours}
    read = {}
    for n, row in enumerate(table.rows):
        held = {h: text_of(row[i]) for h, i in at.items() if i < len(row) and not is_blank(row[i])}
        if held and table.first_row + n not in table.skipped:
            read[n] = held
    firsts = Counter(_first(spec, held) for held in read.values())
    called = {}
    for n, held in read.items():
        first = _first(spec, held)
        more = [held.get(h, "") for h in keys[1:]] if firsts[first] > 1 else []
        called[n] = " ".join(filter(None, (first, *more))) if first else ""
    times = Counter(called.values())
    for n, held in read.items():
        key = called[n]
        if key and times[key] == 1:  # of two rows that nothing tells apart none is compared
            cells[key] = held
            place |= {(key, h): table.address(n, i) for h, i in at.items()}
    return _Rows(cells, place)


def _first(spec: TableSpec, cells: Mapping[str, str]) -> str:
    """Return the number or code of a row, a LAESTAB in one form however it is typed."""
    typed = cells.get(KEYS[spec.name][0], "")
    number = read_laestab(typed)[0] if spec is SCHOOLS and typed else None
    return str(number or typed)


def _noted(table: str, key: str, cells: Mapping[str, str]) -> Remembered:
    return Remembered(ROW + table, key, json.dumps(cells, ensure_ascii=False, sort_keys=True))
