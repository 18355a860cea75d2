"""One thing that was looked at on this computer."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One thing that was looked at: what, whether it is as it should be, and what to do if not."""

    subject: str
    ok: bool
    words: str
