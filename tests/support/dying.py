"""Processes that kill themselves at a chosen step on the disk, for the tests of what they leave."""

from __future__ import annotations

import builtins
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.support.workbook_files import run
from xl_recoup.disk import replacing, run_lock

STEPS: tuple[tuple[Any, str], ...] = (
    (os, "replace"),
    (os, "rename"),
    (os, "fsync"),
    (Path, "chmod"),
    (Path, "unlink"),
    (replacing, "exchange"),
    (replacing, "place_new"),
    (run_lock, "_write"),
)
"""What changes a folder, beside opening a new file and writing to it."""


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_at(number: int, half: bool) -> None:
    """Let this process kill itself at its `number`th step on the disk."""
    steps = iter(range(1, 10_000))

    def step(function: Callable[..., Any]) -> Callable[..., Any]:
        def dying(*arguments: Any, **named: Any) -> Any:
            if next(steps) == number:
                _die()
            return function(*arguments, **named)

        return dying

    class Slow:
        """A file of which only half is written at the fatal step."""

        def __init__(self, file: Any) -> None:
            self.file = file

        def __enter__(self) -> Slow:
            return self

        def __exit__(self, *error: object) -> None:
            self.file.close()

        def write(self, data: bytes) -> None:
            if next(steps) == number:
                self.file.write(data[: len(data) // 2 if half else 0])
                self.file.flush()
                _die()
            self.file.write(data)

        def __getattr__(self, name: str) -> Any:
            return getattr(self.file, name)

    plain_open = builtins.open

    def opened(path: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
        if "x" not in mode:
            return plain_open(path, mode, *arguments, **named)
        return Slow(step(plain_open)(path, mode, *arguments, **named))

    for owner, name in STEPS:  # nothing here is put back: this process dies
        setattr(owner, name, step(getattr(owner, name)))
    setattr(builtins, "open", opened)  # noqa: B010


def in_a_child(command: tuple[str, ...], book: Path, before: Callable[[], None]) -> int:
    """Start a command in a process of its own and return its number."""
    child = os.fork()
    if child:
        return child
    try:
        before()
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, 1)
        os.dup2(null, 2)
        os._exit(run(command[0], book, *command[1:]))
    finally:
        os._exit(99)


def ended(child: int) -> int:
    """Wait for a child; return its exit code, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
