"""Row checks on dates: their order, what goes with what, and days that can't be right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from operator import attrgetter

from xl_recoup.charging.inter_authority import from_elsewhere
from xl_recoup.charging.status import is_leaver
from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check, made_of
from xl_recoup.checks.identity import impossible_birth
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.checks.wording import date_under
from xl_recoup.contract import PLACEMENTS
from xl_recoup.law.school_days import SchoolDays
from xl_recoup.policy.school_list import OUTSIDE
from xl_recoup.policy.whole_policy import CalendarGap
from xl_recoup.records import Placement
from xl_recoup.words import short_date

HEADINGS = {c.field: c.heading for c in PLACEMENTS.columns}
EVENT_DATES = (
    "exclusion_date",
    "decision_date",
    "cancelled_on",
    "review_decided_on",
    "left_roll_on",
    "start_date",
    "reinstated_on",
    "admitted_on",
    "order_date",
    "educated_from",
    "notice_sent_on",
)
_event_dates: Callable[[Placement], tuple[date | None, ...]] = attrgetter(*EVENT_DATES)


def _out_of_order(facts: Facts, earlier: str, later: str) -> Iterator[Hit]:
    dates: Callable[[Placement], tuple[date | None, date | None]] = attrgetter(earlier, later)
    for p in facts.rows:
        first, second = dates(p)
        if first is not None and second is not None and second < first:
            yield Hit(
                p.place(later),
                f"{date_under(HEADINGS[later])}, {short_date(second)}, is before"
                f" {date_under(HEADINGS[earlier])}, {short_date(first)}, so no charge can be made."
                " Correct one of the two dates.",
                p.key,
            )


ORDERED = (
    ("R30", "start_date", "end_date", "A placement can't end before it starts."),
    ("R31", "exclusion_date", "decision_date", "The governors decide after the exclusion."),
    ("R32", "exclusion_date", "cancelled_on", "An exclusion can't be cancelled before it is made."),
    ("R33", "exclusion_date", "review_decided_on", "A review follows the exclusion."),
    ("R34", "exclusion_date", "reinstated_on", "A pupil is reinstated after the exclusion."),
    ("R35", "exclusion_date", "admitted_on", "Another school admits after the exclusion."),
    ("R36", "exclusion_date", "order_date", "A panel's order follows the exclusion."),
    ("R37", "admitted_on", "left_admitting_school_on", "A pupil leaves after being admitted."),
    ("R38", "left_roll_on", "reinstated_on", "A pupil comes back after leaving the roll."),
    ("R39", "exclusion_date", "left_roll_on", "A pupil comes off the roll after the exclusion."),
    ("R73", "exclusion_date", "educated_from", "An authority takes over after the exclusion."),
)


for _code, _earlier, _later, _why in ORDERED:
    check(_code, ERROR, Stage.ROW, f"{HEADINGS[_later]} before {HEADINGS[_earlier]}")(
        made_of(
            f"{_why} The row is held until one of the two dates is corrected.",
            _out_of_order,
            _earlier,
            _later,
        )
    )


def _one_without_the_other(facts: Facts, there: str, missing: str, words: str) -> Iterator[Hit]:
    return (
        Hit(p.place(missing), words, p.key)
        for p in facts.rows
        if getattr(p, there) and not getattr(p, missing) and missing not in p.unreadable
    )


@check("R40", ERROR, Stage.ROW, "Order without a date")
def order_without_date(facts: Facts) -> Iterator[Hit]:
    """A financial adjustment order counts in the year of its date, so the date is needed."""
    yield from _one_without_the_other(
        facts,
        "adjustment_order",
        "order_date",
        "Adjustment order is Y but there is no Order date, so its year is not known and the row is"
        " not charged. Enter the date of the panel's order.",
    )


@check("R41", WARNING, Stage.ROW, "Order date without an order")
def order_date_without_order(facts: Facts) -> Iterator[Hit]:
    """There is a date of an order, but Adjustment order is not Y: the £4,000 is not charged."""
    yield from _one_without_the_other(
        facts,
        "order_date",
        "adjustment_order",
        "there is an Order date but Adjustment order is not Y, so no order is charged. Enter Y, or"
        " clear the date.",
    )


@check("R42", ERROR, Stage.ROW, "Admission date without a school")
def admission_without_school(facts: Facts) -> Iterator[Hit]:
    """A school that admitted the pupil is owed a credit; it must be named.

    Likewise where only the day is entered on which the pupil left that school.
    """
    for p in facts.rows:
        said = "an Admitted on" if p.admitted_on else "a Left admitting school on"
        if not (p.admitted_on or p.left_admitting_school_on) or p.admitting_school:
            continue
        if "admitting_school" not in p.unreadable:
            yield Hit(
                p.place("admitting_school"),
                f"there is {said} date but no Admitting school, so nobody could be credited and"
                " the row is not charged. Enter the school's LAESTAB, or clear the date.",
                p.key,
            )


@check("R43", ERROR, Stage.ROW, "Admitting school without a date")
def admission_without_date(facts: Facts) -> Iterator[Hit]:
    """The credit to the admitting school runs from the day of admission."""
    yield from _one_without_the_other(
        facts,
        "admitting_school",
        "admitted_on",
        "there is an Admitting school but no Admitted on date, so its credit can't be counted and"
        " the row is not charged. Enter the date, or clear the school.",
    )


@check("R44", WARNING, Stage.ROW, "Order that does not fit the row")
def order_that_does_not_fit(facts: Facts) -> Iterator[Hit]:
    """An order beside a return or without an exclusion, or where none can be charged.

    A panel orders an adjustment where the school does not offer to reinstate.
    """
    for p in facts.rows:
        why_none = _why_no_order(facts, p) if p.adjustment_order else ""
        if why_none:
            yield Hit(
                p.place("adjustment_order"),
                f"there is an Adjustment order, but {why_none}, so no order is charged on this row."
                " Clear it, or correct what the row says of the school, the place or the scheme.",
                p.key,
            )
        elif p.adjustment_order and (p.cancelled_on or p.reinstated_on or is_leaver(p)):
            what = "the exclusion was cancelled"
            if not p.cancelled_on:
                what = "the pupil was reinstated"
            if is_leaver(p):
                what = "the pupil left otherwise than by exclusion, which no panel reviews"
            yield Hit(
                p.place("adjustment_order"),
                f"there is an Adjustment order although {what}. The order is charged; check that it"
                " stands.",
                p.key,
            )


def _why_no_order(facts: Facts, p: Placement) -> str:
    school = facts.home_school(p)
    if p.scheme and p.key not in facts.statutory_keys:
        return "its scheme is a local one"
    if from_elsewhere(p, facts.policy):
        return "the excluding school is another authority's"
    if p.reserved_sen_place:
        return "a place reserved for special educational needs is outside the regulation"
    return OUTSIDE.get(school.type, "") if school else ""


@check("R45", WARNING, Stage.ROW, "Review decided but open, or closed without a date")
def review_status(facts: Facts) -> Iterator[Hit]:
    """The review's status and its date of decision disagree. An open review holds the charge."""
    for p in facts.rows:
        if p.review_status == "open" and p.review_decided_on is not None:
            yield Hit(
                p.place("review_status"),
                "the review is open although it has a decision date, so the charge stays held."
                " Enter closed once the review is over.",
                p.key,
            )
        elif p.review_status == "closed" and p.review_decided_on is None:
            yield Hit(
                p.place("review_decided_on"),
                "the review is closed but has no decision date. Enter it, as evidence that money"
                " may move.",
                p.key,
            )


