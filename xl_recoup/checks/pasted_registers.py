"""Completeness: the placements beside the exclusions register and the providers' own rolls.

Rows are compared by UPN, in this workbook's year. A table that is empty or missing says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from xl_recoup.charging.status import is_leaver
from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import EXCLUSIONS_REGISTER, PROVIDER_ROLLS, normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.intake.row_reading import Row
from xl_recoup.records import Placement
from xl_recoup.words import short_date, some_dates

_Days = dict[date | None, None]
"""Days in the order in which they came, each once."""
NO_UPN = "the UPN is blank, so this row can't be compared with the placements. Enter it."


def _lacks_upn(row: Row) -> bool:
    return "upn" not in row.values and "upn" not in row.unreadable


def _registered(facts: Facts) -> dict[str, list[Row]]:
    """Return the register's rows of this year that can be compared, by UPN."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.inputs.rows(EXCLUSIONS_REGISTER.name):
        day = row.get("exclusion_date")
        if row.get("upn") and day is not None and day in facts.policy.period:
            found[row.get("upn")].append(row)
    return found


def _excluded(facts: Facts) -> dict[str, list[Placement]]:
    """Return the placements that are exclusions of this year and have a UPN, by UPN."""
    found: dict[str, list[Placement]] = defaultdict(list)
    for p in facts.statutory:
        day = p.exclusion_date
        if p.upn and day is not None and day in facts.policy.period and not is_leaver(p):
            found[p.upn].append(p)
    return found


@check("A90", WARNING, Stage.ACROSS, "Exclusion of the register without a placement")
def missing_placements(facts: Facts) -> Iterator[Hit]:
    """The register has a permanent exclusion of this year that no placement sheet has.

    A charge may never have been raised. Cancelled rows of the register are left out.
    """
    rows = facts.inputs.rows(EXCLUSIONS_REGISTER.name)
    placed = _excluded(facts) if rows else {}
    for row in rows:
        if _lacks_upn(row):
            yield Hit(row.place("upn"), NO_UPN)
    for upn, rows in _registered(facts).items():
        open_rows = [r for r in rows if not r.get("cancelled", False)]
        for row in open_rows[len({p.exclusion_date for p in placed.get(upn, ())}) :]:
            yield Hit(
                row.place("upn"),
                f"the exclusion of {short_date(row.get('exclusion_date'))} is in the register, but"
                " no placement has it, so nobody is charged. Enter the placement, or say in the"
                " register that it was cancelled.",
            )


@check("A91", WARNING, Stage.ACROSS, "Placement that the register lacks")
def missing_in_register(facts: Facts) -> Iterator[Hit]:
    """A placement is an exclusion of this year that the pasted register does not have."""
    if not facts.inputs.rows(EXCLUSIONS_REGISTER.name):
        return
    registered = _registered(facts)
    for upn, rows in _excluded(facts).items():
        if upn in registered:
            continue
        for p in rows:
            yield Hit(
                p.place("upn"),
                "this exclusion is not in the exclusions register. Ask the exclusions team, or"
                " correct the UPN in one of the two.",
                p.key,
            )


@check("A92", WARNING, Stage.ACROSS, "Register and placement differ")
def register_differs(facts: Facts) -> Iterator[Hit]:
    """Register and placement have the pupil, but another date or school, or one is cancelled."""
    registered = _registered(facts)
    for upn, rows in _excluded(facts).items() if registered else ():
        days: dict[date, list[Row]] = defaultdict(list)
        for row in registered.get(upn, ()):
            days[row.get("exclusion_date")].append(row)
        schools = {day: dict.fromkeys(r.get("school") for r in same) for day, same in days.items()}
        off = {day for day, same in days.items() if all(r.get("cancelled", False) for r in same)}
        for p in rows if days else ():
            named = schools.get(p.exclusion_date) if p.exclusion_date else None
            if named is None:
                words = f"the Exclusion date is not the register's, {some_dates(days)}"
                yield Hit(p.place("exclusion_date"), f"{words}. Correct one of the two.", p.key)
            elif None not in named and p.home_school not in named:
                words = f"the Home school is not the register's, {next(iter(named))}"
                yield Hit(p.place("home_school"), f"{words}. Correct one of the two.", p.key)
            elif p.cancelled_on is None and p.exclusion_date in off:
                yield Hit(
                    p.place("cancelled_on"),
                    "the register says that this exclusion was cancelled, but no date is entered"
                    " here, so it is charged. Enter the date, or correct the register.",
                    p.key,
                )


