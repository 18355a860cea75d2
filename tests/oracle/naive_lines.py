"""The lines of one placement at our schools for the second calculation (`naive`)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.oracle.naive_policy import effective_date, has_agreement, relevant_date, school_on
from tests.oracle.naive_values import (
    ACADEMY_TYPES,
    OUTSIDE_TYPES,
    Row,
    complete_weeks,
    funding_period,
    is_yes,
    needed,
    needed_day,
    plain_laestab,
    setting,
    to_pence,
    year_number,
)


def make_line(
    component: str,
    laestab: Any,
    amount: Decimal,
    status: str,
    base: Fraction | None,
    units: int | None,
    denominator: int | None,
    cfr: str,
) -> Row:
    """One charge line."""
    return {
        "Component": component,
        "LAESTAB": plain_laestab(laestab),
        "Amount": amount,
        "Status": status,
        "Base": base,
        "Units": units,
        "Denominator": denominator,
        "CFR code": cfr,
    }


def nil_line(component: str, laestab: Any, cfr: str) -> Row:
    """A line of 0 about which nothing was counted."""
    return make_line(component, laestab, Decimal("0.00"), "nil", None, None, None, cfr)


def is_held(placement: Row, book: Row, first_day: dt.date) -> bool:
    """Whether the first day is still to come, the hold days are not over, or a review is open."""
    if placement.get("Review status") == "open":
        return True
    if book["as_at"] < first_day:
        return True
    hold_is_over = effective_date(placement) + dt.timedelta(days=int(setting(book, "Hold days")))
    return bool(book["as_at"] < hold_is_over)


def status_of_charge(placement: Row, school: Row, book: Row, day: dt.date) -> str:
    """Held, billable or asked."""
    if is_held(placement, book, day):
        return "held"
    if school["Type"] == "maintained":
        return "billable"
    if has_agreement(book, school, placement["Scheme"], day):
        return "billable"
    return "asked"


def is_mainstream(school: Row) -> bool:
    """A maintained school, academy or free school."""
    kind = school["Type"]
    if kind == "maintained" or kind in ACADEMY_TYPES:
        return True
    if kind in OUTSIDE_TYPES:
        return False
    raise ValueError(f"unknown type of school: {kind}")


def nothing_arises(placement: Row, book: Row) -> bool:
    """Whether the whole row is nil."""
    if is_yes(placement, "Reserved SEN place"):
        return True
    year = year_number(needed(placement, "Year group"))
    if year < 0 or year > 11:
        return True
    if placement.get("Cancelled on") is not None:
        return True
    day = relevant_date(placement, book)
    if not is_mainstream(school_on(book, placement["Home school"], day)):
        return True
    if placement.get("Reinstated on") is not None and placement["Reinstated on"] <= day:
        return True
    first, last = funding_period(book)
    if day < first or day > last:
        return True
    of_year_before = effective_date(placement) < first
    return of_year_before and setting(book, "Day six next year") == "old year only"


def charge(
    component: str, placement: Row, base: Fraction, weeks: int, status: str, cfr: str
) -> Row:
    """Base × weeks / 52, rounded once; nil where that is nothing."""
    amount = to_pence(base * weeks / 52)
    if base == 0 or weeks == 0:
        status = "nil"
    return make_line(component, placement["Home school"], amount, status, base, weeks, 52, cfr)


def credit(
    component: str, laestab: Any, reversed_line: Row, weeks: int, of_weeks: int, status: str
) -> Row:
    """The rounded line × weeks / of_weeks, as a negative amount; nil where that is nothing."""
    base = Fraction(reversed_line["Amount"])
    cfr = reversed_line["CFR code"]
    if weeks == 0 or of_weeks == 0:
        zero = Decimal("0.00")
        return make_line(component, laestab, zero, "nil", base, weeks, of_weeks, cfr)
    amount = to_pence(base * weeks / of_weeks)
    return make_line(component, laestab, -amount, status, base, weeks, of_weeks, cfr)


def order_lines(placement: Row, book: Row) -> list[Row]:
    """The financial adjustment order: £4,000 in the year of its date, held until that day."""
    if not is_yes(placement, "Adjustment order"):
        return []
    if is_yes(placement, "Reserved SEN place"):
        return []
    home = placement["Home school"]
    if not is_mainstream(school_on(book, home, effective_date(placement))):
        return []
    first, last = funding_period(book)
    ordered = needed_day(placement, "Order date")
    if not first <= ordered <= last:
        return [nil_line("Adjustment order", home, "I01")]
    status = "billable"
    if book["as_at"] < ordered:
        status = "held"
    amount = Decimal("4000.00")
    return [make_line("Adjustment order", home, amount, status, Fraction(4000), 1, 1, "I01")]


def admission_credits(placement: Row, book: Row, day: dt.date, charges: list[Row]) -> list[Row]:
    """D × E / F to the admitting school, one line for each charge that is not nil."""
    laestab = placement.get("Admitting school")
    admitted = placement.get("Admitted on")
    if laestab is None or admitted is None:
        return []
    first, last = funding_period(book)
    school = school_on(book, laestab, admitted)
    entitled = is_mainstream(school)
    if school["Type"] in ACADEMY_TYPES:
        entitled = has_agreement(book, school, placement["Scheme"], day)
    if admitted < first or admitted > last:
        entitled = False
    status = "billable"
    if is_held(placement, book, day):
        status = "held"
    start = admitted
    if start < day:
        start = day
    if book["as_at"] < start:
        status = "held"
    end = last
    left = placement.get("Left admitting school on")
    if left is not None and left < end:
        end = left
    reading = setting(book, "Complete weeks")
    weeks = complete_weeks(start, end, reading)
    of_weeks = complete_weeks(day, last, reading)
    lines = []
    for line in charges:
        if line["Status"] == "nil":
            continue
        if entitled:
            lines.append(credit("Admission credit", laestab, line, weeks, of_weeks, status))
        else:
            lines.append(nil_line("Admission credit", laestab, line["CFR code"]))
    return lines


def reinstatement_credits(placement: Row, book: Row, day: dt.date, charges: list[Row]) -> list[Row]:
    """G × H / I back to the home school, one line for each charge that is not nil."""
    reinstated = placement.get("Reinstated on")
    if reinstated is None or reinstated <= day:
        return []
    last = funding_period(book)[1]
    reading = setting(book, "Complete weeks")
    weeks = complete_weeks(reinstated, last, reading)
    of_weeks = complete_weeks(day, last, reading)
    lines = []
    for line in charges:
        if line["Status"] == "nil":
            continue
        home = placement["Home school"]
        status = line["Status"]
        if book["as_at"] < reinstated:
            status = "held"
        lines.append(
            credit("Reinstatement credit", home, line, weeks, of_weeks, status),
        )
    return lines
