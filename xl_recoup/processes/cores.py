"""How many processes can work at once on this machine."""

from __future__ import annotations

import os

MOST = 4


def cores() -> int:
    """Return how many processes can work at once here, and no more than would help."""
    allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return min(allowed or 1, MOST)
