"""One cell at a time: every form in which finance types a value is read, or said to be wrong."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from xl_recoup.contract import PLACEMENTS, Column, Kind
from xl_recoup.contract.cell_values import IssueKind, is_blank, quoted, read_cell, text_of
from xl_recoup.tables import Cell, CellError

DAY = Column("Start date", "start_date", Kind.DATE)
NUMBER = Column("Days per week", "days_per_week", Kind.NUMBER)
FLAG = Column("FSM6", "fsm6", Kind.FLAG)
LAESTAB = Column("Home school", "home_school", Kind.LAESTAB)
YEAR = Column("Year group", "year_group", Kind.YEAR_GROUP)
LA = Column("Old authority", "old_authority", Kind.LA_NUMBER)
ROLL = next(c for c in PLACEMENTS.columns if c.heading == "Roll status")
TEXT = Column("Episode ref", "episode_ref")

SEPTEMBER = date(2025, 9, 3)


def value(cell: Cell, column: Column, date_1904: bool = False) -> Any:
    """Return what a cell is read as, where nothing is wrong with it but perhaps its storage."""
    found, issue = read_cell(cell, column, date_1904)
    assert issue is None or not issue.fault, issue
    return found


def fault(cell: Cell, column: Column) -> IssueKind:
    """Return what is wrong with a cell that can't be read; it has no value then."""
    found, issue = read_cell(cell, column)
    assert issue is not None
    assert issue.fault
    assert found is None
    return issue.kind


@pytest.mark.parametrize(
    "text",
    [
        "3 September 2025", "3 Sept 2025", "3 Sep 2025", "03-Sep-2025", "3rd September 2025",
        "3 september, 2025", "Wed 3 Sep 2025", "Wednesday, 3 September 2025", "3-Sep-25",
        "3 Sep. 2025", "2025-09-03", "2025/09/03", "2025-09-03 00:00:00", "2025-09-03T00:00:00",
        "3\u00a0Sep\u00a02025",
    ],
)  # fmt: skip
def test_a_date_typed_as_text_in_a_british_form_is_read(text: str) -> None:
    """The date is used, and it is said to be stored as text."""
    found, issue = read_cell(text, DAY)
    assert found == SEPTEMBER
    assert issue is not None
    assert (issue.kind, issue.fault) == (IssueKind.TEXT_DATE, False)


@pytest.mark.parametrize(
    "text",
    ["03/09/2025", "3/9/2025", "03-09-2025", "3.9.2025", "03 09 2025", " 03/09/2025 ", "3.9.25",
     "03/09/2025 00:00", "03/09/2025 0:00:00", "\u00a003/09/2025\u00a0", "03-09-25"],
)  # fmt: skip
def test_a_date_that_can_be_two_days_is_read_with_the_day_first(text: str) -> None:
    """The date is used, and it is said which day it was taken for."""
    found, issue = read_cell(text, DAY)
    assert found == SEPTEMBER
    assert issue is not None
    assert issue == (IssueKind.READ_DAY_FIRST, f"“{text_of(text)}” as 3 September 2025")
    assert not issue.fault


@pytest.mark.parametrize("text", ["03/03/2025", "3.3.25", "16/09/2025"])
def test_a_date_that_is_one_day_either_way_is_only_stored_as_text(text: str) -> None:
    """Where both orders give one day, or one gives none, there is nothing to say of them."""
    assert read_cell(text, DAY)[1] == (IssueKind.TEXT_DATE, "is a date stored as text")


def test_a_month_that_can_only_come_first_is_said() -> None:
    """A date with the month first is no date here, and the reader is told why."""
    found, issue = read_cell("09/16/2025", DAY)
    assert found is None
    assert issue == (
        IssueKind.DATE, "holds “09/16/2025”, which is a date only with the month first",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["25/12/25", "31-10-25", "13.11.25"])
def test_a_year_of_two_digits_is_read_where_the_day_tells(text: str) -> None:
    """A first number above 12 can only be the day, so the order is certain."""
    assert value(text, DAY).year == 2025


@pytest.mark.parametrize("text", ["03/04/05", "3/4/14", "12-12-12", "1.2.50", "01 02 03"])
def test_an_ambiguous_date_is_not_guessed(text: str) -> None:
    """A short year that might be a day is a fault, never a date."""
    assert fault(text, DAY) is IssueKind.AMBIGUOUS_DATE


