"""Proposed settlements that a person has accepted, as new rows of Settlements."""

from __future__ import annotations

from typing import NamedTuple

from xl_recoup.accounts.receipts import Receipt, receipts
from xl_recoup.closed_lists import SettlementMethod
from xl_recoup.contract import PROPOSED_SETTLEMENTS, SETTLEMENTS, normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.contract.recovery_output_tables import ACCEPT
from xl_recoup.errors import Refused
from xl_recoup.money import ZERO, decimal_of, pounds
from xl_recoup.outputs.table_write import table_write
from xl_recoup.run.result import Result
from xl_recoup.tables import Table, TableWrite, WorkbookTables
from xl_recoup.words import counted

YES = ("y", "yes")


class Accepted(NamedTuple):
    """What is entered of what was accepted, and what is not, in a sentence each."""

    entered: list[Receipt]
    told: list[str]

    def words(self) -> str:
        """Return what a person is told."""
        if not self.entered:
            return (
                f"Nothing was entered: no row of {PROPOSED_SETTLEMENTS.sheet} with Y under {ACCEPT}"
                " is one to be copied."
            )
        amount = sum((x.amount for x in self.entered), ZERO)
        return (
            f"{counted(len(self.entered), 'receipt')} entered on {SETTLEMENTS.sheet},"
            f" {pounds(amount)} in all. Recalculate, so that Aged debt and To do today know it."
        )

    @property
    def write(self) -> TableWrite:
        """The rows that go below those which Settlements has."""
        method: SettlementMethod = "payment"
        rows = [
            (x.document.number, x.row.day, method, x.amount, x.row.reference or None, None)
            for x in self.entered
            if x.document
        ]
        return table_write(SETTLEMENTS, rows, append=True)


def accepted_receipts(book: WorkbookTables, result: Result) -> Accepted:
    """Return the receipts that stand accepted and are still proposed for the same document.

    Judged is the extract as it is now: what was entered meanwhile, or is more than is outstanding,
    is not entered. Raises Refused where there is nothing in which anything could be accepted.
    """
    table = book.find(PROPOSED_SETTLEMENTS.name)
    places = {} if table is None else {normal(h): i for i, h in enumerate(table.headings)}
    if table is None:
        raise Refused(
            f"The workbook has no sheet {PROPOSED_SETTLEMENTS.sheet} yet: paste the ledger extract"
            " and recalculate. The run adds it with the first receipt."
        )
    missing = [h for h in (ACCEPT, "Document", "Amount", "Extract row") if normal(h) not in places]
    if missing:
        raise Refused(
            f"{PROPOSED_SETTLEMENTS.sheet} has no column {missing[0]}, so nothing can be accepted"
            f" there. Type {missing[0]} as the heading to the right of the table."
        )
    now = {str(x.place): x for x in receipts(result.items.accounts, result.policy.as_at)}
    found = Accepted([], [])
    for number, row in enumerate(table.rows, table.first_row):
        if normal(text_of(row[places[normal(ACCEPT)]])) not in YES:
            continue
        receipt = now.get(text_of(row[places[normal("Extract row")]]))
        why = _why_not(receipt, table, row[places["document"]], row[places["amount"]])
        if receipt in found.entered:
            why = "another row above it is of the same receipt, which is entered once."
        if receipt is not None and not why:
            found.entered.append(receipt)
        else:
            found.told.append(f"{table.sheet}, row {number}: {why}")
    return found


def _why_not(receipt: Receipt | None, table: Table, document: object, amount: object) -> str:
    """Return why an accepted row is not entered; "" where it is."""
    if receipt is None or not isinstance(amount, int | float):
        return "its row of the ledger extract is gone. Recalculate and look again."
    named = receipt.document.number if receipt.document else ""
    if receipt.proposal == "entered already":
        return "it stands on Settlements already, and is not entered twice."
    if receipt.proposal != "copy to Settlements" or not named:
        return f"it is not clear which document it pays: enter it by hand. {receipt.why}"
    if receipt.row.day is None:
        return "its row of the ledger extract has no date. Enter the date there and recalculate."
    if decimal_of(amount) != receipt.amount or normal(str(document)) != normal(named):
        return (
            f"the extract now gives {pounds(receipt.amount)} for {named}, which is not what the row"
            " says. Recalculate and look again."
        )
    return ""
