"""The Ledger and Periods tables understood. A ledger that can't be read stops everything."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from xl_recoup.contract import normal
from xl_recoup.contract.records import LEDGER, PERIODS
from xl_recoup.errors import Refused
from xl_recoup.intake.rows import Row, read_rows
from xl_recoup.money import ZERO
from xl_recoup.records import Entry
from xl_recoup.tables import WorkbookTables

NEEDED = {
    "number": "Entry", "ref": "Charge ref", "of": "Charge", "laestab": "LAESTAB", "route": "Route",
}  # fmt: skip


def read_ledger(book: WorkbookTables) -> list[Entry]:
    """Return every posted line; an absent table is an empty ledger.

    Raises Refused, with the cell, where a posted line can't be read: a correction worked out from
    half a ledger would be wrong.
    """
    table = book.find(LEDGER.name)
    if table is None:
        return []
    reading = read_rows(table, LEDGER, book.date_1904)
    missing = [h for h in LEDGER.required if normal(h) not in {normal(x) for x in table.headings}]
    if missing:
        raise Refused(
            f"The table Ledger on the sheet {table.sheet} has no column headed {missing[0]}."
            " Restore the heading, spelt exactly so."
        )
    faults = [i for i in reading.issues if i.issue.fault]
    if faults:
        raise Refused(
            f"{faults[0].place}: the {faults[0].column.heading} of a posted line"
            f" {faults[0].issue.words}. Posted lines must not be changed: restore the cell from the"
            " previous version of the workbook."
        )
    return [_entry(row) for row in reading.rows]


def _entry(row: Row) -> Entry:
    for name, heading in NEEDED.items():
        if name not in row.values:
            raise Refused(
                f"{row.place(name)}: a posted line has no {heading}. Posted lines must not be"
                " changed: restore the cell from the previous version of the workbook."
            )
    if "amount" not in row.values:
        raise Refused(
            f"{row.place('amount')}: a posted line has no Amount. Restore the cell from the"
            " previous version of the workbook."
        )
    texts = (
        "period", "prepared_by", "approved_by", "of", "ref", "placement_ref", "laestab", "school",
        "scheme", "component", "legal_basis", "route", "cfr_code", "s251_line", "working",
        "service_year", "cost_centre", "subjective", "vat_code",
    )  # fmt: skip
    day = row.get("posted_at")
    return Entry(
        number=int(row.get("number", Decimal(0))),
        posted_at=datetime.combine(day, time()) if day else None,
        start=row.get("start"),
        end=row.get("end"),
        base=row.get("base"),
        units=row.get("units"),
        denominator=row.get("denominator"),
        amount=row.get("amount", ZERO),
        authority_share=row.get("authority_share", ZERO),
        draft_rate=row.get("draft_rate", False),
        vat_percentage=row.get("vat_percentage", ZERO),
        vat=row.get("vat"),
        row=row.key.row,
        **{name: str(row.get(name, "")) for name in texts},
    )


def closed_periods(book: WorkbookTables) -> dict[str, str]:
    """Return the closed periods by normal name, with who closed each."""
    table = book.find(PERIODS.name)
    if table is None:
        return {}
    rows = read_rows(table, PERIODS, book.date_1904).rows
    return {
        normal(r.get("period")): r.get("closed_by", "")
        for r in rows
        if r.get("status") == "closed" and r.get("period")
    }
