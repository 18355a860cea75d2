"""Billable lines become ledger entries on documents; a workbook as it will be read with them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from xl_recoup.accounts.after_posting import entries_for
from xl_recoup.accounts.bookings import Item
from xl_recoup.accounts.documents import new_documents
from xl_recoup.contract import DOCUMENTS, LEDGER, Document, normal
from xl_recoup.errors import Refused
from xl_recoup.outputs.account_outputs import documents_write, ledger_write
from xl_recoup.outputs.name_columns import with_names_of
from xl_recoup.posting.open_period import in_time
from xl_recoup.posting.taking_back import opposite_entries, taken_back
from xl_recoup.records import ChargeLine, Entry, short_record
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, Formula, OutCell, Table, TableWrite, WorkbookTables

_NEW_TABLE_ROW = 5
"""The first data row of a table that is added to a workbook on a sheet of its own."""


@short_record
class PostingOrder:
    """Who posts what is billable, under which period's name, and what they let pass."""

    period: str
    approved_by: str
    at: datetime
    prepared_by: str = ""
    """Who ran the last calculation: the run log says it."""
    signed_in: str = ""
    """Whom the computer knows as the person who posts."""
    as_at: date | None = None
    """The day as at which charges are judged; None is that of the last run."""
    accepted: frozenset[str] = frozenset()
    """The codes of what a posting would ask, and what was said yes to."""
    accept_missing: Collection[str] = ()
    """The names of what may be gone since the last run."""
    takes_back: str = ""
    """The period that is taken back, "" for none."""


def new_entries(
    result: Result, order: PostingOrder, until: date | None = None
) -> tuple[list[Entry], list[ChargeLine]]:
    """Return the entries that posting adds to the ledger, and the billable lines that it leaves.

    Left are those that begin after the day `until`. The entries keep the VAT and the account codes
    of their lines. Raises Refused where there is nothing to post.
    """
    first = max((e.number for e in result.entries), default=0) + 1
    period = order.period.strip()
    if order.takes_back.strip():
        wrong, people = taken_back(result.entries, order.takes_back), _people(order)
        made = opposite_entries(
            wrong, first_number=first, period=period, at=order.at, people=people
        )
        return made, []
    kept, left = in_time(result.lines, until)
    if not kept:
        if left:
            raise Refused(
                f"There is nothing to post to {period}: every billable line begins after its last"
                f" day, {left[0].ref} for one. Post to a later period."
            )
        raise Refused("There is nothing to post: no line is billable that is not posted already.")
    prepared_by, approved_by = _people(order)
    entries = entries_for(
        kept,
        first_number=first,
        period=period,
        at=order.at,
        prepared_by=prepared_by,
        approved_by=approved_by,
    )
    pairs = zip(entries, kept, strict=True)
    return [_as_booked(entry, result.items.of_line(line)) for entry, line in pairs], left


def _people(order: PostingOrder) -> tuple[str, str]:
    return order.prepared_by.strip(), order.approved_by.strip()


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


def documents_of(result: Result, entries: Sequence[Entry], *, made_on: date) -> list[Document]:
    """Return the documents that entries stand on.

    Raises Refused where a document can't be read, because the next number is not known then.
    """
    return new_documents(result.items, entries, made_on=made_on)


def additions(
    result: Result, entries: Sequence[Entry], made: Sequence[Document]
) -> list[TableWrite]:
    """Return what posting adds to the workbook: ledger lines, and the documents they stand on."""
    writes = [with_names_of(result)(ledger_write(entries, result.heads.get(LEDGER.name, "")))]
    if made:
        writes.append(documents_write(made, result.heads.get(DOCUMENTS.name, "")))
    return writes


def appended(book: WorkbookTables, writes: Iterable[TableWrite]) -> WorkbookTables:
    """Return a workbook as it will be read when these rows stand below those of its tables.

    Rows that are not to be added stand in place of the cells that are there.
    """
    tables, sheets = dict(book.tables), list(book.sheets)
    for write in writes:
        table = book.find(write.table)
        if table is None:
            table = Table(write.table, write.sheet, write.headings, _NEW_TABLE_ROW, ())
            sheets.append(write.sheet)
        table = with_columns(table, write)
        places = {normal(heading): i for i, heading in enumerate(write.headings)}
        order = [places.get(normal(heading)) for heading in table.headings]
        waiting = len(table.rows) == 1 and all(cell is None for cell in table.rows[0])
        kept = [] if waiting and write.append else list(table.rows)
        blank = (None,) * len(table.headings)
        below = [blank] * len(write.rows) if write.append else kept
        added = [_over(old, row, order) for old, row in zip(below, write.rows, strict=True)]
        rows = [*kept, *added] if write.append else added
        tables[table.name] = replace(table, rows=rows)
    return replace(book, tables=tables, sheets=tuple(sheets))


def _over(old: Sequence[Cell], row: Sequence[OutCell], order: Sequence[int | None]) -> list[Cell]:
    return [cell if i is None else _as_read(row[i]) for cell, i in zip(old, order, strict=True)]


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
