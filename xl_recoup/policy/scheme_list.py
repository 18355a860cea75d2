"""Charging schemes as rows: what is measured, on what base, who pays, with which codes.

Every pattern that councils are known to use is a row; a new scheme is not new code.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xl_recoup.closed_lists import (
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
)
from xl_recoup.contract import normal, statutory_code
from xl_recoup.records import Place

BUDGET_SHARE_CFR = "I01"
PUPIL_PREMIUM_CFR = "I05"
OTHER_AP_S251 = "1.2.7"
LOCAL: SchemeKind = "local"
WHOLE = Decimal(100)

COMPLETE_WEEKS: Measure = "complete weeks"
SCHOOL_WEEKS: Measure = "school weeks"
DAYS_AGREED: Measure = "school days agreed"
DAYS_ATTENDED: Measure = "school days attended"
SESSIONS: Measure = "sessions"
TERMS: Measure = "terms"
EVENT: Measure = "event"
PUPIL_LED: SchemeBase = "pupil-led funding"
BASIC: SchemeBase = "basic entitlement"
NAMED_RATE: SchemeBase = "named rate"


class SchemeOverlap(Exception):
    """Two rows of a scheme claim the same day and year group; says where they stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One row of the Schemes table: a scheme in one period, for some year groups.

    `denominator` turns a yearly base into one unit (52, 38, 190; 1 where the rate is for one
    unit). `percentage` and `school_share` are per cent. `cap` is in units, or in weeks from the
    start where `cap_unit` says so.
    """

    code: str
    place: Place
    name: str = ""
    kind: SchemeKind | Blank = ""
    in_use: bool = True
    lowest_year: int | None = None
    highest_year: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    measure: Measure | Blank = ""
    denominator: Decimal = Decimal(1)
    base: SchemeBase | Blank = ""
    rate: str = ""
    extra_rate: str = ""
    percentage: Decimal = WHOLE
    premium: bool = False
    by_days: bool = False
    five_days_count_as: Decimal = Decimal(5)
    cap: Decimal | None = None
    cap_unit: CapUnit = "units"
    school_share: Decimal = WHOLE
    school_rate: str = ""
    ehcp: EhcpTreatment = "charge"
    starts: SchemeStart = "start date"
    ends: SchemeEnd = "as-at date"
    rates_of: RatesOf = "start of service"
    rounding: Rounding = "once"
    notice_days: int = 0
    hold_days: int = 0
    agreement_needed: AgreementNeed = "all schools"
    cfr_code: str = ""
    premium_cfr_code: str = ""
    s251_line: str = ""
    vat_code: str = ""
    vat_percentage: Decimal = Decimal(0)
    cost_centre: str = ""
    subjective: str = ""
    source: str = ""

    @property
    def is_local(self) -> bool:
        """True for a scheme of the authority's own, which the row's terms describe."""
        return normal(self.kind) == LOCAL

    @property
    def needs_year(self) -> bool:
        """True where a pupil's year group decides the base or whether the row is for them."""
        ranged = self.lowest_year is not None or self.highest_year is not None
        return self.base != NAMED_RATE or self.premium or ranged

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


class SchemeList:
    """All schemes of a workbook, by code whatever its capitals."""

    def __init__(self, schemes: Iterable[Scheme], *, complete: bool = True) -> None:
        """Take the rows that could be read; `complete` where none could not."""
        self.rows = tuple(schemes)
        self._complete = complete
        self._by_code: dict[str, list[Scheme]] = defaultdict(list)
        for scheme in self.rows:
            self._by_code[normal(scheme.code)].append(scheme)

    def __contains__(self, code: str) -> bool:
        """Say whether a code is known; the regulations' own need no row of the table.

        Where a row can't be read it may have been theirs, and then they are not known.
        """
        statutory = self._complete and statutory_code(code)
        return bool(statutory) or normal(code) in self._by_code

    def find(self, code: str, day: date | None = None) -> Scheme | None:
        """Return a scheme's row, the one valid on `day` where several."""
        rows = self._by_code.get(normal(code), [])
        if day is not None and len(rows) > 1:
            return next((s for s in rows if s.covers(day)), rows[0])
        return rows[0] if rows else None

    def rows_of(self, code: str) -> list[Scheme]:
        """Return every row of a scheme."""
        return self._by_code.get(normal(code), [])

    def terms(self, code: str, day: date, year_group: int | None) -> list[Scheme]:
        """Return the rows of a scheme valid on a day for a year group: one where all is well.

        Rows in use go before those that are not.
        """
        rows = self._by_code.get(normal(code), [])
        found = [s for s in rows if s.covers(day) and s.fits(year_group)]
        return [s for s in found if s.in_use] or found

    def the_terms(self, code: str, day: date, year_group: int | None) -> Scheme | None:
        """Return the one row of a scheme valid on a day for a year group, if there is one.

        Raises SchemeOverlap where two rows in use are.
        """
        found = self.terms(code, day, year_group)
        if len(found) > 1 and found[0].in_use:
            places = " and ".join(str(s.place) for s in found)
            raise SchemeOverlap(f"more than one row of the scheme {code} applies: {places}")
        return found[0] if found else None
