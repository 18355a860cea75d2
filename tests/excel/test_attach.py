"""`python -m xl_recoup attach`: the open workbook is chosen, filled, and saved only when asked."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import xlwings as xw

from tests.support.excel import App, Book, running
from tests.support.excel.objects import Engine
from tests.support.workbook_files import answer, run, sound, without_progress
from xl_recoup.excel.attach import PATIENCE
from xl_recoup.excel.failures import BUSY_WORDS
from xl_recoup.excel.open_books import NONE_OPEN, NOT_HERE

Opened = Callable[..., Book]


def said(capsys: Any, *arguments: object) -> tuple[int, str]:
    """Run the command; return its exit code and what it said on standard error."""
    capsys.readouterr()
    code = run("attach", *arguments)
    return code, without_progress(capsys.readouterr().err).strip()


def test_the_only_open_workbook_is_filled(app: App, opened: Opened, capsys: Any) -> None:
    """The run is the same as from the file; nothing is saved, and Excel is left as it was."""
    book = opened()
    code, result = answer(capsys, "attach", "--as-at", "2026-01-31")
    same, from_file = answer(capsys, "validate", book.path, "--as-at", "2026-01-31")
    assert (code, same) == (0, 0)
    assert (result["book"], result["output"], result["saved"]) == (book.name, book.name, False)
    for key in ("rows", "totals", "findings", "as_at"):
        assert result[key] == from_file[key]
    assert book.sheets("Charges").range("A5").raw_value == "P001/BS"
    assert book.saves == 0
    assert app.state["status_bar"] is False
    assert app.told == []


def test_it_is_saved_when_asked(opened: Opened, capsys: Any) -> None:
    """With --save the workbook is saved where it is, by Excel."""
    book = opened()
    code, words = said(capsys, "--save")
    assert (code, words) == (0, "")
    assert book.saves == 1


def test_several_are_listed_and_one_is_chosen(app: App, opened: Opened, capsys: Any) -> None:
    """Among several workbooks the one in front is meant; a name chooses; none is saved unnamed."""
    first, second = opened(name="one.xlsx"), opened(name="two.xlsx")
    code, words = said(capsys, "--save")
    assert (code, words) == (2, "Several workbooks are open in Excel: two.xlsx, one.xlsx. Say which"
                                " one: python -m xl_recoup attach NAME.")  # fmt: skip
    assert said(capsys) == (0, "")
    assert "Charges" in [s.name for s in second.sheets]
    assert said(capsys, "Two") == (0, "")
    assert "Charges" not in [s.name for s in first.sheets]
    code, words = said(capsys, "three.xlsx")
    assert (code, words) == (2, "No workbook named three.xlsx is open in Excel; these are:"
                                " two.xlsx, one.xlsx.")  # fmt: skip
    code, listed = answer(capsys, "attach", "--list")
    assert (code, listed["books"]) == (0, ["two.xlsx", "one.xlsx"])


def test_two_of_one_name(capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same name in two running copies of Excel is refused."""
    one, two = App(1), App(2)
    path = sound(tmp_path / "a.xlsx")
    with running(one):
        engine = Engine([one, two])
        monkeypatch.setattr(xw.engines.active, "impl", engine)
        one.books.open(path)
        two.books.open(path)
        code, words = said(capsys, "a")
    assert code == 2
    assert words.startswith("More than one workbook named a is open in Excel.")


def test_one_name_with_two_suffixes(app: App, opened: Opened, capsys: Any) -> None:
    """The whole name chooses; without its suffix both are named. One never saved has none."""
    for name in ("a.xlsx", "a.xlsm", "Book1.xlsx"):
        opened(name=name)
    unsaved = opened(name="new.xlsx")
    unsaved.path = unsaved.path.with_name("Book1")
    code, words = said(capsys, "a")
    assert code == 2
    assert words.endswith("Give the whole name of the one that is meant: a.xlsx or a.xlsm.")
    assert said(capsys, "A.xlsm") == (0, "")
    assert said(capsys, "book1") == (0, "")


def test_nothing_is_open(app: App, capsys: Any) -> None:
    """An Excel without a workbook gets a sentence."""
    assert said(capsys) == (2, NONE_OPEN)


def test_no_excel_here(capsys: Any) -> None:
    """Where there is no Excel to be reached, the sentence names the command that needs none."""
    assert said(capsys) == (2, NOT_HERE)


def test_excel_is_busy(app: App, opened: Opened, capsys: Any) -> None:
    """A cell in edit mode is said, with what to do."""
    book = opened()
    before = book.contents()
    app.editing = True
    assert said(capsys) == (2, BUSY_WORDS)
    app.editing = False
    assert book.contents() == before


def test_it_does_not_wait_for_ever(app: App, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """xlwings' own patience, which is endless on Windows, is limited."""
    windows = ModuleType("xlwings._xlwindows")
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", windows)
    said(capsys)
    assert windows.N_COM_ATTEMPTS == PATIENCE


def test_a_refusal_and_a_surprise(app: App, opened: Opened, capsys: Any) -> None:
    """What is refused, and what nobody foresaw, end in one sentence and exit code 2."""
    opened(read_only=True)
    code, words = said(capsys)
    assert (code, words[:37]) == (2, "recoupment.xlsx is open read-only, so")
    app.books.books[0].read_only = False
    app.fail_on_write = 2
    code, words = said(capsys)
    assert (code, words[:20]) == (70, "Something went wrong")


def test_strict(opened: Opened, capsys: Any) -> None:
    """With --strict, held rows give exit code 1."""
    opened()
    assert said(capsys, "--strict", "--as-at", "2026-01-31")[0] == 1
