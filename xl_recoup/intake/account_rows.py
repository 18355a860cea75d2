"""The accounting tables understood. What can't be read is a fault with its cell, never guessed."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from xl_recoup.contract import (
    CODES,
    DOCUMENTS,
    LETTERS,
    PERIODS,
    AccountCode,
    Document,
    ExpectedPlacement,
    ExtractRow,
    Letter,
    RecoveryRow,
    ServiceLine,
    Settlement,
    TableSpec,
    normal,
)
from xl_recoup.contract.table_row import TableRow
from xl_recoup.intake.required import require_headings
from xl_recoup.intake.row_reading import Row, TableReading, read_rows
from xl_recoup.intake.row_records import Fault, record_of
from xl_recoup.policy.account_records import NO_ACCOUNTS, Accounts, Code
from xl_recoup.records import short_record
from xl_recoup.tables import WorkbookTables

R = TypeVar("R", bound=TableRow)


@short_record
class AccountsReading:
    """The accounting tables of a workbook, and what was wrong in them."""

    accounts: Accounts
    faults: tuple[Fault, ...] = ()


NOTHING_READ = AccountsReading(NO_ACCOUNTS)


def read_accounts(book: WorkbookTables) -> AccountsReading:
    """Return codes, documents, settlements and extract; an absent table is an empty one.

    Raises Refused where a table lacks a heading that it can't do without.
    """
    faults: list[Fault] = []
    documents = [(row, record_of(row, Document, faults)) for row in _rows(book, DOCUMENTS, faults)]
    extract = _each(book, ExtractRow, faults)
    letters = [(row, record_of(row, Letter, faults)) for row in _rows(book, LETTERS, faults)]
    recovery = [
        (row, record_of(row, RecoveryRow, faults)) for row in _rows(book, RecoveryRow.spec, faults)
    ]
    accounts = Accounts(
        codes=_codes(_rows(book, CODES, faults), faults),
        accounting_dates=_accounting_dates(book, faults),
        documents=tuple(document for _, document in documents if document is not None),
        settlements=_each(book, Settlement, faults),
        extract=extract or None,
        letters=tuple(letter for _, letter in letters if letter is not None),
        letters_unread=tuple(row.place("number") for row, letter in letters if letter is None),
        services=_each(book, ServiceLine, faults),
        expected=_each(book, ExpectedPlacement, faults),
        recovery=tuple(step for _, step in recovery if step is not None),
        recovery_unread=tuple(
            (row.get("reference", ""), row.place("reference"))
            for row, step in recovery
            if step is None
        ),
        unread=tuple(row.place("number") for row, document in documents if document is None),
    )
    return AccountsReading(accounts, tuple(faults))


def _reading(book: WorkbookTables, spec: TableSpec) -> TableReading | None:
    table = book.find(spec.name)
    if table is None:
        return None
    require_headings(table, spec.required, spec.name)
    return read_rows(table, spec, book.date_1904)


def _rows(book: WorkbookTables, spec: TableSpec, faults: list[Fault]) -> list[Row]:
    reading = _reading(book, spec)
    if reading is None:
        return []
    faults += [
        Fault(i.place, f"(the {i.column.heading}) {i.issue.words}", spec.name)
        for i in reading.issues
        if i.issue.fault
    ]
    return reading.rows


def _each(book: WorkbookTables, model: type[R], faults: list[Fault]) -> tuple[R, ...]:
    made = [record_of(row, model, faults) for row in _rows(book, model.spec, faults)]
    return tuple(record for record in made if record is not None)


def _codes(rows: list[Row], faults: list[Fault]) -> dict[str, Code]:
    found: dict[str, Code] = {}
    for row in rows:
        code = record_of(row, AccountCode, faults)
        if code is None:
            continue
        use = normal(code.use)
        if use in found:
            words = "names a use that has its code in a row above"
            faults.append(Fault(row.place("use"), words, CODES.name))
            continue
        found[use] = Code(code.cost_centre, code.subjective)
    return found


def _accounting_dates(book: WorkbookTables, faults: list[Fault]) -> dict[str, date]:
    """Return the last day of each period that has one in Periods."""
    dates: dict[str, date] = {}
    for row in _rows(book, PERIODS, faults):
        if row.get("period") and row.get("end"):
            dates.setdefault(normal(row.get("period")), row.get("end"))
    return dates
