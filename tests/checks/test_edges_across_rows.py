"""What the checks across rows leave alone on purpose, where their cases can't show it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.checks.case import changed
from tests.checks.cases_needs import CASES as NEEDS
from tests.checks.said import SAME, codes, said
from tests.support.books import (
    AGREEMENTS,
    CALENDAR,
    MAINTAINED_SECONDARY,
    OTHER_MAINTAINED,
    SCHOOLS,
    SPECIAL,
    leaver,
    pex,
    run,
)

YEAR_11 = NEEDS["R65"].once


def test_each_row_of_an_episode_is_found_and_a_repeated_one_as_that_too() -> None:
    """All rows of an episode are held, each by what it shares with the others."""
    first, second = pex(1), pex(2, **{"Episode ref": "E001"})
    again = second | {"Placement ref": "P003"}
    found = [(f.code, str(f.place)) for f in run([first, second, again]).findings]
    assert found == [
        ("A03", "Placements J5"),
        ("A01", "Placements A6"), ("A03", "Placements J6"),
        ("A01", "Placements A7"), ("A03", "Placements J7"),
    ]  # fmt: skip


def test_one_exclusion_is_never_charged_twice_whatever_its_episode_refs() -> None:
    """The same pupil, school and day is one exclusion, also under two Episode refs or none."""
    again = {"Decision date": None} | SAME
    message = (
        "Placements L{}: P00{} at Placements J{} claims the statutory charge for the same pupil,"
        " school and day, 6 Oct 2025, as well, so neither row is charged. For a second provider,"
        " change this row to a scheme that is not in use; if this row should not count, enter its"
        " Exclusion date under Cancelled on as well, and delete nothing; for another pupil or"
        " exclusion, correct the UPN or the date."
    )
    both = [message.format(5, 2, 6), message.format(6, 1, 5)]
    for first, second in (("E001", "E002"), ("E001", None), (None, None)):
        rows = pex(1, **{"Episode ref": first}), pex(2, **again, **{"Episode ref": second})
        result = run(rows)
        assert [f.message for f in result.findings] == both
        assert [(line.ref, line.status, line.reason) for line in result.lines] == [
            ("P001/BS", "held", "A03"), ("P002/BS", "held", "A03"),
        ]  # fmt: skip
    left = leaver(2, **SAME, **{"Left roll on": date(2025, 10, 6)})
    assert said("A03", pex(1), left) == [
        both[0],
        both[1].replace("L6", "Q6").replace("Exclusion date", "Left roll on"),
    ]


def test_what_is_not_the_same_exclusion_is_charged() -> None:
    """A cancelled exclusion, another day after a return and a second provider stand beside it."""
    cancelled = pex(1, **{"Cancelled on": date(2025, 10, 8)})
    assert codes(cancelled, pex(2, **SAME)) == []
    returned = pex(1, **{"Reinstated on": date(2025, 11, 3)})
    assert codes(returned, pex(2, **SAME, **{"Exclusion date": date(2026, 1, 12)}))[1:] == []
    moved = pex(2, Scheme="LOCAL", **SAME, **{"Episode ref": "E001"})
    assert codes(pex(1), moved) == []


def test_two_schools_on_one_day_are_found_at_either_row() -> None:
    """One of the two schools is charged for a pupil that it never had."""
    assert said("A07", pex(1), pex(2, **SAME, **{"Home school": OTHER_MAINTAINED})) == [
        "Placements L6: the pupil is entered as having left another school on the same day, on P001"
        " at Placements L5. If a Home school or a date is wrong, correct it, or two schools are"
        " charged for one pupil."
    ]


def test_leaving_after_an_exclusion_needs_a_return() -> None:
    """A pupil who was excluded and then taken off the roll is not to be charged for both."""
    assert said("A07", pex(1), leaver(2, **SAME)) == [
        "Placements Q6: the pupil has already left this school, on P001 at Placements L5, and no"
        " return is entered. If it is one exclusion, give both rows one Episode ref."
    ]


def test_a_pupil_without_a_upn_is_known_by_initials_and_birth() -> None:
    """Two rows without a UPN may be twins: that is a warning, and both are charged."""
    rows = [pex(n, UPN=None, Pupil="P.1", **{"Decision date": day})
            for n, day in ((1, None), (2, date(2025, 10, 15)))]  # fmt: skip
    assert codes(*rows).count("A07") == 1
    assert "A03" not in codes(*rows)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"Reserved SEN place": "Y"},
         "a place reserved for special educational needs is outside the regulation"),
        ({"Home school": SPECIAL}, "a special school is outside the regulation"),
        ({"Old authority": "306"}, "the excluding school is another authority's"),
        ({"Scheme": "LOCAL"}, "its scheme is a local one"),
    ],
)  # fmt: skip
def test_an_order_that_nobody_is_charged_is_not_passed_over(
    cells: dict[str, Any], why: str
) -> None:
    """£4,000 that is entered and not charged is said, with the reason."""
    row = pex(1, **{"Adjustment order": "Y", "Order date": date(2025, 12, 1)} | cells)
    assert said("R44", row) == [
        f"Placements Z5: there is an Adjustment order, but {why}, so no order is charged on this"
        " row. Clear it, or correct what the row says of the school, the place or the scheme."
    ]
    assert not [line for line in run([row]).lines if line.component == "Adjustment order"]


def test_an_order_without_an_exclusion_is_doubted() -> None:
    """A panel reviews exclusions: an order for one who left otherwise is a mistake somewhere."""
    order = {"Adjustment order": "Y", "Order date": date(2025, 12, 1)}
    assert said("R44", leaver(1, **order)) == [
        "Placements Z5: there is an Adjustment order although the pupil left otherwise than by"
        " exclusion, which no panel reviews. The order is charged; check that it stands."
    ]


def test_the_later_school_is_named_whichever_row_comes_first() -> None:
    """A pupil excluded at two schools may be owed to the later one, and only to that."""
    at_ash = {"Home school": OTHER_MAINTAINED, "Exclusion date": date(2025, 11, 10)} | SAME
    later = pex(2, **at_ash, **{"Decision date": None})
    before = pex(3, **at_ash | {"Exclusion date": date(2025, 9, 8)}, **{"Decision date": None})
    assert said("A09", later, before, pex(1)) == [
        f"Placements W{row}: this pupil has since been at another school, on {whose} at Placements"
        f" {where}, which may be owed a credit, but no Admitting school is entered here. Enter the"
        " school and the date."
        for row, whose, where in ((6, "P001", "G7"), (7, "P002", "G5"))
    ]


def test_an_unreadable_upn_is_not_another_pupil() -> None:
    """A UPN with a wrong letter is one fault; it does not make two pupils of one."""
    wrong = pex(2, UPN="B801200005002", Pupil="P.1")
    assert codes(wrong, pex(1)) == ["S09"]
    assert codes(pex(1), wrong) == ["S09"]


def test_a_short_stay_inside_a_long_one_hides_no_later_overlap() -> None:
    """A placement is compared with the one that runs longest, not merely with the one before."""
    long = pex(1, **{"Start date": date(2025, 10, 14), "End date": date(2026, 3, 27)})
    short = pex(2, **SAME, **{"Start date": date(2025, 11, 3), "End date": date(2025, 11, 7)})
    late = pex(3, **SAME, **{"Start date": date(2026, 1, 5), "End date": date(2026, 1, 9)})
    found = [f for f in run([long, short, late]).findings if f.code == "A06"]
    assert [(str(f.place), "P001" in f.message) for f in found] == [
        ("Placements R6", True),
        ("Placements R7", True),
    ]


def test_no_sixth_day_is_looked_for_beyond_the_calendar() -> None:
    """Where the calendar ends too soon, that is the error; the start date is not judged."""
    row = pex(1, **{"Exclusion date": date(2025, 12, 17), "Decision date": None},
              **{"Start date": date(2025, 12, 18)})  # fmt: skip
    assert codes(row, Calendar=CALENDAR[:3]) == ["A25", "R62"]


def test_a_year_11_pupil_excluded_before_the_boundary_is_no_surprise() -> None:
    """The difference is told only where the leavers' clause would have applied."""
    row = YEAR_11["placements"][0] | {"Exclusion date": date(2025, 4, 1), "Decision date": None}
    assert "R65" in codes(row)
    assert "R65" not in codes(row, settings={"Leavers' boundary": "after 1 April"})


