"""Which of several rows with one reference the ledger knows."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import ACADEMY, AS_AT, MAINTAINED, OTHER_MAINTAINED, book, pex
from xl_recoup.charging.rows_in_ledger import posted_as, posted_days_of, with_posted_references
from xl_recoup.intake.placement_rows import read_placements
from xl_recoup.intake.reference import read_reference
from xl_recoup.records import Entry

SIXTH_DAY = date(2025, 10, 14)


def entry(**more: Any) -> Entry:
    """Return a posted charge of P001 for Oak Primary, from the sixth school day."""
    given: dict[str, Any] = {
        "ref": "P001/BS", "placement_ref": "P001", "laestab": MAINTAINED, "school": "Oak Primary",
        "scheme": "PEX", "component": "Budget share", "amount": Decimal("1775.54"),
        "start": SIXTH_DAY, "route": "budget adjustment", "of": "P001/BS", "number": 1,
        "period": "Autumn", "posted_at": datetime(2025, 12, 31), "prepared_by": "A",
        "approved_by": "B",
    }  # fmt: skip
    return Entry(**(given | more))


def test_what_is_posted_of_a_placement_is_known_by_school_and_first_day() -> None:
    """Whatever the capitals of its reference; what says no reference or no day tells nothing."""
    entries = [
        entry(), entry(placement_ref="p001", start=date(2025, 11, 3), laestab=OTHER_MAINTAINED),
        entry(placement_ref=""), entry(placement_ref="P002", start=None),
    ]  # fmt: skip
    assert posted_days_of(entries) == {
        "p001": {(MAINTAINED, SIXTH_DAY), (OTHER_MAINTAINED, date(2025, 11, 3))}
    }


@pytest.mark.parametrize("school", [MAINTAINED, OTHER_MAINTAINED])
@pytest.mark.parametrize("posted_first", [True, False])
def test_the_posted_row_keeps_the_reference_whatever_the_order(
    posted_first: bool, school: str
) -> None:
    """Of two rows P001, that whose school and first day the ledger has is P001, the other not."""
    posted, other = pex(1), pex(1, **{"Home school": OTHER_MAINTAINED, "Pupil": "Q.1"})
    if school == OTHER_MAINTAINED:
        posted, other = other, posted
    tables = book([posted, other] if posted_first else [other, posted])
    policy = read_reference(tables, AS_AT, AS_AT).policy
    rows = read_placements(tables).rows
    named = with_posted_references(rows, policy, [entry(laestab=school)])
    (kept,) = [p for p in named if p.ref == "P001"]
    assert kept.home_school == school
    assert len({p.ref for p in named}) == 2
    days = posted_days_of([entry(laestab=school)])
    assert [posted_as(p, policy, days) for p in named] == [posted_first, not posted_first]


@pytest.mark.parametrize(
    "posted", [entry(start=date(2025, 10, 15)), entry(laestab=OTHER_MAINTAINED)]
)
def test_another_day_or_school_is_another_row(posted: Entry) -> None:
    """The reference alone makes no row a posted one."""
    tables = book([pex(1)])
    policy = read_reference(tables, AS_AT, AS_AT).policy
    (p,) = read_placements(tables).rows
    assert not posted_as(p, policy, posted_days_of([posted]))
    assert posted_as(p, policy, posted_days_of([entry()]))


def test_a_row_alone_with_its_reference_is_known_by_any_later_day_and_either_school() -> None:
    """Nothing may be due for its first days, or the credit alone is posted; never from before."""
    admitted = {"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 12, 1)}
    tables = book([pex(1, **admitted)])
    policy = read_reference(tables, AS_AT, AS_AT).policy
    (p,) = read_placements(tables).rows
    known = [
        posted_days_of([entry(**posted)])
        for posted in (
            {"start": SIXTH_DAY - timedelta(days=60)},
            {"start": date(2025, 11, 3)},
            {"start": date(2025, 12, 1), "laestab": OTHER_MAINTAINED},
            {"start": date(2025, 12, 1), "laestab": ACADEMY},
        )
    ]
    assert [posted_as(p, policy, each, sole=True) for each in known] == [False, True, True, False]
    assert not any(posted_as(p, policy, each) for each in known)
