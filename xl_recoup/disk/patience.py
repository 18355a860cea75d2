"""Trying again for some seconds what the system refuses for an instant.

Virus scanners and programs that synchronise folders hold a file open for moments, mostly just after
it was written. Windows then says *access denied* (5), *in use* (32) or *locked* (33).
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

PASSING = frozenset({5, 32, 33})
"""The numbers by which Windows says that somebody else has the file."""
PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.2, 1.2, 1.2)
"""Seconds between one try and the next: about five in all."""


def passes(error: OSError) -> bool:
    """Say whether the system may say otherwise in a moment."""
    return getattr(error, "winerror", None) in PASSING or error.errno in (
        errno.EBUSY,
        errno.ETXTBSY,
    )


def patiently(action: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Do something, again for some seconds while the system refuses what may pass.

    Raises what was raised at last.
    """
    return _tried(passes, lambda: action(*given, **named))


def very_patiently(action: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
    """Do the same for what was allowed a moment ago: then any refusal may pass."""
    return _tried(
        lambda error: isinstance(error, PermissionError) or passes(error),
        lambda: action(*given, **named),
    )


def _tried(again: Callable[[OSError], bool], action: Callable[[], T]) -> T:
    for pause in PAUSES:
        try:
            return action()
        except OSError as error:
            if not again(error):
                raise
        time.sleep(pause)
    return action()
