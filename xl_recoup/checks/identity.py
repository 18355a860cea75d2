"""Row checks on who and where: references, pupils, schools, providers, schemes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.meant_words import provider_meant, scheme_meant, school_meant
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import School, normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.records import Placement
from xl_recoup.words import short_date, year_name

FIRST_SCHOOL_AGE = 2  # a UPN is given on entry to a maintained school, nursery included
OLDEST = 21  # years; a school pupil with a plan may stay until 19


def impossible_birth(born: date, as_at: date) -> bool:
    """Say whether no pupil can have a date of birth; nothing else is judged by it then."""
    return born > as_at or as_at.year - born.year > OLDEST


def _missing(p: Placement, field: str, value: object) -> bool:
    return not value and field not in p.unreadable


@check("R01", ERROR, Stage.ROW, "Placement reference missing")
def reference_missing(facts: Facts) -> Iterator[Hit]:
    """A row without a reference can't be named on a statement or found again after a change."""
    return (
        Hit(
            p.place("placement_ref"),
            "the Placement ref is blank, so a charge could not be traced to this row and none"
            " is made. Give it a reference of its own.",
            p.key,
        )
        for p in facts.rows
        if _missing(p, "placement_ref", p.placement_ref)
    )


@check("R02", ERROR, Stage.ROW, "Home school missing")
def home_school_missing(facts: Facts) -> Iterator[Hit]:
    """Without a home school nobody can be charged."""
    return (
        Hit(
            p.place("home_school"),
            "the Home school is blank, so nobody can be charged. Enter the LAESTAB of the"
            " school that the pupil came from.",
            p.key,
        )
        for p in facts.rows
        if _missing(p, "home_school", p.home_school)
    )


@check("R03", ERROR, Stage.ROW, "Home school not in the Schools table", names_the_cause=True)
def home_school_unknown(facts: Facts) -> Iterator[Hit]:
    """The home school's number is not in the Schools table, or its row there can't be used."""
    yield from _unknown_schools(facts, "home_school", "Home school")


@check("R04", ERROR, Stage.ROW, "Admitting school not in the Schools table", names_the_cause=True)
def admitting_school_unknown(facts: Facts) -> Iterator[Hit]:
    """The admitting school's number is not in the Schools table, or its row can't be used."""
    yield from _unknown_schools(facts, "admitting_school", "Admitting school")


def _unknown_schools(facts: Facts, field: str, heading: str) -> Iterator[Hit]:
    broken = {r.get("laestab"): r.place("laestab") for r in facts.inputs.rows("Schools")}
    for p in facts.rows:
        laestab: str = getattr(p, field)
        if not laestab or laestab in facts.policy.schools:
            continue
        words = (
            f"the {heading} {laestab} is not in the Schools table, so the row is not charged."
            f"{school_meant(facts, laestab)} Correct the number, or add the school to the Schools"
            " sheet."
        )
        if laestab in broken:
            words = (
                f"the row of the {heading} {laestab}, at {broken[laestab]}, can't be used, so this"
                " row is not charged. Correct what is wrong there."
            )
        yield Hit(p.place(field), words, p.key)


@check("R05", ERROR, Stage.ROW, "Scheme missing")
def scheme_missing(facts: Facts) -> Iterator[Hit]:
    """Without a scheme it is not known how to charge."""
    return (
        Hit(
            p.place("scheme"),
            "the Scheme is blank, so the row is not charged. Enter PEX for a permanent"
            " exclusion, or a code of the Schemes sheet.",
            p.key,
        )
        for p in facts.rows
        if _missing(p, "scheme", p.scheme)
    )


@check("R06", ERROR, Stage.ROW, "Scheme not in the Schemes table", names_the_cause=True)
def scheme_unknown(facts: Facts) -> Iterator[Hit]:
    """The scheme's code is not in the Schemes table, or its row there can't be used."""
    broken = {normal(r.get("code") or ""): r.place("code") for r in facts.inputs.rows("Schemes")}
    for p in (p for p in facts.rows if p.scheme and p.scheme not in facts.policy.schemes):
        words = (
            f"the Scheme {quoted(p.scheme)} is not in the Schemes table, so the row is not"
            f" charged.{scheme_meant(facts, p.scheme)} Correct the code, or add the scheme to the"
            " Schemes sheet."
        )
        if normal(p.scheme) in broken:
            words = (
                f"the row of the Scheme {quoted(p.scheme)}, at {broken[normal(p.scheme)]}, can't be"
                " used, so this row is not charged. Correct what is wrong there."
            )
        yield Hit(p.place("scheme"), words, p.key)


@check("R07", ERROR, Stage.ROW, "Provider not in the Providers table", names_the_cause=True)
def provider_unknown(facts: Facts) -> Iterator[Hit]:
    """The provider's code is not in the Providers table."""
    if facts.inputs.table("Providers") is None:
        return
    for p in facts.rows:
        if p.provider and normal(p.provider) not in facts.policy.providers:
            yield Hit(
                p.place("provider"),
                f"the Provider {quoted(p.provider)} is not in the Providers table, so the row is"
                f" not charged.{provider_meant(facts, p.provider)} Correct the code, or add the"
                " provider to the Providers sheet.",
                p.key,
            )


@check("R08", WARNING, Stage.ROW, "UPN missing")
def upn_missing(facts: Facts) -> Iterator[Hit]:
    """Without a UPN, one pupil on two rows can't be recognised."""
    return (
        Hit(
            p.place("upn"),
            "the UPN is blank, so the same pupil on another row would not be noticed. Enter it"
            " once it is known.",
            p.key,
        )
        for p in facts.rows
        if _missing(p, "upn", p.upn)
    )


