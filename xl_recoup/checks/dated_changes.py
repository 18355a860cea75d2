"""Checks on dated changes: one that can't be read, one of a placement that is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.meant_words import provider_meant
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.checks.vanished_inputs import CHANGED
from xl_recoup.contract import PLACEMENT_CHANGES, Change, normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.intake.row_reading import Row
from xl_recoup.records import Placement
from xl_recoup.words import short_date


@check("R27", ERROR, Stage.ROW, "Dated change that can't be read")
def unreadable_changes(facts: Facts) -> Iterator[Hit]:
    """A dated change of this placement can't be read, so what to charge for when is not known.

    So is a change whose reference nobody has, if it is nearly this one's, or if the last run knew
    changes of this placement and none is left.
    """
    understood = {change.place for change in facts.policy.changes.rows}
    broken = {
        normal(row.get("placement_ref", "")): row.key
        for row in reversed(facts.inputs.rows("PlacementChanges"))
        if row.place("value") not in understood
    }
    for p in facts.rows:
        at = broken.get(normal(p.placement_ref)) if p.placement_ref else None
        if at is not None:
            yield Hit(
                p.place("placement_ref"),
                f"a dated change of this placement, in row {at.row} of the sheet {at.sheet}, can't"
                " be read, so the row is not charged. Correct it there.",
                p.key,
            )
    yield from _perhaps_changed(facts)


def _perhaps_changed(facts: Facts) -> Iterator[Hit]:
    """Yield the placements that a change whose reference nobody has may be about.

    It is nearly the reference of these, or the last run knew changes of theirs and none is left.
    """
    lost, knew = lost_changes(facts), changed_before(facts)
    for p in facts.rows if lost else ():
        at = next((r for r in lost if _nearly(r.get("placement_ref") or "", p.placement_ref)), None)
        if at is None and normal(p.placement_ref) not in knew:
            continue
        place = (at or lost[0]).place("placement_ref")
        why = (
            "names no placement and is nearly this one's"
            if at
            else ("names no placement, and changes of this one, which the last run knew, are gone")
        )
        yield Hit(
            p.place("placement_ref"),
            f"the reference at {place} {why}, so the row is not charged. Correct it there.",
            p.key,
        )


def lost_changes(facts: Facts) -> list[Row]:
    """Return the rows of Changes whose placement is not known: their reference is nobody's."""
    refs = {normal(p.placement_ref) for p in facts.rows}
    rows = facts.inputs.rows(PLACEMENT_CHANGES.name)
    return [row for row in rows if normal(row.get("placement_ref") or "") not in refs - {""}]


def changed_before(facts: Facts) -> set[str]:
    """Return the references of placements, in normal form, whose changes the last run knew.

    Those that a change names now are left out.
    """
    now = {normal(c.placement_ref) for c in facts.policy.changes.rows}
    return {normal(name) for name in facts.inputs.before.of(CHANGED)} - now - {""}


def _nearly(typed: str, ref: str) -> bool:
    """Say whether two references have the same letters and numbers: AP-5 and `ap 005`."""
    one, other = (re.findall(r"[^\W\d]+|\d+", normal(text)) for text in (typed, ref))
    numbers = [[part.lstrip("0") for part in parts] for parts in (one, other)]
    return bool(one) and (numbers[0] == numbers[1] or "".join(one) == "".join(other))


def _changed(facts: Facts) -> list[Placement]:
    """Return the placement rows that a dated change names."""
    named = {normal(c.placement_ref) for c in facts.policy.changes.rows}
    return [p for p in facts.rows if p.placement_ref and normal(p.placement_ref) in named]


@check("R28", ERROR, Stage.ROW, "Two changes for one day")
def contradicting_changes(facts: Facts) -> Iterator[Hit]:
    """Two dated changes of one kind begin on one day and differ: which of them counts is not known.

    Of changes that begin on different days the later one counts, from its own day on.
    """
    for p in _changed(facts):
        first: dict[tuple[str, date], Change] = {}
        for change in facts.policy.changes.of(p.placement_ref):
            before = first.setdefault((change.what, change.start), change)
            if (before.value, before.chargeable) != (change.value, change.chargeable):
                yield Hit(
                    p.place("placement_ref"),
                    f"two changes of its {change.what} from {short_date(change.start)}, at"
                    f" {before.place} and {change.place}, differ, so the row is not charged."
                    " Delete the one that is wrong.",
                    p.key,
                )
                break


@check("R29", ERROR, Stage.ROW, "Change to an unknown provider", names_the_cause=True)
def changes_to_unknown_providers(facts: Facts) -> Iterator[Hit]:
    """A dated change names a provider that is not in the Providers table."""
    if facts.inputs.table("Providers") is None:
        return
    for p in _changed(facts):
        for change in facts.policy.changes.of(p.placement_ref):
            if (
                change.what == "Provider"
                and normal(str(change.value)) not in facts.policy.providers
            ):
                yield Hit(
                    p.place("provider"),
                    f"the Provider {quoted(str(change.value))} from {short_date(change.start)}, at"
                    f" {change.place}, is not in the Providers table, so the row is not charged."
                    f"{provider_meant(facts, str(change.value))} Correct the code there, or"
                    " add the provider to the Providers sheet.",
                    p.key,
                )
                break


@check("A36", ERROR, Stage.ACROSS, "Change of an unknown placement", names_the_cause=True)
def changes_of_unknown_placements(facts: Facts) -> Iterator[Hit]:
    """A dated change names a placement that no sheet has: it changes nothing."""
    refs = {normal(p.placement_ref) for p in facts.rows}
    for row in facts.inputs.rows("PlacementChanges"):
        ref = row.get("placement_ref")
        if ref and normal(ref) not in refs:
            yield Hit(
                row.place("placement_ref"),
                f"no placement has the reference {quoted(ref)}, so this change has no effect."
                " Correct the reference.",
            )


@check("A37", WARNING, Stage.ACROSS, "Change without evidence")
def changes_without_evidence(facts: Facts) -> Iterator[Hit]:
    """A dated change alters what is charged, but nothing says who reported it, or how."""
    return (
        Hit(
            change.place,
            f"the change of {change.what} from {short_date(change.start)} has no evidence. Say"
            " where the e-mail or the note is kept.",
        )
        for change in facts.policy.changes.rows
        if not change.evidence
    )


@check("A38", WARNING, Stage.ACROSS, "Change that changes nothing")
def changes_without_effect(facts: Facts) -> Iterator[Hit]:
    """A dated change lies outside its placement's dates, or the regulations do not ask for it.

    What is charged by statute is decided once: pauses, days and care since then change nothing.
    """
    placed = {normal(p.placement_ref): p for p in facts.rows if p.placement_ref}
    for change in facts.policy.changes.rows:
        p = placed.get(normal(change.placement_ref))
        why = _why_nothing(change, p, p.key in facts.statutory_keys) if p else ""
        if why:
            yield Hit(
                change.place,
                f"the change of {change.what} from {short_date(change.start)} has no effect on any"
                f" charge: {why}. Check its dates and its reference.",
            )


def _why_nothing(change: Change, p: Placement, statutory: bool) -> str:
    if p.end_date is not None and change.start > p.end_date:
        return f"the placement ended on {short_date(p.end_date)}"
    if p.start_date is not None and change.end is not None and change.end < p.start_date:
        return f"the placement starts on {short_date(p.start_date)}"
    if statutory and change.what != "Provider":
        return f"a charge under {p.scheme} is decided once, on its relevant date"
    return ""
