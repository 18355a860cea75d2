"""Seeded random local schemes with their schools, rates and agreements, valid by the contract.

``random_scheme_book(rng)`` gives a book as `naive_schemes.scheme_lines` takes it, with no placement
(`random_scheme_placements` makes those). Rows that the contract calls contradictory are not made.
"""

from __future__ import annotations

import datetime as dt
import random

from tests.oracle.random_tables import random_calendar, random_laestab, random_rates
from tests.oracle.random_values import CALENDARS, ONE_DAY, TRUSTS, Row, chance, date_between, days

YEARLY = ("pupil-led funding", "basic entitlement")
MEASURES = {
    "complete weeks": ("52", "52", "48"),
    "school weeks": ("38", "39"),
    "school days agreed": ("190", "195"),
    "school days attended": ("190", "189.5"),
    "hours": ("950", "855"),
    "sessions": ("380", "378"),
    "terms": ("3", "6"),
    "event": ("1", "1", "2"),
}
"""Each measure, and denominators that leave a yearly base at a year's sum or below."""
BY_DAYS = ("complete weeks", "school weeks", "terms", "event")
PRICES = {"unit_rate": 95, "extra_rate": 40, "school_rate": 60, "authority_rate": 45}
"""The factors that schemes name, and a middle amount."""


def scheme_settings(rng: random.Random, year: int) -> Row:
    """The settings that bear on local schemes."""
    return {
        "Financial year": f"{year}-{(year + 1) % 100:02d}",
        "Complete weeks": rng.choice(("inclusive", "exclusive", "calendar")),
        "Pupil-led funding": rng.choice(("all factors", "all factors", "basic entitlement")),
        "Pupil premium": rng.choice(("redetermined", "redetermined", "left alone")),
        "Area cost adjustment": rng.choice((1, "1.0827")),
    }


def scheme_schools(rng: random.Random, year: int) -> list[Row]:
    """Mainstream schools; some convert or close in or near the year, with other calendars."""
    rows: list[Row] = []
    used: set[str] = set()
    for number in range(6):
        kind = rng.choice(("maintained", "maintained", "maintained", "academy", "free school",
                           "special", "PRU", "AP academy", "other authority"))  # fmt: skip
        row: Row = {
            "LAESTAB": random_laestab(rng, used),
            "URN": str(100000 + 10 * number),
            "School": f"Example School {number}",
            "Type": kind,
            "Phase": "all-through",
            "Lowest year": "R",
            "Highest year": 13,
            "Leaving years": None,
            "Trust": None if kind == "maintained" else rng.choice(TRUSTS),
            "Calendar": rng.choice((None, *CALENDARS)),
            "Settlement": "budget adjustment" if kind == "maintained" else "invoice",
            "Cost centre": f"CC{number}",
            "Open from": None,
            "Open to": None,
            "Successor": None,
        }
        rows.append(row)
        day = date_between(rng, dt.date(year - 1, 9, 1), dt.date(year + 1, 3, 31))
        if kind == "maintained" and chance(rng, 0.5):
            row["Open to"] = day - ONE_DAY
            again = {"URN": str(100001 + 10 * number), "Type": "academy", "Open from": day,
                     "Open to": None, "Trust": rng.choice(TRUSTS), "Settlement": "invoice",
                     "Calendar": rng.choice((None, *CALENDARS))}  # fmt: skip
            rows.append({**row, **again})
        elif number > 0 and chance(rng, 0.35):
            row["Open to"] = day - ONE_DAY
            row["Successor"] = rows[0]["LAESTAB"] if chance(rng, 0.85) else None
    return rows


