"""Books and placements for the sums worked by hand. All pupils and schools are invented."""

from __future__ import annotations

import datetime as dt
from typing import Any

Row = dict[str, Any]
D = dt.date

TERMS = (
    ("Autumn 2023", D(2023, 9, 4), D(2023, 12, 20)),
    ("Spring 2024", D(2024, 1, 3), D(2024, 3, 28)),
    ("Summer 2024", D(2024, 4, 15), D(2024, 7, 23)),
    ("Autumn 2024", D(2024, 9, 2), D(2024, 12, 20)),
    ("Spring 2025", D(2025, 1, 6), D(2025, 4, 4)),
    ("Summer 2025", D(2025, 4, 22), D(2025, 7, 22)),
    ("Autumn 2025", D(2025, 9, 1), D(2025, 12, 19)),
    ("Spring 2026", D(2026, 1, 5), D(2026, 4, 2)),
    ("Summer 2026", D(2026, 4, 20), D(2026, 7, 21)),
    ("Autumn 2026", D(2026, 9, 1), D(2026, 12, 18)),
)
CLOSURES = (("October half term 2025", D(2025, 10, 20), D(2025, 10, 31)),)

RATES = (
    ("basic_entitlement", "primary", "3847.00", "before ACA"),
    ("basic_entitlement", "ks3", "5422.00", "before ACA"),
    ("basic_entitlement", "ks4", "6113.00", "before ACA"),
    ("fsm", "all", "495.00", "before ACA"),
    ("fsm6", "primary", "1060.00", "before ACA"),
    ("fsm6", "secondary", "1555.00", "before ACA"),
    ("idaci_c", "secondary", "695.00", "local value"),
    ("eal", "secondary", "1595.00", "before ACA"),
    ("low_prior_attainment", "secondary", "1785.00", "before ACA"),
    ("mobility", "secondary", "1385.00", "before ACA"),
    ("minimum_per_pupil", "secondary", "6465.00", "before ACA"),
    ("pupil_premium_fsm6", "primary", "1515.00", "local value"),
    ("pupil_premium_fsm6", "secondary", "1075.00", "local value"),
    ("pupil_premium_lac", "all", "2630.00", "local value"),
    ("pupil_premium_service", "all", "350.00", "local value"),
)

MAINTAINED = "3054001"  # Years 7 to 11
ACADEMY = "3054002"  # Years 7 to 13, Alder Trust
PRIMARY = "3052001"
FREE_SCHOOL = "3054003"  # Years 7 to 11, Birch Trust
SPECIAL = "3057001"
PRU = "3051101"
AP_ACADEMY = "3057000"
OTHER = "2084001"


def school(laestab: str, kind: str, low: Any, high: Any, trust: str | None = None) -> Row:
    return {
        "LAESTAB": laestab,
        "Type": kind,
        "Lowest year": low,
        "Highest year": high,
        "Leaving years": None,
        "Trust": trust,
        "Calendar": None,
        "Open from": None,
        "Open to": None,
    }


def make_book(**settings: Any) -> Row:
    """Financial year 2025-26, defaults, as at 31 March 2027 (nothing is held)."""
    calendar = [
        {"Calendar": "LA", "Kind": "term", "Name": name, "From": first, "To": last}
        for name, first, last in TERMS
    ]
    calendar += [
        {"Calendar": "LA", "Kind": "closure", "Name": name, "From": first, "To": last}
        for name, first, last in CLOSURES
    ]
    return {
        "settings": {"Financial year": "2025-26", **settings},
        "schools": [
            school(MAINTAINED, "maintained", 7, 11),
            school(ACADEMY, "academy", 7, 13, "Alder Trust"),
            school(PRIMARY, "maintained", "R", 6),
            school(FREE_SCHOOL, "free school", 7, 11, "Birch Trust"),
            school(SPECIAL, "special", "R", 13),
            school(PRU, "PRU", 1, 11),
            school(AP_ACADEMY, "AP academy", 5, 11, "Cedar Trust"),
            school(OTHER, "other authority", 7, 11),
        ],
        "agreements": [],
        "rates": [
            {
                "Factor": factor,
                "Phase": phase,
                "Amount": amount,
                "Unit": "year",
                "Basis": basis,
                "Valid from": D(2025, 4, 1),
                "Valid to": None,
                "Status": "approved",
            }
            for factor, phase, amount, basis in RATES
        ],
        "calendar": calendar,
        "as_at": D(2027, 3, 31),
    }


def pex(excluded: dt.date, **more: Any) -> Row:
    """A Year 9 pupil of the maintained school, permanently excluded."""
    row: Row = {
        "Placement ref": "P1",
        "Episode ref": "E1",
        "Year group": 9,
        "Home school": MAINTAINED,
        "Scheme": "PEX",
        "Exclusion date": excluded,
    }
    row.update({heading.replace("_", " "): value for heading, value in more.items()})
    return row


def amounts(lines: list[Row]) -> list[tuple[str, str, str]]:
    """Component, amount and status of each line."""
    return [(line["Component"], str(line["Amount"]), line["Status"]) for line in lines]


# 23 September 2025 (Tuesday) -> 24, 25, 26, 29, 30 September, 1 October: day six is 1 October.
DAY_SIX_1_OCTOBER = D(2025, 9, 23)
# 10 April to 21 April 2025 is holiday; excluded Tue 22 April 2025: 23, 24, 25, 28, 29, 30 April.
DAY_SIX_30_APRIL = D(2025, 4, 22)
