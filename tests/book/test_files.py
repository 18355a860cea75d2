"""Files on disk: locked, read-only, interrupted; the target is always one whole version."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

import xl_recoup
from tests.book.makers import HEADINGS, make_book
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.book.writing import verify
from xl_recoup.disk.disk_files import refuse_unless_writable, through_link
from xl_recoup.disk.kept_copies import previous_of
from xl_recoup.disk.replacing import temporary
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.tables import TableWrite

WRITE = TableWrite("Charges", HEADINGS, [("new", 1, None, None)])


def test_a_writable_file_or_folder_is_fine(tmp_path: Path) -> None:
    """A file that can be written, and a file that is not there yet, are not refused."""
    refuse_unless_writable(make_book(tmp_path / "a.xlsx"))
    refuse_unless_writable(tmp_path / "new.xlsx")
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


@pytest.mark.parametrize(
    ("lock", "says"),
    [("~$a.xlsx", "is open in Excel, perhaps by a colleague"), (".~lock.a.xlsx#", "LibreOffice")],
)
def test_a_file_open_elsewhere_is_refused(tmp_path: Path, lock: str, says: str) -> None:
    """The owner file of Excel or LibreOffice beside a workbook means that it is open."""
    path = make_book(tmp_path / "a.xlsx")
    before = path.read_bytes()
    (tmp_path / lock).write_bytes(b"x")
    with pytest.raises(FileUnavailable, match=f"a.xlsx .*{says}") as refusal:
        write_tables(path, path, [WRITE])
    assert refusal.value.exit_code == 3
    assert path.read_bytes() == before


def test_a_read_only_file_is_refused(tmp_path: Path) -> None:
    """A file without any write permission is refused, whoever runs."""
    path = make_book(tmp_path / "a.xlsx")
    path.chmod(0o444)
    with pytest.raises(FileUnavailable, match=r"a\.xlsx is read-only"):
        write_tables(path, path, [WRITE])
    write_tables(path, tmp_path / "copy.xlsx", [WRITE])


def test_a_missing_or_read_only_folder_is_refused(tmp_path: Path) -> None:
    """A folder that is not there, or can't be written, is refused by name."""
    path = make_book(tmp_path / "a.xlsx")
    with pytest.raises(FileUnavailable, match="does not exist"):
        write_tables(path, tmp_path / "no" / "b.xlsx", [WRITE])
    folder = tmp_path / "shut"
    folder.mkdir()
    folder.chmod(0o555)
    with pytest.raises(FileUnavailable, match="read-only"):
        write_tables(path, folder / "b.xlsx", [WRITE])
    with pytest.raises(FileUnavailable, match="is a folder"):
        write_tables(path, tmp_path, [WRITE])


