"""A run on the workbook that is open in Excel, with its one question and its box."""

from __future__ import annotations

from collections.abc import Sequence

import xlwings as xw

from xl_recoup.excel import open_runs
from xl_recoup.excel.dialogs import Desk
from xl_recoup.excel.open_books import how_to_keep
from xl_recoup.excel.run_words import run_words
from xl_recoup.words import some


def recalculated_in_a_box(book: xw.Book, desk: Desk) -> str:
    """Check, charge and fill the output tables of an open workbook; return what is to be told."""

    def accepts(missing: Sequence[str]) -> bool:
        return desk.agrees(
            f"Missing since the last run, or moved: {some(missing)}. Is that meant? With No, the"
            " rows that rest on it are held until it is as it was."
        )

    told: list[str] = []
    result = open_runs.recalculate_book(
        book, accepts=accepts, progress=desk.progress, tell=told.append
    )
    kept = "".join(f"\n\n{sentence}" for sentence in told)
    return f"{run_words(result)}\n\nThe tables are filled{how_to_keep(book)}{kept}"
