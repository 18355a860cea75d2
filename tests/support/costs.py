"""What a piece of work may cost: seconds, and the most memory that its process had meanwhile."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LONGEST = 10.0
MOST_MEMORY = 500_000
"""Kilobytes."""


@contextmanager
def within_limits() -> Iterator[None]:
    """Raise AssertionError where what is done inside takes too long or too much memory.

    Memory is looked at where the system tells it (Linux).
    """
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")  # forget the peak
    begun = time.monotonic()
    yield
    took, peak = time.monotonic() - begun, peak_memory()
    assert took <= LONGEST, f"took {took:.0f} seconds"
    assert peak <= MOST_MEMORY, f"took {peak / 1000:.0f} MB"


def peak_memory() -> int:
    """Return the most memory that this process has had, in kilobytes; 0 where it is not told."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0
