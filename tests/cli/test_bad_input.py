"""Files, folders and tables that leave nothing sensible to do, as a person meets them.

Each is a process of its own, started as a shell starts it. Every one ends with one plain line on
standard error and exit code 2 or 3, and leaves every file as it was.
"""

from __future__ import annotations

import re
import stat
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.books import book
from tests.support.workbook_files import (
    ENCRYPTED,
    contents,
    parts,
    rewrite,
    save,
    sheet_parts,
    sound,
    spawn,
    type_in,
    without_progress,
)
from xl_recoup.book import read_workbook
from xl_recoup.tables import CellError, Table

READERS = ("validate", "check", "explain", "recalculate")


@dataclass(frozen=True)
class Case:
    """A way to go wrong: how the folder is made, the call, the exit code, and what is said."""

    make: Callable[[Path], object]
    words: tuple[str, ...]
    code: int = 2
    call: tuple[str, ...] = ("recalculate", "book.xlsx")


def _bytes(data: bytes) -> Callable[[Path], object]:
    return lambda folder: (folder / "book.xlsx").write_bytes(data)


def _cut_short(folder: Path) -> None:
    path = sound(folder / "book.xlsx")
    path.write_bytes(path.read_bytes()[:-2000])


def _damaged(folder: Path) -> None:
    path = sound(folder / "book.xlsx")
    data = bytearray(path.read_bytes())
    middle = data.find(b"xl/worksheets/sheet1.xml") + 200
    data[middle : middle + 40] = bytes(40)
    path.write_bytes(data)


def _other_zip(folder: Path) -> None:
    path = sound(folder / "book.xlsx")
    rewrite(path, dict.fromkeys(parts(path)) | {"docProps/app.xml": bytes})


def _without_table(name: str) -> Callable[[Path], object]:
    return lambda folder: save(folder / "book.xlsx", book(replace={name: None}))


def _without_heading(name: str, heading: str) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        table = book().tables[name]
        keep = [i for i, h in enumerate(table.headings) if h != heading]
        rows = [tuple(row[i] for i in keep) for row in table.rows]
        headings = tuple(table.headings[i] for i in keep)
        smaller = Table(name, table.sheet, headings, table.first_row, rows)
        save(folder / "book.xlsx", book(replace={name: smaller}))

    return make


def _settings(**given: str) -> Callable[[Path], object]:
    named = {name.replace("_", " "): value for name, value in given.items()}
    return lambda folder: sound(folder / "book.xlsx", settings=named)


def _error_cell(folder: Path) -> None:
    path = sound(folder / "book.xlsx")
    rates = read_workbook(path).tables["Rates"]
    type_in(path, "Rates", rates.address(1, rates.headings.index("Amount")), CellError("#REF!"))


def _read_only(folder: Path) -> None:
    sound(folder / "book.xlsx").chmod(stat.S_IRUSR | stat.S_IRGRP)


def _beside(name: str) -> Callable[[Path], object]:
    def make(folder: Path) -> None:
        sound(folder / "book.xlsx")
        (folder / name).write_bytes(b"somebody")

    return make


def _read_only_folder(folder: Path) -> None:
    (folder / "shut").mkdir()
    sound(folder / "book.xlsx")
    (folder / "shut").chmod(stat.S_IRUSR | stat.S_IXUSR)


def _target(name: str) -> tuple[str, ...]:
    return ("recalculate", "book.xlsx", "--output", name)


def _is_sound(folder: Path) -> None:
    sound(folder / "book.xlsx")


def _target_is_a_folder(folder: Path) -> None:
    _is_sound(folder)
    (folder / "new.xlsx").mkdir()


def _target_is_open(folder: Path) -> None:
    _is_sound(folder)
    (folder / "~$new.xlsx").write_bytes(b"")


