"""What a pupil attracts for a full funding period: A of the formula, and the premium's base."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from xl_recoup.closed_lists import Blank, IdaciBand
from xl_recoup.money import pounds
from xl_recoup.policy.options import Options
from xl_recoup.policy.rate_table import BEFORE_ACA, PUPIL_LED_FACTORS, Rate, RateGap, RateTable
from xl_recoup.records import Placement

NO_IDACI_FUNDING: tuple[IdaciBand | Blank, ...] = ("", "G")
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

    def words(self) -> str:
        """Return the sum as an auditor reads it: the total, then each part where several."""
        return self._words

    @cached_property
    def _words(self) -> str:
        total = pounds(self.total)
        if len(self.parts) < 2:
            return f"{total} ({self.parts[0].label})" if self.parts else total
        sums = " + ".join(
            f"{p.label}{' =' if ADJUSTED in p.label else ''} {pounds(p.amount)}" for p in self.parts
        )
        return f"{total} ({sums})"


NOTHING = Base(())


# "A is the amount determined by the authority ... that would be attributable to a pupil of the
# same age and personal circumstances ... for the full funding period": reg 39(2)(a), SI 2024/66.
def pupil_led_funding(
    p: Placement, year_group: int | None, day: date, rates: RateTable, o: Options
) -> Base:
    """Return A: the pupil-led factors of a pupil in Reception to Year 11, at a day's rates.

    Lump sums, minimum per-pupil top-up, protection and high-needs top-up are never part of it.
    With the option `basic entitlement` it is that factor alone (Bath & NE Somerset, Lincolnshire,
    East Sussex). Raises RateGap or RateOverlap.
    """
    circumstances = (
        p.fsm, p.fsm6, p.idaci_band, p.eal, p.low_prior_attainment, p.mobility, year_group,
        rates.stretches.of(day), o.pupil_led_funding, o.area_cost_adjustment,
    )  # fmt: skip
    known: Base | None = rates.bases.get(circumstances)
    if known is None:
        known = rates.bases[circumstances] = _pupil_led_funding(p, year_group, day, rates, o)
    return known


def _pupil_led_funding(
    p: Placement, year_group: int | None, day: date, rates: RateTable, o: Options
) -> Base:
    factors = ["basic_entitlement"]
    if o.pupil_led_funding == "all factors":
        flags = {
            "fsm": p.fsm,
            "fsm6": p.fsm6,
            f"idaci_{p.idaci_band.lower()}": p.idaci_band not in NO_IDACI_FUNDING,
            "eal": p.eal,
            "low_prior_attainment": p.low_prior_attainment,
            "mobility": p.mobility,
        }
        factors += [factor for factor, has in flags.items() if has]
    return _base_of(tuple(factors), year_group, day, rates, o.area_cost_adjustment)


# The pupil premium "is redetermined in the same way". The premium for looked-after children is
# paid to the authority, so the school never had it.
def premium_base(
    p: Placement,
    year_group: int | None,
    day: date,
    rates: RateTable,
    *,
    looked_after: bool | None = None,
) -> Base:
    """Return the pupil premium of a pupil for a full year, at a day's rates; may be empty.

    `looked_after` goes before the placement's own flag, where care began or ended meanwhile.
    Raises RateGap or RateOverlap.
    """
    factors = []
    if p.looked_after if looked_after is None else looked_after:
        pass
    elif p.previously_looked_after:
        factors.append("pupil_premium_lac")
    elif p.fsm6:
        factors.append("pupil_premium_fsm6")
    if p.service_child:
        factors.append("pupil_premium_service")
    return _base_of(tuple(factors), year_group, day, rates, NO_ADJUSTMENT)


def _base_of(
    factors: tuple[str, ...], year_group: int | None, day: date, rates: RateTable, aca: Decimal
) -> Base:
    """Return the sum of some factors; the rates remember it, since pupils repeat themselves."""
    key = (factors, year_group, rates.stretches.of(day), aca)
    known = rates.bases.get(key)
    if known is None:
        found = [rates.find(factor, year_group, day) for factor in factors]
        for rate in found:
            if aca != 1 and rate.factor in PUPIL_LED_FACTORS and not rate.basis:
                raise RateGap(f"the rate at {rate.place} does not say whether it is before ACA")
        parts = tuple(Part(_label(rate, aca), _adjusted(rate, aca)) for rate in found)
        known = rates.bases[key] = Base(parts, any(r.draft for r in found))
    return known


def _adjusted(rate: Rate, area_cost_adjustment: Decimal) -> Decimal:
    before = rate.basis == BEFORE_ACA and rate.factor in PUPIL_LED_FACTORS
    return rate.amount * area_cost_adjustment if before else rate.amount


def _label(rate: Rate, area_cost_adjustment: Decimal) -> str:
    if area_cost_adjustment == 1 or rate.basis != BEFORE_ACA:
        return rate.label
    return f"{rate.label} {pounds(rate.amount)}{ADJUSTED}{area_cost_adjustment}"
