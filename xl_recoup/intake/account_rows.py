"""The accounting tables understood. What can't be read is a fault with its cell, never guessed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from xl_recoup.contract import TableSpec, normal
from xl_recoup.contract.account_tables import CODES, DOCUMENTS, LEDGER_EXTRACT, SETTLEMENTS
from xl_recoup.contract.record_tables import PERIODS
from xl_recoup.errors import Refused
from xl_recoup.intake.faults import Fault
from xl_recoup.intake.row_reading import Row, TableReading, read_rows
from xl_recoup.policy.account_records import (
    NO_ACCOUNTS,
    Accounts,
    Code,
    Document,
    ExtractRow,
    Settlement,
    entries_in,
)
from xl_recoup.records import Place
from xl_recoup.tables import Table, WorkbookTables

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
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
    unread: list[Place] = []
    documents = []
    for row in _rows(book, DOCUMENTS, faults):
        document = _document(row, faults)
        if document is None:
            unread.append(row.place("number"))
        else:
            documents.append(document)
    extract = tuple(_each(book, LEDGER_EXTRACT, _extract_row, faults))
    accounts = Accounts(
        codes=_codes(_rows(book, CODES, faults), faults),
        accounting_dates=_accounting_dates(book, faults),
        documents=tuple(documents),
        settlements=tuple(_each(book, SETTLEMENTS, _settlement, faults)),
        extract=extract or None,
        unread=tuple(unread),
    )
    return AccountsReading(accounts, tuple(faults))


def _reading(book: WorkbookTables, spec: TableSpec) -> TableReading | None:
    table = book.find(spec.name)
    if table is None:
        return None
    _require_headings(table, spec)
    return read_rows(table, spec, book.date_1904)


def _require_headings(table: Table, spec: TableSpec) -> None:
    have = {normal(h) for h in table.headings}
    lacking = [h for h in spec.required if normal(h) not in have]
    if lacking:
        raise Refused(
            f"The table {spec.name} on the sheet {table.sheet} has no column headed"
            f" {' or '.join(lacking)}. Restore the heading{'s' if len(lacking) > 1 else ''} in row"
            f" {table.first_row - 1}, spelt exactly so."
        )


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


def _each(
    book: WorkbookTables, spec: TableSpec, make: Callable[[Row, list[Fault]], T | None],
    faults: list[Fault],
) -> list[T]:  # fmt: skip
    made = (make(row, faults) for row in _rows(book, spec, faults))
    return [record for record in made if record is not None]


def _lacks(row: Row, fields: dict[str, str], table: str, faults: list[Fault]) -> bool:
    """Note a fault for each field that is blank; say whether one is blank or unreadable."""
    blank = [f for f in fields if f not in row.values and f not in row.unreadable]
    faults += [Fault(row.place(f), f"is blank, but {fields[f]} is needed", table) for f in blank]
    return bool(blank) or bool(row.unreadable & fields.keys())


def _codes(rows: list[Row], faults: list[Fault]) -> dict[str, Code]:
    found: dict[str, Code] = {}
    for row in rows:
        if _lacks(row, {"use": "what the code is for"}, CODES.name, faults):
            continue
        use = normal(row.get("use"))
        if use in found:
            words = "names a use that has its code in a row above"
            faults.append(Fault(row.place("use"), words, CODES.name))
            continue
        found[use] = Code(row.get("cost_centre", ""), row.get("subjective", ""))
    return found


def _accounting_dates(book: WorkbookTables, faults: list[Fault]) -> dict[str, date]:
    """Return the last day of each period that has one in Periods."""
    dates: dict[str, date] = {}
    for row in _rows(book, PERIODS, faults):
        if row.get("period") and row.get("end"):
            dates.setdefault(normal(row.get("period")), row.get("end"))
    return dates


def _document(row: Row, faults: list[Fault]) -> Document | None:
    needed = {
        "number": "the document's number", "kind": "its kind", "entries": "its ledger entries",
        "net": "its net amount", "vat": "its VAT (0 where there is none)", "gross": "its gross",
    }  # fmt: skip
    if _lacks(row, needed, DOCUMENTS.name, faults) or row.unreadable:
        return None
    entries = entries_in(row.get("entries"))
    if entries is None:
        words = "does not hold ledger entries such as 1 to 3, 7"
        faults.append(Fault(row.place("entries"), words, DOCUMENTS.name))
        return None
    return Document(
        number=row.get("number"), kind=row.get("kind"), route=row.get("route", "invoice"),
        period=row.get("period", ""), party=row.get("party", ""), laestab=row.get("laestab", ""),
        entries=entries, net=row.get("net"), vat=row.get("vat"), gross=row.get("gross"),
        original=row.get("original", ""), po_required=row.get("po_required", False),
        po_number=row.get("po_number", ""), made_on=row.get("made_on"),
        issued_on=row.get("issued_on"), finance_reference=row.get("finance_reference", ""),
        place=row.place("number"),
    )  # fmt: skip


def _settlement(row: Row, faults: list[Fault]) -> Settlement | None:
    needed = {
        "document": "the document that is settled", "day": "the day", "amount": "the amount",
    }  # fmt: skip
    if _lacks(row, needed, SETTLEMENTS.name, faults) or "method" in row.unreadable:
        return None
    return Settlement(
        document=row.get("document"), day=row.get("day"), amount=row.get("amount"),
        method=row.get("method", "payment"), place=row.place("document"),
    )  # fmt: skip


def _extract_row(row: Row, faults: list[Fault]) -> ExtractRow | None:
    if _lacks(row, {"amount": "the amount"}, LEDGER_EXTRACT.name, faults):
        return None
    return ExtractRow(
        reference=row.get("reference", ""), amount=row.get("amount"), day=row.get("day"),
        place=row.place("reference"),
    )  # fmt: skip
