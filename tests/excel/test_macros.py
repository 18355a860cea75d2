"""The buttons, pressed on real xlwings objects: what they write, say, ask and leave as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from tests.support.books import pex
from tests.support.excel import App, Book
from tests.support.workbook_files import PLACEMENTS, run
from xl_recoup.excel import button_list, macros
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.tables import Table

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
Opened = Callable[..., Book]
USERS = {"screen_updating": True, "calculation": "semiautomatic", "enable_events": True}


def table(book: Book, name: str) -> Table:
    """Return a table of the open workbook."""
    found = read_tables(xw.Book(impl=book), formula_texts=True).find(name)
    assert found is not None
    return found


def column(book: Book, name: str, heading: str) -> list[Any]:
    found = table(book, name)
    return [row[found.headings.index(heading)] for row in found.rows]


def select(app: App, book: Book, sheet: str, row: int) -> None:
    app.selected = book.sheets(sheet).range((row, 1))


def test_validate_says_what_it_found_and_writes_nothing(app: App, opened: Opened) -> None:
    """Validate tells the counts, the totals and the first errors; the workbook is as it was."""
    book = opened(placements=[*PLACEMENTS, pex(7, **{"Exclusion date": None})])
    before = book.contents()
    macros.validate()
    ((words, kind),) = app.told
    assert kind == "info"
    assert "7 placements read as at 31 January 2026 for 2025-26: 4 charged, 1 nil, 2 held." in words
    assert "billable: £11,537.92" in words
    assert "1 error, 0 warnings." in words
    assert "• Placements L11" in words
    assert book.contents() == before


def test_recalculate_fills_the_tables(app: App, opened: Opened) -> None:
    """Recalculate makes the output tables and a line in the run log; it does not save."""
    book = opened()
    macros.recalculate()
    assert column(book, "Charges", "Charge ref")[:2] == ["P001/BS", "P002/BS"]
    assert column(book, "RunLog", "Run by") == ["tester"]
    assert "Placements" in column(book, "LastRun", "Name")
    assert book.file["Last run"].sheet_state == "veryHidden"
    assert book.saves == 0
    ((words, kind),) = app.told
    assert kind == "info"
    assert "save the workbook to keep them" in words


def test_excel_is_left_as_the_user_had_it(app: App, opened: Opened) -> None:
    """Screen, calculation, events and status bar are as before, and progress was shown."""
    opened()
    app.state |= USERS
    macros.recalculate()
    assert {name: app.state[name] for name in USERS} == USERS
    assert app.state["status_bar"] is False
    assert "Recoupment: checking 6 placements …" in app.statuses


@pytest.mark.parametrize(("mode", "times"), [("automatic", 0), ("manual", 1), ("semiautomatic", 1)])
def test_formulas_are_up_to_date(app: App, opened: Opened, mode: str, times: int) -> None:
    """Where Excel does not calculate by itself, it is asked to, once, before tables are read."""
    opened()
    app.state["calculation"] = mode
    macros.validate()
    assert app.calculations == times
    assert app.state["calculation"] == mode


@pytest.mark.parametrize(
    ("sheet", "row", "said"),
    [
        ("Placements", 5, "P001/BS"),
        ("Charges", 5, "P001/BS"),
        ("Exceptions", 5, "P007"),
        ("Placements", 11, "Placements L11"),
    ],
)
def test_explain_the_selected_row(
    app: App, opened: Opened, sheet: str, row: int, said: str
) -> None:
    """Explain shows the lines of the selected placement, charge or finding with their working."""
    book = opened(placements=[*PLACEMENTS, pex(7, **{"Exclusion date": None})])
    macros.recalculate()
    app.told.clear()
    select(app, book, sheet, row)
    macros.explain()
    ((words, kind),) = app.told
    assert kind == "info"
    assert said in words


@pytest.mark.parametrize("place", [None, ("Placements", 2), ("Schools", 6), ("Settings", 5)])
def test_explain_without_a_reference_says_what_to_select(
    app: App, opened: Opened, place: tuple[str, int] | None
) -> None:
    """A selection with no charge or placement gets a sentence."""
    book = opened(settings={"Hold days": 56})
    if place:
        select(app, book, *place)
    macros.explain()
    ((words, kind),) = app.told
    assert kind == "critical"
    assert words.startswith("No charge or placement is selected. Click a row")


def test_export_goes_to_the_chosen_folder(app: App, tmp_path: Path) -> None:
    """The finance system's files of the sample workbook are those that the command line writes."""
    xw.Book(impl=app.books.open(SAMPLE)).set_mock_caller()
    app.answers = [tmp_path / "files"]
    macros.export()
    written = sorted((tmp_path / "files").iterdir())
    assert app.told == [(f"{len(written)} files written to {tmp_path / 'files'}.", "info")]
    assert run("export", SAMPLE, "--to", tmp_path / "same") == 0
    assert [p.name for p in written] == sorted(p.name for p in (tmp_path / "same").iterdir())
    for path in written:
        assert path.read_bytes() == (tmp_path / "same" / path.name).read_bytes()


