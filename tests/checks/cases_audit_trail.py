"""Cases of the checks that internal audit asks for (`xl_recoup.checks.audit`)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.checks.case import Case, Cases, changed, rows
from tests.support.books import ACADEMY, AS_AT, RATES, SCHEMES, pex
from xl_recoup.contract import RUN_LOG
from xl_recoup.tables import Cell

ISSUED = date(2026, 1, 7)
POSTED_AT = datetime(2025, 12, 19, 9, 30)


def entry(n: int = 1, amount: float = 100, /, **cells: Any) -> dict[str, Any]:
    """Return a posted invoice to an academy, of the year before: this year's charges are apart."""
    return {
        "Entry": n, "Period": "Autumn", "Posted at": POSTED_AT, "Charge ref": f"X{n:03d}/SC",
        "Charge": f"X{n:03d}/SC", "Placement ref": f"X{n:03d}", "LAESTAB": ACADEMY,
        "School": "Elm Academy", "Component": "Scheme charge", "Amount": amount,
        "Route": "invoice", "Service year": "2024-25", "VAT": 0, "Working": "as agreed",
    } | cells  # fmt: skip


def document(n: int = 1, net: float = 100, /, **cells: Any) -> dict[str, Any]:
    """Return the invoice of entry n."""
    return {
        "Document": f"INV-2526-{n:04d}", "Kind": "invoice", "Route": "invoice", "Period": "Autumn",
        "Party": "Elm Academy", "LAESTAB": ACADEMY, "Ledger entries": str(n), "Net": net, "VAT": 0,
        "Gross": net,
    } | cells  # fmt: skip


def paid(n: int = 1, amount: float = 100, /, **cells: Any) -> dict[str, Any]:
    """Return the payment of invoice n."""
    return {"Document": f"INV-2526-{n:04d}", "Date": AS_AT, "Amount": amount} | cells


def booked(*entries: dict[str, Cell], **tables: Any) -> dict[str, Any]:
    """Return a workbook with a ledger."""
    return rows(pex(), Ledger=list(entries), **tables)


def after(digest: str, *heads: str, **tables: Any) -> dict[str, Any]:
    """Return a workbook whose last posting's run had these digests in the run log."""
    line: dict[str, Cell] = {"Run at": POSTED_AT} | dict.fromkeys(heads, digest)
    earlier: dict[str, Cell] = {"Run at": datetime(2025, 9, 1), "Settings digest": "0"}
    assert set(line) <= set(RUN_LOG.headings)
    return booked(entry(), Documents=[document()], RunLog=[earlier, line], **tables)


_THREE = [entry(1), entry(2), entry(3)]
_LOCAL: dict[str, Cell] = {
    "Scheme": "DAY", "Kind": "local", "In use": "Y", "Measure": "school days agreed",
    "Denominator": 1, "Base": "named rate", "Rate": "day_place", "Agreement needed": "none",
}  # fmt: skip
_DAY_RATE: dict[str, Cell] = {
    "Factor": "day_place", "Phase": "all", "Amount": 95.0, "Unit": "per day",
    "Valid from": date(2025, 4, 1), "Valid to": date(2026, 3, 31), "Status": "approved",
    "Approved by": "finance",
}  # fmt: skip
_SCHEME: dict[str, Any] = {"Schemes": [*SCHEMES, _LOCAL], "Rates": [*RATES, _DAY_RATE]}


def day_place(n: int = 1, /, **cells: Any) -> dict[str, Cell]:
    """Return a place under a local scheme in November and December."""
    return pex(n, Scheme="DAY") | {
        "Exclusion date": None, "Decision date": None, "Roll status": "dual",
        "Start date": date(2025, 11, 3), "End date": date(2025, 12, 12), "Days per week": 5,
    } | cells  # fmt: skip


_ADMITTED: dict[str, Cell] = {
    "Admitting school": "3052002", "Admitted on": date(2025, 11, 24),
}  # fmt: skip
_BEFORE = [entry(1)]
_DRAFT_RATES = changed(RATES, 0, Status="draft", **{"Approved by": None})
_CODE: dict[str, Cell] = {"Use": "Accrual", "Cost centre": "C1", "Subjective": "S1"}
_QUERY: dict[str, Cell] = {
    "Query ref": "Q1", "Charge ref": "P001/BS", "Opened": date(2026, 1, 3),
}  # fmt: skip


def _settings(*given: tuple[str, Cell, str | None, str | None]) -> dict[str, Any]:
    return rows(
        pex(),
        Settings=[
            {"Setting": name, "Value": value, "Reason": why, "Approved by": who}
            for name, value, why, who in given
        ],
    )  # fmt: skip


