"""Recovery in a line each, for the sheet Start: answers, what is unpaid, what is to do today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xl_recoup.accounts.settlement import balances
from xl_recoup.closed_lists import DEBT_AGES
from xl_recoup.contract.agreements_table import BINDING
from xl_recoup.money import ZERO, pounds
from xl_recoup.recovery.take_up import all_schemes, take_up
from xl_recoup.run.result import Result
from xl_recoup.run.to_do import ASK, CHASE, CORRECT, DECIDE, ENTER, ISSUE, POST, SEND, WAIT, to_do
from xl_recoup.words import counted, listed

OLDEST = DEBT_AGES[-1]
KINDS = {
    CORRECT: ("cause of errors", "causes of errors"),
    SEND: ("reminder of a document", "reminders of documents"),
    CHASE: ("reminder of a request", "reminders of requests"),
    DECIDE: ("decision", "decisions"),
    ENTER: ("receipt to enter", "receipts to enter"),
    ISSUE: ("document to send out", "documents to send out"),
    ASK: ("request to a school", "requests to schools"),
    POST: ("posting", "postings"),
}
"""How each kind of what is to do is counted in a sentence."""


def take_up_line(result: Result) -> Iterator[str]:
    """Yield how many of those who can only be charged by agreement have answered."""
    found = all_schemes(take_up(result.policy, result.lines))
    parties = {x.answer: len(x.parties) for x in found}
    every = sum(parties.values())
    if not every:
        return
    bound = sum(number for answer, number in parties.items() if answer in BINDING)
    refused = parties.get("refused", 0)
    asked = sum((x.asked for x in found), ZERO)
    yield (
        f"Agreements: {bound} of {counted(every, 'school or trust', 'schools and trusts')} bound by"
        f" one, {refused} refused, {every - bound - refused} without an answer; {pounds(asked)} is"
        " asked for and not agreed."
    )


def debt_line(result: Result) -> Iterator[str]:
    """Yield what is outstanding on documents, and how much of it is old."""
    held = [b for b in balances(result.items.accounts, result.policy.as_at) if b.outstanding]
    if not result.items.accounts.documents:
        return
    if not held:
        yield "Debt: nothing is outstanding on any document."
        return
    old = sum((b.outstanding for b in held if b.age == OLDEST), ZERO)
    waiting = sum((b.outstanding for b in held if b.days is None), ZERO)
    yield (
        f"Debt: {pounds(sum((b.outstanding for b in held), ZERO))} outstanding on"
        f" {counted(len(held), 'document')}, of which {pounds(waiting)} not sent out yet and"
        f" {pounds(old)} for {OLDEST}."
    )


def to_do_line(result: Result) -> Iterator[str]:
    """Yield what waits for a person, counted; what is merely overdue is left out."""
    counts = Counter(x.what for x in to_do(result) if x.what != WAIT)
    parts = [counted(counts[what], *words) for what, words in KINDS.items() if counts[what]]
    yield f"To do today: {listed(parts)}." if parts else "To do today: nothing waits."
