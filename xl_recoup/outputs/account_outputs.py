"""The accounting tables as rows to be written. Formulas come with their values."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence

from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.documents import DocumentLine, Per, document_lines, entries_words
from xl_recoup.accounts.journal import JournalLine
from xl_recoup.accounts.reconciliation import Match, reconcile_extract
from xl_recoup.accounts.settlement import Balance, balances
from xl_recoup.closed_lists import DEBT_AGES
from xl_recoup.contract import (
    AGED_DEBT,
    DOCUMENTS,
    INVOICES,
    JOURNAL,
    LEDGER,
    RECONCILIATION,
    Document,
    TableSpec,
    normal,
)
from xl_recoup.contract.entry_digests import with_digests
from xl_recoup.money import ZERO
from xl_recoup.outputs.table_write import table_write
from xl_recoup.records import Entry
from xl_recoup.tables import Formula, OutCell, TableWrite

_INVOICE, _DEBT = "Invoices[[#This Row],[{}]]".format, "AgedDebt[[#This Row],[{}]]".format
INVOICE_CHECK = f"ROUND({_INVOICE('Net')}+{_INVOICE('VAT')}-{_INVOICE('Gross')},2)"
DEBT_CHECK = (
    f"ROUND({_DEBT('Gross')}+{_DEBT('Set off')}-{_DEBT('Settled')}-{_DEBT('Outstanding')},2)"
)


def writes(
    items: Items, lines: Sequence[JournalLine], there: Container[str], *, per: Per = "school"
) -> list[TableWrite]:
    """Return the accounting tables that a run fills: those that are `there`, by normal name.

    `lines` is the journal. A table without anything to show becomes empty.
    """
    makers: dict[TableSpec, Callable[[], TableWrite]] = {
        JOURNAL: lambda: journal_write(lines),
        INVOICES: lambda: invoices_write(document_lines(items, per=per)),
        AGED_DEBT: lambda: aged_debt_write(balances(items.accounts, items.policy.as_at)),
        RECONCILIATION: lambda: reconciliation_write(reconcile_extract(items, lines)),
    }
    return [make() for spec, make in makers.items() if normal(spec.name) in there]


def journal_write(lines: Iterable[JournalLine]) -> TableWrite:
    """Return the Journal; an account code that is not known is shown as a placeholder."""
    return table_write(JOURNAL, [journal_row(line, placeholders=True) for line in lines])


def journal_row(line: JournalLine, *, placeholders: bool = False) -> tuple[OutCell, ...]:
    """Return a journal line's cells, in the order of the contract."""
    missing = f"(no code: {line.use})" if placeholders else None
    return (
        line.number,
        line.type,
        line.accounting_date,
        line.period,
        line.service_year,
        line.route,
        line.cost_centre or missing,
        line.subjective or missing,
        line.cfr_code or None,
        line.s251_line or None,
        line.debit or None,
        line.credit or None,
        line.vat_code or None,
        line.charge_ref,
        line.laestab or None,
        line.narrative or None,
        line.reversal_of or None,
    )


def invoices_write(lines: Iterable[DocumentLine]) -> TableWrite:
    """Return the Invoices table."""
    check = Formula(INVOICE_CHECK, ZERO)
    return table_write(INVOICES, [(*invoice_row(line), check) for line in lines])


def invoice_row(line: DocumentLine) -> tuple[OutCell, ...]:
    """Return a document line's cells, in the order of the contract, without the Check."""
    x, d = line.item, line.document
    return (
        d.number if d else None,
        line.kind,
        line.status,
        x.route,
        x.period,
        line.party or None,
        x.laestab or None,
        x.school or None,
        x.ref,
        x.scheme or None,
        x.narrative or None,
        x.amount,
        x.vat_code or None,
        x.vat_percentage,
        x.vat,
        x.gross,
        line.original or None,
        "Y" if (d.po_required if d else x.po_required and x.amount > 0) else None,
        (d.po_number if d else x.po_number) or None,
        d.issued_on if d else None,
    )


def aged_debt_write(held: Iterable[Balance]) -> TableWrite:
    """Return the AgedDebt table: each document's outstanding pounds stand under its age."""
    return table_write(
        AGED_DEBT,
        [
            (
                b.document.number,
                b.document.kind,
                b.document.party or None,
                b.status,
                b.document.issued_on,
                b.document.gross,
                b.set_off,
                b.settled,
                b.outstanding,
                b.days,
                *(b.outstanding if b.age == age else None for age in DEBT_AGES),
                Formula(DEBT_CHECK, ZERO),
            )
            for b in held
        ],
    )


def documents_write(documents: Iterable[Document], head: str | None = "") -> TableWrite:
    """Return new documents, to be added below those that Documents has.

    `head` is that of the last one that it has, "" where it has none; None leaves each document the
    digest that it has.
    """
    rows = map(_document, documents)
    made = rows if head is None else with_digests(DOCUMENTS, rows, head)
    return table_write(DOCUMENTS, list(made), append=True)


def _document(d: Document) -> tuple[OutCell, ...]:
    return (
        d.number,
        d.kind,
        d.route,
        d.period,
        d.party or None,
        d.laestab or None,
        entries_words(d.entries),
        d.net,
        d.vat,
        d.gross,
        d.original or None,
        "Y" if d.po_required else None,
        d.po_number or None,
        d.made_on,
        d.issued_on,
        d.finance_reference or None,
        d.entry_digest or None,
    )


def reconciliation_write(matches: Iterable[Match]) -> TableWrite:
    """Return the Reconciliation table: the extract in its order, then what is missing there."""
    return table_write(
        RECONCILIATION,
        [
            (
                m.result,
                m.reference or None,
                m.posted,
                m.found,
                m.difference,
                m.day,
                str(m.place) if m.place else None,
                m.advice or None,
            )
            for m in matches
        ],
    )


def ledger_write(entries: Iterable[Entry], head: str | None = "") -> TableWrite:
    """Return the lines to be added below those that the Ledger has; `head` as for documents."""
    rows = map(_ledger_row, entries)
    made = rows if head is None else with_digests(LEDGER, rows, head)
    return table_write(LEDGER, list(made), append=True)


def _ledger_row(e: Entry) -> tuple[OutCell, ...]:
    return (
        e.number,
        e.period,
        e.posted_at,
        e.prepared_by,
        e.approved_by,
        e.ref,
        e.of,
        e.placement_ref or None,
        e.laestab,
        e.school or None,
        e.scheme or None,
        e.component,
        e.legal_basis,
        e.start,
        e.end,
        e.base,
        e.units,
        e.denominator,
        e.amount,
        e.authority_share,
        e.route,
        e.cfr_code or None,
        e.s251_line or None,
        e.cost_centre or None,
        e.subjective or None,
        e.vat_code or None,
        e.vat_percentage or None,
        e.vat,
        e.working,
        e.service_year,
        "Y" if e.draft_rate else None,
        e.takes_back,
        e.entry_digest or None,
    )
