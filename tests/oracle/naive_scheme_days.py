"""What a day of a placement under a local scheme is like (`naive_schemes` tells its readings).

The school that answers, its agreements, the dated changes, the scheme's row, the rates: each is
looked up for one day, in plain dicts.
"""

from __future__ import annotations

import datetime as dt
import functools
from fractions import Fraction
from typing import Any

from tests.oracle.naive_values import Row, is_yes, plain_laestab, setting, year_number


@functools.cache
def number_of(laestab: Any) -> str:
    """A LAESTAB as seven characters, worked out once."""
    return plain_laestab(laestab)


class NotKnownError(Exception):
    """A term that the sum needs and the workbook does not say: the placement is held."""


def covers(row: Row, day: dt.date, first: str, last: str) -> bool:
    """Whether a row with a first and a last day holds on a day; blank is open."""
    begun = row.get(first) is None or row[first] <= day
    return begun and (row.get(last) is None or day <= row[last])


def school_answering(book: Row, laestab: Any, day: dt.date) -> Row:
    """The row of the school open on a day, or of the successor of one that has closed.

    Where there is none, the row that closed last.
    """
    wanted = number_of(laestab)
    rows: list[Row] = [row for row in book["schools"] if number_of(row["LAESTAB"]) == wanted]
    for row in rows:
        if covers(row, day, "Open from", "Open to"):
            return row
    closed = [row for row in rows if row.get("Open to") is not None and row["Open to"] < day]
    if not closed:
        raise NotKnownError(f"no school {laestab} on {day}")
    latest: Row = max(closed, key=lambda row: row["Open to"])
    if not latest.get("Successor"):
        return latest
    return school_answering(book, latest["Successor"], day)


def is_closed(school: Row, day: dt.date) -> bool:
    """Whether nobody answers for a school on a day."""
    return school.get("Open to") is not None and bool(school["Open to"] < day)


def agreements_on(book: Row, school: Row, scheme: str, day: dt.date) -> list[int]:
    """The positions of the agreement rows, of whatever status, that concern a school on a day."""
    found = []
    for position, row in enumerate(book["agreements"]):
        if row["Scheme"] not in (scheme, "all") or not covers(row, day, "From", "To"):
            continue
        its_trust = school.get("Trust") is not None and row["Party"] == school["Trust"]
        if its_trust or number_of(row["Party"]) == number_of(school["LAESTAB"]):
            found.append(position)
    return found


def changes_of(placement: Row, book: Row) -> list[Row]:
    """The dated changes of a placement, each with the last day on which it holds."""
    ref = placement["Placement ref"]
    mine = [row for row in book["changes"] if row["Placement ref"] == ref]
    result = []
    for row in mine:
        last = row.get("To")
        for other in mine:
            later = other["What changes"] == row["What changes"] and other["From"] > row["From"]
            if row.get("To") is None and later:
                before = other["From"] - dt.timedelta(days=1)
                last = before if last is None else min(last, before)
        result.append({**row, "To": last})
    return result


def as_changed(placement: Row, changes: list[Row], day: dt.date) -> Row:
    """The placement as it is on a day, with "charged" False where a change says so."""
    result = dict(placement)
    result["charged"] = True
    for row in changes:
        if not covers(row, day, "From", "To"):
            continue
        what = row["What changes"]
        if what in ("Days per week", "EHCP", "Looked after", "Year group", "Provider"):
            result[what] = row["New value"]
        if row.get("Chargeable") == "N" or (what == "Pause" and row.get("Chargeable") != "Y"):
            result["charged"] = False
    return result


def rows_of_scheme(book: Row, scheme: str) -> list[Row]:
    """All rows of a scheme's code, in use or not."""
    return [row for row in book["schemes"] if row["Scheme"] == scheme]


def fits_year_group(row: Row, year_group: Any) -> bool:
    """Whether a scheme's row is for a year group."""
    year = year_number(year_group)
    low, high = row.get("Lowest year"), row.get("Highest year")
    if low is not None and year < year_number(low):
        return False
    return high is None or year <= year_number(high)


def fits_tier(row: Row, number: int | None) -> bool:
    """Whether a scheme's row is for the school's placement of this number; None: not asked."""
    if number is None:
        return True
    low, high = row.get("Tier from") or 1, row.get("Tier to")
    return bool(low <= number and (high is None or number <= high))


def row_on(rows: list[Row], year_group: Any, day: dt.date, number: int | None) -> Row | None:
    """The scheme's row for a year group and a day: one in use before one that is not."""
    fitting = [
        row
        for row in rows
        if covers(row, day, "Valid from", "Valid to")
        and fits_year_group(row, year_group)
        and fits_tier(row, number)
    ]
    for row in fitting:
        if row["In use"] == "Y":
            return row
    return fitting[0] if fitting else None


def phases_of(year_group: Any) -> tuple[str, ...]:
    """The phases of Rates that a year group may be paid by."""
    year = year_number(year_group)
    if year <= 6:
        return ("primary", "all")
    if year <= 9:
        return ("ks3", "secondary", "all")
    if year <= 11:
        return ("ks4", "secondary", "all")
    return ("post-16", "all")


