"""Checks across rows: one pupil told as two, places that overlap, returns that are missing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise

from xl_recoup.charging.status import effect_field, is_leaver, takes_effect
from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check
from xl_recoup.checks.rival_rows import content, one_episode, scheme_place
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.records import Placement
from xl_recoup.words import short_date


@check("A04", WARNING, Stage.ACROSS, "One UPN, two pupils")
def one_upn_two_pupils(facts: Facts) -> Iterator[Hit]:
    """Rows share a UPN but not the pupil's initials or date of birth."""
    for rows in facts.by_upn.values():
        first = rows[0]
        for p in rows[1:]:
            spelt = first.pupil and p.pupil and _spelling(first.pupil) != _spelling(p.pupil)
            born = (
                first.date_of_birth and p.date_of_birth and first.date_of_birth != p.date_of_birth
            )
            if spelt or born:
                field, what = ("date_of_birth", "Date of birth") if born else ("pupil", "Pupil")
                yield Hit(
                    p.place(field),
                    f"this row has the UPN of {first.ref}, but its {what} differs from that at"
                    f" {first.place(field)}. If it is one pupil, make the two agree; if not,"
                    " correct the UPN.",
                    p.key,
                )


@check("A98", WARNING, Stage.ACROSS, "Two pupils in one row")
def two_pupils_in_a_row(facts: Facts) -> Iterator[Hit]:
    """Two names, or two sets of initials, stand under Pupil: one of the two is never charged."""
    for p in facts.rows:
        if p.pupil and _TWO.search(p.pupil) and "upn" not in p.unreadable:
            yield Hit(
                p.place("pupil"),
                "this seems to name two pupils, and the row is charged once. Give each a row:"
                " insert one below, copy this one into it, and leave in each the name, UPN and date"
                " of birth of one.",
                p.key,
            )


_TWO = re.compile(
    r"[^\W\d_]\.?\s*(?:&|\+|;|/|\band\b)\s*[^\W\d_]|(?:\b[A-Z]\.\s?){2,}\s+(?:\b[A-Z]\.\s?){2,}",
    re.IGNORECASE,
)
"""`A.B. & C.D.`, `Ann and Bob`, `A.B. C.D.`: more than one pupil's name."""


@check("A05", WARNING, Stage.ACROSS, "One pupil, two UPNs")
def one_pupil_two_upns(facts: Facts) -> Iterator[Hit]:
    """Two rows have the same initials, date of birth and home school but not the same UPN."""
    first: dict[tuple[str, object, str], Placement] = {}
    for p in facts.rows:
        if not (p.pupil and p.date_of_birth and p.home_school):
            continue
        key = (_spelling(p.pupil), p.date_of_birth, p.home_school)
        before = first.setdefault(key, p)
        readable = "upn" not in before.unreadable | p.unreadable
        if before is not p and before.upn != p.upn and readable:
            yield Hit(
                p.place("upn"),
                f"this looks like the pupil of {before.ref}, but the UPN differs from that at"
                f" {before.place('upn')}. If it is one pupil, correct the UPN and check that"
                " nothing is charged twice.",
                p.key,
            )


@lru_cache(maxsize=65_536)
def _spelling(pupil: str) -> str:
    return "".join(c for c in pupil.casefold() if c.isalnum())


@check("A06", WARNING, Stage.ACROSS, "Overlapping placements of one pupil")
def overlapping_placements(facts: Facts) -> Iterator[Hit]:
    """A pupil is in two placements at once: a shared week, perhaps, or a double charge.

    Two rows of one scheme, provider and school for the same days are an error (A10).
    """
    for rows in facts.by_upn.values():
        dated = sorted((p for p in rows if p.start_date), key=lambda p: p.start_date or date.min)
        for before, p in zip(accumulate(dated, _later_end), dated[1:], strict=False):
            assert p.start_date is not None
            if _end(before) < p.start_date or content(before) == content(p):
                continue
            place = scheme_place(facts, p)
            if place is not None and place == scheme_place(facts, before):
                continue
            until = f"runs to {short_date(before.end_date)}" if before.end_date else "has no end"
            yield Hit(
                p.place("start_date"),
                f"this placement starts on {short_date(p.start_date)}, while {before.ref} at"
                f" {before.place('end_date')} {until}. End the earlier one, or check that both are"
                " meant.",
                p.key,
            )


def _end(p: Placement) -> date:
    return p.end_date or date.max


def _later_end(a: Placement, b: Placement) -> Placement:
    return a if _end(a) >= _end(b) else b


