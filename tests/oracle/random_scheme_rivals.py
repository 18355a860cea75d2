"""Places under a scheme told twice, in random books: which rows that holds, with a ledger or not.

Written from the specification alone: of rows with one scheme, provider, pupil and school that share
a day none is charged, unless one of them is in the Ledger, which then goes on alone.
"""

from __future__ import annotations

import datetime as dt
import random
from itertools import combinations

from tests.oracle.random_values import Row, chance, days

OPEN = dt.date.max


def with_second_places(rng: random.Random, placements: list[Row], case: Row) -> list[Row]:
    """Add up to six rows for places that stand there already: some for the same days, some not."""
    tiered = {row["Scheme"] for row in case["schemes"] if "Tier from" in row}
    rows = [dict(row) for row in placements]
    able = [row for row in rows if row["Scheme"] not in tiered and row["UPN"] != "UN1"]
    for number in range(rng.randint(2, 6) if able else 0):
        row = rng.choice(able)
        rival = dict(row) | {
            "Placement ref": f"AGAIN{number}",
            "Episode ref": rng.choice((row["Episode ref"], f"OTHER{number}")),
        }
        _another_time(rng, row, rival)
        if chance(rng, 0.15):
            rival["Provider"] = "AP2"
        rows.insert(rng.randint(0, len(rows)), rival)
    return rows


def _another_time(rng: random.Random, row: Row, rival: Row) -> None:
    """Give the second row days of its own: beside, across the last day, or after it."""
    end = row["End date"]
    first = row["Start date"] + days(rng.choice((-20, -1, 0, 1, 12)))
    if end is not None and chance(rng, 0.5):
        first = end + days(rng.choice((0, 1, 9)))
    rival["Start date"] = first
    rival["End date"] = rng.choice((None, first + days(30)))
    if rival["Left roll on"] is not None:
        rival["Left roll on"] = first
    rival["Days per week"] = rng.choice(("2", "3.5"))


def held_second_places(rows: list[Row], posted: frozenset[str] = frozenset()) -> set[str]:
    """Return the references of the rows that another row's place holds, given what is posted."""
    held = set()
    for a, b in combinations(rows, 2):
        same = all(_told(a, h) == _told(b, h) for h in ("Scheme", "Provider", "UPN", "Home school"))
        if not same or a["UPN"] == "UN1" or a["Cancelled on"] or b["Cancelled on"]:
            continue
        if a["Start date"] <= (b["End date"] or OPEN) and b["Start date"] <= (
            a["End date"] or OPEN
        ):
            pair = {str(a["Placement ref"]), str(b["Placement ref"])}
            known = pair & posted
            held |= pair - known if len(known) == 1 else pair
    return held


def _told(row: Row, heading: str) -> str:
    return str(row[heading]).replace("/", "").replace(" ", "")
