"""The biggest table of a run, put into its sheet by a second process while this one goes on.

The second process reads the sheet as soon as it is started. It gets the rows when they are known,
and gives back the sheet, packed and checked, with what that means for the rest of the workbook.
What comes out is what this process would make, byte for byte. Where there is no second process, it
dies, or it sees another version of the file, nothing comes of it, and this one does it all.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from xl_recoup.book import zips
from xl_recoup.book.draft import Draft, Made
from xl_recoup.book.follow import Move
from xl_recoup.book.guards import check_part
from xl_recoup.book.package import Package, Sheet, open_package
from xl_recoup.book.sheetpatch import SheetPatcher, Written
from xl_recoup.book.strings import used_strings
from xl_recoup.book.tableparts import TablePart
from xl_recoup.book.verify import is_well_formed, rows_read_back
from xl_recoup.cores import cores
from xl_recoup.errors import Refused
from xl_recoup.tables import OutCell, TableWrite

WORTH_IT = 500_000
"""From this size of a file, in bytes, a second process saves more than its start costs."""
PIPE = 1 << 20
"""How many bytes may be on their way at once, where the system lets us say."""


@dataclass(frozen=True)
class MadeBeside:
    """What the second process made: the sheet, or None where it stays as it was."""

    sheet: Made | None
    move: Move
    written: Written
    """Without the rows, which this process has."""
    of: tuple[Sheet, TablePart, int, int]
    """What it was made of: the sheet, the table, and the checksum and size of the sheet's bytes."""


class Beside:
    """A second process at work on one table of one workbook."""

    def __init__(self, process: subprocess.Popen[bytes], table: str) -> None:
        self._process, self._table = process, table
        self._given: TableWrite | None = None

    def give(self, write: TableWrite) -> None:
        """Hand over what the table is to hold."""
        self._given = write
        self._send(_columns(write.rows))

    def has(self, write: TableWrite) -> bool:
        """Say whether this is what was handed over, and the sheet not taken back yet."""
        given = self._given
        return given is not None and given.table == write.table and given.rows is write.rows

    def made(
        self, draft: Draft, sheet: Sheet, table: TablePart, write: TableWrite
    ) -> MadeBeside | None:
        """Wait for the sheet; None where it is to be made here. Raises what was refused there."""
        if not self.has(write):
            return None
        self._given = None
        answer = self._answer()
        if isinstance(answer, Refused):
            raise answer
        member = draft.package.member(sheet.part)
        if answer is None or draft.changed(sheet.part):
            return None
        if answer.of != (sheet, table, member.crc, member.size):
            return None
        return replace(answer, written=replace(answer.written, rows=write.rows))

    def _answer(self) -> MadeBeside | Refused | None:
        try:
            assert self._process.stdout is not None
            answer: MadeBeside | Refused | None = pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            answer = None
        self._process.kill()  # it has said all that it will
        return answer

    def _send(self, thing: Any) -> None:
        with suppress(OSError):  # it has died: this process does it all
            assert self._process.stdin is not None
            pickle.dump(thing, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()


@contextmanager
def second_process(source: Path, table: str, headings: Sequence[str]) -> Iterator[Beside | None]:
    """Start a second process on a table of a workbook, where that is worth it; end it after."""
    process = _started(source) if cores() > 1 else None
    if process is None:
        yield None
        return
    try:
        helper = Beside(process, table)
        helper._send((source, table, tuple(headings)))
        yield helper
    finally:
        process.kill()
        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            with suppress(OSError):  # what was still to be sent can't be
                pipe.close()
        process.wait()


def _started(source: Path) -> subprocess.Popen[bytes] | None:
    try:
        if source.stat().st_size < WORTH_IT:
            return None
        ours = str(Path(__file__).parents[2])  # the same program, from wherever this one runs
        path = os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))
        return subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, pipesize=PIPE,
            env=os.environ | {"PYTHONPATH": path},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
    except (OSError, ValueError):
        return None


def _columns(rows: Sequence[Sequence[OutCell]]) -> list[tuple[bool, list[Any]]]:
    """Return rows as columns that are quick to send: decimals as their digits."""
    columns: list[tuple[bool, list[Any]]] = []
    for column in zip(*rows, strict=True):
        decimals = set(map(type, column)) <= {Decimal, type(None)}
        columns.append(
            (decimals, [None if v is None else str(v) for v in column] if decimals else [*column])
        )
    return columns


def _rows(columns: Sequence[tuple[bool, list[Any]]]) -> list[tuple[OutCell, ...]]:
    """Return the rows that were sent as columns."""
    back = (
        [None if v is None else Decimal(v) for v in column] if decimals else column
        for decimals, column in columns
    )
    return list(zip(*back, strict=True))


def main() -> None:
    """Do what the other process asks, and end with it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other one, which ends this
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with suppress(EOFError, BrokenPipeError):
        pickle.dump(_answer(asked), answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _answer(asked: IO[bytes]) -> MadeBeside | Refused | None:
    try:
        source, name, headings = pickle.load(asked)
        package = open_package(source)
        place = _place(package, name)
        if place is None:
            return None
        sheet, tables, table = place
        data = package.bytes_of(sheet.part)
        check_part(data, sheet.part)
        patcher = SheetPatcher(
            data, sheet, table, headings,
            strings=package.few_strings, date_1904=package.date_1904,
        )  # fmt: skip
        rows = _rows(pickle.load(asked))
        return _made(package, sheet, table, *patcher.patched(rows, tables, _not_here))
    except Refused as refusal:
        return refusal
    except _Elsewhere:
        return None


def _place(package: Package, name: str) -> tuple[Sheet, list[TablePart], TablePart] | None:
    """Return the sheet, its tables, and the one of that name; None unless there is one alone."""
    found = [
        (sheet, tables, table)
        for sheet in package.sheets
        for tables in [package.tables_on(sheet)]
        for table in tables
        if table.name.casefold() == name.casefold()
    ]
    return found[0] if len(found) == 1 else None


class _Elsewhere(Exception):
    """This needs the whole workbook, so it is for the other process."""


def _not_here(move: Move) -> None:
    raise _Elsewhere


def _made(
    package: Package, sheet: Sheet, table: TablePart, data: bytes, move: Move, written: Written
) -> MadeBeside | None:
    """Return the changed sheet, checked; None where the check fails: the other one will say so."""
    old = package.member(sheet.part)
    of = (sheet, table, old.crc, old.size)
    bare = replace(written, rows=())
    before = package.bytes_of(sheet.part)
    if data == before:
        return MadeBeside(None, move, bare, of)
    packed = zips.pack(data)
    sound = is_well_formed(data, [written]) and rows_read_back(data, written, package.date_1904)
    formulas = any(b"<f" in each or b":f" in each for each in (before, data))
    made = Made(packed, used_strings(data), formulas)
    return MadeBeside(made, move, bare, of) if sound else None