CASES = {
    "no such file": Case(lambda _: None, ("book.xlsx", "was not found", "Check the name")),
    "a folder": Case(lambda f: (f / "book.xlsx").mkdir(), ("book.xlsx is a folder",), 2),
    "an empty file": Case(_bytes(b""), ("book.xlsx is empty", "earlier copy")),
    "text": Case(
        _bytes(b"Ref,Amount\nA1,10\n"), ("book.xlsx", "not a workbook", 'taken over.xlsx".')
    ),
    "cut short": Case(_cut_short, ("book.xlsx", "damaged or cut short", "earlier copy")),
    "damaged": Case(_damaged, ("book.xlsx", "damaged", "earlier copy")),
    "encrypted": Case(_bytes(ENCRYPTED), ("book.xlsx", "password", "save")),
    "another zip": Case(_other_zip, ("book.xlsx", "not an Excel workbook")),
    "no sheets": Case(
        lambda f: rewrite(
            sound(f / "book.xlsx"),
            {"xl/workbook.xml": lambda d: re.sub(b"<sheets>.*</sheets>", b"<sheets/>", d)},
        ),
        ("book.xlsx",),
    ),
    "a sheet that is no XML": Case(
        lambda f: rewrite(
            sound(f / "book.xlsx"),
            {sheet_parts(f / "book.xlsx")["Rates"]: lambda d: d[: len(d) // 2]},
        ),
        ("book.xlsx",),
    ),
    "missing table": Case(_without_table("Rates"), ("Rates",)),
    "missing placements": Case(_without_table("Placements"), ("Placements",)),
    "missing heading": Case(_without_heading("Schools", "LAESTAB"), ("Schools", "LAESTAB")),
    "missing column of placements": Case(
        _without_heading("Placements", "Home school"), ("Placements", "Home school")
    ),
    "unknown setting": Case(_settings(Holding_days="56"), ("Settings A5", "Holding days")),
    "unknown value": Case(_settings(Complete_weeks="most"), ("Settings B5", "most", "inclusive")),
    "bad day": Case(_settings(**{"As-at_date": "31/02/2026"}), ("Settings B5", "As-at date")),
    "error cell in a rate": Case(_error_cell, ("Rates C6", "an Excel error")),
    "read-only": Case(_read_only, ("book.xlsx is read-only", "--output"), 3),
    "open in Excel": Case(_beside("~$book.xlsx"), ("open in Excel", "close it", "--output"), 3),
    "open in LibreOffice": Case(_beside(".~lock.book.xlsx#"), ("open in LibreOffice",), 3),
    "no such target folder": Case(_is_sound, ("does not exist",), 3, _target("none/new.xlsx")),
    "target is a folder": Case(
        _target_is_a_folder, ("new.xlsx is a folder",), 3,
        _target("new.xlsx"),
    ),
    "target open in Excel": Case(
        _target_is_open, ("new.xlsx is open",), 3,
        _target("new.xlsx"),
    ),
    "target folder read-only": Case(
        _read_only_folder, ("shut", "read-only"), 3, _target("shut/new.xlsx")
    ),
    "target of another kind": Case(
        _is_sound, ("new.xlsm", "must end in .xlsx"), 2, _target("new.xlsm")
    ),
    "no such folder of the workbook": Case(
        _is_sound, ("book.xlsx was not found in none", "Check the name"), 2,
        ("recalculate", "none/book.xlsx"),
    ),
    "a file where the folder should be": Case(
        _is_sound, ("book.xlsx is a file", "folder"), 3,
        ("recalculate", "book.xlsx", "--to", "book.xlsx"),
    ),
    "posting to another kind": Case(
        _is_sound, ("new.csv", "must end in .xlsx"), 2,
        ("post", "book.xlsx", "--period", "A", "--approved-by", "B", "--output", "new.csv"),
    ),
    "the report over the workbook": Case(
        _is_sound, ("book.xlsx is the workbook itself", "--output"), 2,
        ("forum", "book.xlsx", "--output", "book.xlsx"),
    ),
    "the report to no folder": Case(
        _is_sound, ("none", "does not exist"), 3,
        ("forum", "book.xlsx", "--output", "none/forum.csv"),
    ),
    "next year over this year": Case(
        _is_sound, ("book.xlsx is the workbook itself",), 2,
        ("new-year", "book.xlsx", "--year", "2026-27", "--output", "book.xlsx"),
    ),
    "adopting a workbook of ours": Case(
        lambda f: spawn("recalculate", sound(f / "book.xlsx")),
        ("book.xlsx can't be adopted", "recalculate it as it is"), 2, ("adopt", "book.xlsx"),
    ),
    "no reference": Case(_is_sound, ("Charge ref", "Placement ref"), 2,
                         ("explain", "book.xlsx", " ")),
    "no such reference": Case(
        _is_sound, ("book.xlsx", "the reference P999"), 2, ("explain", "book.xlsx", "P999")
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What a call said, and what the folder held before and after."""

    done: subprocess.CompletedProcess[str]
    before: dict[str, tuple[str, int]]
    after: dict[str, tuple[str, int]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Outcome]:
    """Run every case once, a few at a time."""

    folders = {name: tmp_path_factory.mktemp("case") for name in CASES}

    def one(name: str) -> Outcome:
        folder = folders[name]
        CASES[name].make(folder)
        before = contents(folder)
        done = spawn(*CASES[name].call, cwd=folder)
        return Outcome(done, before, contents(folder))

    with ThreadPoolExecutor(4) as pool:
        return dict(zip(CASES, pool.map(one, CASES), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_one_plain_line_says_what_where_and_what_to_do(
    outcomes: dict[str, Outcome], name: str
) -> None:
    """One line on standard error, with full stops and no traceback; exit code 2 or 3."""
    done, case = outcomes[name].done, CASES[name]
    assert done.returncode == case.code, done.stderr
    assert done.stdout == ""
    (line,) = without_progress(done.stderr).splitlines()
    assert line.endswith(".")
    assert "Traceback" not in line
    assert not re.search(r"Error\b|Errno|0x|<[a-z]|None\b", line)
    for words in case.words:
        assert words in line


@pytest.mark.parametrize("name", CASES)
def test_every_file_is_as_it_was(outcomes: dict[str, Outcome], name: str) -> None:
    """No file changes, none appears, none goes, and no mode changes."""
    assert outcomes[name].after == outcomes[name].before


@pytest.mark.parametrize("command", READERS[:3])
def test_what_only_reads_may_read_an_open_or_read_only_book(tmp_path: Path, command: str) -> None:
    """A book that is open in Excel or read-only can be validated, checked and explained."""
    path = sound(tmp_path / "book.xlsx")
    (tmp_path / "~$book.xlsx").write_bytes(b"")
    path.chmod(stat.S_IRUSR)
    done = spawn(command, path, *(["P001"] if command == "explain" else []))
    assert done.returncode == (1 if command == "check" else 0)
    assert without_progress(done.stderr) == ""