def test_the_year_11_difference_needs_a_summer_term_to_count_to() -> None:
    """Where the school year's end can't be told, the warning is left out, not the charge."""
    row = YEAR_11["placements"][0]
    terms = [t for t in CALENDAR if t["Kind"] == "term" and t["To"] != date(2025, 7, 22)]
    spring = {**CALENDAR[1], "To": date(2025, 3, 31), "From": date(2025, 1, 6)}
    days = {**CALENDAR[1], "From": date(2025, 4, 22), "To": date(2025, 9, 1)}
    found = codes(row, Calendar=[spring, days, *terms[2:]],
                  settings={"Leavers' year ends": "end of summer term"})  # fmt: skip
    assert "R65" not in found
    assert "R62" not in found


def test_an_early_start_of_a_leaving_pupil_is_told_only_in_march() -> None:
    """A leaving pupil excluded in the autumn is charged to March, as the clause has it."""
    autumn = pex(1, **{"Year group": "6", "Date of birth": date(2014, 10, 1)})
    assert codes(autumn) == []


def test_a_net_off_that_is_allowed_is_no_warning() -> None:
    """An academy that agreed to net-off may settle so."""
    schools = changed(SCHOOLS, 2, Settlement="net-off")
    allowed = [AGREEMENTS[0] | {"Net-off allowed": "Y"}]
    assert codes(pex(), Schools=schools, Agreements=allowed) == []
    assert codes(pex(), Schools=schools) == ["A29"]


