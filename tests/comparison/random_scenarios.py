"""Random scenarios of every kind, each as rows of Scenarios and as what a person would type."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from tests.comparison.edited_copies import Edit
from tests.support.books import ACADEMY, MAINTAINED, MAINTAINED_SECONDARY, RATES, SCHEMES, pex
from xl_recoup.tables import Cell

Made = tuple[dict[str, Any], Edit]
YEAR = date(2025, 4, 1), date(2026, 3, 31)
HOME: dict[str, Cell] = {
    "Scheme": "HOME", "Kind": "local", "In use": "Y", "Valid from": YEAR[0], "Valid to": YEAR[1],
    "Measure": "school weeks", "Denominator": 38, "Base": "pupil-led funding", "Percentage": 80,
    "Pupil premium": "Y", "Notice days": 7, "Agreement needed": "all schools",
}  # fmt: skip
SETTINGS: list[tuple[str, Any]] = [
    ("Hold days", 0), ("Hold days", 100), ("Complete weeks", "exclusive"),
    ("Complete weeks", "calendar"), ("Pupil premium", "left alone"),
    ("Pupil-led funding", "basic entitlement"), ("Area cost adjustment", 1.1),
    ("Count starts", "exclusion date"), ("Who leaves", "highest year and Year 11"),
    ("As-at date", date(2025, 12, 1)),
]  # fmt: skip
TERMS: list[tuple[str, Any]] = [
    ("Percentage", 35), ("Percentage", 100), ("School share", 40), ("By days per week", "Y"),
    ("Cap", 5), ("Units free", 3), ("Pupil premium", "N"), ("Denominator", 39),
    ("Measure", "terms"), ("Base", "basic entitlement"), ("Notice days", 30),
    ("Open end", "end of year"), ("In use", "N"), ("Rounding", "unit rate first"),
    ("Agreement needed", "academies"), ("EHCP", "no charge"), ("Hold days", 60),
]  # fmt: skip


def tables() -> dict[str, Any]:
    """Return the placements of a workbook that has something for every kind of change."""
    taught = {"Scheme": "HOME", "Exclusion date": None, "Decision date": None, "Days per week": 2}
    places: list[dict[str, Any]] = []
    for n in range(1, 13):
        academy = n % 3 == 0
        row = pex(n, FSM6="Y" if n % 2 else None) | ({
            "Home school": ACADEMY if n % 2 else MAINTAINED_SECONDARY, "Year group": "9",
            "Date of birth": date(2011, 10, 1),
        } if academy else {"Home school": MAINTAINED})  # fmt: skip
        began = date(2025, 9, 8) + timedelta(days=9 * n)
        if n > 5:
            row |= taught | {"Start date": began, "Notice sent on": began, "Roll status": "dual"}
            row["End date"] = began + timedelta(days=70) if n % 2 else None
            row["EHCP"] = "Y" if n == 7 else None
        else:
            row |= {"Exclusion date": began, "Decision date": began + timedelta(days=7)}
        places.append(row)
    return {"placements": places, "Schemes": [*SCHEMES, HOME]}


def random_scenario(rng: random.Random, name: str) -> list[Made]:
    """Return the rows of a scenario, one to four, none of which changes what another does."""
    makers = [_setting, _rate, _scheme, _agreement]
    found: dict[tuple[str, str, str], Made] = {}
    for maker in rng.choices(makers, k=rng.randint(1, 4)):
        row, edit = maker(rng)
        key = row["Changes"], row["Item"].split()[0], row.get("Column") or ""
        found.setdefault(key, ({"Scenario": name, **row}, edit))
    return list(found.values())


def _some_days(rng: random.Random) -> tuple[date | None, date | None]:
    first = YEAR[0] + timedelta(days=rng.randint(1, 250))
    last = first + timedelta(days=rng.randint(0, 100))
    return rng.choice(((None, None), (first, None), (None, last), (first, last)))


def _setting(rng: random.Random) -> Made:
    name, value = rng.choice(SETTINGS)
    new = {"Setting": name, "Value": value}
    row = {"Changes": "setting", "Item": name, "Value": value}
    return row, Edit("Settings", {"Setting": name}, "Value", value, new_row=new)


def _rate(rng: random.Random) -> Made:
    rate = rng.choice([r for r in RATES if "idaci" not in str(r["Factor"])])
    amount, (start, end) = rng.randint(1, 9000) + 0.25, _some_days(rng)
    where = {"Factor": rate["Factor"], "Phase": rate["Phase"]}
    row = {"Changes": "rate", "Item": f"{rate['Factor']} {rate['Phase']}", "Value": amount,
           "From": start, "To": end}  # fmt: skip
    return row, Edit("Rates", where, "Amount", amount, start, end)


def _scheme(rng: random.Random) -> Made:
    (column, value), (start, end) = rng.choice(TERMS), _some_days(rng)
    row = {"Changes": "scheme", "Item": "HOME", "Column": column, "Value": value, "From": start,
           "To": end}  # fmt: skip
    return row, Edit("Schemes", {"Scheme": "HOME"}, column, value, start, end)


def _agreement(rng: random.Random) -> Made:
    start, end = _some_days(rng)
    party, scheme = rng.choice((
        ("Elm Trust", ""), ("Elm Trust", "HOME"), (MAINTAINED, ""), (MAINTAINED_SECONDARY, "HOME"),
    ))  # fmt: skip
    status = "refused" if (party, scheme) == ("Elm Trust", "") else "signed"
    new = {"Party": party, "Scheme": scheme or "all", "Status": status, "From": start, "To": end}
    where = {"Party": party} | ({"Scheme": scheme} if scheme else {})
    row = {"Changes": "agreement", "Item": f"{party} {scheme}".strip(), "Column": "Status",
           "Value": status, "From": start, "To": end}  # fmt: skip
    return row, Edit("Agreements", where, "Status", status, start, end, new)
