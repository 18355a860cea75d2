"""How many units a working charges, of how many, and what limits them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from tests.workings.calculator import DATE, NUMBER, DoesNotComeOut, Text, number, same

MEASURES = (
    r"(complete weeks?|school weeks?|school days? agreed|school days? attended|hours?|sessions?"
    r"|terms?|events?)"
)

TIER = r"number (\d+) of the school's placements of the year, tier (\d+)(?: and (later)| to (\d+))?"


class Units(NamedTuple):
    """What is charged, what is charged or borne by the authority, and what both are divided by."""

    charged: Decimal
    due: Decimal
    divisor: Decimal


class Limits(NamedTuple):
    """What the brackets behind the units say, where they do."""

    free: Decimal | None = None
    free_before: Decimal = Decimal(0)
    most: Decimal | None = None
    paid_before: Decimal = Decimal(0)
    weeks: bool = False
    school_days: Decimal | None = None
    """The units that the school days give."""


def units(text: Text) -> Units:
    """Read the units with their notes, days per week and divisor, up to ` from `."""
    charged = number(text.need(rf" × ({NUMBER})")[1])
    of = text.take(rf" of ({NUMBER})")
    text.need(f" {MEASURES}")
    limits = _limits(Text(text.in_brackets())) if text.take(r" (?=\()") else None
    times = _days_per_week(text)
    divided = text.take(rf" ÷ ({NUMBER})")
    divisor = number(divided[1]) if divided else Decimal(1)
    if of and limits is None:  # 6 of 52 complete weeks
        return Units(charged * times, charged * times, divisor * number(of[1]))
    limits = limits or Limits()
    whole = number(of[1]) if of else charged
    if limits.school_days is not None:
        same(whole, limits.school_days, "units of the school days")
    free = _free(whole, limits)
    if limits.most is not None:
        left = max(Decimal(0), limits.most - limits.paid_before)
        same(charged, min(whole - free, left), "units up to the most that the school pays")
    elif not limits.weeks:
        same(charged, whole - free, "units after the free ones")
    if charged > whole - free:
        raise DoesNotComeOut("more units than there are")
    return Units(charged * times, (whole - free) * times, divisor)


def _free(whole: Decimal, limits: Limits) -> Decimal:
    if limits.free is None:
        return Decimal(0)
    return max(Decimal(0), min(whole, limits.free - limits.free_before))


def _days_per_week(text: Text) -> Decimal:
    found = text.take(rf" × ({NUMBER})/5 \(({NUMBER}) days? a week(?:, counted as ({NUMBER}))?\)")
    if not found:
        return Decimal(1)
    times, days = number(found[1]), number(found[2])
    if found[3]:
        same(days, Decimal(5), "the days that count otherwise")
    same(times, number(found[3] or found[2]), "days per week")
    return times / 5


def _limits(text: Text) -> Limits:
    found = Limits()
    while text.left:
        found = _limit(text, found)
        if text.left:
            text.need("; ")
    return found


def _limit(text: Text, found: Limits) -> Limits:
    before = rf"(?:, ({NUMBER}) of them before)?"
    if free := text.take(rf"the first ({NUMBER}) (?:is|are) free{before}"):
        return found._replace(free=number(free[1]), free_before=number(free[2] or "0"))
    if most := text.take(rf"the school pays ({NUMBER}) at most{before}"):
        return found._replace(most=number(most[1]), paid_before=number(most[2] or "0"))
    if weeks := text.take(rf"the school pays for the first (\d+) weeks?, ({DATE}) to ({DATE})"):
        first, last = (datetime.strptime(weeks[n], "%d %B %Y") for n in (2, 3))  # noqa: DTZ007
        if last != first + timedelta(weeks=int(weeks[1]), days=-1):
            raise DoesNotComeOut(f"{weeks[0]} are not so many weeks")
        return found._replace(weeks=True)
    if tier := text.take(TIER):
        placed, first_of, last_of = int(tier[1]), int(tier[2]), int(tier[4] or tier[2])
        if placed < first_of or (not tier[3] and placed > last_of):
            raise DoesNotComeOut(f"{tier[0]} does not hold it")
        return found
    days = text.need(rf"({NUMBER}) school days?( of 2 sessions)? at ({NUMBER}) of 5 days a week")
    each = 2 if days[2] else 1
    return found._replace(school_days=number(days[1]) * each * number(days[3]) / 5)
