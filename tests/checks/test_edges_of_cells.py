"""What checks of cells, dates and reference rows leave alone, where their cases can't show it."""

from __future__ import annotations

from datetime import date

from tests.checks.case import changed, placements
from tests.checks.said import SAME, codes, said
from tests.support.books import CALENDAR, RATES, SCHOOLS, pex, pupil_upn, run


def test_a_repeated_row_is_not_a_second_exclusion() -> None:
    """An exact duplicate is found as that, not as a second exclusion or overlap as well."""
    row = pex(1, **{"Start date": date(2025, 10, 14)})
    assert codes(row, row | {"Placement ref": "P002"}) == ["A01", "A01"]


def test_of_placements_that_begin_on_one_day_the_later_row_is_named() -> None:
    """Where two overlap from one day, the finding stands on the second row, whatever their refs."""
    begun = {"Start date": date(2025, 10, 14)}
    first, second = pex(2, **begun), pex(1, **SAME, **begun) | {"UPN": pupil_upn(2, 20)}
    found = [f for f in run([first, second]).findings if f.code == "A06"]
    assert [str(f.place) for f in found] == ["Placements R6"]


def test_an_impossible_birth_is_said_once() -> None:
    """What a birth in the wrong century makes of year group and UPN is not said as well."""
    for year in (1916, 2116):
        assert codes(pex(1, **{"Date of birth": date(year, 10, 1)})) == ["R47"]


def test_a_placement_can_not_end_before_its_exclusion() -> None:
    """Where no Start date is entered, it is the End date that is looked at."""
    assert said("R50", pex(1, **{"End date": date(2025, 10, 3)})) == [
        "Placements S5: the placement ends on 3 Oct 2025, before the exclusion on 6 Oct 2025. Check"
        " both dates."
    ]


def test_a_formula_without_a_value_is_not_said_to_have_been_read() -> None:
    """One formula is one finding: its value was read, or there is none."""
    row = pex(1, **{"Exclusion date": None, "Decision date": None})
    given = placements(row, formulas=frozenset({"L5"}), valueless=frozenset({"L5"}))
    assert codes(replace={"Placements": given}) == ["S24"]


def test_a_date_beyond_the_calendar_may_be_the_mistake() -> None:
    """Where a date lies outside the calendar, the date is to be looked at as well."""
    row = pex(1, **{"Exclusion date": date(1925, 10, 6), "Decision date": None})
    assert [m.split(". ", 1)[1] for m in said("R62", row)] == [
        "Check the date, or complete the Calendar sheet."
    ]
    late = pex(1, **{"Exclusion date": date(2025, 12, 17), "Decision date": None})
    assert [m.split(". ", 1)[1] for m in said("R62", late, Calendar=CALENDAR[:3])] == [
        "Complete or correct the Calendar sheet."
    ]


def test_a_day_of_leaving_needs_the_school_that_was_left() -> None:
    """The day on which a pupil left a school that is not named is a credit that is forgotten."""
    assert said("R42", pex(1, **{"Left admitting school on": date(2025, 12, 1)})) == [
        "Placements W5: there is a Left admitting school on date but no Admitting school, so nobody"
        " could be credited and the row is not charged. Enter the school's LAESTAB, or clear the"
        " date."
    ]


def test_a_rate_that_cannot_be_read_is_not_said_to_be_a_draft() -> None:
    """A draft whose amount can't be read charges nothing: that alone is said of it."""
    rates = changed(RATES, 3, Status="draft", Amount="tbc")
    assert codes(pex(1), Rates=rates) == ["S27"]


def test_a_school_whose_days_or_years_run_backwards_is_said_on_its_sheet() -> None:
    """Such a row of Schools is not used, and the cell that is wrong is named."""
    for cells, at in (
        ({"Open from": date(2025, 9, 1), "Open to": date(2024, 9, 1)}, "Schools N5"),
        ({"Lowest year": "6", "Highest year": "R"}, "Schools G5"),
    ):
        found = run([pex(1)], Schools=changed(SCHOOLS, 0, **cells)).findings
        assert [(f.code, str(f.place)) for f in found] == [
            ("S27", at), ("R03", "Placements G5"),
        ]  # fmt: skip


def test_a_missing_calendar_of_the_authority_is_said_once() -> None:
    """Where the authority's own calendar is missing, no school's blank cell is to blame."""
    terms = [row | {"Calendar": "Trust"} for row in CALENDAR]
    assert said("A26", pex(1), Calendar=terms) == [
        "Calendar A4: there is no calendar LA, the authority's own, which 6 schools of the Schools"
        " sheet keep, so exclusions there are held. Enter its terms and closures."
    ]


def test_a_school_whose_row_cannot_be_used_is_not_said_to_be_missing() -> None:
    """The school is on the sheet: what is wrong with its row is to be put right, not added."""
    assert said("R03", pex(1), Schools=changed(SCHOOLS, 0, Type="county")) == [
        "Placements G5: the row of the Home school 3052001, at Schools A5, can't be used, so this"
        " row is not charged. Correct what is wrong there."
    ]
