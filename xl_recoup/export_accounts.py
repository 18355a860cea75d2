"""The accounting tables of a workbook, for the export; one that can't be read is refused."""

from __future__ import annotations

from xl_recoup.errors import Refused
from xl_recoup.intake.accounts import read_accounts
from xl_recoup.policy.account_records import Accounts
from xl_recoup.tables import WorkbookTables


def accounts_of(book: WorkbookTables) -> Accounts:
    """Return the accounting tables of a workbook, or raise Refused where one can't be read."""
    reading = read_accounts(book)
    if reading.faults:
        fault = reading.faults[0]
        raise Refused(f"{fault.place}: this cell of {fault.table} {fault.words}. Correct it first.")
    return reading.accounts
