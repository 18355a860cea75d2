"""The buttons of the ribbon as data: what VBA, the ribbon and the pages are made from.

A button is one function under `@button`. It is given the workbook from which it was pressed and
the user's desk, and returns what to tell. The name of the function is that of its macro.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import wraps
from typing import NamedTuple

import xlwings as xw

from xl_recoup.errors import Refused
from xl_recoup.excel.book_lock import alone_on
from xl_recoup.excel.dialogs import Cancelled, Desk
from xl_recoup.excel.failures import log, not_reached, sentence_for

Action = Callable[[xw.Book, Desk], str]
"""What a button does; its words are shown, and none are nothing to show."""
Macro = Callable[[], None]
"""What Excel starts: it finds its workbook by itself and tells everything in Excel."""


class Button(NamedTuple):
    """One button of the ribbon: how it looks, and the name of the macro that it starts."""

    label: str
    group: str
    icon: str
    """The name of a picture of Excel's own (`imageMso`)."""
    key: str
    """The letter that presses it, after Alt and those of the tab."""
    tip: str
    macro: str
    action: Action
    at_work: bool
    """Whether Excel is kept still all the while; else the action says when."""
    writes: bool
    """Whether it writes the workbook, and so must be alone on it."""


BUTTONS: list[Button] = []
"""Every button in the ribbon's order: by groups, a new one behind the others of its group."""


def button(
    label: str,
    *,
    group: str,
    icon: str,
    key: str,
    tip: str,
    at_work: bool = True,
    writes: bool = False,
) -> Callable[[Action], Macro]:
    """Enter a button in the list; its function becomes a macro that ends in words in any case.

    Excel is kept still all the while. An action that asks or shows something is not `at_work`: it
    says by itself when Excel is to be still. One that `writes` into the workbook is alone on its
    file from beginning to end: no command and no button elsewhere runs on it meanwhile.
    """

    def enter(action: Action) -> Macro:
        entry = Button(label, group, icon, key, tip, action.__name__, action, at_work, writes)
        places = [at for at, other in enumerate(BUTTONS, 1) if other.group == group]
        BUTTONS.insert(max(places, default=len(BUTTONS)), entry)

        @wraps(action)
        def macro() -> None:
            press(entry, _caller)

        return macro

    return enter


def press(entry: Button, find: Callable[[], xw.Book]) -> None:
    """Act on the workbook that is found, and end well or with one sentence that says what to do.

    Raises SystemExit with the sentence where there is no Excel to tell it in.
    """
    try:
        book = find()
        desk = Desk(book.app)
    except Exception as error:
        note(entry, error)
        raise SystemExit(not_reached(error)) from error
    try:
        act(entry, book, desk)
    except Exception as error:
        note(entry, error)
        _say(desk, sentence_for(error))


def act(entry: Button, book: xw.Book, desk: Desk) -> None:
    """Do what a button does on a workbook, and tell its words at a desk; Cancel ends it unsaid."""
    alone: AbstractContextManager[list[str]] = nullcontext([])
    if entry.writes:
        alone = alone_on(book, desk.progress)
    with suppress(Cancelled):
        with desk.at_work() if entry.at_work else nullcontext(), alone as said:
            words = "\n\n".join(filter(None, [entry.action(book, desk), *said]))
        if words:
            desk.tell(words)


def note(entry: Button, error: Exception) -> None:
    """Put into the log what went wrong under a button; a refusal is no fault."""
    if not isinstance(error, Refused):
        log(entry.label, error)


def _caller() -> xw.Book:
    """Return the workbook from which the button was pressed; Refused where nobody called."""
    try:
        return xw.Book.caller()
    except Exception as error:
        if not _nobody_called(error):
            raise
        raise Refused(
            "No workbook is open from which this was started. Open the workbook with the placements"
            " in Excel and press the button there."
        ) from error


def _nobody_called(error: Exception) -> bool:
    """Return whether xlwings says that no workbook called; elsewhere than on Windows it trips."""
    if isinstance(error, AttributeError):
        return error.name == "_xlwindows"
    return type(error) is Exception and "must not be called directly" in str(error)


def _say(desk: Desk, words: str) -> None:
    """Tell what went wrong, where there is still an Excel to tell it in."""
    try:
        desk.warn(words)
    except Exception as error:
        log("message", error)
        raise SystemExit(words) from None
