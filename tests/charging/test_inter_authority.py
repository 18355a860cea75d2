"""Lines between authorities: receivables, payments, chains and repayments. Sums by hand.

A is £5,422.00 in key stage 3 and £6,113.00 in key stage 4. From 1 October 2025 to 31 March 2026
are 182 days, 26 weeks; from 3 November 149 days, 21 weeks; from 5 January 86 days, 12 weeks.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.charging.authorities import LAST, THEIRS, lines_of, ours, pex, shown
from tests.support.books import MAINTAINED_SECONDARY
from xl_recoup.tables import Cell


def test_another_authority_pays_us_for_its_pupil() -> None:
    """£5,422.00 × 26 / 52 = £2,711.00, from the exclusion: no sixth school day."""
    (line,), _, _ = lines_of(pex())
    assert (line.ref, line.laestab, line.school) == ("P001/IA-FROM-306", "306", "Authority 306")
    assert (line.component, line.route, line.legal_basis) == (
        "Budget share", "inter-authority", "statute",
    )  # fmt: skip
    assert (line.start, line.end) == (date(2025, 10, 1), date(2026, 3, 31))
    assert (line.base, line.units, line.denominator) == (Decimal("5422"), 26, 52)
    assert (line.amount, line.status, line.service_year) == (
        Decimal("2711.00"),
        "billable",
        "2025-26",
    )
    assert line.working == (
        "£5,422.00 (basic entitlement) × 26 of 52 complete weeks from 1 October 2025 (the day of"
        " the exclusion) = £2,711.00, which authority 306 pays us; section 494 Education Act 1996;"
        " reg 2(1), SI 1999/495; the amount per pupil is to be confirmed by the authority's lawyers"
    )


def test_the_old_authority_may_be_named_instead_of_its_school() -> None:
    """A row whose Old authority is another one is theirs, whatever its home school."""
    assert shown(pex(**{"Home school": MAINTAINED_SECONDARY, "Old authority": "306"})) == [
        ("IA-FROM-306", "306", "2711.00", "billable")
    ]


def test_the_count_begins_when_we_begin_where_somebody_taught_the_pupil_before() -> None:
    """£5,422.00 × 21 / 52 = £113,862.00 / 52 = £2,189.65."""
    assert shown(pex(**{"Educated from": date(2025, 11, 3)})) == [
        ("IA-FROM-306", "306", "2189.65", "billable")
    ]


def test_we_pay_the_authority_that_educates_our_pupil() -> None:
    """A pupil of ours admitted to another authority's school: a payment, so a negative line."""
    row = ours(**{"Admitting school": LAST, "Admitted on": date(2025, 11, 3)})
    (line,), _, _ = lines_of(row)
    assert (line.ref, line.laestab, line.amount) == ("P001/IA-TO-208", "208", Decimal("-2711.00"))
    assert line.base == Decimal("-5422")
    assert "which we pay authority 208" in line.working


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (  # we are the last: the intermediate authority pays us 5,422 × 12 / 52
            pex(**{"Intermediate authority": "207", "Educated from": date(2026, 1, 5)}),
            [("IA-FROM-207", "207", "1251.23", "billable")],
        ),
        (  # we are between: 306 pays us 26 weeks, and we pay 208 for 12
            pex(**{"Intermediate authority": "305", "Admitting school": LAST,
                   "Educated from": date(2026, 1, 5)}),
            [("IA-FROM-306", "306", "2711.00", "billable"),
             ("IA-TO-208", "208", "-1251.23", "billable")],
        ),
        (  # we are between, and the pupil goes back to a school of the old authority
            pex(**{"Intermediate authority": "305", "Admitting school": THEIRS,
                   "Educated from": date(2026, 1, 5)}),
            [("IA-FROM-306", "306", "2711.00", "billable"),
             ("IA-TO-306", "306", "-1251.23", "billable")],
        ),
        (  # we are the old one: we pay the intermediate authority alone
            ours(**{"Intermediate authority": "207", "Admitting school": LAST,
                    "Educated from": date(2026, 1, 5)}),
            [("IA-TO-207", "207", "-2711.00", "billable")],
        ),
        (  # nobody has taken over from the one that the row calls intermediate
            ours(**{"Intermediate authority": "207", "Educated from": date(2025, 11, 3)}),
            [("IA-TO-207", "207", "-2189.65", "billable")],
        ),
    ],
)  # fmt: skip
def test_a_chain_is_paid_link_by_link(
    row: dict[str, Cell], expected: list[tuple[str, str, str, str]]
) -> None:
    """Only our links make lines; the last one counts from the last authority's first day."""
    assert shown(row) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (  # we repay 2,711.00 × 12 / 26 = 32,532 / 26 = 1,251.23
            pex(**{"Reinstated on": date(2026, 1, 5)}),
            [("IA-FROM-306", "306", "2711.00", "billable"),
             ("RC-IA-TO-306", "306", "-1251.23", "billable")],
        ),
        (  # they repay us
            ours(**{"Admitting school": LAST, "Reinstated on": date(2026, 1, 5)}),
            [("IA-TO-208", "208", "-2711.00", "billable"),
             ("RC-IA-FROM-208", "208", "1251.23", "billable")],
        ),
        (  # the last authority repays the old one: 2,189.65 × 12 / 21 = 1,251.2286
            ours(**{"Intermediate authority": "207", "Admitting school": LAST,
                    "Educated from": date(2025, 11, 3), "Reinstated on": date(2026, 1, 5)}),
            [("IA-TO-207", "207", "-2711.00", "billable"),
             ("RC-IA-FROM-208", "208", "1251.23", "billable")],
        ),
        (  # between them we have no part in the repayment
            pex(**{"Intermediate authority": "305", "Admitting school": LAST,
                   "Educated from": date(2025, 11, 3), "Reinstated on": date(2026, 1, 5)}),
            [("IA-FROM-306", "306", "2711.00", "billable"),
             ("IA-TO-208", "208", "-2189.65", "billable")],
        ),
    ],
)  # fmt: skip
def test_a_reinstatement_is_repaid_to_the_old_authority(
    row: dict[str, Cell], expected: list[tuple[str, str, str, str]]
) -> None:
    """The authority that educated last repays F × (G/H) to the old one."""
    assert shown(row) == expected


def test_the_repayment_shows_its_sum() -> None:
    """The working names what was paid, the weeks and the regulation that SI 2012/1033 inserted."""
    _, line = lines_of(pex(**{"Reinstated on": date(2026, 1, 5)}))[0]
    assert (line.component, line.start) == ("Reinstatement credit", date(2026, 1, 5))
    assert (line.base, line.units, line.denominator) == (Decimal("-2711.00"), 12, 26)
    assert line.working.startswith(
        "£2,711.00 (what authority 306 paid authority 305) × 12 of 26 complete weeks from"
        " 5 January 2026 (reinstated) to 31 March 2026 = £1,251.23, which we repay authority 306;"
        " reg 2(2), SI 1999/495 (inserted by SI 2012/1033, Schedule 2)"
    )


def test_a_pupil_of_a_leaving_age_counts_to_july() -> None:
    """Year 11, excluded 1 May 2025: £6,113.00 × 13 / 52 = £1,528.25; 92 days to 31 July."""
    row = pex(**{"Year group": "11", "Exclusion date": date(2025, 5, 1)})
    (line,), _, _ = lines_of(row)
    assert (line.units, line.end, line.amount) == (13, date(2025, 7, 31), Decimal("1528.25"))
    assert "to 31 July 2025, the leavers' year end," in line.working
