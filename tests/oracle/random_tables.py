"""Random settings, calendars, schools, agreements and rates for the random books."""

from __future__ import annotations

import datetime as dt
import random

from tests.oracle.random_values import (
    AGE_RANGES,
    CALENDARS,
    MAINSTREAM,
    NOT_IN_THE_BASE,
    ONE_DAY,
    PREMIUMS,
    PUPIL_LED,
    TRUSTS,
    Row,
    chance,
    date_between,
    days,
    weekday_before,
    weekday_from,
)


def random_settings(rng: random.Random, year: int) -> Row:
    """Every option, each at its default a little more than half of the time."""

    def option(default: str, *others: str) -> str:
        return default if chance(rng, 0.55) else rng.choice(others)

    return {
        "LA number": rng.choice((305, "305")),
        "Authority": "London Borough of Example",
        "Financial year": f"{year}-{(year + 1) % 100:02d}",
        "As-at date": None,
        "Complete weeks": option("inclusive", "exclusive", "calendar"),
        "Count starts": option(
            "sixth school day", "sixth school day", "exclusion date", "decision date",
            "off-roll date",
        ),
        "Leavers' year ends": option("31 July", "31 August", "end of summer term"),
        "Leavers' boundary": option("on or after 1 April", "after 1 April"),
        "Who leaves": option("highest year", "highest year and Year 11"),
        "Day six next year": option("new year counts", "old year only"),
        "Pupil-led funding": option("all factors", "basic entitlement"),
        "Pupil premium": "redetermined" if chance(rng, 0.8) else "left alone",
        "Area cost adjustment": rng.choice((1, "1.0827")),
        "Area cost adjustment of 1": ("confirmed", "asked about")[year % 2],
        "Hold days": rng.choice((56, 56, 0, 28, 90)),
        "Publication rounding": ("exact", "thousands and fives")[year % 2],
        "Place-plus adjustment": rng.choice(("below the threshold", "all vacant places")),
    }  # fmt: skip


def random_calendar(rng: random.Random, name: str, year: int) -> list[Row]:
    """Three terms a year from two years before to three after, with half terms and closures."""
    rows: list[Row] = []

    def add(kind: str, what: str, first: dt.date, last: dt.date) -> None:
        if first <= last:
            rows.append({"Calendar": name, "Kind": kind, "Name": what, "From": first, "To": last})

    six_terms = chance(rng, 0.3)
    long_october = chance(rng, 0.5)
    for start in range(year - 2, year + 4):
        following = start + 1
        autumn = (
            weekday_from(dt.date(start, 9, rng.randint(1, 6))),
            weekday_before(dt.date(start, 12, rng.randint(17, 22))),
        )
        spring_end = weekday_before(date_between(
            rng, dt.date(following, 3, 22), dt.date(following, 4, 12),
        ))  # fmt: skip
        spring = (weekday_from(dt.date(following, 1, rng.randint(2, 8))), spring_end)
        summer = (
            weekday_from(spring_end + days(rng.randint(15, 18))),
            weekday_before(dt.date(following, 7, rng.randint(17, 28))),
        )
        october = weekday_from(dt.date(start, 10, rng.randint(16, 26)))
        february = weekday_from(dt.date(following, 2, rng.randint(9, 17)))
        may = dt.date(following, 5, 31)
        while may.weekday() != 0:
            may -= ONE_DAY
        breaks = (
            (october, october + days(11 if long_october else 4)),
            (february, february + days(4)),
            (may, may + days(4)),
        )
        terms = (("Autumn", start, autumn), ("Spring", following, spring),
                 ("Summer", following, summer))  # fmt: skip
        for (season, in_year, (first, last)), (off, back) in zip(terms, breaks, strict=True):
            if six_terms:
                add("term", f"{season} 1 {in_year}", first, off - ONE_DAY)
                add("term", f"{season} 2 {in_year}", back + ONE_DAY, last)
            else:
                add("term", f"{season} {in_year}", first, last)
                add("closure", f"{season} half term {in_year}", off, back)
        # Staff training days and bank holidays.
        add("closure", f"INSET {start}", autumn[0], autumn[0])
        training_days = {date_between(rng, autumn[0] + ONE_DAY, summer[1]) for _ in range(3)}
        for training in sorted(training_days)[: rng.randint(0, 3)]:
            if training.weekday() < 5 and training != summer[1]:
                add("closure", f"INSET {training:%d %b %Y}", training, training)
        if chance(rng, 0.3):
            add("closure", f"INSET last day {following}", summer[1], summer[1])
        may_day = weekday_from(dt.date(following, 5, 1))
        if chance(rng, 0.8):
            add("closure", f"May Day {following}", may_day, may_day)
    return rows


def random_laestab(rng: random.Random, used: set[str], authority: str = "305") -> str:
    """A LAESTAB not used yet."""
    while True:
        laestab = f"{authority}{rng.randint(1000, 7999)}"
        if laestab not in used:
            used.add(laestab)
            return laestab


