"""The time of a run and who runs it. Only the doors ask; everything else is told."""

from __future__ import annotations

import getpass
import os
import time
from datetime import UTC, datetime

LAST_SECOND = int(datetime(9999, 12, 31, tzinfo=UTC).timestamp())


def now() -> datetime:
    """Return the time of the run: `SOURCE_DATE_EPOCH` (in UTC) where set, else the local time.

    What is no number of seconds, or lies beyond the calendar, counts as not set.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "").strip()
    if epoch.isdecimal() and int(epoch) <= LAST_SECOND:
        return datetime.fromtimestamp(int(epoch), UTC).replace(tzinfo=None)
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the local time, as Excel shows


def seconds() -> float:
    """Return the seconds since 1970 by the computer's own clock: how old a file is, no more."""
    return time.time()


def user() -> str:
    """Return who runs it: `XL_RECOUP_USER` where set, else the name of the signed-in user."""
    named = os.environ.get("XL_RECOUP_USER", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "unknown"
