"""The statements of the workbook that is open in Excel, and what is noted of them in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlwings as xw

from xl_recoup import clock
from xl_recoup.excel.open_runs import read
from xl_recoup.excel.write_open import write_tables
from xl_recoup.files.letters_file import LettersWanted, send_letters
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.result import Progress, silent
from xl_recoup.statements import Sent
from xl_recoup.tables import TableWrite


def send_statements(book: xw.Book, wanted: LettersWanted, *, progress: Progress = silent) -> Sent:
    """Write the letters of an open workbook to a folder, and enter them on its sheet Letters.

    Raises NobodyToAnswer where they lack a contact, Refused where they can't be written.
    """
    tables = read(book, progress)
    result = as_last_run(tables, as_at=None, today=clock.now().date(), progress=progress)

    def record(added: Sequence[TableWrite]) -> None:
        write_tables(book, list(added))

    def told(done: int, whole: int) -> None:
        progress(f"{wanted.kind.removesuffix('s')} {done} of {whole}")

    return send_letters(tables, result, Path(book.fullname).parent, wanted, record, told)
