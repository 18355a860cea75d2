"""Files, folders and tables that leave nothing sensible to do, as a person meets them.

Each is a process of its own, started as a shell starts it. Every one ends with one plain line on
standard error and exit code 2 or 3, and leaves every file as it was.
"""

from __future__ import annotations

import json
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.support.books import book
from tests.support.workbook_files import (
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
    "a folder": Case(lambda f: (f / "book.xlsx").mkdir(), ("book.xlsx is a folder",), 3),
    "an empty file": Case(_bytes(b""), ("book.xlsx is empty", "earlier copy")),
    "text": Case(_bytes(b"Ref,Amount\nA1,10\n"), ("book.xlsx", "not an Excel workbook")),
    "cut short": Case(_cut_short, ("book.xlsx", "damaged or cut short", "earlier copy")),
    "damaged": Case(_damaged, ("book.xlsx", "damaged", "earlier copy")),
    "encrypted": Case(
        _bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)), ("book.xlsx", "password", "save")
    ),
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


def test_a_name_that_no_file_can_have_is_answered_in_a_sentence(tmp_path: Path) -> None:
    """A name of 300 letters, as the book or as the output, is no file and no traceback."""
    name = f"{'a' * 300}.xlsx"
    book = sound(tmp_path / "book.xlsx")
    to = ("--output", tmp_path / name)
    for arguments, code in (
        (("recalculate", tmp_path / name), 2),
        (("recalculate", book, *to), 3),
        (("forum", book, *to), 3),
        (("new-year", book, "--year", "2026-27", *to), 3),
    ):
        done = spawn(*arguments)
        assert done.returncode == code
        assert "Traceback" not in done.stderr


def test_the_json_of_a_refusal_has_the_sentence_and_the_exit_code(tmp_path: Path) -> None:
    """With --json the refusal is one object too; the sentence stays on standard error."""
    done = spawn("recalculate", tmp_path / "none.xlsx", "--json")
    assert done.returncode == 2
    said = json.loads(done.stdout)
    assert said["error"] == said["message"] == without_progress(done.stderr).strip()
    assert said["exit_code"] == 2


def test_a_reader_that_goes_away_changes_nothing(tmp_path: Path) -> None:
    """Output cut off by `head` gives no traceback, and the exit code stays that of the run."""
    path = sound(tmp_path / "book.xlsx")
    call = [shutil.which("sh") or "sh", "-c", '"$0" -m xl_recoup validate "$1"; echo $? >&2']
    with subprocess.Popen(
        [*call, sys.executable, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert without_progress(process.stderr.read().decode()).split() == ["0"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
@pytest.mark.parametrize(
    ("command", "code"),
    [
        ('validate "$1" >/dev/full', 3), ('check "$1" --json >/dev/full', 3),
        ('validate "$1" >&-', 0), ('validate "$1" --json >&-', 0),
        ('validate none.xlsx 2>/dev/full', 2), ('validate none.xlsx 2>&-', 2),
    ],
)  # fmt: skip
def test_output_that_goes_nowhere_is_no_traceback(tmp_path: Path, command: str, code: int) -> None:
    """Results that can't be written are said in a sentence; a closed stream is as good as none."""
    path = sound(tmp_path / "book.xlsx")
    done = subprocess.run(
        [shutil.which("sh") or "sh", "-c", f'"$0" -m xl_recoup {command}', sys.executable, path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    said = "The results can't be written to standard output: No space left on device."
    assert done.returncode == code
    assert done.stdout == ""
    shown = without_progress(done.stderr)
    assert shown.count("\n") == (code == 3)
    assert shown.startswith(said if code == 3 else "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_without_the_minus_sign_still_shows_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    """A credit keeps its sign where the terminal can't show a minus; nothing stops the run."""
    monkeypatch.setenv("PYTHONIOENCODING", encoding)
    path = sound(tmp_path / "book.xlsx")
    done = subprocess.run(
        [shutil.which("sh") or "sh", "-c", '"$0" -m xl_recoup explain "$1" P002/AC-BS',
         sys.executable, str(path)],
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert without_progress(done.stderr.decode(encoding)) == ""
    assert b"\\u2212" in done.stdout
