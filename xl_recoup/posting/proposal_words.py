"""A posting shown before it is made: its lines, documents, cut-off, and what is odd."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from xl_recoup.errors import Refused
from xl_recoup.money import ZERO, plain, pounds
from xl_recoup.posting.posting import Proposal, refuse_approval
from xl_recoup.words import counted, long_date, some


def summary_words(made: Proposal) -> list[str]:
    """Return what a posting is, in a few sentences: sums, cut-off, documents, what waits."""
    routes: dict[str, list[Decimal]] = defaultdict(list)
    for e in made.entries:
        routes[e.route].append(e.amount)
    by_route = [
        f"{counted(len(x), 'line')} by {r}, {pounds(sum(x, ZERO))}" for r, x in routes.items()
    ]
    end = made.period.end
    until = f", which ends on {long_date(end)}" if end else ""
    what = f"takes back {made.order.takes_back.strip()}" if made.order.takes_back else "posts"
    said = [
        f"{made.period.period}{until}, as at {long_date(made.result.policy.as_at)}: {what}"
        f" {counted(len(made.entries), 'line')}, {pounds(made.amount)} in all.",
        f"{'; '.join(by_route)}.",
        f"{counted(len(made.documents), 'document')} will be made.",
    ]
    if made.left:
        total = sum((x.amount for x in made.left), ZERO)
        names = [f"{x.ref} from {long_date(x.start)}" for x in made.left if x.start]
        begin = "begins" if len(made.left) == 1 else "begin"
        said.append(
            f"{counted(len(made.left), 'line')}, {pounds(total)} in all, {begin} after that day and"
            f" {'waits' if len(made.left) == 1 else 'wait'} for the next period: {some(names)}."
        )
    return said


def approval_words(made: Proposal) -> str:
    """Return who may approve a posting as things stand, or why the person signed in may not."""
    moved = f"Charges and credits added up, it moves {pounds(made.moved)}."
    try:
        person = refuse_approval(made)
    except Refused as refused:
        return f"{moved} Not to be posted yet: {refused}"
    return f"{moved} {person.name} may approve up to {pounds(person.limit)}."


def box_words(made: Proposal) -> str:
    """Return the one box in which Excel asks all that a posting asks."""
    parts = ["\n".join([*summary_words(made), approval_words(made)])]
    if made.questions:
        parts.append("\n".join(["To be decided:", *(f"• {q.words}" for q in made.questions)]))
    meant = "Is all of that meant, and shall it be posted?" if made.questions else "Post it?"
    parts.append(f"{meant} What is posted is never changed: later calculations add corrections.")
    return "\n\n".join(parts)


def preview_lines(made: Proposal) -> Iterator[str]:
    """Yield the whole preview, a line each."""
    yield from summary_words(made)
    yield approval_words(made)
    yield "Lines:"
    for e in made.entries:
        yield f"  {e.ref}  {e.school or e.laestab}  {e.component}  {pounds(e.amount)}"
    yield "Documents:" if made.documents else "No documents."
    for d in made.documents:
        against = f", against {d.original}" if d.original else ""
        yield f"  {d.number}  {d.kind}  {d.party}  {pounds(d.gross)}{against}"
    if made.questions:
        yield "To be accepted, each by its code:"
        for q in made.questions:
            yield f"  {q.code}: {q.words}"
    yield "Nothing was written."


def preview_json(made: Proposal) -> dict[str, Any]:
    """Return the preview for a program, amounts as text."""
    end = made.period.end
    return {
        "period": made.period.period,
        "until": end.isoformat() if end else None,
        "takes_back": made.order.takes_back.strip() or None,
        "amount": plain(made.amount),
        "moved": plain(made.moved),
        "lines": [
            {
                "charge_ref": e.ref,
                "laestab": e.laestab,
                "school": e.school,
                "component": e.component,
                "route": e.route,
                "from": e.start.isoformat() if e.start else None,
                "amount": plain(e.amount),
            }
            for e in made.entries
        ],
        "documents": [
            {
                "document": d.number,
                "kind": d.kind,
                "party": d.party,
                "gross": plain(d.gross),
                "original": d.original or None,
            }
            for d in made.documents
        ],
        "left": [
            {
                "charge_ref": x.ref,
                "from": x.start.isoformat() if x.start else None,
                "amount": plain(x.amount),
            }
            for x in made.left
        ],
        "to_accept": [{"code": q.code, "message": q.words} for q in made.questions],
        "approval": approval_words(made),
    }
