"""The statutory charge lines of one placement, calculated a second time, slowly and plainly.

Written only from the specification (domain page and workbook page), on plain dicts, sharing no
code with the product: weeks and school days are counted day by day, money is ``Fraction`` until
the one rounding of a line. Input is assumed valid; a needed value that is missing is a
``ValueError``.

Where the specification leaves a question open, this is the reading taken here (each one is a
place where the product may differ for a good reason; then the reading must be settled, not the
test loosened):

Start of the count
 1. *Count starts* moves the relevant date itself: the weeks B, E/F, H/I, the rates, the test of
    the financial year, "reinstated on or before the relevant date" and the date on which the
    agreement must be in force all follow the chosen start.
 2. A LEAVER counts from `Left roll on` whatever *Count starts* says; its "exclusion date" is that
    date too (1 April test, hold days).
 3. A school with a named calendar uses the rows of that calendar only; the closures of `LA`
    (bank holidays) are not added to it.
 4. *Day six next year* = old year only makes nil every exclusion dated before 1 April of the
    workbook's year whose relevant date falls in it, also when the count starts at the decision or
    off-roll date. It cannot touch a LEAVER, whose two dates are one.
Leavers
 5. "On or after 1 April in a school year": the school year runs from 1 September to 31 August
    around the exclusion date, so exclusions from 1 April to 31 August are inside the rule and
    those from 1 September to 31 March are not. The relevant date is not looked at: excluded on
    24 March, day six on 1 April, a Year 11 pupil has 52 weeks, not 17.
 6. The year end is that of the school year of the exclusion. Day six after it (July to
    September): B is 0, both lines nil.
 7. *After 1 April* differs only for an exclusion dated exactly 1 April.
 8. `Leaving years` replaces the answer of *Who leaves* altogether; Year 11 is not added to it.
 9. "Last day of that school's summer term" is the latest `To` of a term in the school's calendar
    from 1 April to 31 August of that year; closures at its end are not taken off.
10. The leavers' B also counts for the premium ("redetermined the same way").
Base
11. The service rate is added whenever `Service child` is Y, also for a looked-after child (0 + the
    service rate) and a previously looked-after one (its own rate + the service rate).
12. Looked after wins over previously looked after; previously looked after replaces FSM6.
13. *Pupil-led funding* = basic entitlement narrows A only, never the premium.
14. A draft rate is used like an approved one. Where rows of one factor differ in phase, the
    closer one wins: ks3/ks4 before secondary before all.
15. The area cost adjustment never multiplies a premium, whatever its `Basis` says.
School, status
16. Of two rows for one LAESTAB, type, trust and leaving years are those open on the relevant
    date; the calendar is that of the row open on the exclusion date; the admitting school's type
    and trust are those open on `Admitted on`. A date outside all rows takes the latest row begun
    before it (closed is a warning, which changes no line; a successor does not pay).
17. One row `signed` or `funding agreement` that covers the date is enough, even where another row
    for the trust or for the school says `refused`. A blank `From` or `To` is open.
18. Held while as-at < exclusion date + hold days: on the 56th day after it the hold is over.
    Any `Cancelled on` makes the row nil, also one later than the as-at date.
19. `Reserved SEN place` speaks of the home school only, never of the admitting school.
20. The hold of a LEAVER counts from `Left roll on`; an open review holds it too.
Order
21. An order needs a mainstream home school and a place that is not reserved, nothing else: it
    stands on a row that is otherwise nil (Year 12, cancelled, other year, reinstated). Against
    any other school there is no order line at all.
Credits
22. E ends on `Left admitting school on` itself (that day counts as registered), counted with the
    same reading of complete weeks as B; so with H and with F and I.
23. Admitted before 1 April of the year: nil, although the pupil is registered in the year.
24. D and G are the rounded charges; the credit is rounded once more, on its magnitude.
25. A credit to a maintained school, or to an academy with its own agreement, is billable also
    where the charge is only asked; held while the charge is held; nil before held.
26. Admission and reinstatement credits are independent; nothing caps their total.
27. A reinstatement in a later financial year gives H = 0: a nil line, not no line.
Other authorities (SI 1999/495)
28. The old authority is `Old authority`; where that is blank, that of a home school of the type
    other authority, and ours where another column about authorities is filled in. Where none of
    this holds the row has no line between authorities, wherever the pupil is admitted.
29. Who taught the pupil afterwards, in order: `Intermediate authority`; then that of the admitting
    school, or, where nobody has admitted, ours unless we are in the chain already. The same
    authority twice in a row is one link. We have a line for each payment that we make or get:
    positive where we get it. Where another authority is the old one there are no other lines, and
    where we have no part in its chain there is one nil line with its number.
30. Weeks of a payment count from the exclusion, those of the last one from `Educated from` where
    that is later; no sixth day. They end with the financial year, or, for a pupil of a leaving age,
    with the school year, by the day on which the pupil was excluded or, in a later payment, the
    day on which it starts.
31. The yearly amount is A at the rates of that start, as for our own schools; one rounding.
32. Nothing is due for a LEAVER, for an academy's exclusion, for a year group without funding, one
    that was cancelled or took effect in another year, nor where the start lies in another year
    than the exclusion, or the pupil was reinstated by then.
33. On reinstatement the authority that taught last repays the old one in proportion: what it got
    × weeks from the reinstatement / weeks from its start, both to the end of the financial year.
34. The hold is that of a charge; no agreement is asked for.
Shape of nil lines (presentation only)
35. Row nil, premium left alone, receiving school without right: Base, Units and Denominator are
    None. Nil because a count or base is 0: they show what was counted (Units 0, or Base 0).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

Row = dict[str, Any]

ONE_DAY = dt.timedelta(days=1)
SIX_DAYS = dt.timedelta(days=6)
SEVEN_DAYS = dt.timedelta(days=7)

DEFAULTS: Row = {
    "Complete weeks": "inclusive",
    "Count starts": "sixth school day",
    "Leavers' year ends": "31 July",
    "Leavers' boundary": "on or after 1 April",
    "Who leaves": "highest year",
    "Day six next year": "new year counts",
    "Pupil-led funding": "all factors",
    "Pupil premium": "redetermined",
    "Area cost adjustment": 1,
    "Hold days": 56,
}

OUTSIDE_TYPES = ("special", "PRU", "AP academy", "other authority")
ACADEMY_TYPES = ("academy", "free school")


# Plain values -----------------------------------------------------------------------------------


def setting(book: Row, name: str) -> Any:
    """The value of a setting, or its default where the row is missing or blank."""
    value = book["settings"].get(name)
    if value is None or value == "":
        value = DEFAULTS.get(name)
    if value is None:
        raise ValueError(f"no value for the setting {name}")
    return value


def needed_day(row: Row, heading: str) -> dt.date:
    """A day that must be there."""
    day: dt.date = needed(row, heading)
    return day


def needed(row: Row, heading: str) -> Any:
    """A value that must be there."""
    value = row.get(heading)
    if value is None or value == "":
        raise ValueError(f"{heading} is missing")
    return value


def is_yes(row: Row, heading: str) -> bool:
    """Whether a flag says Y."""
    return row.get(heading) == "Y"


def plain_laestab(value: Any) -> str:
    """A LAESTAB as seven characters: 305/2000, 3052000 and the number 3052000 are one school."""
    digits = ""
    for character in str(value):
        if character in "0123456789":
            digits = digits + character
    while len(digits) < 7:
        digits = "0" + digits
    return digits


def year_number(value: Any) -> int:
    """N is -1, R is 0, Year 1 is 1 and so on."""
    text = str(value).strip().upper()
    if text == "N":
        return -1
    if text == "R":
        return 0
    return int(text)


def to_pence(amount: Fraction) -> Decimal:
    """Half-up to the penny, for an amount of 0 or more."""
    whole = amount * 100
    pence = whole.numerator // whole.denominator
    rest = whole - pence
    if rest >= Fraction(1, 2):
        pence = pence + 1
    return Decimal(pence).scaleb(-2).quantize(Decimal("0.01"))


# Dates ------------------------------------------------------------------------------------------


def funding_period(book: Row) -> tuple[dt.date, dt.date]:
    """1 April to 31 March of a financial year written like 2025-26."""
    first_year = int(str(setting(book, "Financial year"))[:4])
    return dt.date(first_year, 4, 1), dt.date(first_year + 1, 3, 31)


def complete_weeks(start: dt.date, end: dt.date, reading: str) -> int:
    """Complete weeks from start to end, under one of the three readings."""
    weeks = 0
    if reading == "inclusive":
        # A week is seven days, the first and the last day both counted.
        first_day = start
        while first_day + SIX_DAYS <= end:
            weeks = weeks + 1
            first_day = first_day + SEVEN_DAYS
        return weeks
    if reading == "exclusive":
        # A week is over when the same weekday comes round again within the period.
        same_weekday = start + SEVEN_DAYS
        while same_weekday <= end:
            weeks = weeks + 1
            same_weekday = same_weekday + SEVEN_DAYS
        return weeks
    if reading == "calendar":
        # Only weeks from a Monday to a Sunday that lie wholly inside.
        day = start
        while day <= end:
            if day.weekday() == 0 and day + SIX_DAYS <= end:
                weeks = weeks + 1
            day = day + ONE_DAY
        return weeks
    raise ValueError(f"unknown reading of complete weeks: {reading}")


def calendar_of(school: Row) -> str:
    """The calendar of a school; blank is LA."""
    return school.get("Calendar") or "LA"


def is_school_day(book: Row, calendar: str, day: dt.date) -> bool:
    """A weekday inside a term and outside every closure of that calendar."""
    if day.weekday() >= 5:
        return False
    in_term = False
    for row in book["calendar"]:
        if row["Calendar"] == calendar and row["From"] <= day <= row["To"]:
            if row["Kind"] == "closure":
                return False
            if row["Kind"] == "term":
                in_term = True
    return in_term


def sixth_school_day(book: Row, calendar: str, exclusion: dt.date) -> dt.date:
    """The sixth school day after the exclusion; the first school day after it is day 1."""
    last_known = None
    for row in book["calendar"]:
        if row["Calendar"] == calendar and (last_known is None or row["To"] > last_known):
            last_known = row["To"]
    if last_known is None:
        raise ValueError(f"no calendar {calendar}")
    counted = 0
    day = exclusion
    while day <= last_known:
        day = day + ONE_DAY
        if is_school_day(book, calendar, day):
            counted = counted + 1
            if counted == 6:
                return day
    raise ValueError(f"the calendar {calendar} ends before the sixth school day")


def effective_date(placement: Row) -> dt.date:
    """The exclusion date; for a LEAVER the leaving date."""
    if placement["Scheme"] == "LEAVER":
        return needed_day(placement, "Left roll on")
    return needed_day(placement, "Exclusion date")


def relevant_date(placement: Row, book: Row) -> dt.date:
    """The day from which the weeks are counted."""
    if placement["Scheme"] == "LEAVER":
        return needed_day(placement, "Left roll on")
    start = setting(book, "Count starts")
    if start == "sixth school day":
        exclusion = needed_day(placement, "Exclusion date")
        school = school_on(book, placement["Home school"], exclusion)
        return sixth_school_day(book, calendar_of(school), exclusion)
    if start == "exclusion date":
        return needed_day(placement, "Exclusion date")
    if start == "decision date":
        return needed_day(placement, "Decision date")
    if start == "off-roll date":
        return needed_day(placement, "Left roll on")
    raise ValueError(f"unknown start of the count: {start}")


# Schools and agreements -------------------------------------------------------------------------


def school_on(book: Row, laestab: Any, day: dt.date) -> Row:
    """The row of a school that is open on a day, else the latest row begun before it."""
    rows: list[Row] = []
    for row in book["schools"]:
        if plain_laestab(row["LAESTAB"]) == plain_laestab(laestab):
            rows.append(row)
    if not rows:
        raise ValueError(f"no school {laestab}")
    for row in rows:
        begun = row.get("Open from") is None or row["Open from"] <= day
        not_over = row.get("Open to") is None or row["Open to"] >= day
        if begun and not_over:
            return row
    latest = None
    for row in rows:
        opened = row.get("Open from") or dt.date.min
        if opened <= day and (latest is None or opened >= (latest.get("Open from") or dt.date.min)):
            latest = row
    if latest is not None:
        return latest
    earliest = rows[0]
    for row in rows:
        if row["Open from"] < earliest["Open from"]:
            earliest = row
    return earliest


def has_agreement(book: Row, school: Row, scheme: str, day: dt.date) -> bool:
    """Whether the trust or the school is bound on that day, for this scheme."""
    good_schemes = ["PEX", "all"]
    if scheme == "LEAVER":
        good_schemes = ["PEX", "LEAVER", "all"]
    for row in book["agreements"]:
        if row["Status"] not in ("funding agreement", "signed"):
            continue
        if row["Scheme"] not in good_schemes:
            continue
        party = str(row["Party"])
        for_trust = school.get("Trust") is not None and party == school["Trust"]
        looks_like_a_number = party.replace("/", "").isdigit()
        for_school = looks_like_a_number and plain_laestab(party) == plain_laestab(
            school["LAESTAB"]
        )
        if not for_trust and not for_school:
            continue
        if row.get("From") is not None and day < row["From"]:
            continue
        if row.get("To") is not None and day > row["To"]:
            continue
        return True
    return False


# B: the weeks of the charge ---------------------------------------------------------------------


def leaves_this_year(placement: Row, school: Row, book: Row) -> bool:
    """Whether pupils of this year group normally leave this school at the end of the year."""
    year = year_number(needed(placement, "Year group"))
    override = school.get("Leaving years")
    if override is not None and str(override).strip() != "":
        for part in str(override).split(","):
            if part.strip() != "" and year_number(part) == year:
                return True
        return False
    if year == year_number(needed(school, "Highest year")):
        return True
    return setting(book, "Who leaves") == "highest year and Year 11" and year == 11


def in_leavers_part_of_year(placement: Row, book: Row) -> bool:
    """Whether the exclusion takes effect on or after (or after) 1 April in its school year."""
    excluded = effective_date(placement)
    if excluded.month >= 9:
        return False
    first_of_april = dt.date(excluded.year, 4, 1)
    if setting(book, "Leavers' boundary") == "after 1 April":
        return excluded > first_of_april
    return excluded >= first_of_april


def leavers_year_end(placement: Row, book: Row) -> dt.date:
    """The end of the school year in which a leaver was excluded."""
    excluded = effective_date(placement)
    choice = setting(book, "Leavers' year ends")
    if choice == "31 July":
        return dt.date(excluded.year, 7, 31)
    if choice == "31 August":
        return dt.date(excluded.year, 8, 31)
    if choice == "end of summer term":
        calendar = calendar_of(school_on(book, placement["Home school"], excluded))
        latest: dt.date | None = None
        for row in book["calendar"]:
            if row["Calendar"] != calendar or row["Kind"] != "term":
                continue
            inside = dt.date(excluded.year, 4, 1) <= row["To"] <= dt.date(excluded.year, 8, 31)
            if inside and (latest is None or row["To"] > latest):
                latest = row["To"]
        if latest is None:
            raise ValueError(f"no summer term {excluded.year} in the calendar {calendar}")
        return latest
    raise ValueError(f"unknown end of the leavers' year: {choice}")


def weeks_charged(placement: Row, school: Row, book: Row, start: dt.date) -> int:
    """B."""
    end = funding_period(book)[1]
    if leaves_this_year(placement, school, book) and in_leavers_part_of_year(placement, book):
        end = leavers_year_end(placement, book)
    return complete_weeks(start, end, setting(book, "Complete weeks"))


# A and the base of the premium ------------------------------------------------------------------


def find_rate(book: Row, factor: str, year_group: Any, day: dt.date) -> Row:
    """The one rate row for a factor, a year group and a day."""
    year = year_number(year_group)
    if year <= 6:
        phases = ["primary", "all"]
    elif year <= 9:
        phases = ["ks3", "secondary", "all"]
    else:
        phases = ["ks4", "secondary", "all"]
    for phase in phases:
        found: list[Row] = []
        for row in book["rates"]:
            if row["Factor"] != factor or row["Phase"] != phase:
                continue
            if row.get("Valid from") is not None and day < row["Valid from"]:
                continue
            if row.get("Valid to") is not None and day > row["Valid to"]:
                continue
            found.append(row)
        if len(found) > 1:
            raise ValueError(f"more than one rate for {factor} ({phase}) on {day}")
        if found:
            return found[0]
    raise ValueError(f"no rate for {factor} on {day}")


def pupil_led_rate(book: Row, factor: str, year_group: Any, day: dt.date) -> Fraction:
    """A pupil-led factor, with the area cost adjustment where its basis is before ACA."""
    row = find_rate(book, factor, year_group, day)
    amount = Fraction(str(row["Amount"]))
    if row.get("Basis") == "before ACA":
        amount = amount * Fraction(str(setting(book, "Area cost adjustment")))
    return amount


def premium_rate(book: Row, factor: str, year_group: Any, day: dt.date) -> Fraction:
    """A premium rate as it stands."""
    return Fraction(str(find_rate(book, factor, year_group, day)["Amount"]))


def base_of_budget_share(placement: Row, book: Row, day: dt.date) -> Fraction:
    """A."""
    year_group = needed(placement, "Year group")
    total = pupil_led_rate(book, "basic_entitlement", year_group, day)
    if setting(book, "Pupil-led funding") == "basic entitlement":
        return total
    if is_yes(placement, "FSM"):
        total = total + pupil_led_rate(book, "fsm", year_group, day)
    if is_yes(placement, "FSM6"):
        total = total + pupil_led_rate(book, "fsm6", year_group, day)
    band = placement.get("IDACI band")
    if band is not None and band != "" and band != "G":
        total = total + pupil_led_rate(book, "idaci_" + band.lower(), year_group, day)
    if is_yes(placement, "EAL"):
        total = total + pupil_led_rate(book, "eal", year_group, day)
    if is_yes(placement, "Low prior attainment"):
        total = total + pupil_led_rate(book, "low_prior_attainment", year_group, day)
    if is_yes(placement, "Mobility"):
        total = total + pupil_led_rate(book, "mobility", year_group, day)
    return total


def base_of_premium(placement: Row, book: Row, day: dt.date) -> Fraction:
    """The annual premium that the school has for this pupil."""
    year_group = needed(placement, "Year group")
    total = Fraction(0)
    if is_yes(placement, "Looked after"):
        total = Fraction(0)
    elif is_yes(placement, "Previously looked after"):
        total = premium_rate(book, "pupil_premium_lac", year_group, day)
    elif is_yes(placement, "FSM6"):
        total = premium_rate(book, "pupil_premium_fsm6", year_group, day)
    if is_yes(placement, "Service child"):
        total = total + premium_rate(book, "pupil_premium_service", year_group, day)
    return total


# Lines ------------------------------------------------------------------------------------------


def make_line(
    component: str,
    laestab: Any,
    amount: Decimal,
    status: str,
    base: Fraction | None,
    units: int | None,
    denominator: int | None,
    cfr: str,
) -> Row:
    """One charge line."""
    return {
        "Component": component,
        "LAESTAB": plain_laestab(laestab),
        "Amount": amount,
        "Status": status,
        "Base": base,
        "Units": units,
        "Denominator": denominator,
        "CFR code": cfr,
    }


def nil_line(component: str, laestab: Any, cfr: str) -> Row:
    """A line of 0 about which nothing was counted."""
    return make_line(component, laestab, Decimal("0.00"), "nil", None, None, None, cfr)


def is_held(placement: Row, book: Row) -> bool:
    """Whether the hold days are not over, or a review is open."""
    if placement.get("Review status") == "open":
        return True
    hold_is_over = effective_date(placement) + dt.timedelta(days=int(setting(book, "Hold days")))
    return bool(book["as_at"] < hold_is_over)


def status_of_charge(placement: Row, school: Row, book: Row, day: dt.date) -> str:
    """Held, billable or asked."""
    if is_held(placement, book):
        return "held"
    if school["Type"] == "maintained":
        return "billable"
    if has_agreement(book, school, placement["Scheme"], day):
        return "billable"
    return "asked"


def is_mainstream(school: Row) -> bool:
    """A maintained school, academy or free school."""
    kind = school["Type"]
    if kind == "maintained" or kind in ACADEMY_TYPES:
        return True
    if kind in OUTSIDE_TYPES:
        return False
    raise ValueError(f"unknown type of school: {kind}")


def nothing_arises(placement: Row, book: Row) -> bool:
    """Whether the whole row is nil."""
    if is_yes(placement, "Reserved SEN place"):
        return True
    year = year_number(needed(placement, "Year group"))
    if year < 0 or year > 11:
        return True
    if placement.get("Cancelled on") is not None:
        return True
    day = relevant_date(placement, book)
    if not is_mainstream(school_on(book, placement["Home school"], day)):
        return True
    if placement.get("Reinstated on") is not None and placement["Reinstated on"] <= day:
        return True
    first, last = funding_period(book)
    if day < first or day > last:
        return True
    of_year_before = effective_date(placement) < first
    return of_year_before and setting(book, "Day six next year") == "old year only"


def charge(
    component: str, placement: Row, base: Fraction, weeks: int, status: str, cfr: str
) -> Row:
    """Base × weeks / 52, rounded once; nil where that is nothing."""
    amount = to_pence(base * weeks / 52)
    if base == 0 or weeks == 0:
        status = "nil"
    return make_line(component, placement["Home school"], amount, status, base, weeks, 52, cfr)


def credit(
    component: str, laestab: Any, reversed_line: Row, weeks: int, of_weeks: int, status: str
) -> Row:
    """The rounded line × weeks / of_weeks, as a negative amount; nil where that is nothing."""
    base = Fraction(reversed_line["Amount"])
    cfr = reversed_line["CFR code"]
    if weeks == 0 or of_weeks == 0:
        zero = Decimal("0.00")
        return make_line(component, laestab, zero, "nil", base, weeks, of_weeks, cfr)
    amount = to_pence(base * weeks / of_weeks)
    return make_line(component, laestab, -amount, status, base, weeks, of_weeks, cfr)


def order_lines(placement: Row, book: Row) -> list[Row]:
    """The financial adjustment order: £4,000 in the year of its date."""
    if not is_yes(placement, "Adjustment order"):
        return []
    if is_yes(placement, "Reserved SEN place"):
        return []
    home = placement["Home school"]
    if not is_mainstream(school_on(book, home, effective_date(placement))):
        return []
    first, last = funding_period(book)
    if not first <= needed_day(placement, "Order date") <= last:
        return [nil_line("Adjustment order", home, "I01")]
    amount = Decimal("4000.00")
    return [
        make_line("Adjustment order", home, amount, "billable", Fraction(4000), 1, 1, "I01"),
    ]


def admission_credits(placement: Row, book: Row, day: dt.date, charges: list[Row]) -> list[Row]:
    """D × E / F to the admitting school, one line for each charge that is not nil."""
    laestab = placement.get("Admitting school")
    admitted = placement.get("Admitted on")
    if laestab is None or admitted is None:
        return []
    first, last = funding_period(book)
    school = school_on(book, laestab, admitted)
    entitled = is_mainstream(school)
    if school["Type"] in ACADEMY_TYPES:
        entitled = has_agreement(book, school, placement["Scheme"], day)
    if admitted < first or admitted > last:
        entitled = False
    status = "billable"
    if is_held(placement, book):
        status = "held"
    start = admitted
    if start < day:
        start = day
    end = last
    left = placement.get("Left admitting school on")
    if left is not None and left < end:
        end = left
    reading = setting(book, "Complete weeks")
    weeks = complete_weeks(start, end, reading)
    of_weeks = complete_weeks(day, last, reading)
    lines = []
    for line in charges:
        if line["Status"] == "nil":
            continue
        if entitled:
            lines.append(credit("Admission credit", laestab, line, weeks, of_weeks, status))
        else:
            lines.append(nil_line("Admission credit", laestab, line["CFR code"]))
    return lines


def reinstatement_credits(placement: Row, book: Row, day: dt.date, charges: list[Row]) -> list[Row]:
    """G × H / I back to the home school, one line for each charge that is not nil."""
    reinstated = placement.get("Reinstated on")
    if reinstated is None or reinstated <= day:
        return []
    last = funding_period(book)[1]
    reading = setting(book, "Complete weeks")
    weeks = complete_weeks(reinstated, last, reading)
    of_weeks = complete_weeks(day, last, reading)
    lines = []
    for line in charges:
        if line["Status"] == "nil":
            continue
        home = placement["Home school"]
        lines.append(
            credit("Reinstatement credit", home, line, weeks, of_weeks, line["Status"]),
        )
    return lines


# Between authorities -----------------------------------------------------------------------------


def our_number(book: Row) -> str:
    """Our own three digits."""
    return str(book["settings"].get("LA number") or "305")


def old_authority(placement: Row, book: Row) -> str:
    """The authority that maintained the excluding school, or "" where nobody asks."""
    if placement.get("Old authority"):
        return str(placement["Old authority"])
    home = plain_laestab(placement["Home school"])
    for row in book["schools"]:
        if plain_laestab(row["LAESTAB"]) == home and row["Type"] == "other authority":
            return home[:3]
    if placement.get("Intermediate authority") or placement.get("Educated from"):
        return our_number(book)
    return ""


def authorities_in_order(placement: Row, book: Row) -> list[str]:
    """The old authority and those that taught the pupil since."""
    ours = our_number(book)
    everybody = [old_authority(placement, book)]
    if placement.get("Intermediate authority"):
        everybody.append(str(placement["Intermediate authority"]))
    if placement.get("Admitting school") is not None:
        everybody.append(plain_laestab(placement["Admitting school"])[:3])
    elif ours not in everybody:
        everybody.append(ours)
    chain: list[str] = []
    for number in everybody:
        if not chain or chain[-1] != number:
            chain.append(number)
    return chain


def authority_line(
    component: str, other: str, base: Fraction | None, weeks: int, of: int, status: str, sign: int
) -> Row:
    """A line that bears another authority's number where a school's would be."""
    amount = Decimal("0.00")
    if status != "nil":
        assert base is not None
        amount = sign * to_pence(base * weeks / of)
    line = make_line(component, "0", amount, status, base, weeks, of, "I01")
    line["LAESTAB"] = other
    return line


def financial_year(day: dt.date) -> int:
    """The year in which the financial year of a day begins."""
    return day.year if day.month >= 4 else day.year - 1


def nothing_between_authorities(placement: Row, book: Row) -> bool:
    """Whether no payment arises for this row at all."""
    if placement["Scheme"] == "LEAVER" or placement.get("Cancelled on") is not None:
        return True
    excluded = needed_day(placement, "Exclusion date")
    if school_on(book, placement["Home school"], excluded)["Type"] in (
        *ACADEMY_TYPES,
        "AP academy",
    ):
        return True
    year = year_number(needed(placement, "Year group"))
    first, last = funding_period(book)
    return year < 0 or year > 11 or not first <= excluded <= last


def weeks_between_authorities(
    placement: Row, book: Row, start: dt.date, takes_effect: dt.date
) -> int:
    """The complete weeks of one payment."""
    school = school_on(book, placement["Home school"], placement["Exclusion date"])
    end = funding_period(book)[1]
    at_that_day = dict(placement)
    at_that_day["Exclusion date"] = takes_effect
    if leaves_this_year(placement, school, book) and in_leavers_part_of_year(at_that_day, book):
        end = leavers_year_end(at_that_day, book)
    return complete_weeks(start, end, setting(book, "Complete weeks"))


def one_payment(placement: Row, book: Row, chain: list[str], position: int) -> Row:
    """What one authority of the chain pays the next, as a line of ours; and from when, if due."""
    ours = our_number(book)
    payer, payee = chain[position], chain[position + 1]
    other, sign = (payer, 1) if payee == ours else (payee, -1)
    nothing = authority_line("Budget share", other, None, 0, 0, "nil", sign)
    if nothing_between_authorities(placement, book):
        return nothing
    excluded = start = placement["Exclusion date"]
    educated_from = placement.get("Educated from")
    if position == len(chain) - 2 and educated_from is not None and educated_from > start:
        start = educated_from
    if financial_year(start) != financial_year(excluded):
        return nothing
    back = placement.get("Reinstated on")
    if back is not None and back <= start:
        return nothing
    takes_effect = excluded if position == 0 else start
    weeks = weeks_between_authorities(placement, book, start, takes_effect)
    if weeks == 0:
        return nothing
    base = base_of_budget_share(placement, book, start)
    status = "held" if is_held(placement, book) else "billable"
    line = authority_line("Budget share", other, base, weeks, 52, status, sign)
    line["start"] = start
    return line


def repayment(placement: Row, book: Row, chain: list[str], last: Row) -> list[Row]:
    """What the authority that taught last repays the old one, where we are one of the two."""
    ours, back = our_number(book), placement.get("Reinstated on")
    old, teacher = chain[0], chain[-1]
    if last["Status"] == "nil" or back is None or old == teacher or ours not in (old, teacher):
        return []
    other, sign = (teacher, 1) if old == ours else (old, -1)
    reading, year_end = setting(book, "Complete weeks"), funding_period(book)[1]
    weeks = complete_weeks(back, year_end, reading)
    of_weeks = complete_weeks(last["start"], year_end, reading)
    status = "nil" if weeks == 0 else last["Status"]
    base = Fraction(abs(last["Amount"]))
    line = authority_line("Reinstatement credit", other, base, weeks, of_weeks, status, sign)
    return [line]


def lines_between_authorities(placement: Row, book: Row) -> list[Row]:
    """What we get from and pay to other authorities for one placement."""
    if old_authority(placement, book) == "":
        return []
    ours = our_number(book)
    chain = authorities_in_order(placement, book)
    lines = []
    last = None
    for position in range(len(chain) - 1):
        last = one_payment(placement, book, chain, position)
        if ours in (chain[position], chain[position + 1]):
            lines.append(last)
    if last is None or not lines:
        return []
    return lines + repayment(placement, book, chain, last)


# All lines ---------------------------------------------------------------------------------------


def charge_lines(placement: Row, book: Row) -> list[Row]:
    """All charge lines of one placement, in the order charge, order, credits."""
    home = needed(placement, "Home school")
    if needed(placement, "Scheme") not in ("PEX", "LEAVER"):
        return [nil_line("Scheme charge", home, "I01")]
    between = lines_between_authorities(placement, book)
    if old_authority(placement, book) not in ("", our_number(book)):
        return between or [
            authority_line("Budget share", old_authority(placement, book), None, 0, 0, "nil", 1)
        ]
    return school_lines(placement, book) + between


def school_lines(placement: Row, book: Row) -> list[Row]:
    """The lines of schools of one placement."""
    home = needed(placement, "Home school")
    if nothing_arises(placement, book):
        return [nil_line("Budget share", home, "I01"), *order_lines(placement, book)]

    day = relevant_date(placement, book)
    school = school_on(book, home, day)
    weeks = weeks_charged(placement, school, book, day)
    status = status_of_charge(placement, school, book, day)
    base = base_of_budget_share(placement, book, day)
    budget_share = charge("Budget share", placement, base, weeks, status, "I01")
    if setting(book, "Pupil premium") == "left alone":
        premium = nil_line("Pupil premium", home, "I05")
    else:
        base = base_of_premium(placement, book, day)
        premium = charge("Pupil premium", placement, base, weeks, status, "I05")

    charges = [budget_share, premium]
    lines = list(charges)
    lines.extend(order_lines(placement, book))
    lines.extend(admission_credits(placement, book, day, charges))
    lines.extend(reinstatement_credits(placement, book, day, charges))
    return lines
