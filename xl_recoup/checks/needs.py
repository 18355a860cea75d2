"""Row checks on what the statutory sum needs and does not find, and on what it turns on."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.charging.gap import Gap, GapKind
from xl_recoup.charging.status import is_leaver
from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Moment, Stage, check, made_of
from xl_recoup.checks.placement_dates import HEADINGS, calendar_kept
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.checks.wording import date_under
from xl_recoup.law.authorities import TO_BE_CONFIRMED
from xl_recoup.law.formula import reduction
from xl_recoup.law.leavers import YEAR_11, leavers_clause_applies, leaving_years, school_year_end
from xl_recoup.law.periods import school_year_start
from xl_recoup.law.school_days import CalendarTooShort
from xl_recoup.law.weeks import complete_weeks
from xl_recoup.money import pounds
from xl_recoup.policy.whole_policy import CalendarGap
from xl_recoup.records import Placement
from xl_recoup.words import counted, long_date


def _gaps(facts: Facts, kind: GapKind) -> Iterator[tuple[Placement, Gap]]:
    for p in facts.rows if facts.gaps else ():
        gap = facts.gaps.get(p.key)
        if gap is not None and gap.kind == kind:
            yield p, gap


@check("R60", ERROR, Stage.ROW, "A date that weeks count from is missing", Moment.ASSESSED)
def count_date_missing(facts: Facts) -> Iterator[Hit]:
    """The exclusion date, or for LEAVER the day the pupil left the roll, is blank.

    Under a local scheme it is the Start date, or the off-roll date where the scheme says so.

    Under another setting of Count starts it may be the decision date or the off-roll date.
    """
    for p, gap in _gaps(facts, "no date"):
        what, do = f"{date_under(HEADINGS[gap.field])} is blank", "Enter the date"
        if gap.field not in p.columns:
            what = f"the table has no column {HEADINGS[gap.field]}"
            do = "Restore the heading, spelt exactly so"
        yield Hit(
            p.place(gap.field),
            f"{what}, so the weeks can't be counted and the row is not charged. {do}.",
            p.key,
        )


@check("R61", ERROR, Stage.ROW, "Year group missing", Moment.ASSESSED)
def year_group_missing(facts: Facts) -> Iterator[Hit]:
    """The year group decides the phase and so the rate."""
    for p, gap in _gaps(facts, "no year group"):
        what, do = "the Year group is blank", "Enter R or 1 to 13"
        if gap.field not in p.columns:
            what, do = "the table has no column Year group", "Restore the heading"
        yield Hit(
            p.place(gap.field),
            f"{what}, so no rate can be found and the row is not charged. {do}.",
            p.key,
        )


@check("R62", ERROR, Stage.ROW, "Calendar too short", Moment.ASSESSED)
def calendar_too_short(facts: Facts) -> Iterator[Hit]:
    """The school's calendar does not reach the sixth school day, or can't be used."""
    for p, gap in _gaps(facts, "calendar too short"):
        field = gap.field
        if field == "exclusion_date" and is_leaver(p):
            field = "left_roll_on"
        what, do = "the placement's days can't be counted", "Complete or correct"
        if field != "home_school":
            if _beyond(facts, p, field):
                do = "Check the date, or complete"
            what = f"the weeks can't be counted from {date_under(HEADINGS[field])}"
        yield Hit(
            p.place(field),
            f"{what}: {gap.message}, so the row is not charged. {do} the Calendar sheet.",
            p.key,
        )


def _beyond(facts: Facts, p: Placement, field: str) -> bool:
    """Say whether a date lies outside all that its school's calendar speaks of."""
    calendar, day = calendar_kept(facts, p), getattr(p, field)
    return calendar is not None and day is not None and not calendar.covers(day)


def _not_told(facts: Facts, kind: GapKind, heading: str, of: str, fill: str) -> Iterator[Hit]:
    for p, gap in _gaps(facts, kind):
        what, do = f"{heading} is blank", f"Enter the {fill}, 0 if there were none"
        if gap.field not in p.columns:
            what, do = f"the table has no column {heading}", "Add a column of that heading"
        said = f"{what}, but {p.scheme} charges {of}, so the row is not charged. {do}."
        yield Hit(p.place(gap.field), said, p.key)


