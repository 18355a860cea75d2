"""Invented pupils and placements, the same for the same seed. Nobody here exists.

UPNs have right check letters but establishment numbers from 9900 up, which no school bears, so
that no invented pupil can meet a real one. There is no clock in here: the dates follow from the
seed and from the days that are given.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from string import ascii_uppercase

from stdnum.gb import upn as stdnum_upn

Row = dict[str, str]

ISSUING_AUTHORITIES = (
    "305", "305", "305", "303", "208", "210", "209", "306", "203", "886", "305", "919", "845",
)  # fmt: skip
"""The authorities whose numbers invented UPNs carry: mostly one's own, some neighbours."""
FIRST_ESTABLISHMENT = 9900
_DIFFERENT = tuple(dict.fromkeys(ISSUING_AUTHORITIES))
_SERIALS = 999
_ESTABLISHMENTS = 100
_SIXTH = 6


@dataclass(frozen=True, slots=True)
class Pupil:
    """An invented pupil."""

    upn: str
    initials: str
    date_of_birth: date


def upn(number: int, entry_year: int) -> str:
    """Return the UPN of invented pupil `number`, who entered school in `entry_year`.

    Different numbers have different UPNs, up to about a million.
    """
    block, within = divmod(number, _SERIALS * _ESTABLISHMENTS)
    usual = _DIFFERENT.index(ISSUING_AUTHORITIES[within % len(ISSUING_AUTHORITIES)])
    authority = _DIFFERENT[(usual + block) % len(_DIFFERENT)]
    establishment, serial = divmod(within, _SERIALS)
    body = f"{authority}{FIRST_ESTABLISHMENT + establishment}{entry_year % 100:02d}{serial + 1:03d}"
    return stdnum_upn.calc_check_digit(body) + body


def school_year(day: date) -> int:
    """Return the year in which the school year of a day begins."""
    return day.year if day.month >= 9 else day.year - 1


def pupil(rng: random.Random, number: int, year_group: int, day: date) -> Pupil:
    """Invent pupil `number`, who is in `year_group` (Reception 0, nursery -1) on a day."""
    turns_five = school_year(day) - year_group  # the school year of Reception
    born = date(turns_five - 5, 9, 1) + timedelta(days=rng.randrange(365))
    initials = f"{rng.choice(ascii_uppercase)}.{rng.choice(ascii_uppercase)}."
    return Pupil(upn(number, turns_five), initials, born)


def placements(
    count: int,
    seed: int,
    schools: Sequence[Mapping[str, str]],
    days: Sequence[date],
    as_at: date,
) -> Iterator[Row]:
    """Yield `count` invented placement rows for the schools of a Schools table.

    `days` are the school days on which pupils are excluded or leave, six or more of them after
    the last such day; `as_at` is the day of the sheet, after which nothing has happened yet. The
    mix is realistic: some give warnings, none an error.
    """
    rng = random.Random(seed)
    mainstream = _mainstream(schools)
    admitting = [s for s in schools if s in mainstream and s["Phase"] == "Secondary"]
    outside = [s for s in schools if s["Type"] in ("special", "AP academy", "other authority")]
    for number in range(count):
        school = rng.choice(outside if outside and rng.random() < 0.04 else mainstream)
        at = rng.randrange(len(days) - _SIXTH)
        day, start = days[at], days[at + _SIXTH]
        year_group = _year_group(rng, school)
        who = pupil(rng, number, year_group, day)
        row = {
            "Placement ref": f"GEN-{number + 1:06d}",
            "Episode ref": f"EPG-{number + 1:06d}",
            "UPN": who.upn,
            "Pupil": who.initials,
            "Date of birth": who.date_of_birth.isoformat(),
            "Year group": "R" if year_group == 0 else str(year_group),
            "Home school": school["LAESTAB"],
            "Provider": "BTA" if rng.random() < 0.8 else "HHT",
            "Roll status": "off roll",
            "Days per week": "5",
            "PO number": f"PO-{rng.randrange(10_000, 99_999)}",
        }
        if start <= as_at:
            row["Start date"] = start.isoformat()
        other = rng.choice([s for s in admitting if s["LAESTAB"] != school["LAESTAB"]])
        row |= _story(rng, (day, start), as_at, other["LAESTAB"])
        row |= _circumstances(rng, year_group)
        yield row


def _mainstream(schools: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    """Return the mainstream schools that are open throughout, secondary schools thrice."""
    mainstream = [
        s
        for s in schools
        if s["Type"] in ("maintained", "academy", "free school")
        and not s.get("Open from")
        and not s.get("Open to")
    ]
    return [s for s in mainstream for _ in range(4 if s["Phase"] == "Secondary" else 1)]


def _year_group(rng: random.Random, school: Mapping[str, str]) -> int:
    """Return a year group of the school, Reception to Year 11, older ones more often."""
    lowest = {"": 0, "R": 0}.get(school["Lowest year"])
    low = int(school["Lowest year"]) if lowest is None else lowest
    high = min(11, int(school["Highest year"] or 11))
    return max(rng.randint(low, max(low, high)), rng.randint(low, max(low, high)))


def _story(rng: random.Random, when: tuple[date, date], as_at: date, other_school: str) -> Row:
    """Return what happened, an exclusion or a leaver, and what came of it by `as_at`.

    `when` is the day on which it happened and the sixth school day after it.
    """
    day, start = when
    if rng.random() < 0.06:
        return {"Scheme": "LEAVER", "Left roll on": day.isoformat()}
    row = {"Scheme": "PEX", "Exclusion date": day.isoformat()}
    fate = rng.random()
    later = max(day + timedelta(days=rng.randrange(30, 120)), start + timedelta(days=10))
    later -= timedelta(days=max(0, later.weekday() - 4))  # Friday instead of a weekend
    if fate < 0.02:
        return row | {"Cancelled on": min(day + timedelta(days=3), as_at).isoformat()}
    if fate < 0.10 and later > day + timedelta(days=90):
        return row | {"Review status": "open"}
    if later > as_at or fate > 0.28:
        return row
    if fate < 0.06:
        return row | {"Reinstated on": later.isoformat()}
    if fate < 0.12:
        return row | {
            "Review status": "closed",
            "Review decided on": later.isoformat(),
            "Adjustment order": "Y",
            "Order date": later.isoformat(),
        }
    return row | {
        "Admitting school": other_school,
        "Admitted on": later.isoformat(),
        "End date": (later - timedelta(days=1)).isoformat(),
    }


def _circumstances(rng: random.Random, year_group: int) -> Row:
    """Return the flags of one pupil, in the proportions found among excluded pupils."""
    row: Row = {}
    poor = rng.random() < 0.55
    if poor:
        row["FSM6"] = "Y"
        if rng.random() < 0.85:
            row["FSM"] = "Y"
    if rng.random() < 0.5:
        row["IDACI band"] = rng.choice("ABCDEFG")
    for heading, chance in (
        ("EAL", 0.12),
        ("Low prior attainment", 0.45),
        ("Mobility", 0.05),
        ("EHCP", 0.1),
    ):
        if rng.random() < chance:
            row[heading] = "Y"
    care = rng.random()
    if care < 0.02:
        row["Looked after"] = "Y"
        row.pop("FSM6", None)
        row.pop("FSM", None)
    elif care < 0.04:
        row["Previously looked after"] = "Y"
    elif care < 0.05 and year_group < 12:
        row["Service child"] = "Y"
    row.setdefault("FSM6", "N")
    return row
