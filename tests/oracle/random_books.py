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

from stdnum.gb import upn

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


# The book ---------------------------------------------------------------------------------------


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
        "Hold days": rng.choice((56, 56, 0, 28, 90)),
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


# The placements ---------------------------------------------------------------------------------


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
    return placements, book
