"""Seeded random placements and books, valid by the specification, over a wide space.

``random_case(rng)`` gives a list of 1 to 30 placements and a book as `naive.charge_lines` takes
them. Everything is invented: pupils, schools, trusts, amounts. UPNs carry valid check letters.
Nothing here should be an error in the sense of the workbook page; warnings (draft rates, dates in
the future, days that are no school days, FSM without FSM6, a closed school) do occur.
"""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from tests.oracle.random_placements import (
    blank_placement,
    fill_placement,
    random_placement,
    takes,
    written,
)
from tests.oracle.random_tables import (
    random_agreements,
    random_calendar,
    random_rates,
    random_schools,
    random_settings,
)
from tests.oracle.random_values import CALENDARS, Row, chance, date_between, days, weekday_from


def second_exclusion(
    rng: random.Random, number: int, first: Row, book: Row, year: int
) -> Row | None:
    """The same pupil excluded again, by the school that had admitted them: a new episode."""
    admitted = first["Admitted on"]
    if admitted is None or first["Reinstated on"] is not None or first["UPN"] == "UN1":
        return None
    schools = [s for s in book["schools"] if s["LAESTAB"] == first["Admitting school"]]
    excluded = weekday_from(admitted + days(rng.randint(5, 120)))
    began = first["Exclusion date"] or first["Left roll on"]
    school_year = began.year - (began.month < 9)
    later = excluded.year - (excluded.month < 9)
    old_year: Any = {"R": 0, "N": -1}.get(first["Year group"], first["Year group"])
    year_group = int(old_year) + later - school_year
    if excluded > dt.date(year + 2, 3, 1) or not takes(schools[0], year_group):
        return None
    row = blank_placement(number)
    fill_placement(rng, row, book, year, schools[0], excluded, year_group)
    row["UPN"] = first["UPN"]
    row["Pupil"] = first["Pupil"]
    row["Date of birth"] = first["Date of birth"]
    left = row["Left roll on"] or excluded
    first["Left admitting school on"] = max(left, excluded)
    return row


def random_case(rng: random.Random, other_schemes: tuple[str, ...] = ()) -> tuple[list[Row], Row]:
    """1 to 30 valid placements and their book; rows of other schemes only where codes are given."""
    year = rng.choice((2025, 2025, 2025, 2024, 2026, 2023))
    schools = random_schools(rng, year)
    book: Row = {
        "settings": random_settings(rng, year),
        "schools": schools,
        "agreements": random_agreements(rng, schools, year),
        "rates": random_rates(rng, year),
        "calendar": [row for name in CALENDARS for row in random_calendar(rng, name, year)],
        "as_at": date_between(rng, dt.date(year, 5, 1), dt.date(year + 1, 7, 31)),
    }
    placements: list[Row] = []
    wanted = rng.choice((1, 2, rng.randint(3, 30), rng.randint(3, 30)))
    while len(placements) < wanted:
        number = len(placements) + 1
        row = random_placement(rng, number, book, year)
        if other_schemes and chance(rng, 0.1):
            row["Scheme"] = rng.choice(other_schemes)
            row["Start date"] = row["Exclusion date"] or row["Left roll on"]
        placements.append(row)
        if len(placements) < wanted and row["Scheme"] in ("PEX", "LEAVER") and chance(rng, 0.25):
            again = second_exclusion(rng, number + 1, row, book, year)
            if again is not None:
                placements.append(again)
    if chance(rng, 0.5):
        # On the last day of a hold, or the first day after it.
        row = rng.choice(placements)
        began = row["Exclusion date"] or row["Left roll on"]
        book["as_at"] = began + days(int(book["settings"]["Hold days"]) - rng.choice((0, 1)))
    if chance(rng, 0.5):
        book["settings"]["As-at date"] = book["as_at"]
    for row in placements:
        row["Home school"] = written(rng, row["Home school"])
        if row["Admitting school"] is not None:
            row["Admitting school"] = written(rng, row["Admitting school"])
    rng.shuffle(placements)
    for row in book["rates"]:
        if chance(rng, 0.03):
            row["Amount"] = "0.00"
    return placements, book
