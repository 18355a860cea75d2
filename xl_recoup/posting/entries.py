"""Posting: billable lines become ledger entries on documents, once, on two people's word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from xl_recoup.accounts.accruals import OPENING, YEAR_END
from xl_recoup.accounts.after_posting import entries_for
from xl_recoup.accounts.bookings import Item
from xl_recoup.accounts.documents import new_documents
from xl_recoup.checks.plausibility import MULTIPLIER_OF_1
from xl_recoup.contract import DOCUMENTS, LEDGER, TO_POST, normal
from xl_recoup.errors import Refused
from xl_recoup.outputs.account_outputs import documents_write, ledger_write
from xl_recoup.records import Entry
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, Formula, OutCell, Table, TableWrite, WorkbookTables
from xl_recoup.words import counted

_KEPT = re.compile(rf"{TO_POST}$|{YEAR_END.casefold()}\b|{OPENING.casefold()}\b")
"""Periods, in normal form, that the journal names by itself."""
_NEW_TABLE_ROW = 5
"""The first data row of a table that is added to a workbook on a sheet of its own."""


@dataclass(frozen=True, slots=True)
class PostingOrder:
    """Who posts what is billable, under which period's name, and what they let pass."""

    period: str
    approved_by: str
    prepared_by: str
    at: datetime
    as_at: date | None = None
    """The day as at which charges are judged; None is that of the last run."""
    allow_draft: bool = False
    """Whether lines on draft rates are posted too."""
    accept_changes: bool = False
    """Whether it is posted although the workbook is not as its last run left it."""


def new_entries(result: Result, order: PostingOrder, closed: Mapping[str, str]) -> list[Entry]:
    """Return the entries that posting adds to the ledger.

    `closed` has who closed each closed period, by its name in normal form. The entries keep the
    VAT and the account codes of their lines. Raises Refused where there is nothing to post, the
    period is closed, was posted already or is a name that the accounts keep for themselves, one
    person would be both, or a rate is a draft and drafts are not allowed.
    """
    period, approved_by = order.period, order.approved_by
    if not period.strip():
        raise Refused("Give the period a name, such as --period “Autumn 2025”.")
    if _KEPT.match(normal(period)):
        raise Refused(
            f"The journal itself uses “{period.strip()}” for what is not posted or falls on a"
            " year's end, so no posting period can have that name. Give another, such as"
            " “Spring 2026”."
        )
    if not approved_by.strip():
        raise Refused("Say who approved the posting: --approved-by NAME.")
    if normal(order.prepared_by) == normal(approved_by):
        raise Refused(
            f"{approved_by} can't both prepare and approve the posting: it needs two people."
        )
    if normal(period) in closed:
        by = f" by {closed[normal(period)]}" if closed[normal(period)] else ""
        raise Refused(
            f"The period {period} was closed{by}. Post to an open one; the lines keep their own"
            " service year."
        )
    if normal(period) in {normal(e.period) for e in result.entries}:
        raise Refused(
            f"The period {period} has been posted already. What has changed since goes to a period"
            " of its own: give another name."
        )
    billable = [line for line in result.lines if line.status == "billable"]
    if not billable:
        raise Refused("There is nothing to post: no line is billable that is not posted already.")
    drafts = [line for line in billable if line.draft_rate]
    if drafts and not order.allow_draft:
        raise Refused(
            f"{counted(len(drafts), 'line rests', 'lines rest')} on draft rates, {drafts[0].ref}"
            " for one. Check the rates and set them to approved, or post with --allow-draft."
        )
    unsure = next((f for f in result.findings if f.code == MULTIPLIER_OF_1), None)
    if unsure is not None and not order.allow_draft:
        raise Refused(
            f"{unsure.message} Nothing was posted; to post with the multiplier of 1 all the same,"
            " add --allow-draft."
        )
    entries = entries_for(
        result.lines,
        first_number=max((e.number for e in result.entries), default=0) + 1,
        period=period.strip(),
        at=order.at,
        prepared_by=order.prepared_by.strip(),
        approved_by=approved_by.strip(),
    )
    return [
        _as_booked(entry, result.items.of_line(line))
        for entry, line in zip(entries, billable, strict=True)
    ]


def _as_booked(entry: Entry, item: Item) -> Entry:
    """Return an entry with the codes and the VAT of its item: from now on they are its own."""
    return replace(
        entry,
        cost_centre=item.income.cost_centre,
        subjective=item.income.subjective,
        vat_code=item.vat_code,
        vat_percentage=item.vat_percentage,
        vat=item.vat,
    )


def additions(result: Result, entries: Sequence[Entry], *, made_on: date) -> list[TableWrite]:
    """Return what posting adds to the workbook: ledger lines, and the documents they stand on.

    Raises Refused where a document can't be read, because the next number is not known then.
    """
    made = new_documents(result.items, entries, made_on=made_on)
    writes = [ledger_write(entries, result.heads.get(LEDGER.name, ""))]
    if made:
        writes.append(documents_write(made, result.heads.get(DOCUMENTS.name, "")))
    return writes


def appended(book: WorkbookTables, writes: Iterable[TableWrite]) -> WorkbookTables:
    """Return a workbook as it will be read when these rows stand below those of its tables."""
    tables, sheets = dict(book.tables), list(book.sheets)
    for write in writes:
        table = book.find(write.table)
        if table is None:
            table = Table(write.table, write.sheet, write.headings, _NEW_TABLE_ROW, ())
            sheets.append(write.sheet)
        table = with_columns(table, write)
        places = {normal(heading): i for i, heading in enumerate(write.headings)}
        order = [places.get(normal(heading)) for heading in table.headings]
        added = [[None if i is None else _as_read(row[i]) for i in order] for row in write.rows]
        waiting = len(table.rows) == 1 and all(cell is None for cell in table.rows[0])
        rows = added if waiting else [*table.rows, *added]
        tables[table.name] = replace(table, rows=rows)
    return replace(book, tables=tables, sheets=tuple(sheets))


def with_columns(table: Table, write: TableWrite) -> Table:
    """Return a table with the columns of a write that were added to the contract later."""
    have = {normal(heading) for heading in table.headings}
    new = [h for h in write.headings if h in write.added_later and normal(h) not in have]
    if not new:
        return table
    rows = [(*row, *[None] * len(new)) for row in table.rows]
    return replace(table, headings=(*table.headings, *new), rows=rows)


def _as_read(cell: OutCell) -> Cell:
    value = cell.value if isinstance(cell, Formula) else cell
    return float(value) if isinstance(value, Decimal) else value
