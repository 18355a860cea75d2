"""The command `attach`: the same run on the workbook that is open in Excel, started outside it.

For desktops on which Office may not start other programs. The workbook is acted on as it stands in
Excel, and is saved only where that is asked for.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import xlwings as xw

from xl_recoup.errors import Refused
from xl_recoup.excel import open_runs
from xl_recoup.excel.book_lock import alone_on
from xl_recoup.excel.dialogs import Desk
from xl_recoup.excel.failures import foreseen, log, not_reached
from xl_recoup.excel.open_books import AUTOSAVED, book_in_front, open_books, saves_itself
from xl_recoup.reporting.answer import Answer, Overview, of_run
from xl_recoup.reporting.terminal import Reporter
from xl_recoup.run.result import Result

PATIENCE = 3_000
"""How often a call that Excel rejects is tried again: for a second or a few."""


def attach(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Recalculate the open workbook, or list those that are open; Refused for every failure."""
    _lose_patience()
    try:
        books = open_books()
        if options.list:
            names = [book.name for book in books]
            return Answer({"books": names}, names)
        front = None if options.save else book_in_front()
        book = chosen(books, options.book, front)
    except Refused:
        raise
    except Exception as error:
        log("attach", error)
        raise Refused(not_reached(error)) from error
    try:
        return _recalculate(book, options, reporter)
    except Refused:
        raise
    except Exception as error:
        if not foreseen(error):
            raise  # a defect, which has an exit code of its own
        log("attach", error)
        raise Refused(foreseen(error)) from error


def chosen(books: Sequence[xw.Book], name: str | None, front: xw.Book | None = None) -> xw.Book:
    """Return the workbook of a name, with or without its suffix; without a name the one in front.

    Raises Refused, with a list, where that leaves none or more than one.
    """
    if front is not None and not name:
        return front
    listed = ", ".join(book.name for book in books)
    wanted = (name or "").casefold()
    named = ((book, book.name.casefold()) for book in books)
    exact = [book for book, own in named if wanted == own]
    alike = exact or [
        book for book in books if wanted in ("", book.name.casefold().rpartition(".")[0])
    ]
    if len(alike) == 1:
        return alike[0]
    if not name:
        raise Refused(
            f"Several workbooks are open in Excel: {listed}. Say which one: python -m xl_recoup"
            " attach NAME."
        )
    if not alike:
        raise Refused(f"No workbook named {name} is open in Excel; these are: {listed}.")
    whole = list(dict.fromkeys(book.name for book in alike))
    if len(whole) == len(alike):
        raise Refused(
            f"More than one workbook named {name} is open in Excel. Give the whole name of the one"
            f" that is meant: {' or '.join(whole)}."
        )
    raise Refused(
        f"More than one workbook named {name} is open in Excel. Close all but the one that is"
        " meant, and run it again."
    )


def _recalculate(book: xw.Book, options: argparse.Namespace, reporter: Reporter) -> Answer:
    desk = Desk(book.app)
    reporter.start(book.name)

    def progress(stage: str) -> None:
        reporter.progress(stage)
        desk.progress(stage)

    with alone_on(book, progress) as told:
        with desk.at_work():
            result: Result = open_runs.recalculate_book(
                book, as_at=options.as_at, progress=progress, tell=told.append
            )
        if options.save:
            book.save()
    filled = (
        f"Filled in {book.name}, and saved."
        if options.save
        else f"Filled in {book.name}, in Excel. {AUTOSAVED}"
        if saves_itself(book)
        else f"Filled in {book.name}, in Excel. Look at it, and save it there to keep it."
    )
    more = {"book": book.name, "saved": options.save}
    return of_run(result, Overview(result), filled, output=book.name, told=told, **more)


def _lose_patience() -> None:
    """Let xlwings give up in the end where Excel rejects calls: by itself it tries for ever."""
    windows = sys.modules.get("xlwings._xlwindows")
    if windows is not None:
        windows.N_COM_ATTEMPTS = PATIENCE  # type: ignore[attr-defined] # the only place for it
