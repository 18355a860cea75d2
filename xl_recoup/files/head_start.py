"""The second process of a big recalculation: begun before this one has loaded what it needs.

It reads the workbook while this process loads its parts, and puts the charges into their sheet
while this one goes on. Nothing rests on it: where it can't be had, or dies, this one does it all.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from xl_recoup.processes.cores import cores

if TYPE_CHECKING:
    import subprocess

    from xl_recoup.tables import WorkbookTables

    Process = subprocess.Popen[bytes]

WORTH_IT = 500_000
"""From this size of a file, in bytes, a second process saves more than its start costs."""
PIPE = 1 << 20
"""How many bytes may be on their way at once, where the system lets us say."""

_GIVEN_BACK = {"MALLOC_MMAP_THRESHOLD_": "1048576"}
"""Has Linux get a sheet's memory back at once; elsewhere it says nothing."""

_begun: dict[Path, Process] = {}


def head_start(arguments: Sequence[str]) -> None:
    """Begin on the workbook that a command line seems to recalculate, if it names one.

    It is a guess: what `second_process` does not want is ended there, or with this process.
    """
    if arguments[:1] != ["recalculate"]:
        return
    for name in arguments[1:]:
        process = None if name.startswith("-") else _started(Path(name))
        if process is not None:
            _begun[Path(name)] = process
            return


@contextmanager
def second_process(source: Path) -> Iterator[Process | None]:
    """Give a process that has begun on a workbook, where that is worth it; end it after."""
    process = _begun.pop(source, None) or _started(source)
    while _begun:
        _end(_begun.popitem()[1])
    try:
        yield process
    finally:
        if process is not None:
            _end(process)


def _started(source: Path) -> Process | None:
    try:
        if cores() == 1 or source.stat().st_size < WORTH_IT:
            return None
        import subprocess  # which most commands, and small workbooks, never need

        ours = str(Path(__file__).parents[2])  # the same program, from wherever this one runs
        path = os.pathsep.join(filter(None, (ours, os.environ.get("PYTHONPATH"))))
        return subprocess.Popen(
            [sys.executable, "-P", "-c", f"from {__name__} import main; main()", str(source)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pipesize=PIPE,
            env=os.environ | {"PYTHONPATH": path} | _GIVEN_BACK,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, ValueError):
        return None


def _end(process: Process) -> None:
    process.kill()
    for pipe in (process.stdin, process.stdout):
        assert pipe is not None
        with suppress(OSError):  # what was still to be sent can't be
            pipe.close()
    process.wait()


def main() -> None:
    """Read the workbook that the other process names, then do what it asks, and end with it."""
    import gc
    import signal
    from functools import partial

    from xl_recoup.book.package.package import load_file
    from xl_recoup.book.writing.second_process import serve
    from xl_recoup.errors import Refused
    from xl_recoup.files.read_book import is_needed, read_book

    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other one, which ends this
    source = Path(sys.argv[1])
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    read = None
    with suppress(Refused):  # the other one reads it too then, and says why it can't be used
        read = load_file(source)
    with suppress(EOFError, BrokenPipeError):
        serve(read, partial(read_book, wanted=is_needed), _digests, asked, answers)
    os._exit(0)


def _digests(book: WorkbookTables) -> dict[str, str]:
    from xl_recoup.intake.digests import digests  # the tables are not to wait for it

    return digests(book)
