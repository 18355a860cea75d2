"""Rows that claim the same days are found as a comparison of every two of them would find them."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.support.books import AGREEMENTS, RATES, SCHOOLS, pex, rate, run
from xl_recoup.checks.overlapping_days import Claim, clashes

FIRST = date(2025, 4, 1)
_days = st.one_of(st.just(date.min), st.just(date.max), st.integers(0, 12).map(
    lambda n: FIRST + timedelta(days=n)
))  # fmt: skip
_lanes = st.sets(st.integers(0, 3), max_size=3)


def meet(a: Claim, b: Claim) -> bool:
    """Say whether two claims share a day and a lane, in so many words."""
    sound = a.first <= a.last and b.first <= b.last
    days = a.first <= b.last and b.first <= a.last
    return sound and days and bool(set(a.lanes) & set(b.against))


@given(st.lists(st.builds(Claim, _days, _days, _lanes, _lanes), max_size=12))
def test_each_claim_is_named_with_the_first_that_it_meets(claims: list[Claim]) -> None:
    """What the sweep finds is what comparing every two finds, each row once, in their order."""
    naive: dict[int, int] = {}
    for (i, a), (j, b) in combinations(enumerate(claims), 2):
        if meet(a, b):
            naive.setdefault(j, i)
    assert list(clashes(claims)) == sorted(naive.items())


def test_a_row_that_meets_many_is_said_once() -> None:
    """Rates, agreements and schools that all meet give a finding a row, not one for every two."""
    times = 40
    agreed = {"Party": "Elm Trust", "Scheme": "PEX", "Evidence": "letter"}
    result = run(
        [pex()],
        Rates=[*RATES, *(rate("eal", "all", 500) for _ in range(times))],
        Agreements=[*AGREEMENTS, *(agreed | {"Status": "refused"} for _ in range(times))],
        Schools=[*SCHOOLS, *(SCHOOLS[5] for _ in range(times))],
    )
    found = [f.code for f in result.findings]
    assert [found.count(code) for code in ("A20", "A34", "A27")] == [times] * 3