@check("A93", WARNING, Stage.ACROSS, "On a provider's roll without a placement")
def on_roll_without_placement(facts: Facts) -> Iterator[Hit]:
    """A provider teaches a pupil in this year for whom no placement there is entered."""
    rolls = facts.inputs.rows(PROVIDER_ROLLS.name)
    placed = _placed(facts) if rolls else set()
    period = facts.policy.period
    for row in rolls:
        if _lacks_upn(row):
            yield Hit(row.place("upn"), NO_UPN)
            continue
        first, last = row.get("start_date"), row.get("end_date")
        outside = (first and first > period.end) or (last and last < period.start)
        if row.get("upn") and row.get("provider") and not outside and _key(row) not in placed:
            yield Hit(
                row.place("upn"),
                f"this pupil is on the roll of {quoted(row.get('provider'))}, but no placement"
                " there has this UPN. Enter the placement, or correct the UPN or the provider.",
            )


@check("A94", WARNING, Stage.ACROSS, "Placement that the provider's roll lacks")
def not_on_roll(facts: Facts) -> Iterator[Hit]:
    """A placement is not on the roll that its provider sent: a charge may rest on nothing."""
    rows = facts.inputs.rows(PROVIDER_ROLLS.name)
    sent = {normal(r.get("provider", "")) for r in rows}
    on_roll = {_key(r) for r in rows}
    for p in facts.rows if rows else ():
        code = normal(p.provider)
        if p.upn and p.start_date and code in sent and (code, p.upn) not in on_roll:
            yield Hit(
                p.place("provider"),
                f"the pupil is not on the roll that {quoted(p.provider)} sent. Ask the provider,"
                " or correct the UPN or the provider.",
                p.key,
            )


@check("A95", WARNING, Stage.ACROSS, "Other dates on the provider's roll")
def roll_dates_differ(facts: Facts) -> Iterator[Hit]:
    """The provider's roll has the pupil on other days: a charge may run on after the end."""
    rolls: dict[tuple[str, str], tuple[_Days, _Days]] = defaultdict(lambda: ({}, {}))
    for row in facts.inputs.rows(PROVIDER_ROLLS.name):
        starts, ends = rolls[_key(row)]
        starts[row.get("start_date")] = ends[row.get("end_date")] = None
    for p in facts.rows if rolls else ():
        known = rolls.get((normal(p.provider), p.upn))
        if not known or p.start_date is None or _moved(facts, p):
            continue
        for field, which, day, theirs in (
            ("start_date", "Start date", p.start_date, known[0]),
            ("end_date", "End date", p.end_date, known[1]),
        ):
            if day not in theirs:
                yield Hit(
                    p.place(field),
                    f"the {which} is not the one of the provider's roll: {some_dates(theirs)}."
                    " Correct one of the two.",
                    p.key,
                )


def _key(row: Row) -> tuple[str, str]:
    return normal(row.get("provider", "")), str(row.get("upn", ""))


def _moved(facts: Facts, p: Placement) -> bool:
    return any(c.what == "Provider" for c in facts.policy.changes.of(p.placement_ref))


def _placed(facts: Facts) -> set[tuple[str, str]]:
    """Return who is placed where, by dated changes of provider too."""
    found = {(normal(p.provider), p.upn) for p in facts.rows if p.upn}
    by_ref = {normal(p.placement_ref): p.upn for p in facts.rows if p.upn}
    for change in facts.policy.changes.rows:
        if change.what == "Provider" and change.value:
            found.add((normal(str(change.value)), by_ref.get(normal(change.placement_ref), "")))
    return found
