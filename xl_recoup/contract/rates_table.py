"""Rates: dated, in pounds, each with its source and whether it is approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import ValidationInfo, field_validator

from xl_recoup.closed_lists import Blank, RateBasis, RatePhase, RateStatus
from xl_recoup.contract.columns import normal
from xl_recoup.contract.scheme_words import Factor, factor_name
from xl_recoup.contract.table_row import Laestab, TableRow, cell, wrong
from xl_recoup.records import Place

PUPIL_LED_FACTORS = {
    "basic_entitlement": "basic entitlement",
    "fsm": "free school meals",
    "fsm6": "free school meals in the last six years",
    "idaci_a": "IDACI band A",
    "idaci_b": "IDACI band B",
    "idaci_c": "IDACI band C",
    "idaci_d": "IDACI band D",
    "idaci_e": "IDACI band E",
    "idaci_f": "IDACI band F",
    "eal": "English as an additional language",
    "low_prior_attainment": "low prior attainment",
    "mobility": "mobility",
}
"""What A may contain, by the names of the Rates table: the factors that follow the pupil."""

PREMIUM_FACTORS = {
    "pupil_premium_fsm6": "pupil premium (FSM6)",
    "pupil_premium_lac": "pupil premium (previously looked after)",
    "pupil_premium_service": "service premium",
}
FACTOR_LABELS = PUPIL_LED_FACTORS | PREMIUM_FACTORS
UNITS = ("", "per pupil per year", "per year", "a year", "year", "annual", "pounds a year")
"""What may stand under Unit for a factor of the regulations' own sums."""


class Rate(
    TableRow,
    table="Rates",
    purpose="Dated rates in pounds, each with its source and whether it is approved.",
    named_by="amount",
):
    """One dated rate in pounds for a full funding period, valid on both its end days."""

    factor: Factor = cell("Factor", needed="the factor")
    phase: RatePhase | Blank = cell("Phase", needed="the phase")
    amount: Decimal = cell("Amount", needed="the amount")
    unit: str = cell("Unit", default="")
    basis: RateBasis | Blank = cell("Basis", default="", steering=True)
    valid_from: date = cell("Valid from", needed="the first day")
    valid_to: date = cell("Valid to", default=date.max, steering=True)
    status: RateStatus = cell("Status", default="draft", steering=True)
    approved_by: str = cell("Approved by", default="")
    source: str = cell("Source", default="")
    school: Laestab = cell("School", default="", note="LAESTAB; blank: every school")
    unusable: bool = False
    """True where a cell of the row can't be read: whoever needs the rate is told so.

    Where its phase or one of its days can't be read, it may be the one that anybody needs: the
    phase is then blank, and the days are open.
    """

    @field_validator("amount")
    @classmethod
    def _not_below_0(cls, amount: Decimal) -> Decimal:
        if amount < 0:
            raise wrong("is below 0, which no rate can be")
        return amount

    @field_validator("unit")
    @classmethod
    def _per_year(cls, unit: str, info: ValidationInfo) -> str:
        if normal(unit) not in UNITS and info.data.get("factor") in FACTOR_LABELS:
            raise wrong("holds a unit other than per pupil per year")
        return unit

    @classmethod
    def not_to_be_used(cls, place: Place, values: Mapping[str, Any]) -> Rate:
        """Return the rate of a row that can't be used, with what is known of it."""
        known: dict[str, Any] = {"phase": "", "amount": Decimal(0), "valid_from": date.min}
        known |= {**values, "factor": factor_name(values["factor"])}
        return cls.model_construct(place=place, unusable=True, **known)

    @property
    def draft(self) -> bool:
        """True where nobody has approved the rate."""
        return self.status == "draft"

    def covers(self, day: date) -> bool:
        """Say whether the rate is valid on a day."""
        return self.valid_from <= day <= self.valid_to

    @property
    def label(self) -> str:
        """The factor in words."""
        return FACTOR_LABELS.get(self.factor, self.factor)


RATES = Rate.spec
