"""Which placements, changes and queries go on into 2026-27."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.books import CALENDAR, book, day_of, leaver, pex
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.intake.reference import read_reference
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.law.school_days import relevant_date
from xl_recoup.new_year.carried_rows import goes_on
from xl_recoup.new_year.plan import NewYear, bring_forward
from xl_recoup.tables import Cell

NEXT = FundingPeriod(2026)
END, START = date(2026, 3, 31), date(2026, 4, 1)


def local(n: int = 1, /, **cells: Any) -> dict[str, Cell]:
    """Return a placement under a local scheme that began in October."""
    given: dict[str, Cell] = {
        "Scheme": "LOCAL", "Exclusion date": None, "Decision date": None,
        "Start date": date(2025, 10, 6),
    }  # fmt: skip
    return pex(n, **(given | cells))


def placed(**cells: Any) -> dict[str, Cell]:
    """Return an excluded pupil who began at a provider in October."""
    return pex(1, **({"Start date": date(2025, 10, 14)} | cells))


def plan(*rows: dict[str, Cell], year: FundingPeriod = NEXT, **more: Any) -> NewYear:
    """Return what is brought forward of a workbook in memory."""
    return bring_forward(book(rows, **more), year)


def carried(row: dict[str, Cell], **more: Any) -> bool:
    """Say whether a row goes on."""
    return len(plan(row, **more).placements.carried) == 1


@pytest.mark.parametrize(
    ("row", "goes"),
    [
        (local(), True),
        (local(**{"End date": END}), False),
        (local(**{"End date": START}), True),
        (local(**{"Start date": date(2026, 4, 13)}), True),
        (local(**{"End date": "soon"}), True),
        (placed(), True),
        (placed(**{"End date": END}), False),
        (placed(**{"End date": START}), True),
        (placed(**{"Reinstated on": date(2026, 1, 5)}), False),
        (placed(**{"Reinstated on": START}), True),
        (placed(**{"Admitting school": "3052002", "Admitted on": date(2025, 11, 10)}), False),
        (placed(**{"Cancelled on": date(2025, 10, 9)}), False),
    ],
)
def test_open_placements_go_on(row: dict[str, Cell], goes: bool) -> None:
    """A placement without an end, or with one in the new year, goes on; a finished one doesn't."""
    assert carried(row) == goes


@pytest.mark.parametrize(
    ("row", "goes"),
    [
        (pex(), False),
        (pex(**{"Exclusion date": date(2026, 3, 19)}), False),  # 27 March, the last day of term
        (pex(**{"Exclusion date": date(2026, 3, 20)}), True),  # 13 April, the first of the next
        (pex(**{"Exclusion date": date(2026, 3, 24)}), True),
        (pex(**{"Exclusion date": date(2026, 4, 14)}), True),
        (pex(**{"Exclusion date": date(2026, 3, 24), "Cancelled on": date(2026, 3, 30)}), False),
        (pex(**{"Exclusion date": None}), True),
        (pex(**{"Home school": "9999999"}), True),
        (pex(**{"Review status": "open"}), True),
        (pex(**{"Review status": "closed"}), False),
        (pex(**{"Adjustment order": "Y", "Order date": START}), True),
        (pex(**{"Adjustment order": "Y", "Order date": END}), False),
        (leaver(**{"Left roll on": END}), False),
        (leaver(**{"Left roll on": START}), True),
    ],
)
def test_exclusions_go_on_with_their_relevant_date(row: dict[str, Cell], goes: bool) -> None:
    """The last days of March, an open review, an order of the new year, and what isn't known."""
    assert carried(row) == goes


def test_an_exclusion_whose_sixth_day_the_calendar_lacks_goes_on() -> None:
    """What can't be counted yet is for the new year to count."""
    short = [row for row in CALENDAR if day_of(row, "From") < date(2026, 4, 1)]
    assert carried(pex(**{"Exclusion date": date(2026, 3, 24)}), Calendar=short)


def test_the_count_of_another_reading_decides() -> None:
    """Where weeks count from the exclusion date, 24 March is the old year's."""
    row = pex(**{"Exclusion date": date(2026, 3, 24)})
    assert not carried(row, settings={"Count starts": "exclusion date"})


@given(st.dates(date(2025, 4, 1), date(2026, 7, 1)))
def test_an_exclusion_belongs_to_one_year(excluded: date) -> None:
    """It goes on exactly when its sixth school day is not in the old year."""
    tables = book([pex(**{"Exclusion date": excluded})])
    policy = read_reference(tables, None, END).policy
    (p,) = read_placements(tables).rows
    day = relevant_date(excluded, policy.calendar("LA"))
    assert goes_on(p, policy, NEXT) == (day >= START)


def test_a_later_year_takes_what_is_open_then() -> None:
    """From 2025-26 to 2027-28 only what reaches into 2027-28 goes."""
    ends = {"End date": date(2026, 7, 22)}
    two_on = FundingPeriod(2027)
    assert len(plan(local(**ends)).placements.carried) == 1
    assert len(plan(local(**ends), year=two_on).placements.carried) == 0
    assert len(plan(local(), year=two_on).placements.carried) == 1


def test_changes_go_with_their_placement() -> None:
    """A change is carried with its placement, whatever the capitals; one without a name is too."""
    changes: list[dict[str, Cell]] = [
        {"Placement ref": ref, "From": date(2025, 12, 1), "What changes": "pause"}
        for ref in ("p001", "P002", "P003", None)
    ]
    done = plan(local(1), local(2, **{"End date": END}), PlacementChanges=changes)
    assert sorted(key.row for key in done.changes.carried) == [5, 8]
    assert done.changes.dropped == 2


def test_open_queries_go_on() -> None:
    """A query with a closing date stays behind; one whose date can't be read goes on."""
    queries: list[dict[str, Cell]] = [
        {"Query ref": "Q1", "Charge ref": "P001/BS"},
        {"Query ref": "Q2", "Charge ref": "P001/BS", "Closed": date(2026, 2, 1)},
        {"Query ref": "Q3", "Charge ref": "P001/BS", "Closed": "soon"},
    ]
    done = plan(local(), Queries=queries)
    assert (sorted(key.row for key in done.queries.carried), done.queries.dropped) == ([5, 7], 1)
