"""Where nothing is due between authorities, what is missing, and readings that are local.

A is £5,422.00 in key stage 3 and £6,113.00 in key stage 4.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.charging.authorities import LAST, SCHOOLS_AND_OTHERS, THEIRS, lines_of, ours, pex, shown
from tests.support.books import ACADEMY, AS_AT, CALENDAR, MAINTAINED_SECONDARY, RATES, day_of, rate
from tests.support.books import pex as made
from xl_recoup.charging.gap import Gap, GapKind
from xl_recoup.charging.inter_authority import from_elsewhere
from xl_recoup.money import share
from xl_recoup.tables import Cell


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (pex(Scheme="LEAVER", **{"Left roll on": date(2025, 10, 1)}), "those who leave otherwise"),
        (ours(**{"Home school": ACADEMY, "Admitting school": LAST}), "an academy's exclusion"),
        (pex(**{"Cancelled on": date(2025, 10, 9)}), "cancelled on 9 October 2025"),
        (pex(**{"Year group": "12"}), "Year 12 is not funded"),
        (pex(**{"Exclusion date": date(2025, 3, 27)}), "took effect in 2024-25"),
        (pex(**{"Educated from": date(2026, 4, 1)}), "after the financial year in which"),
        (pex(**{"Reinstated on": date(2025, 10, 1)}), "before weeks began to count"),
        (pex(**{"Exclusion date": date(2026, 3, 27)}), "no complete weeks remain from 27 March"),
    ],
)  # fmt: skip
def test_nothing_is_due(row: dict[str, Cell], reason: str) -> None:
    """A nil line says why, at the authority that would have paid or been paid."""
    (line,), _, _ = lines_of(row)
    assert (line.status, str(line.amount), line.route) == ("nil", "0.00", "inter-authority")
    assert reason in line.reason
    assert line.working == f"Nil: {line.reason}."


def test_a_reinstatement_of_a_later_year_repays_nothing() -> None:
    """Regulation 2(2) speaks of the financial year in which the exclusion takes effect."""
    _, line = lines_of(pex(**{"Reinstated on": date(2026, 4, 13)}))[0]
    assert (line.ref, line.status) == ("P001/RC-IA-TO-306", "nil")
    assert line.reason == "reinstated on 13 April 2026, after the financial year 2025-26"


def test_nothing_is_repaid_of_what_the_last_authority_was_not_paid() -> None:
    """It began after the pupil was taken back; that the one before was paid is another payment."""
    row = ours(**{
        "Intermediate authority": "207", "Admitting school": LAST,
        "Educated from": date(2026, 2, 2), "Reinstated on": date(2026, 1, 5),
    })  # fmt: skip
    assert shown(row) == [("IA-TO-207", "207", "-2711.00", "billable")]


def test_a_reinstatement_in_the_last_days_of_march_repays_nothing() -> None:
    """From 26 March six days are left: no complete week."""
    _, line = lines_of(pex(**{"Reinstated on": date(2026, 3, 26)}))[0]
    assert line.reason == "no complete weeks remained from the reinstatement on 26 March 2026"


@pytest.mark.parametrize(
    "row",
    [
        made(1),
        ours(),
        ours(**{"Admitting school": "3054003"}),
        ours(Scheme="LOCAL", **{"Admitting school": LAST}),
        pex(**{"Intermediate authority": "207", "Admitting school": LAST,
               "Educated from": date(2026, 1, 5)}),
    ],
)  # fmt: skip
def test_a_row_in_which_we_or_others_have_no_part_has_no_line(row: dict[str, Cell]) -> None:
    """Our own pupils, local schemes, and money that passes between two other authorities."""
    assert shown(row) == []


@pytest.mark.parametrize(
    ("row", "field", "kind"),
    [
        (pex(**{"Exclusion date": None}), "exclusion_date", "no date"),
        (pex(**{"Year group": None}), "year_group", "no year group"),
        (pex(**{"Intermediate authority": "207"}), "educated_from", "no date"),
    ],
)
def test_a_missing_value_is_a_gap(row: dict[str, Cell], field: str, kind: GapKind) -> None:
    """The field that the sum needs is named."""
    with pytest.raises(Gap) as gap:
        lines_of(row)
    assert (gap.value.field, gap.value.kind) == (field, kind)


@pytest.mark.parametrize(
    ("rates", "kind"),
    [
        ([r for r in RATES if r["Phase"] != "ks3"], "rate missing"),
        ([*RATES, rate("basic_entitlement", "secondary", 5000.0)], "two rates"),
    ],
)
def test_a_missing_or_doubled_rate_is_a_gap(rates: list[dict[str, Cell]], kind: GapKind) -> None:
    """No rate is guessed."""
    with pytest.raises(Gap) as gap:
        lines_of(pex(), Rates=rates)
    assert (gap.value.field, gap.value.kind) == ("year_group", kind)


@pytest.mark.parametrize(
    ("calendar", "words"),
    [("LA", "does not reach the end of the summer term"), ("Elsewhere", "no calendar named")],
)
def test_a_leaver_whose_summer_term_is_not_known_is_a_gap(calendar: str, words: str) -> None:
    """Where the school year ends with its summer term, the term must be in the calendar."""
    schools = [SCHOOLS_AND_OTHERS[0], SCHOOLS_AND_OTHERS[-2] | {"Calendar": calendar}]
    row = pex(**{"Year group": "11", "Exclusion date": date(2025, 5, 1)})
    autumn = [r for r in CALENDAR if day_of(r, "From") > date(2025, 8, 1)]
    with pytest.raises(Gap) as gap:
        lines_of(
            row, Schools=schools, Calendar=autumn,
            settings={"Leavers' year ends": "end of summer term"},
        )  # fmt: skip
    assert (gap.value.field, gap.value.kind) == ("exclusion_date", "calendar too short")
    assert words in gap.value.message


def test_a_school_that_is_not_in_the_table_needs_no_row_there() -> None:
    """Another authority's school may be named by its authority alone; no leaving age is known."""
    row = pex(**{"Home school": "2074999", "Old authority": "207", "Year group": "11",
                 "Exclusion date": date(2025, 5, 1)})  # fmt: skip
    (line,), _, _ = lines_of(row)
    assert (line.laestab, line.end) == ("207", date(2026, 3, 31))


