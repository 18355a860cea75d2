"""Codes: where amounts are booked, by what the code is for; and the periods they are booked in."""

from __future__ import annotations

from datetime import date

from xl_recoup.closed_lists import AccountUse, Blank, PeriodStatus
from xl_recoup.contract.table_row import Note, TableRow, cell


class AccountCode(
    TableRow,
    table="Codes",
    purpose="Account codes by use. Without them the journal is shown, but can't be exported.",
    named_by="use",
):
    """Where an amount is booked; an empty part is not known and blocks the export."""

    use: AccountUse | Blank = cell("Use", needed="what the code is for")
    cost_centre: str = cell("Cost centre", default="", required=True, aside=True)
    subjective: str = cell("Subjective", default="", required=True, aside=True)
    note: Note = cell("Note", default="", aside=True)


CODES = AccountCode.spec


class Period(
    TableRow,
    table="Periods",
    purpose="Accounting periods by name: a posting names one of these, which must be open.",
    named_by="period",
):
    """One row of the Periods table: an accounting period, and whether it is closed."""

    period: str = cell("Period", default="", required=True)
    start: date | None = cell("From", default=None)
    end: date | None = cell("To", default=None)
    status: PeriodStatus | Blank = cell("Status", default="")
    closed_by: str = cell("Closed by", default="")
    note: Note = cell("Note", default="")


PERIODS = Period.spec
