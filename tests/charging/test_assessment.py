"""What keeps a placement from being assessed, and what is decided before any sum."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.charging.authorities import SCHOOLS_AND_OTHERS, THEIRS
from tests.support.books import (
    AS_AT,
    CALENDAR,
    MAINTAINED_SECONDARY,
    RATES,
    SCHOOLS,
    SPECIAL,
    book,
    leaver,
    pex,
    rate,
    run,
)
from xl_recoup.charging.assessment import Assessment, assess
from xl_recoup.charging.credits import admission_credits
from xl_recoup.charging.gap import Gap
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.intake.reference import read_reference


def assessed(row: dict[str, Any], **tables: Any) -> Assessment:
    """Assess one placement of a workbook in memory."""
    tables_ = book([row], **tables)
    policy = read_reference(tables_, AS_AT, AS_AT).policy
    return assess(read_placements(tables_).rows[0], policy)


def gap(row: dict[str, Any], **tables: Any) -> Gap:
    """Return what keeps it from being assessed."""
    with pytest.raises(Gap) as caught:
        assessed(row, **tables)
    return caught.value


def starts(reading: str) -> dict[str, str]:
    """Return settings for a start of the count."""
    return {"Count starts": reading}


def secondary(**cells: Any) -> dict[str, Any]:
    """Return a Year 11 exclusion of 22 April 2025."""
    return pex(
        **{
            "Home school": MAINTAINED_SECONDARY, "Year group": "11",
            "Exclusion date": date(2025, 4, 22), "Decision date": None,
        } | cells
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "settings", "field"),
    [
        (pex(**{"Exclusion date": None}), {}, "exclusion_date"),
        (leaver(**{"Left roll on": None}), {}, "left_roll_on"),
        (pex(**{"Decision date": None}), starts("decision date"), "decision_date"),
        (pex(), starts("off-roll date"), "left_roll_on"),
    ],
)
def test_missing_date(row: dict[str, Any], settings: dict[str, str], field: str) -> None:
    """The date that weeks are counted from is never guessed: the gap names its field."""
    found = gap(row, settings=settings)
    assert found.kind == "no date"
    assert found.field == field


def test_missing_year_group() -> None:
    """Without a year group there is no rate."""
    assert gap(pex(**{"Year group": None})).kind == "no year group"


@pytest.mark.parametrize(
    ("calendar", "school", "words"),
    [
        (CALENDAR[:2], {}, "the calendar LA does not reach the sixth school day after it"),
        (CALENDAR, {"Calendar": "Elm"}, "the Calendar table has no calendar named Elm"),
    ],
)
def test_calendar_gap(calendar: list[Any], school: dict[str, Any], words: str) -> None:
    """A calendar that is missing or too short is said; no other one is used instead."""
    found = gap(pex(), Calendar=calendar, Schools=[SCHOOLS[0] | school])
    assert found.kind == "calendar too short"
    assert str(found) == words


@pytest.mark.parametrize(
    ("calendar", "school", "words"),
    [
        ([CALENDAR[0] | {"To": date(2025, 3, 28)}, CALENDAR[2]], {}, "the end of the summer term"),
        (CALENDAR, {"Calendar": "Elm"}, "no calendar named Elm"),
    ],
)
def test_summer_term_gap(calendar: list[Any], school: dict[str, Any], words: str) -> None:
    """Where the leavers' year ends with the summer term, its calendar must say when that is."""
    found = gap(
        secondary(),
        settings={"Leavers' year ends": "end of summer term", "Count starts": "exclusion date"},
        Calendar=calendar,
        Schools=[SCHOOLS[4] | school],
    )
    assert found.kind == "calendar too short"
    assert words in str(found)


def test_rate_gaps() -> None:
    """A missing rate and two rates for one thing are different gaps, both said."""
    missing = gap(pex(), Rates=[r for r in RATES if r["Factor"] != "basic_entitlement"])
    assert missing.kind == "rate missing"
    twice = gap(pex(), Rates=[*RATES, rate("basic_entitlement", "all", 1.0)])
    assert twice.kind == "two rates"


def test_a_premium_rate_can_be_missing_too() -> None:
    """The premium's rate is needed only by a pupil who has one."""
    without = [r for r in RATES if r["Factor"] != "pupil_premium_fsm6"]
    assert not assessed(pex(), Rates=without).nil_reason
    assert gap(pex(FSM6="Y"), Rates=without).kind == "rate missing"


def test_a_premium_that_is_left_alone_needs_no_rate() -> None:
    """Where the premium stays with the school, a missing premium rate holds nothing."""
    without = [r for r in RATES if r["Factor"] != "pupil_premium_fsm6"]
    result = run([pex(FSM6="Y")], Rates=without, settings={"Pupil premium": "left alone"})
    (line,) = result.lines
    assert (line.ref, line.status) == ("P001/BS", "billable")
    assert line.working.endswith("left with the school (Pupil premium: left alone)")


