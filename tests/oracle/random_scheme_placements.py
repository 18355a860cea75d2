"""Seeded random placements under local schemes, with their dated changes."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from tests.oracle.random_placements import add_pupil, blank_placement, written
from tests.oracle.random_schemes import random_scheme_book
from tests.oracle.random_values import Row, chance, date_between, days

FEWEST_DAYS = ("0.5", "1", "2", "2.5", "4", "5")


def random_start(rng: random.Random, year: int) -> dt.date:
    """A first day: mostly in the year, some before, a few on or after its end."""
    first, last = dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
    kind = rng.random()
    if kind < 0.65:
        return date_between(rng, first, last)
    if kind < 0.9:
        return date_between(rng, dt.date(year - 1, 4, 1), first)
    return rng.choice((first, last, last + days(1), last - days(7), first - days(1)))


def changes_for(rng: random.Random, row: Row, start: dt.date) -> list[Row]:
    """Up to three dated changes, at most one of a kind but two of Days per week."""
    made = []

    def add(what: str, value: Any, first: dt.date, last: dt.date | None, charged: Any) -> None:
        made.append({
            "Placement ref": row["Placement ref"], "From": first, "To": last, "What changes": what,
            "New value": value, "Chargeable": charged,
        })  # fmt: skip

    def some_day() -> dt.date:
        return start + days(rng.choice((0, 3, 14, 40, 90, 150, 250)) + rng.randint(0, 9))

    def perhaps_to(first: dt.date) -> dt.date | None:
        return first + days(rng.randint(0, 60)) if chance(rng, 0.5) else None

    if chance(rng, 0.3):
        first = some_day()
        second = first + days(rng.randint(10, 90))
        add("Days per week", rng.choice(FEWEST_DAYS), first, None, rng.choice((None, "Y")))
        if chance(rng, 0.5):
            add(
                "Days per week",
                rng.choice(FEWEST_DAYS),
                second,
                None,
                rng.choice((None, None, "N")),
            )
    if chance(rng, 0.25):
        first = some_day()
        to = first + days(rng.randint(0, 40)) if chance(rng, 0.9) else None
        add("Pause", None, first, to, rng.choice((None, None, "N", "Y")))
    if chance(rng, 0.2):
        first = some_day()
        add("EHCP", "N" if row["EHCP"] == "Y" else "Y", first, perhaps_to(first), None)
    if chance(rng, 0.15):
        first = some_day()
        value = "N" if row["Looked after"] == "Y" else "Y"
        add("Looked after", value, first, perhaps_to(first), None)
    if chance(rng, 0.2) and isinstance(row["Year group"], int) and row["Year group"] < 13:
        add("Year group", str(row["Year group"] + 1), some_day(), None, None)
    if chance(rng, 0.05):
        add("Provider", "AP2", some_day(), None, None)
    return made


def needs_agreed_amount(rows: list[Row]) -> bool:
    """Whether any row of a scheme asks for the amount agreed for the pupil."""
    return any(
        row["Base"] == "agreed amount" or row.get("Extra rate") == "agreed amount" for row in rows
    )


def random_scheme_placement(rng: random.Random, number: int, book: Row) -> Row:
    """One placement under one of the book's schemes."""
    codes = sorted({row["Scheme"] for row in book["schemes"]})
    code = "S0" if number <= 6 else rng.choice(codes)
    rows = [row for row in book["schemes"] if row["Scheme"] == code]
    row = blank_placement(number)
    row["Agreed amount"] = row["Hours"] = None
    start = random_start(rng, book["year"])
    add_pupil(rng, row, rng.randint(0, 13), start)
    schools = sorted({school["LAESTAB"] for school in book["schools"]})
    if "Tier from" in rows[0]:  # so that one school has several
        schools = [book["schools"][0]["LAESTAB"]]
    row["Home school"] = written(rng, rng.choice(schools))
    row["Scheme"] = code
    row["Roll status"] = "dual"
    row["Provider"] = "AP1"
    row["Reserved SEN place"] = "Y" if chance(rng, 0.03) else None
    if rows[0].get("Starts") == "off-roll date":
        row["Left roll on"] = start
        row["Start date"] = start + days(rng.choice((0, 0, 10, -10)))
    else:
        row["Start date"] = start
    begins = max(start, row["Start date"])
    if chance(rng, 0.6):
        length = rng.choice((0, 6, 7, 13, 27, 40, 90, 200, 300))
        row["End date"] = begins + days(length + rng.randint(0, 6))
    row["Days per week"] = rng.choice((None, *FEWEST_DAYS))
    measure = rows[0]["Measure"]
    if measure == "school days attended" and not chance(rng, 0.03):
        row["Days attended"] = rng.choice((1, 5, 12, "7.5", 33, 80))
    if measure == "hours" and not chance(rng, 0.03):
        row["Hours"] = rng.choice((1, "2.5", 10, 40, "127.25"))
    if needs_agreed_amount(rows) and not chance(rng, 0.02):
        yearly = rows[0]["Base"] in ("pupil-led funding", "basic entitlement")
        row["Agreed amount"] = rng.choice(("4000", "7512.35") if yearly else ("80", "95.50", "61"))
    if any(int(r.get("Notice days") or 0) for r in rows) and chance(rng, 0.85):
        row["Notice sent on"] = start + days(rng.choice((-30, -14, -13, 0, 5, 30)))
    if chance(rng, 0.03):
        row["Cancelled on"] = start
    book["changes"].extend(changes_for(rng, row, start))
    return row


def random_scheme_case(rng: random.Random) -> tuple[list[Row], Row]:
    """Some 30 placements and their book."""
    book = random_scheme_book(rng)
    placements = [random_scheme_placement(rng, number, book) for number in range(1, 31)]
    rng.shuffle(placements)
    return placements, book
