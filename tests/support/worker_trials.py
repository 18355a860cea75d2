"""A worker of a set of letters is killed at some moment: the set is what it would have been."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.support.workbook_files import FIXED
from xl_recoup.disk.litter import START

ROOT = Path(__file__).resolve().parents[2]
WORKERS = "from multiprocessing.spawn import spawn_main"
Files = dict[str, bytes]


def letters(book: Path, folder: Path, *, kill_after: float | None) -> tuple[int, Files, bool]:
    """Write the draft statements of a workbook; return code, files and whether one was killed.

    `kill_after` is in seconds after the first worker is there; where it has ended by then, none is.
    """
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-P", "-m", "xl_recoup", "statements", str(book), "--to"]
    command += [str(folder), "--draft", "--formats", "xlsx"]
    program = subprocess.Popen(
        command, env={**os.environ, **FIXED, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    killed = kill_after is not None and _kill_a_worker(program, kill_after)
    code = program.wait(300)
    left = {p.name: p.read_bytes() for p in sorted(folder.glob("*"))} if folder.is_dir() else {}
    return code, left, killed


def problems(book: Path, folder: Path, whole: Files, kill_after: float) -> Iterator[str]:
    """Kill a worker; yield what is not as it is without that, and `missed` where none was left."""
    code, left, killed = letters(book, folder, kill_after=kill_after)
    if not killed:
        yield "missed"
    if code:
        yield f"ended with {code}"
    yield from (f"{name} is another" for name in whole if left.get(name) != whole[name])
    yield from (f"{name} is left" for name in left if name.startswith(START) or name not in whole)


def _kill_a_worker(program: subprocess.Popen[bytes], after: float) -> bool:
    until = time.monotonic() + 120
    while not (found := _workers(program.pid)):
        if program.poll() is not None or time.monotonic() > until:
            return False
        time.sleep(0.02)
    time.sleep(after)
    for number in found & _workers(program.pid):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            return True
    return False


def _workers(parent: int) -> set[int]:
    """Return the worker processes of a process, without what helps them."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            if int(path.read_text("ascii", "replace").rpartition(")")[2].split()[1]) == parent:
                command = (path.parent / "cmdline").read_bytes().decode("utf-8", "replace")
                if WORKERS in command:
                    found.add(int(path.parent.name))
    return found
