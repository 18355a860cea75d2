"""A second process that reads the workbook, and puts a run's biggest table into its sheet.

It gives the tables that it has read, and gets the rows of the biggest one when they are known. It
gives back that sheet, packed and checked, with what that means for the rest of the workbook.
What comes out is what this process would make, byte for byte. Where there is no second process, it
dies, or it sees another version of the file, nothing comes of it, and this one does it all.
"""

from __future__ import annotations

import gc
import pickle
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from subprocess import Popen
from typing import IO, Any

from xl_recoup.book.package import zips
from xl_recoup.book.package.package import Package, TablePlace, open_package, places_of
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.writing.draft import Draft, Made
from xl_recoup.book.writing.guards import check_part, has_formulas
from xl_recoup.book.writing.our_formats import Kind
from xl_recoup.book.writing.rows_by_address import sheets_named
from xl_recoup.book.writing.sheet_patch import SheetPatcher, Written
from xl_recoup.book.writing.table_move import Move
from xl_recoup.book.writing.verify import is_well_formed, rows_read_back
from xl_recoup.contract import normal
from xl_recoup.disk.versions import ReadFile, Version
from xl_recoup.errors import Refused
from xl_recoup.tables import Columns, Digits, OutCell, TableWrite, WorkbookTables, columns_of

Read = tuple[Version | None, WorkbookTables | None]
"""What was read of which version of the file."""


@dataclass(frozen=True)
class MadeThere:
    """What the second process made."""

    sheet: Made
    move: Move
    written: Written
    """Without the rows, which this process has."""
    of: tuple[TablePlace, int, int]
    """What it was made of: the table, and the checksum and size of its sheet's bytes."""


