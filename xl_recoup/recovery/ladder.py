"""The stages of recovery by days: what stage something is in, what is next and when; pure.

A document begins when it is issued and is due `Payment days` later, a request when it is written
and is due `Query days` later. Each letter is due some days after that, and never sooner after the
one before than the settings put between the two: a letter that left late moves what follows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple, Self

from xl_recoup.closed_lists import LETTER_STAGES, RecoveryStage
from xl_recoup.money import pounds
from xl_recoup.policy.options import Options
from xl_recoup.recovery.chased import Chase, Chased, Step
from xl_recoup.words import long_date

LADDER: tuple[RecoveryStage, ...] = (*LETTER_STAGES, "referral")
"""The stages that follow from days alone; where a net-off is agreed, it stands for the referral."""
BY_HAND: tuple[RecoveryStage, ...] = ("net-off", "referral")
"""The last steps: people decide, and nothing follows from itself."""
ENDS: Mapping[RecoveryStage, str] = {
    "written off": "written off: enter it on Settlements",
    "answered": "answered",
}
"""After these nothing follows; what is to be done then."""
DISPUTES: tuple[RecoveryStage, ...] = ("dispute", "dispute settled")


class Terms(NamedTuple):
    """The authority's terms: days after the due day, and the least sum that is pressed for."""

    days: tuple[int, ...]
    """For each stage of `LADDER`, the days after the due day from which it is due."""
    least: Decimal

    @classmethod
    def of(cls, options: Options) -> Self:
        """Return the terms that the settings name."""
        days = (
            options.first_reminder_days,
            options.second_reminder_days,
            options.chair_letter_days,
            options.referral_days,
        )
        return cls(days, options.least_reminded)

    def gap(self, rung: int) -> timedelta:
        """Return how long after the stage before a stage comes at the earliest: a day or more."""
        before = self.days[rung - 1] if rung else 0
        return timedelta(days=max(1, self.days[rung] - before))


def chase(
    chased: Chased, steps: Sequence[Step], terms: Terms, day: date, *, held: bool = False
) -> Chase:
    """Return how far something is pressed on a day, after the steps that were taken.

    Steps of a later day count as taken, so that nothing is ever sent twice. With `held`, something
    that people wrote of it is wrong, and nothing follows until that is put right.
    """
    done = tuple(sorted(steps, key=lambda step: step.on))
    rungs = {LADDER.index(s.stage): s.on for s in done if s.stage in LADDER}
    top = max(rungs, default=-1)
    stage: RecoveryStage = LADDER[top] if rungs else "statement"
    since = rungs[top] if rungs else chased.began

    def made(
        what: RecoveryStage,
        from_day: date,
        step: RecoveryStage | None,
        on: date | None,
        why: str = "",
    ) -> Chase:
        return Chase(
            chased=chased,
            stage=what,
            since=from_day,
            next_step=step,
            next_on=on,
            why=why,
            held=held,
            steps=done,
        )

    if held:
        return made(stage, since, None, None, "a row of Recovery about it is to be corrected")
    stopped = _stopped(chased, done, terms)
    if stopped is not None:
        step, why = stopped
        return made(step.stage, step.on, step.stage if step.next_on else None, step.next_on, why)
    rung = top + 1
    left = _left_alone(chased, terms, rung)
    if left is not None:
        return made(left[0] or stage, since, None, None, left[1])
    on = chased.due + timedelta(days=terms.days[rung])
    if rungs:
        on = max(on, max(rungs.values()) + terms.gap(rung))
    following: RecoveryStage = LADDER[rung]
    if following == "referral" and chased.net_off_agreed:
        following = "net-off"
    paused = max((s.next_on for s in done if s.next_on is not None), default=None)
    if paused is not None and on < paused:
        return made(stage, since, following, paused, f"paused until {long_date(paused)}")
    return made(stage, since, following, on)


def _left_alone(chased: Chased, terms: Terms, rung: int) -> tuple[RecoveryStage | None, str] | None:
    """Return why no letter follows on this rung, and the stage where that is another one."""
    if chased.kind == "document" and chased.pressed < terms.least:
        if chased.disputed:
            return "dispute", "all that is outstanding is queried"
        least = pounds(terms.least)
        return None, f"less than {least} is outstanding: settle it or write it off"
    if chased.covered:
        return None, "credit notes in the party's favour cover it: set them off"
    if chased.kind == "request" and rung >= len(LETTER_STAGES):
        return None, "the chair was written to: decide how the request ends"
    if rung >= len(LADDER):
        return None, "with whom it was referred to"
    return None


def _stopped(chased: Chased, done: Sequence[Step], terms: Terms) -> tuple[Step, str] | None:
    """Return the step after which nothing follows from itself, and what is waited for."""
    for step in reversed(done):
        if step.stage in ENDS:
            return step, ENDS[step.stage]
    about = [step for step in done if step.stage in DISPUTES]
    if about and about[-1].stage == "dispute":
        return about[-1], "in dispute: a row “dispute settled” lets it go on"
    by_hand = [s for s in done if s.stage in BY_HAND]
    if by_hand:
        last = by_hand[-1]
        taken = "enter the net-off on Settlements" if last.stage == "net-off" else "referred"
        return last, taken
    return None
