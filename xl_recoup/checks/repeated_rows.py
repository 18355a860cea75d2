"""Checks across rows: duplicates, episodes, one pupil told as two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from datetime import date
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import attrgetter

from xl_recoup.charging.status import effect_field, is_leaver, takes_effect
from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.records import Placement
from xl_recoup.words import short_date

_IDENTITY = ("key", "ref", "columns", "unreadable", "placement_ref", "notes")
_content: Callable[[Placement], Hashable] = attrgetter(
    *(f for f in Placement.__dataclass_fields__ if f not in _IDENTITY)
)


def _enough(p: Placement) -> bool:
    """Say whether a row holds enough to be told from others: somebody, somewhere."""
    return bool((p.upn or p.pupil) and p.home_school and p.scheme)


@check("A01", ERROR, Stage.ACROSS, "The same row twice")
def exact_duplicates(facts: Facts) -> Iterator[Hit]:
    """A row repeats an earlier one in everything but its reference. Only the first counts."""
    first: dict[Hashable, Placement] = {}
    whole: dict[Hashable, Placement] = {}
    for p in facts.rows:
        if not _enough(p):
            continue
        other = first.setdefault((p.upn, p.pupil, p.home_school, p.scheme, p.exclusion_date), p)
        if other is p:  # as most are: no need to compare the rest
            continue
        whole.setdefault(_content(other), other)
        before = whole.setdefault(_content(p), p)
        if before is not p:
            yield Hit(
                p.place("placement_ref"),
                f"this row repeats {before.ref} at {before.place('placement_ref')}, so it is not"
                " charged. Delete it, or correct what should differ.",
                p.key,
            )


@check("A02", ERROR, Stage.ACROSS, "The same reference twice")
def duplicate_references(facts: Facts) -> Iterator[Hit]:
    """Two rows have one placement reference, so charges could not be told apart."""
    first: dict[str, Placement] = {}
    for p in facts.rows:
        if not p.placement_ref:
            continue
        before = first.setdefault(normal(p.placement_ref), p)
        if before is not p and _content(before) != _content(p):
            yield Hit(
                p.place("placement_ref"),
                f"the Placement ref {quoted(p.placement_ref)} is already in use at"
                f" {before.place('placement_ref')}, so this row is not charged. Give it a reference"
                " of its own.",
                p.key,
            )


@check("A03", ERROR, Stage.ACROSS, "A second statutory charge for one episode")
def second_charge_in_episode(facts: Facts) -> Iterator[Hit]:
    """One exclusion gives one statutory charge, however many providers the pupil goes to.

    A second exclusion is an episode of its own. Rows with the UPN, the home school and the day of
    another are the same exclusion, whatever their Episode refs.
    """
    earlier: dict[str, dict[Hashable, Placement]] = defaultdict(dict)
    exclusions: dict[Hashable, Placement] = {}
    for p in facts.statutory:
        day = takes_effect(p)
        before = p
        if p.upn in facts.by_upn and p.home_school and day and p.cancelled_on is None:
            before = exclusions.setdefault((p.upn, p.home_school, day), p)
        if before is not p and not _one_episode(before, p) and _content(before) != _content(p):
            assert day is not None
            yield Hit(
                p.place(effect_field(p)),
                f"{before.ref} at {before.place('scheme')} already has the statutory charge for"
                f" the same pupil, school and day, {short_date(day)}, so this row is not charged."
                " Delete it, or use a scheme that is not in use for a second provider; if it is"
                " another pupil or another exclusion, correct the UPN or the date.",
                p.key,
            )
        if normal(p.episode_ref) not in facts.by_episode:
            continue
        others = earlier[normal(p.episode_ref)]
        before = next(iter(others.values()), p)
        if others.setdefault(_content(p), p) is p is not before:
            yield Hit(
                p.place("episode_ref"),
                f"the episode {quoted(p.episode_ref)} already has its statutory charge, on"
                f" {before.ref} at {before.place('scheme')}, so this row is not charged. Use a"
                " scheme that is not in use for the second provider, or a new Episode ref for a new"
                " exclusion.",
                p.key,
            )


def _one_episode(a: Placement, b: Placement) -> bool:
    return bool(a.episode_ref) and normal(a.episode_ref) == normal(b.episode_ref)


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
    """A pupil is in two placements at once: a shared week, perhaps, or a double charge."""
    for rows in facts.by_upn.values():
        dated = sorted((p for p in rows if p.start_date), key=lambda p: p.start_date or date.min)
        for before, p in zip(accumulate(dated, _later_end), dated[1:], strict=False):
            assert p.start_date is not None
            if _end(before) < p.start_date or _content(before) == _content(p):
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
            if earlier == day and (_content(before) == _content(p) or _one_episode(before, p)):
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
            if found_as_one or _one_episode(before, p) or returned:
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
