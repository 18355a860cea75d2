"""Whether the program is in place on this computer: one line for each thing that can be amiss.

Each look is a function without arguments that returns its lines; `LOOKS` has them in the order in
which they are shown. A new look is a function, here or in a module of its own, entered there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

from xl_recoup import __version__
from xl_recoup.installation.line import Line, library

OLDEST = (3, 11)
LIBRARIES = ("openpyxl", "pandas", "pydantic", "python-stdnum", "rich", "typst", "xlwings")


def interpreter() -> Iterator[Line]:
    """Say which Python runs the program, and whether it is recent enough."""
    running, oldest = (".".join(map(str, v)) for v in (sys.version_info[:3], OLDEST))
    if sys.version_info[:2] >= OLDEST:
        yield Line("Python", True, f"{running} at {sys.executable}")
    else:
        yield Line("Python", False, f"{running} is too old: install Python {oldest} or later.")


def libraries() -> Iterator[Line]:
    """Say which versions of the program and of what it needs are installed."""
    yield Line("xl_recoup", True, __version__)
    yield from map(library, LIBRARIES)


def excel() -> Iterator[Line]:
    """Say what Excel needs to use the program, and whether it is there."""
    from xl_recoup.installation.excel import looks

    yield from looks()


Look = Callable[[], Iterator[Line]]
LOOKS: tuple[Look, ...] = (interpreter, libraries, excel)


def lines() -> list[Line]:
    """Return what all looks show, in their order."""
    return [line for look in LOOKS for line in look()]
