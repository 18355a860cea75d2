"""Lines between authorities for the second calculation (`naive`)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from tests.oracle.naive_lines import is_held, make_line
from tests.oracle.naive_policy import (
    base_of_budget_share,
    in_leavers_part_of_year,
    leavers_year_end,
    leaves_this_year,
    school_on,
)
from tests.oracle.naive_values import (
    ACADEMY_TYPES,
    Row,
    complete_weeks,
    funding_period,
    needed,
    needed_day,
    plain_laestab,
    setting,
    to_pence,
    year_number,
)


def our_number(book: Row) -> str:
    """Our own three digits."""
    return str(book["settings"].get("LA number") or "305")


def old_authority(placement: Row, book: Row) -> str:
    """The authority that maintained the excluding school, or "" where nobody asks."""
    if placement.get("Old authority"):
        return str(placement["Old authority"])
    home = plain_laestab(placement["Home school"])
    for row in book["schools"]:
        if plain_laestab(row["LAESTAB"]) == home and row["Type"] == "other authority":
            return home[:3]
    if placement.get("Intermediate authority") or placement.get("Educated from"):
        return our_number(book)
    return ""


def authorities_in_order(placement: Row, book: Row) -> list[str]:
    """The old authority and those that taught the pupil since."""
    ours = our_number(book)
    everybody = [old_authority(placement, book)]
    if placement.get("Intermediate authority"):
        everybody.append(str(placement["Intermediate authority"]))
    if placement.get("Admitting school") is not None:
        everybody.append(plain_laestab(placement["Admitting school"])[:3])
    elif ours not in everybody:
        everybody.append(ours)
    chain: list[str] = []
    for number in everybody:
        if not chain or chain[-1] != number:
            chain.append(number)
    return chain


def authority_line(
    component: str, other: str, base: Fraction | None, weeks: int, of: int, status: str, sign: int
) -> Row:
    """A line that bears another authority's number where a school's would be."""
    amount = Decimal("0.00")
    if status != "nil":
        assert base is not None
        amount = sign * to_pence(base * weeks / of)
    line = make_line(component, "0", amount, status, base, weeks, of, "I01")
    line["LAESTAB"] = other
    return line


def financial_year(day: dt.date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def nothing_between_authorities(placement: Row, book: Row) -> bool:
    """Whether no payment arises for this row at all."""
    if placement["Scheme"] == "LEAVER" or placement.get("Cancelled on") is not None:
        return True
    excluded = needed_day(placement, "Exclusion date")
    if school_on(book, placement["Home school"], excluded)["Type"] in (
        *ACADEMY_TYPES,
        "AP academy",
    ):
        return True
    year = year_number(needed(placement, "Year group"))
    first, last = funding_period(book)
    return year < 0 or year > 11 or not first <= excluded <= last


def weeks_between_authorities(
    placement: Row, book: Row, start: dt.date, takes_effect: dt.date
) -> int:
    """The complete weeks of one payment."""
    school = school_on(book, placement["Home school"], placement["Exclusion date"])
    end = funding_period(book)[1]
    at_that_day = dict(placement)
    at_that_day["Exclusion date"] = takes_effect
    if leaves_this_year(placement, school, book) and in_leavers_part_of_year(at_that_day, book):
        end = leavers_year_end(at_that_day, book)
    return complete_weeks(start, end, setting(book, "Complete weeks"))


def one_payment(placement: Row, book: Row, chain: list[str], position: int) -> Row:
    """What one authority of the chain pays the next, as a line of ours; and from when, if due."""
    ours = our_number(book)
    payer, payee = chain[position], chain[position + 1]
    other, sign = (payer, 1) if payee == ours else (payee, -1)
    nothing = authority_line("Budget share", other, None, 0, 0, "nil", sign)
    if nothing_between_authorities(placement, book):
        return nothing
    excluded = start = placement["Exclusion date"]
    educated_from = placement.get("Educated from")
    if position == len(chain) - 2 and educated_from is not None and educated_from > start:
        start = educated_from
    if financial_year(start) != financial_year(excluded):
        return nothing
    back = placement.get("Reinstated on")
    if back is not None and back <= start:
        return nothing
    takes_effect = excluded if position == 0 else start
    weeks = weeks_between_authorities(placement, book, start, takes_effect)
    if weeks == 0:
        return nothing
    base = base_of_budget_share(placement, book, start)
    if base == 0:
        return nothing
    status = "held" if is_held(placement, book, start) else "billable"
    line = authority_line("Budget share", other, base, weeks, 52, status, sign)
    line["start"] = start
    return line


def repayment(placement: Row, book: Row, chain: list[str], last: Row) -> list[Row]:
    """What the authority that taught last repays the old one, where we are one of the two."""
    ours, back = our_number(book), placement.get("Reinstated on")
    old, teacher = chain[0], chain[-1]
    if last["Status"] == "nil" or back is None or old == teacher or ours not in (old, teacher):
        return []
    other, sign = (teacher, 1) if old == ours else (old, -1)
    reading, year_end = setting(book, "Complete weeks"), funding_period(book)[1]
    weeks = complete_weeks(back, year_end, reading)
    of_weeks = complete_weeks(last["start"], year_end, reading)
    status = "nil" if weeks == 0 else last["Status"]
    base = Fraction(abs(last["Amount"]))
    line = authority_line("Reinstatement credit", other, base, weeks, of_weeks, status, sign)
    return [line]


def lines_between_authorities(placement: Row, book: Row) -> list[Row]:
    """What we get from and pay to other authorities for one placement."""
    if old_authority(placement, book) == "":
        return []
    ours = our_number(book)
    chain = authorities_in_order(placement, book)
    lines = []
    last = None
    for position in range(len(chain) - 1):
        last = one_payment(placement, book, chain, position)
        if ours in (chain[position], chain[position + 1]):
            lines.append(last)
    if last is None or not lines:
        return []
    return lines + repayment(placement, book, chain, last)
