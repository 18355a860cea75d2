"""The charge lines of placements under local schemes, calculated a second time, day by day.

Written only from the specification (domain page, workbook page, decided texts), on plain dicts,
sharing no code with the product. Every unit falls on a day: the day on which a week is complete,
the first school day of a week, the first day of a term. Each day's units are free, or charged to
the school, or borne by the authority; a line is a run of days that are alike.

Where the specification leaves a question open, this is the reading taken here:

Days
 1. The day of the start, which decides start, notice, hold and end, is that of the first row in use
    (all rows of one code have one `Starts` in the random books).
 2. `Cancelled on` makes a row nil under a local scheme too, as the page of tables says.
 3. A day before the first one that is charged, without a row of its own (in the notice, in an
    earlier year), counts towards free units by the terms of the first day that is charged.
 4. The line of a whole measure runs to the last day, whatever changes after its first stretch; only
    a later day without a row of the scheme holds it. Hours and days attended are this workbook's,
    so what earlier years had of them uses up nothing.
Cuts
 5. A dated change cuts wherever its value differs, also where the scheme does not ask for it (a
    plan under EHCP = charge); so does a change of provider. Days per week that go from blank to 5
    are no change. A pause with Chargeable = Y is none.
 6. A new row of Rates cuts where an amount differs, or where the line would begin or cease to rest
    on a draft; not where another of its rates becomes one. Agreement rows cut whatever their
    status, and also where none is needed. Those of a school that has closed do not concern its
    successor.
 7. Where a school has closed and nobody succeeds it, what follows is a line of its own, priced at
    the closed school and held.
Units
 8. A cap in units counts what the school was charged: a row with a higher cap that comes later lets
    it be charged again up to that.
 9. A cap in weeks: 7 days each from the start, the unit's day decides.
10. A week, term or school week falls on the day on which the count from the beginning grows.
Price
11. Pupil-led funding is every factor that the pupil has, and `Pupil premium` of the row is added,
    whatever the settings `Pupil-led funding` and `Pupil premium` say: those are of the regulations'
    own sum. The area cost adjustment multiplies pupil-led factors alone, never a named one.
12. *Next year* is next year's for every rate that the line rests on, the school's and the
    authority's part too. The year group stays.
13. A percentage is of the whole; a school rate stands beside it as it is, and may exceed it: then
    the authority's share is negative.
14. A school of any type is charged, a reserved place too; only `maintained` is excused by
    `academies`. Agreements for PEX say nothing of a local scheme. No review holds it.
Tiers
15. The number is counted by the day from which units count (b), in the order of the first days.
16. A line with an authority's share but nothing for the school is nil, and takes no number.
Not compared: whether a day or line without any money is cut (nil lines, and the one line of a
placement that is held for a gap, are compared as a status of the placement).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.oracle.naive_scheme_days import (
    NotKnownError,
    agreements_on,
    as_changed,
    changes_of,
    day_factor,
    days_per_week,
    fits_year_group,
    is_closed,
    prices_on,
    row_on,
    rows_of_scheme,
    school_answering,
)
from tests.oracle.naive_scheme_units import BY_CALENDAR_DAYS, WHOLE_MEASURES, divide, falls_on, told
from tests.oracle.naive_values import ONE_DAY, Row, funding_period, is_yes, needed, to_pence

ZERO = Decimal("0.00")


def scheme_lines(placements: list[Row], book: Row) -> dict[str, list[Row]]:
    """The lines of every placement under a local scheme, by its reference.

    Where the book has "cuts" (days, by reference), a new line begins there: on the days on which
    something posted begins, and on the days after it ended.
    """
    lines = {}
    counts: dict[tuple[str, str], int] = {}

    def first_day(placement: Row) -> tuple[dt.date, str]:
        return start_of(placement, book), placement["Placement ref"]

    for placement in sorted(placements, key=first_day):
        ref, scheme = placement["Placement ref"], placement["Scheme"]
        tiered = [r for r in rows_of_scheme(book, scheme) if r.get("Tier from") is not None]
        if not tiered:
            lines[ref] = lines_or_held(placement, book, None)
            continue
        begun = begun_on(placement, book, deciding_row(placement, book))
        first, _ = funding_period(book)
        if begun < first:
            event = tiered[0]["Measure"] == "event"
            lines[ref] = [one_line(placement, book, "nil" if event else "held")]
            continue
        laestab = school_answering(book, placement["Home school"], begun)["LAESTAB"]
        number = counts.get((laestab, scheme), 0) + 1
        lines[ref] = lines_or_held(placement, book, number)
        if any(line["Status"] != "nil" and not line.get("error") for line in lines[ref]):
            counts[(laestab, scheme)] = number
    return lines


def one_line(placement: Row, book: Row, status: str, error: bool = False) -> Row:
    """A line of 0 about the placement as a whole."""
    return {"From": None, "To": None, "Amount": ZERO, "Authority share": ZERO, "Status": status,
            "LAESTAB": None, "error": error}  # fmt: skip


def rows_in_use(placement: Row, book: Row) -> list[Row]:
    """The rows of the placement's scheme in use: those for the pupil first, then by their days."""
    rows = [row for row in rows_of_scheme(book, placement["Scheme"]) if row["In use"] == "Y"]
    rows.sort(key=lambda row: row.get("Valid to") or dt.date.max)
    rows.sort(key=lambda row: row.get("Valid from") or dt.date.min)
    return sorted(rows, key=lambda row: not fits_year_group(row, placement["Year group"]))