CASES: Cases = {
    "A70": Case(
        passes=booked(*_THREE, Documents=[document(1), document(2), document(3)]),
        once=booked(
            *_THREE, Documents=[document(1), document(2), document(4, **{"Ledger entries": "3"})]
        ),
        at="Documents A7",
        several=booked(
            *_THREE,
            Documents=[document(1), document(1, **{"Ledger entries": "2"}),
                       document(3, Document="2026/3")],
        ),
    ),
    "A71": Case(
        passes=booked(entry(1), Documents=[document(1)]),
        once=booked(entry(1), entry(2), Documents=[document(1)]),
        at="Ledger A6",
        several=booked(entry(1), entry(2)),
    ),
    "A72": Case(
        passes=booked(entry(1), Documents=[document(1)]),
        once=booked(entry(1), Documents=[document(1, 99)]),
        at="Documents A5",
        several=booked(
            entry(1), entry(2, VAT=20),
            Documents=[document(1, **{"Ledger entries": "1, 9"}), document(2),
                       document(3, **{"Ledger entries": "2"}),
                       document(4, 0, Gross=5, Original="INV-1", **{"Ledger entries": "1"})],
        ),
        count=8,
    ),
    "A73": Case(
        passes=booked(
            entry(1), entry(2),
            Documents=[document(1, **{"PO required": "Y"}),
                       document(2, **{"PO required": "Y", "PO number": "7", "Issued on": ISSUED})],
        ),
        once=booked(
            entry(1), Documents=[document(1, **{"PO required": "Y", "Issued on": ISSUED})]
        ),
        at="Documents A5",
        several=booked(
            entry(1), entry(2),
            Documents=[document(n, **{"PO required": "Y", "Issued on": ISSUED}) for n in (1, 2)],
        ),
    ),
    "A74": Case(
        passes=booked(entry(1), Documents=[document(1)], Settlements=[paid(1)]),
        once=booked(entry(1), Documents=[document(1)], Settlements=[paid(9)]),
        at="Settlements A5",
        several=booked(
            entry(1), Documents=[document(1)], Settlements=[paid(9), paid(1), paid(8)]
        ),
    ),
    "A75": Case(
        passes=booked(entry(1), Documents=[document(1, **{"Issued on": date(2025, 11, 2)})]),
        once=booked(entry(1), Documents=[document(1, **{"Issued on": date(2025, 11, 1)})]),
        at="Documents A5",
        several=booked(
            entry(1), entry(2),
            Documents=[document(n, **{"Issued on": date(2025, 9, 1)}) for n in (1, 2)],
            Settlements=[paid(1, 40)],
        ),
    ),
    "A76": Case(
        passes=booked(entry(1), Documents=[document(1)], Settlements=[paid(1)]),
        once=booked(entry(1), Documents=[document(1)], Settlements=[paid(1), paid(1, 1)]),
        at="Documents A5",
        several=booked(
            entry(1), entry(2), Documents=[document(1), document(2)],
            Settlements=[paid(1, 101), paid(2, 100.01)],
        ),
    ),
    "A77": Case(
        passes=rows(
            pex(), as_at=date(2026, 4, 20), Codes=[_CODE],
            LedgerExtract=[{"Reference": "A-N-P001/BS-1", "Amount": 1775.54},
                           {"Reference": "R-N-P001/BS-1", "Amount": -1775.54}],
        ),
        once=rows(
            pex(), as_at=date(2026, 4, 20), Codes=[_CODE],
            LedgerExtract=[{"Reference": "A-N-P001/BS-1", "Amount": 1775.54}],
        ),
        at="LedgerExtract A5",
        several=rows(
            pex(), as_at=date(2026, 4, 20), Codes=[_CODE],
            LedgerExtract=[{"Reference": "A-N-P001/BS-1", "Amount": 1775.54},
                           {"Reference": "A-N-P001/BS-2", "Amount": -1775.54}],
        ),
    ),
    "A78": Case(
        passes=after(""),
        once=after("0123456789abcdef", "Settings digest"),
        at="Settings A4",
        several=after("0123456789abcdef", "Settings digest", "Rates digest"),
    ),
    "A79": Case(
        passes=booked(entry(1, **{"Draft rate": "Y"}), Documents=[document(1)]),
        once=booked(
            entry(1), entry(2, **{"Draft rate": "Y"}), Documents=[document(1), document(2)],
            Rates=_DRAFT_RATES,
        ),
        at="Ledger A6",
        several=booked(
            *(entry(n, **{"Draft rate": "Y"}) for n in (1, 2)),
            Documents=[document(1), document(2)], Rates=_DRAFT_RATES,
        ),
        count=1,
        says="2 posted lines",
        lines_differ="a line on a draft rate says so",
    ),
    "A80": Case(
        passes=rows(day_place(), **_SCHEME),
        once=rows(day_place(**_ADMITTED), **_SCHEME),
        at="Placements X5",
        several=rows(
            day_place(1, **_ADMITTED),
            day_place(2, **{"Reinstated on": date(2025, 12, 1)}),
            day_place(3, **{"Left roll on": date(2025, 12, 1)}),
            **_SCHEME,
        ),
        count=3,
    ),
    "A81": Case(
        passes=booked(entry(1, **{"Posted at": datetime(2025, 12, 9)}), Documents=[document(1)]),
        once=booked(entry(1), Documents=[document(1)]),
        at="Placements A5",
        several=rows(pex(1), pex(2), Ledger=_BEFORE, Documents=[document(1)]),
    ),
    "A82": Case(
        passes=_settings(
            ("Hold days", 40, "asked by audit", "B. Head"), ("Complete weeks", None, None, None)
        ),
        once=_settings(("Hold days", 40, None, "B. Head")),
        at="Settings E5",
        several=_settings(
            ("Hold days", 40, None, None), ("Leavers' year ends", "31 August", "as agreed", None)
        ),
    ),
    "A83": Case(
        passes=rows(
            pex(), Queries=[_QUERY, _QUERY | {"Opened": date(2025, 9, 1), "Closed": ISSUED}]
        ),
        once=rows(pex(), Queries=[_QUERY | {"Opened": date(2026, 1, 2)}]),
        at="Queries B5",
        several=rows(pex(), Queries=[_QUERY | {"Opened": date(2025, 9, n)} for n in (1, 2)]),
    ),
    "A84": Case(
        passes=rows(pex(), Codes=[_CODE]),
        once=rows(pex(), Codes=[_CODE | {"Cost centre": "PLACEHOLDER-AP"}]),
        at="Codes A4",
        several=rows(
            pex(),
            Codes=[_CODE | {"Subjective": "Placeholder"},
                   _CODE | {"Use": "VAT output", "Cost centre": "PLACEHOLDER-BS"}],
        ),
        count=1,
        says="2 rows",
    ),
}  # fmt: skip
