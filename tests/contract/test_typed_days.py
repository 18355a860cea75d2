"""Days typed as text: what is read, what is said of it, and what is asked."""

from __future__ import annotations

from datetime import date

import pytest

from xl_recoup.contract.cell_issues import IssueKind
from xl_recoup.contract.cell_values import read_date

THE_TENTH = (
    "Jun 10, 2025", "June 10th, 2025", "Jun-10-2025", "10-Jun-25", "10-Jun-2025", "10 Jun 25",
    "10.Jun.2025", "10JUN2025", "2025-Jun-10", "10 JUNE, 2025", "10th June 2025",
    "10th of June 2025", "10th  June\xa02025", "2025-06-10", "2025/06/10", "2025-06-10T00:00",
    "2025-06-10T00:00:00", "2025-06-10T00:00:00.000Z", "2025-06-10 00:00:00",
    "Tuesday 10 June 2025", "Tue 10 Jun 2025", "Tues, 10 June 2025", "Tuesday, June 10, 2025",
    "Tuesday the 10th June 2025", "10 June 2025 (Tuesday)", "Tue 10/06/2025", "10/06/2025 Tue",
    "\u200e10 June 2025", "20250610",
)  # fmt: skip
IN_FIGURES = ("10/06/2025", "10/6/25", "10.06.2025", "10-06-2025", "10 06 2025",
              "10/06/2025 00:00:00",
              "10/06/2025\xa0", "\u200e10/06/2025")  # fmt: skip
NO_DAY = {
    "Monday 10 June 2025": "names a day of the week that this day is not",
    "Wed 10/06/2025": "names a day of the week that this day is not",
    "Mon 10/06/2025": "is a date only with the month first",  # 6 October 2025 is a Monday
    "06/13/2025": "is a date only with the month first",
    "31/06/2025": "is not a date", "10 June": "is not a date", "June 2025": "is not a date",
    "Sep-25": "is not a date", "10/06": "is not a date", "10/06/2025?": "is not a date",
    "c. 10/06/2025": "is not a date", "w/c 10 June 2025": "is not a date", "45818": "is not a date",
    "10/06/2025 - 12/06/2025": "is not a date", "TBC": "is not a date",
    "2025-06-09T23:00:00Z": "is not a date",
    "10/06/0025": "is not a date", "20251310": "is not a date", "06102025": "is not a date",
    "Tuesday": "is not a date", "10/06/2025 09:30": "is not a date",
}  # fmt: skip


@pytest.mark.parametrize("text", THE_TENTH)
def test_what_can_be_one_day_alone_is_read_as_it(text: str) -> None:
    """A month in words, a year in front or a day of the week leaves one; Excel can't sort it."""
    day, issue = read_date(text)
    assert day == date(2025, 6, 10)
    assert issue is not None
    assert issue.kind is IssueKind.TEXT_DATE


@pytest.mark.parametrize("text", IN_FIGURES)
def test_what_can_be_two_days_is_read_day_first_and_said(text: str) -> None:
    """A neighbour that proves month first holds it; the column's order is looked at elsewhere."""
    day, issue = read_date(text)
    assert day == date(2025, 6, 10)
    assert issue is not None
    assert issue.kind is IssueKind.READ_DAY_FIRST


@pytest.mark.parametrize("text", NO_DAY)
def test_what_is_no_day_or_contradicts_itself_is_asked_about(text: str) -> None:
    """A time that may lie on the day before, a wrong weekday, a stretch: nothing is guessed."""
    day, issue = read_date(text)
    assert day is None
    assert issue is not None
    assert issue.words == NO_DAY[text]


def test_a_year_of_two_digits_that_may_be_a_day_is_asked_about() -> None:
    """03/04/05 may begin with its year."""
    day, issue = read_date("03/04/05")
    assert day is None
    assert issue is not None
    assert issue.kind is IssueKind.AMBIGUOUS_DATE


def test_a_number_of_eight_figures_is_a_day_and_no_serial() -> None:
    """Registers export 20250610; Excel's own numbers of days are far smaller."""
    assert read_date(20250610.0)[0] == date(2025, 6, 10)
    assert read_date(20251310.0)[0] is None
    assert read_date(45818.0) == (date(2025, 6, 10), None)
    assert read_date(10062025.0)[0] is None
