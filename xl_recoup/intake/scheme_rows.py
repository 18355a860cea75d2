"""The Schemes and PlacementChanges tables understood. A contradiction is a fault on its cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xl_recoup.closed_lists import Blank, ChangeKind, Measure
from xl_recoup.contract import PLACEMENTS, STATUTORY_SCHEMES, normal, statutory_code
from xl_recoup.intake.cell_values import read_cell
from xl_recoup.intake.faults import Fault
from xl_recoup.intake.row_reading import Row
from xl_recoup.policy.change_list import DAYS_PER_WEEK, KINDS, PAUSE, PROVIDER, Change
from xl_recoup.policy.scheme_list import (
    COMPLETE_WEEKS,
    DAYS_AGREED,
    DAYS_ATTENDED,
    EVENT,
    NAMED_RATE,
    SCHOOL_WEEKS,
    SESSIONS,
    TERMS,
    WHOLE,
    Scheme,
)

TEXTS = (
    "name", "kind", "measure", "base", "rate", "extra_rate", "school_rate", "cfr_code",
    "premium_cfr_code", "s251_line", "vat_code", "cost_centre", "subjective", "source",
)  # fmt: skip
OPTIONAL = (
    "in_use", "lowest_year", "highest_year", "valid_from", "valid_to", "denominator", "percentage",
    "premium", "by_days", "five_days_count_as", "cap", "cap_unit", "school_share", "ehcp",
    "starts", "ends", "rates_of", "rounding", "agreement_needed", "vat_percentage",
)  # fmt: skip
UNITS_A_YEAR: dict[Measure | Blank, int] = {
    COMPLETE_WEEKS: 52, SCHOOL_WEEKS: 38, DAYS_AGREED: 190, DAYS_ATTENDED: 190, SESSIONS: 380,
    TERMS: 3,
}  # fmt: skip
"""What a full year usually holds of each measure."""
TOO_MUCH = Decimal("1.25")
"""A year's units over the denominator: above this, more than a year's funding would be charged."""
NO_VAT = ("", "outside the scope", "exempt", "zero rated", "to be confirmed")
TABLE = "PlacementChanges"
FEWEST_DAYS, MOST_DAYS = Decimal("0.5"), Decimal(5)
_BY_HEADING = {normal(c.heading): c for c in PLACEMENTS.columns}
_COLUMN_OF = {kind: _BY_HEADING.get(normal(kind)) for kind in KINDS}


def scheme_of(row: Row, faults: list[Fault]) -> Scheme | None:
    """Return a scheme, or None with faults where its row can't be used."""
    if row.unreadable:
        return None
    if not row.get("code"):
        faults.append(
            Fault(row.place("code"), "is blank, but the scheme's code is needed", "Schemes")
        )
        return None
    given: dict[str, Any] = {f: row.values[f] for f in OPTIONAL if f in row.values}
    given |= {f: row.get(f, "") for f in TEXTS}
    wrong = [
        (name, "is not a whole number of days, 0 or more")
        for name in ("notice_days", "hold_days")
        if (days := Decimal(row.get(name, 0))) < 0 or days != int(days)
    ]
    for name in ("notice_days", "hold_days"):
        given[name] = int(row.get(name, 0))
    given["rate"], given["extra_rate"], given["school_rate"] = (
        normal(given[f]).replace(" ", "_") for f in ("rate", "extra_rate", "school_rate")
    )
    scheme = Scheme(code=row.get("code"), place=row.place("code"), **given)
    if statutory_code(scheme.code) or not scheme.in_use:
        return scheme
    wrong += _contradictions(scheme, row)
    faults += [Fault(row.place(field), words, "Schemes") for field, words in wrong]
    return None if wrong else scheme


def _contradictions(s: Scheme, row: Row) -> Iterator[tuple[str, str]]:
    """Yield (field, words that follow its address) for what a local scheme in use can't be."""
    if not s.is_local:
        only = " and ".join(STATUTORY_SCHEMES)
        yield "kind", f"isn't local, but only {only} follow the regulations"
    yield from _of_the_sum(s)
    yield from _of_shares_and_caps(s, row)
    if s.valid_from and s.valid_to and s.valid_to < s.valid_from:
        yield "valid_to", "is before the first day that the scheme is valid"
    if (
        s.lowest_year is not None and s.highest_year is not None
    ) and s.highest_year < s.lowest_year:
        yield "highest_year", "is below the lowest year"
    if not 0 <= s.vat_percentage <= WHOLE:
        yield "vat_percentage", "is not from 0 to 100 per cent"
    elif s.vat_percentage and normal(s.vat_code) in NO_VAT:
        said = f"is {s.vat_code}" if s.vat_code else "is blank"
        yield "vat_percentage", f"adds VAT, but the VAT code {said}"


