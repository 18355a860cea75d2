"""The versions before: kept beside a file, dated, five of them; a posting keeps its own for good.

`book.previous-2026-11-28T0930.xlsx` is what stood in `book.xlsx` until half past nine that day;
`book.before-posting-Autumn-2025.xlsx` what stood there before that period was posted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from xl_recoup import clock

KEPT = 5
Keep = Callable[[Path], Path]
"""Gives the name under which what a file holds now is to be kept."""
_UNSAFE = re.compile(r"[^\w.-]+")


def dated(target: Path) -> Path:
    """Return a free name for the version that is replaced now: `book.previous-<time>.xlsx`."""
    return _free(target, f"previous-{clock.now():%Y-%m-%dT%H%M}")


def before_posting(period: str) -> Keep:
    """Let what stood there be kept for good, under the name of the period that is posted."""
    named = _UNSAFE.sub("-", period).strip("-.")[:60] or "period"
    return lambda target: _free(target, f"before-posting-{named}")


def _free(target: Path, words: str) -> Path:
    """Return the name after the highest in use: one that was freed before comes not again."""
    start, end = re.escape(f"{target.stem}.{words}"), re.escape(target.suffix)
    known = re.compile(rf"{start}(?:-(\d+))?{end}", re.IGNORECASE)
    names = [found for path in target.parent.iterdir() if (found := known.fullmatch(path.name))]
    number = max((int(found[1] or 1) for found in names), default=0) + 1
    told = f"-{number}" if number > 1 else ""
    return target.with_name(f"{target.stem}.{words}{told}{target.suffix}")


def previous_of(target: Path) -> list[Path]:
    """Return the dated versions before of a file, the latest first."""
    pattern = re.compile(
        rf"{re.escape(target.stem)}\.previous-(\d{{4}}-\d\d-\d\dT\d{{4}})(?:-(\d+))?"
        rf"{re.escape(target.suffix)}"
    )
    found: list[tuple[datetime, int, Path]] = []
    with suppress(OSError):
        for path in target.parent.iterdir():
            named = pattern.fullmatch(path.name)
            if named:
                with suppress(ValueError):
                    at = datetime.strptime(named[1], "%Y-%m-%dT%H%M")  # noqa: DTZ007 - local
                    found.append((at, int(named[2] or 1), path))
    return [path for _, _, path in sorted(found, reverse=True)]


def kept_beside(target: Path) -> list[Path]:
    """Return every earlier version of a file that is kept beside it, also those of postings."""
    start, end = re.escape(target.stem), re.escape(target.suffix)
    known = re.compile(rf"{start}\.(?:previous|before-posting)-.+{end}", re.IGNORECASE)
    with suppress(OSError):
        return sorted(path for path in target.parent.iterdir() if known.fullmatch(path.name))
    return []


def prune(target: Path) -> None:
    """Let the five latest dated versions stay, and no more."""
    for path in previous_of(target)[KEPT:]:
        with suppress(OSError):
            path.unlink()
