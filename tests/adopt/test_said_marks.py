"""A row that says itself that it counts no more is left out until somebody says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from tests.adopt.support import charges, findings
from tests.adopt.test_bad_input import mapping
from tests.support.home_grown_doubts import COLUMNS
from tests.support.home_grown_sheets import PUPILS, Pupil, Sheet, new_book
from tests.support.workbook_files import run
from xl_recoup.adopt.said_marks import said_marks
from xl_recoup.tables import Cell, SheetView


def marks(heading: str, cells: Sequence[Cell], read: Sequence[int] = (1,)) -> list[str]:
    """Return the marks of rows under this heading, "" for none."""
    rows = [("UPN", heading), *((f"U{n}", cell) for n, cell in enumerate(cells))]
    numbers = range(2, len(rows) + 1)
    found = said_marks(SheetView("List", rows), numbers, 1, read)
    return [found.get(n, "") for n in numbers]


@pytest.mark.parametrize(
    "cell",
    ["Withdrawn", "CANCELLED", "Rescinded by HT 12/11", "Overturned", "Void", "Duplicate",
     "Do not charge", "Not charged", "Suspension", "Not permanent", "NFA"],
)  # fmt: skip
def test_a_status_that_ends_its_row(cell: str) -> None:
    """Whatever the heading of the column, where no meaning of ours is mapped to it."""
    (mark, other) = marks("Status", [cell, "Live"])
    assert mark.casefold().startswith(f"“status” says {cell.split()[0].casefold()}")
    assert other == ""
    assert marks("Status", [cell], read=(1, 2)) == [""]


@pytest.mark.parametrize(
    "cell",
    ["Closed", "Ended", "Live", "Reinstated", "Quashed", "Permanent", "Charged", "", None, 4.0,
     "No longer at Hayes School, withdrawn from roll by the parents in May"],
)  # fmt: skip
def test_what_ends_no_row(cell: Cell) -> None:
    """An ended place is charged; a quashed exclusion may bring an adjustment order."""
    assert marks("Status", [cell, "Live"]) == ["", ""]


def test_yes_and_no() -> None:
    """Under a heading that asks; *Charged* says what was done, a column of noes says nothing."""
    assert marks("Live?", ["Y", "N", None]) == ["", "“Live?” says no", ""]
    assert marks("Include", ["Yes", "No"]) == ["", "“Include” says no"]
    assert marks("Charge?", ["N", "N"]) == ["", ""]
    assert marks("Charged", ["Y", "N"]) == ["", ""]
    assert marks("Withdrawn", ["Y", "N", date(2025, 11, 12)]) == [
        "“Withdrawn” is filled in", "", "“Withdrawn” is filled in"
    ]  # fmt: skip


def listed(path: Path, heading: str, words: str, pupils: Sequence[Pupil] = PUPILS) -> Path:
    """Write a list in which the last pupil's row says something under one more heading."""
    columns = [*COLUMNS, (heading, lambda p: words if p is pupils[-1] else None)]
    with new_book(path) as book:
        Sheet(book, "List").table(columns, pupils)
    return path


def test_it_is_counted_and_left_out_until_somebody_says_otherwise(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], own: Path
) -> None:
    """In the Mapping it is one row, and every run says so before that."""
    path = listed(tmp_path / "b.xlsx", "Status", "Withdrawn")
    assert run("adopt", path) == 0
    assert "10 placements on 1 sheet: 9 to be read; 1 is marked" in capsys.readouterr().out
    assert mapping(path)["List", "“Status” says withdrawn"][1]["Means"] == "left out"
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert "S47" in {f[0] for f in findings(path)}
    ours = set(charges(own))
    assert ours - set(charges(path)) == {r for r in ours if str(r).startswith("AP-010")}


def test_what_a_note_says_is_asked_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A note may say it of an order; nobody confirms it by the way."""
    path = listed(tmp_path / "b.xlsx", "Comments", "Withdrawn 12/11")
    assert run("adopt", path, "--confirm") == 0
    row = mapping(path)["List", "its note says withdrawn"][1]
    assert (row["Means"], row["Status"]) == ("", "unmapped")
    assert "what does the note say?" in str(row["Reason"])
    capsys.readouterr()


def test_one_word_below_a_list_ends_it(tmp_path: Path) -> None:
    """In the column of references, too, where a code would be a row."""
    path = tmp_path / "b.xlsx"
    with new_book(path) as book:
        sheet = Sheet(book, "List")
        sheet.table(COLUMNS, PUPILS[:-1])
        sheet.line()
        sheet.line("Withdrawn")
        sheet.line(*[s(PUPILS[-1]) if callable(s) else PUPILS[-1].get(s) for _, s in COLUMNS])
    assert run("adopt", path, "--confirm") == 0
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert not [ref for ref in charges(path) if str(ref).startswith("AP-010")]