@pytest.mark.parametrize(
    ("factor", "amount"), [("inter_authority", "2000.00"), ("inter_authority_306", "2000.00"),
                           ("inter_authority_307", "2711.00")]
)  # fmt: skip
def test_an_amount_that_the_authorities_agreed_goes_before_our_own(
    factor: str, amount: str
) -> None:
    """£4,000.00 × 26 / 52 = £2,000.00; a rate for one authority is for that one alone."""
    (line,), _, _ = lines_of(pex(), Rates=[*RATES, rate(factor, "all", 4000.0, Basis=None)])
    assert str(line.amount) == amount
    assert ("to be confirmed" in line.working) == (amount == "2711.00")


@pytest.mark.parametrize(
    ("settings", "amount", "words"),
    [
        ({"Complete weeks": "exclusive"}, "2606.73", "complete weeks exclusive"),
        (
            {"Pupil-led funding": "basic entitlement"},
            "2711.00",
            "the amount per pupil is basic entitlement alone",
        ),
    ],
)
def test_a_local_reading_is_said_to_be_one(
    settings: dict[str, Cell], amount: str, words: str
) -> None:
    """£5,422.00 × 25 / 52 = £2,606.73 where the first day does not count."""
    (line,), _, _ = lines_of(pex(), settings=settings)
    assert (line.legal_basis, str(line.amount)) == ("local policy", amount)
    assert f"local policy ({words}) on section 494 Education Act 1996" in line.working


