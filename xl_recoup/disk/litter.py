"""Temporary files, named by the process that makes them, and cleared once that one is dead."""

from __future__ import annotations

import os
import re
from contextlib import suppress
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


def clear_litter(folder: Path) -> None:
    """Remove the temporary files that processes left in a folder when they were killed.

    What a living process uses stays, and so does what another computer may still be using.
    """
    with suppress(OSError):
        for found in folder.iterdir():
            if found.name.startswith(START) and found.name.endswith(".tmp") and _is_litter(found):
                with suppress(OSError):
                    found.unlink()


def _is_litter(found: Path) -> bool:
    if not found.is_file() or found.is_symlink():
        return False
    named = _NAMED.search(found.name)
    if named is None:
        return True  # the first edition's, which named no process
    if named[2].casefold() == computer().casefold():
        number = int(named[1])
        return found not in _in_use if number == os.getpid() else not is_running(number)
    return is_older(found, OLD)


def is_older(found: Path, seconds: int) -> bool:
    """Say whether a file was last written longer ago than that, by the clock of its own folder."""
    with suppress(OSError):
        return clock.seconds() - found.stat().st_mtime > seconds
    return False
