"""Rows of Recovery: the steps that they say were taken, and what can't be meant in them; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import NamedTuple

from xl_recoup.closed_lists import LETTER_STAGES, ChasedKind, RecoveryStage
from xl_recoup.contract import RecoveryRow, normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.policy.account_records import Accounts
from xl_recoup.recovery.chased import Step
from xl_recoup.recovery.ladder import BY_HAND, ENDS, LADDER
from xl_recoup.words import short_date

LETTER_MARKS: Mapping[RecoveryStage, str] = {
    stage: f"-R{number}" for number, stage in enumerate(LETTER_STAGES, 1)
}
"""What follows a reference in the number of its letter, by the letter's stage."""
WITH_BY: tuple[RecoveryStage, ...] = (*BY_HAND, "written off")
NOT_OF_A_REQUEST = WITH_BY
_COMES_AFTER: Mapping[RecoveryStage, tuple[RecoveryStage, ...]] = {
    "second reminder": ("reminder",),
    "letter to the chair": ("reminder", "second reminder"),
    "dispute settled": ("dispute",),
}
"""Stages that make sense only after one of others."""


class Fault(Enum):
    """What is wrong with a row: each has a check of its own."""

    UNKNOWN = "names no document and no request"
    DAY = "has a day that can't be"
    ORDER = "is out of order"
    WHO = "lacks who, or why"
    STAGE = "names a stage that can't be"


class Trouble(NamedTuple):
    """Something wrong with a row of Recovery: the field, and words that follow its cell."""

    fault: Fault
    row: RecoveryRow
    field: str
    words: str


class Known(NamedTuple):
    """A document or request that Recovery may speak of."""

    reference: str
    kind: ChasedKind
    began: date | None
    """The day on which it was issued or written; None where it was not issued."""
    net_off_agreed: bool


