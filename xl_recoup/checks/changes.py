"""Checks on dated changes: one that can't be read, one of a placement that is not there."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.facts import Facts
from xl_recoup.checks.registry import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.wording import short_date
from xl_recoup.contract import normal
from xl_recoup.intake.rows import Row
from xl_recoup.intake.values import quoted


def _rows(facts: Facts) -> list[Row]:
    reading = facts.reference.readings.get("PlacementChanges")
    return reading.rows if reading else []


@check("R27", ERROR, Stage.ROW, "Dated change that can't be read")
def unreadable_changes(facts: Facts) -> Iterator[Hit]:
    """A dated change of this placement can't be read, so what to charge for when is not known."""
    understood = {change.place for change in facts.policy.changes.rows}
    broken = {
        normal(row.get("placement_ref", "")): row.key
        for row in reversed(_rows(facts))
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


@check("A36", ERROR, Stage.ACROSS, "Change of an unknown placement")
def changes_of_unknown_placements(facts: Facts) -> Iterator[Hit]:
    """A dated change names a placement that no sheet has: it changes nothing."""
    refs = {normal(p.placement_ref) for p in facts.rows}
    for row in _rows(facts):
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
    for change in facts.policy.changes.rows:
        if not change.evidence:
            yield Hit(
                change.place,
                f"the change of {change.what} from {short_date(change.start)} has no evidence. Say"
                " where the e-mail or the note is kept.",
            )