@pytest.mark.parametrize(
    ("setting", "value", "weeks", "words"),
    [
        ("Leavers' year ends", "31 August", 14, "leavers' year ends 31 August"),
        ("Leavers' boundary", "after 1 April", 52, "leavers only after 1 April"),
        ("Complete weeks", "exclusive", 17, "complete weeks exclusive"),
    ],
)
def test_a_reading_of_the_leavers_clause_is_said_to_be_one(
    setting: str, value: str, weeks: int, words: str
) -> None:
    """From 20 May to 31 August are 104 days, 14 weeks; from 1 April to 31 July 17 either way."""
    day = date(2025, 5, 20) if value == "31 August" else date(2025, 4, 1)
    row = pex(**{"Year group": "11", "Exclusion date": day, "Decision date": None})
    (line,), _, _ = lines_of(row, settings={setting: value})
    assert (line.units, line.legal_basis) == (weeks, "local policy")
    assert f"local policy ({words}) on section 494" in line.working


def test_no_weeks_by_a_local_reading_are_said_to_be_none_by_it() -> None:
    """From 25 to 31 March are seven days: a week, unless the first does not count."""
    row = pex(**{"Exclusion date": date(2026, 3, 25), "Decision date": None})
    (line,), _, _ = lines_of(row, settings={"Complete weeks": "exclusive"})
    assert (line.status, line.legal_basis) == ("nil", "local policy")
    assert line.working.endswith("to 31 March 2026; local policy (complete weeks exclusive).")


@pytest.mark.parametrize(
    ("cells", "as_at", "reason"),
    [
        ({}, date(2025, 11, 25), "until 26 November 2025, 56 days after it took effect"),
        ({"Review status": "open"}, AS_AT, "a review is open"),
    ],
)
def test_money_between_authorities_is_held_too(
    cells: dict[str, Cell], as_at: date, reason: str
) -> None:
    """The same hold applies as to schools."""
    (line,), _, _ = lines_of(pex(**cells), as_at=as_at)
    assert (line.status, line.reason, str(line.amount)) == ("held", reason, "2711.00")


@pytest.mark.parametrize(
    ("row", "elsewhere"),
    [
        (made(1), False),
        (ours(), False),
        (pex(), True),
        (pex(**{"Home school": MAINTAINED_SECONDARY, "Old authority": "306"}), True),
        (pex(Scheme="LOCAL"), False),
    ],
)
def test_a_pupil_from_elsewhere(row: dict[str, Cell], elsewhere: bool) -> None:
    """No school of ours pays for a pupil whom another authority's school excluded."""
    _, p, policy = lines_of(row)
    assert from_elsewhere(p, policy) == elsewhere


@settings(max_examples=60)
@given(
    day=st.dates(date(2025, 4, 1), date(2026, 3, 31)),
    from_day=st.none() | st.dates(date(2025, 4, 1), date(2026, 3, 31)),
    back=st.none() | st.dates(date(2025, 4, 1), date(2026, 6, 30)),
    year=st.integers(7, 11),
)
def test_what_we_pay_is_what_they_would_have_paid_us(
    day: date, from_day: date | None, back: date | None, year: int
) -> None:
    """The same pupil the other way round gives the same sums with the other sign; each proves."""
    same: dict[str, Cell] = {
        "Exclusion date": day, "Educated from": from_day, "Reinstated on": back,
        "Year group": str(year),
    }  # fmt: skip
    in_, _, _ = lines_of(pex(**same))
    out, _, _ = lines_of(ours(**same, **{"Admitting school": THEIRS}))
    assert [-x.amount for x in in_] == [x.amount for x in out]
    for line in (*in_, *out):
        if line.status == "nil":
            assert line.amount == 0
        else:
            assert line.base is not None
            assert line.units is not None
            assert line.denominator
            assert share(line.base, line.units, line.denominator) == line.amount
    assert sum((x.amount for x in in_), Decimal(0)) >= 0