NOT_TOLD: tuple[tuple[str, str, GapKind, str, str], ...] = (
    ("R71", "Days attended", "no days attended", "for the days attended", "days"),
    ("R80", "Hours", "no hours", "by the hour", "hours"),
    ("R81", "Agreed amount", "no agreed amount", "what is agreed for each pupil", "pounds"),
)
"""Code, heading, kind of gap, what the scheme charges, and what to enter."""

for _code, _heading, _kind, _of, _fill in NOT_TOLD:
    _told = f"The placement's scheme charges {_of}, and none is entered."
    check(_code, ERROR, Stage.ROW, f"{_heading} missing", Moment.ASSESSED)(
        made_of(_told, _not_told, _kind, _heading, _of, _fill)
    )


def _said_by_the_gap(facts: Facts, kind: GapKind, what_follows: str) -> Iterator[Hit]:
    return (
        Hit(p.place(gap.field), f"{gap.message}{what_follows}", p.key)
        for p, gap in _gaps(facts, kind)
    )


LACKING: tuple[tuple[str, str, GapKind, str, str], ...] = (
    (
        "R63",
        "Rate missing",
        "rate missing",
        ", so the row is not charged. Add or correct it on the Rates sheet.",
        "No usable rate covers a factor that the pupil attracts on the relevant date.",
    ),
    (
        "R64",
        "Two rates for one thing",
        "two rates",
        ", so the row is not charged. End one of them on the Rates sheet before the other begins.",
        "Two rates of a factor cover the relevant date. Which one is meant is not guessed.",
    ),
    (
        "R70",
        "Two rows of the scheme for one day",
        "two scheme rows",
        ", so the row is not charged. End one of them on Schemes before the other begins.",
        "Two rows of the placement's scheme cover one of its days. It is not guessed which counts.",
    ),
    (
        "R82",
        "No terms of the scheme for a day",
        "no terms",
        ", so the row is not charged. Add the row, or let one go on, on Schemes.",
        "No row of the scheme covers a day of the placement, or its year group: what is due then is"
        " not known. It may be nothing, last year's terms or new ones.",
    ),
    (
        "R69",
        "School's highest year missing",
        "no highest year",
        "; the row is not charged. Fill it in on the Schools sheet.",
        "From April to August it decides whether weeks run to July or to March, so it is needed.",
    ),
)
"""Code, title, kind of gap, what follows from it, and help text."""

for _code, _title, _kind, _follows, _about in LACKING:
    check(_code, ERROR, Stage.ROW, _title, Moment.ASSESSED)(
        made_of(_about, _said_by_the_gap, _kind, _follows)
    )


@check("R65", WARNING, Stage.ROW, "Year 11 in a school with a sixth form", Moment.ASSESSED)
def year_11_in_sixth_form_school(facts: Facts) -> Iterator[Hit]:
    """From April, a Year 11 pupil of an 11-18 school is charged to March unless set to leave.

    Most of Year 11 moves on that summer. The finding gives the difference in pounds.
    """
    o = facts.policy.options
    for p in facts.statutory:
        a = facts.assessments.get(p.key) if p.year_group == YEAR_11 else None
        if a is None or a.nil_reason or a.leavers:
            continue
        if a.takes_effect is None or a.start is None or (a.school.highest_year or 0) <= YEAR_11:
            continue
        if not leavers_clause_applies(a.takes_effect, YEAR_11, {YEAR_11}, o.leavers_boundary):
            continue
        try:
            calendar = facts.policy.calendar_of(a.school)
            end = school_year_end(a.takes_effect, o.leavers_year_ends, calendar)
        except (CalendarGap, CalendarTooShort):
            continue
        weeks = complete_weeks(a.start, end, o.complete_weeks)
        now, then = reduction(a.base.total, a.weeks), reduction(a.base.total, weeks)
        yield Hit(
            p.place("year_group"),
            f"Year 11 is not the highest year of {a.school.name}, so {a.weeks} weeks are charged,"
            f" not {weeks}: {pounds(now)} instead of {pounds(then)}, a difference of"
            f" {pounds(now - then)}. If Year 11 leaves there, say so under Leaving years on the"
            " Schools sheet or under Who leaves on Settings.",
            p.key,
        )


