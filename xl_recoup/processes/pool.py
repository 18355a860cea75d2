"""One function over many things, in as many processes as the machine has cores for.

What comes out is what one process would give, in the same order. Where a helping process can't be
had, or dies, this one goes on alone. Where this one is ended, by whatever, its helpers end with it:
they hold what it gave them, which may be pupils' data.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread, current_thread, main_thread
from typing import TypeVar

S = TypeVar("S")
T = TypeVar("T")


def each(function: Callable[[S], T], things: Sequence[S], *, workers: int) -> Iterator[T]:
    """Give a function's value for each thing in turn, worked out by so many processes.

    With one worker it is this process. Function, things and values must be picklable. What the
    function raises is raised here, in its turn.
    """
    done = 0
    if workers > 1:
        pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)
        try:
            with _uninterrupted():
                values = pool.map(function, things)
            for value in values:
                yield value
                done += 1
        except (BrokenProcessPool, OSError):
            pass
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    yield from map(function, things[done:])


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let Ctrl-C pass for a moment: a process that starts in it leaves Ctrl-C to this one."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _begin() -> None:
    """Let a helping process leave Ctrl-C to its parent, also on Windows, and end when that ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])  # which the system ends with the parent, even where that is killed
        os._exit(1)
