"""Rates: dated, in pounds, each with its source and whether it is approved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import field_validator

from xl_recoup.closed_lists import Blank, RateBasis, RatePhase, RateStatus
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
_A_YEAR = (
    "per a an each the in of for and pounds gbp pupil pupils child learner student head place fte"
    " full time equivalent year years yearly annum annual annually pa p ppa financial funding"
    " academic"
)
_A_UNIT = (
    f"{_A_YEAR} day days daily school agreed attended half session sessions hour hours hourly week"
    " weeks weekly complete month months monthly term terms termly placement exclusion event case"
    " once unit units one off"
)
"""Words in which the Unit of a rate is understood: of the regulations' factors, and of any."""


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
    def unit_understood(self) -> bool:
        """True where Unit says what the amount is for; a regulations' factor is for a year."""
        known = _A_YEAR if self.factor in FACTOR_LABELS else _A_UNIT
        return set(re.findall(r"[^\W_]+", self.unit.casefold().replace(".", ""))) <= set(
            known.split()
        )

    @property
    def label(self) -> str:
        """The factor in words."""
        return FACTOR_LABELS.get(self.factor, self.factor)


RATES = Rate.spec
