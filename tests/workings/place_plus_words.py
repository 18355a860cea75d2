"""The working of a line of place-plus funding, done again by what it says."""

from __future__ import annotations

import re
from decimal import Decimal

from tests.workings.calculator import MONEY, NUMBER, DoesNotComeOut, number, penny, same
from tests.workings.names import DATE

PLACES = rf"(?:Places|Top-up): ({MONEY}) × (\d+) places = ({MONEY})"
COUNTED = rf"Occupancy: (\d+) pupils? on {DATE}; ({NUMBER})% of (\d+) places is ({NUMBER})"
BACK = (
    rf": below it, so ({NUMBER})% × ({MONEY}) × ({NUMBER}) \(({NUMBER}) − (\d+)\)"
    rf" (pupils below the threshold|vacant places) = ({MONEY}) comes back \(reading: [a-z ]+\)"
)


def worked_out(working: str) -> Decimal:
    """Return the pounds that a line of the reconciliation comes to; what comes back is negative."""
    places = re.fullmatch(PLACES, working)
    if places:
        same(number(places[3]), penny(number(places[1]) * number(places[2])), "the places")
        return number(places[3])
    counted = re.match(COUNTED, working)
    if counted is None:
        raise DoesNotComeOut(working)
    pupils, threshold, of, full = map(number, counted.groups())
    same(full, threshold * of / 100, "the threshold")
    rest = working[counted.end() :]
    if rest == ": not below it, so nothing is adjusted":
        same(pupils, max(pupils, full), "the pupils")
        return Decimal("0.00")
    back = re.fullmatch(BACK, rest)
    if back is None:
        raise DoesNotComeOut(rest)
    share, top_up, missing, upper, there = map(number, back.groups()[:5])
    same(there, pupils, "the pupils")
    same(upper, full if back[6].startswith("pupils") else of, "what they are counted against")
    same(missing, upper - there, "the pupils or places that are missing")
    same(number(back[7]), penny(share * top_up * missing / 100), "what comes back")
    return -number(back[7])
