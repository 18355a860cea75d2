"""A posting worked out: what is posted, the run that shows it, and what is written in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xl_recoup import __version__, contract
from xl_recoup.accounts.documents import refuse_unread_documents
from xl_recoup.checks.posted_records import CHANGED_BY_HAND, NOT_SEALED
from xl_recoup.errors import Refused
from xl_recoup.intake.past_runs import last_run
from xl_recoup.intake.posted_rows import closed_periods
from xl_recoup.money import ZERO
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.outputs.drift import drift
from xl_recoup.posting.entries import PostingOrder, additions, appended, new_entries
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.tables import TableWrite, WorkbookTables


class ChangedSince(Refused):
    """The workbook is not as its last run left it."""


@dataclass(frozen=True, slots=True)
class Posting:
    """What was posted, the run that shows it, and what is to be written in one step."""

    period: str
    lines: int
    amount: Decimal
    documents: int
    """How many invoices, credit notes and net-off advices were made."""
    result: Result
    writes: Sequence[TableWrite]


def posting(
    book: WorkbookTables, name: str, order: PostingOrder, *, progress: Progress = silent
) -> Posting:
    """Work out the posting of what is billable in the workbook called `name`, read as a whole.

    Raises ChangedSince where the inputs or outputs are not those of the last run (unless
    the order accepts changes), Refused for every reason of `new_entries`.
    """
    open_rows = next((r.words for r in book.remarks if r.code == "S40"), "")
    if open_rows:
        raise Refused(f"Nothing was posted from {name}: {open_rows}")
    last = last_run(book)
    if last is None:
        raise Refused(
            f"No run is recorded in {name}, so nobody can have looked at its charges."
            " Recalculate it first, then post."
        )
    day, today = order.as_at or last.as_at, order.at.date()
    made_on = last.at.date() if last.at and order.as_at is None else today
    result = calculate(
        book, as_at=day, today=made_on, progress=progress, same_run=order.as_at is None
    )
    altered = next((f for f in result.findings if f.code == CHANGED_BY_HAND), None)
    if altered is not None:
        raise Refused(f"Nothing was posted from {name}. {altered.message}")
    refuse_unread_documents(result.items.accounts)
    unsealed = next((f for f in result.findings if f.code == NOT_SEALED), None)
    if unsealed is not None:
        raise Refused(f"Nothing was posted from {name}. {unsealed.message}")
    changed = drift(book, result)
    if changed and not order.accept_changes:
        raise ChangedSince(
            f"The workbook is not as the last run left it: {changed[0]} Recalculate it, look at the"
            " charges and post then."
        )
    entries = new_entries(result, order, closed_periods(book))
    added = additions(result, entries, made_on=today)
    after = calculate(appended(book, added), as_at=day, today=today, progress=progress)
    log = writes_with_log(after, at=order.at, who=order.prepared_by, version=__version__)
    amount = sum((e.amount for e in entries), ZERO)
    documents = sum(len(w.rows) for w in added if w.table == contract.DOCUMENTS.name)
    return Posting(order.period, len(entries), amount, documents, after, [*added, *log])