def steps_of(rows: Iterable[RecoveryRow], known: Mapping[str, Known]) -> dict[str, list[Step]]:
    """Return the steps that people took, by the reference in normal form."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for row in rows:
        about = known.get(normal(row.reference))
        if about is not None:
            step = Step(stage=row.stage, on=row.on, next_on=row.next_on)
            steps[normal(about.reference)].append(step)
    return steps


def letter_steps(accounts: Accounts, day: date) -> dict[str, list[Step]]:
    """Return the letters that left as steps, by the reference that each is about, in normal form.

    A letter is of the day on which it was written; seen from an earlier day, of its as-at date.
    """
    steps: dict[str, list[Step]] = defaultdict(list)
    for letter in accounts.letters:
        for stage, mark in LETTER_MARKS.items():
            about = normal(letter.number).removesuffix(normal(mark))
            if letter.kind == "reminder" and about != normal(letter.number):
                late = letter.written_on > day and letter.as_at is not None
                on = letter.as_at if late and letter.as_at else letter.written_on
                steps[about].append(Step(stage=stage, on=on))
    return steps


def troubles(
    rows: Sequence[RecoveryRow],
    known: Mapping[str, Known],
    letters: Mapping[str, Sequence[Step]],
    today: date,
) -> list[Trouble]:
    """Return what is wrong with the rows of Recovery, row by row.

    `known` is what they may name, by each name in normal form; `letters` the letters that left.
    """
    found: list[Trouble] = []
    by_reference: dict[str, list[RecoveryRow]] = defaultdict(list)
    for row in rows:
        about = known.get(normal(row.reference))
        if about is None:
            words = (
                f"holds {quoted(row.reference)}, which is neither a document nor a request that"
                " left, so the row stops nothing. Correct the Reference."
            )
            found.append(Trouble(Fault.UNKNOWN, row, "reference", words))
            continue
        by_reference[normal(about.reference)].append(row)
        found += [*_days(row, about, today), *_who(row), *_stage(row, about)]
    for reference, of_it in by_reference.items():
        found += _order(of_it, letters.get(reference, ()))
    order = {id(row): number for number, row in enumerate(rows)}
    return sorted(found, key=lambda trouble: order[id(trouble.row)])


def _days(row: RecoveryRow, about: Known, today: date) -> Iterator[Trouble]:
    if row.on > today:
        words = (
            f"is {short_date(row.on)}, which is still to come: Recovery holds what was done. Enter"
            " what is planned under Next on."
        )
        yield Trouble(Fault.DAY, row, "on", words)
    elif about.began is not None and row.on < about.began:
        verb = "went out" if about.kind == "document" else "was written"
        words = (
            f"is {short_date(row.on)}, before {about.reference} {verb} on"
            f" {short_date(about.began)}. Correct the day or the Reference."
        )
        yield Trouble(Fault.DAY, row, "on", words)
    if row.next_on is not None and row.next_on < row.on:
        yield Trouble(Fault.DAY, row, "next_on", "is before the day under On. Correct one of them.")


def _who(row: RecoveryRow) -> Iterator[Trouble]:
    if row.stage == "dispute" and not row.note:
        words = "is blank, but a dispute needs what is disputed. Enter it; no letter quotes it."
        yield Trouble(Fault.WHO, row, "note", words)
    if row.stage in WITH_BY and not row.by:
        words = f"is blank, but “{row.stage}” needs who decided it. Enter the name."
        yield Trouble(Fault.WHO, row, "by", words)


def _stage(row: RecoveryRow, about: Known) -> Iterator[Trouble]:
    if about.kind == "request" and row.stage in NOT_OF_A_REQUEST:
        words = (
            f"says “{row.stage}” of a request, by which nothing is owed. Where the school has"
            " answered, say “answered”, and enter the answer on Agreements."
        )
        yield Trouble(Fault.STAGE, row, "stage", words)
    elif about.kind == "document" and row.stage == "answered":
        words = (
            "says “answered” of a document. Choose another stage; enter payments on Settlements."
        )
        yield Trouble(Fault.STAGE, row, "stage", words)
    elif row.stage == "net-off" and not about.net_off_agreed:
        words = (
            "says “net-off”, but no agreement of this party has Net-off allowed. Enter that on"
            " Agreements, with its evidence, or choose another stage."
        )
        yield Trouble(Fault.STAGE, row, "stage", words)


def _order(rows: Iterable[RecoveryRow], letters: Sequence[Step]) -> Iterator[Trouble]:
    """Yield the rows that can't follow what was done before, or need what was not done."""
    seen: list[Step] = []
    told = [(step.on, None, step) for step in letters]
    own = [(row.on, row, Step(stage=row.stage, on=row.on)) for row in rows]
    for _, row, step in sorted([*told, *own], key=lambda event: event[0]):
        words = _why_not(step, seen) if row is not None else ""
        if row is not None and words:
            yield Trouble(Fault.ORDER, row, "stage", words)
        else:
            seen.append(step)


def _why_not(step: Step, before: Sequence[Step]) -> str:
    """Return why a step can't follow those before it, or ""."""
    ended = next((s for s in before if s.stage in ENDS), None)
    if ended is not None and step.stage != ended.stage:
        return (
            f"says “{step.stage}” after “{ended.stage}” on {short_date(ended.on)}. Delete the row"
            " that is wrong, or correct its day."
        )
    later = [s for s in before if s.stage in LADDER and step.stage in LADDER]
    higher = [s for s in later if LADDER.index(s.stage) > LADDER.index(step.stage)]
    if higher:
        return (
            f"says “{step.stage}” after “{higher[0].stage}” on {short_date(higher[0].on)}. Correct"
            " the stage or its day."
        )
    needed = _COMES_AFTER.get(step.stage, ())
    if needed and not any(s.stage in needed for s in before):
        return (
            f"says “{step.stage}”, and nothing says that it came to “{needed[0]}” before. Enter"
            " that in a row above, with its day, or correct the stage."
        )
    return ""
