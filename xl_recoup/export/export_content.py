"""What an export holds: the tables of its files. Nothing is written here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from xl_recoup.accounts.accruals import YEAR_END as YEAR_END_PERIOD
from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.documents import Per, document_lines
from xl_recoup.accounts.journal import JournalLine, journal, journal_controls
from xl_recoup.accounts.year_end import year_end
from xl_recoup.checks.account_cells import UNREADABLE
from xl_recoup.closed_lists import USES, AccountUse, Route, Status
from xl_recoup.contract import (
    CODES,
    INVOICES,
    JOURNAL,
    ROUTES,
    TO_POST,
    YEAR_END,
    normal,
)
from xl_recoup.errors import Refused
from xl_recoup.outputs.account_outputs import invoice_row, journal_row
from xl_recoup.outputs.forecast_outputs import year_end_row
from xl_recoup.records import ChargeLine, Entry, Finding, short_record
from xl_recoup.run.controls import refuse_imbalance
from xl_recoup.run.result import disputed_refs
from xl_recoup.tables import OutCell

CHARGE_HEADINGS = (
    "Charge ref",
    "Placement ref",
    "LAESTAB",
    "School",
    "Scheme",
    "Component",
    "Legal basis",
    "From",
    "To",
    "Base",
    "Units",
    "Denominator",
    "Amount",
    "Authority share",
    "Status",
    "Route",
    "Reason",
    "CFR code",
    "S251 line",
    "Service year",
    "Draft rate",
    "Disputed",
)
"""In the order that finance systems were told of. Without Working and Check, which stay in the
workbook: the working tells of a pupil's circumstances."""
INVOICE_HEADINGS = INVOICES.headings[:-1]
CHARGES_FILE = "charges.csv"
YEAR_END_FILE = "year_end.csv"
DOCUMENT_FILES: dict[str, tuple[Route, ...]] = {
    "invoices.csv": ("invoice", "inter-authority"),
    "net_off.csv": ("net-off",),
}


@short_record
class Sheet:
    """One CSV file to be: its name and its table."""

    name: str
    headings: tuple[str, ...]
    rows: Sequence[Sequence[OutCell]] = ()


def sheets_of(items: Items, period: str | None, per: Per) -> list[Sheet]:
    """Return the tables of an export; raises Refused where a code or a period is missing."""
    lines = journal(items)
    refuse_imbalance(journal_controls(items, lines))
    documents = document_lines(items, per=per)
    charges: Sequence[ChargeLine | Entry] = items.lines
    if period is not None:
        _refuse_unknown(period, lines)
        wanted = normal(period)
        lines = [x for x in lines if normal(x.period) == wanted]
        documents = [x for x in documents if normal(x.item.period) == wanted]
        posted = [e for e in items.entries if normal(e.period) == wanted]
        waiting = [x for x in items.lines if x.status == "billable"]
        charges = waiting if wanted == normal(TO_POST) else posted
    _refuse_missing_codes(lines)
    _refuse_missing_dates(lines)
    disputed = disputed_refs(items.policy)
    return [
        *(
            Sheet(
                journal_file(route),
                JOURNAL.headings,
                [journal_row(x) for x in lines if x.route == route],
            )
            for route in ROUTES
        ),
        *(
            Sheet(
                name,
                INVOICE_HEADINGS,
                [invoice_row(x) for x in documents if x.item.route in by],
            )
            for name, by in DOCUMENT_FILES.items()
        ),
        Sheet(CHARGES_FILE, CHARGE_HEADINGS, [_charge_row(x, disputed) for x in charges]),
        Sheet(
            YEAR_END_FILE,
            YEAR_END.headings,
            [year_end_row(x) for x in year_end(items)] if of_whole_year(items, period) else [],
        ),
    ]


def of_whole_year(items: Items, period: str | None) -> bool:
    """Say whether an export is of the year as a whole: of every period, or of the year's end."""
    return period is None or normal(period) == normal(f"{YEAR_END_PERIOD} {items.policy.period}")


def journal_file(route: Route) -> str:
    """Return the name of a route's journal: `journal_net_off.csv`."""
    return f"journal_{route.replace(' ', '_').replace('-', '_')}.csv"


def _charge_row(x: ChargeLine | Entry, disputed: Collection[str]) -> tuple[OutCell, ...]:
    status: Status = "posted"
    reason = ""
    if isinstance(x, ChargeLine):
        status, reason = x.status, x.reason
    if status == "nil":  # why may tell that a pupil is looked after or has a plan: it stays here
        reason = ""
    return (
        x.ref,
        x.placement_ref or None,
        x.laestab or None,
        x.school or None,
        x.scheme or None,
        x.component,
        x.legal_basis or None,
        x.start,
        x.end,
        x.base,
        _count(x.units),
        _count(x.denominator),
        x.amount,
        x.authority_share,
        status,
        x.route or None,
        reason or None,
        x.cfr_code or None,
        x.s251_line or None,
        x.service_year or None,
        "Y" if x.draft_rate else None,
        "Y" if normal(x.ref) in disputed else None,
    )


def _count(number: Decimal | int | None) -> Decimal | int | None:
    """Return a number of units as it is said: 26, not 26.00."""
    return int(number) if number is not None and number == int(number) else number


def refuse_unread(findings: Iterable[Finding]) -> None:
    """Raise Refused where a row of an account table can't be read: it might belong to the files."""
    for finding in findings:
        if finding.code == UNREADABLE:
            raise Refused(f"Nothing was exported. {finding.message}")


def _refuse_unknown(period: str, lines: Sequence[JournalLine]) -> None:
    known = dict.fromkeys(x.period for x in lines)
    if normal(period) not in {normal(name) for name in known} | {normal(TO_POST)}:
        there = f"There are: {', '.join(known)}." if known else "Nothing has been posted yet."
        raise Refused(f"There is no period named {period} to export. {there}")


def _refuse_missing_codes(lines: Sequence[JournalLine]) -> None:
    lacking: dict[AccountUse, dict[str, None]] = defaultdict(dict)
    for x in lines:
        for name, code in (("cost centre", x.cost_centre), ("subjective", x.subjective)):
            if not code:
                lacking[x.use].setdefault(name)
    if not lacking:
        return
    parts = [f"the {' and '.join(lacking[use])} of {use}" for use in USES if use in lacking]
    schools = ""
    if "cost centre" in lacking.get("Budget adjustment control", {}):
        schools = " (for single schools: the Cost centre on the Schools sheet)"
    raise Refused(
        f"Nothing was exported, because account codes are missing: {'; '.join(parts)}. Fill them in"
        f" in the table {CODES.name}{schools}, with the headings"
        f" {', '.join(CODES.headings[:3])}, and export again."
    )


def _refuse_missing_dates(lines: Sequence[JournalLine]) -> None:
    for x in lines:
        if x.accounting_date is None:
            raise Refused(
                f"Nothing was exported, because the period {x.period} has no accounting date. Enter"
                " its last day under To in the table Periods, and export again."
            )
