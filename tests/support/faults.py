"""Calls that change a file, made to fail in turn: refused, disk full, killed before or after."""

from __future__ import annotations

import builtins
import errno
import os
import signal
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any, Literal

from xl_recoup.disk import exchange, patience

How = Literal["refused once", "refused always", "disk full", "killed before", "killed after"]
WAYS: tuple[How, ...] = (
    "refused once", "refused always", "disk full", "killed before", "killed after",
)  # fmt: skip
CALLS: tuple[tuple[Any, str], ...] = (
    (os, "replace"),
    (os, "rename"),
    (os, "link"),
    (os, "unlink"),
    (os, "mkdir"),
    (os, "fsync"),
    (os, "chmod"),
    (os, "ftruncate"),
    (os, "write"),
    (exchange, "_renamed"),
)
"""What changes a file or folder, beside opening one to write and writing to it."""
GROW = frozenset({"open", "write", "fsync", "mkdir", "link", "_renamed", "replace", "rename"})
"""Calls that need room on the disk."""


class Faults:
    """Counts the calls of this process that change a file, and lets one fail."""

    def __init__(self, number: int, how: How) -> None:
        """Let the call of this number, counted from 1, fail in this way; 0: none."""
        self.number, self.how = number, how
        self.calls = count(1)
        self.done = 0

    def around(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that fails where it is its turn."""

        def faulty(*arguments: Any, **named: Any) -> Any:
            self.done = at = next(self.calls)
            if self.number and self._refuses(at, name):
                full = self.how == "disk full"
                code = errno.ENOSPC if full else errno.EACCES
                raise OSError(code, os.strerror(code))
            if at == self.number and self.how == "killed before":
                os.kill(os.getpid(), signal.SIGKILL)
            value = function(*arguments, **named)
            if at == self.number and self.how == "killed after":
                os.kill(os.getpid(), signal.SIGKILL)
            return value

        return faulty

    def _refuses(self, at: int, name: str) -> bool:
        if self.how == "refused once":
            return at == self.number
        if self.how == "refused always":
            return at >= self.number
        return self.how == "disk full" and at >= self.number and name in GROW

    def begin(self) -> None:
        """Watch every such call from now on; nothing is put back: the process ends with it."""
        setattr(patience, "PAUSES", (0.0,) * len(patience.PAUSES))  # noqa: B010
        for owner, name in CALLS:
            setattr(owner, name, self.around(name, getattr(owner, name)))
        plain_open, system_open, around = builtins.open, os.open, self.around

        class Watched:
            """An open file whose writings are counted."""

            def __init__(self, file: Any) -> None:
                self.file = file
                self.write = around("write", file.write)

            def __enter__(self) -> Watched:
                return self

            def __exit__(self, *error: object) -> None:
                self.file.close()

            def __iter__(self) -> Iterator[Any]:
                return iter(self.file)

            def __getattr__(self, name: str) -> Any:
                return getattr(self.file, name)

        def opened(path: Any, mode: str = "r", *arguments: Any, **named: Any) -> Any:
            if isinstance(path, int) or not set(mode) & set("wxa+"):
                return plain_open(path, mode, *arguments, **named)
            return Watched(around("open", plain_open)(path, mode, *arguments, **named))

        def opened_by_system(path: Any, flags: int, *arguments: Any, **named: Any) -> Any:
            if not flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                return system_open(path, flags, *arguments, **named)
            return around("open", system_open)(path, flags, *arguments, **named)

        setattr(builtins, "open", opened)  # noqa: B010
        setattr(os, "open", opened_by_system)  # noqa: B010
