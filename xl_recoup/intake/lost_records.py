"""Records that were there and are not: the run is refused, whatever it was asked for.

What is posted, invoiced and paid is known from the records alone. A run that took a missing Ledger
for an empty one would charge everything a second time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from xl_recoup import contract
from xl_recoup.closed_lists import DOCUMENT_ROUTES
from xl_recoup.contract import (
    CHARGES,
    DOCUMENTS,
    LAST_RUN,
    LEDGER,
    RUN_LOG,
    TableSpec,
    normal,
)
from xl_recoup.contract.cell_values import text_of
from xl_recoup.contract.entry_digests import read_head
from xl_recoup.errors import Refused
from xl_recoup.intake.last_run_record import LastRunRecord
from xl_recoup.intake.past_runs import lines_from_the_end, posted_at_runs
from xl_recoup.intake.sealed_records import head_heading
from xl_recoup.intake.seen_tables import FILLED, ROWS, TABLE, TOTAL, column_name
from xl_recoup.intake.vanished import table_like
from xl_recoup.money import ZERO, decimal_of, pounds
from xl_recoup.records import Entry
from xl_recoup.tables import Table, WorkbookTables
from xl_recoup.words import counted

RESTORE = "Bring it back from the version of the workbook that was kept before, and run again."


def last_witness(book: WorkbookTables) -> str:
    """Return the name of the table that alone may know of what was posted; "" where others do.

    Without Ledger, run log, documents and record of the last run that is Charges, whose rows no
    run reads otherwise.
    """
    for spec in (LEDGER, RUN_LOG, DOCUMENTS, LAST_RUN):
        if next(lines_from_the_end(book, spec.name), None) is not None:
            return ""
    table = book.find(CHARGES.name)
    return table.name if table else ""


def refuse_lost_records(
    book: WorkbookTables, before: LastRunRecord, entries: Sequence[Entry]
) -> None:
    """Raise Refused where a record lacks what the last run, or another record, says it had.

    `before` is what the last run noted, `entries` what the Ledger holds.
    """
    for spec in contract.RECORD_SPECS:
        table = book.find(spec.name)
        if table is None or next(lines_from_the_end(book, spec.name), None) is None:
            witness = _witness(spec, book, before, entries)
            if witness:
                raise Refused(_gone(spec, table, witness, book.tables))
        if table is not None:
            _refuse_lost_columns(spec, table, before, posted=bool(entries))


def _witness(
    spec: TableSpec, book: WorkbookTables, before: LastRunRecord, entries: Sequence[Entry]
) -> str:
    """Return who says, and with what, that a record held rows; "" where nobody does."""
    rows = before.counts(ROWS).get(spec.name)
    if rows:
        total = before.of(TOTAL).get(column_name(spec.name, "Amount"))
        amount = f", £{Decimal(total):,.2f} in all" if total else ""
        return f"the last run saw {counted(rows, 'row')} in it{amount}"
    if spec is LEDGER:
        known = _posted_by_the_log(book) or _posted_on_documents(book) or _posted_on_charges(book)
        return known or _known_by_its_head(spec, book)
    if spec is DOCUMENTS and book.find(spec.name) is None:
        on_paper = [e for e in entries if e.route in DOCUMENT_ROUTES]
        if on_paper:
            stand = "stands" if len(on_paper) == 1 else "stand"
            return f"the Ledger holds {counted(len(on_paper), 'line')} that {stand} on documents"
    if spec is RUN_LOG and (before.of(ROWS) or entries):
        return (
            "each run adds a line to it, and the Ledger holds posted lines"
            if entries
            else "the last run added a line to it"
        )
    if entries and book.find(spec.name) is None and spec.name in before.of(TABLE):
        return "it was there at the last run"
    return _known_by_its_head(spec, book)


def _known_by_its_head(spec: TableSpec, book: WorkbookTables) -> str:
    line = next(lines_from_the_end(book, RUN_LOG.name), {})
    head = read_head(text_of(line.get(normal(head_heading(spec)))))
    return f"the run log knows of {counted(head[0], 'entry', 'entries')} in it" if head else ""


def _posted_by_the_log(book: WorkbookTables) -> str:
    posted = [then for then in posted_at_runs(book) if then.amount != ZERO]
    if not posted:
        return ""
    last = posted[-1]
    return f"the run log knows of {pounds(last.amount)} posted for {last.year} ({last.place})"


def _posted_on_documents(book: WorkbookTables) -> str:
    for line in lines_from_the_end(book, DOCUMENTS.name):
        if re.search(r"\d", text_of(line.get("ledger entries"))):
            return f"the document {line.get('document')} stands on posted lines"
    return ""


def _posted_on_charges(book: WorkbookTables) -> str:
    """Return what the charges of the last run say of posted lines, where they were read at all."""
    posted = [
        line
        for line in lines_from_the_end(book, CHARGES.name)
        if normal(text_of(line.get("status"))) == "posted"
    ]
    if not posted:
        return ""
    amounts = (line.get("amount") for line in posted)
    total = sum((decimal_of(a) for a in amounts if isinstance(a, int | float)), ZERO)
    return f"the sheet Charges shows {counted(len(posted), 'posted line')} of {pounds(total)}"


def _gone(spec: TableSpec, table: Table | None, witness: str, tables: Mapping[str, Table]) -> str:
    if table is not None:
        return (
            f"The table {spec.name} on the sheet {table.sheet} is empty, but {witness}. Nothing was"
            f" calculated, since what is posted would be charged again. {RESTORE}"
        )
    like = table_like(spec.name, spec, tables)
    do = RESTORE
    if like:
        other = tables[like]
        do = (
            f"The table {like} on the sheet {other.sheet} has its columns: if that is it, name it"
            f" {spec.name} under Table Design and run again."
        )
    return (
        f"The workbook has no table named {spec.name}, but {witness}. Nothing was calculated, since"
        f" what is not known would be taken for nothing. {do}"
    )


def _refuse_lost_columns(
    spec: TableSpec, table: Table, before: LastRunRecord, *, posted: bool
) -> None:
    have = {normal(h) for h in table.headings}
    for heading in _expected(spec, before, posted=posted):
        if normal(heading) not in have:
            raise Refused(
                f"The table {spec.name} on the sheet {table.sheet} has no column headed {heading},"
                " which it had. A record without it would say something else: restore the heading"
                f" in row {table.first_row - 1}, or the version of the workbook that was kept"
                " before."
            )


def _expected(spec: TableSpec, before: LastRunRecord, *, posted: bool) -> Iterator[str]:
    """Yield the columns that the last run saw; of a Ledger that no run has noted, the first ones.

    An earlier edition's workbook lacks what was added later, and is not refused for it.
    """
    noted = before.of(FILLED)
    for heading in spec.headings:
        ours = spec is LEDGER and posted and not before and heading not in spec.added_later
        if ours or column_name(spec.name, heading) in noted:
            yield heading