@pytest.mark.parametrize("macro", [macros.statements, macros.export])
def test_no_folder_no_files(app: App, opened: Opened, macro: Callable[[], None]) -> None:
    """Closing the folder's dialog ends it without a word."""
    opened()
    app.answers = [None]
    macro()
    assert app.told == []


@pytest.mark.parametrize("name", ["recoupment.xlsx", "Book1", "Recoupment v1.21"])
def test_new_year_is_made_from_what_is_in_excel(
    app: App, opened: Opened, tmp_path: Path, name: str
) -> None:
    """Next year's file holds the workbook as it stands, also one that was never saved."""
    book = opened()
    macros.recalculate()
    book.path = book.path.with_name(name)
    output = tmp_path / "next.xlsx"
    app.answers = ["2026-27", str(output)]
    macros.new_year()
    assert app.asked[-1] == f"{name.removesuffix('.xlsx')} 2026-27.xlsx"
    words, kind = app.told[-1]
    assert kind == "info"
    assert "brought forward into 2026-27" in words
    assert words.endswith(f"Written to {output}.")
    made = app.books.open(output)
    assert table(made, "Charges").rows[0][0] is None
    assert column(book, "Charges", "Charge ref")[0] == "P001/BS"


def test_go_to_exceptions(app: App, opened: Opened) -> None:
    """The Exceptions sheet comes to the front; before the first run a sentence says what to do."""
    book = opened()
    macros.go_to_exceptions()
    assert app.told == [
        ("The workbook has no table Exceptions yet. Press Recalculate first.", "critical")
    ]
    macros.recalculate()
    macros.go_to_exceptions()
    assert book.sheets.active.name == "Exceptions"
    assert app.selected is not None
    assert app.selected.address == "$A$5"


def test_help_and_about(app: App, opened: Opened) -> None:
    """Help names every button; About names the versions and the workbook."""
    opened()
    macros.help()
    macros.about()
    (helped, _), (about, _) = app.told
    assert all(f"{button.label}: " in helped for button in macros.BUTTONS)
    assert "Workbook: recoupment.xlsx" in about


def test_every_button_has_its_macro() -> None:
    """The name in the ribbon's list is that of a macro of the module, and each has a tool tip."""
    for button in macros.BUTTONS:
        assert callable(getattr(macros, button.macro))
        assert button.tip.endswith(".")
    assert macros.BUTTONS[0].label == "Validate"


def test_a_new_button_stands_behind_the_others_of_its_group(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Wherever a button is written, the ribbon's groups stay together and in their order."""
    shown: list[button_list.Button] = []
    monkeypatch.setattr(button_list, "BUTTONS", shown)
    for label, group in (("A", "one"), ("B", "two"), ("C", "one"), ("D", "three"), ("E", "two")):
        new = button_list.button(label, group=group, icon="Help", key=label, tip=f"{label}.")
        new(lambda book, desk: "")
    assert [b.label for b in shown] == ["A", "C", "B", "E", "D"]
