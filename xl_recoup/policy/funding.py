"""What a pupil attracts for a full funding period: A of the formula, and the premium's base."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from xl_recoup.closed_lists import IDACI_BANDS, Blank, IdaciBand
from xl_recoup.contract import Rate
from xl_recoup.contract.rates_table import PUPIL_LED_FACTORS
from xl_recoup.money import pounds
from xl_recoup.policy.memory import Memory
from xl_recoup.policy.options import PupilLedFunding
from xl_recoup.policy.rate_table import RateGap, RateOverlap, RateTable
from xl_recoup.records import Placement

IDACI_FACTORS: dict[IdaciBand | Blank, str] = {
    band: f"idaci_{band.lower()}" for band in IDACI_BANDS if band != "G"
}
"""Band G is not funded."""
NO_ADJUSTMENT = Decimal(1)
ADJUSTED = " × area cost adjustment "


class Part(NamedTuple):
    """One factor of an amount, in pounds for a full funding period, not rounded."""

    label: str
    amount: Decimal


@dataclass(frozen=True)
class Base:
    """An amount for a full funding period, with the parts it is made of."""

    parts: tuple[Part, ...]
    draft: bool = False

    @cached_property
    def total(self) -> Decimal:
        """The sum of the parts, in pounds, not rounded."""
        return sum((p.amount for p in self.parts), Decimal(0))

    @cached_property
    def words(self) -> str:
        """The sum as an auditor reads it: the total, then each part where there are several."""
        total = pounds(self.total)
        if len(self.parts) < 2:
            return f"{total} ({self.parts[0].label})" if self.parts else total
        sums = " + ".join(
            f"{p.label}{' =' if ADJUSTED in p.label else ''} {pounds(p.amount)}" for p in self.parts
        )
        return f"{total} ({sums})"

    def __add__(self, other: Base) -> Base:
        return Base(self.parts + other.parts, self.draft or other.draft)


NOTHING = Base(())


class FactorSum(NamedTuple):
    """The question what some factors come to for a year group.

    `day` stands for all days on which the same rates are valid.
    """

    factors: tuple[str, ...]
    year_group: int | None
    day: date
    area_cost_adjustment: Decimal


def pupil_led_factors(p: Placement, contents: PupilLedFunding) -> tuple[str, ...]:
    """Return the pupil-led factors that a pupil attracts."""
    if contents != "all factors":
        return ("basic_entitlement",)
    flags = (
        (p.fsm, "fsm"),
        (p.fsm6, "fsm6"),
        (p.idaci_band in IDACI_FACTORS, IDACI_FACTORS.get(p.idaci_band, "")),
        (p.eal, "eal"),
        (p.low_prior_attainment, "low_prior_attainment"),
        (p.mobility, "mobility"),
    )
    return ("basic_entitlement", *[factor for has, factor in flags if has])


def premium_factors(p: Placement, *, looked_after: bool) -> tuple[str, ...]:
    """Return the factors of the premium that the school has for a pupil, in care or not."""
    factors: tuple[str, ...] = ()
    if p.previously_looked_after and not looked_after:
        factors = ("pupil_premium_lac",)
    elif p.fsm6 and not looked_after:
        factors = ("pupil_premium_fsm6",)
    return (*factors, "pupil_premium_service") if p.service_child else factors


class PupilFunding:
    """What pupils attract at the rates of one workbook, in pounds for a full funding period.

    Each sum of factors is worked out once. Every method raises RateGap where a rate that it needs
    is missing, RateOverlap where there are two.
    """

    def __init__(self, rates: RateTable, area_cost_adjustment: Decimal = NO_ADJUSTMENT) -> None:
        """Take the dated rates and what multiplies those whose basis is before ACA."""
        self._rates = rates
        self._area_cost_adjustment = area_cost_adjustment
        self._sums = Memory(self._add_up)

    # "A is the amount determined by the authority ... that would be attributable to a pupil of the
    # same age and personal circumstances ... for the full funding period": reg 39(2)(a),
    # SI 2024/66.
    def pupil_led(
        self, p: Placement, year_group: int | None, day: date, contents: PupilLedFunding
    ) -> Base:
        """Return A: the pupil-led factors of a pupil in Reception to Year 11, at a day's rates.

        Lump sums, minimum per-pupil top-up, protection and high-needs top-up are never part of it.
        With the contents `basic entitlement` it is that factor alone (Bath & NE Somerset,
        Lincolnshire, East Sussex).
        """
        factors = pupil_led_factors(p, contents)
        return self._sum_of(factors, year_group, day, self._area_cost_adjustment)

    # The pupil premium "is redetermined in the same way". The premium for looked-after children is
    # paid to the authority, so the school never had it.
    def premium(
        self, p: Placement, year_group: int | None, day: date, *, looked_after: bool
    ) -> Base:
        """Return the pupil premium of a pupil at a day's rates; may be empty.

        `looked_after` says whether the pupil is in care on that day.
        """
        factors = premium_factors(p, looked_after=looked_after)
        return self._sum_of(factors, year_group, day, NO_ADJUSTMENT)

    def named(self, factor: str, year_group: int | None, day: date, label: str = "") -> Base:
        """Return one rate as a base, under its own label or the one given."""
        rate = self._rates.find(factor, year_group, day)
        return Base((Part(label or rate.label, rate.amount),), rate.draft)

    def _sum_of(
        self, factors: tuple[str, ...], year_group: int | None, day: date, adjustment: Decimal
    ) -> Base:
        alike = self._rates.stretches.first_day(day)
        try:
            return self._sums[FactorSum(factors, year_group, alike, adjustment)]
        except (RateGap, RateOverlap):
            # Asked again for the day itself, which the message is to name.
            return self._add_up(FactorSum(factors, year_group, day, adjustment))

    def _add_up(self, asked: FactorSum) -> Base:
        adjustment = asked.area_cost_adjustment
        found = [self._rates.find(f, asked.year_group, asked.day) for f in asked.factors]
        for rate in found:
            if adjustment != NO_ADJUSTMENT and rate.factor in PUPIL_LED_FACTORS and not rate.basis:
                raise RateGap(f"the rate at {rate.place} does not say whether it is before ACA")
        return Base(tuple(_part(rate, adjustment) for rate in found), any(r.draft for r in found))


def _part(rate: Rate, area_cost_adjustment: Decimal) -> Part:
    before = rate.basis == "before ACA"
    label, amount = rate.label, rate.amount
    if before and area_cost_adjustment != NO_ADJUSTMENT:
        label = f"{label} {pounds(amount)}{ADJUSTED}{area_cost_adjustment}"
    if before and rate.factor in PUPIL_LED_FACTORS:
        amount *= area_cost_adjustment
    return Part(label, amount)