def random_schools(rng: random.Random, year: int) -> list[Row]:
    """Schools of all types and age ranges; some converted (two rows), a few closed."""
    rows: list[Row] = []
    used: set[str] = set()
    serial = 100000

    def show(number: int) -> str | int:
        return "R" if number == 0 else number

    def add(kind: str, phase: str, low: int, high: int, leaving: str | None) -> Row:
        nonlocal serial
        serial += rng.randint(1, 9)
        academy = kind in ("academy", "free school", "AP academy")
        row: Row = {
            "LAESTAB": random_laestab(rng, used, "208" if kind == "other authority" else "305"),
            "URN": str(serial),
            "School": f"Example School {len(rows) + 1}",
            "Type": kind,
            "Phase": phase,
            "Lowest year": show(low),
            "Highest year": show(high),
            "Leaving years": leaving,
            "Trust": rng.choice(TRUSTS) if academy else None,
            "Calendar": rng.choice((None, *CALENDARS)),
            "Settlement": "budget adjustment" if kind == "maintained" else "invoice",
            "Cost centre": f"CC{rng.randint(1000, 9999)}",
            "Open from": None,
            "Open to": None,
            "Successor": None,
        }
        rows.append(row)
        return row

    for _ in range(rng.randint(4, 10)):
        phase, low, high, overrides = rng.choice(AGE_RANGES)
        leaving = rng.choice(overrides) if chance(rng, 0.3) else None
        row = add(rng.choice(MAINSTREAM), phase, low, high, leaving)
        if row["Type"] == "maintained" and chance(rng, 0.3):
            # Converted within or near the year: the same LAESTAB, a second row and a new URN.
            converted = rng.choice(
                (dt.date(year, 9, 1), dt.date(year, 4, 1), dt.date(year + 1, 2, 1),
                 dt.date(year, 11, 1), date_between(rng, dt.date(year, 1, 1),
                                                    dt.date(year + 1, 3, 31))),
            )  # fmt: skip
            serial += 1
            second = dict(row)
            second.update({
                "URN": str(serial),
                "Type": "academy",
                "Trust": rng.choice(TRUSTS),
                "Settlement": "invoice",
                "Open from": converted,
                "Calendar": (None, *CALENDARS)[serial % (1 + len(CALENDARS))],
            })  # fmt: skip
            row["Open to"] = converted - ONE_DAY
            rows.append(second)
        elif chance(rng, 0.04):
            row["Open to"] = date_between(rng, dt.date(year, 1, 1), dt.date(year + 1, 3, 31))
        elif chance(rng, 0.3):
            row["Open from"] = dt.date(rng.randint(2005, year - 4), 9, 1)
    add("special", "special", 0, 13, None)
    add("PRU", "PRU", 1, 11, None)
    add("AP academy", "AP", 5, 11, None)
    add("other authority", "secondary", 7, rng.choice((11, 13)), None)
    add("other authority", "primary", 0, 6, None)
    rng.shuffle(rows)
    return rows


def random_agreements(rng: random.Random, schools: list[Row], year: int) -> list[Row]:
    """Agreements of every status, by trust and by school, dated."""
    parties: list[str] = [trust for trust in TRUSTS if chance(rng, 0.75)]
    academies = sorted({row["LAESTAB"] for row in schools if row["Type"] in MAINSTREAM[1:]})
    parties += [laestab for laestab in academies if chance(rng, 0.35)]
    rows: list[Row] = []

    def add(party: str, first: dt.date | None, last: dt.date | None, status: str) -> None:
        rows.append({
            "Party": party,
            "Scheme": rng.choice(("PEX", "PEX", "all", "all", "LEAVER")),
            "Status": status,
            "From": first,
            "To": last,
            "Net-off allowed": rng.choice(("Y", "N", None)),
            "PO required": "N",
            "Evidence": "Letter on file" if chance(rng, 0.8) else None,
        })  # fmt: skip

    good = ("funding agreement", "signed")
    bad = ("refused", "no reply")
    for party in parties:
        kind = rng.random()
        middle = date_between(rng, dt.date(year, 4, 2), dt.date(year + 1, 3, 30))
        before = dt.date(year - rng.randint(1, 3), rng.choice((4, 9)), 1)
        if kind < 0.4:
            add(party, before, None, rng.choice(good))
        elif kind < 0.55:
            add(party, before, middle - ONE_DAY, rng.choice(bad))
            add(party, middle, None, rng.choice(good))
        elif kind < 0.7:
            add(party, before, middle, rng.choice(good))
        elif kind < 0.8:
            add(party, middle, dt.date(year + 1, 8, 31), rng.choice(good))
        else:
            add(party, before, None, rng.choice(bad))
    return rows


def random_rates(rng: random.Random, year: int) -> list[Row]:
    """One row for each factor, phase and day; most change on 1 April, some within the year."""
    rows: list[Row] = []
    boundaries = [dt.date(y, 4, 1) for y in range(year - 2, year + 4)]
    middle = rng.choice((dt.date(year, 9, 1), dt.date(year + 1, 1, 1), dt.date(year, 6, 16)))

    def amount(around: int) -> str:
        pounds = around * rng.uniform(0.85, 1.15)
        return f"{pounds:.2f}" if chance(rng, 0.6) else f"{round(pounds)}.00"

    for group in (PUPIL_LED, PREMIUMS, NOT_IN_THE_BASE):
        for factor, phases in group:
            for phase, around in phases.items():
                basis = "local value" if chance(rng, 0.4) else "before ACA"
                if group is PREMIUMS:
                    basis = "before ACA" if chance(rng, 0.1) else "local value"
                starts = list(boundaries)
                if chance(rng, 0.25):
                    starts = sorted([*starts, middle])
                for position, start in enumerate(starts):
                    is_last = position == len(starts) - 1
                    draft = chance(rng, 0.2)
                    rows.append({
                        "Factor": factor,
                        "Phase": phase,
                        "Amount": amount(around),
                        "Unit": "year",
                        "Basis": basis,
                        "Valid from": start,
                        "Valid to": None if is_last else starts[position + 1] - ONE_DAY,
                        "Status": "draft" if draft else "approved",
                        "Approved by": None if draft else "Finance lead",
                        "Source": "Invented",
                    })  # fmt: skip
    return rows
