"""Whatever can be wrong in Excel: one sentence that says what to do, and the workbook as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.filters import AutoFilter, FilterColumn, Filters
from openpyxl.worksheet.protection import SheetProtection

from tests.support.excel import App, Book
from tests.support.excel.values import ComError
from xl_recoup.excel import macros
from xl_recoup.excel.failures import BUSY_WORDS, GONE_WORDS, log, log_file

Opened = Callable[..., Book]
Change = Callable[[openpyxl.Workbook], Any]
PRIVATE = ("P.1", "A.1", "3052001", "P001", "recoupment.xlsx")


def meddle(book: Book, change: Change) -> dict[str, Any]:
    """Change the open workbook as its user might have; return what it holds then."""
    change(book.file)
    return book.contents()


def protect(sheet: str) -> Change:
    return lambda file: setattr(file[sheet], "protection", SheetProtection(sheet=True))


def overtype(sheet: str, cell: str, words: str) -> Change:
    return lambda file: setattr(file[sheet][cell], "value", words)


def filter_on(sheet: str) -> Change:
    def change(file: openpyxl.Workbook) -> None:
        column = FilterColumn(colId=0, filters=Filters(filter=["x"]))
        file[sheet].tables[sheet.replace(" ", "")].autoFilter.filterColumn.append(column)

    return change


def totals(file: openpyxl.Workbook) -> None:
    table = file["Charges"].tables["Charges"]
    table.totalsRowCount = 1
    last = int(re.sub(r".*:[A-Z]+", "", table.ref))
    table.ref = table.ref.replace(str(last), str(last + 1))


def linked(file: openpyxl.Workbook) -> None:
    file["Charges"].tables["Charges"].tableType = "queryTable"


def more_rows(file: openpyxl.Workbook) -> None:
    """Give every placement a credit line more, so that Charges has to grow."""
    for row in range(5, 11):
        file["Placements"][f"W{row}"] = "3052002"
        file["Placements"][f"X{row}"] = "10/11/2025"


def totals_below(file: openpyxl.Workbook) -> None:
    more_rows(file)
    totals(file)


def fill_below(file: openpyxl.Workbook) -> None:
    more_rows(file)
    file["Charges"]["C16"] = "our own note"


def merge_below(file: openpyxl.Workbook) -> None:
    more_rows(file)
    file["Charges"].merge_cells("C16:D17")


def table_below(file: openpyxl.Workbook) -> None:
    more_rows(file)
    file["Charges"]["C16"], file["Charges"]["C17"] = "Ours", "1"
    from openpyxl.worksheet.table import Table, TableColumn

    mine = Table(name="Mine", displayName="Mine", ref="C16:C17")
    mine.tableColumns.append(TableColumn(id=1, name="Ours"))
    mine.autoFilter = AutoFilter(ref=mine.ref)
    file["Charges"].add_table(mine)


WRONG: dict[str, tuple[Change, str]] = {
    "an output sheet is protected": (
        protect("Charges"),
        "The sheet Charges is protected, so the table Charges can't be filled. Unprotect it",
    ),
    "a filter is on": (
        filter_on("Exceptions"),
        "A filter is on in the table Exceptions on the sheet Exceptions",
    ),
    "an output's heading is overtyped": (
        overtype("Charges", "E4", "Total"),
        "The table Charges on the sheet Charges has no column headed Amount. Restore the heading"
        " in row 4",
    ),
    "an input's heading is overtyped": (
        overtype("Rates", "A4", "Name"),
        "The table Rates on the sheet Rates has no column headed Factor. Restore the heading in"
        " row 4",
    ),
    "a table lost its name": (
        lambda file: setattr(file["Schools"].tables["Schools"], "displayName", "Table1"),
        "The workbook has no table named Schools",
    ),
    "a setting is unknown": (overtype("Settings", "A5", "Hold day"), "Hold day"),
    "a totals row is in the way": (
        totals_below,
        "The table Charges on the sheet Charges has a totals row",
    ),
    "a query fills the table": (linked, "is filled by a query or an XML map"),
    "cells below are filled": (fill_below, "there are filled cells below it. Move them"),
    "cells below are merged": (merge_below, "are merged and in the way. Unmerge them"),
    "a table is below": (table_below, "the table Mine starts at row 16 of the sheet Charges"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_sentence_and_nothing_changed(app: App, opened: Opened, what: str) -> None:
    """Recalculate says what is wrong and what to do; not a cell, format or range is different."""
    change, said = WRONG[what]
    book = opened(settings={"Hold days": 56})
    macros.recalculate()
    before = meddle(book, change)
    macros.recalculate()
    words, kind = app.told[-1]
    assert kind == "critical"
    assert said in words
    assert "\n" not in words
    assert book.contents() == before


def test_a_read_only_copy(app: App, opened: Opened) -> None:
    """A copy that can't be saved is not filled; it can be validated all the same."""
    book = opened(read_only=True)
    before = book.contents()
    macros.recalculate()
    words, kind = app.told[-1]
    assert (kind, words[:38]) == ("critical", "recoupment.xlsx is open read-only, so ")
    macros.validate()
    assert app.told[-1][1] == "info"
    assert book.contents() == before