class SecondProcess:
    """A second process that has read a workbook, and is at work on one of its tables."""

    def __init__(
        self,
        process: Popen[bytes],
        table: str,
        headings: Sequence[str],
        keys: Sequence[Sequence[str]] = (),
        pounds: Collection[str] = (),
        spare: Collection[str] = (),
        shared_texts: bool = False,
    ) -> None:
        """Ask it to put rows, known by these keys, into a table below these headings.

        `pounds` are those of them below which pounds stand; of the `spare` ones, those that the
        table lacks are not given. With `shared_texts`, those that come again are stored once.
        """
        self._process = process
        self._given: TableWrite | None = None
        self._same: bool | None = None
        """Whether it read the very file; None while nobody knows."""
        self._said = 0
        more = frozenset(pounds), frozenset(spare), shared_texts
        self._send((table, tuple(headings), tuple(keys), *more))

    def tables(self, version: Version) -> WorkbookTables | None:
        """Return what it has read; None where it could not, or read another version of the file."""
        answer: Read | None = self._answer(1)
        self._same = answer is not None and answer[0] == version
        return answer[1] if answer is not None and self._same else None

    def known(self) -> Any:
        """Return what it has worked out of those tables; None where it could not."""
        return self._answer(2) if self._same else None

    def sheets_named(self) -> dict[str, frozenset[str]] | None:
        """Return which sheets each part names in its formulas; None where that is not known."""
        return self._answer(3) if self._same else None

    def give(self, write: TableWrite) -> None:
        """Hand over what the table is to hold."""
        self._given = write
        columns = columns_of(write.rows)
        self._send(len(columns))
        for column in columns:  # each by itself: together they are big
            self._send(_column(column))

    def has(self, write: TableWrite) -> bool:
        """Say whether this is what was handed over, and the sheet not taken back yet."""
        given = self._given
        return given is not None and given.table == write.table and given.rows is write.rows

    def made(self, draft: Draft, place: TablePlace, write: TableWrite) -> MadeThere | None:
        """Wait for the sheet; None where it is to be made here. Raises what was refused there."""
        if not self.has(write):
            return None
        self._given = None
        answer: MadeThere | Refused | None = self._answer(4)
        self._process.kill()  # it has said all that it will
        if isinstance(answer, Refused):
            raise answer
        if answer is None or draft.changed(place.sheet.part):
            return None
        if answer.of != _of(draft.package, place):
            return None
        return replace(answer, written=replace(answer.written, rows=write.rows))

    def _answer(self, number: int) -> Any:
        """Return what it says as its first, second, third or fourth; what is left out is lost."""
        answer = None
        try:
            assert self._process.stdout is not None
            while self._said < number:
                answer = pickle.load(self._process.stdout)
                self._said += 1
        except (EOFError, OSError, pickle.UnpicklingError):
            return None
        return answer

    def _send(self, thing: Any) -> None:
        with suppress(OSError):  # it has died: this process does it all
            assert self._process.stdin is not None
            pickle.dump(thing, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()


def _of(package: Package, place: TablePlace) -> tuple[TablePlace, int, int]:
    member = package.member(place.sheet.part)
    return place, member.crc, member.size


def _column(cells: Sequence[OutCell]) -> tuple[bool, list[Any]]:
    """Return a column that is quick to send: decimals as their digits."""
    decimals = set(map(type, cells)) <= {Decimal, type(None)}
    return decimals, [None if v is None else str(v) for v in cells] if decimals else [*cells]


def _rows(asked: IO[bytes]) -> Columns:
    """Return the rows that are sent, column by column."""
    columns = []
    for _ in range(pickle.load(asked)):
        decimals, column = pickle.load(asked)
        columns.append([v if v is None else Digits(v) for v in column] if decimals else column)
    return Columns(columns)


def serve(
    source: ReadFile | None,
    read_tables: Callable[[ReadFile], WorkbookTables],
    work_out: Callable[[WorkbookTables], Any],
    asked: IO[bytes],
    answers: IO[bytes],
) -> None:
    """Be the second process: say what is read of the workbook, then make the sheet asked for.

    In between it says what `work_out` makes of the tables, and which sheets each part names. Raises
    EOFError or BrokenPipeError where the other process has ended.
    """

    def say(answer: Any) -> None:
        pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()

    def say_tables() -> None:  # which are gone before the sheet is made: both are big
        book = None
        with suppress(Refused):
            book = read_tables(source) if source else None
        read: Read = source and source.version, book
        say(read)
        say(book and work_out(book))

    say_tables()
    gc.collect()  # nothing else calls it here, and the tables hold one another
    table, *wanted = pickle.load(asked)
    package = place = named = None
    with suppress(Refused):
        package = open_package(source.path, source.data) if source else None
        place = places_of(package).get(table.casefold()) if package else None
        if package and place:
            package.bytes_of(place.sheet.part)  # once, for the look over all parts and for the rows
            named = sheets_named(package)
    say(named)
    say(package and place and _answer(package, place, wanted, asked))


def _answer(
    package: Package, place: TablePlace, wanted: Sequence[Any], asked: IO[bytes]
) -> MadeThere | Refused | None:
    headings, keys, pounds, spare, shared_texts = wanted
    try:
        have = {normal(heading) for heading in place.table.headings} if spare else set()
        headings = [h for h in headings if h not in spare or normal(h) in have]
        data = package.bytes_of(place.sheet.part)
        check_part(data, place.sheet.part)
        package.must_be_sound(place.sheet.part, data)
        patcher = SheetPatcher(package, place, data, headings, keys=keys)
        if patcher.by_key or patcher.needs_workbook():
            return None  # this needs the whole workbook, so it is for the other process
        formulas = has_formulas(data)
        package.forget(place.sheet.part)  # what the rows need of it the patcher has by now
        del data
        rows = _rows(asked)
        made = patcher.patched(rows, _not_here, _no_style, pounds, shared_texts=shared_texts)
        return _made(package, place, formulas, *made)
    except Refused as refusal:
        return refusal
    except _Elsewhere:
        return None


class _Elsewhere(Exception):
    """This needs the whole workbook, so it is for the other process."""


def _not_here(move: Move) -> None:
    raise _Elsewhere


def _no_style(base: int, kind: Kind) -> int:
    raise _Elsewhere


def _made(
    package: Package,
    place: TablePlace,
    had_formulas: bool,
    data: bytes,
    move: Move,
    written: Written,
) -> MadeThere | None:
    """Return the changed sheet, checked; None where the check fails: the other one will say so."""
    if not rows_read_back(data, written, package.date_1904):
        return None
    stays = package.member(place.sheet.part).says(data)
    if not stays and not is_well_formed(data, [written]):
        return None
    packed = None if stays else zips.pack(data)
    formulas = had_formulas or has_formulas(data)
    made = Made(packed, formulas, _around(data, written))
    return MadeThere(made, move, replace(written, rows=()), _of(package, place))


def _around(data: bytes, written: Written) -> bytes:
    """Return a sheet without the rows of its table."""
    first, last = written.first_row, written.first_row + max(len(written.rows), 1) - 1
    rows = list(Grid(data, written.sheet_part).chosen(sorted({first, last})))
    return data[: rows[0].start] + data[rows[-1].end :] if rows else data
