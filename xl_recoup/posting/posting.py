"""A posting worked out: what is posted, the run that shows it, and what is written in one step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from xl_recoup import __version__
from xl_recoup.accounts.documents import refuse_unread_documents
from xl_recoup.checks.posted_records import NOT_SEALED
from xl_recoup.checks.run_so_far import CHANGED_BY_HAND
from xl_recoup.checks.vanished_inputs import STOPS_POSTING
from xl_recoup.contract import Approver, Document, Period
from xl_recoup.errors import Refused
from xl_recoup.intake.last_run_record import last_run_record
from xl_recoup.intake.past_runs import LastRun, last_posting, last_run
from xl_recoup.intake.posting_tables import read_approvers, read_periods
from xl_recoup.money import ZERO
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.outputs.drift import drift
from xl_recoup.posting.entries import PostingOrder, additions, appended, documents_of, new_entries
from xl_recoup.posting.open_period import open_period, refuse_posted
from xl_recoup.posting.questions import Proposed, Question, questions, refuse_unaccepted
from xl_recoup.posting.two_people import approver, refuse_over_limit
from xl_recoup.records import ChargeLine, Entry, short_record
from xl_recoup.run.calculate import Run, calculate
from xl_recoup.run.inputs_before import PREPARED_BY, RUN
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.tables import TableWrite, WorkbookTables


class NotSealed(Refused):
    """What an earlier edition posted has to be sealed first."""


@short_record
class Proposal:
    """What a posting would write, before anybody approved it."""

    book: WorkbookTables
    name: str
    order: PostingOrder
    period: Period
    result: Result
    entries: Sequence[Entry]
    documents: Sequence[Document]
    left: Sequence[ChargeLine]
    """Billable lines that begin after the period's last day: they wait for the next one."""
    questions: Sequence[Question]
    """What has to be accepted first."""
    last: LastRun

    @property
    def amount(self) -> Decimal:
        """What the entries come to, in pounds."""
        return sum((e.amount for e in self.entries), ZERO)

    @property
    def moved(self) -> Decimal:
        """Their gross amounts added up, credits too, in pounds: what an approver answers for."""
        items = self.result.items
        return sum((abs(items.of_entry(e).gross) for e in self.entries), ZERO)


@short_record
class Posting:
    """What was posted, the run that shows it, and what is to be written in one step."""

    period: str
    lines: int
    amount: Decimal
    documents: int
    """How many invoices, credit notes and net-off advices were made."""
    result: Result
    writes: Sequence[TableWrite]
    approved_by: str = ""
    left: Sequence[ChargeLine] = ()
    """Billable lines that wait for the next period."""


def posting(
    book: WorkbookTables, name: str, order: PostingOrder, *, progress: Progress = silent
) -> Posting:
    """Work out the posting of what is billable in the workbook called `name`, read as a whole.

    Raises Refused for every reason of `proposal` and of `approved`.
    """
    return approved(proposal(book, name, order, progress=progress), progress=progress)


def proposal(
    book: WorkbookTables, name: str, order: PostingOrder, *, progress: Progress = silent
) -> Proposal:
    """Return what a posting would write; nobody is asked yet.

    Raises Refused where posted records were changed or are not sealed, the period is not an open
    one of Periods or was posted already, or there is nothing to post.
    """
    last = refuse_without_run(book, name)
    period = open_period(read_periods(book), order.period)
    day, today = order.as_at or last.as_at, order.at.date()
    result = sound_result(book, name, order, day=day, progress=progress)
    unsealed = next((f for f in result.findings if f.code == NOT_SEALED), None)
    if unsealed is not None:
        raise NotSealed(f"Nothing was posted from {name}. {unsealed.message}")
    if not order.takes_back:
        refuse_posted(result.entries, period)
    order = replace(order, period=period.period, prepared_by=last.prepared_by)
    entries, left = new_entries(result, order, period.end)
    documents = documents_of(result, entries, made_on=today)
    changed = drift(book, result)
    proposed = Proposed(result, entries, order, last, last_posting(book), changed)
    asked = questions(proposed)
    return Proposal(book, name, order, period, result, entries, documents, left, asked, last)


