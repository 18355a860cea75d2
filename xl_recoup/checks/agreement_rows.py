"""Checks across the Agreements table: parties, schemes, dates, evidence, contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.meant_words import party_meant, scheme_meant
from xl_recoup.checks.overlapping_days import Claim, clashes
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import Agreement, normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.policy.agreement_list import ALL_SCHEMES
from xl_recoup.words import long_date


def _label(agreement: Agreement) -> str:
    return f"the agreement of {agreement.party} on {agreement.scheme}"


@check("A30", WARNING, Stage.ACROSS, "Agreement without evidence")
def agreement_without_evidence(facts: Facts) -> Iterator[Hit]:
    """A binding agreement has no note of where the signed paper or checked clause is kept."""
    return (
        Hit(
            agreement.place,
            f"{_label(agreement)} makes charges billable but has no evidence. Say where the"
            " signed paper, or the clause that was checked, is kept.",
        )
        for agreement in facts.policy.agreements.rows
        if agreement.binds and not agreement.evidence
    )


@check("A97", WARNING, Stage.ACROSS, "Agreement without a first day")
def agreement_without_first_day(facts: Facts) -> Iterator[Hit]:
    """A binding agreement has no From, so it makes billable what came before it too."""
    return (
        Hit(
            agreement.place,
            f"{_label(agreement)} binds and has no From, so it counts from the first day of the"
            " year, and charges from before it was agreed are billable too. Enter its first day;"
            " where it is older than every charge, sign this off.",
        )
        for agreement in facts.policy.agreements.rows
        if agreement.binds and agreement.start is None
    )


@check("A31", WARNING, Stage.ACROSS, "Agreement with an unknown party")
def unknown_parties(facts: Facts) -> Iterator[Hit]:
    """The party is neither a trust of the Schools table nor a school's LAESTAB."""
    trusts = {normal(s.trust) for s in facts.policy.schools.rows if s.trust}
    return (
        Hit(
            agreement.place,
            f"the Party {quoted(agreement.party)} is neither a LAESTAB nor a Trust of the"
            " Schools table, so this agreement reaches nobody."
            f"{party_meant(facts, agreement.party)} Correct it.",
        )
        for agreement in facts.policy.agreements.rows
        if agreement.party not in facts.policy.schools and normal(agreement.party) not in trusts
    )


@check("A32", ERROR, Stage.ACROSS, "Agreement on an unknown scheme", names_the_cause=True)
def unknown_agreement_schemes(facts: Facts) -> Iterator[Hit]:
    """The scheme is neither `all` nor a code of the Schemes table."""
    for agreement in facts.policy.agreements.rows:
        known = normal(agreement.scheme) == ALL_SCHEMES
        if not known and agreement.scheme not in facts.policy.schemes:
            yield Hit(
                agreement.place,
                f"{_label(agreement)} names a scheme that the Schemes table does not have, so it"
                f" covers nothing.{scheme_meant(facts, agreement.scheme)} Correct the code, or add"
                " the scheme.",
            )


@check("A33", ERROR, Stage.ACROSS, "Agreement that ends before it begins")
def backward_agreements(facts: Facts) -> Iterator[Hit]:
    """The last day of an agreement is before its first."""
    return (
        Hit(
            agreement.place,
            f"{_label(agreement)} ends on {long_date(agreement.end)}, before it begins on"
            f" {long_date(agreement.start)}, so it covers no day. Correct one of the two.",
        )
        for agreement in facts.policy.agreements.rows
        if agreement.start and agreement.end and agreement.end < agreement.start
    )


@check("A34", WARNING, Stage.ACROSS, "Agreements that contradict each other")
def contradicting_agreements(facts: Facts) -> Iterator[Hit]:
    """A party has agreed and not agreed to the same scheme on the same days."""
    by_party: dict[tuple[str, str], list[Agreement]] = {}
    for agreement in facts.policy.agreements.rows:
        key = (normal(agreement.party), normal(agreement.scheme))
        by_party.setdefault(key, []).append(agreement)
    for rows in by_party.values():
        for later, earlier in clashes(list(map(_claim, rows))):
            agreement, other = rows[later], rows[earlier]
            yield Hit(
                agreement.place,
                f"{_label(agreement)} has the Status {agreement.status} here but"
                f" {other.status} at {other.place} for the same days; the binding one counts."
                " Correct their dates so that each day has one.",
            )


def _claim(a: Agreement) -> Claim:
    """Return the days of an agreement: a binding one meets those that bind nobody."""
    return Claim(a.start or date.min, a.end or date.max, (a.binds,), (not a.binds,))
