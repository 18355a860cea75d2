"""What a person is told of recovery when letters are written: what is due next, what is held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xl_recoup.closed_lists import LETTER_STAGES
from xl_recoup.recovery.chased import Chase
from xl_recoup.words import counted, long_date, some


def nothing_due(day: date, found: Sequence[Chase], *, of_the_run: bool = False) -> str:
    """Return in a sentence that no letter is due, and when the next one is.

    `of_the_run` says that the day is the last run's, and nobody named another.
    """
    waiting = [
        (c.next_on, c.chased.reference)
        for c in found
        if c.next_step in LETTER_STAGES and c.next_on is not None
    ]
    said = f"No letter is due as at {long_date(day)}."
    if of_the_run:
        said = f"{said[:-1]}, the day of the last run (--as-at names another)."
    if not waiting:
        return said
    on, reference = min(waiting)
    return f"{said} The next is due on {long_date(on)}, about {reference}."


def waiting_words(day: date, found: Sequence[Chase]) -> list[str]:
    """Return what is held or waits for a decision, a sentence for each."""
    said = []
    held = [c.chased.reference for c in found if c.held]
    if held:
        said.append(
            f"Held until Recovery is corrected: {some(held)}. What is wrong there stands under"
            " Exceptions."
        )
    decide = [
        c.chased.reference
        for c in found
        if c.next_step is not None and c.next_step not in LETTER_STAGES and c.is_due(day)
    ]
    if decide:
        what = counted(len(decide), "case waits", "cases wait")
        said.append(f"{what} for a decision, not a letter: {some(decide)}. See To do today.")
    return said
