"""The Ledger understood.

A ledger that can't be read stops everything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from decimal import Decimal

from xl_recoup.contract import LEDGER, normal
from xl_recoup.errors import Refused
from xl_recoup.intake.row_reading import Row, read_rows
from xl_recoup.money import ZERO, pounds, share
from xl_recoup.records import Entry
from xl_recoup.tables import ShownAs, Table, WorkbookTables

NEEDED = {
    "number": "Entry",
    "ref": "Charge ref",
    "of": "Charge",
    "laestab": "LAESTAB",
    "route": "Route",
}


def read_ledger(book: WorkbookTables) -> list[Entry]:
    """Return every posted line by its number; an absent table is an empty ledger.

    Raises Refused, with the cell, where a posted line can't be read: a correction worked out from
    half a ledger would be wrong.
    """
    table = book.find(LEDGER.name)
    if table is None:
        return []
    reading = read_rows(_as_written(table), LEDGER, book.date_1904)
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
    return sorted((_entry(row) for row in reading.rows), key=lambda e: e.number)


def _as_written(table: Table) -> Table:
    """Return a table whose numbers are what was written, whatever their format shows since then."""
    rows = [[float(c) if type(c) is ShownAs else c for c in row] for row in table.rows]
    return replace(table, rows=rows)


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
        "period",
        "prepared_by",
        "approved_by",
        "of",
        "ref",
        "placement_ref",
        "laestab",
        "school",
        "scheme",
        "cfr_code",
        "s251_line",
        "working",
        "service_year",
        "cost_centre",
        "subjective",
        "vat_code",
        "entry_digest",
    )
    _refuse_unless_its_sum(row)
    day = row.get("posted_at")
    return Entry(
        number=int(row.get("number", Decimal(0))),
        posted_at=datetime.combine(day, time()) if day else None,
        component=row.get("component", ""),
        legal_basis=row.get("legal_basis", ""),
        route=row.get("route"),
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
        takes_back=None if row.get("takes_back") is None else int(row.get("takes_back")),
        row=row.key.row,
        **{name: str(row.get(name, "")) for name in texts},
    )


def _refuse_unless_its_sum(row: Row) -> None:
    base, units, denominator = (row.get(f) for f in ("base", "units", "denominator"))
    if base is None or units is None or not denominator:
        return
    due = share(base, units, denominator)
    if row.get("amount") != due:
        raise Refused(
            f"{row.place('amount')}: the Amount of a posted line is {pounds(row.get('amount'))},"
            f" but Base × Units ÷ Denominator is {pounds(due)}. Posted lines must not be changed:"
            " restore the row from the previous version of the workbook."
        )
