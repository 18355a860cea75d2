"""Records looked at by their digests: who changed, deleted or added an entry, and in which cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from xl_recoup.contract import DOCUMENTS, LEDGER, LETTERS, RUN_LOG, Kind, TableSpec, normal
from xl_recoup.contract.cell_values import is_blank
from xl_recoup.contract.columns import ENTRY_DIGEST
from xl_recoup.contract.entry_digests import (
    EntryDigest,
    covered,
    digest_of,
    read_digest,
    read_head,
    text,
)
from xl_recoup.records import Place, short_record
from xl_recoup.tables import Cell, Table, WorkbookTables
from xl_recoup.words import counted, some

SEALED: tuple[TableSpec, ...] = (LEDGER, DOCUMENTS, LETTERS)
"""The records whose entries have digests."""


@short_record
class SealedRecord:
    """What the digests of one record say."""

    head: str = ""
    """The last entry's, "" for none; where something was changed, as the run log has it."""
    altered: tuple[tuple[Place, str], ...] = ()
    """Each cell or row that is not as it was written, with words that follow its address."""
    unsealed: int = 0
    """How many entries an earlier edition wrote, none of which has a digest yet."""
    place: Place = field(default_factory=lambda: Place(""))
    """The first of those."""
    rows: frozenset[int] | None = frozenset()
    """The sheet's rows of the entries that were altered; None where it can't be told which."""


class _Alteration(NamedTuple):
    """What is not as it was written, and the rows that it concerns; None where any may be."""

    place: Place
    words: str
    rows: frozenset[int] | None = None


def _rows_of(found: Iterable[_Alteration]) -> frozenset[int] | None:
    rows: set[int] = set()
    for each in found:
        if each.rows is None:
            return None
        rows |= each.rows
    return frozenset(rows)


@short_record
class _Entry:
    row: int
    """Counted from 0 in the table."""
    texts: Sequence[str]
    digest: EntryDigest | None


def head_heading(spec: TableSpec) -> str:
    """Return the run log's column that keeps the head of a record."""
    return f"{spec.name} head"


def sealed_records(book: WorkbookTables) -> dict[str, SealedRecord]:
    """Return what the digests of each record say, by its name."""
    return {spec.name: _record(book, spec) for spec in SEALED}


def digests_for(table: Table, spec: TableSpec, date_1904: bool) -> list[str | None]:
    """Return the digest that each row of a record would have, None for a blank row.

    Entries go by their numbers, other rows as they stand.
    """
    entries = _entries(table, spec, date_1904)
    if spec is LEDGER:
        at = [normal(h) for h in table.headings].index("entry")
        entries.sort(key=lambda e: _number(table.rows[e.row][at]))
    found: list[str | None] = [None] * len(table.rows)
    before = ""
    for place, e in enumerate(entries, 1):
        made = digest_of(e.texts, place, before)
        before, found[e.row] = made.digest, str(made)
    return found


def _number(cell: Cell) -> float:
    return float(text(cell, Kind.NUMBER))


def _record(book: WorkbookTables, spec: TableSpec) -> SealedRecord:
    table, logged = book.find(spec.name), _logged(book, spec)
    heads = [head for _, head in logged if read_head(head)]
    if table is None:
        if not heads:
            return SealedRecord()
        place = next(place for place, head in logged if head == heads[-1])
        known = counted((read_head(heads[-1]) or (0, ""))[0], "entry", "entries")
        words = f"there is no table named {spec.name}, and this run knew of {known} in it."
        return SealedRecord(heads[-1], ((place, words),), rows=None)
    entries = _entries(table, spec, book.date_1904)
    at = _digest_column(table)
    if not any(e.digest for e in entries) and not logged:
        first = table.first_row + entries[0].row if entries else 0
        place = Place(table.sheet, f"{table.letters(0)}{first}")
        return SealedRecord(unsealed=len(entries), place=place)
    found = list(_altered(table, spec, entries, at))
    if not found:
        found = [_Alteration(*told) for told in _not_as_logged(table, entries, logged)]
    last = max((e.digest for e in entries if e.digest), default=None)
    if found or last is None:
        told = tuple((each.place, each.words) for each in found)
        return SealedRecord(heads[-1] if heads else "", told, rows=_rows_of(found))
    return SealedRecord(last.head)


def _digest_column(table: Table) -> int | None:
    headings = [normal(h) for h in table.headings]
    return headings.index(normal(ENTRY_DIGEST)) if normal(ENTRY_DIGEST) in headings else None


def _entries(table: Table, spec: TableSpec, date_1904: bool) -> list[_Entry]:
    headings = [normal(h) for h in table.headings]
    filled = [i for i, row in enumerate(table.rows) if not all(is_blank(c) for c in row)]
    columns: list[Sequence[str]] = []
    for column in covered(spec):
        if normal(column.heading) not in headings:
            columns.append([""] * len(filled))
            continue
        at = headings.index(normal(column.heading))
        columns.append(_texts([table.rows[i][at] for i in filled], column.kind, date_1904))
    last = _digest_column(table)
    digests = [None if last is None else read_digest(table.rows[i][last]) for i in filled]
    texts = zip(*columns, strict=True)
    return [_Entry(*entry) for entry in zip(filled, texts, digests, strict=True)]