@pytest.mark.parametrize(
    "cell",
    [
        "31/02/2026", "00/01/2026", "13/13/2025", "30/02/25", "n/a", "tbc", "3 Septober 2025",
        "September 2025", "2025", "03/09/1825", "2025-02-30", "03/09/2025 14:30", 12, -5, 19999,
        80000, 0, 1e300, float("nan"), float("inf"), True, False,
    ],
)  # fmt: skip
def test_what_is_no_date_is_a_fault(cell: Cell) -> None:
    """A day that does not exist, a word, a small number or a truth value is no date."""
    assert fault(cell, DAY) is IssueKind.DATE


@pytest.mark.parametrize("cell", [date(2025, 9, 3), datetime(2025, 9, 3, 0, 0), 45903, 45903.75])
def test_a_real_date_is_read_without_a_word(cell: Cell) -> None:
    """A date cell, with or without a time, and Excel's serial number are plain dates."""
    assert read_cell(cell, DAY) == (SEPTEMBER, None)


def test_serial_numbers_follow_the_workbooks_own_calendar() -> None:
    """Where a workbook counts from 1904, a serial number means a day four years later."""
    assert value(44441, DAY, date_1904=True) == SEPTEMBER
    assert value(44441, DAY) == date(2021, 9, 2)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (3, "3"), (2.5, "2.5"), (0.1, "0.1"), (0, "0"), (-4, "-4"), (1e9, "1000000000"),
    ],
)  # fmt: skip
def test_a_number_is_the_decimal_that_the_cell_shows(cell: Cell, number: str) -> None:
    """0.1 in a cell is 0.1, not its binary shadow."""
    assert read_cell(cell, NUMBER) == (Decimal(number), None)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", "3"), ("2.50", "2.50"), ("£1,234.50", "1234.50"), ("-£4,000", "-4000"),
        (" 1 234 ", "1234"), ("+7", "7"), (".5", "0.5"), ("1,234,567", "1234567"),
        ("\u00a03847.00", "3847.00"),
    ],
)  # fmt: skip
def test_a_number_stored_as_text_is_read_and_said_so(text: str, number: str) -> None:
    """Pounds, commas and spaces are understood; Excel's own sums would pass over the cell."""
    found, issue = read_cell(text, NUMBER)
    assert found == Decimal(number)
    assert issue is not None
    assert (issue.kind, issue.fault) == (IssueKind.TEXT_NUMBER, False)


@pytest.mark.parametrize(
    "cell",
    [
        "three", "3 days", "1,23", "12,34.5", "£", "-", ".", "1e5", "50%", True, False,
        SEPTEMBER, 1e300, 1e-300, float("nan"), float("inf"), float("-inf"), "9" * 40,
    ],
)  # fmt: skip
def test_what_is_no_number_is_a_fault(cell: Cell) -> None:
    """A word, a half-typed number, a date, a truth value or an absurd size is no number."""
    assert fault(cell, NUMBER) is IssueKind.NUMBER


@pytest.mark.parametrize("cell", ["Y", "y", "Yes", "YES", " y ", "TRUE", "true", True, "✓", "✔"])
def test_every_spelling_of_yes(cell: Cell) -> None:
    """Y, Yes, TRUE and a tick all mean yes."""
    assert read_cell(cell, FLAG) == (True, None)


@pytest.mark.parametrize(
    "cell", ["N", "n", "No", "NO", "\u00a0no", "FALSE", False, 0, "0", "✗", "✘"]
)
def test_every_spelling_of_no(cell: Cell) -> None:
    """N, No, FALSE and a cross all mean no."""
    assert read_cell(cell, FLAG) == (False, None)


@pytest.mark.parametrize("cell", ["maybe", "Y?", "x", 2, 0.5, -1, "11", "-", SEPTEMBER])
def test_any_other_flag_is_a_fault(cell: Cell) -> None:
    """A flag is never guessed: an x or a 1 might mean either."""
    assert fault(cell, FLAG) is IssueKind.FLAG


@pytest.mark.parametrize(
    "cell",
    [
        "3052000", "305/2000", "305-2000", 3052000, 3052000.0, " 305/2000 ", "305 2000",
        "305 / 2000", "\u00a03052000", "305\u00a02000",
    ],
)  # fmt: skip
def test_every_form_of_a_laestab(cell: Cell) -> None:
    """A school's number is seven digits, whether typed as text, number or with a stroke."""
    assert read_cell(cell, LAESTAB) == ("3052000", None)


