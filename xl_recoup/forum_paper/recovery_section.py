"""How far the council has pressed for what is not paid, and for requests without an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from xl_recoup.closed_lists import RECOVERY_STAGES, RecoveryStage
from xl_recoup.forum_paper.paper_parts import PaperCell, PaperSection, PaperTable
from xl_recoup.forum_paper.shown_debts import NOT_PRESSED, ShownDebts
from xl_recoup.words import counted, long_date

HEADING = "What is done where nobody pays or answers"
WORDS: dict[RecoveryStage, str] = {
    "statement": "Sent, and no reminder yet",
    "reminder": "First reminder",
    "second reminder": "Second reminder",
    "letter to the chair": "Letter to the chair of governors or of the trust",
    "dispute": "In dispute: nothing is pressed for",
    "dispute settled": "Dispute settled",
    "net-off": "To be taken off other payments, as agreed",
    "referral": "Referred to debt recovery",
    "written off": "Written off",
    "answered": "Answered",
}


def recovery_section(debts: ShownDebts) -> PaperSection | None:
    """Return documents and requests by stage of recovery; None where nothing has left yet."""
    requests = [c for c in debts.found if c.chased.kind == "request" and c.stage != "answered"]
    if not debts.held and not requests:
        return None
    as_at = debts.result.policy.as_at
    late = sum(c.chased.kind == "document" and c.chased.due < as_at for c in debts.found)
    counts = Counter(c.stage for c in requests)
    rows = [*_rows(debts, counts)]
    rest = debts.of_stage(NOT_PRESSED)
    if rest[0]:
        rows.append(
            (
                "No invoice to press for: paid, a credit, a net-off, or not sent out",
                rest[0],
                rest[1],
                0,
            )
        )
    outstanding = debts.in_all(b.outstanding for b in debts.held)
    rows.append(("All", len(debts.held), outstanding, len(requests)))
    return PaperSection(
        HEADING,
        [
            "An invoice that is not paid, and a request that is not answered, is followed by a"
            " reminder, a second one and a letter to the chair. By silence no school owes what was"
            " only asked of it.",
            f"As at {long_date(as_at)}, {counted(late, 'invoice is', 'invoices are')} past the day"
            f" of payment, and {counted(len(requests), 'request waits', 'requests wait')} for an"
            " answer.",
        ],
        tables=(
            PaperTable(
                "How far it has come: invoices that are not paid, requests that are not answered",
                ("Stage", "Documents", "Outstanding with VAT £", "Requests"),
                rows,
                total=True,
            ),
        ),
        in_short=f"{counted(late, 'invoice is', 'invoices are')} overdue and"
        f" {counted(len(requests), 'request waits', 'requests wait')} for an answer.",
    )


def _rows(debts: ShownDebts, requests: Counter[RecoveryStage]) -> Iterable[tuple[PaperCell, ...]]:
    for stage in RECOVERY_STAGES:
        documents, outstanding = debts.of_stage(stage)
        if documents or requests[stage]:
            yield WORDS[stage], documents, outstanding, requests[stage]
