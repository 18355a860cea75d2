"""Our sheets: for whom each is, in a few words, and when it is shown; a closed list.

A new workbook shows what is in daily use. The other sheets are there and hidden until they are
needed; whoever wants one earlier shows it, or all of them. Sheets that a team made itself are in
no list, and nothing here is about them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, NamedTuple, get_args

from xl_recoup.contract.columns import normal

SheetGroup = Literal["every month", "once a year", "results", "accounts"]
"""The four groups in which the sheet Start lists the others."""
ShownFrom = Literal[
    "at once",
    "the first posting",
    "the first letter",
    "the first posting or letter",
    "the first comparison",
    "the first forecast",
    "its first row",
    "on request",
]
"""When a sheet appears. `its first row`: the run that first has something to write on it.
`the first forecast`: the command or button Forecast; runs fill those sheets from the beginning."""


class ListedSheet(NamedTuple):
    """One of our sheets: its name, its group, what it is for, when it appears."""

    name: str
    group: SheetGroup
    words: str
    shown: ShownFrom = "at once"

    @property
    def daily(self) -> bool:
        """Whether it is in daily use, so that a new workbook shows it."""
        return self.shown == "at once"


S = ListedSheet
SHEET_LIST = (
    S("Placements", "every month", "pupils excluded for good, or off the roll"),
    S("Placements BTA", "every month", "places at one provider"),
    S("Placements HHT", "every month", "home and hospital tuition"),
    S("Monthly proposals", "every month", "the AP team's list against these", "its first row"),
    S("Changes", "every month", "school, plan, provider changed during a placement", "on request"),
    S("Queries", "every month", "what schools dispute", "on request"),
    S("Exclusions register", "every month", "the exclusions team's list, pasted in", "on request"),
    S("Provider rolls", "every month", "the providers' lists, pasted in", "on request"),
    S("Signed off", "every month", "warnings that are known and agreed", "on request"),
    S("Recovery", "every month", "what was done about unpaid amounts", "on request"),
    S("Dashboard", "results", "totals and charts"),
    S("Charges", "results", "what is charged, to whom, why"),
    S("Exceptions", "results", "what is wrong, errors first"),
    S("Schools summary", "results", "each school's total"),
    S("Since last run", "results", "what moved, and why", "its first row"),
    S("To do today", "results", "what waits for a person", "the first posting or letter"),
    S("Recovery figures", "results", "who answered, what is owed", "the first posting or letter"),
    S("Check results", "results", "every check that was made", "on request"),
    S("Place-plus", "results", "commissioned places, reconciled", "on request"),
    S("Service position", "results", "each service: its cost, its gap", "the first forecast"),
    S("Forecast", "results", "the year's total, month by month", "the first forecast"),
    S("Demand", "results", "pupils and places by month", "the first forecast"),
    S("Scenario totals", "results", "what might be decided, by scheme", "the first comparison"),
    S("Scenario schools", "results", "what might be decided, by school", "the first comparison"),
    S("Year end", "results", "the year by CFR code and S251 line", "the first posting"),
    S("Forum report", "results", "for the Schools Forum, without names", "on request"),
    S("Schools", "once a year", "each school, its type and cost centre"),
    S("Agreements", "once a year", "what each school has agreed to pay"),
    S("Providers", "once a year", "where pupils are placed"),
    S("Schemes", "once a year", "how a charge is worked out"),
    S("Scheme examples", "once a year", "how other councils charge, to copy from", "on request"),
    S("Rates", "once a year", "pounds for each factor and phase"),
    S("Calendar", "once a year", "terms and closures"),
    S("Settings", "once a year", "the choices that hold for the whole workbook"),
    S("Scenarios", "once a year", "what might be decided", "the first comparison"),
    S("Services", "once a year", "what each service costs, what pays for it", "the first forecast"),
    S("Expected placements", "once a year", "placements yet to come", "the first forecast"),
    S("Ledger", "accounts", "what is posted", "the first posting"),
    S("Documents", "accounts", "invoices and credit notes", "the first posting"),
    S("Settlements", "accounts", "paid, netted off, written off", "the first posting"),
    S("Aged debt", "accounts", "what is unpaid, by age", "the first posting"),
    S("Journal", "accounts", "debits and credits for the ledger", "the first posting"),
    S("Invoices", "accounts", "each document, line by line", "the first posting"),
    S("Periods", "accounts", "accounting periods, open or closed", "the first posting"),
    S("Approvers", "accounts", "who may approve a posting", "the first posting"),
    S("Codes", "accounts", "account codes for each use", "the first posting"),
    S("Letters", "accounts", "what was sent to schools, and when", "the first letter"),
    S("Proposed settlements", "accounts", "receipts set beside documents", "its first row"),
    S("Ledger extract", "accounts", "pasted in from the finance system", "on request"),
    S("Reconciliation", "accounts", "the extract against what is posted", "its first row"),
    S("Run log", "accounts", "who ran what, and when", "on request"),
)  # fmt: skip
"""Every sheet of ours but Start, in the order in which Start names them."""
SHEET_GROUPS: tuple[SheetGroup, ...] = get_args(SheetGroup)
_BEGINS: dict[ShownFrom, tuple[str, ...]] = {
    "the first posting": ("Ledger",),
    "the first letter": ("Letters",),
    "the first posting or letter": ("Ledger", "Letters"),
    "the first comparison": ("ScenarioTotals",),
}
"""The tables whose first rows are the beginning of each."""
_BY_NAME = {normal(sheet.name): sheet for sheet in SHEET_LIST}


def listed_sheet(name: str) -> ListedSheet | None:
    """Return what is listed of a sheet of ours, or None for any other."""
    return _BY_NAME.get(normal(name))


def sheets_of_the_forecast() -> frozenset[str]:
    """Return the sheets that the command and button Forecast show, in normal form."""
    return frozenset(normal(s.name) for s in SHEET_LIST if s.shown == "the first forecast")


def may_hold_a_list(sheet: str) -> bool:
    """Say whether a sheet without a table may be a list of the team's: it bears no name of ours."""
    name = normal(sheet)
    return name != "start" and name not in _BY_NAME and not name.startswith("placements")


def sheets_begun_by(tables: Collection[str], sheets: Collection[str] = ()) -> frozenset[str]:
    """Return the sheets that appear when these tables get their first rows, in normal form.

    `sheets` are those on which the tables stand.
    """
    names = {normal(table) for table in tables}
    begun = {shown for shown, of in _BEGINS.items() if names & {normal(table) for table in of}}
    on = {normal(sheet) for sheet in sheets}
    return frozenset(
        normal(sheet.name)
        for sheet in SHEET_LIST
        if sheet.shown in begun or (sheet.shown == "its first row" and normal(sheet.name) in on)
    )
