"""An academy's lines are split at its year end by days; the parts are the one amount."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.statements.support import every_kind, random_run
from xl_recoup.charging.divided_amounts import split
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.statements import statements
from xl_recoup.statements.parts import academy_year_ends, year_ends
from xl_recoup.statements.statement_records import StatementLine

PENCE = st.integers(-10_000_000, 10_000_000).map(lambda n: Decimal(n) / 100)
DAYS = st.dates(date(2024, 4, 1), date(2027, 3, 31))


@given(PENCE, DAYS, st.integers(0, 900))
def test_parts_add_up_to_the_amount(amount: Decimal, start: date, length: int) -> None:
    """Whatever the dates, the parts follow each other without a gap and add up to the penny."""
    end = start + timedelta(days=length)
    parts = split(amount, start, end, academy_year_ends(start, end))
    assert sum(p.amount for p in parts) == amount
    assert parts[0].start == start
    assert parts[-1].end == end
    for before, after in pairwise(parts):
        assert before.end == date(before.end.year, 8, 31)
        assert after.start == before.end + timedelta(days=1)
    assert sum(p.days for p in parts) == length + 1


def test_a_part_is_its_share_by_days() -> None:
    """A hundred pounds over 28 August to 6 September is £40.00 before and £60.00 after."""
    start, end = date(2025, 8, 28), date(2025, 9, 6)
    parts = split(Decimal("100.00"), start, end, academy_year_ends(start, end))
    assert [(p.end, p.amount) for p in parts] == [
        (date(2025, 8, 31), Decimal("40.00")), (end, Decimal("60.00")),
    ]  # fmt: skip
    thirds = split(Decimal("0.01"), start, end, academy_year_ends(start, end))
    assert [p.amount for p in thirds] == [Decimal("0.00"), Decimal("0.01")]


def test_a_year_end_inside_nothing_cuts_nothing() -> None:
    """A line that ends on 31 August is one part, and so is one that begins the day after."""
    last, first = date(2025, 8, 31), date(2025, 9, 1)
    assert academy_year_ends(date(2025, 6, 1), last) == []
    assert academy_year_ends(first, date(2026, 3, 31)) == []


def test_only_academies_are_split() -> None:
    """Lines of a trust carry parts that add up; a maintained school's carry none."""
    trust = next(s for s in statements(every_kind()) if s.party.trust)
    line = next(ln for s in trust.sections for ln in s.lines if ln.ref == "P002/BS")
    assert len(line.parts) == 2
    assert sum(p.amount for p in line.parts) == line.net
    school = next(s for s in statements(every_kind()) if s.party.key == "3052001")
    assert not any(ln.parts for s in school.sections for ln in s.lines)


def test_accruals_at_both_year_ends() -> None:
    """At 31 August the academy accrues what was not posted by then; at 31 March what is left."""
    trust = next(s for s in statements(every_kind()) if s.party.trust)
    august, march = trust.sections[0].year_ends
    part = next(ln for ln in trust.sections[0].lines if ln.ref == "P002/BS").parts[0]
    assert (august.service, august.charged, august.accrual) == (
        part.amount,
        Decimal(0),
        part.amount,
    )
    assert not august.forecast
    assert march.accrual == 0
    assert march.forecast


def test_service_up_to_the_last_year_end_is_the_balance() -> None:
    """At 31 March nothing of the year is missing: service = all lines of the balance, net."""
    for seed in range(10):
        for statement in statements(random_run(seed)):
            for section in statement.sections:
                lines = [ln for ln in section.lines if ln.in_balance]
                assert section.year_ends[-1].service == sum(ln.net for ln in lines)


def test_a_line_charged_in_advance_is_a_minus() -> None:
    """What is posted before its time is a prepayment at the year end."""
    line = StatementLine(
        kind="opening", ref="x", placement_ref="p", scheme="PEX", component="Budget share",
        legal_basis="", authority="", working="", base_words="", units_words="",
        net=Decimal("10.00"), status="posted", start=date(2025, 9, 1), end=date(2025, 9, 10),
        charged_on=date(2025, 8, 1),
    )  # fmt: skip
    august = year_ends([line], FundingPeriod(2025), date(2025, 9, 30), academy=True)[0]
    assert (august.service, august.accrual) == (Decimal("0.00"), Decimal("-10.00"))
