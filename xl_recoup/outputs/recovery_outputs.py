"""What is to be recovered as rows to be written: to do today, proposed settlements, figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from xl_recoup.accounts.receipts import Receipt, receipts
from xl_recoup.accounts.settlement import balances
from xl_recoup.closed_lists import DEBT_AGES, SettlementMethod
from xl_recoup.contract import (
    PROPOSED_SETTLEMENTS,
    RECOVERY,
    RECOVERY_FIGURES,
    TO_DO,
    TableSpec,
    normal,
)
from xl_recoup.contract.agreements_table import BINDING
from xl_recoup.contract.recovery_output_tables import ACCEPT
from xl_recoup.money import ZERO
from xl_recoup.outputs.links import link_to
from xl_recoup.outputs.table_write import table_write
from xl_recoup.recovery.take_up import TakeUp, all_schemes, take_up
from xl_recoup.run.chased_now import chases
from xl_recoup.run.result import Result
from xl_recoup.run.to_do import KINDS, WAIT, ToDo, to_do
from xl_recoup.tables import OutCell, TableWrite

WIDTHS = {
    "What": 20.0,
    "Reference": 28.0,
    "Party": 28.0,
    "Where": 20.0,
    "What to do": 72.0,
    "Why": 90.0,
    "Subject": 30.0,
    "Figure": 30.0,
    "What it counts": 70.0,
    "Note": 40.0,
    "Stage": 20.0,
    "Next step": 20.0,
    "Proposal": 22.0,
}
POUNDS = frozenset({"Amount", "Outstanding", "Outstanding after"})
DAYS = frozenset({"Since", "On", "Date", "Next on"})
Figure = tuple[str, str, int | None, Decimal | None, str]
"""Subject, figure, number, amount in pounds, what it counts."""


def writes(result: Result, there: Container[str]) -> list[TableWrite]:
    """Return the tables that a run fills: those that are `there`, by normal name, or have a use.

    Their sheets are added once something is asked for or invoiced, or a row of Recovery stands;
    that of the proposed settlements once a receipt stands in the extract.
    """
    accounts = result.items.accounts
    begun = begins(result) or any(line.status == "asked" for line in result.lines)
    wanted = {
        spec.name for spec in (TO_DO, RECOVERY_FIGURES) if begun or normal(spec.name) in there
    }
    waiting = to_do(result) if wanted else []
    came = receipts(accounts, result.policy.as_at)
    made = []
    if TO_DO.name in wanted:
        made.append(_write(TO_DO, [_to_do_row(x, result.out_of_sight) for x in waiting]))
    if came or normal(PROPOSED_SETTLEMENTS.name) in there:
        made.append(_proposed(came, new=normal(PROPOSED_SETTLEMENTS.name) not in there))
    if RECOVERY_FIGURES.name in wanted:
        made.append(_write(RECOVERY_FIGURES, list(figures(result, waiting))))
    return made


def begins(result: Result) -> bool:
    """Say whether there is something to recover: documents, letters that left, what people did."""
    accounts = result.items.accounts
    return bool(accounts.documents or accounts.recovery or accounts.letters)


def recovery_sheet() -> TableWrite:
    """Return the writing of an empty Recovery table, for a workbook without one."""
    choices = {c.heading: c.allowed for c in RECOVERY.columns if c.allowed}
    return replace(
        table_write(RECOVERY, []),
        choices=choices,
        days=DAYS & set(RECOVERY.headings),
        widths=WIDTHS,
    )


def _write(spec: TableSpec, rows: Sequence[Sequence[OutCell]]) -> TableWrite:
    write, headings = table_write(spec, rows), frozenset(spec.headings)
    widths = {**write.widths, **WIDTHS}
    return replace(write, pounds=POUNDS & headings, days=DAYS & headings, widths=widths)


def _proposed(came: Sequence[Receipt], *, new: bool) -> TableWrite:
    """Return the proposals; what a person wrote under Accept stays with its row."""
    write = _write(PROPOSED_SETTLEMENTS, [(*_receipt_row(x), None) for x in came])
    if new:
        return replace(write, choices={ACCEPT: ("Y",)})
    rows = [row[:-1] for row in write.rows]
    return replace(write, headings=write.headings[:-1], rows=rows)


def _to_do_row(x: ToDo, away: Mapping[str, Collection[int]]) -> tuple[OutCell, ...]:
    return (
        x.what,
        x.reference or None,
        x.party or None,
        x.amount,
        x.since,
        x.stage or None,
        x.next_step or None,
        x.on,
        x.days,
        link_to(x.where, away) if x.where else None,
        x.advice or None,
    )


def _receipt_row(x: Receipt) -> tuple[OutCell, ...]:
    method: SettlementMethod = "payment"
    return (
        x.document.number if x.document else None,
        x.row.day,
        method,
        x.amount,
        x.row.reference or None,
        None,
        x.proposal,
        x.outstanding,
        x.after,
        str(x.place),
        x.why,
    )


def figures(result: Result, waiting: Iterable[ToDo]) -> Iterator[Figure]:
    """Yield the figures of recovery in plain rows, as at the run's day."""
    yield from _to_do_figures(waiting)
    yield from _chased_figures(result)
    found = take_up(result.policy, result.lines)
    for x in (*all_schemes(found), *found):
        yield _take_up_figure(x)
    yield from _debt_figures(result)


