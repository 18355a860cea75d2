"""The Schemes and PlacementChanges tables understood. A contradiction is a fault on its cell."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xl_recoup.contract import PLACEMENTS, normal
from xl_recoup.intake.faults import Fault
from xl_recoup.intake.rows import Row
from xl_recoup.intake.values import read_cell
from xl_recoup.policy.changes import DAYS_PER_WEEK, KINDS, PAUSE, PROVIDER, Change
from xl_recoup.policy.schemes import (
    DAYS_AGREED,
    DAYS_ATTENDED,
    EVENT,
    NAMED_RATE,
    SESSIONS,
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
    for name in ("notice_days", "hold_days"):
        given[name] = int(row.get(name, 0))
    given["rate"], given["extra_rate"], given["school_rate"] = (
        normal(given[f]).replace(" ", "_") for f in ("rate", "extra_rate", "school_rate")
    )
    scheme = Scheme(code=row.get("code"), place=row.place("code"), **given)
    wrong = list(_contradictions(scheme)) if scheme.is_local and scheme.in_use else []
    faults += [Fault(row.place(field), words, "Schemes") for field, words in wrong]
    return None if wrong else scheme


def _contradictions(s: Scheme) -> Iterator[tuple[str, str]]:
    """Yield (field, words that follow its address) for what a scheme in use can't be."""
    if not s.measure:
        yield "measure", "is blank, but a scheme in use must say what it measures"
    if not s.base:
        yield "base", "is blank, but a scheme in use must say what it charges a share of"
    if s.base == NAMED_RATE and not s.rate:
        yield "rate", "is blank, but the base is a named rate"
    if s.base and s.base != NAMED_RATE and s.rate:
        yield "rate", f"names a rate, but the base is {s.base}"
    if s.denominator <= 0:
        yield "denominator", "must be above 0"
    if s.premium and s.base == NAMED_RATE:
        yield "premium", "adds the pupil premium, a yearly sum, to a named rate"
    if s.base and s.base != NAMED_RATE and s.measure not in ("", EVENT) and s.denominator == 1:
        yield (
            "denominator",
            f"is 1, so a whole year's funding would be charged for each of {s.measure}",
        )
    if s.by_days and s.measure in (DAYS_AGREED, DAYS_ATTENDED, SESSIONS):
        yield "by_days", f"counts days per week again, which the measure {s.measure} does already"
    if s.five_days_count_as != 5 and not s.by_days:
        yield "five_days_count_as", "has a concession, but days per week are not counted"
    if not 0 < s.five_days_count_as <= 5:
        yield "five_days_count_as", "must be above 0 and no more than 5"
    if s.school_rate and s.school_share != 100:
        yield "school_share", "gives a share although School rate gives the school's part in pounds"
    if not 0 <= s.school_share <= 100:
        yield "school_share", "must be from 0 to 100 per cent"
    if not 0 < s.percentage <= 1000:
        yield "percentage", "must be above 0 per cent"
    if s.cap is not None and s.cap <= 0:
        yield "cap", "must be above 0; clear it where there is no cap"
    if s.cap_unit == "weeks" and s.cap is not None and s.cap != int(s.cap):
        yield "cap", "must be a whole number of weeks"
    if s.valid_from and s.valid_to and s.valid_to < s.valid_from:
        yield "valid_to", "is before the first day that the scheme is valid"
    if s.notice_days < 0 or s.hold_days < 0:
        yield "notice_days" if s.notice_days < 0 else "hold_days", "can't be below 0"
    if (
        s.lowest_year is not None and s.highest_year is not None
    ) and s.highest_year < s.lowest_year:
        yield "highest_year", "is below the lowest year"


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
        end=end, place=row.place("value"), chargeable=row.get("chargeable", True),
        evidence=row.get("evidence", ""),
    )  # fmt: skip


def _value(what: str, text: str) -> tuple[str | int | bool | Decimal | None, str]:
    """Return a change's new value, or words that say what is wrong with it."""
    if what in (PAUSE, PROVIDER):
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