def approved(made: Proposal, *, progress: Progress = silent) -> Posting:
    """Return a posting with its approver.

    Raises Refused where the person signed in may not approve it, and NotAccepted, with the codes,
    where something that it asks was not accepted.
    """
    order, person = made.order, refuse_approval(made)
    refuse_unaccepted(made.name, made.questions, order.accepted)
    entries = [replace(e, approved_by=person.name) for e in made.entries]
    added = additions(made.result, entries, made.documents)
    day, today = made.result.policy.as_at, order.at.date()
    after = calculate(
        appended(made.book, added),
        as_at=day,
        today=today,
        progress=progress,
        what="posted",
        accept_missing=order.accept_missing,
    )
    taking = f" (takes back {order.takes_back.strip()})" if order.takes_back else ""
    log = writes_with_log(
        after,
        at=order.at,
        who=order.signed_in,
        version=__version__,
        posting=f"{order.period}{taking}, approved by {person.name}",
        accepted=[q.code for q in made.questions],
    )
    return Posting(
        period=order.period,
        lines=len(entries),
        amount=made.amount,
        documents=len(made.documents),
        result=after,
        writes=[*added, *log],
        approved_by=person.name,
        left=made.left,
    )


def refuse_approval(made: Proposal) -> Approver:
    """Return who approves a posting; Refused where the person signed in may not."""
    person = person_signed_in(made.book, made.order, made.last)
    refuse_over_limit(person, made.moved, read_approvers(made.book))
    return person


def person_signed_in(book: WorkbookTables, order: PostingOrder, last: LastRun) -> Approver:
    """Return the approver who is signed in; Refused where it is none, or who prepared it.

    Refused too where the run log names another preparer than the record of that run.
    """
    noted = last_run_record(book).of(RUN).get(PREPARED_BY, last.prepared_by)
    if noted != last.prepared_by:
        raise Refused(
            f"The run log says that {last.prepared_by or 'nobody'} ran the last calculation, and"
            f" that run noted {noted}: a cell under Run by was typed over. Restore it, or let"
            " whoever prepares the posting recalculate, then post."
        )
    return approver(
        read_approvers(book),
        signed_in=order.signed_in,
        named=order.approved_by,
        prepared_by=last.prepared_by,
    )


def refuse_without_run(book: WorkbookTables, name: str) -> LastRun:
    """Return the last run. Raises Refused where nobody can have looked at the charges."""
    open_rows = next((r.words for r in book.remarks if r.code == "S40"), "")
    if open_rows:
        raise Refused(f"Nothing was posted from {name}: {open_rows}")
    last = last_run(book)
    if last is None:
        raise Refused(
            f"No run is recorded in {name}, so nobody can have looked at its charges."
            " Recalculate it first, then post."
        )
    return last


def sound_result(
    book: WorkbookTables,
    name: str,
    order: PostingOrder,
    *,
    day: date | None,
    progress: Progress = silent,
) -> Result:
    """Return what the inputs give, as the last run found it unless another day is asked for.

    Raises Refused where posted records were changed by hand, or something is missing since then.
    """
    last, same_run = last_run(book), order.as_at is None
    made_on = last.at.date() if last and last.at and same_run else order.at.date()
    what: Run = "same" if same_run else "new"
    result = calculate(
        book,
        as_at=day,
        today=made_on,
        progress=progress,
        what=what,
        accept_missing=order.accept_missing,
    )
    stops = (CHANGED_BY_HAND, *STOPS_POSTING)
    altered = next((f for f in result.findings if f.code in stops), None)
    if altered is not None:
        raise Refused(f"Nothing was posted from {name}. {altered.message}")
    refuse_unread_documents(result.items.accounts)
    return result