@check("R46", WARNING, Stage.ROW, "Dates in the future")
def future_dates(facts: Facts) -> Iterator[Hit]:
    """Something that is recorded as having happened lies after the as-at date."""
    as_at = facts.as_at
    return (
        Hit(
            p.place(name),
            f"{date_under(HEADINGS[name])}, {short_date(day)}, is after the as-at date,"
            f" {short_date(as_at)}. Check the year.",
            p.key,
        )
        for p in facts.rows
        for name, day in zip(EVENT_DATES, _event_dates(p), strict=True)
        if day is not None and day > as_at
    )


@check("R47", WARNING, Stage.ROW, "Birth in the future or too long ago")
def impossible_births(facts: Facts) -> Iterator[Hit]:
    """A date of birth that no pupil can have."""
    for p in facts.rows:
        born = p.date_of_birth
        if born is not None and impossible_birth(born, facts.as_at):
            yield Hit(
                p.place("date_of_birth"),
                "no pupil can have this Date of birth. Correct it; the year may be in the wrong"
                " century.",
                p.key,
            )


def calendar_kept(facts: Facts, p: Placement) -> SchoolDays | None:
    """Return the calendar of a placement's home school, if it is known and can be read."""
    school = facts.home_school(p)
    if school is None:
        return None
    try:
        return facts.policy.calendar_of(school)
    except CalendarGap:
        return None


@check("R48", WARNING, Stage.ROW, "Exclusion on a day that is no school day")
def exclusion_not_on_school_day(facts: Facts) -> Iterator[Hit]:
    """Schools exclude on school days; any other day is usually a slip of the keyboard."""
    for p in facts.rows:
        calendar = calendar_kept(facts, p)
        day = p.exclusion_date
        if day is None or calendar is None or not calendar.covers(day) or day in calendar:
            continue
        what = f"not a school day on the calendar {calendar.name}"
        if day.weekday() > 4:
            what = f"a {day:%A}"
        yield Hit(
            p.place("exclusion_date"),
            f"the Exclusion date, {short_date(day)}, is {what}. School days were counted from it"
            " all the same; check the date.",
            p.key,
        )
