"""Excel without Excel: an xlwings engine over openpyxl, for tests alone.

`start()` puts it in place, so that real `xw.App`, `xw.Book`, `xw.Range` objects act on it. It
behaves as Excel does where that bites: numbers come as floats, texts are parsed as if typed,
currency cells come rounded from `Value`, a protected sheet takes nothing, errors are numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import xlwings as xw

from tests.support.excel.objects import App as App
from tests.support.excel.objects import Book as Book
from tests.support.excel.objects import Engine


@contextmanager
def running(app: App | None = None) -> Iterator[App]:
    """Let xlwings find one running Excel, this one, for as long as the block lasts."""
    app = app or App()
    engine = xw.Engine(impl=Engine([app]))
    before = xw.engines.active
    xw.engines.add(engine)
    engine.activate()
    try:
        yield app
    finally:
        xw.engines.active = before
        xw.engines.engines.remove(engine)
        del xw.engines.engines_by_name[engine.name]
        if hasattr(xw.Book, "_mock_caller"):
            del xw.Book._mock_caller
