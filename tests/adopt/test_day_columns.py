"""Day or month first is settled once for a column of dates, and kept in the Mapping."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from tests.adopt.support import findings
from tests.adopt.test_bad_input import correct, mapping
from tests.support.home_grown_sheets import PROVIDER, PUPILS, SCHEME, USUAL, Sheet
from tests.support.workbook_files import run, type_in
from xl_recoup.files.read_book import read_book
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.tables import Cell

PEX, DECISION = "Date of Exclusion", "Governors' Decision"


def book(path: Path, days: list[Cell], decisions: list[Cell] | None = None) -> Path:
    """Write the pupils with these exclusion dates, and decision dates where given."""
    cells = {"Exclusion date": days, "Decision date": decisions}
    pupils = [
        {**p, **{h: c[n] for h, c in cells.items() if c}} for n, p in enumerate(PUPILS[: len(days)])
    ]
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as made:
        Sheet(made, "List").table([*USUAL, PROVIDER, SCHEME], pupils)
    assert run("adopt", path) == 0
    return path


def days(path: Path) -> list[date | None]:
    """Return the exclusion dates as a run reads them."""
    return [p.exclusion_date for p in read_placements(read_book(path)).rows]


@pytest.mark.parametrize(
    ("typed", "decisions", "means", "status"),
    [
        (["10/06/2025", "09/16/2025"], None, "month first", "proposed"),
        (["10/06/2025", "16/09/2025"], None, "day first", "proposed"),
        (["10/06/2025", "09/16/2025", "16/09/2025"], None, "", "proposed"),
        (["10/06/2025", "5.6.25"], None, "day first", "suggested"),
        (["10/06/2025", "5.6.25"], ["20/06/2025", None], "day first", "proposed"),
        (["10/06/2025", "5.6.25"], ["10/16/2025", None], "month first", "suggested"),
        (["5/5/2025", "6 May 2025", "2025-05-07"], None, "", "proposed"),
    ],
)
def test_what_is_proposed(
    typed: list[Cell], decisions: list[Cell] | None, means: str, status: str, tmp_path: Path
) -> None:
    """A date that is one in one order only decides; else the other columns; else it is asked."""
    row = mapping(book(tmp_path / "b.xlsx", typed, decisions))["List", PEX][1]
    assert (row["Means"], row["Status"]) == (means, status)


def test_the_question_names_a_cell_and_the_answer() -> None:
    """Who is asked sees a date of the column and the word for the other order."""
    from xl_recoup.adopt.day_columns import with_day_orders
    from xl_recoup.adopt.mapping_rows import MappingRow
    from xl_recoup.contract import PLACEMENTS
    from xl_recoup.tables import SheetView

    asked = MappingRow("column", "S", "A1", "PEX", "Placements", "Exclusion date")
    view = SheetView("S", [("PEX",), ("10/06/2025",)])
    (row,) = with_day_orders(view, [asked], [2], {c.heading: c for c in PLACEMENTS.columns})
    assert row.reason == (
        "its dates, such as 10/06/2025, do not show whether day or month comes first: confirm if"
        " it is the day, else set Means to “month first”"
    )


def test_the_answer_is_kept_and_a_later_contradiction_is_an_error_of_its_cell(
    tmp_path: Path,
) -> None:
    """A date in the other order that comes in later is held alone; no other date turns."""
    path = book(tmp_path / "b.xlsx", ["10/06/2025", "09/16/2025", "06/10/2025"])
    assert run("adopt", path, "--confirm") == 0
    read = [date(2025, 10, 6), date(2025, 9, 16), date(2025, 6, 10)]
    assert days(path) == read
    type_in(path, "List", "G4", "23/09/2025")
    assert run("adopt", path) == 0
    assert days(path) == [*read[:2], None]
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert [(f[2], f[3]) for f in findings(path) if f[0] == "S02"] == [(
        "G4",
        "List G4: Exclusion date holds “23/09/2025”, which is a date only with the day first, while"
        " the Mapping has the month first here, so the row is not charged. Type the date as"
        " day/month/year, or clear the cell if this row needs no date there.",
    )]  # fmt: skip


def test_a_contradiction_in_a_day_first_column_turns_nothing(tmp_path: Path) -> None:
    """Other dates that can be two days stay what they were read as."""
    path = book(tmp_path / "b.xlsx", ["10/06/2025", "16/09/2025", "06/10/2025"])
    type_in(path, "List", "G3", "09/16/2025")
    assert days(path) == [date(2025, 6, 10), None, date(2025, 10, 6)]


def test_dates_that_excel_turned_about_are_asked_about(grown: Path, tmp_path: Path) -> None:
    """Nothing is read from such a column before a person says which it is."""
    path = tmp_path / "b.xlsx"
    assert run("adopt", grown / "month-first-turned.xlsx", "--output", path) == 0
    row = mapping(path)["Export", PEX][1]
    assert (row["Means"], row["Status"]) == ("month first, real dates too", "suggested")
    assert "none of the 4 real ones has a day above 12" in row["Reason"]
    correct(path, "Export", PEX, Means="month first", Status="confirmed")
    assert run("adopt", path, "--confirm") == 0
    assert days(path)[0] == date(2025, 6, 10)
