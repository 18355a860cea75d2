"""Random placements, valid by the specification, for the random books."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from stdnum.gb import upn

from tests.oracle.random_values import (
    MAINSTREAM,
    ONE_DAY,
    PLACEMENT_HEADINGS,
    Row,
    chance,
    date_between,
    days,
    flag,
    weekday_from,
)


def random_upn(rng: random.Random, excluded: dt.date) -> str:
    """A UPN with a valid check letter, now and then a temporary one."""
    authority = rng.choice(("305", "305", "305", "208", "873"))
    body = f"{authority}{rng.randint(1000, 7999)}{rng.randint(5, excluded.year - 2001):02d}"
    if chance(rng, 0.1):
        body += f"{rng.randint(0, 99):02d}{rng.choice('ABCDEFGH')}"
    else:
        body += f"{rng.randint(0, 999):03d}"
    return upn.calc_check_digit(body) + body


def born_for(rng: random.Random, year_group: int, excluded: dt.date) -> dt.date:
    """A date of birth of this year group (nursery is -1, Reception is 0)."""
    school_year = excluded.year if excluded.month >= 9 else excluded.year - 1
    september = dt.date(school_year - year_group - 5, 9, 1)
    return date_between(rng, september, dt.date(september.year + 1, 8, 31))


def random_exclusion(rng: random.Random, year: int) -> dt.date:
    """A day in, before or after the financial year, with weight on the boundaries."""
    first, last = dt.date(year, 4, 1), dt.date(year + 1, 3, 31)
    kind = rng.random()
    if kind < 0.40:
        day = date_between(rng, first, last)
    elif kind < 0.52:
        day = date_between(rng, first - days(25), first + days(5))
    elif kind < 0.58:
        return rng.choice((first, first - ONE_DAY, last, last + ONE_DAY, first + ONE_DAY))
    elif kind < 0.68:
        day = date_between(rng, last - days(30), last + days(3))
    elif kind < 0.76:
        day = date_between(rng, dt.date(year, 7, 8), dt.date(year, 7, 30))
    elif kind < 0.90:
        day = date_between(rng, first, dt.date(year, 7, 7))
    elif kind < 0.95:
        day = date_between(rng, dt.date(year - 1, 5, 1), dt.date(year, 3, 1))
    else:
        day = date_between(rng, last, dt.date(year + 1, 7, 15))
    return day if chance(rng, 0.05) else weekday_from(day)


def number_of(year_group: Any) -> int:
    """R is 0."""
    return 0 if year_group == "R" else int(year_group)


def takes(school: Row, year_group: int) -> bool:
    """Whether a school has this year group."""
    return number_of(school["Lowest year"]) <= year_group <= number_of(school["Highest year"])


def random_year_group(rng: random.Random, school: Row) -> int:
    """A year group of the school, more often one that leaves; now and then nursery."""
    low, high = number_of(school["Lowest year"]), number_of(school["Highest year"])
    if low == 0 and chance(rng, 0.03):
        return -1
    if chance(rng, 0.25):
        return min(high, 11)
    if low <= 11 <= high and chance(rng, 0.2):
        return 11
    if low < 6 < high and chance(rng, 0.2):
        return rng.choice((2, 6)) if low <= 2 else 6
    return rng.randint(low, high)


def written(rng: random.Random, laestab: str) -> str | int:
    """A LAESTAB as people type it."""
    kind = rng.random()
    if kind < 0.1:
        return f"{laestab[:3]}/{laestab[3:]}"
    if kind < 0.2:
        return int(laestab)
    return laestab


def blank_placement(number: int) -> Row:
    """A row with every heading."""
    row: Row = dict.fromkeys(PLACEMENT_HEADINGS)
    row["Placement ref"] = f"P{number:04d}"
    row["Episode ref"] = f"E{number:04d}"
    return row


def add_pupil(rng: random.Random, row: Row, year_group: int, excluded: dt.date) -> None:
    """Who it is, and the flags that bear on funding."""
    show: Any = year_group
    if year_group == -1:
        show = "N"
    elif year_group == 0:
        show = "R"
    row["Year group"] = show
    row["UPN"] = random_upn(rng, excluded) if chance(rng, 0.97) else "UN1"
    row["Pupil"] = rng.choice("ABCDEFGHJKLM") + rng.choice("NPRSTVWY")
    row["Date of birth"] = born_for(rng, year_group, excluded)
    row["FSM6"] = flag(rng, 0.4)
    row["FSM"] = flag(rng, 0.7 if row["FSM6"] == "Y" else 0.05)
    row["IDACI band"] = rng.choice((None, "A", "B", "C", "D", "E", "F", "G"))
    row["EAL"] = flag(rng, 0.25)
    row["Low prior attainment"] = flag(rng, 0.3)
    row["Mobility"] = flag(rng, 0.15)
    row["Service child"] = flag(rng, 0.15)
    row["EHCP"] = flag(rng, 0.2)
    care = rng.random()
    row["Looked after"] = "Y" if care < 0.12 else rng.choice(("N", None))
    row["Previously looked after"] = "Y" if 0.12 <= care < 0.24 else rng.choice(("N", None))


def add_leaver(rng: random.Random, row: Row, left: dt.date) -> dt.date:
    """A pupil who left the roll otherwise. Gives the day after which later events may fall."""
    row["Scheme"] = "LEAVER"
    row["Left roll on"] = left
    return left


def add_exclusion(rng: random.Random, row: Row, excluded: dt.date, settings: Row) -> dt.date:
    """A permanent exclusion. Gives the day after which later events may fall."""
    row["Scheme"] = "PEX"
    row["Exclusion date"] = excluded
    latest = excluded
    if settings["Count starts"] == "decision date" or chance(rng, 0.4):
        row["Decision date"] = excluded + days(rng.choice((0, 1, 7, 10, 14, 15, 20, 30)))
        latest = max(latest, row["Decision date"])
    if settings["Count starts"] == "off-roll date" or chance(rng, 0.3):
        row["Left roll on"] = latest + days(rng.choice((0, 0, 1, 5, 8, 15, 25)))
        latest = row["Left roll on"]
    return latest


def add_review(rng: random.Random, row: Row, latest: dt.date, year: int) -> dt.date:
    """Perhaps a review, and perhaps the order that may follow it."""
    kind = rng.random()
    if kind < 0.12:
        row["Review status"] = "open"
        return latest
    if kind > 0.35:
        return latest
    row["Review status"] = "closed"
    row["Review decided on"] = latest + days(rng.randint(10, 60))
    if chance(rng, 0.65):
        row["Adjustment order"] = "Y"
        row["Order date"] = row["Review decided on"] + days(rng.choice((0, 0, 5, 10, 30)))
        if chance(rng, 0.1):
            row["Order date"] = max(row["Order date"], dt.date(year + 1, 4, 1))
        elif chance(rng, 0.1):
            row["Order date"] = max(row["Order date"], dt.date(year + 1, 3, 31))
        elif chance(rng, 0.1):
            row["Order date"] = max(row["Order date"], dt.date(year, 4, 1))
    else:
        row["Adjustment order"] = rng.choice(("N", None))
    return latest


def add_admission(
    rng: random.Random, row: Row, latest: dt.date, schools: list[Row], year_group: int, year: int
) -> Row | None:
    """Admission to another school of any kind, in or out of the period."""
    home = row["Home school"]
    others = [s for s in schools if s["LAESTAB"] != home and takes(s, max(year_group, 0))]
    mainstream = [s for s in others if s["Type"] in MAINSTREAM]
    if mainstream and chance(rng, 0.7):
        others = mainstream
    if not others:
        return None
    school = rng.choice(others)
    gap = rng.choice((1, 2, 4, 6, 9, 15, 22, 35, 60, 90, 120, 200))
    admitted = weekday_from(latest + days(gap))
    if chance(rng, 0.08):
        admitted = max(admitted, dt.date(year, 4, 1))
    elif chance(rng, 0.08):
        admitted = max(admitted, dt.date(year + 1, rng.choice((3, 4)), rng.choice((1, 24, 30))))
    row["Admitting school"] = school["LAESTAB"]
    row["Admitted on"] = admitted
    if chance(rng, 0.3):
        row["Left admitting school on"] = admitted + days(rng.choice((0, 3, 6, 7, 20, 48, 90, 200)))
    return school


def add_reinstatement(rng: random.Random, row: Row, latest: dt.date, year: int) -> None:
    """Reinstatement at once, around the relevant date, later, or after the year."""
    left: dt.date | None = row["Left admitting school on"]
    if left is not None:
        latest = max(latest, left)
    elif row["Admitted on"] is not None:
        row["Left admitting school on"] = row["Admitted on"] + days(rng.choice((10, 30, 60)))
        latest = max(latest, row["Left admitting school on"])
    reinstated = latest + days(rng.choice((0, 1, 4, 7, 8, 9, 10, 14, 20, 35, 60, 100)))
    if chance(rng, 0.08):
        reinstated = max(reinstated, dt.date(year + 1, 4, rng.randint(1, 20)))
    if reinstated <= (row["Exclusion date"] or row["Left roll on"]):
        reinstated += ONE_DAY
    row["Reinstated on"] = reinstated


def add_authorities(rng: random.Random, row: Row, school: Row) -> None:
    """Perhaps other authorities: the old one, one that taught in between, and from when."""
    foreign = school["Type"] == "other authority"
    if not foreign and not chance(rng, 0.25):
        return
    kind = rng.random()
    if foreign and kind < 0.5:
        row["Old authority"] = school["LAESTAB"][:3]
    elif not foreign and kind < 0.6:
        row["Old authority"] = "305"
    elif not foreign and kind < 0.75:
        row["Old authority"] = rng.choice(("208", "303"))
    began = row["Exclusion date"]
    if began is None:
        return
    if chance(rng, 0.35):
        row["Intermediate authority"] = rng.choice(("305", "207", "208"))
    elif row["Old authority"] == "305" and row["Admitting school"] is None:
        row["Intermediate authority"] = rng.choice(("207", "208"))
    if row["Intermediate authority"] is not None or chance(rng, 0.4):
        row["Educated from"] = began + days(rng.choice((0, 0, 3, 14, 40, 90, 300)))


def random_placement(rng: random.Random, number: int, book: Row, year: int) -> Row:
    """One statutory placement."""
    row = blank_placement(number)
    schools = book["schools"]
    mainstream = [s for s in schools if s["Type"] in MAINSTREAM]
    school = rng.choice(mainstream if chance(rng, 0.92) else schools)
    excluded = random_exclusion(rng, year)
    year_group = random_year_group(rng, school)
    fill_placement(rng, row, book, year, school, excluded, year_group)
    return row


def fill_placement(
    rng: random.Random,
    row: Row,
    book: Row,
    year: int,
    school: Row,
    excluded: dt.date,
    year_group: int,
) -> None:
    """Everything about a placement whose school, date and year group are known."""
    row["Home school"] = school["LAESTAB"]
    row["Reserved SEN place"] = flag(rng, 0.05)
    row["Roll status"] = "off roll"
    add_pupil(rng, row, year_group, excluded)
    if chance(rng, 0.2):
        latest = add_leaver(rng, row, excluded)
    else:
        latest = add_exclusion(rng, row, excluded, book["settings"])
        latest = add_review(rng, row, latest, year)
        if chance(rng, 0.06):
            row["Cancelled on"] = latest + days(rng.choice((0, 1, 5, 12)))
            return
    if chance(rng, 0.45):
        add_admission(rng, row, latest, book["schools"], year_group, year)
    if chance(rng, 0.2):
        add_reinstatement(rng, row, latest, year)
    add_authorities(rng, row, school)
    if row["Old authority"] is not None and row["Reinstated on"] is None and chance(rng, 0.6):
        add_reinstatement(rng, row, max(latest, row["Educated from"] or latest), year)
    if row["Adjustment order"] == "Y" and chance(rng, 0.5):
        # The order follows where the school does not reinstate.
        row["Reinstated on"] = None
