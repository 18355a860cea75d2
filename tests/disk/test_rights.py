"""Whose a file is, who may read it, its labels: kept when it is replaced, or said."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.workbook_files import answer, fix_clock_and_user, sound
from xl_recoup.disk import rights
from xl_recoup.disk.kept_copies import previous_of
from xl_recoup.disk.replacing import write_whole
from xl_recoup.disk.versions import saved_version

NOBODY = 65534


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a file."""
    made = tmp_path / "a.txt"
    made.write_bytes(b"old")
    return made


def replaced(path: Path, data: bytes = b"new") -> list[str]:
    """Replace a file; return what is said."""
    return write_whole(path, data, before=saved_version(path))


def _labels(path: Path) -> bool:
    """Say whether files can have labels here."""
    try:
        os.setxattr(path, "user.label", b"official")
    except (AttributeError, OSError):
        return False
    return True


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o644])
def test_the_mode_stays_and_is_never_wider_meanwhile(
    path: Path, monkeypatch: pytest.MonkeyPatch, mode: int
) -> None:
    """From its first byte the temporary file is for its user alone; then it is as the old one."""
    path.chmod(mode)
    seen: list[int] = []
    real: Callable[[int], None] = os.fsync

    def look(number: int) -> None:
        if stat.S_ISREG(os.fstat(number).st_mode):
            seen.append(stat.S_IMODE(os.fstat(number).st_mode))
        real(number)

    monkeypatch.setattr(os, "fsync", look)
    umask = os.umask(0)
    try:
        assert replaced(path) == []
    finally:
        os.umask(umask)
    assert seen == [0o600, 0o600]
    for each in (path, *previous_of(path)):
        assert stat.S_IMODE(each.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has access lists instead of modes")
def test_a_new_file_is_as_the_user_has_it(tmp_path: Path) -> None:
    """What is made anew follows the user's settings, not the temporary file's mode."""
    umask = os.umask(0o027)
    try:
        write_whole(tmp_path / "a.txt", b"new", before=None)
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "a.txt").stat().st_mode) == 0o640


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="for administrators")
def test_the_owner_stays(path: Path) -> None:
    """An administrator who recalculates leaves the file, and the copy, with its owner."""
    os.chown(path, NOBODY, NOBODY)
    path.chmod(0o600)
    assert replaced(path) == []
    for each in (path, *previous_of(path)):
        assert (each.stat().st_uid, each.stat().st_gid) == (NOBODY, NOBODY)
        assert stat.S_IMODE(each.stat().st_mode) == 0o600


def test_an_owner_that_cannot_stay_is_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may give no file away now has it, and is told whose it was."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("for administrators")
    os.chown(path, NOBODY, NOBODY)

    def refuse(*_: Any) -> None:
        raise PermissionError(1, "not permitted")

    monkeypatch.setattr(os, "chown", refuse)
    owner, group = replaced(path)
    assert owner.startswith("a.txt belonged to nobody and now belongs to root: only an admin")
    assert group.startswith("a.txt belonged to the group nogroup and now belongs to root, in whi")


def test_labels_stay_or_are_said(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Extended attributes go over to the new file and the copy; one that can't is named."""
    if not _labels(path):
        pytest.skip("no labels on this file system")
    assert replaced(path) == []
    for each in (path, *previous_of(path)):
        assert os.getxattr(each, "user.label") == b"official"

    def refuse(*_: Any) -> None:
        raise PermissionError(1, "not permitted")

    monkeypatch.setattr(os, "setxattr", refuse)
    assert replaced(path, b"newer") == [
        "The system does not let these labels of a.txt be kept: user.label."
    ]


def test_an_access_list_stays(path: Path) -> None:
    """Whom a list lets read the file still may, and nobody else."""
    if shutil.which("setfacl") is None or not _labels(path):
        pytest.skip("no access lists here")
    assert os.system(f"setfacl -m u:{NOBODY}:r {path}") == 0
    before = os.getxattr(path, "system.posix_acl_access")
    assert replaced(path) == []
    assert os.getxattr(path, "system.posix_acl_access") == before


def test_another_name_of_the_file_is_said(path: Path, tmp_path: Path) -> None:
    """A hard link keeps the version before, and the sentence says so."""
    (tmp_path / "b.txt").hardlink_to(path)
    (sentence,) = replaced(path)
    assert sentence.startswith("a.txt also has another name (a hard link), which keeps the version")
    assert (path.read_bytes(), (tmp_path / "b.txt").read_bytes()) == (b"new", b"old")


def test_a_file_system_without_labels_is_no_trouble(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system knows no labels, or Python can't ask, nothing is said."""

    def refuse(*_: Any) -> None:
        raise OSError(95, "not supported")

    monkeypatch.setattr(os, "listxattr", refuse, raising=False)
    assert replaced(path) == []
    monkeypatch.delattr(os, "listxattr")
    monkeypatch.delattr(os, "chown", raising=False)
    assert replaced(path, b"newer") == []
    assert rights.PRIVATE == 0o600


def test_what_is_said_reaches_the_user(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A command tells it like all else that a person should know of the file."""
    fix_clock_and_user(monkeypatch)
    book = sound(tmp_path / "book.xlsx")
    (tmp_path / "link.xlsx").hardlink_to(book)
    code, said = answer(capsys, "recalculate", book)
    assert code == 0
    assert any("another name (a hard link)" in sentence for sentence in said["told"])