def deciding_row(placement: Row, book: Row) -> Row:
    """The row that decides start, notice, hold and end."""
    rows = rows_in_use(placement, book)
    starts = rows[0].get("Starts") if rows else None
    day = placement["Left roll on"] if starts == "off-roll date" else placement["Start date"]
    pupil = as_changed(placement, changes_of(placement, book), day)
    return row_on(rows, pupil["Year group"], day, None) or rows[0]


def start_of(placement: Row, book: Row) -> dt.date:
    """The first day of the placement under its scheme."""
    rows = rows_in_use(placement, book)
    off_roll = rows and rows[0].get("Starts") == "off-roll date"
    day: dt.date = needed(placement, "Left roll on" if off_roll else "Start date")
    return day


def begun_on(placement: Row, book: Row, row: Row) -> dt.date:
    """The first day that is charged: a notice may move it."""
    start = start_of(placement, book)
    notice = int(row.get("Notice days") or 0)
    if notice == 0 or placement.get("Notice sent on") is None:
        return start
    noticed: dt.date = placement["Notice sent on"] + dt.timedelta(days=notice)
    return max(start, noticed)


def last_day(placement: Row, book: Row, row: Row) -> dt.date:
    """The last day that is charged in this workbook."""
    last = funding_period(book)[1]
    if placement.get("End date") is not None:
        last = min(last, placement["End date"])
    if (row.get("Open end") or "as-at date") == "as-at date":
        last = min(last, book["as_at"])
    return last


def lines_or_held(placement: Row, book: Row, number: int | None) -> list[Row]:
    """The lines of one placement, or one held line where a term is not known."""
    try:
        return lines_of(placement, book, number)
    except NotKnownError:
        return [one_line(placement, book, "held", error=True)]


def is_exempt(row: Row, pupil: Row) -> bool:
    """Whether a plan, or the lack of one, takes a pupil out of the scheme."""
    if row.get("EHCP") == "no charge":
        return is_yes(pupil, "EHCP")
    return row.get("EHCP") == "only with EHCP" and not is_yes(pupil, "EHCP")


def alike(row: Row, pupil: Row, school: Row, *others: Any) -> tuple[Any, ...]:
    """What must not differ between two days of one line."""
    headings = ("charged", "EHCP", "Looked after", "Year group", "Provider")
    return (
        id(row),
        id(school),
        *(pupil.get(heading) for heading in headings),
        days_per_week(pupil),
        *others,
    )


def check_rows(
    rows: list[Row], placement: Row, changes: list[Row], day: dt.date, last: dt.date, number: Any
) -> None:
    """Raise NotKnownError where a later day has no row of the scheme."""
    while day <= last:
        if row_on(rows, as_changed(placement, changes, day)["Year group"], day, number) is None:
            raise NotKnownError(f"no row on {day}")
        day = day + ONE_DAY


