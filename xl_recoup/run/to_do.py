"""What waits for a person at a run: errors first, then letters, decisions, what is overdue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.documents import status_of
from xl_recoup.accounts.receipts import receipts
from xl_recoup.checks.causes import by_cause
from xl_recoup.closed_lists import LETTER_STAGES, RecoveryStage
from xl_recoup.contract import CHARGES, normal
from xl_recoup.money import ZERO
from xl_recoup.records import ChargeLine, Place, Severity, record
from xl_recoup.recovery.chased import Chase
from xl_recoup.run.chased_now import chases, unanswered
from xl_recoup.run.result import Result, once
from xl_recoup.words import counted, long_date

CORRECT, SEND, CHASE = "Correct an error", "Send a letter", "Chase a request"
DECIDE, ENTER, ISSUE = "Decide", "Enter a settlement", "Issue a document"
ASK, POST, WAIT = "Send a request", "Post", "Overdue"
KINDS = (CORRECT, SEND, CHASE, DECIDE, ENTER, ISSUE, ASK, POST, WAIT)
"""What there may be to do, in the order of the sheet; what is merely overdue comes last."""
ANSWERED: RecoveryStage = "answered"
NOTHING_TO_DECIDE: tuple[RecoveryStage, ...] = ("dispute", ANSWERED)


@record
class ToDo:
    """One thing that waits; `where` is a cell of a sheet, or a sheet."""

    what: str
    reference: str = ""
    party: str = ""
    amount: Decimal | None = None
    since: date | None = None
    stage: str = ""
    next_step: str = ""
    on: date | None = None
    days: int | None = None
    """Days since it was to be paid or answered."""
    where: Place | None = None
    advice: str = ""


@once
def to_do(result: Result) -> Sequence[ToDo]:
    """Return what waits as at a run's day, by kind; within a kind, what waits longest first."""
    found = [
        *_errors(result),
        *(x for c in chases(result) for x in _of_chase(c, result.policy.as_at)),
        *_receipts(result),
        *_documents(result),
        *_requests(result),
        *_posting(result),
    ]
    return sorted(found, key=lambda x: (KINDS.index(x.what), -(x.days or 0)))


def _errors(result: Result) -> Iterator[ToDo]:
    errors = (f for f in result.findings if f.severity is Severity.ERROR)
    for cause in by_cause(errors):
        yield ToDo(
            what=CORRECT,
            reference=cause.first.code,
            where=cause.first.place,
            advice=cause.message,
        )


def _of_chase(c: Chase, as_at: date) -> Iterator[ToDo]:
    one = c.chased
    unpaid = one.kind == "document"
    due_now, overdue = c.is_due(as_at), (as_at - one.due).days

    def made(what: str, advice: str) -> ToDo:
        return ToDo(
            what=what,
            reference=one.reference,
            party=one.party,
            amount=one.pressed if one.pressed else one.amount,
            since=one.due,
            stage=c.stage,
            next_step=c.next_step or "",
            on=c.next_on,
            days=max(overdue, 0),
            where=one.place,
            advice=advice,
        )

    if due_now and c.next_step in LETTER_STAGES:
        yield made(SEND if unpaid else CHASE, "Write the letters: Reminders, or remind.")
    elif due_now and c.next_step == c.stage:
        yield made(DECIDE, f"{_sentence(c.why)} The day under Next on has come: look at it again.")
    elif due_now:
        yield made(DECIDE, f"Decide on the {c.next_step}, and enter it on Recovery.")
    elif c.next_step is None and c.stage not in NOTHING_TO_DECIDE:
        yield made(DECIDE, _sentence(c.why))
    elif overdue > 0 and c.stage != ANSWERED:
        waits = f"Nothing is to be done before {long_date(c.next_on)}." if c.next_on else ""
        yield made(WAIT, _sentence(c.why) or waits)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}." if words else ""


def _receipts(result: Result) -> Iterator[ToDo]:
    for receipt in receipts(result.items.accounts, result.policy.as_at):
        if receipt.proposal == "entered already":
            continue
        yield ToDo(
            what=ENTER,
            reference=receipt.document.number if receipt.document else receipt.row.reference,
            party=receipt.document.party if receipt.document else "",
            amount=receipt.amount,
            since=receipt.row.day,
            where=receipt.place,
            advice=f"{receipt.why} See Proposed settlements.",
        )


def _documents(result: Result) -> Iterator[ToDo]:
    for d in result.items.accounts.documents:
        if d.issued_on is not None or not d.gross:
            continue
        waits = status_of(d) == "ready, not issued"
        yield ToDo(
            what=ISSUE,
            reference=d.number,
            party=d.party,
            amount=d.gross,
            since=d.made_on,
            where=d.place,
            advice="Ask for the purchase order, and enter its number."
            if waits
            else "Send it, and enter the day under Issued on.",
        )


def _requests(result: Result) -> Iterator[ToDo]:
    """Yield the parties that charges are asked of, and that no request has gone to."""
    chased = {normal(name) for x in result.items.accounts.letters for name in _named(x.placements)}
    waiting: dict[str, list[ChargeLine]] = defaultdict(list)
    for line in unanswered(result.policy, result.lines):
        if normal(line.placement_ref) not in chased:
            waiting[line.school].append(line)
    for school, lines in waiting.items():
        yield ToDo(
            what=ASK,
            party=school,
            amount=sum((x.amount for x in lines), ZERO),
            where=_charges(result),
            advice=f"{counted(len(lines), 'charge')} asked for, and no request has left: write the"
            " statements.",
        )


def _charges(result: Result) -> Place:
    return Place(result.sheets.get(normal(CHARGES.name), CHARGES.sheet))


def _named(placements: str) -> Iterable[str]:
    return (name.strip() for name in placements.split(",") if name.strip())


def _posting(result: Result) -> Iterator[ToDo]:
    items = result.items.to_post
    if items:
        yield ToDo(
            what=POST,
            amount=sum((x.amount for x in items), ZERO),
            where=_charges(result),
            advice=f"{counted(len(items), 'line is', 'lines are')} billable and not posted.",
        )
