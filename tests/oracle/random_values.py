"""Seeded chances, days and words for the random books."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

Row = dict[str, Any]

PLACEMENT_HEADINGS = (
    "Placement ref",
    "Episode ref",
    "UPN",
    "Pupil",
    "Date of birth",
    "Year group",
    "Home school",
    "Reserved SEN place",
    "Provider",
    "Scheme",
    "Roll status",
    "Exclusion date",
    "Decision date",
    "Cancelled on",
    "Review status",
    "Review decided on",
    "Left roll on",
    "Start date",
    "End date",
    "Days per week",
    "Days attended",
    "Reinstated on",
    "Admitting school",
    "Admitted on",
    "Left admitting school on",
    "Adjustment order",
    "Order date",
    "FSM",
    "FSM6",
    "IDACI band",
    "EAL",
    "Low prior attainment",
    "Mobility",
    "Looked after",
    "Previously looked after",
    "Service child",
    "EHCP",
    "Old authority",
    "Intermediate authority",
    "Educated from",
    "Notice sent on",
    "PO number",
    "Notes",
)

TRUSTS = ("Alder Trust", "Birch Learning Trust", "Cedar Academies", "Damson Education Trust")
CALENDARS = ("LA", "Alder calendar", "Birch calendar")
MAINSTREAM = ("maintained", "academy", "free school")

# (phase, lowest, highest, overrides that make sense there); 0 is Reception.
AGE_RANGES = (
    ("infant", 0, 2, ("2",)),
    ("junior", 3, 6, ("6",)),
    ("primary", 0, 6, ("2, 6", "6")),
    ("middle", 5, 8, ("8",)),
    ("secondary", 7, 11, ("11", "9,11")),
    ("secondary", 7, 13, ("11,13", "11, 13", "13")),
    ("upper", 9, 13, ("11, 13",)),
    ("all-through", 0, 11, ("6, 11",)),
    ("all-through", 0, 13, ("11, 13", "6,11,13", "R, 11")),
)

# Factor, phases and a plausible middle amount for each.
PUPIL_LED = (
    ("basic_entitlement", {"primary": 3847, "ks3": 5422, "ks4": 6113}),
    ("fsm", {"all": 495}),
    ("fsm6", {"primary": 1060, "secondary": 1555}),
    ("idaci_f", {"primary": 235, "secondary": 340}),
    ("idaci_e", {"primary": 285, "secondary": 450}),
    ("idaci_d", {"primary": 445, "secondary": 635}),
    ("idaci_c", {"primary": 485, "secondary": 695}),
    ("idaci_b", {"primary": 515, "secondary": 745}),
    ("idaci_a", {"primary": 685, "secondary": 950}),
    ("eal", {"primary": 595, "secondary": 1595}),
    ("low_prior_attainment", {"primary": 1175, "secondary": 1785}),
    ("mobility", {"primary": 965, "secondary": 1385}),
)
PREMIUMS = (
    ("pupil_premium_fsm6", {"primary": 1515, "secondary": 1075}),
    ("pupil_premium_lac", {"all": 2630}),
    ("pupil_premium_service", {"all": 350}),
)
NOT_IN_THE_BASE = (("minimum_per_pupil", {"primary": 4955, "secondary": 6465}),)

ONE_DAY = dt.timedelta(days=1)


def days(number: int) -> dt.timedelta:
    """A number of days."""
    return dt.timedelta(days=number)


def chance(rng: random.Random, probability: float) -> bool:
    """True with the given probability."""
    return rng.random() < probability


def date_between(rng: random.Random, first: dt.date, last: dt.date) -> dt.date:
    """Any day from first to last."""
    return first + days(rng.randint(0, max(0, (last - first).days)))


def weekday_from(day: dt.date) -> dt.date:
    """The day itself, or the Monday after a weekend."""
    while day.weekday() >= 5:
        day += ONE_DAY
    return day


def weekday_before(day: dt.date) -> dt.date:
    """The day itself, or the Friday before a weekend."""
    while day.weekday() >= 5:
        day -= ONE_DAY
    return day


def flag(rng: random.Random, probability: float) -> str | None:
    """Y with the given probability, else N or blank."""
    return "Y" if chance(rng, probability) else rng.choice(("N", None))
