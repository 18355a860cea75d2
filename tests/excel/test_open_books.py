"""The workbooks that are open: hidden ones never count, and words on saving are true of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.excel import App, Book
from tests.support.workbook_files import answer, run
from xl_recoup.errors import Refused
from xl_recoup.excel import macros
from xl_recoup.excel.open_books import AUTOSAVED, NONE_OPEN, PROTECTED_VIEW, open_books

Opened = Callable[..., Book]


def test_hidden_ones_do_not_count(app: App, opened: Opened, capsys: Any) -> None:
    """The personal macro workbook is open in many an Excel, and never what is meant."""
    opened(name="recoupment.xlsx")
    opened(name="PERSONAL.xlsx", hidden=True)
    assert [book.name for book in open_books()] == ["recoupment.xlsx"]
    code, said = answer(capsys, "attach", "--save", "--as-at", "2026-01-31")
    assert (code, said["book"]) == (0, "recoupment.xlsx")


def test_the_one_in_front_comes_first(app: App, opened: Opened) -> None:
    """Then the others in Excel's order."""
    for name in ("one", "two", "three"):
        opened(name=f"{name}.xlsx")
    assert [book.name for book in open_books()] == ["three.xlsx", "one.xlsx", "two.xlsx"]


@pytest.mark.parametrize(("protected", "words"), [(0, NONE_OPEN), (1, PROTECTED_VIEW)])
def test_none_to_choose(app: App, opened: Opened, protected: int, words: str) -> None:
    """Hidden ones alone are none; one in Protected View is said."""
    opened(hidden=True)
    app.protected_views = protected
    with pytest.raises(Refused) as refused:
        open_books()
    assert str(refused.value) == words


@pytest.mark.parametrize("autosave", [False, True])
def test_words_on_saving_are_true(app: App, opened: Opened, capsys: Any, autosave: bool) -> None:
    """With AutoSave a run is kept already, and is taken back through the version history."""
    opened(autosave=autosave)
    macros.recalculate()
    ((words, _),) = app.told
    assert words.endswith(AUTOSAVED if autosave else "filled; save the workbook to keep them.")
    assert run("attach", "--as-at", "2026-01-31") == 0
    said = capsys.readouterr().out
    assert (AUTOSAVED in said, "save it there to keep it" in said) == (autosave, not autosave)
