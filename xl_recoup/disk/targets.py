"""One rule for every file that a command is to write, whatever the command.

Never over a file that is not this program's own earlier output, unless the user says so; what is
replaced stays beside it, dated, five of them. What is the program's own is for each kind of file to
say: `ours` is asked with its path and its bytes. A file that holds the very bytes already is left
as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from xl_recoup.disk.disk_files import is_there, refuse_unless_writable, through_link
from xl_recoup.disk.kept_copies import Keep, dated
from xl_recoup.disk.patience import patiently
from xl_recoup.disk.replacing import Replacement, write_all, write_whole
from xl_recoup.disk.run_lock import locked
from xl_recoup.disk.versions import Version, version_of
from xl_recoup.errors import FileUnavailable, Refused

Ours = Callable[[Path, bytes], bool]
"""Says of a file, by its path and its bytes, that this program wrote it and nobody changed it."""


class Target(NamedTuple):
    """A file that may be written, and the version that it holds; None where it is not there."""

    path: Path
    before: Version | None


def nobody(path: Path, data: bytes) -> bool:
    """Say that no file is the program's own: for what is written once and never again."""
    return False


def free_target(path: Path, *, ours: Ours = nobody, replace: bool = False) -> Target:
    """Return the file that a path leads to, where it may be written, with what it holds now.

    Raises Refused where it holds what is not the program's own and `replace` is not said, and
    FileUnavailable where it can't be written.
    """
    found = through_link(path)
    refuse_unless_writable(found)
    held = held_by(found)
    if held is None:
        return Target(found, None)
    if not replace and not ours(found, held):
        raise foreign(found)
    return Target(found, version_of(held))


def free_targets(paths: Iterable[Path], *, ours: Ours, replace: bool = False) -> list[Target]:
    """Return several files as targets: all of them may be written, or Refused names the first."""
    return [free_target(path, ours=ours, replace=replace) for path in paths]


def write_target(target: Target, data: bytes, *, keep: Keep | None = dated) -> list[str]:
    """Make a target hold these bytes; what it held before stays beside it.

    Returns what a person should know, one sentence each. Raises FileUnavailable where it can't be
    written, or somebody has saved it since it was found free.
    """
    if target.before == version_of(data):
        return []
    return write_whole(target.path, data, before=target.before, keep=keep)


def write_targets(made: Iterable[tuple[Target, bytes]]) -> list[str]:
    """Make several targets hold their bytes: none of them before all of them are safely written.

    Where one can't take its place, it and those after it stay as they were.
    """
    return write_all(
        [
            Replacement(target.path, data, target.before)
            for target, data in made
            if target.before != version_of(data)
        ]
    )


def write_output(
    path: Path, data: bytes, *, ours: Ours = nobody, replace: bool = False
) -> list[str]:
    """Write a file under the one rule, alone: `free_target` and `write_target` in one."""

    def known(found: Path, now: bytes) -> bool:
        return now == data or ours(found, now)

    found = through_link(path)
    refuse_unless_writable(found)
    with locked(found):
        return write_target(free_target(found, ours=known, replace=replace), data)


def held_by(path: Path) -> bytes | None:
    """Return what a file holds; None where it is not there; raises FileUnavailable."""
    if not is_there(path):
        return None
    try:
        return patiently(path.read_bytes)
    except OSError as error:
        raise FileUnavailable(
            f"{path.name} is there already and can't be read: {error.strerror}. Give another name."
        ) from error


def foreign(path: Path) -> Refused:
    """Return the refusal to write over what is not the program's own earlier output."""
    return Refused(
        f"{path.name} is there already, and it is not what this program wrote there before, or it"
        " was changed since; nothing was written. Give another name, move it away, or add --replace"
        " to have it replaced and kept beside as a dated copy."
    )
