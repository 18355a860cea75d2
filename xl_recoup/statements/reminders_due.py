"""Reminders that are due: one letter for a party and stage, each document or request on record.

A letter that left on the same day is made again where its words are the same, so that a set that
was cut short can be completed; anything else that left is never made twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from xl_recoup.closed_lists import LETTER_STAGES, ChasedKind, RecoveryStage
from xl_recoup.contract import Letter, School, normal
from xl_recoup.money import ZERO
from xl_recoup.recovery.chased import Chase
from xl_recoup.recovery.ladder import LADDER, Terms
from xl_recoup.recovery.recovery_rows import LETTER_MARKS
from xl_recoup.run.chased_now import chases_asked_on, schools_of
from xl_recoup.run.result import Result
from xl_recoup.statements.letter_register import Register, Standing, content_of, row_of
from xl_recoup.statements.outgoing import Outgoing, file_stem
from xl_recoup.statements.parties import Parties, entity_words
from xl_recoup.statements.reader_words import clean
from xl_recoup.statements.reminder import Reminder, reminder_data
from xl_recoup.statements.sending import Party, Sending

_Key = tuple[ChasedKind, RecoveryStage, str]


def reminders_to_send(result: Result, register: Register, *, draft: bool) -> list[Outgoing]:
    """Return the letters that are due at a run, those to one party at one stage as one.

    `draft` letters are the same, under names of their own. Documents come before requests.
    """
    found = chases_asked_on(result, register.today)
    due: dict[_Key, list[Chase]] = defaultdict(list)
    for one in found:
        if one.is_due(result.policy.as_at) and one.next_step in LETTER_STAGES:
            due[_key(one, one.next_step)].append(one)
    made = [
        _outgoing(_letter(result, register, stage, held), register, None, draft=draft)
        for (_, stage, _), held in sorted(
            due.items(), key=lambda group: group[1][0].chased.reference
        )
    ]
    again = [] if draft else list(_left_today(result, register, found))
    return [*again, *made]


def _key(one: Chase, stage: RecoveryStage) -> _Key:
    return one.chased.kind, stage, one.chased.laestab or normal(one.chased.party)


def _left_today(result: Result, register: Register, found: Iterable[Chase]) -> Iterator[Outgoing]:
    """Yield the letters that left today, where they would say the same now."""
    by_name = {normal(one.chased.reference): one for one in found}
    by_file: dict[str, list[Letter]] = defaultdict(list)
    for letter in register.letters:
        if letter.kind == "reminder" and letter.written_on == register.today:
            by_file[letter.file].append(letter)
    for letters in by_file.values():
        stage = _stage_of(letters[0])
        names = [_about(letter) for letter in letters]
        if stage is None or not all(name in by_name for name in names):
            continue
        reminder = _letter(result, register, stage, [by_name[name] for name in names])
        if _content(reminder) == letters[0].content_digest:
            yield _outgoing(reminder, register, letters[0], draft=False)


def _stage_of(letter: Letter) -> RecoveryStage | None:
    ends = (s for s, mark in LETTER_MARKS.items() if normal(letter.number).endswith(normal(mark)))
    return next(ends, None)


def _about(letter: Letter) -> str:
    return normal(letter.number).rpartition("-")[0]


def _letter(
    result: Result, register: Register, stage: RecoveryStage, held: Sequence[Chase]
) -> Reminder:
    policy, first = result.policy, held[0].chased
    schools = schools_of(policy, first.party, first.laestab)
    paper = Sending(issued=register.today).paper(policy, schools)
    chair = _chair(schools, trust=not first.laestab)
    if stage == "letter to the chair":
        paper = replace(paper, contact=chair)
    party = (
        Parties(policy.schools).of(first.laestab, policy.as_at, first.party)
        if first.laestab
        else Party("", first.party, True)
    )
    rung = LADDER.index(stage) + 1
    gap = Terms.of(policy.options).gap(rung) if rung < len(LADDER) else timedelta(days=14)
    return Reminder(
        stage=stage,
        kind=first.kind,
        numbers=tuple(f"{one.chased.reference}{LETTER_MARKS[stage]}" for one in held),
        as_at=policy.as_at,
        paper=paper,
        laestab=first.laestab,
        party=clean(first.party),
        entity=clean(entity_words(party, schools, policy.options.authority)),
        chair=chair,
        chases=tuple(held),
        answer_by=register.today + gap,
    )


def _chair(schools: Sequence[School], *, trust: bool) -> str:
    """Return who answers for a party above its head and its finance lead."""
    school = schools[-1] if schools else None
    if school is not None and school.type == "other authority":
        return "the chief finance officer"
    if trust or (school is not None and (school.is_academy or school.type == "AP academy")):
        return "the chair of trustees"
    return "the chair of governors"


def _content(letter: Reminder) -> str:
    """Return the digest of what a letter says, whatever the day on which it is written."""
    undated = replace(letter.paper, issued=letter.as_at)
    return content_of(reminder_data(replace(letter, paper=undated, answer_by=letter.as_at)))


def _outgoing(
    letter: Reminder, register: Register, left: Letter | None, *, draft: bool
) -> Outgoing:
    standing = Standing(1, register.today, left)
    content = _content(letter)
    rows = tuple(
        row_of(
            standing,
            number=number,
            kind="reminder",
            party=letter.party,
            as_at=letter.as_at,
            content=content,
            placements=(),
        )
        for number in letter.numbers
    )
    unpaid = letter.kind == "document"
    return Outgoing(
        letter=letter,
        standing=standing,
        rows=() if left else rows,
        number=letter.numbers[0],
        party=letter.party,
        contact=letter.paper.contact,
        amount=letter.pressed if unpaid else ZERO,
        asked=ZERO if unpaid else letter.pressed,
        stem=file_stem(letter.numbers[0], standing, letter.party, draft=draft),
    )