@check("R09", WARNING, Stage.ROW, "Temporary UPN")
def temporary_upn(facts: Facts) -> Iterator[Hit]:
    """A UPN that ends in a letter is temporary; the permanent one should take its place."""
    return (
        Hit(
            p.place("upn"),
            "the UPN is a temporary one. Replace it once the school has the permanent one.",
            p.key,
        )
        for p in facts.rows
        if p.upn and p.upn[-1].isalpha()
    )


@check("R10", WARNING, Stage.ROW, "UPN year against date of birth")
def upn_year(facts: Facts) -> Iterator[Hit]:
    """The UPN was given in a year when the pupil was too young for school, or in the future."""
    for p in facts.rows:
        if not p.upn or p.date_of_birth is None:
            continue
        if impossible_birth(p.date_of_birth, facts.as_at):
            continue
        issued = _full_year(p.upn[8:10], facts.as_at.year)
        if issued < p.date_of_birth.year + FIRST_SCHOOL_AGE:
            yield Hit(
                p.place("upn"),
                "the year in the UPN does not fit the date of birth: a child so young has no UPN."
                " One of the two may be another pupil's; check both.",
                p.key,
            )


def _full_year(two_digits: str, this_year: int) -> int:
    year = 2000 + int(two_digits)
    return year if year <= this_year else year - 100


@check("R11", WARNING, Stage.ROW, "Year group against date of birth")
def year_group_against_birth(facts: Facts) -> Iterator[Hit]:
    """The year group is not the one that the age on 31 August gives. Funding follows the year."""
    for p in facts.rows:
        day = p.counts_from
        if p.year_group is None or p.date_of_birth is None or day is None:
            continue
        if impossible_birth(p.date_of_birth, facts.as_at):
            continue
        start = day.year if day.month >= 9 else day.year - 1
        born_before = (p.date_of_birth.month, p.date_of_birth.day) <= (8, 31)
        age = start - p.date_of_birth.year - (0 if born_before else 1)
        expected = age - 4
        if expected != p.year_group:
            said = year_name(expected) if -1 <= expected <= 13 else "no school year"
            yield Hit(
                p.place("year_group"),
                f"the Year group is {year_name(p.year_group)}, but the date of birth suggests"
                f" {said}. The charge follows {year_name(p.year_group)}; check both.",
                p.key,
            )


@check("R12", WARNING, Stage.ROW, "Year group outside the school's range")
def year_group_outside_school(facts: Facts) -> Iterator[Hit]:
    """The home school has no such year group."""
    for p in facts.rows:
        school = facts.home_school(p)
        if p.year_group is None or school is None:
            continue
        low = school.lowest_year if school.lowest_year is not None else -1
        high = school.highest_year if school.highest_year is not None else 13
        if not (low <= p.year_group <= high or (p.year_group == -1 and low == 0)):
            yield Hit(
                p.place("year_group"),
                f"the Year group is {year_name(p.year_group)}, but {school.name} has"
                f" {year_name(low)} to {year_name(high)}. Check the school and the year group.",
                p.key,
            )


@check("R13", WARNING, Stage.ROW, "School not open on the date")
def school_closed(facts: Facts) -> Iterator[Hit]:
    """The Schools table has no row of the home school for the day of the exclusion.

    For another placement it is the day when the pupil left the roll, or the Start date.
    """
    for p in facts.rows:
        day = p.counts_from
        school = facts.home_school(p)
        if school is not None and day is not None and not school.is_open(day):
            yield Hit(
                p.place("home_school"),
                f"{school.name} was not open on {short_date(day)} according to the Schools table;"
                " its nearest row was used. Check Open from, Open to and Successor there.",
                p.key,
            )


@check("R14", WARNING, Stage.ROW, "Admitting school is the home school")
def admitted_back(facts: Facts) -> Iterator[Hit]:
    """The pupil is admitted to the school that excluded: a reinstatement, if anything."""
    return (
        Hit(
            p.place("admitting_school"),
            "the Admitting school is the Home school itself. If it took the pupil back, clear"
            " this cell and enter the date under Reinstated on.",
            p.key,
        )
        for p in facts.rows
        if p.admitting_school and p.admitting_school == p.home_school
    )


@check("R15", WARNING, Stage.ROW, "Roll status against scheme")
def roll_status_against_scheme(facts: Facts) -> Iterator[Hit]:
    """Statutory recoupment is for pupils who came off the roll."""
    return (
        Hit(
            p.place("roll_status"),
            f"the Roll status is {p.roll_status}, but {p.scheme} is for a pupil who came off"
            " the roll. Check which is right; a pupil on the roll falls under a local scheme.",
            p.key,
        )
        for p in facts.statutory
        if p.roll_status == "dual" or p.roll_status == "on roll"
    )


@check("R16", ERROR, Stage.ROW, "School with two rows for the day")
def school_twice(facts: Facts) -> Iterator[Hit]:
    """Two rows of Schools cover the day of a placement, so the school's type is not certain."""
    known: dict[tuple[str, date], list[School]] = {}
    for p in facts.rows:
        rows = facts.policy.schools.all(p.home_school)
        if len(rows) < 2:
            continue
        day = p.counts_from or facts.policy.period.start
        if (p.home_school, day) not in known:
            known[p.home_school, day] = [s for s in rows if s.is_open(day)]
        rows = known[p.home_school, day]
        if len(rows) > 1:
            yield Hit(
                p.place("home_school"),
                f"{rows[0].name} has two rows on the Schools sheet for {short_date(day)}"
                f" ({rows[0].place} and {rows[1].place}), so the row is not charged. Set Open from"
                " and Open to apart.",
                p.key,
            )
