"""One run at a time on a workbook that is open in Excel: the lock that a command would hold."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import xlwings as xw

from xl_recoup.disk.disk_files import is_there
from xl_recoup.disk.open_elsewhere import conflict_sentences
from xl_recoup.disk.run_lock import locked


@contextmanager
def alone_on(book: xw.Book, waiting: Callable[[str], None]) -> Iterator[list[str]]:
    """Hold the lock of the file that a workbook was opened from; give what a person should know.

    A workbook that was never saved, or that Excel has opened from the web, has no file that could
    be locked; nor has one in a folder where this user may write nothing. Raises FileUnavailable
    where another run is at work on the file.
    """
    said: list[str] = []
    path = Path(book.fullname)
    if not is_there(path) or not os.access(path.parent, os.W_OK):
        yield said
        return
    with locked(path, waiting=waiting, tell=said.append):
        said += conflict_sentences(path)
        yield said
