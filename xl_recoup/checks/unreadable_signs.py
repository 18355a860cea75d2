"""Sheet checks on text that holds what is no character, or commands a screen or printer."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract.cell_values import IssueKind


@check("S36", WARNING, Stage.SHEET, "Characters that can't be shown")
def unreadable_signs(facts: Facts) -> Iterator[Hit]:
    """A text holds half a character, or a control character. It is read with a sign in its place.

    Half an emoji is what `=LEFT(A1)` leaves of it; control characters come from other programs and
    could tell a screen or printer to do something. No output or message repeats them.
    """
    placements = facts.inputs.placements.issues
    others = (i for reading in facts.inputs.readings.values() for i in reading.issues)
    for found in chain(placements, others):
        if found.issue.kind is IssueKind.NOT_TEXT:
            yield Hit(
                found.place,
                f"{found.column.heading} {found.issue.words}. A sign such as � stands in its place"
                " wherever the text is shown. Type the text again, or correct its formula.",
            )
