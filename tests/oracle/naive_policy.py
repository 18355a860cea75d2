"""Schools, agreements, leavers, rates and bases for the second calculation (`naive`)."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

from tests.oracle.naive_values import (
    Row,
    calendar_of,
    complete_weeks,
    funding_period,
    is_yes,
    needed,
    needed_day,
    plain_laestab,
    setting,
    sixth_school_day,
    year_number,
)


def effective_date(placement: Row) -> dt.date:
    """The exclusion date; for a LEAVER the leaving date."""
    if placement["Scheme"] == "LEAVER":
        return needed_day(placement, "Left roll on")
    return needed_day(placement, "Exclusion date")


def relevant_date(placement: Row, book: Row) -> dt.date:
    """The day from which the weeks are counted."""
    if placement["Scheme"] == "LEAVER":
        return needed_day(placement, "Left roll on")
    start = setting(book, "Count starts")
    if start == "sixth school day":
        exclusion = needed_day(placement, "Exclusion date")
        school = school_on(book, placement["Home school"], exclusion)
        return sixth_school_day(book, calendar_of(school), exclusion)
    if start == "exclusion date":
        return needed_day(placement, "Exclusion date")
    if start == "decision date":
        return needed_day(placement, "Decision date")
    if start == "off-roll date":
        return needed_day(placement, "Left roll on")
    raise ValueError(f"unknown start of the count: {start}")


def school_on(book: Row, laestab: Any, day: dt.date) -> Row:
    """The row of a school that is open on a day, else the latest row begun before it."""
    rows: list[Row] = []
    for row in book["schools"]:
        if plain_laestab(row["LAESTAB"]) == plain_laestab(laestab):
            rows.append(row)
    if not rows:
        raise ValueError(f"no school {laestab}")
    for row in rows:
        begun = row.get("Open from") is None or row["Open from"] <= day
        not_over = row.get("Open to") is None or row["Open to"] >= day
        if begun and not_over:
            return row
    latest = None
    for row in rows:
        opened = row.get("Open from") or dt.date.min
        if opened <= day and (latest is None or opened >= (latest.get("Open from") or dt.date.min)):
            latest = row
    if latest is not None:
        return latest
    earliest = rows[0]
    for row in rows:
        if row["Open from"] < earliest["Open from"]:
            earliest = row
    return earliest


def has_agreement(book: Row, school: Row, scheme: str, day: dt.date) -> bool:
    """Whether the trust or the school is bound on that day, for this scheme."""
    good_schemes = ["PEX", "all"]
    if scheme == "LEAVER":
        good_schemes = ["PEX", "LEAVER", "all"]
    for row in book["agreements"]:
        if row["Status"] not in ("funding agreement", "signed"):
            continue
        if row["Scheme"] not in good_schemes:
            continue
        party = str(row["Party"])
        for_trust = school.get("Trust") is not None and party == school["Trust"]
        looks_like_a_number = party.replace("/", "").isdigit()
        for_school = looks_like_a_number and plain_laestab(party) == plain_laestab(
            school["LAESTAB"]
        )
        if not for_trust and not for_school:
            continue
        if row.get("From") is not None and day < row["From"]:
            continue
        if row.get("To") is not None and day > row["To"]:
            continue
        return True
    return False


def leaves_this_year(placement: Row, school: Row, book: Row) -> bool:
    """Whether pupils of this year group normally leave this school at the end of the year."""
    year = year_number(needed(placement, "Year group"))
    override = school.get("Leaving years")
    if override is not None and str(override).strip() != "":
        for part in str(override).split(","):
            if part.strip() != "" and year_number(part) == year:
                return True
        return False
    if year == year_number(needed(school, "Highest year")):
        return True
    return setting(book, "Who leaves") == "highest year and Year 11" and year == 11


def in_leavers_part_of_year(placement: Row, book: Row) -> bool:
    """Whether the exclusion takes effect on or after (or after) 1 April in its school year."""
    excluded = effective_date(placement)
    if excluded.month >= 9:
        return False
    first_of_april = dt.date(excluded.year, 4, 1)
    if setting(book, "Leavers' boundary") == "after 1 April":
        return excluded > first_of_april
    return excluded >= first_of_april


def leavers_year_end(placement: Row, book: Row) -> dt.date:
    """The end of the school year in which a leaver was excluded."""
    excluded = effective_date(placement)
    choice = setting(book, "Leavers' year ends")
    if choice == "31 July":
        return dt.date(excluded.year, 7, 31)
    if choice == "31 August":
        return dt.date(excluded.year, 8, 31)
    if choice == "end of summer term":
        calendar = calendar_of(school_on(book, placement["Home school"], excluded))
        latest: dt.date | None = None
        for row in book["calendar"]:
            if row["Calendar"] != calendar or row["Kind"] != "term":
                continue
            inside = dt.date(excluded.year, 4, 1) <= row["To"] <= dt.date(excluded.year, 8, 31)
            if inside and (latest is None or row["To"] > latest):
                latest = row["To"]
        if latest is None:
            raise ValueError(f"no summer term {excluded.year} in the calendar {calendar}")
        return latest
    raise ValueError(f"unknown end of the leavers' year: {choice}")


def weeks_charged(placement: Row, school: Row, book: Row, start: dt.date) -> int:
    """B."""
    end = funding_period(book)[1]
    if leaves_this_year(placement, school, book) and in_leavers_part_of_year(placement, book):
        end = leavers_year_end(placement, book)
    return complete_weeks(start, end, setting(book, "Complete weeks"))


def find_rate(book: Row, factor: str, year_group: Any, day: dt.date) -> Row:
    """The one rate row for a factor, a year group and a day."""
    year = year_number(year_group)
    if year <= 6:
        phases = ["primary", "all"]
    elif year <= 9:
        phases = ["ks3", "secondary", "all"]
    else:
        phases = ["ks4", "secondary", "all"]
    for phase in phases:
        found: list[Row] = []
        for row in book["rates"]:
            if row["Factor"] != factor or row["Phase"] != phase:
                continue
            if row.get("Valid from") is not None and day < row["Valid from"]:
                continue
            if row.get("Valid to") is not None and day > row["Valid to"]:
                continue
            found.append(row)
        if len(found) > 1:
            raise ValueError(f"more than one rate for {factor} ({phase}) on {day}")
        if found:
            return found[0]
    raise ValueError(f"no rate for {factor} on {day}")


def pupil_led_rate(book: Row, factor: str, year_group: Any, day: dt.date) -> Fraction:
    """A pupil-led factor, with the area cost adjustment where its basis is before ACA."""
    row = find_rate(book, factor, year_group, day)
    amount = Fraction(str(row["Amount"]))
    if row.get("Basis") == "before ACA":
        amount = amount * Fraction(str(setting(book, "Area cost adjustment")))
    return amount


def premium_rate(book: Row, factor: str, year_group: Any, day: dt.date) -> Fraction:
    """A premium rate as it stands."""
    return Fraction(str(find_rate(book, factor, year_group, day)["Amount"]))


def base_of_budget_share(placement: Row, book: Row, day: dt.date) -> Fraction:
    """A."""
    year_group = needed(placement, "Year group")
    total = pupil_led_rate(book, "basic_entitlement", year_group, day)
    if setting(book, "Pupil-led funding") == "basic entitlement":
        return total
    if is_yes(placement, "FSM"):
        total = total + pupil_led_rate(book, "fsm", year_group, day)
    if is_yes(placement, "FSM6"):
        total = total + pupil_led_rate(book, "fsm6", year_group, day)
    band = placement.get("IDACI band")
    if band is not None and band != "" and band != "G":
        total = total + pupil_led_rate(book, "idaci_" + band.lower(), year_group, day)
    if is_yes(placement, "EAL"):
        total = total + pupil_led_rate(book, "eal", year_group, day)
    if is_yes(placement, "Low prior attainment"):
        total = total + pupil_led_rate(book, "low_prior_attainment", year_group, day)
    if is_yes(placement, "Mobility"):
        total = total + pupil_led_rate(book, "mobility", year_group, day)
    return total


def base_of_premium(placement: Row, book: Row, day: dt.date) -> Fraction:
    """The annual premium that the school has for this pupil."""
    year_group = needed(placement, "Year group")
    total = Fraction(0)
    if is_yes(placement, "Looked after"):
        total = Fraction(0)
    elif is_yes(placement, "Previously looked after"):
        total = premium_rate(book, "pupil_premium_lac", year_group, day)
    elif is_yes(placement, "FSM6"):
        total = premium_rate(book, "pupil_premium_fsm6", year_group, day)
    if is_yes(placement, "Service child"):
        total = total + premium_rate(book, "pupil_premium_service", year_group, day)
    return total