def _to_do_figures(waiting: Iterable[ToDo]) -> Iterator[Figure]:
    counts = Counter(x.what for x in waiting)
    now = sum(count for what, count in counts.items() if what != WAIT)
    yield "To do today", "All", now, None, "rows of To do today, but for what is merely overdue"
    for what in KINDS:
        if what in counts:
            yield "To do today", what, counts[what], None, "rows of To do today"


def _chased_figures(result: Result) -> Iterator[Figure]:
    found = chases(result)
    unpaid = [c.chased for c in found if c.chased.kind == "document"]
    asked = [c.chased for c in found if c.chased.kind == "request" and c.stage != "answered"]
    late = [c for c in unpaid if c.due < result.policy.as_at]
    yield "Recovery", "Unpaid", len(unpaid), _sum(c.amount for c in unpaid), "invoices issued"
    yield "Recovery", "Overdue", len(late), _sum(c.amount for c in late), "invoices past their day"
    queried = [c for c in unpaid if c.disputed]
    sums = _sum(c.disputed for c in queried)
    yield "Recovery", "Queried", len(queried), sums, "invoices on which a query is open"
    sums = _sum(c.amount for c in asked)
    yield "Recovery", "Without an answer", len(asked), sums, "requests that left"


def _take_up_figure(x: TakeUp) -> Figure:
    binds = x.answer in BINDING
    worth = x.booked if binds else x.asked
    what = "billable and posted" if binds else "asked for"
    also = f"; asked for besides: {x.asked:,.2f}" if binds and x.asked else ""
    also = f"; billable and posted besides: {x.booked:,.2f}" if not binds and x.booked else also
    whose = (
        f"schools and trusts, for {x.schools:,} schools"
        if x.scheme
        else (
            "schools and trusts, each by the answer that binds most; the pounds by the answer to"
            " each scheme"
        )
    )
    subject = f"Agreement to {x.scheme}" if x.scheme else "Agreement to any scheme"
    return subject, x.answer.capitalize(), len(x.parties), worth, f"{whose}; {what}{also}"


def _debt_figures(result: Result) -> Iterator[Figure]:
    held = [b for b in balances(result.items.accounts, result.policy.as_at) if b.outstanding]
    for age in DEBT_AGES:
        of_age = [b.outstanding for b in held if b.age == age]
        counts = "documents; credits that are not set off count below 0"
        yield "Debt by age", age.capitalize(), len(of_age), _sum(of_age), counts


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
