"""One rule for every target: never over what is not the program's own, and always a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.book.makers import make_book
from tests.support.home_grown import STYLES
from tests.support.workbook_files import answer, contents, fix_clock_and_user, run, sound
from xl_recoup.book.package.output_mark import is_unchanged_output, marked
from xl_recoup.disk.kept_copies import KEPT, before_posting, previous_of
from xl_recoup.disk.targets import free_target, nobody, write_output, write_target
from xl_recoup.errors import FileUnavailable, Refused

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
TO = {
    "recalculate": ("recalculate", "--output"),
    "adopt": ("adopt", "--output"),
    "new-year": ("new-year", "--year", "2026-27", "--output"),
    "forum": ("forum", "--output"),
}
"""Commands that write a file of any name, and how they are called."""


def ours(path: Path, data: bytes) -> bool:
    """Take what begins with an o for ours."""
    return data.startswith(b"o")


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the clock and the user."""
    fix_clock_and_user(monkeypatch)


def test_what_is_ours_is_replaced_and_kept(tmp_path: Path) -> None:
    """A new file is written; our own earlier one is replaced, and stays beside it, dated."""
    path = tmp_path / "a.txt"
    assert write_output(path, b"our first", ours=ours) == []
    assert write_output(path, b"our second", ours=ours) == []
    assert path.read_bytes() == b"our second"
    (kept,) = previous_of(path)
    assert kept.name == "a.previous-2026-01-31T1200.txt"
    assert kept.read_bytes() == b"our first"


def test_what_is_not_ours_stays(tmp_path: Path) -> None:
    """A file of somebody else's is refused in a sentence; with `replace` it is kept beside."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"theirs")
    for refused in (ours, nobody):
        with pytest.raises(Refused, match=r"^a\.txt is there already, .*add --replace") as said:
            write_output(path, b"our first", ours=refused)
        assert said.value.exit_code == 2
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"theirs"}
    write_output(path, b"our first", ours=ours, replace=True)
    assert path.read_bytes() == b"our first"
    assert [p.read_bytes() for p in previous_of(path)] == [b"theirs"]


def test_the_same_bytes_are_no_change(tmp_path: Path) -> None:
    """A file that holds what is to be written stays as it is, and no copy is made."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"theirs")
    assert write_output(path, b"theirs") == []
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


def test_what_is_saved_after_it_was_found_free_stays(tmp_path: Path) -> None:
    """A target that was saved, or came to be, after it was looked at is not written."""
    path = tmp_path / "a.txt"
    for before in (None, b"our first"):
        if before:
            path.write_bytes(before)
        target = free_target(path, ours=ours)
        path.write_bytes(b"theirs")
        with pytest.raises(FileUnavailable, match=r"^a\.txt was saved by somebody"):
            write_target(target, b"our second")
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.txt": b"theirs"}


def test_five_dated_versions_stay(tmp_path: Path) -> None:
    """The five latest versions before are kept, and what was posted is not counted among them."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"our 0")
    for name in ("a.previous-yesterday.txt", "a.before-posting-Autumn.txt"):
        (tmp_path / name).write_bytes(b"kept")
    for number in range(1, 9):
        write_output(path, b"our %d" % number, ours=ours)
    assert [p.read_bytes() for p in previous_of(path)] == [b"our %d" % n for n in (7, 6, 5, 4, 3)]
    assert len(list(tmp_path.iterdir())) == 1 + KEPT + 2


def test_a_posting_keeps_its_own_copy(tmp_path: Path) -> None:
    """What stood there before a posting is kept under the period's name, whatever it is called."""
    path = tmp_path / "a.b.xlsx"
    assert before_posting("Autumn 2025")(path).name == "a.b.before-posting-Autumn-2025.xlsx"
    assert before_posting("../x: y/?")(path).name == "a.b.before-posting-x-y.xlsx"
    assert before_posting("…")(path).name == "a.b.before-posting-period.xlsx"
    (tmp_path / "a.b.before-posting-Autumn.xlsx").touch()
    assert before_posting("Autumn")(path).name == "a.b.before-posting-Autumn-2.xlsx"


def test_a_mark_tells_an_output_from_what_somebody_saved(tmp_path: Path) -> None:
    """A marked file is an output until a part is another; marking it twice is as once."""
    path = make_book(tmp_path / "a.xlsx")
    assert not is_unchanged_output(path, path.read_bytes())
    path.write_bytes(marked(path.read_bytes()))
    assert is_unchanged_output(path, path.read_bytes())
    assert marked(path.read_bytes()) == path.read_bytes()
    book = openpyxl.load_workbook(path)
    book.save(path)
    assert not is_unchanged_output(path, path.read_bytes())
    assert not is_unchanged_output(path, b"PK")


@pytest.mark.parametrize("command", TO)
def test_a_foreign_target_is_refused(
    tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Another workbook is never written over unasked; with --replace it is kept beside, dated."""
    book, other = sound(tmp_path / "book.xlsx"), make_book(tmp_path / "other.xlsx")
    if command == "adopt":
        book = tmp_path / next(iter(STYLES))
        STYLES[book.name](book)
        other = other.rename(other.with_suffix(book.suffix))
    name, *more = TO[command]
    before = contents(tmp_path)
    code, said = answer(capsys, name, book, *more, other)
    assert code == 2
    assert f"{other.name} is there already" in said["message"]
    assert contents(tmp_path) == before
    held = other.read_bytes()
    assert run(name, book, *more, other, "--replace") == 0
    assert [p.read_bytes() for p in previous_of(other)] == [held]
    assert run(name, book, *more, other) == 0
    saved = openpyxl.load_workbook(other)
    saved.save(other)
    assert answer(capsys, name, book, *more, other)[0] == 2


@pytest.mark.parametrize(
    ("command", "name", "theirs"),
    [
        (("export",), "charges.csv", b"Ref,Amount\r\n1,2\r\n"),
        (("export",), "control.csv", b"\xff\xfe"),
        (("recalculate",), "book.xlsx", b"notes"),
    ],
)
def test_a_foreign_file_in_a_folder_is_refused(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: tuple[str, ...],
    name: str,
    theirs: bytes,
) -> None:
    """Of a set of files none is written where one would go over somebody else's."""
    book = Path(shutil.copyfile(SAMPLE, tmp_path / "book.xlsx"))
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_bytes(theirs)
    before = contents(tmp_path)
    code, said = answer(capsys, *command, book, "--to", folder)
    assert code == 2
    assert f"{name} is there already, and it is not what this program wrote" in said["message"]
    assert contents(tmp_path) == before
    assert run(*command, book, "--to", folder, "--replace") == 0
    assert [p.read_bytes() for p in previous_of(folder / name)] == [theirs]
    assert run(*command, book, "--to", folder) == 0
