"""Dated rates. A rate is found for an exact day, or its absence raises: never None, never 0."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from xl_recoup.closed_lists import RatePhase
from xl_recoup.contract import Rate
from xl_recoup.contract.rates_table import FACTOR_LABELS
from xl_recoup.policy.stretches import Stretches
from xl_recoup.words import long_date, year_name

LAST_PHASED_YEAR = 11
"""Years 12 and 13 have rates of their own, or those of every phase."""


class RateGap(Exception):
    """No usable rate for a factor, phase and day; the message says what is missing."""


class RateOverlap(Exception):
    """Two rates claim the same factor, phase and day; the message says where they stand."""


def phases_of(year_group: int | None) -> tuple[RatePhase, ...]:
    """Return the rate phases that a year group falls under; `all` alone where there is none."""
    if year_group is None:
        return ("all",)
    if year_group > LAST_PHASED_YEAR:
        return ("post-16", "all")
    if year_group <= 6:
        return ("primary", "all")
    return ("ks3" if year_group <= 9 else "ks4", "secondary", "all")


class RateTable:
    """All rates of a workbook, by factor and day, as one school sees them.

    A school's own rate goes before the one for every school.
    """

    def __init__(self, rates: Iterable[Rate], school: str = "") -> None:
        """Take the rates, and the LAESTAB of the school that asks; "" for schools without own."""
        self.rates = tuple(rates)
        self.school = school
        self.schools = frozenset(rate.school for rate in self.rates if rate.school)
        """The schools with rates of their own."""
        self._by_factor: dict[str, list[Rate]] = defaultdict(list)
        for rate in self.rates:
            self._by_factor[rate.factor].append(rate)
        self.stretches = Stretches((rate.valid_from, rate.valid_to) for rate in self.rates)
        self._found: dict[tuple[str, tuple[str, ...], date], Rate] = {}

    def of_factors(self, *factors: str) -> list[Rate]:
        """Return every rate of some factors, by factor; names without a rate give none."""
        return [rate for factor in factors for rate in self._by_factor.get(factor, ())]

    def find(self, factor: str, year_group: int | None, day: date) -> Rate:
        """Return the one rate of a factor for a year group on a day.

        Raises RateGap where there is none or its row can't be read, RateOverlap where there is
        more than one.
        """
        phases = phases_of(year_group)
        key = (factor, phases, day)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._look_up(factor, phases, year_group, day)
        return found

    def _look_up(
        self, factor: str, phases: tuple[str, ...], year_group: int | None, day: date
    ) -> Rate:
        rates = [r for r in self._by_factor.get(factor, ()) if r.covers(day)]
        ours = [r for r in rates if r.school == self.school and r.phase in ("", *phases)]
        if not ours:
            ours = [r for r in rates if not r.school]
        candidates = [r for r in ours if r.phase in phases]
        label = FACTOR_LABELS.get(factor, factor)
        whom = "any year group" if year_group is None else year_name(year_group)
        wanted = f"{label} for {whom} on {long_date(day)}"
        broken = [r for r in ours if r.unusable and r.phase in ("", *phases)]
        if broken:
            raise RateGap(f"the rate of {wanted} can't be read at {broken[0].place}")
        if not candidates:
            raise RateGap(f"there is no rate of {wanted} (factor {factor})")
        if len(candidates) > 1:
            places = " and ".join(str(r.place) for r in candidates)
            raise RateOverlap(f"more than one rate of {wanted} applies: {places}")
        return candidates[0]