def scheme_rates(rng: random.Random, schools: list[Row], year: int) -> list[Row]:
    """The pupil-led factors and premiums, also for sixth forms; named rates; schools' own."""
    rows = random_rates(rng, year)
    for row in list(rows):
        if row["Phase"] in ("ks4", "secondary"):
            rows.append({**row, "Phase": "post-16", "Amount": amount_near(rng, row["Amount"])})
    for factor, around in PRICES.items():
        for phase in rng.choice((("all",), ("primary", "secondary", "post-16"))):
            starts = {dt.date(y, 4, 1) for y in range(year - 2, year + 4)}
            for _ in range(rng.randint(0, 3)):
                starts.add(date_between(rng, dt.date(year, 4, 1), dt.date(year + 2, 3, 31)))
            pounds = amount_near(rng, around)
            ordered = sorted(starts)
            for position, start in enumerate(ordered):
                last = position == len(ordered) - 1
                if not chance(rng, 0.3):
                    pounds = amount_near(rng, around)
                if factor == "school_rate" and chance(rng, 0.15):
                    pounds = "0"
                rows.append({
                    "Factor": factor, "Phase": phase, "Amount": pounds, "Unit": "per unit",
                    "Basis": rng.choice(("local value", "before ACA")), "Valid from": start,
                    "Valid to": None if last else ordered[position + 1] - ONE_DAY,
                    "Status": rng.choice(("approved", "approved", "draft")),
                    "Approved by": "Finance lead", "Source": "Invented",
                })  # fmt: skip
    for factor in ("basic_entitlement", *PRICES):
        for laestab in sorted({school["LAESTAB"] for school in schools}):
            if chance(rng, 0.2):
                first = date_between(rng, dt.date(year - 1, 4, 1), dt.date(year + 1, 3, 1))
                rows.append({
                    "Factor": factor, "Phase": rng.choice(("all", "secondary", "ks4", "primary")),
                    "Amount": amount_near(rng, PRICES.get(factor, 5600)), "Unit": "year",
                    "Basis": "local value", "Valid from": first, "Status": "approved",
                    "Valid to": rng.choice((None, first + days(rng.randint(20, 300)))),
                    "Approved by": "Finance lead", "Source": "Invented", "School": laestab,
                })  # fmt: skip
    for row in rows:
        row.setdefault("School", None)
    return rows


def amount_near(rng: random.Random, around: int | str) -> str:
    """An amount in pounds near another."""
    return f"{float(around) * rng.uniform(0.8, 1.2):.2f}"


def scheme_agreements(
    rng: random.Random, schools: list[Row], codes: list[str], year: int
) -> list[Row]:
    """Agreements of every status by trust and by school, for one scheme or all."""
    rows: list[Row] = []
    parties = [*TRUSTS, *sorted({school["LAESTAB"] for school in schools})]
    for party in parties:
        for code in (*codes, "all", "PEX"):
            if not chance(rng, 0.45 if code == "all" else 0.25):
                continue
            first = date_between(rng, dt.date(year - 1, 4, 1), dt.date(year + 1, 2, 1))
            last = first + days(rng.randint(30, 400)) if chance(rng, 0.4) else None
            rows.append({
                "Party": party, "Scheme": code, "From": rng.choice((first, None)), "To": last,
                "Status": rng.choice(("funding agreement", "signed", "signed", "refused")),
                "Net-off allowed": "N", "PO required": "N", "Evidence": "Letter on file",
            })  # fmt: skip
    return rows