def test_leavers_under_another_code_spelling_are_leavers() -> None:
    """A scheme's code is the same whatever its capitals and spaces."""
    row = pex(1, Scheme=" leaver ", **{"Left roll on": date(2025, 10, 14)})
    assert codes(row) == ["R26"]


def test_errors_leave_other_rows_alone() -> None:
    """A faulty row changes neither the lines nor the findings of the rows beside it."""
    alone = run([pex(1)])
    beside = run([pex(1), pex(2, EAL="?", Scheme=None)])
    assert [line for line in beside.lines if line.placement_ref == "P001"] == alone.lines
    assert {f.place.cell[-1] for f in beside.findings} == {"6"}


_ADMITTED: dict[str, Any] = {
    "Admitting school": OTHER_MAINTAINED,
    "Admitted on": date(2025, 10, 20),
}
_NOVEMBER: dict[str, Any] = {
    "Exclusion date": date(2025, 11, 10),
    "Decision date": date(2025, 11, 19),
}


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ({"Home school": OTHER_MAINTAINED}, True),
        ({"Home school": OTHER_MAINTAINED, "Reinstated on": date(2025, 12, 1)}, False),
        ({"Home school": OTHER_MAINTAINED, "Cancelled on": date(2025, 12, 1)}, False),
        ({"Home school": OTHER_MAINTAINED, "Exclusion date": date(2025, 10, 17)}, False),
        ({"Home school": MAINTAINED_SECONDARY}, True),
        ({}, False),
    ],
)
def test_a_credit_that_runs_on_after_the_pupil_left(later: dict[str, Any], told: bool) -> None:
    """The school that admitted the pupil has excluded it, or another school has it."""
    second = pex(2, UPN=pex(1)["UPN"], Pupil="P.1") | _NOVEMBER | later
    found = said("A66", pex(1, **_ADMITTED), second)
    assert bool(found) is told
    left = pex(1, **_ADMITTED, **{"Left admitting school on": date(2025, 11, 10)})
    assert said("A66", left, second) == []
