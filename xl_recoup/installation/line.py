"""One thing that was looked at on this computer."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import NamedTuple


class Line(NamedTuple):
    """One thing that was looked at: what, whether it is as it should be, and what to do if not."""

    subject: str
    ok: bool
    words: str

    @property
    def text(self) -> str:
        """The line as it is read: `ok` or `TO DO`, then what."""
        return f"{'ok    ' if self.ok else 'TO DO '} {self.subject}: {self.words}"


def library(name: str) -> Line:
    """Say which version of a library is installed, or that it is not."""
    try:
        return Line(name, True, version(name))
    except PackageNotFoundError:
        return Line(name, False, f"{name} is not installed: install xl_recoup again.")
