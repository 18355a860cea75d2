"""Temporary files and folders, named by their process, and cleared once that one is dead."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from xl_recoup import clock
from xl_recoup.disk.patience import patiently
from xl_recoup.disk.processes_here import computer, is_running

START = ".~recoup-"
OLD = 24 * 60 * 60
"""After so many seconds what another computer left behind counts as litter."""
_NAMED = re.compile(r"\.(\d+)@([A-Za-z0-9-]+)\.[0-9a-f]{8}(?:-before)?\.tmp$")


_in_use: set[Path] = set()
"""The temporary files that this process is using now."""


def temporary_name(target: Path) -> Path:
    """Return a new name beside a file, which tells whose process uses it."""
    ours = f"{os.getpid()}@{computer()}.{os.urandom(4).hex()}"
    path = target.with_name(f"{START}{target.name}.{ours}.tmp")
    _in_use.add(path)
    return path


def done_with(path: Path) -> None:
    """Remove a temporary file, if it is there still; raises OSError where that is refused."""
    try:
        patiently(path.unlink, missing_ok=True)
    finally:
        _in_use.discard(path)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a new folder for this user alone among the computer's temporary files; gone afterwards.

    It may hold pupils' data: what a killed process leaves of it, the next command clears.
    """
    path = temporary_name(Path(tempfile.gettempdir()) / "folder")
    path.mkdir(mode=0o700)
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        _in_use.discard(path)


def clear_litter(folder: Path) -> None:
    """Remove what processes left, when they were killed, in a folder and among temporary files.

    What a living process uses stays, and so does what another computer may still be using.
    """
    for where in {folder, Path(tempfile.gettempdir())}:
        with suppress(OSError), os.scandir(where) as entries:
            names = [e.name for e in entries if e.name.startswith(START)]
            for found in (where / name for name in names if name.endswith(".tmp")):
                if _is_litter(found):
                    with suppress(OSError):
                        shutil.rmtree(found) if found.is_dir() else found.unlink()


def _is_litter(found: Path) -> bool:
    if found.is_symlink() or not (found.is_file() or found.is_dir()):
        return False
    named = _NAMED.search(found.name)
    if named is None:
        return found.is_file()  # the first edition's, which named no process
    if named[2].casefold() == computer().casefold():
        number = int(named[1])
        return found not in _in_use if number == os.getpid() else not is_running(number)
    return is_older(found, OLD)


def is_older(found: Path, seconds: int) -> bool:
    """Say whether a file was last written longer ago than that, by the clock of its own folder."""
    with suppress(OSError):
        return clock.seconds() - found.stat().st_mtime > seconds
    return False
