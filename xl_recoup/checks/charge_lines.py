"""Checks across the charge lines: credits, deductions, agreements, queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from xl_recoup.checks.catalogue import WARNING, Hit, Moment, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.closed_lists import Component
from xl_recoup.contract import School, normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.money import pounds

REDUCTIONS: tuple[Component, ...] = ("Budget share", "Pupil premium")
CREDITS: tuple[Component, ...] = ("Admission credit", "Reinstatement credit")


@check("A40", WARNING, Stage.ACROSS, "Credits above the charge", Moment.CHARGED)
def credits_above_charge(facts: Facts) -> Iterator[Hit]:
    """More is credited for a placement than was charged, as when two schools both get it back."""
    for p in facts.statutory:
        if not p.admitting_school and p.reinstated_on is None:
            continue  # nothing to credit
        lines = [x for x in facts.lines_by_row.get(p.key, []) if x.route != "inter-authority"]
        charged = sum((ln.amount for ln in lines if ln.component in REDUCTIONS), Decimal(0))
        credited = -sum((ln.amount for ln in lines if ln.component in CREDITS), Decimal(0))
        if credited > charged:
            field = "admitting_school" if p.admitting_school else "reinstated_on"
            yield Hit(
                p.place(field),
                f"{pounds(credited)} is credited for this placement, but only {pounds(charged)} is"
                " charged. Check the admission and the reinstatement: weeks may count twice.",
                p.key,
            )


@check("A41", WARNING, Stage.ACROSS, "More than a year's funding from one school", Moment.CHARGED)
def more_than_a_plus_c(facts: Facts) -> Iterator[Hit]:
    """One school loses more for one pupil in the year than a full year's funding and one order."""
    taken: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    most: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for p in facts.statutory:
        a = facts.assessments.get(p.key)
        if a is None or a.nil_reason or p.upn not in facts.by_upn:
            continue  # one row alone never takes more
        key = (p.upn or p.ref, a.school.laestab)
        before = taken[key]
        for line in facts.lines_by_row.get(p.key, []):
            if line.laestab == a.school.laestab and line.component != "Admission credit":
                taken[key] += line.amount
        full = a.base.total + a.premium.total + Decimal(4000)
        most[key] = max(most[key], full)
        if before and taken[key] > most[key]:
            yield Hit(
                p.place("home_school"),
                f"with this row {a.school.name} loses {pounds(taken[key])} for one pupil, more than"
                f" a full year's funding and one order, {pounds(most[key])}. Check whether a credit"
                " for the pupil's return is missing.",
                p.key,
            )


@check("A42", WARNING, Stage.ACROSS, "No agreement recorded", Moment.CHARGED)
def agreement_missing(facts: Facts) -> Iterator[Hit]:
    """An academy is charged, but no row of Agreements says whether it was ever asked.

    One finding per school, at its first placement.
    """
    seen: set[str] = set()
    for p in facts.statutory:
        a = facts.assessments.get(p.key)
        if a is None or a.nil_reason or not a.school.is_academy or a.school.laestab in seen:
            continue
        seen.add(a.school.laestab)
        if not facts.policy.agreements.concerning(a.school, p.scheme):
            yield Hit(
                p.place("home_school"),
                f"{_who(a.school)} has no row in Agreements, so its charges can only be asked for."
                " Ask the trust, and enter the answer with its date and evidence.",
                p.key,
            )


def _who(school: School) -> str:
    return f"{school.name} ({school.trust})" if school.trust else school.name


@check("A43", WARNING, Stage.ACROSS, "Query on an unknown charge", Moment.CHARGED)
def query_on_unknown_charge(facts: Facts) -> Iterator[Hit]:
    """A query names a charge that this run did not make: it is shown nowhere as disputed."""
    queries = [query for query in facts.policy.queries if query.closed is None]
    refs = {normal(line.ref) for line in facts.lines} if queries else set()
    return (
        Hit(
            query.place,
            f"the query {quoted(query.ref)} is about the charge {quoted(query.charge_ref)},"
            " which does not exist. Copy the Charge ref from the Charges sheet, or close the"
            " query; one about an earlier year is answered in that year's workbook.",
        )
        for query in queries
        if normal(query.charge_ref) not in refs
    )


@check("A44", WARNING, Stage.ACROSS, "Looked-after premium charged", Moment.CHARGED)
def looked_after_premium_charged(facts: Facts) -> Iterator[Hit]:
    """A premium is charged for a looked-after pupil: only the service premium ever can be."""
    for p in facts.statutory:
        if not p.looked_after:
            continue
        for line in facts.lines_by_row.get(p.key, []):
            if line.component == "Pupil premium" and line.amount > 0:
                yield Hit(
                    p.place("looked_after"),
                    f"the pupil is looked after, and {pounds(line.amount)} of service premium is"
                    " charged (the premium for looked-after children is not). Check that the school"
                    " was paid the service premium.",
                    p.key,
                )