def lines_of(placement: Row, book: Row, number: int | None) -> list[Row]:
    """The lines of one placement, day by day."""
    all_rows = rows_of_scheme(book, placement["Scheme"])
    if placement.get("Cancelled on") is not None or all(r["In use"] != "Y" for r in all_rows):
        return [one_line(placement, book, "nil")]
    deciding = deciding_row(placement, book)
    start, begun = start_of(placement, book), begun_on(placement, book, deciding)
    last = last_day(placement, book, deciding)
    charged_from = max(begun, funding_period(book)[0])
    if charged_from > last:
        return [one_line(placement, book, "nil")]
    changes = changes_of(placement, book)
    stretches: list[Row] = []
    before = None
    so_far: Row = {"all": Fraction(0), "charged": Fraction(0)}
    day = start
    while day <= last:
        school = school_answering(book, placement["Home school"], day)
        pupil = as_changed(placement, changes, day)
        row = row_on(all_rows, pupil["Year group"], day, number)
        if row is None and day < charged_from:
            row = row_on(all_rows, pupil["Year group"], charged_from, number)
        if row is None:
            raise NotKnownError(f"no row on {day}")
        counts = pupil["charged"] and row["In use"] == "Y" and not is_exempt(row, pupil)
        if day >= charged_from:
            agreements = agreements_on(book, school, placement["Scheme"], day)
            prices = prices_on(row, pupil, school, book, day) if counts else None
            closed = is_closed(school, day)
            cuts = book.get("cuts", {}).get(placement["Placement ref"], ())
            part = sum(cut <= day for cut in cuts)
            state = alike(row, pupil, school, agreements, prices, closed, part)
            if state != before:
                stretches.append(
                    {"From": day, "row": row, "pupil": pupil, "school": school, "prices": prices,
                     "agreements": agreements, "counts": counts, "charged": Fraction(0),
                     "not free": Fraction(0)},
                )  # fmt: skip
            before = state
            stretches[-1]["To"] = day
        if counts and row["Measure"] in WHOLE_MEASURES:
            if day >= charged_from:
                units = told(row["Measure"], placement, begun, book)
                stretches[-1].update(divide(units, row, Fraction(0), so_far, begun=True))
                stretches[-1]["To"] = last
                check_rows(all_rows, placement, changes, day, last, number)
                break
        elif counts:
            origin = begun if day >= begun else start
            units = Fraction(falls_on(row["Measure"], origin, day, school, book))
            if row["Measure"] in BY_CALENDAR_DAYS:
                units = units * days_per_week(pupil) / 5
            if units != 0:
                weeks = Fraction((day - start).days, 7)
                parts = divide(units, row, weeks, so_far, day >= begun)
                if day >= charged_from:
                    stretches[-1]["charged"] += parts["charged"]
                    stretches[-1]["not free"] += parts["not free"]
        day = day + ONE_DAY
    return [line_of(stretch, placement, deciding, start, book) for stretch in stretches]


def line_of(stretch: Row, placement: Row, deciding: Row, start: dt.date, book: Row) -> Row:
    """One line, rounded once."""
    line = {
        "From": stretch["From"], "To": stretch["To"], "LAESTAB": stretch["school"]["LAESTAB"],
        "Amount": ZERO, "Authority share": ZERO, "Status": "nil",
        "Units": stretch["charged"], "row": stretch["row"],
    }  # fmt: skip
    if not stretch["counts"]:
        return line
    row = stretch["row"]
    whole, part, *_ = stretch["prices"]
    denominator = Fraction(str(row["Denominator"]))
    whole, part = whole / denominator, part / denominator
    if row.get("Rounding") == "unit rate first":
        whole, part = Fraction(to_pence(whole)), Fraction(to_pence(part))
    factor = day_factor(row, stretch["pupil"])
    line["Amount"] = to_pence(part * stretch["charged"] * factor)
    line["Authority share"] = to_pence(whole * stretch["not free"] * factor) - line["Amount"]
    if line["Amount"] != 0:
        line["Status"] = status_of(stretch, placement, deciding, start, book)
    return line


def status_of(stretch: Row, placement: Row, deciding: Row, start: dt.date, book: Row) -> str:
    """Held, billable or asked."""
    if int(deciding.get("Notice days") or 0) > 0 and placement.get("Notice sent on") is None:
        return "held"
    if book["as_at"] < start + dt.timedelta(days=int(deciding.get("Hold days") or 0)):
        return "held"
    if book["as_at"] < stretch["From"] or is_closed(stretch["school"], stretch["From"]):
        return "held"
    need = stretch["row"].get("Agreement needed") or "all schools"
    if need == "none" or (need == "academies" and stretch["school"]["Type"] == "maintained"):
        return "billable"
    for position in stretch["agreements"]:
        if book["agreements"][position]["Status"] in ("funding agreement", "signed"):
            return "billable"
    return "asked"