@pytest.mark.parametrize(
    "cell",
    [
        "305200", "30520000", "305/200", "3052/000", "Oak Primary", "305//2000", 30520001,
        3052000.5, -305200, True, SEPTEMBER, "12345", 5407, 12345, float("nan"),
    ],
)  # fmt: skip
def test_any_other_laestab_is_a_fault(cell: Cell) -> None:
    """Six digits, eight digits, a name: none of them is completed."""
    assert fault(cell, LAESTAB) is IssueKind.LAESTAB


@pytest.mark.parametrize(
    ("cell", "year"),
    [
        ("R", 0), ("r", 0), ("Reception", 0), ("Year R", 0), (1, 1), ("1", 1), (11.0, 11),
        ("13", 13), ("Year 4", 4), ("Y4", 4), ("yr 10", 10), ("NCY 9", 9), ("YR10", 10), ("07", 7),
        ("N", -1), ("N1", -1), ("N2", -1), ("Nursery", -1),
    ],
)  # fmt: skip
def test_every_form_of_a_year_group(cell: Cell, year: int) -> None:
    """Reception is 0 and nursery -1; Years 1 to 13 are themselves."""
    assert read_cell(cell, YEAR) == (year, None)


@pytest.mark.parametrize("cell", [0, 14, -1, 4.5, "four", "KS3", "Year", "7-9", True, SEPTEMBER])
def test_any_other_year_group_is_a_fault(cell: Cell) -> None:
    """Years below 1 or above 13, and words, are no year groups."""
    assert fault(cell, YEAR) is IssueKind.YEAR_GROUP


@pytest.mark.parametrize(("cell", "number"), [("305", "305"), (305, "305"), (305.0, "305")])
def test_an_authoritys_number(cell: Cell, number: str) -> None:
    """Another authority is named by its three digits."""
    assert read_cell(cell, LA) == (number, None)


@pytest.mark.parametrize("cell", ["Kent", 30, 3052, "30S", True])
def test_any_other_authority_is_a_fault(cell: Cell) -> None:
    """A name or another number of digits is not completed."""
    assert fault(cell, LA) is IssueKind.LA_NUMBER


@pytest.mark.parametrize("cell", ["off roll", "Off Roll", " OFF\u00a0ROLL "])
def test_a_choice_is_read_whatever_its_capitals(cell: str) -> None:
    """A value of a list is given back as the list spells it."""
    assert read_cell(cell, ROLL) == ("off roll", None)


def test_any_other_choice_is_a_fault() -> None:
    """A value outside the list is a fault, and its words name the list."""
    found, issue = read_cell("gone", ROLL)
    assert found is None
    assert issue is not None
    assert issue.words == "holds “gone”, which is none of off roll, dual or on roll"


@pytest.mark.parametrize("column", PLACEMENTS.columns, ids=lambda c: str(c.heading))
def test_an_excel_error_is_a_fault_in_every_column(column: Column) -> None:
    """`#REF!` is never blank, text or 0, whatever the column."""
    assert fault(CellError("#REF!"), column) is IssueKind.ERROR_CELL


@pytest.mark.parametrize("cell", [None, "", "  ", "\u00a0", " \u00a0\t\n"])
@pytest.mark.parametrize("column", PLACEMENTS.columns, ids=lambda c: str(c.heading))
def test_blanks_are_blank_in_every_column(column: Column, cell: Cell) -> None:
    """A cell with nothing that a reader would see is blank: no value and no fault."""
    assert is_blank(cell)
    assert read_cell(cell, column) == (None, None)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  two   words ", "two words"), ("a\u00a0b", "a b"), (7, "7"), (7.0, "7"), (7.5, "7.5"),
        (True, "TRUE"), (False, "FALSE"), (SEPTEMBER, "03/09/2025"), (None, ""),
        (datetime(2025, 9, 3, 9, 30), "03/09/2025"),
    ],
)  # fmt: skip
def test_any_cell_as_text(cell: Cell, text: str) -> None:
    """Text is trimmed, a whole number has no decimals, a date is British."""
    assert text_of(cell) == text
    assert value(cell, TEXT) in (text, None)


def test_a_long_text_is_shortened_in_a_message() -> None:
    """A message quotes forty characters at most."""
    assert quoted("x" * 41) == f"“{'x' * 41}”"
    assert quoted("x" * 42) == f"“{'x' * 40}…”"