def _texts(cells: Sequence[Cell], kind: Kind, date_1904: bool) -> Sequence[str]:
    """Return a column's cells as they are digested, each content worked out once."""
    if bool in set(map(type, cells)):  # 1 and TRUE are equal in Python and not in a cell
        return [text(cell, kind, date_1904) for cell in cells]
    texts = {cell: text(cell, kind, date_1904) for cell in set(cells)}
    return list(map(texts.__getitem__, cells))


def _logged(book: WorkbookTables, spec: TableSpec) -> list[tuple[Place, str]]:
    """Return what each line of the run log says the head was, with its cell."""
    table = book.find(RUN_LOG.name)
    headings = [normal(h) for h in table.headings] if table else []
    if table is None or normal(head_heading(spec)) not in headings:
        return []
    at = headings.index(normal(head_heading(spec)))
    cells = ((i, row[at]) for i, row in enumerate(table.rows))
    return [
        (Place(table.sheet, table.address(i, at)), str(cell))
        for i, cell in cells
        if not is_blank(cell)
    ]


def _altered(
    table: Table, spec: TableSpec, entries: Sequence[_Entry], at: int | None
) -> Iterator[_Alteration]:
    """Yield each column of changed cells, and each entry that is added, missing or there twice."""
    if at is None:
        yield _Alteration(
            Place(table.sheet, table.heading_address(0)),
            f"the column {ENTRY_DIGEST} is gone, so it can't be shown that no entry was changed.",
        )
        return
    by_place: dict[int, _Entry] = {}
    for e in entries:
        where = Place(table.sheet, table.address(e.row, at))
        if e.digest is None:
            blank = is_blank(table.rows[e.row][at])
            what = "is blank: posting did not write this row" if blank else "was overtyped"
            yield _Alteration(where, f"the {ENTRY_DIGEST} of the row {what}.")
        elif e.digest.place in by_place:
            other = table.first_row + by_place[e.digest.place].row
            words = f"entry {e.digest.place} is there twice: the row is a copy of row {other}."
            yield _Alteration(where, words)
        else:
            by_place[e.digest.place] = e
    overtyped = len(by_place) < len(entries)
    places = range(1, max(by_place, default=0) + 1)
    lost = [n for n in places if n not in by_place]
    if lost and not overtyped:
        after = by_place.get(min(n for n in by_place if n > lost[0]))
        yield _Alteration(
            Place(table.sheet, table.address(after.row if after else 0, 0)),
            f"{_numbers(lost)} {'is' if len(lost) == 1 else 'are'} missing before this row: posted"
            " rows were deleted.",
        )
    yield from _changed(table, spec, by_place)


def _changed(
    table: Table, spec: TableSpec, by_place: Mapping[int, _Entry]
) -> Iterator[_Alteration]:
    """Yield changed cells, those of one column together; and digests that do not follow."""
    columns = covered(spec)
    changed: dict[int, list[int]] = defaultdict(list)
    torn: list[int] = []
    for number, e in by_place.items():
        assert e.digest is not None
        before = by_place.get(number - 1)
        known = "" if number == 1 else before.digest.digest if before and before.digest else None
        if known is None:
            known, linked = "", False  # the one before is reported: its cells' signs are left
        else:
            linked = True
        now = digest_of(e.texts[: e.digest.covers], number, known)
        if linked and now == e.digest:
            continue
        differing = e.digest.differing(e.texts)
        for i in differing:
            changed[i].append(number)
        if linked and not differing:
            torn.append(number)
    headings = [normal(h) for h in table.headings]
    for i, numbers in sorted(changed.items()):
        heading = normal(columns[i].heading)
        at = headings.index(heading) if heading in headings else 0
        first = min(numbers, key=lambda n: by_place[n].row)
        others = [n for n in numbers if n != first]
        also = f", nor are those of {_numbers(sorted(others))}" if others else ""
        yield _Alteration(
            Place(table.sheet, table.address(by_place[first].row, at)),
            f"{columns[i].heading} of entry {first} is not what was written there{also}.",
            frozenset(table.first_row + by_place[n].row for n in numbers),
        )
    digests = _digest_column(table) or 0
    for number in torn:
        yield _Alteration(
            Place(table.sheet, table.address(by_place[number].row, digests)),
            f"the {ENTRY_DIGEST} of entry {number} is not the one that was written, or the entry"
            " before it was replaced.",
        )


def _not_as_logged(
    table: Table, entries: Sequence[_Entry], logged: Sequence[tuple[Place, str]]
) -> Iterator[tuple[Place, str]]:
    """Yield the first line of the run log whose head is not an entry of the record."""
    digests = {e.digest.place: e.digest.digest for e in entries if e.digest}
    for where, head in logged:
        known = read_head(head)
        if known is None:
            yield where, f"the head of {table.name} that a run wrote was overtyped."
            return
        place, digest = known
        if place not in digests:
            last = max(digests, default=0)
            yield (
                Place(table.sheet, table.address(max(len(table.rows) - 1, 0), 0)),
                f"the run log ({where}) knows of {counted(place, 'entry', 'entries')}, and the"
                f" last one here is entry {last}: posted rows were deleted.",
            )
            return
        if digests[place] != digest:
            row = next(e.row for e in entries if e.digest and e.digest.place == place)
            yield (
                Place(table.sheet, table.address(row, 0)),
                f"entry {place} is not the one that the run log ({where}) knows: rows up to here"
                " were written anew.",
            )
            return


def _numbers(numbers: Sequence[int]) -> str:
    word = "entry" if len(numbers) == 1 else "entries"
    return f"{word} {some([str(n) for n in numbers])}"