@check("R66", WARNING, Stage.ROW, "Leaving year excluded just before 1 April", Moment.ASSESSED)
def leaver_before_april(facts: Facts) -> Iterator[Hit]:
    """A leaving pupil excluded in March whose sixth school day falls in April.

    The exclusion took effect before 1 April, so the leavers' clause does not apply and the whole
    new year is charged.
    """
    o = facts.policy.options
    for p in facts.statutory:
        a = facts.assessments.get(p.key)
        if a is None or a.nil_reason or a.leavers or a.takes_effect is None or a.start is None:
            continue
        if not a.takes_effect.month == 3 < a.start.month:
            continue
        leaves = leaving_years(a.school.highest_year, o.who_leaves, a.school.leaving_years)
        same_year = school_year_start(a.takes_effect) == school_year_start(a.start)
        if p.year_group in leaves and same_year:
            yield Hit(
                p.place("exclusion_date"),
                f"the exclusion took effect before 1 April, so the leavers' clause does not apply"
                f" and {a.weeks} weeks from {long_date(a.start)} are charged, although the pupil"
                " leaves that summer. Check the date, and take advice before billing.",
                p.key,
            )


@check("R67", WARNING, Stage.ROW, "Small credit for a leaver", Moment.ASSESSED)
def leaver_credit(facts: Facts) -> Iterator[Hit]:
    """A leaver's reduction runs to July, but the credit's weeks run to March: it comes out small.

    The regulation reads so, and it is followed.
    """
    for p in facts.statutory:
        a = facts.assessments.get(p.key)
        if a is None or a.nil_reason or not a.leavers or not a.weeks:
            continue
        if p.admitting_school or p.reinstated_on:
            field = "admitting_school" if p.admitting_school else "reinstated_on"
            yield Hit(
                p.place(field),
                f"the charge covers {counted(a.weeks, 'week')} to the end of the school year, but"
                " the law shares it out over the weeks to 31 March, so the credit is small. The law"
                " was followed; consider whether to add to it.",
                p.key,
            )


@check("R68", WARNING, Stage.ROW, "Pupil of another authority", Moment.ASSESSED)
def other_authority(facts: Facts) -> Iterator[Hit]:
    """Money passes between authorities (SI 1999/495) on a reading that the lawyers should confirm.

    An amount that the authorities agreed, a rate `inter_authority` of the Rates sheet, needs none.
    """
    for p in facts.statutory if facts.ready_lines else ():
        doubtful = [
            x for x in facts.ready_lines.get(p.key, ()) if x.amount and TO_BE_CONFIRMED in x.working
        ]
        if doubtful:
            said = ", ".join(dict.fromkeys(x.school for x in doubtful))
            yield Hit(
                p.place("home_school"),
                f"this is recoupment between authorities (SI 1999/495), with {said}, and the amount"
                " per pupil awaits the lawyers. Ask them before billing, or enter the amount that"
                " was agreed as the rate inter_authority.",
                p.key,
            )


@check("R72", WARNING, Stage.ROW, "Another authority may be owed money")
def authority_not_named(facts: Facts) -> Iterator[Hit]:
    """A pupil of a school that we maintain is admitted to one of another authority.

    That authority is owed money under SI 1999/495, but only a row that fills in Old authority has
    a line for it.
    """
    for p in facts.statutory:
        if p.old_authority or p.intermediate_authority or p.educated_from:
            continue
        if "old_authority" in p.unreadable or is_leaver(p) or not p.admitting_school:
            continue
        home, ours = facts.home_school(p), facts.policy.options.la_number
        theirs = p.admitting_school in facts.policy.schools.of_other_authorities
        if home and home.is_maintained and theirs:
            yield Hit(
                p.place("admitting_school"),
                f"the pupil goes to a school of authority {p.admitting_school[:3]}, which may be"
                f" owed money (SI 1999/495), but no line is made. Enter {ours} under Old authority"
                " to make it.",
                p.key,
            )
