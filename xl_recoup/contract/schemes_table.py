"""Schemes: what is measured, on what base, who pays which share, with which codes.

Every pattern that councils are known to use is a row; a new scheme is not new code. What a local
scheme in use can't mean is told when it is switched on; before, its row may be work in progress.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xl_recoup.closed_lists import (
    STATUTORY_SCHEMES,
    AgreementNeed,
    Blank,
    CapUnit,
    EhcpTreatment,
    Measure,
    RatesOf,
    Rounding,
    SchemeBase,
    SchemeEnd,
    SchemeKind,
    SchemeStart,
    statutory_code,
)
from xl_recoup.contract.columns import normal
from xl_recoup.contract.scheme_words import (
    AGREED_AMOUNT,
    COUNTS_DAYS,
    MOST,
    NO_VAT,
    TOLD,
    TOO_MUCH,
    UNITS_A_YEAR,
    WHOLE,
    YEARLY,
    Factor,
)
from xl_recoup.contract.table_row import Note, Percentage, TableRow, YearGroup, cell


class Scheme(
    TableRow,
    table="Schemes",
    purpose=(
        "One row per charging scheme, validity period and range of years: what is measured, on what"
        " base, who pays which share, with which codes."
    ),
    named_by="code",
):
    """One row of the Schemes table: a scheme in one period, for some year groups.

    `denominator` turns a yearly base into one unit (52, 38, 190; 1 where the rate is for one
    unit). `percentage` and `school_share` are per cent. `cap` is in units, or in weeks from the
    start where `cap_unit` says so.
    """

    code: str = cell("Scheme", needed="the scheme's code")
    name: str = cell("Name", default="")
    kind: SchemeKind | Blank = cell("Kind", default="", steering=True)
    in_use: bool = cell("In use", default=True, steering=True)
    lowest_year: YearGroup | None = cell(
        "Lowest year", default=None, steering=True, note="blank: every year group"
    )
    highest_year: YearGroup | None = cell("Highest year", default=None, steering=True)
    valid_from: date | None = cell("Valid from", default=None, steering=True)
    valid_to: date | None = cell("Valid to", default=None, steering=True)
    measure: Measure | Blank = cell("Measure", default="", steering=True)
    denominator: Decimal = cell(
        "Denominator",
        default=Decimal(1),
        steering=True,
        note="52, 38, 190; 1 where the rate is per unit",
    )
    base: SchemeBase | Blank = cell("Base", default="", steering=True)
    rate: Factor = cell(
        "Rate", default="", steering=True, note="the factor of Rates, for a named rate"
    )
    extra_rate: Factor = cell(
        "Extra rate", default="", steering=True, note="a factor of Rates added to the base"
    )
    percentage: Percentage = cell(
        "Percentage", default=WHOLE, steering=True, note="per cent of the base; blank: 100"
    )
    premium: bool = cell(
        "Pupil premium", default=False, steering=True, note="Y: the premium is added to the base"
    )
    by_days: bool = cell(
        "By days per week", default=False, steering=True, note="Y: days per week over 5"
    )
    five_days_count_as: Decimal = cell(
        "Five days count as", default=Decimal(5), steering=True, note="a concession, such as 4.5"
    )
    units_free: Decimal = cell(
        "Units free", default=Decimal(0), note="the first units of a placement, which nobody pays"
    )
    tier_from: Decimal | None = cell(
        "Tier from",
        default=None,
        note="the row is for a school's placements of the year from this number on",
    )
    tier_to: Decimal | None = cell("Tier to", default=None, note="and to this one")
    cap: Decimal | None = cell(
        "Cap", default=None, steering=True, note="the school pays for no more than this"
    )
    cap_unit: CapUnit = cell("Cap unit", default="units", steering=True)
    school_share: Percentage = cell(
        "School share", default=WHOLE, steering=True, note="per cent; the authority bears the rest"
    )
    school_rate: Factor = cell(
        "School rate",
        default="",
        steering=True,
        note="a factor of Rates: what the school pays per unit",
    )
    authority_rate: Factor = cell(
        "Authority rate",
        default="",
        note="a factor of Rates: what the authority pays per unit, the school the rest",
    )
    ehcp: EhcpTreatment = cell("EHCP", default="charge", steering=True)
    starts: SchemeStart = cell("Starts", default="start date", steering=True)
    ends: SchemeEnd = cell(
        "Open end", default="as-at date", steering=True, note="how far an open placement is charged"
    )
    rates_of: RatesOf = cell("Rates of", default="start of service", steering=True)
    rounding: Rounding = cell("Rounding", default="once", steering=True)
    notice: Decimal = cell("Notice days", default=Decimal(0), steering=True)
    hold: Decimal = cell("Hold days", default=Decimal(0), steering=True)
    agreement_needed: AgreementNeed = cell("Agreement needed", default="all schools", steering=True)
    cfr_code: str = cell("CFR code", default="")
    premium_cfr_code: str = cell("Premium CFR code", default="")
    s251_line: str = cell("S251 line", default="")
    cost_centre: str = cell("Cost centre", default="")
    subjective: str = cell("Subjective", default="")
    vat_code: str = cell("VAT code", default="")
    vat_percentage: Percentage = cell("VAT percentage", default=Decimal(0))
    service: str = cell("Service", default="", note="the service whose cost it recoups")
    source: str = cell("Source", default="")
    note: Note = cell("Note", default="")

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield what a local scheme in use can't be."""
        if statutory_code(self.code) or not self.in_use:
            return
        for field, days in (("notice", self.notice), ("hold", self.hold)):
            if days < 0 or days != int(days):
                yield field, "is not a whole number of days, 0 or more"
        if not self.is_local:
            only = " and ".join(STATUTORY_SCHEMES)
            yield "kind", f"isn't local, but only {only} follow the regulations"
        yield from self._of_the_sum()
        yield from self._of_shares_and_caps()
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            yield "valid_to", "is before the first day that the scheme is valid"
        low, high = self.lowest_year, self.highest_year
        if low is not None and high is not None and high < low:
            yield "highest_year", "is below the lowest year"
        if not 0 <= self.vat_percentage <= WHOLE:
            yield "vat_percentage", "is not from 0 to 100 per cent"
        elif self.vat_percentage and normal(self.vat_code) in NO_VAT:
            said = f"is {self.vat_code}" if self.vat_code else "is blank"
            yield "vat_percentage", f"adds VAT, but the VAT code {said}"

    def _of_the_sum(self) -> Iterator[tuple[str, str]]:
        """Yield what contradicts itself in measure, base, rate, denominator and days per week."""
        yearly = self.base in YEARLY
        units = UNITS_A_YEAR.get(self.measure, 0)
        if not self.measure:
            yield "measure", "is blank, but a scheme in use has to say what it measures"
        if not self.base:
            yield "base", "is blank, but a scheme in use has to say what it charges a share of"
        if self.base == "named rate" and not self.rate:
            yield "rate", "is blank, but the base is a named rate"
        if self.base and self.base != "named rate" and self.rate:
            yield "rate", f"names a rate, but the base is {self.base}"
        if self.base == "agreed amount" and self.extra_rate == AGREED_AMOUNT:
            yield "extra_rate", "adds the agreed amount to itself, so it would be charged twice"
        elif self.extra_rate and self.extra_rate == self.rate:
            yield "extra_rate", "names the same rate as Rate, so it would be charged twice"
        if self.denominator <= 0:
            yield "denominator", "is not above 0"
        elif yearly and self.denominator == 1 and units:
            each = f"each of {self.measure}"
            yield "denominator", f"is 1, so a whole year's funding would be charged for {each}"
        elif yearly and units > self.denominator * TOO_MUCH:
            year = f"the {units} {self.measure} of a year"
            more = "so more than the year's funding would be charged"
            yield "denominator", f"is less than {year}, {more}"
        if self.premium and self.base and not yearly:
            a = "an" if self.base == "agreed amount" else "a"
            yield "premium", f"adds the pupil premium, a yearly sum, to {a} {self.base}"
        if self.by_days and self.measure in COUNTS_DAYS:
            does = f"the measure {self.measure} does already"
            yield "by_days", f"counts days per week again, which {does}"
        if self.five_days_count_as != 5 and not self.by_days:
            yield "five_days_count_as", "has a concession, but days per week are not counted"
        if not 0 < self.five_days_count_as <= 5:
            yield "five_days_count_as", "is not above 0 and up to 5"

    def _of_shares_and_caps(self) -> Iterator[tuple[str, str]]:
        """Yield what contradicts itself in percentage, shares and cap."""
        if not 0 < self.percentage <= 1000:
            yield "percentage", "is not above 0 and up to 1,000 per cent"
        if self.school_rate and "school_share" in self.model_fields_set:
            part = "although School rate gives the school's part in pounds"
            yield "school_share", f"gives a share {part}"
        if self.authority_rate and (self.school_rate or "school_share" in self.model_fields_set):
            other = "School rate" if self.school_rate else "School share"
            part = f"although {other} says what the school pays"
            yield "authority_rate", f"gives the authority's part in pounds {part}"
        if not 0 <= self.school_share <= WHOLE:
            yield "school_share", "is not from 0 to 100 per cent"
        weeks = self.cap_unit == "weeks"
        if self.cap is None:
            if "cap_unit" in self.model_fields_set:
                yield "cap_unit", "says what a cap is counted in, but there is no cap"
        elif self.cap <= 0:
            yield "cap", "is not above 0 (where there is no cap, it is blank)"
        elif self.measure == "event":
            yield "cap", "limits what an event costs, which is charged once"
        elif weeks and self.cap != int(self.cap):
            yield "cap", "is not a whole number of weeks"
        elif weeks and self.measure in TOLD:
            yield "cap_unit", f"is weeks, but on which days the {self.measure} fell isn't known"
        if self.units_free < 0:
            yield "units_free", "is below 0"
        elif self.units_free and self.measure == "event":
            yield "units_free", "are free units of an event, which is charged once"
        yield from self._of_tiers()

    @property
    def factors(self) -> dict[str, str]:
        """The factors of Rates that the row names, by field."""
        fields = ("rate", "extra_rate", "school_rate", "authority_rate")
        named = {field: str(getattr(self, field)) for field in fields}
        return {field: name for field, name in named.items() if name not in ("", AGREED_AMOUNT)}

    def _of_tiers(self) -> Iterator[tuple[str, str]]:
        """Yield what contradicts itself in the numbers of the placements that a row is for."""
        first, last = self.tier_from, self.tier_to
        for field, number in (("tier_from", first), ("tier_to", last)):
            if number is not None and not (1 <= number <= MOST and number == int(number)):
                yield field, f"is not a whole number from 1 to {MOST}"
        if first is not None and last is not None and last < first:
            yield "tier_to", "is below Tier from"

    @property
    def has_tiers(self) -> bool:
        """True where the row is for some of a school's placements of the year, by their number."""
        return self.tier_from is not None or self.tier_to is not None

    def takes(self, number: int | None) -> bool:
        """Say whether the row is for a school's placement of a number in the year."""
        if number is None:
            return True
        return (self.tier_from or 1) <= number and (self.tier_to is None or number <= self.tier_to)

    @property
    def notice_days(self) -> int:
        """Days of notice that a school is given before it is charged."""
        return int(self.notice)

    @property
    def hold_days(self) -> int:
        """Days after the start before money moves."""
        return int(self.hold)

    @property
    def is_local(self) -> bool:
        """True for a scheme of the authority's own, which the row's terms describe."""
        return self.kind == "local"

    @property
    def needs_year(self) -> bool:
        """True where a pupil's year group decides the base or whether the row is for them."""
        ranged = self.lowest_year is not None or self.highest_year is not None
        return self.base in YEARLY or self.premium or ranged

    def covers(self, day: date) -> bool:
        """Say whether the scheme is valid on a day; empty dates are open ends."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def fits(self, year_group: int | None) -> bool:
        """Say whether the row is for a year group; a row without years is for all."""
        if self.lowest_year is None and self.highest_year is None:
            return True
        low = self.lowest_year if self.lowest_year is not None else -1
        high = self.highest_year if self.highest_year is not None else 13
        return year_group is not None and low <= year_group <= high


SCHEMES = Scheme.spec
