"""One run at a time on one file: a lock beside it, which says who holds it, where and since when.

Two things make the lock. The system locks the open file, which ends by itself with its process and
holds on network drives too. What stands in the file names its holder, for people, and for
another computer whose copy of a synchronised folder knows no locks of ours.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from xl_recoup import clock
from xl_recoup.disk.disk_files import is_there, refused_by_system
from xl_recoup.disk.litter import START, clear_litter, is_older
from xl_recoup.disk.patience import patiently
from xl_recoup.disk.processes_here import computer, is_running
from xl_recoup.errors import FileUnavailable
from xl_recoup.words import long_date

OLD = 15 * 60
"""After so many seconds a lock that only another computer's name holds counts as left behind."""
WAITS = (0.05, 0.1, 0.2, *[0.4] * 24)
"""Seconds between one look at a lock and the next: about ten in all."""
_FAR = 1 << 30
"""Which byte Windows locks: far behind the text, or nobody could read that."""
_SAFELY = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Holder(NamedTuple):
    """Who holds a lock: the person, the computer, the process there, and since when."""

    user: str
    computer: str
    process: int
    since: float
    """Seconds since 1970."""

    def said(self) -> str:
        """Return the holder in words."""
        where = "this computer" if self.is_here() else self.computer
        begun = datetime.fromtimestamp(self.since)  # noqa: DTZ006 - the local time, as people have it
        when = f"{begun:%H:%M} on {long_date(begun.date())}"
        return f"{self.user} on {where} (process {self.process}) since {when}"

    def is_here(self) -> bool:
        """Say whether that is this computer."""
        return self.computer.casefold() == computer().casefold()


class _Lock(NamedTuple):
    path: Path
    number: int
    """Of the open file."""
    left: Holder | None
    """Who held it last and did not finish."""


class _Taken(NamedTuple):
    by: Holder | None
    """None where the holder has not yet said so, or may not be read."""


def lock_of(target: Path) -> Path:
    """Return where the lock of a file is, or of a folder into which a set of files goes."""
    if is_there(target) and target.is_dir():
        return target / f"{START}folder.lock"
    return target.with_name(f"{START}{target.name}.lock")


@contextmanager
def locked(
    target: Path,
    *,
    waiting: Callable[[str], None] = lambda words: None,
    tell: Callable[[str], None] = lambda sentence: None,
) -> Iterator[None]:
    """Hold the lock of a file, or of a folder, and leave no lock file behind.

    Another run is waited for, some ten seconds, of which `waiting` is told. `tell` gets a sentence
    where a run before was cut off. Raises FileUnavailable, naming the holder, where it does not
    end, or where no lock can be made.
    """
    lock = _acquired(target, waiting)
    try:
        clear_folder(lock.path.parent)
        if lock.left is not None:
            tell(
                f"An earlier run on {target.name}, of {lock.left.said()}, was cut off. Its lock was"
                " cleared; the file is as it was before that run, or as it was to be after it."
            )
        yield
    finally:
        _released(lock)


def clear_folder(folder: Path) -> None:
    """Remove what killed processes left in a folder: temporary files, locks that nobody holds."""
    clear_litter(folder)
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name.startswith(START) and path.name.endswith(".lock"):
                with suppress(OSError):
                    found = _tried(path)
                    if isinstance(found, _Lock):
                        _released(found)


def _acquired(target: Path, waiting: Callable[[str], None]) -> _Lock:
    path = lock_of(target)
    by: Holder | None = None
    for pause in (*WAITS, 0):
        try:
            found = _tried(path)
        except OSError as error:
            raise refused_by_system(target, error) from error
        if isinstance(found, _Lock):
            return found
        by = found.by or by
        waiting("waiting for another run")
        time.sleep(pause)
    hint = ""
    if by is not None and not by.is_here():
        hint = f" If that computer has stopped, delete {path.name} beside it."
    raise FileUnavailable(
        f"{target.name or target} is being worked on by {by.said() if by else 'another run'}, so"
        f" nothing was done. Wait until that has ended, and run it again.{hint}"
    )


def _tried(path: Path) -> _Lock | _Taken:
    """Take the lock if it is free. Raises OSError where no file can be made there."""
    number, new = _opened(path)
    if number is None:
        return _Taken(None)
    lock: _Lock | None = None
    try:
        alone = _lock_by_system(number)
        left = _read(number)
        if alone is False or not _is_still(path, number):
            return _Taken(left)
        if not new and _is_at_work(left, alone, path):
            return _Taken(left)
        if not new and (alone is None or not _write(number, None)):
            path.unlink(missing_ok=True)  # left behind, and not ours to write to: make it anew
            return _Taken(None)
        _write(number, Holder(clock.user(), computer(), os.getpid(), clock.seconds()))
        lock = _Lock(path, number, left)
        return lock
    finally:
        if lock is None:
            os.close(number)


def _opened(path: Path) -> tuple[int | None, bool]:
    """Open the file of a lock, and say whether it is new; None where it went away meanwhile."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | _SAFELY, 0o666), True
    except FileExistsError:
        pass
    for how in (os.O_RDWR, os.O_RDONLY):  # another user's may only be read
        with suppress(FileNotFoundError, PermissionError):
            return os.open(path, how | _SAFELY), False
    return None, False


def _is_still(path: Path, number: int) -> bool:
    """Say whether an open file still has its name: who held the lock takes it away in the end."""
    try:
        return os.path.samestat(os.stat(path, follow_symlinks=False), os.fstat(number))
    except OSError:
        return False


def _is_at_work(holder: Holder | None, alone: bool | None, path: Path) -> bool:
    """Say whether a lock's holder may be at work, where the system lets us have the lock or can't.

    On this computer the system knows. Of another one, whose locks may not reach us, the time tells.
    """
    if holder is None:
        return alone is None and not is_older(path, 10)  # it is just being made
    if holder.is_here():
        return alone is None and is_running(holder.process)
    return abs(clock.seconds() - holder.since) < OLD


def _lock_by_system(number: int) -> bool | None:
    """Lock an open file; False where another process has it, None where the system can't lock."""
    if sys.platform == "win32":
        import msvcrt

        try:
            os.lseek(number, _FAR, os.SEEK_SET)
            msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        except OSError as error:
            return False if error.errno == errno.EDEADLOCK else None
        return True
    try:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True


def _read(number: int) -> Holder | None:
    """Return the holder that the file of a lock names; None where it names none."""
    try:
        os.lseek(number, 0, os.SEEK_SET)
        said = json.loads(os.read(number, 4096))
        since = float(said["since"])
        datetime.fromtimestamp(since)  # noqa: DTZ006 - only whether it is a time
        user, where = str(said["user"])[:80], str(said["computer"])[:80]
        return Holder(user, where, int(said["process"]), since)
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return None


def _write(number: int, holder: Holder | None) -> bool:
    """Let the file of a lock name its holder; False where it may not be written."""
    try:
        os.ftruncate(number, 0)
        os.lseek(number, 0, os.SEEK_SET)
        os.write(number, json.dumps(holder._asdict()).encode() if holder else b"")
    except OSError:
        return False
    return True


def _released(lock: _Lock) -> None:
    if sys.platform == "win32":  # which takes no open file away; another run may have it already
        os.close(lock.number)
        with suppress(OSError):
            patiently(lock.path.unlink)
        return
    if _is_still(lock.path, lock.number):
        with suppress(OSError):
            lock.path.unlink()
    os.close(lock.number)
