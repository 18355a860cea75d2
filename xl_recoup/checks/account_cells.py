"""Checks of the accounting tables: what can't be read in them."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.catalogue import ERROR, Hit, Stage, check
from xl_recoup.checks.run_so_far import Facts

UNREADABLE = "S29"
_CONSEQUENCES = {
    "Codes": "so the row is not used",
    "Periods": "so the period has no accounting date of its own",
    "Documents": "so the document is not counted, and nothing can be posted",
    "Letters": "so nobody can tell which version left, and no letter is written",
    "Settlements": "so it is not counted as settled",
    "LedgerExtract": "so the row is not reconciled",
    "Recovery": "so no letter is written about this reference",
    "Services": "so the sum is left out of the service's position",
}


@check(UNREADABLE, ERROR, Stage.SHEET, "Account rows that can't be read")
def unreadable_account_cells(facts: Facts) -> Iterator[Hit]:
    """A cell of the accounts can't be read: of Codes, Periods, Documents, Letters and the like.

    The row is left out, never guessed. Charges are not touched by it; the export waits until it is
    corrected, and with an unreadable document so does posting, with an unreadable letter so do
    statements and notices.
    """
    return (
        Hit(
            fault.place, f"this cell {fault.words}, {_CONSEQUENCES[fault.table]}. Correct the cell."
        )
        for fault in facts.inputs.accounts.faults
        if fault.table in _CONSEQUENCES
    )
