"""A file gets new content: all of it, or it stays as it was; the version before is kept beside it.

The new content is written to a temporary file that only its user may read, given the rights of the
file that it replaces, and put in its place in one step. What was replaced is looked at once more:
where it is not what was read, somebody has saved it at the last moment, and theirs is put back.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from xl_recoup.disk.disk_files import refused_by_system
from xl_recoup.disk.exchange import exchange, place_new
from xl_recoup.disk.kept_copies import Keep, dated, prune
from xl_recoup.disk.litter import clear_litter, done_with, temporary_name
from xl_recoup.disk.patience import patiently, very_patiently
from xl_recoup.disk.rights import give_rights, narrow, usual
from xl_recoup.disk.versions import Version, saved_since, saved_version, version_of


class Replacement(NamedTuple):
    """New content for a file, the version that it is to replace, and what is kept of that."""

    target: Path
    data: bytes
    before: Version | None
    """None where no file is there."""
    keep: Keep | None = dated
    """Names the copy of the version before that stays beside it; None keeps none."""


@dataclass(slots=True)
class _Ready:
    """A replacement that waits for its turn: its file, and the copy of what it replaces."""

    of: Replacement
    file: Path
    kept: Path | None = None
    done: bool = False


def write_whole(
    target: Path, data: bytes, *, before: Version | None, keep: Keep | None = dated
) -> list[str]:
    """Make a file hold these bytes: all of them, or it stays as it was and no litter is left.

    Arguments and outcome are those of `write_all` for one file.
    """
    return write_all([Replacement(target, data, before, keep)])


def write_all(replacements: Sequence[Replacement]) -> list[str]:
    """Make files hold their new content: first all is written aside, then each takes its place.

    Returns, one sentence each, what of owner, access and labels could not be kept. Raises
    FileUnavailable where a file can't be written, or holds another version by now; then it and
    those after it stay as they were, and no litter is left.
    """
    for folder in {each.target.parent for each in replacements}:
        clear_litter(folder)
    made: list[_Ready] = []
    said: list[str] = []
    try:
        for each in replacements:
            with _said_of(each.target):
                made.append(_Ready(each, temporary(each.target, each.data)))
                said += _prepare(made[-1])
        for ready in made:
            with _said_of(ready.of.target):
                _put_in_place(ready)
            ready.done = True
    finally:
        for ready in made:
            _clear(ready)
    for each in replacements:
        prune(each.target)
    return said


def _prepare(ready: _Ready) -> list[str]:
    target, before, keep = ready.of.target, ready.of.before, ready.of.keep
    if before is None:
        ready.file.chmod(usual())
        return []
    said = give_rights(target, ready.file)
    if keep is not None:
        ready.kept = _kept(target, before, keep)
    return said


def _clear(ready: _Ready) -> None:
    """Leave nothing behind but what is in place, and what it replaced."""
    for path in (ready.file, None if ready.done else ready.kept):
        if path is not None:
            with suppress(OSError):
                done_with(path)
    if ready.done:
        settle(ready.of.target.parent)


@contextmanager
def _said_of(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise refused_by_system(target, error) from error


def temporary(target: Path, data: bytes) -> Path:
    """Write data, safely on disk, to a temporary file beside the target, for its user's eyes only.

    Raises FileUnavailable where that can't be done, and leaves nothing then.
    """
    path = temporary_name(target)
    mode = narrow(target)
    try:
        with open(path, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        with suppress(OSError):
            done_with(path)
        if isinstance(error, OSError):
            raise refused_by_system(target, error) from error
        raise
    return path


def _kept(target: Path, before: Version, keep: Keep) -> Path:
    """Copy what is to be replaced to where it is kept, with its rights."""
    data = patiently(target.read_bytes)
    if version_of(data) != before:
        raise saved_since(target)
    copy = temporary(target, data)
    try:
        give_rights(target, copy)
        while True:
            name = keep(target)
            with suppress(FileExistsError):  # another process has just taken that name
                very_patiently(place_new, copy, name)
                return name
    finally:
        done_with(copy)


def _put_in_place(ready: _Ready) -> None:
    target, before = ready.of.target, ready.of.before
    if before is None:
        try:
            very_patiently(place_new, ready.file, target)
        except FileExistsError:
            raise saved_since(target) from None
        return
    if saved_version(target) != before:
        raise saved_since(target)
    if not very_patiently(exchange, ready.file, target):
        very_patiently(os.replace, ready.file, target)  # what comes in now is not seen
        return
    if saved_version(ready.file) == before:
        return
    very_patiently(exchange, ready.file, target)  # theirs goes back
    if saved_version(ready.file) != version_of(ready.of.data):
        os.rename(ready.file, dated(target))  # somebody saved in that very moment, too
    raise saved_since(target)


def settle(folder: Path) -> None:
    """Make the folder's new entries safe on disk, where the system lets us."""
    if os.name == "nt":
        return
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