def test_outside_needs_no_dates() -> None:
    """A school outside the regulation is nil without a date, a calendar or a rate."""
    found = assessed(pex(**{"Home school": SPECIAL, "Exclusion date": None}), Calendar=[], Rates=[])
    assert found.nil_reason == "a special school is outside the regulation"


def test_cancelled_needs_no_date() -> None:
    """A cancelled exclusion is nil, also without its date."""
    found = assessed(pex(**{"Exclusion date": None, "Cancelled on": date(2025, 10, 8)}))
    assert found.nil_reason == "cancelled on 8 October 2025: no reduction arose"


@pytest.mark.parametrize(
    ("closed", "outside"), [(date(2025, 10, 10), False), (date(2025, 10, 31), True)]
)
def test_special_school_that_becomes_mainstream(closed: date, outside: bool) -> None:
    """Where a school's rows differ in kind, the row of the relevant date decides."""
    special = SCHOOLS[0] | {"Type": "special", "Open to": closed}
    mainstream = SCHOOLS[0] | {"Open from": date(2025, 11, 1) if outside else date(2025, 10, 11)}
    found = assessed(pex(), Schools=[special, mainstream])
    assert bool(found.nil_reason) == outside


def test_highest_year_blank_without_leavers() -> None:
    """From September to March nobody needs the school's highest year."""
    school = SCHOOLS[0] | {"Highest year": None}
    assert assessed(pex(), Schools=[school]).weeks == 24


@pytest.mark.parametrize("day", [date(2025, 4, 22), date(2025, 8, 15)])
def test_highest_year_blank_from_april_to_august(day: date) -> None:
    """Whether the pupil was about to leave is not known, so nothing is counted."""
    school = SCHOOLS[0] | {"Highest year": None}
    row = pex(**{"Exclusion date": day, "Decision date": None})
    assert "has no Highest year" in str(gap(row, Schools=[school]))


def test_highest_year_blank_with_leavers() -> None:
    """From April the highest year is a value that the sum needs: its absence is said."""
    school = SCHOOLS[4] | {"Highest year": None}
    result = run([secondary()], Schools=[school])
    assert result.lines[0].amount == 0 or any("ighest year" in f.message for f in result.findings)


def test_a_term_is_missing() -> None:
    """A sixth school day that lies months away, past a missing term, is not charged from."""
    terms = [
        row
        for row in CALENDAR
        if row["Kind"] == "term" and row["From"] in (date(2025, 4, 22), date(2026, 1, 5))
    ]
    result = run([pex(**{"Exclusion date": date(2025, 7, 18), "Decision date": None})],
                 Calendar=terms)  # fmt: skip
    assert result.lines[0].status == "held"


@pytest.mark.parametrize(
    ("successor", "answers", "status"),
    [(None, "3052001", "held"), ("3052002", "3052002", "billable")],
)
def test_a_school_that_closes_before_the_relevant_date(
    successor: str | None, answers: str, status: str
) -> None:
    """Who is liable is fixed on the relevant date: the successor, or the charge is held."""
    rows = [
        s | {"Open to": date(2025, 10, 10), "Successor": successor} if i == 0 else s
        for i, s in enumerate(SCHOOLS)
    ]
    line = run([pex()], Schools=rows).lines[0]
    assert (line.laestab, line.status) == (answers, status)
    late = run([pex(**{"Exclusion date": date(2025, 10, 13)})], Schools=rows)
    assert (late.lines[0].laestab, late.lines[0].status) == ("3052001", "billable")
    assert "R13" in {f.code for f in late.findings}


@pytest.mark.parametrize(
    "row",
    [
        {"Home school": THEIRS},
        {"Home school": THEIRS, "Old authority": "305"},
        {"Old authority": "306"},
        {"Home school": THEIRS, "Old authority": "306"},
    ],
)
def test_another_authoritys_school_is_outside_by_its_type_or_by_the_row(
    row: dict[str, str],
) -> None:
    """Either says so alone; the redetermination of our own schools is not for it."""
    found = assessed(pex(**row), Schools=SCHOOLS_AND_OTHERS)
    assert found.nil_reason == (
        "the excluding school is another authority's: what is due is settled between the"
        " authorities (SI 1999/495)"
    )


@pytest.mark.parametrize("row", [{}, {"Old authority": "305"}])
def test_our_own_school_is_not_outside(row: dict[str, str]) -> None:
    """Our own number under Old authority says nothing new."""
    assert assessed(pex(**row)).nil_reason == ""


@pytest.mark.parametrize(
    "half", [{"Admitted on": date(2025, 12, 1)}, {"Admitting school": MAINTAINED_SECONDARY}]
)
def test_half_an_admission_gives_no_credit(half: dict[str, Any]) -> None:
    """A day without a school, or a school without a day, is a finding elsewhere, never a sum."""
    assert admission_credits(assessed(pex(**half)), []) == []
