"""What Excel starts at each press of a button: the workbook is found by its window and its name."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from tests.support.excel import App, Book
from tests.support.workbook_files import sound
from xl_recoup.excel import macros, pressed
from xl_recoup.excel.failures import log_file

Opened = Callable[..., Book]


def digits(name: str) -> str:
    return name.encode("utf-16-be").hex().upper()


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is shown in a box of Windows' own."""
    boxes: list[str] = []

    def show(words: str) -> int:
        boxes.append(words)
        return 0

    monkeypatch.setattr(pressed, "show", show)
    return boxes


@pytest.mark.parametrize("name", ["Recoup v=2.xlsx", "O'Hara & Söhne 50%.xlsx", "学校 😀.xlsx"])
def test_the_workbook_of_that_name_is_acted_on(
    app: App, tmp_path: Path, shown: list[str], name: str
) -> None:
    """Whatever it is called, and whichever is in front by now; nobody else is asked who called."""
    book = app.books.open(sound(tmp_path / name))
    app.books.open(sound(tmp_path / "another.xlsx"))
    assert pressed.main(["recalculate", str(app.hwnd), digits(name)]) == 0
    assert "Charges" in [sheet.name for sheet in book.sheets]
    assert [kind for _, kind in app.told] == ["info"]
    assert shown == []


def test_a_workbook_that_was_closed_meanwhile(app: App, opened: Opened, shown: list[str]) -> None:
    """It is said by its name, and no other one is touched."""
    before = opened().contents()
    assert pressed.main(["recalculate", str(app.hwnd), digits("gone.xlsx")]) == 0
    assert shown == [
        "gone.xlsx is not open in Excel any more, so nothing was done. Open it and press the button"
        " again."
    ]
    assert app.books.books[0].contents() == before


def test_a_window_that_is_gone(app: App, opened: Opened, shown: list[str]) -> None:
    """Excel gave its window away since: the workbook is found by its name in every Excel."""
    book = opened()
    assert pressed.main(["validate", "99", digits(book.name)]) == 0
    assert len(app.told) == 1
    assert shown == []


def test_macros_of_another_version(app: App, opened: Opened, shown: list[str]) -> None:
    """A button that this program does not have is said, with what to do."""
    assert pressed.main(["abolish", "1", digits(opened().name)]) == 0
    assert shown[0].startswith("This program has no such button: the macros are of another version")


@pytest.mark.parametrize("given", [[], ["validate"], ["validate", "x", "00"], ["a", "1", "0g"]])
def test_what_no_macro_of_ours_hands_over(given: list[str]) -> None:
    """Anything else ends at once, with the exit code that the macro tells of."""
    assert pressed.main(given) == pressed.NOT_UNDERSTOOD


CACHE = AttributeError(
    "module 'win32com.gen_py.00020813-0000-0000-C000-000000000046x0x1x9' has no attribute"
    " 'CLSIDToClassMap'"
)
WAYS = [
    (CACHE, "Python could not talk to Excel: what pywin32 notes down about Excel is broken."),
    (ModuleNotFoundError("No module named 'pythoncom'", name="pythoncom"),
     "Python could not talk to Excel: pythoncom is missing from the installation."),
    (ImportError("DLL load failed while importing win32api"),
     "Python could not talk to Excel: a library of the installation can't be loaded"),
    (OSError(126, "The specified module could not be found"),
     "Python could not talk to Excel: Windows refused a library or Excel's window (error 126)."),
    (RuntimeError("?"), "Python could not talk to Excel, for a reason that nobody foresaw"),
    (Exception(-2147418111, "Call was rejected by callee."), "Excel is busy: a cell is being"),
]  # fmt: skip


@pytest.mark.parametrize(("error", "said"), WAYS)
def test_why_excel_could_not_be_reached(
    app: App, opened: Opened, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    """Each cause has its words and stands in the log; never is it said that no workbook is open."""

    def fail() -> xw.Book:
        raise error

    opened(name="Pupil K.O.xlsx")
    monkeypatch.setattr(xw.Book, "caller", fail)
    for button in macros.BUTTONS:
        with pytest.raises(SystemExit) as ended:
            getattr(macros, button.macro)()
        assert str(ended.value).startswith(said)
    log = log_file().read_text(encoding="utf-8")
    assert log.count(type(error).__name__) == len(macros.BUTTONS)
    assert "K.O" not in log


def test_a_broken_cache_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What to delete is said: where pywin32 itself says that it is, else where it usually is."""
    from xl_recoup.excel.failures import not_reached

    assert f"{Path('gen_py')}, and try again" in not_reached(CACHE)
    module: Any = type(sys)("win32com")
    module.__gen_path__ = str(tmp_path / "mine")
    monkeypatch.setitem(sys.modules, "win32com", module)
    assert f"delete the folder {tmp_path / 'mine'}, and try again" in not_reached(CACHE)


def test_an_installation_without_its_libraries(
    shown: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where xlwings itself can't be loaded, that is said too, in a box of Windows' own."""
    monkeypatch.setitem(sys.modules, "xl_recoup.excel.button_list", None)
    assert pressed.main(["validate", "1", digits("a.xlsx")]) == 0
    assert "is missing from the installation" in shown[0]
    assert "validate  ModuleNotFoundError" in log_file().read_text(encoding="utf-8")
