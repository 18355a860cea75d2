"""The letter about what is not paid, or not answered: which, since when, and what comes next.

It names documents and requests by their numbers, and no placement: a pupil never appears in it.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from xl_recoup.closed_lists import LETTER_STAGES, ChasedKind, RecoveryStage
from xl_recoup.money import ZERO, pounds
from xl_recoup.records import record
from xl_recoup.recovery.chased import Chase
from xl_recoup.statements.charge_data import money
from xl_recoup.statements.front_data import Front, front_data
from xl_recoup.statements.paper import pdf_of
from xl_recoup.statements.sending import Paper
from xl_recoup.statements.texts import reach
from xl_recoup.words import listed, long_date, short_date

TITLES: dict[tuple[ChasedKind, RecoveryStage], str] = {
    ("document", "reminder"): "Reminder: unpaid charges for alternative provision",
    ("document", "second reminder"): "Second reminder: unpaid charges for alternative provision",
    ("document", "letter to the chair"): "Unpaid charges for alternative provision",
    ("request", "reminder"): "Reminder: a request that waits for your answer",
    ("request", "second reminder"): "Second reminder: a request that waits for your answer",
    ("request", "letter to the chair"): "A request that was not answered",
}
UNPAID_HEADINGS = (
    "Document",
    "Issued",
    "To be paid by",
    "Gross £",
    "Paid or credited £",
    "Outstanding £",
    "Of it queried £",
)
ASKED_HEADINGS = ("Request", "Sent", "Answer due by", "Charges", "Asked £")
A_REQUEST = (
    "It is a request, not an invoice: nothing on it is owed unless you agree, and nothing becomes"
    " owed because a letter was not answered. We only need to know."
)
PRIVACY = (
    "Never put a pupil's name, date of birth or UPN in an e-mail: the number of the document, and"
    " the charge reference on your statement, are enough."
)


@record
class Reminder:
    """One letter to one school or trust, about all that has come to the same stage."""

    stage: RecoveryStage
    kind: ChasedKind
    numbers: tuple[str, ...]
    """The letter's number for each document or request that it is about."""
    as_at: date
    paper: Paper
    laestab: str
    """"" for a trust."""
    party: str
    entity: str
    chair: str
    """To whom the letter to the chair goes."""
    chases: tuple[Chase, ...]
    answer_by: date

    @property
    def heading(self) -> str:
        """The letter's heading."""
        return TITLES[self.kind, self.stage]

    @property
    def title(self) -> str:
        """The document's title."""
        return f"{self.heading}: {self.party} ({self.numbers[0]})"

    @property
    def pressed(self) -> Decimal:
        """Pounds that it asks to be paid; of requests, those that wait for an answer."""
        return sum((c.chased.pressed for c in self.chases), ZERO)


def reminder_pdf(letter: Reminder, templates: Path | None = None, *, draft: bool = False) -> bytes:
    """Return the letter's PDF; the same letter gives the same bytes.

    `templates` is a council's own folder of them. Raises Refused where it can't be used.
    """
    return pdf_of("reminder", reminder_data(letter, draft=draft), templates)


def reminder_data(letter: Reminder, *, draft: bool = False) -> dict[str, Any]:
    """Return all that a reminder's template shows, as words."""
    x, paper = letter, letter.paper
    more = f" and {len(x.numbers) - 1} more" if len(x.numbers) > 1 else ""
    whose = f"{x.party} ({x.laestab})" if x.laestab else x.party
    until = "Pay by" if x.kind == "document" else "Answer by"
    front = Front(
        title=x.title,
        heading=x.heading,
        subtitle=f"{whose} · financial year {paper.financial_year}",
        entity=x.entity,
        name=x.party,
        facts=(
            ("Our reference", f"{x.numbers[0]}{more}"),
            ("As at", long_date(x.as_at)),
            ("Date", long_date(paper.issued)),
            ("Financial year", paper.financial_year),
            (until, long_date(x.answer_by)),
        ),
        foot=f"{x.heading} · {x.numbers[0]}{more}",
    )
    unpaid = x.kind == "document"
    return front_data(front, paper, draft=draft) | {
        "opening": _unpaid_opening(x) if unpaid else _asked_opening(x),
        "heading_of_table": "What is outstanding" if unpaid else "What waits for your answer",
        "table": _unpaid_table(x) if unpaid else _asked_table(x),
        "figures": [3, 4, 5, 6] if unpaid else [3, 4],
        "next_heading": "What we ask you to do",
        "next": _unpaid_next(x) if unpaid else _asked_next(x),
        "objecting": [_objecting(x), PRIVACY],
    }