def _of_the_sum(s: Scheme) -> Iterator[tuple[str, str]]:
    """Yield what contradicts itself in measure, base, rate, denominator and days per week."""
    yearly = s.base and s.base != NAMED_RATE
    if not s.measure:
        yield "measure", "is blank, but a scheme in use has to say what it measures"
    if not s.base:
        yield "base", "is blank, but a scheme in use has to say what it charges a share of"
    if s.base == NAMED_RATE and not s.rate:
        yield "rate", "is blank, but the base is a named rate"
    if yearly and s.rate:
        yield "rate", f"names a rate, but the base is {s.base}"
    if s.extra_rate and s.extra_rate == s.rate:
        yield "extra_rate", "names the same rate as Rate, so it would be charged twice"
    if s.denominator <= 0:
        yield "denominator", "is not above 0"
    elif yearly and s.denominator == 1 and s.measure in UNITS_A_YEAR:
        yield (
            "denominator",
            f"is 1, so a whole year's funding would be charged for each of {s.measure}",
        )
    elif yearly and UNITS_A_YEAR.get(s.measure, 0) > s.denominator * TOO_MUCH:
        yield (
            "denominator",
            f"is less than the {UNITS_A_YEAR[s.measure]} {s.measure} of a year, so more than the"
            " year's funding would be charged",
        )
    if s.premium and s.base == NAMED_RATE:
        yield "premium", "adds the pupil premium, a yearly sum, to a named rate"
    if s.by_days and s.measure in (DAYS_AGREED, DAYS_ATTENDED, SESSIONS):
        yield "by_days", f"counts days per week again, which the measure {s.measure} does already"
    if s.five_days_count_as != 5 and not s.by_days:
        yield "five_days_count_as", "has a concession, but days per week are not counted"
    if not 0 < s.five_days_count_as <= 5:
        yield "five_days_count_as", "is not above 0 and up to 5"


def _of_shares_and_caps(s: Scheme, row: Row) -> Iterator[tuple[str, str]]:
    """Yield what contradicts itself in percentage, shares and cap."""
    if not 0 < s.percentage <= 1000:
        yield "percentage", "is not above 0 and up to 1,000 per cent"
    if s.school_rate and "school_share" in row.values:
        yield "school_share", "gives a share although School rate gives the school's part in pounds"
    if not 0 <= s.school_share <= WHOLE:
        yield "school_share", "is not from 0 to 100 per cent"
    if s.cap is None:
        if "cap_unit" in row.values:
            yield "cap_unit", "says what a cap is counted in, but there is no cap"
        return
    weeks = s.cap_unit == "weeks"
    if s.cap <= 0:
        yield "cap", "is not above 0 (where there is no cap, it is blank)"
    elif s.measure == EVENT:
        yield "cap", "limits what an event costs, which is charged once"
    elif weeks and s.cap != int(s.cap):
        yield "cap", "is not a whole number of weeks"
    elif weeks and s.measure == DAYS_ATTENDED:
        yield "cap_unit", "is weeks, but on which days a pupil attended isn't known"


def change_of(row: Row, faults: list[Fault]) -> Change | None:
    """Return a dated change, or None with faults where its row can't be used."""
    if row.unreadable:
        return None
    sound = True
    needed = {
        "placement_ref": "the placement's reference",
        "start": "the first day",
        "what": "what",
    }
    for name, words in needed.items():
        if not row.get(name):
            faults.append(Fault(row.place(name), f"is blank, but {words} is needed", TABLE))
            sound = False
    if not sound:
        return None
    what = {normal(k): k for k in KINDS}[normal(row.get("what"))]
    value, words = _value(what, row.get("value", ""))
    if words:
        faults.append(Fault(row.place("value"), words, TABLE))
        return None
    end = row.get("end")
    if end is not None and end < row.get("start"):
        faults.append(Fault(row.place("end"), "is before the first day of its row", TABLE))
        return None
    return Change(
        placement_ref=row.get("placement_ref"), what=what, value=value, start=row.get("start"),
        end=end, place=row.place("value"), chargeable=row.get("chargeable", what != PAUSE),
        evidence=row.get("evidence", ""),
    )  # fmt: skip


def _value(what: ChangeKind, text: str) -> tuple[str | int | bool | Decimal | None, str]:
    """Return a change's new value, or words that say what is wrong with it."""
    if what == PAUSE or (what == PROVIDER and text):
        return text or None, ""
    column = _COLUMN_OF[what]
    assert column is not None
    value, issue = read_cell(text or None, column)
    if issue is not None and issue.fault:
        return None, issue.words
    if value is None:
        return None, f"is blank, but the new value of {what} is needed"
    if what == DAYS_PER_WEEK and not FEWEST_DAYS <= value <= MOST_DAYS:
        return None, "is outside 0.5 to 5 days per week"
    return value, ""
