"""What internal audit looks for in the accounts: pure functions that name a place and say why.

Each gives findings as a place and the words that follow it; none has a code of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from xl_recoup.accounts.after_posting import LEDGER_SHEET
from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.documents import SERIES, by_entry_of, series_of
from xl_recoup.accounts.journal import JournalLine
from xl_recoup.accounts.settlement import balances
from xl_recoup.closed_lists import DOCUMENT_ROUTES
from xl_recoup.contract import Document, normal
from xl_recoup.money import ZERO, pounds
from xl_recoup.policy.account_records import Accounts, Noted
from xl_recoup.records import Place
from xl_recoup.words import long_date


def numbering(documents: Sequence[Document]) -> Iterator[Noted]:
    """Find document numbers that are given twice, left out, or outside every series.

    Each series, such as INV-2526, begins at 0001 and leaves no number out.
    """
    seen: dict[str, Document] = {}
    series: dict[str, dict[int, Document]] = defaultdict(dict)
    for document in documents:
        name = normal(document.number)
        if name in seen:
            yield Noted(
                document.place,
                f"the number {document.number} is given a second time, so a payment can't be told"
                " apart. Give this document its own number.",
            )
            continue
        seen[name] = document
        place = series_of(document.number)
        if place is None or not place[0].startswith(SERIES[document.kind]):
            yield Noted(
                document.place,
                f"the number {document.number} is not one of the series"
                f" {SERIES[document.kind]}-year-number, so a gap can't be seen. Restore the number"
                " that posting gave; the finance system's own goes under Finance reference.",
            )
        else:
            series[place[0]][place[1]] = document
    for name, held in series.items():
        before = 0
        for number in sorted(held):
            if number > before + 1:
                first, last = f"{name}-{before + 1:04d}", f"{name}-{number - 1:04d}"
                gap = f"{first} is" if first == last else f"{first} to {last} are"
                yield Noted(
                    held[number].place,
                    f"{gap} missing before {held[number].number}. Restore the deleted row from the"
                    " previous version of the workbook.",
                )
            before = number


def posted_without_document(items: Items) -> Iterator[Noted]:
    """Find charges that are posted to be invoiced or netted off, and stand on no document."""
    by_entry = by_entry_of(items.accounts.documents)
    places = {e.number: Place(LEDGER_SHEET, f"A{e.row}") for e in items.entries if e.row}
    for item in items.posted:
        if item.route in DOCUMENT_ROUTES and item.number not in by_entry:
            yield Noted(
                places.get(item.number or 0, Place(LEDGER_SHEET)),
                f"{item.ref} ({pounds(item.amount)}) is posted by {item.route}, but stands on no"
                " document, so nobody is asked to pay it. Restore the row of Documents if it was"
                " deleted; otherwise the next posting makes one.",
            )


def wrong_documents(items: Items) -> Iterator[Noted]:
    """Find documents that disagree with the ledger: entries unknown, taken twice, other sums."""
    accounts = items.accounts
    booked = {x.number: x for x in items.posted}
    known = {e.number for e in items.entries}
    names = {normal(d.number) for d in accounts.documents}
    by_entry = by_entry_of(accounts.documents)
    for d in accounts.documents:
        unknown = [n for n in d.entries if n not in known]
        taken = [n for n in d.entries if by_entry[n] is not d]
        if unknown:
            yield Noted(d.place, f"the ledger has no entry {unknown[0]}. Correct Ledger entries.")
        elif taken:
            other = by_entry[taken[0]].number
            yield Noted(
                d.place,
                f"entry {taken[0]} stands on {other} too, so it would be paid twice. Cancel one.",
            )
        held = [booked[n] for n in d.entries if n in booked]
        net, vat = sum((x.amount for x in held), ZERO), sum((x.vat for x in held), ZERO)
        if not unknown and d.net != net:
            yield Noted(
                d.place,
                f"the net is {pounds(d.net)}, but its ledger entries add up to {pounds(net)}."
                " Restore the amount; what has changed since goes on a document of its own.",
            )
        elif not unknown and d.vat != vat:
            yield Noted(
                d.place,
                f"the VAT is {pounds(d.vat)}, but that of its ledger entries is {pounds(vat)}."
                " Restore the amount from the previous version of the workbook.",
            )
        if d.gross != d.net + d.vat:
            yield Noted(
                d.place,
                f"the gross {pounds(d.gross)} is not net and VAT, {pounds(d.net + d.vat)}. Correct"
                " it.",
            )
        if d.original and normal(d.original) not in names:
            yield Noted(
                d.place, f"it is against {d.original}, which is not a document. Correct Original."
            )


def issued_without_po(accounts: Accounts) -> Iterator[Noted]:
    """Find invoices that were issued without the purchase order that the agreement asks for."""
    for d in accounts.documents:
        if d.kind == "invoice" and d.po_required and not d.po_number and d.issued_on is not None:
            yield Noted(
                d.place,
                f"{d.number} was issued on {long_date(d.issued_on)} without a purchase order,"
                f" which {d.party} requires, so it will be sent back. Enter the PO number, or clear"
                " Issued on.",
            )


def aged_debt(accounts: Accounts, as_at: date) -> Iterator[Noted]:
    """Find documents with something outstanding more than 90 days after they were issued."""
    for balance in balances(accounts, as_at):
        if balance.age == "over 90 days" and balance.outstanding > 0:
            d = balance.document
            yield Noted(
                d.place,
                f"{pounds(balance.outstanding)} of {d.number} ({d.party}) is outstanding"
                f" {balance.days} days after it was issued. Press for payment, or record why not.",
            )


def unknown_settlements(accounts: Accounts) -> Iterator[Noted]:
    """Find settlements of a document that does not exist: they reduce no debt."""
    names = {normal(d.number) for d in accounts.documents}
    for s in accounts.settlements:
        if normal(s.document) not in names:
            yield Noted(
                s.place,
                f"{pounds(s.amount)} is settled against {s.document}, which is not a document, so"
                " it reduces no debt. Copy the number from the Documents sheet.",
            )


def over_settled(accounts: Accounts, as_at: date) -> Iterator[Noted]:
    """Find documents on which more was settled than they, and their credit notes, come to."""
    for balance in balances(accounts, as_at):
        due, d = balance.document.gross + balance.set_off, balance.document
        if (due >= 0 and balance.outstanding < 0) or (due < 0 and balance.settled < due):
            yield Noted(
                d.place,
                f"{pounds(balance.settled)} is settled on {d.number}, which comes to"
                f" {pounds(due)}. Correct Settlements, or give {pounds(abs(balance.outstanding))}"
                " back.",
            )


def accruals_not_reversed(
    lines: Iterable[JournalLine], accounts: Accounts, as_at: date
) -> Iterator[Noted]:
    """Find accruals whose reversal is not in the journal, or not in the finance system.

    The finance system is asked only where an extract was pasted in that holds the accrual.
    """
    journal = list(lines)
    reversed_ = {x.reversal_of: x for x in journal if x.type == "reversal"}
    pasted = {normal(x.reference): x for x in accounts.extract or ()}
    for line in journal:
        if line.type != "accrual":
            continue
        reversal = reversed_.get(line.number)
        if reversal is None or reversal.signed != -line.signed:
            yield Noted(
                Place("Journal"),
                f"the accrual {line.number} of {pounds(abs(line.signed))} has no reversal, so the"
                " income would count in both years. Recalculate the workbook.",
            )
            continue
        found = pasted.get(normal(line.number))
        due = reversal.accounting_date is not None and reversal.accounting_date < as_at
        if found is not None and due and normal(reversal.number) not in pasted:
            yield Noted(
                found.place,
                f"the finance system holds the accrual {line.number} of"
                f" {pounds(abs(line.signed))} and not its reversal {reversal.number}, so the income"
                " counts in both years. Post the reversal there.",
            )