def test_no_sheet_can_be_added(app: App, opened: Opened) -> None:
    """Where the structure is protected and a table is missing, that is said."""
    book = opened()
    before = meddle(
        book, lambda file: setattr(file, "security", WorkbookProtection(lockStructure=True))
    )
    macros.recalculate()
    assert app.told[-1][0].startswith("The workbook's structure is protected, so no sheet can be")
    assert book.contents() == before


def test_another_workbook(app: App, tmp_path: Path) -> None:
    """Pressed in a workbook that is none of ours, every button says what is missing."""
    path = tmp_path / "budget.xlsx"
    openpyxl.Workbook().save(path)
    xw.Book(impl=app.books.open(path)).set_mock_caller()
    app.answers = ["Autumn 2025", "A. Head", tmp_path, tmp_path]
    for macro in (macros.validate, macros.recalculate, macros.post_period, macros.statements,
                  macros.export):  # fmt: skip
        macro()
        words, kind = app.told[-1]
        assert kind == "critical"
        assert "python -m xl_recoup adopt BOOK is the way in" in words or "No run" in words
    macros.explain()
    assert app.told[-1][0].startswith("No charge or placement is selected.")
    assert list(tmp_path.iterdir()) == [path]


def test_no_workbook_at_all(app: App) -> None:
    """Started without a calling workbook, the program ends with a sentence and no traceback."""
    with pytest.raises(SystemExit, match="No workbook is open from which"):
        macros.recalculate()
    assert app.told == []


def test_sheets_may_be_renamed_moved_and_hidden(app: App, opened: Opened) -> None:
    """Tables are found by their names, on whatever sheet they are."""
    book = opened()
    macros.recalculate()
    book.file["Charges"].title = "What schools pay"
    book.file["Schools"].sheet_state = "hidden"
    macros.recalculate()
    assert [kind for _, kind in app.told] == ["info", "info"]
    assert book.sheets("What schools pay").range("A5").raw_value == "P001/BS"


def test_a_hidden_sheet_can_not_be_shown(app: App, opened: Opened) -> None:
    """Go to exceptions says so where somebody hid that sheet."""
    book = opened()
    macros.recalculate()
    book.file["Exceptions"].sheet_state = "hidden"
    macros.go_to_exceptions()
    assert app.told[-1][0].startswith("The sheet Exceptions is hidden. Show it")


@pytest.mark.parametrize("at", [0, 1, 2, 3, 4, 6])
def test_excel_fails_half_way(app: App, opened: Opened, at: int) -> None:
    """Where Excel breaks off while tables are written, what was there is put back, and logged."""
    book = opened()
    macros.recalculate()
    before = book.contents()
    book.file["Placements"]["F5"] = "9"
    more_rows(book.file)
    expected = before | {
        key: value for key, value in book.contents().items() if key.startswith("Placements!")
    }
    app.fail_on_write = at
    macros.recalculate()
    words, kind = app.told[-1]
    assert kind == "critical"
    assert words.startswith("Something went wrong that the program did not foresee;")
    assert str(log_file()) in words
    assert book.contents() == expected
    assert app.state["calculation"] == "automatic"


def test_the_log_tells_what_happened_and_no_data(app: App, opened: Opened) -> None:
    """The log has the button, the error's kind and number and the program's lines: no message."""
    book = opened()
    app.fail_on_write = 0
    macros.recalculate()
    del book
    log = log_file().read_text(encoding="utf-8")
    assert "Recalculate  ComError [-2146827284]" in log
    assert "write_open.py:" in log
    assert not [word for word in PRIVATE if word in log]


def test_a_long_log_is_put_aside() -> None:
    """The log never grows beyond what can be sent by mail; a few old ones are kept beside it."""
    log_file().parent.mkdir(parents=True)
    for _ in range(6):
        log_file().write_text("old\n" * 100_000, encoding="utf-8")
        log("Recalculate", ComError(-2146827284))
        assert log_file().stat().st_size <= 200_000
        assert "Recalculate  ComError" in log_file().read_text(encoding="utf-8")
    kept = sorted(path.name for path in log_file().parent.iterdir())
    assert kept == ["log.txt", "log.txt.1", "log.txt.2", "log.txt.3"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ComError(-2147418111), BUSY_WORDS),
        (ComError(-2146777998), BUSY_WORDS),
        (ComError(-2147023174), GONE_WORDS),
        (Exception(-2147352567, "Exception occurred.", (0, None, None, None, 0, -2146777998)),
         BUSY_WORDS),
        (MemoryError(), "The computer ran out of memory. Close other programs and workbooks, and"
                        " try again."),
    ],
)  # fmt: skip
def test_what_excel_reports_by_number(
    app: App, opened: Opened, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    """Busy, gone and out of memory have their own sentences."""
    opened()

    def fail(*args: Any, **more: Any) -> None:
        raise error

    monkeypatch.setattr("xl_recoup.excel.open_runs.read_tables", fail)
    macros.validate()
    assert app.told == [(said, "critical")]


def test_a_cell_in_edit_mode(app: App, opened: Opened) -> None:
    """While a cell is being edited Excel rejects every call: that is said, and nothing changes."""
    book = opened()
    before = book.contents()
    app.editing = True
    macros.recalculate()
    app.editing = False
    assert app.told == [(BUSY_WORDS, "critical")]
    assert book.contents() == before