def _written_before(x: Reminder) -> str:
    """Return on which days earlier letters went out, in a sentence."""
    stages = LETTER_STAGES[: LETTER_STAGES.index(x.stage)]
    days = {c.on_of(stage) for c in x.chases for stage in stages}
    written = [long_date(day) for day in sorted(day for day in days if day is not None)]
    return f"We wrote about it on {listed(written)}. " if written else ""


def _unpaid_opening(x: Reminder) -> list[str]:
    these = "document" if len(x.chases) == 1 else "documents"
    are = "has" if len(x.chases) == 1 else "have"
    said = f"The {these} below {are} not been paid in full, by our books of {long_date(x.as_at)}."
    if x.stage == "reminder":
        thanks = (
            " If you have paid meanwhile, thank you, and please take no further notice of this"
            " letter."
        )
        return [said + thanks]
    if x.stage == "second reminder":
        return [f"{_written_before(x)}{said}"]
    return [
        f"This letter comes to you as {x.chair}. {_written_before(x)}Neither the whole sum nor a"
        " reason why it is not due has reached us.",
        said,
    ]


def _asked_opening(x: Reminder) -> list[str]:
    requests = "request" if len(x.chases) == 1 else "requests"
    said = (
        f"We sent you the {requests} below for a contribution to alternative provision that the"
        " authority pays for, and have no answer on record."
    )
    if x.stage == "letter to the chair":
        return [f"This letter comes to you as {x.chair}. {_written_before(x)}{said}", A_REQUEST]
    return [f"{_written_before(x)}{said}", A_REQUEST]


def _unpaid_table(x: Reminder) -> dict[str, Any]:
    rows = []
    for c in (one.chased for one in x.chases):
        paid = c.gross - c.amount
        rows.append(
            [
                c.reference,
                short_date(c.began),
                short_date(c.due),
                *map(money, (c.gross, paid, c.amount, c.disputed)),
            ]
        )
    every = [c.chased for c in x.chases]
    sums = (
        sum((c.gross for c in every), ZERO),
        sum((c.gross - c.amount for c in every), ZERO),
        sum((c.amount for c in every), ZERO),
        sum((c.disputed for c in every), ZERO),
    )
    return {
        "headings": UNPAID_HEADINGS,
        "rows": rows,
        "total": ["Together", "", "", *map(money, sums)],
    }


def _asked_table(x: Reminder) -> dict[str, Any]:
    rows = [
        [
            c.reference,
            short_date(c.began),
            short_date(c.due),
            f"{c.lines:,}",
            money(c.amount),
        ]
        for c in (one.chased for one in x.chases)
    ]
    lines = sum(c.chased.lines for c in x.chases)
    return {
        "headings": ASKED_HEADINGS,
        "rows": rows,
        "total": ["Together", "", "", f"{lines:,}", money(x.pressed)],
    }


def _unpaid_next(x: Reminder) -> list[str]:
    queried = sum((c.chased.disputed for c in x.chases), ZERO)
    credit = x.chases[0].chased.credit
    due, why = x.pressed, ""
    if ZERO < credit < due:
        why = f": {pounds(due)} less {pounds(credit)}, your credit notes"
        due, credit = due - credit, ZERO
    said = [f"Please pay {pounds(due)} by {long_date(x.answer_by)}{why}."]
    if queried:
        said.append(
            f"{pounds(queried)} that you have queried is not asked for while the query is open."
        )
    if credit:
        said.append(f"Credit notes in your favour come to {pounds(credit)}: take them off.")
    reason = "neither payment nor your reason has reached us by then"
    return [" ".join(said), f"If {reason}, {_then(x)}."]


def _then(x: Reminder) -> str:
    """Return what follows the letter, as the end of a sentence."""
    if x.stage == "reminder":
        return "we shall remind you a second time"
    if x.stage == "second reminder":
        return f"we shall write to {x.chair}"
    if all(c.chased.net_off_agreed for c in x.chases):
        return (
            "the authority may take the sum off what it pays to you, as the agreement between us"
            " allows"
        )
    return "the matter will be referred to those who collect the authority's debts"


def _asked_next(x: Reminder) -> list[str]:
    said = (
        f"Please tell us by {long_date(x.answer_by)} whether you agree to the {pounds(x.pressed)}"
        " that we asked for: to all of it, to some of the charges, or not at all."
    )
    if x.stage == "letter to the chair":
        return [said, "Without an answer the authority will decide how to go on."]
    then = "remind you once more" if x.stage == "reminder" else f"write to {x.chair}"
    return [said, f"If we have no answer by then, we shall {then}."]


def _objecting(x: Reminder) -> str:
    what = (
        "If you think that a sum is wrong, is not yours or has been paid"
        if x.kind == "document"
        else "If you have answered already, or the request should have gone to somebody else"
    )
    return (
        f"{what}, please tell the contact for this letter ({reach(x.paper.sender)}), with the"
        " numbers above."
    )