def rate_on(book: Row, factor: str, year_group: Any, school: Row, day: dt.date) -> Row:
    """The rate row of a factor: the school's own before one for all schools."""
    if "rates by factor" not in book:  # worked out once a book, for speed alone
        book["rates by factor"] = {}
        for row in book["rates"]:
            book["rates by factor"].setdefault(row["Factor"], []).append(row)
    own: list[Row] = []
    general: list[Row] = []
    phases = phases_of(year_group)
    for row in book["rates by factor"].get(factor, []):
        if row["Phase"] not in phases:
            continue
        if not covers(row, day, "Valid from", "Valid to"):
            continue
        if row.get("School") is None:
            general.append(row)
        elif number_of(row["School"]) == number_of(school["LAESTAB"]):
            own.append(row)
    found = own or general
    if len(found) != 1:
        raise NotKnownError(f"{len(found)} rates for {factor} on {day}")
    return found[0]


def pupil_led_factors(pupil: Row, base: str) -> list[str]:
    """The pupil-led factors that a base takes for a pupil."""
    factors = ["basic_entitlement"]
    if base == "basic entitlement":
        return factors
    if is_yes(pupil, "FSM"):
        factors.append("fsm")
    if is_yes(pupil, "FSM6"):
        factors.append("fsm6")
    if pupil.get("IDACI band") not in (None, "", "G"):
        factors.append("idaci_" + pupil["IDACI band"].lower())
    if is_yes(pupil, "EAL"):
        factors.append("eal")
    if is_yes(pupil, "Low prior attainment"):
        factors.append("low_prior_attainment")
    if is_yes(pupil, "Mobility"):
        factors.append("mobility")
    return factors


def premium_factors(pupil: Row) -> list[str]:
    """The premiums that a school has for a pupil."""
    factors = []
    if not is_yes(pupil, "Looked after"):
        if is_yes(pupil, "Previously looked after"):
            factors.append("pupil_premium_lac")
        elif is_yes(pupil, "FSM6"):
            factors.append("pupil_premium_fsm6")
    if is_yes(pupil, "Service child"):
        factors.append("pupil_premium_service")
    return factors


def rate_day(row: Row, day: dt.date) -> dt.date:
    """The day whose rates are taken."""
    if row.get("Rates of") != "next year":
        return day
    if (day.month, day.day) == (2, 29):
        return dt.date(day.year + 1, 2, 28)
    return dt.date(day.year + 1, day.month, day.day)


def prices_on(row: Row, pupil: Row, school: Row, book: Row, day: dt.date) -> tuple[Any, ...]:
    """The whole price and the school's part of it per denominator; and what they rest on."""
    when = rate_day(row, day)
    rested_on: list[tuple[str, Fraction]] = []
    drafts: list[str] = []

    def amount(factor: str, multiplied: bool = False) -> Fraction:
        rate = rate_on(book, factor, pupil["Year group"], school, when)
        pounds = Fraction(str(rate["Amount"]))
        if multiplied and rate.get("Basis") == "before ACA":
            pounds = pounds * Fraction(str(setting(book, "Area cost adjustment")))
        rested_on.append((factor, pounds))
        if rate["Status"] == "draft":
            drafts.append(factor)
        return pounds

    def agreed() -> Fraction:
        if pupil.get("Agreed amount") is None:
            raise NotKnownError("no agreed amount")
        return Fraction(str(pupil["Agreed amount"]))

    whole = Fraction(0)
    if row["Base"] in ("pupil-led funding", "basic entitlement"):
        for factor in pupil_led_factors(pupil, row["Base"]):
            whole = whole + amount(factor, multiplied=True)
    elif row["Base"] == "named rate":
        whole = amount(row["Rate"])
    else:
        whole = agreed()
    if row.get("Extra rate") == "agreed amount":
        whole = whole + agreed()
    elif row.get("Extra rate"):
        whole = whole + amount(row["Extra rate"])
    if row.get("Pupil premium") == "Y":
        for factor in premium_factors(pupil):
            whole = whole + amount(factor)
    if row.get("Percentage") is not None:
        whole = whole * Fraction(str(row["Percentage"])) / 100
    if row.get("School rate"):
        part = amount(row["School rate"])
    elif row.get("Authority rate"):
        part = max(Fraction(0), whole - amount(row["Authority rate"]))
    elif row.get("School share") is not None:
        part = whole * Fraction(str(row["School share"])) / 100
    else:
        part = whole
    return whole, part, tuple(rested_on), bool(drafts)


def days_per_week(pupil: Row) -> Fraction:
    """The days per week; blank is 5."""
    if pupil.get("Days per week") is None:
        return Fraction(5)
    return Fraction(str(pupil["Days per week"]))


def day_factor(row: Row, pupil: Row) -> Fraction:
    """What one unit is multiplied by where a scheme goes by days per week."""
    if row.get("By days per week") != "Y":
        return Fraction(1)
    days = days_per_week(pupil)
    if days == 5 and row.get("Five days count as") is not None:
        days = Fraction(str(row["Five days count as"]))
    return days / 5
