"""Demand by provider and month: stays counted day by day by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.books import PROVIDERS, Row, pex, pupil_upn, run
from xl_recoup.forecast.demand import DemandRow, demand
from xl_recoup.run.result import Result

APRIL, MAY, JUNE = date(2025, 4, 1), date(2025, 5, 1), date(2025, 6, 1)
FEBRUARY = date(2026, 2, 1)


def placed(n: int, start: date, end: date | None = None, **cells: Any) -> dict[str, Any]:
    """Return a pupil placed at AP1 from a day to another."""
    return pex(n, **{"UPN": pupil_upn(n), "Start date": start, "End date": end, "Provider": "AP1",
                     **cells})  # fmt: skip


def of(result: Result, month: date, provider: str = "AP1") -> DemandRow:
    """Return a provider's row of a month."""
    return next(r for r in demand(result) if (r.provider, r.month) == (provider, month))


def test_a_month_counts_who_came_who_left_and_who_was_there() -> None:
    """Two pupils in May: one all month, one for ten days, who stayed ten days."""
    result = run(
        [
            placed(1, date(2025, 4, 21)),
            placed(2, date(2025, 5, 5), date(2025, 5, 14)),
            placed(3, date(2025, 4, 7), None, **{"Cancelled on": date(2025, 4, 9)}),
        ],
        Providers=[PROVIDERS[0] | {"Places commissioned": 2}],
    )
    april, may = of(result, APRIL), of(result, MAY)
    assert (april.started, april.ended, april.peak) == (1, 0, 1)
    assert april.average == Decimal("0.33")
    assert (may.started, may.ended, may.peak, may.places) == (1, 1, 2, 2)
    assert may.average == Decimal("1.32")  # 41 days of 31
    assert may.occupancy == Decimal("66.13")  # 41 of 62
    assert (april.days_stayed, may.days_stayed) == (None, Decimal("10.00"))
    assert of(result, JUNE).started == 0


def test_a_stay_told_in_two_rows_is_one() -> None:
    """Ended on the 30th, begun again the next day at the same provider: nobody left or came."""
    rows = [placed(1, date(2025, 4, 21), date(2025, 4, 30)), placed(1, date(2025, 5, 1))]
    result = run([rows[0], rows[1] | {"Placement ref": "P009", "Episode ref": "EP9"}])
    assert (of(result, APRIL).ended, of(result, MAY).started, of(result, MAY).peak) == (0, 0, 1)


def test_a_change_of_provider_ends_one_stay_and_begins_another() -> None:
    """From 12 May at AP2: eleven days at AP1 in May, twenty at AP2."""
    result = run(
        [placed(1, date(2025, 4, 21))],
        Providers=[*PROVIDERS, {"Code": "AP2", "Provider": "Second"}],
        PlacementChanges=[{"Placement ref": "P001", "From": date(2025, 5, 12),
                           "What changes": "Provider", "New value": "AP2"}],
    )  # fmt: skip
    here, there = of(result, MAY), of(result, MAY, "AP2")
    assert (here.ended, here.days_stayed, here.average) == (1, Decimal("21.00"), Decimal("0.35"))
    assert (there.started, there.average) == (1, Decimal("0.65"))


def test_months_to_come_are_as_the_placements_stand() -> None:
    """Open ones go on, and a note says as at which day; nothing is charged for it yet."""
    result = run([placed(1, date(2025, 9, 8)), placed(2, date(2025, 9, 8), date(2026, 2, 14))])
    row = of(result, FEBRUARY)
    assert (row.ended, row.peak, row.average, row.charged) == (1, 2, Decimal("1.50"), None)
    assert row.note.startswith("as the placements stand on 31 January 2026: open ones go on")


def test_what_is_not_known_is_blank() -> None:
    """No places, no occupancy; pupils that were counted elsewhere are no 0 here."""
    plus = {
        "Code": "PLUS", "Places commissioned": 90, "Place rate": 10000, "Top-up": 8000,
        "Counted on": date(2026, 1, 15), "Pupils counted": 71,
    }  # fmt: skip
    result = run([placed(1, date(2025, 9, 8))], Providers=[*PROVIDERS, plus])
    here, there = of(result, MAY), of(result, MAY, "PLUS")
    assert (here.places, here.occupancy, here.on_roll) == (None, None, None)
    assert (there.started, there.average, there.occupancy, there.places) == (None, None, None, 90)
    assert "71 pupils counted on 15 January 2026, none of them" in there.note
    counted = of(result, date(2026, 1, 1), "PLUS").note
    assert "place-plus: £1,620,000.00 a year, of which £4,000.00 comes back" in counted
    assert counted.endswith("schools are charged £0.00")


def test_a_placement_without_a_start_is_said() -> None:
    """It is not counted, and March's note says so."""
    row = placed(1, date(2025, 9, 8)) | {"Start date": None}
    march = of(run([row]), date(2026, 3, 1))
    assert march.peak == 0
    assert march.note.endswith("1 placement without a Start date not counted")


def test_the_provider_s_own_roll_stands_beside_it() -> None:
    """Pasted in: the average by the roll; of a provider that sent none it is blank."""
    roll = {"Provider": "AP1", "UPN": pupil_upn(1), "Start date": date(2025, 5, 17)}
    result = run([placed(1, date(2025, 5, 1))], ProviderRolls=[roll])
    assert (of(result, MAY).average, of(result, MAY).on_roll) == (Decimal("1.00"), Decimal("0.48"))


def test_what_schools_are_charged_stands_with_the_provider() -> None:
    """All charges of placements with a provider, posted and billable, in their months."""
    result = run([placed(1, date(2025, 10, 9))])
    charged = sum((r.charged or Decimal(0) for r in demand(result)), Decimal(0))
    assert charged == result.totals["billable"]


_DAYS = st.dates(date(2025, 2, 1), date(2026, 6, 30))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 3), _DAYS, st.none() | st.integers(0, 120)), max_size=6))
def test_the_months_are_those_of_a_count_day_by_day(
    stays: list[tuple[int, date, int | None]],
) -> None:
    """Whoever comes and goes: average, peak, started and ended agree with a count of each day."""
    rows: list[Row] = []
    there: dict[int, set[date]] = {}
    for n, (pupil, start, length) in enumerate(stays, 1):
        end = None if length is None else start + timedelta(days=length)
        rows.append(placed(pupil, start, end) | {"Placement ref": f"R{n}", "Episode ref": f"E{n}"})
        last = end or date(2026, 12, 31)
        there.setdefault(pupil, set()).update(
            start + timedelta(days=i) for i in range((last - start).days + 1)
        )
    day = timedelta(days=1)
    for row in demand(run(rows)):
        days = [row.month + i * day for i in range(31)]
        days = [d for d in days if d.month == row.month.month]
        counts = [sum(d in of_pupil for of_pupil in there.values()) for d in days]
        assert row.peak == max(counts)
        assert row.average is not None
        assert abs(row.average * len(days) - sum(counts)) <= Decimal("0.16")
        came = sum(d in p and d - day not in p for p in there.values() for d in days)
        gone = sum(d in p and d + day not in p for p in there.values() for d in days)
        assert (row.started, row.ended) == (came, gone)