def test_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    """A name that is too long is not found, and can't be written; nothing is left behind."""
    path = tmp_path / f"{'n' * 300}.xlsx"
    with pytest.raises(Refused, match=r"was not found in .*Check the name\.$"):
        read_workbook(path)
    refuse_unless_writable(path)
    with pytest.raises(FileUnavailable, match=r"n\.xlsx can't be written: .*\.$"):
        temporary(path, b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes among its files")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    """What is no file is never waited for."""
    os.mkfifo(tmp_path / "a.xlsx")
    with pytest.raises(Refused, match=r"^a\.xlsx is a device or a pipe\. Name a workbook\.$"):
        read_workbook(tmp_path / "a.xlsx")
    with pytest.raises(FileUnavailable, match=r"^a\.xlsx is a device or a pipe\. Name a workbook "):
        refuse_unless_writable(tmp_path / "a.xlsx")


@pytest.mark.skipif(os.name == "nt", reason="links need a right of their own on Windows")
def test_a_link_is_followed_and_one_to_itself_is_refused(tmp_path: Path) -> None:
    """A link gives the file that it names; a link that names itself is said in a sentence."""
    (tmp_path / "link.xlsx").symlink_to("a.xlsx")
    (tmp_path / "loop.xlsx").symlink_to("loop.xlsx")
    for name, target in (("link.xlsx", "a.xlsx"), ("a.xlsx", "a.xlsx")):
        assert through_link(tmp_path / name) == tmp_path / target
    with pytest.raises(FileUnavailable, match=r"^loop\.xlsx is a link that leads back to itself"):
        through_link(tmp_path / "loop.xlsx")


def test_the_previous_version_is_kept_beside(tmp_path: Path) -> None:
    """The old file stays beside it, dated, unless that is not wanted; permissions stay too."""
    path = make_book(tmp_path / "a.b.xlsx")
    path.chmod(0o640)
    before = path.read_bytes()
    write_tables(path, path, [WRITE])
    (kept,) = previous_of(path)
    assert kept.read_bytes() == before
    assert path.stat().st_mode & 0o777 == kept.stat().st_mode & 0o777 == 0o640
    other = make_book(tmp_path / "c.xlsx")
    write_tables(other, other, [WRITE], keep=None)
    assert {p.name for p in tmp_path.iterdir()} == {kept.name, "a.b.xlsx", "c.xlsx"}


def test_a_failed_check_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the new file is not what was meant, the old one stays and nothing else is left."""
    path = make_book(tmp_path / "a.xlsx")
    before = path.read_bytes()
    monkeypatch.setattr(verify, "_as_read", lambda *_: "something else")
    with pytest.raises(Refused, match="the check of the new file failed for the table Charges"):
        write_tables(path, path, [WRITE])
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


def test_a_full_disk_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the system while writing is said plainly, and leaves no litter."""
    path = make_book(tmp_path / "a.xlsx")
    before = path.read_bytes()

    def full(_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileUnavailable, match="No space left"):
        write_tables(path, path, [WRITE])
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]


RUN = """
import sys
from pathlib import Path
from xl_recoup.book import write_tables
from xl_recoup.tables import TableWrite
path = Path(sys.argv[1])
print("ready", flush=True)
for text in "abcdefghij":
    rows = [(text, 1, None, None)] * 300
    write_tables(path, path, [TableWrite("Charges", ("Ref", "Amount", "From", "Note"), rows)])
"""


def test_a_kill_at_any_moment_leaves_one_whole_version(tmp_path: Path) -> None:
    """A process killed while it writes leaves a workbook of one version, and a next run works."""
    path = make_book(tmp_path / "a.xlsx", rows=[("old", 1, None, None)] * 300)
    chance = random.Random(305)
    root = str(Path(xl_recoup.__file__).parents[1])
    seen = set()
    for _ in range(12):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN, str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": root},
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(chance.random() * 0.25)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        for each in (path, *previous_of(path)):
            texts = {row[0] for row in read_workbook(each).tables["Charges"].rows}
            assert len(texts) == 1
            seen |= texts
    assert len(seen) > 1
    write_tables(path, path, [WRITE])
    assert {p.name for p in tmp_path.iterdir()} == {"a.xlsx", *(p.name for p in previous_of(path))}


@pytest.mark.parametrize("step", range(8))
def test_a_stop_at_each_step_leaves_one_whole_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Stopped dead before each call that touches the disk, the target is old or new."""
    path = make_book(tmp_path / "a.xlsx")
    calls = 0

    class Killed(BaseException):
        pass

    def counted(function: Any) -> Any:
        def call(*args: Any, **more: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls > step:
                raise Killed
            return function(*args, **more)

        return call

    for name in ("fsync", "replace"):
        monkeypatch.setattr(os, name, counted(getattr(os, name)))
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    with suppress(Killed):
        write_tables(path, path, [WRITE])
    monkeypatch.undo()
    assert read_workbook(path).tables["Charges"].rows[0][0] in ("A1", "new")
    write_tables(path, path, [WRITE])
    assert {p.name for p in tmp_path.iterdir()} == {"a.xlsx", *(p.name for p in previous_of(path))}