@check("A07", WARNING, Stage.ACROSS, "Excluded twice without a return")
def excluded_twice(facts: Facts) -> Iterator[Hit]:
    """A pupil leaves a school a second time without having come back, or two schools at once.

    Two rows of one UPN, school and day are one exclusion, which is an error (A03).
    """
    for rows in _pupils(facts):
        if len(rows) < 2:
            continue
        dated = sorted(((day, p) for p in rows if (day := takes_effect(p))), key=lambda x: x[0])
        for (earlier, before), (day, p) in pairwise(dated):
            statutory = {before.key, p.key} <= facts.statutory_keys
            if earlier == day and (content(before) == content(p) or one_episode(before, p)):
                continue
            field = effect_field(p)
            there = before.place(effect_field(before))
            if before.home_school != p.home_school:
                if statutory and earlier == day:
                    yield Hit(
                        p.place(field),
                        f"the pupil is entered as having left another school on the same day, on"
                        f" {before.ref} at {there}. If a Home school or a date is wrong, correct"
                        " it, or two schools are charged for one pupil.",
                        p.key,
                    )
                continue
            found_as_one = statutory and earlier == day and p.upn
            returned = before.reinstated_on or before.cancelled_on
            if found_as_one or one_episode(before, p) or returned:
                continue
            left = "the same school has already excluded this pupil"
            if is_leaver(before) or is_leaver(p):
                left = "the pupil has already left this school"
            yield Hit(
                p.place(field),
                f"{left}, on {before.ref} at {there}, and no return is entered. If it is one"
                " exclusion, give both rows one Episode ref.",
                p.key,
            )


def _pupils(facts: Facts) -> Iterator[list[Placement]]:
    """Give the rows of each pupil; one without a UPN is known by initials and date of birth."""
    yield from facts.by_upn.values()
    nameless: dict[Hashable, list[Placement]] = defaultdict(list)
    for p in facts.rows:
        if not p.upn and p.pupil and p.date_of_birth:
            nameless[_spelling(p.pupil), p.date_of_birth].append(p)
    yield from nameless.values()


@check("A08", WARNING, Stage.ACROSS, "Care status differs between rows")
def care_status_differs(facts: Facts) -> Iterator[Hit]:
    """A pupil is looked after on one row and not on another: a premium may be wrongly taken."""
    for rows in facts.by_upn.values():
        cared = [p for p in rows if p.looked_after]
        if not cared:
            continue
        for p in rows:
            if not p.looked_after and (p.fsm6 or p.previously_looked_after):
                yield Hit(
                    p.place("looked_after"),
                    f"the pupil is looked after on {cared[0].ref} at"
                    f" {cared[0].place('looked_after')} but not here, where a premium is counted."
                    " Check the care status on the relevant date.",
                    p.key,
                )


@check("A09", WARNING, Stage.ACROSS, "Credit forgotten")
def credit_forgotten(facts: Facts) -> Iterator[Hit]:
    """An excluded pupil turns up at another school, but no admission is recorded for it.

    That school may be owed a credit.
    """
    for rows in facts.by_upn.values():
        last: dict[str, tuple[date, Placement]] = {}
        for q in rows:
            day = q.exclusion_date or q.start_date
            if day is not None and (q.home_school not in last or last[q.home_school][0] < day):
                last[q.home_school] = day, q
        for p in rows:
            excluded = p.exclusion_date
            if excluded is None or p.admitting_school or p.key not in facts.statutory_keys:
                continue
            elsewhere = (seen for school, seen in last.items() if school != p.home_school)
            later = next((q for day, q in elsewhere if day > excluded), None)
            if later:
                yield Hit(
                    p.place("admitting_school"),
                    f"this pupil has since been at another school, on {later.ref} at"
                    f" {later.place('home_school')}, which may be owed a credit, but no"
                    " Admitting school is entered here. Enter the school and the date.",
                    p.key,
                )


@check("A66", WARNING, Stage.ACROSS, "Credit that runs on")
def credit_running_on(facts: Facts) -> Iterator[Hit]:
    """The admitting school has excluded the pupil since, or another school has it, by a later row.

    No day is entered on which it left the admitting school, so its credit goes on to 31 March.
    """
    for rows in facts.by_upn.values():
        for p in rows:
            admitted = p.admitted_on
            if admitted is None or p.left_admitting_school_on or p.key not in facts.statutory_keys:
                continue
            later = (q for q in rows if _has_left(facts, p, q, admitted))
            if (left := min(later, key=_left_or_began, default=None)) is not None:
                excluded = left.home_school == p.admitting_school
                since = f"{'has left it' if excluded else 'is at another school'}, on {left.ref} at"
                yield Hit(
                    p.place("left_admitting_school_on"),
                    f"the credit of {p.admitting_school} goes on to the end of the year, but the"
                    f" pupil {since} {left.place('home_school')}, since"
                    f" {short_date(_left_or_began(left))}. Enter the day on which it left the roll"
                    " of the admitting school.",
                    p.key,
                )


def _has_left(facts: Facts, p: Placement, q: Placement, admitted: date) -> bool:
    """Say whether a row shows that the pupil is no longer at the school that admitted it."""
    began = _left_or_began(q)
    if not admitted < began <= facts.policy.period.end or q.cancelled_on is not None:
        return False
    if q.home_school == p.admitting_school:
        return q.key in facts.statutory_keys and q.reinstated_on is None
    return bool(q.home_school) and q.home_school != p.home_school


def _left_or_began(p: Placement) -> date:
    return p.exclusion_date or p.left_roll_on or p.start_date or date.max
