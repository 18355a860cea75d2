"""What a posting asks before it writes: each with a code, by which somebody says that it is meant.

Nothing is asked on the command line: what is not accepted by its code is refused. In Excel one box
asks all of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.checks.plausibility import MULTIPLIER_OF_1
from xl_recoup.closed_lists import Acceptance
from xl_recoup.errors import Refused
from xl_recoup.intake.past_runs import LastRun, PostingRun
from xl_recoup.money import ZERO, pounds
from xl_recoup.posting.entries import PostingOrder
from xl_recoup.records import Entry
from xl_recoup.run.accepted_before import rates_by_name
from xl_recoup.run.result import Result
from xl_recoup.words import counted, in_figures, long_date, some


class Proposed(NamedTuple):
    """A posting before anybody agreed to it, with all that a question looks at."""

    result: Result
    entries: Sequence[Entry]
    """What it would add to the ledger."""
    order: PostingOrder
    last: LastRun
    last_posting: PostingRun | None
    changed: Sequence[str]
    """How the workbook is no longer as its last run left it, in sentences."""


class Question(NamedTuple):
    """Something that is asked, and the code by which it is accepted."""

    code: Acceptance
    words: str


class NotAccepted(Refused):
    """What a posting asks was not said yes to."""


def _multiplier_of_1(p: Proposed) -> str:
    unsure = [f.message for f in p.result.findings if f.code == MULTIPLIER_OF_1]
    return unsure[0] if unsure and not p.order.takes_back else ""


def _draft_rates(p: Proposed) -> str:
    drafts = [e for e in p.entries if e.draft_rate]
    if not drafts:
        return ""
    return (
        f"{counted(len(drafts), 'line rests', 'lines rest')} on draft rates, {drafts[0].ref} for"
        " one. Check the rates and set them to approved."
    )


def _changed_since_run(p: Proposed) -> str:
    if not p.changed:
        return ""
    return (
        f"The workbook is not as the last run left it: {p.changed[0]} Recalculate it, look at the"
        " charges and post then."
    )


def _old_as_at(p: Proposed) -> str:
    """Ask about a day that stands still; not where it was said, or is asked about otherwise."""
    day, today = p.result.policy.as_at, p.order.at.date()
    most = p.result.policy.options.as_at_days
    meant = p.order.takes_back or p.order.as_at or _earlier_as_at(p)
    if meant or (today - day).days <= most:
        return ""
    return (
        f"The posting is as at {long_date(day)}, {counted((today - day).days, 'day')} ago, more"
        f" than {counted(most, 'day')} (setting As-at date days): what has become due since then"
        " is left out. Enter the day that is meant under As-at date, or clear it, and recalculate."
    )


def _earlier_as_at(p: Proposed) -> str:
    day, before = p.result.policy.as_at, p.last_posting
    if before is None or before.as_at is None or day >= before.as_at:
        return ""
    return (
        f"The posting is as at {long_date(day)}, and {before.period or 'the last one'} was posted"
        f" as at {long_date(before.as_at)}: what came in between would be taken back. Recalculate"
        " as at a later day."
    )


def _earlier_clock(p: Proposed) -> str:
    known = [x.at for x in (p.last, p.last_posting) if x is not None and x.at is not None]
    if not known or p.order.at >= max(known):
        return ""
    return (
        f"The computer's clock says {long_date(p.order.at.date())}, {p.order.at:%H:%M}, and the run"
        f" log has a run of {long_date(max(known).date())}, {max(known):%H:%M}. Put the clock"
        " right."
    )


def _negative_total(p: Proposed) -> str:
    amount = sum((e.amount for e in p.entries), ZERO)
    if amount >= 0 or p.order.takes_back:
        return ""
    return (
        f"The posting comes to {pounds(amount)}: on the whole the authority gives money back. Look"
        " at the corrections and at what changed since the last posting."
    )


def _much_taken_back(p: Proposed) -> str:
    if p.order.takes_back:
        return ""
    back = -sum((e.amount for e in p.entries if e.component == "Correction" and e.amount < 0), ZERO)
    posted = sum((e.amount for e in p.result.entries), ZERO)
    most: Decimal = p.result.policy.options.taken_back_percentage
    if back * 100 <= max(posted, ZERO) * most:
        return ""
    return (
        f"Corrections take {pounds(back)} back of the {pounds(posted)} that is posted, more than"
        f" {in_figures(most)} per cent (setting Taken back without asking). Look at what changed"
        " since the last posting."
    )


def _rate_moved(p: Proposed) -> str:
    since, most = p.result.since_accepted, p.result.policy.options.rate_moved_percentage
    if since is None or p.order.takes_back:
        return ""
    now = rates_by_name(p.result.policy.rates)
    moved = [
        f"{name}: {pounds(before)}, now {pounds(now[name])}"
        for name, before in since.rates.items()
        if name in now and abs(now[name] - before) * 100 > before * most
    ]
    if not moved:
        return ""
    return (
        f"{counted(len(moved), 'rate')} moved by more than {in_figures(most)} per cent since"
        f" {_since(p)} (setting Rate moved without asking): {some(moved)}. Check"
        f" {'it' if len(moved) == 1 else 'them'} against the source."
    )


def _totals_moved(p: Proposed) -> str:
    since, most = p.result.since_accepted, p.result.policy.options.totals_moved_percentage
    if since is None or p.order.takes_back or since.total <= 0:
        return ""
    if abs(since.moved) * 100 <= since.total * most:
        return ""
    return (
        f"Since {_since(p)} the charges of {pounds(since.total)} have moved by"
        f" {pounds(since.moved)}, more than {in_figures(most)} per cent (setting Totals moved"
        " without asking), not counting new placements, ended ones and days that passed. Look at"
        " the sheet Since last run, and at what was changed."
    )


def _since(p: Proposed) -> str:
    return f"{p.last_posting.period} was posted" if p.last_posting else "the first run"


QUESTIONS: dict[Acceptance, Callable[[Proposed], str]] = {
    "draft-rates": _draft_rates,
    "multiplier-of-1": _multiplier_of_1,
    "changed-since-run": _changed_since_run,
    "old-as-at": _old_as_at,
    "earlier-as-at": _earlier_as_at,
    "earlier-clock": _earlier_clock,
    "negative-total": _negative_total,
    "much-taken-back": _much_taken_back,
    "rate-moved": _rate_moved,
    "totals-moved": _totals_moved,
}
"""Each question by its code: its words where it has to be asked, "" where not."""


def questions(proposed: Proposed) -> list[Question]:
    """Return what a posting has to ask, accepted or not."""
    asked = ((code, ask(proposed)) for code, ask in QUESTIONS.items())
    return [Question(code, words) for code, words in asked if words]


def refuse_unaccepted(name: str, asked: Iterable[Question], accepted: Iterable[str]) -> None:
    """Raise NotAccepted, with every code, where something was not accepted."""
    known = frozenset(accepted)
    left = [q for q in asked if q.code not in known]
    if not left:
        return
    if len(left) == 1:
        words = f". {left[0].words} If it is right as it is, post with --accept {left[0].code}."
    else:
        each = " ".join(f"({n}) {q.words} [{q.code}]" for n, q in enumerate(left, 1))
        codes = " ".join(f"--accept {q.code}" for q in left)
        words = f": {len(left)} things want an answer. {each} If all is right: {codes}."
    refused = NotAccepted(f"Nothing was posted from {name}{words}")
    refused.codes = tuple(q.code for q in left)
    raise refused