def random_scheme(rng: random.Random, code: str) -> Row:
    """One scheme in use, valid for every day and every pupil."""
    measure = rng.choice(tuple(MEASURES))
    base = rng.choice((*YEARLY, "named rate", "agreed amount"))
    yearly = base in YEARLY
    denominators = MEASURES[measure] if yearly else ("1", "1", "7", "38", "52")
    row: Row = {
        "Scheme": code, "Name": code, "Kind": "local", "In use": "Y", "Measure": measure,
        "Base": base, "Denominator": rng.choice(denominators),
        "Rate": "unit_rate" if base == "named rate" else None,
        "Percentage": rng.choice((None, None, "50", "33.33", "120")),
        "Pupil premium": "Y" if yearly and chance(rng, 0.5) else None,
        "EHCP": rng.choice((None, "charge", "no charge", "only with EHCP")),
        "Starts": rng.choice((None, "start date", "off-roll date")),
        "Open end": rng.choice((None, "as-at date", "end of year")),
        "Rates of": rng.choice((None, "start of service", "next year")),
        "Rounding": rng.choice((None, "once", "unit rate first")),
        "Notice days": rng.choice((None, 0, 14, 14)),
        "Hold days": rng.choice((None, 0, 20, 56)),
        "Agreement needed": rng.choice(("all schools", "academies", "none", "none")),
        "CFR code": "E27",
        "VAT code": "S" if code in ("S2", "S5") else None,
        "VAT percentage": "20" if code in ("S2", "S5") else None,
    }  # fmt: skip
    if chance(rng, 0.3):
        extra = ["extra_rate"] if base == "agreed amount" else ["extra_rate", "agreed amount"]
        row["Extra rate"] = rng.choice(extra)
    shares = rng.random()
    if shares < 0.25:
        row["School share"] = rng.choice(("50", "0", "66.67"))
    elif shares < 0.45:
        row["School rate"] = "school_rate"
    elif shares < 0.65:
        row["Authority rate"] = "authority_rate"
    if measure in BY_DAYS and chance(rng, 0.6):
        row["By days per week"] = "Y"
        row["Five days count as"] = rng.choice((None, "4.5"))
    if measure != "event":
        if chance(rng, 0.4):
            most = 2 if measure == "terms" else 12
            row["Units free"] = rng.choice((rng.randint(1, most), 2, "1.5"))
        if chance(rng, 0.5):
            row["Cap"] = rng.randint(1, 3) if measure == "terms" else rng.randint(3, 40)
            if measure not in ("hours", "school days attended"):
                row["Cap unit"] = rng.choice((None, "units", "weeks"))
    return row


def vary(rng: random.Random, row: Row) -> None:
    """Give a later row of a scheme some other terms."""
    row["Percentage"] = rng.choice(("80", "45.5", None))
    if row.get("Cap") is not None:
        row["Cap"] = int(row["Cap"]) + rng.randint(1, 9)
    if row.get("Units free") is not None:
        row["Units free"] = rng.randint(1, 9)
    if row["Base"] == "named rate" and chance(rng, 0.5):
        row["Base"], row["Rate"] = "agreed amount", None
        if row.get("Extra rate") == "agreed amount":
            row["Extra rate"] = None
    row["Agreement needed"] = rng.choice(("all schools", "academies", "none"))


def random_scheme_rows(rng: random.Random, code: str, year: int) -> list[Row]:
    """The rows of one code: one, or one for each period, range of years or tier."""
    row = random_scheme(rng, code)
    kind = 0.9 if code == "S0" else rng.random()
    if kind < 0.5:
        return [row]
    other = dict(row)
    vary(rng, other)
    if kind < 0.7:
        middle = date_between(rng, dt.date(year, 4, 2), dt.date(year + 1, 3, 30))
        row["Valid to"], other["Valid from"] = middle - ONE_DAY, middle
        other["Hold days"] = rng.choice((0, 90))
        other["Notice days"] = rng.choice((0, 14, 21))
        other["Open end"] = rng.choice(("as-at date", "end of year"))
        if chance(rng, 0.25):
            rng.choice((row, other))["In use"] = "N"
        elif chance(rng, 0.25):
            other["Valid from"] = middle + days(20)
        return [row, other]
    if kind < 0.8:
        row["Highest year"], other["Lowest year"] = 9, 10
        return [row, other]
    top = rng.choice((1, 2))
    row["Tier from"], row["Tier to"] = 1, top
    other["Tier from"], other["Tier to"] = top + 1, None
    return [row, other]


def random_scheme_book(rng: random.Random) -> Row:
    """A book of one year with eight schemes."""
    year = rng.choice((2024, 2025, 2026, 2027))
    schools = scheme_schools(rng, year)
    codes = [f"S{number}" for number in range(8)]
    return {
        "settings": scheme_settings(rng, year),
        "schools": schools,
        "agreements": scheme_agreements(rng, schools, codes, year),
        "rates": scheme_rates(rng, schools, year),
        "calendar": [row for name in CALENDARS for row in random_calendar(rng, name, year)],
        "schemes": [row for code in codes for row in random_scheme_rows(rng, code, year)],
        "as_at": date_between(rng, dt.date(year, 6, 1), dt.date(year + 1, 5, 31)),
        "changes": [],
        "year": year,
    }
