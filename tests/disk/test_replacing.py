"""Replacing a file: saved at the last moment, refused for an instant or for good, on any system."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.home_grown import STYLES
from tests.support.workbook_files import answer, contents, fix_clock_and_user, run, sound
from xl_recoup.disk import exchange as exchanging
from xl_recoup.disk import patience, replacing
from xl_recoup.disk.exchange import exchange, place_new
from xl_recoup.disk.kept_copies import previous_of
from xl_recoup.disk.replacing import write_whole
from xl_recoup.disk.versions import saved_version
from xl_recoup.errors import FileUnavailable

POST = ("post", "--period", "Autumn 2025", "--approved-by", "B. Head", "--allow-draft")
IN_PLACE = {
    "recalculate": ("recalculate",),
    "post": POST,
    "adopt": ("adopt", "--confirm"),
    "undo": ("adopt", "--undo"),
}
"""Every command that writes the workbook it reads."""
THEIRS = b"what a colleague has saved"


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the clock and the user; wait a moment only."""
    fix_clock_and_user(monkeypatch)
    monkeypatch.setattr(patience, "PAUSES", (0, 0, 0))


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return, for each command, a workbook on which it has something to do."""
    folder = tmp_path_factory.mktemp("ready")
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        made = {"recalculate": sound(folder / "recalculate.xlsx")}
        made["post"] = Path(shutil.copyfile(made["recalculate"], folder / "post.xlsx"))
        assert run("recalculate", made["post"]) == 0
        name = next(iter(STYLES))
        made["adopt"] = folder / f"adopt{Path(name).suffix}"
        STYLES[name](made["adopt"])
        made["undo"] = Path(shutil.copyfile(made["adopt"], folder / f"undo{Path(name).suffix}"))
        assert run("adopt", made["undo"], "--confirm") == 0
    return made


@pytest.fixture(params=IN_PLACE)
def job(
    request: pytest.FixtureRequest,
    ready: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Job:
    """Return a command and a private copy of its workbook; an approver is signed in."""
    monkeypatch.setenv("XL_RECOUP_USER", "bhead")
    name, *more = IN_PLACE[request.param]
    book = Path(shutil.copyfile(ready[request.param], tmp_path / ready[request.param].name))
    return name, book, more


Job = tuple[str, Path, list[str]]


def saved_inside(path: Path) -> None:
    """Save as programs do that write into the file."""
    path.write_bytes(THEIRS)


def saved_anew(path: Path) -> None:
    """Save as Excel does: a new file in the old one's place."""
    other = path.with_name("colleague.tmp")
    other.write_bytes(THEIRS)
    os.replace(other, path)


@pytest.mark.parametrize("save", [saved_inside, saved_anew])
@pytest.mark.parametrize("when", ["before the look", "after the look"])
def test_a_save_at_the_last_moment_stays(
    job: Job, monkeypatch: pytest.MonkeyPatch, capsys: Any, save: Callable[[Path], None], when: str
) -> None:
    """A colleague who saves just before the replacing keeps what was saved; the run is refused."""
    name, book, more = job

    step = "_put_in_place" if when == "before the look" else "exchange"
    real, saves = getattr(replacing, step), iter([True])

    def late(*given: Any) -> Any:
        if next(saves, False):
            save(book)
        return real(*given)

    monkeypatch.setattr(replacing, step, late)
    code, said = answer(capsys, name, book, *more)
    assert code == 3
    assert f"{book.name} was saved by somebody while it was being worked on" in said["message"]
    assert {p.name: p.read_bytes() for p in book.parent.iterdir()} == {book.name: THEIRS}


def test_two_saves_at_the_last_moment_both_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one comes back to its place; the other, which came in meanwhile, lies beside it."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    texts = iter([b"first", b"second"])

    def saving(ready: Path, target: Path) -> bool:
        target.write_bytes(next(texts))
        return exchange(ready, target)

    monkeypatch.setattr(replacing, "exchange", saving)
    with pytest.raises(FileUnavailable, match="saved by somebody"):
        write_whole(path, b"new", before=saved_version(path))
    assert path.read_bytes() == b"first"
    assert [p.read_bytes() for p in previous_of(path)] == [b"second"]


@pytest.mark.parametrize("times", [1, 3])
def test_a_moments_refusal_is_tried_again(
    job: Job, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """What a scanner refuses for an instant is done all the same, with one copy kept."""
    name, book, more = job
    before = book.read_bytes()
    for step, function in (("exchange", exchange), ("place_new", place_new)):
        monkeypatch.setattr(replacing, step, _refusing(function, times))
    assert run(name, book, *more) == 0
    assert book.read_bytes() != before
    assert len(list(book.parent.iterdir())) == 2


def test_what_is_refused_for_good_changes_nothing(
    job: Job, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    """A lasting refusal is said, with exit code 3; file and earlier copies are as before."""
    name, book, more = job
    earlier = book.with_name(f"{book.stem}.previous-2026-01-30T0900{book.suffix}")
    earlier.write_bytes(b"earlier")
    before = contents(book.parent)
    for step in ("exchange", "place_new"):
        with monkeypatch.context() as patch:
            patch.setattr(replacing, step, _refusing(getattr(exchanging, step), 99))
            code, said = answer(capsys, name, book, *more)
        assert code == 3
        assert f"{book.name} can't be written" in said["message"]
        assert contents(book.parent) == before


def _refusing(function: Callable[..., Any], times: int) -> Callable[..., Any]:
    refusals = iter(range(times))

    def call(*given: Any) -> Any:
        if next(refusals, None) is not None:
            raise PermissionError(13, "in use")
        return function(*given)

    return call


def test_a_file_system_that_cannot_exchange_replaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without an exchange of two files the look comes before the replacing; all else is alike."""
    monkeypatch.setattr(exchanging, "_renamed", lambda *_: False)
    path = tmp_path / "a.txt"
    write_whole(path, b"first", before=None)
    write_whole(path, b"second", before=saved_version(path))
    assert path.read_bytes() == b"second"
    assert [p.read_bytes() for p in previous_of(path)] == [b"first"]
    version = saved_version(path)
    path.write_bytes(THEIRS)
    for before in (version, None):
        with pytest.raises(FileUnavailable, match="saved by somebody"):
            write_whole(path, b"third", before=before)
    assert path.read_bytes() == THEIRS
    assert len(list(tmp_path.iterdir())) == 2


def test_only_what_passes_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows' numbers for a file in use are tried again; a missing file is not waited for."""
    for number, tries in ((5, 4), (32, 4), (33, 4), (2, 1), (None, 1)):
        calls: list[int] = []

        def refused(number: int | None = number, calls: list[int] = calls) -> None:
            calls.append(1)
            error = PermissionError(13, "refused")
            error.winerror = number  # type: ignore[attr-defined] # which only Windows has
            raise error

        with pytest.raises(PermissionError):
            patience.patiently(refused)
        assert len(calls) == tries
