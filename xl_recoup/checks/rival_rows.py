"""Rows that claim one thing: all are held, unless one is posted; no order of rows decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from xl_recoup.charging.status import effect_field, takes_effect
from xl_recoup.checks.catalogue import ERROR, Hit, Stage, check
from xl_recoup.checks.overlapping_days import Claim, clashes
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import PLACEMENTS, normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.records import Placement
from xl_recoup.words import short_date

_HEADINGS = {c.field: c.heading for c in PLACEMENTS.columns}
_IDENTITY = ("key", "ref", "columns", "unreadable", "placement_ref", "notes")
content: Callable[[Placement], Hashable] = attrgetter(
    *(f for f in Placement.__dataclass_fields__ if f not in _IDENTITY)
)
"""All that a row says but its reference and notes: rows that say the same repeat each other."""


class Rival(NamedTuple):
    """A row that is held, another that claims the same, and whether that one is posted."""

    row: Placement
    other: Placement
    posted: bool


def one_episode(a: Placement, b: Placement) -> bool:
    """Say whether two rows name the same episode."""
    return bool(a.episode_ref) and normal(a.episode_ref) == normal(b.episode_ref)


def _the_posted(facts: Facts, rows: Sequence[Placement]) -> list[Placement]:
    """Return those of some rows that are in the ledger; of rows alike in all, one."""
    known: dict[Hashable, Placement] = {}
    for p in sorted(rows, key=lambda p: normal(p.ref) != normal(p.placement_ref)):
        if facts.in_ledger(p):
            known.setdefault((normal(p.placement_ref), content(p)), p)
    return list(known.values())


def _rivals(facts: Facts, rows: Sequence[Placement]) -> Iterator[Rival]:
    """Yield which of two or more rows with one claim are held: those that differ from another.

    Rows that repeat each other are found as that, and are no rivals here.
    """
    said = [content(p) for p in rows]
    second = next((p for p, what in zip(rows, said, strict=True) if what != said[0]), None)
    if second is None:
        return
    posted = _the_posted(facts, rows)
    sole = posted[0] if len(posted) == 1 else None
    for p, what in zip(rows, said, strict=True):
        other = sole or (second if what == said[0] else rows[0])
        if p is not other and what != content(other):
            yield Rival(p, other, other is sole)


@check("A01", ERROR, Stage.ACROSS, "The same row twice")
def exact_duplicates(facts: Facts) -> Iterator[Hit]:
    """A row repeats another in everything but its reference.

    Which of them counts is not guessed: all are held, unless one is in the Ledger.
    """
    groups: dict[Hashable, list[Placement]] = defaultdict(list)
    for p in facts.rows:  # most differ in these already: no need to compare the rest
        if (p.upn or p.pupil) and p.home_school and p.scheme:
            groups[p.upn, p.pupil, p.home_school, p.scheme, p.exclusion_date].append(p)
    for rows in groups.values():
        alike: dict[Hashable, list[Placement]] = defaultdict(list)
        for p in rows if len(rows) > 1 else ():
            alike[content(p)].append(p)
        for same in alike.values():
            if len(same) > 1:
                yield from _repeated(facts, same)


def _repeated(facts: Facts, same: Sequence[Placement]) -> Iterator[Hit]:
    posted = _the_posted(facts, same)
    sole = posted[0] if len(posted) == 1 else None
    for p in same:
        other = sole or next(q for q in same if q is not p)
        if p is other:
            continue
        there = f"{other.placement_ref or other.ref} at {other.place('placement_ref')}"
        if sole:
            words = f"this row repeats {there}, which is posted, so this one is not charged."
            words += " Delete it, or correct what should differ."
        else:
            words = f"this row and {there} say the same, so neither is charged. Delete one of them,"
            words += " or correct what should differ."
        yield Hit(p.place("placement_ref"), words, p.key)


@check("A02", ERROR, Stage.ACROSS, "The same reference twice")
def duplicate_references(facts: Facts) -> Iterator[Hit]:
    """Rows have one placement reference, so charges could not be told apart.

    All are held, unless one is in the Ledger with this reference, its school and its first day.
    """
    groups: dict[str, list[Placement]] = defaultdict(list)
    for p in facts.rows:
        if p.placement_ref:
            groups[normal(p.placement_ref)].append(p)
    for rows in groups.values():
        for p, other, posted in _rivals(facts, rows) if len(rows) > 1 else ():
            there = other.place("placement_ref")
            if posted:
                words = f" is already in use at {there}, which is posted, so this row is not"
                words += " charged. Give it a reference of its own."
            else:
                words = f" is in use at {there} as well, so neither row is charged. Give one of"
                words += " them a reference of its own."
            yield Hit(
                p.place("placement_ref"),
                f"the Placement ref {quoted(p.placement_ref)}{words}",
                p.key,
            )


@check("A03", ERROR, Stage.ACROSS, "A second statutory charge for one episode")
def second_charge_in_episode(facts: Facts) -> Iterator[Hit]:
    """One exclusion gives one statutory charge, however many providers the pupil goes to.

    Rows that claim it are all held, unless one of them is in the Ledger. A second exclusion is an
    episode of its own. Rows with the UPN, the home school and the day of another are the same
    exclusion, whatever their Episode refs. A row with a day under Cancelled on claims nothing.
    """
    exclusions: dict[Hashable, list[Placement]] = defaultdict(list)
    episodes: dict[str, list[Placement]] = defaultdict(list)
    for p in facts.statutory:
        if p.cancelled_on is not None:
            continue
        day = takes_effect(p)
        if p.upn in facts.by_upn and p.home_school and day:
            exclusions[p.upn, p.home_school, day].append(p)
        if normal(p.episode_ref) in facts.by_episode:
            episodes[normal(p.episode_ref)].append(p)
    for rows in exclusions.values():
        for rival in _rivals(facts, rows) if len(rows) > 1 else ():
            if not one_episode(rival.row, rival.other):
                yield _one_day(rival)
    for rows in episodes.values():
        for rival in _rivals(facts, rows) if len(rows) > 1 else ():
            yield _episode(rival)


def _one_day(rival: Rival) -> Hit:
    p, other, posted = rival
    day = takes_effect(p)
    assert day is not None
    there = f"{other.placement_ref or other.ref} at {other.place('scheme')}"
    same = f"the statutory charge for the same pupil, school and day, {short_date(day)},"
    if posted:
        words = f"{there} already has {same} so this row is not charged."
    else:
        words = f"{there} claims {same} as well, so neither row is charged."
    return Hit(
        p.place(effect_field(p)),
        f"{words}{_ways_out(rival)}; for another pupil or exclusion, correct the UPN or the date.",
        p.key,
    )


def _episode(rival: Rival) -> Hit:
    p, other, posted = rival
    there = f"{other.placement_ref or other.ref} at {other.place('scheme')}"
    if posted:
        words = f"already has its statutory charge, on {there}, so this row is not charged."
    else:
        words = f"has a statutory charge on {there} as well, so neither row is charged."
    # Episode ref is folded away in the built workbook: a link there would show nothing.
    return Hit(
        p.place("scheme"),
        f"the episode {quoted(p.episode_ref)} {words}{_ways_out(rival)}; for another exclusion,"
        " enter its own Episode ref and date.",
        p.key,
    )


def _ways_out(rival: Rival) -> str:
    """Return what ends the claim of a row: its scheme, or a day under Cancelled on."""
    day = _HEADINGS[effect_field(rival.row)]
    return (
        " For a second provider, change this row to a scheme that is not in use; if this row should"
        f" not count, enter its {day} under Cancelled on as well, and delete nothing"
    )


def scheme_place(facts: Facts, p: Placement) -> Hashable | None:
    """Return the scheme, provider and school of a row that a scheme in use of ours charges."""
    if p.key in facts.statutory_keys or p.cancelled_on is not None or not p.home_school:
        return None
    if not any(s.in_use for s in facts.policy.schemes.rows_of(p.scheme)):
        return None
    return normal(p.scheme), normal(p.provider), p.home_school


@check("A10", ERROR, Stage.ACROSS, "One place under a scheme twice")
def one_place_twice(facts: Facts) -> Iterator[Hit]:
    """Rows have one scheme in use, provider, pupil and school, and share a day.

    All are held, unless one of them is in the Ledger. Rows are one pupil's where they share a UPN
    or, where one of them has none, an Episode ref. Places elsewhere, under another scheme or beside
    the statutory charge are warnings (A06, A63).
    """
    shared = {key for group in (facts.by_upn, facts.by_episode) for key in group}
    alike: dict[Hashable, dict[Hashable, list[Placement]]] = defaultdict(dict)
    for p in facts.rows:
        if p.served_from and (p.upn in shared or normal(p.episode_ref) in shared):
            place = scheme_place(facts, p)
            if place is not None:
                alike[place].setdefault(content(p), []).append(p)
    for each in alike.values():
        rows = list(each.values())
        claims = [_days(same[0]) for same in rows]
        posted = [n for n, same in enumerate(rows) if _the_posted(facts, same)]
        met = _met(claims)
        both = _met([claims[n] for n in posted])
        for n in posted:
            met.pop(n, None)
        met |= {posted[n]: posted[other] for n, other in both.items()}
        for n, other in met.items():
            stays = other in posted and n not in posted
            for p in rows[n]:
                yield _twice(p, rows[other][0], posted=stays)


def _days(p: Placement) -> Claim:
    """Return the days of a row, for its pupil."""
    episode = normal(p.episode_ref)
    upn = [("UPN", p.upn)] if p.upn else []
    named = [("episode", episode, bool(p.upn))] if episode else []
    against = [("episode", episode, False)] if episode else []
    if episode and not p.upn:
        against.append(("episode", episode, True))
    return Claim(
        p.served_from or date.min, p.end_date or date.max, [*upn, *named], [*upn, *against]
    )


def _met(claims: Sequence[Claim]) -> dict[int, int]:
    """Return the position of every claim that meets another, with one such, whatever the order."""
    last = len(claims) - 1
    later = {last - n: last - other for n, other in clashes(claims[::-1])}
    return later | dict(clashes(claims))


def _twice(p: Placement, other: Placement, *, posted: bool) -> Hit:
    there = f"{other.placement_ref or other.ref} at {other.place('start_date')}"
    what = "the scheme, provider, pupil and school of this row for some of the same days"
    if posted:
        words = f"{there} is posted with {what}, so this row is not charged. Delete it,"
    else:
        words = f"{there} has {what}, so neither row is charged. Delete one of them,"
    return Hit(
        p.place("start_date"),
        f"{words} or correct the dates or what else should differ.",
        p.key,
    )
