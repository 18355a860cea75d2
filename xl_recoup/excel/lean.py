"""xlwings without the libraries that it would load beside it, which take most of a click's time.

xlwings brings tables of pandas, arrays of numpy and pictures into Excel where these libraries are
installed, and goes without where they are not. The buttons and the window hand Excel plain lists,
so they start as if none were there.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import cast

_UNUSED = (
    *("numpy", "pandas", "polars", "matplotlib", "plotly", "PIL", "cryptography"),
    "xlwings.pro",  # its licensed part, which nothing here may use
)


def load_xlwings() -> None:
    """Load xlwings alone; a library that is loaded already stays known to it.

    Raises what loading xlwings raises. Everybody else finds the libraries as ever afterwards.
    """
    hidden = [name for name in _UNUSED if name not in sys.modules]
    # Python's own word for "is not to be had": an import of it raises ModuleNotFoundError.
    sys.modules.update(dict.fromkeys(hidden, cast("ModuleType", None)))
    try:
        import xlwings  # noqa: F401
    finally:
        for name in hidden:
            del sys.modules[name]
