"""A finance office for tests: workbooks with a ledger, documents and codes; postings on paper.

What is posted goes through the tables and is read back, as it would be from a file. All pupils are
invented.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.support.books import (
    ACADEMY,
    AGREEMENTS,
    RATES,
    SCHEMES,
    SCHOOLS,
    book,
    pex,
    rate,
    table,
)
from xl_recoup.accounts.documents import new_documents
from xl_recoup.accounts.journal import JournalLine
from xl_recoup.checks.account_cells import UNREADABLE
from xl_recoup.closed_lists import USES
from xl_recoup.contract import CODES, PERIODS, Document
from xl_recoup.money import plain
from xl_recoup.outputs.account_outputs import documents_write, ledger_write
from xl_recoup.posting.entries import PostingOrder, new_entries
from xl_recoup.records import Entry
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, Formula, OutCell, Table, TableWrite, WorkbookTables

JANUARY, YEAR_END, APRIL = date(2026, 1, 31), date(2026, 3, 31), date(2026, 4, 20)
NET_OFF_ACADEMY = "3054009"
PEX_PRIMARY = Decimal("1775.54")
"""£3,847.00 × 24 of 52 weeks from 14 October 2025: £1,775.538…"""
PEX_KS3 = Decimal("2502.46")
"""£5,422.00 × 24 of 52 weeks from 14 October 2025: £2,502.461…"""

ALL_CODES: list[dict[str, Cell]] = [
    {"Use": use, "Cost centre": f"CC{i}", "Subjective": f"S{i}"} for i, use in enumerate(USES, 1)
]
OUR_SCHOOLS: list[dict[str, Cell]] = [
    *({**s, "Cost centre": "OAK1"} if s["School"] == "Oak Primary" else s for s in SCHOOLS),
    {"LAESTAB": NET_OFF_ACADEMY, "School": "Ivy Academy", "Type": "academy", "Lowest year": "7",
     "Highest year": "11", "Settlement": "net-off"},
]  # fmt: skip
OUR_AGREEMENTS: list[dict[str, Cell]] = [
    *AGREEMENTS,
    {"Party": "Elm Trust", "Scheme": "DAY", "Status": "signed", "From": date(2024, 9, 1),
     "Evidence": "letter"},
    {"Party": NET_OFF_ACADEMY, "Scheme": "all", "Status": "signed", "From": date(2024, 9, 1),
     "Net-off allowed": "Y", "Evidence": "letter"},
]  # fmt: skip
DAY_SCHEME: dict[str, Cell] = {
    "Scheme": "DAY", "Kind": "local", "In use": "Y", "Measure": "school days agreed",
    "Denominator": 1, "Base": "named rate", "Rate": "day_place", "Agreement needed": "academies",
    "CFR code": "E27", "VAT code": "standard", "VAT percentage": 20, "Cost centre": "AP77",
}  # fmt: skip
OUR_SCHEMES = [*SCHEMES, DAY_SCHEME]
OUR_RATES = [*RATES, rate("day_place", "all", 95.0, Unit="per day", Basis="local value")]


def with_po_required() -> list[dict[str, Cell]]:
    """Return the agreements with a purchase order required by the trust."""
    return [a | {"PO required": "Y"} if a["Party"] == "Elm Trust" else a for a in OUR_AGREEMENTS]


def days(n: int = 1, /, **cells: Any) -> dict[str, Cell]:
    """Return ten school days at an academy, 3 to 14 November 2025: £950.00, VAT £190.00."""
    return pex(n, Scheme="DAY") | {
        "Episode ref": None, "Exclusion date": None, "Decision date": None, "Year group": "9",
        "Date of birth": date(2011, 10, 1), "Home school": ACADEMY, "Roll status": "dual",
        "Start date": date(2025, 11, 3), "End date": date(2025, 11, 14), "Days per week": 5,
    } | cells  # fmt: skip


def secondary(n: int = 1, school: str = ACADEMY, /, **cells: Any) -> dict[str, Cell]:
    """Return an exclusion from an academy in Year 9: £2,502.46."""
    return pex(n) | {
        "Home school": school, "Year group": "9", "Date of birth": date(2011, 10, 1)
    } | cells  # fmt: skip


def written(write: TableWrite) -> Table:
    """Return a table that was to be written as it is read back."""
    rows = [tuple(_cell(c) for c in row) for row in write.rows]
    return Table(write.table, write.sheet, write.headings, 5, rows)


def _cell(cell: OutCell) -> Cell:
    shown = cell.value if isinstance(cell, Formula) else cell
    return float(shown) if isinstance(shown, Decimal) else shown


@dataclass
class Office:
    """A workbook through its postings; every step reads it from its tables."""

    codes: Sequence[Mapping[str, Cell]] = tuple(ALL_CODES)
    agreements: Sequence[Mapping[str, Cell]] = tuple(OUR_AGREEMENTS)
    schemes: Sequence[Mapping[str, Cell]] = tuple(OUR_SCHEMES)
    entries: list[Entry] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    periods: list[dict[str, Cell]] = field(default_factory=list)
    more: dict[str, Table] = field(default_factory=dict)

    def book(self, placements: Sequence[Mapping[str, Cell]]) -> WorkbookTables:
        """Return the workbook."""
        extra = {
            "Codes": table("Codes", self.codes, CODES.headings),
            "Periods": table("Periods", self.periods, PERIODS.headings),
            "Ledger": written(ledger_write(self.entries)),
            "Documents": written(documents_write(self.documents)),
        } | self.more
        return book(
            placements, Schools=OUR_SCHOOLS, Agreements=self.agreements, Schemes=self.schemes,
            Rates=OUR_RATES, replace=extra,
        )  # fmt: skip

    def run(self, placements: Sequence[Mapping[str, Cell]], as_at: date = JANUARY) -> Result:
        """Return a run, whose controls hold; every account table can be read."""
        result = calculate(self.book(placements), as_at=as_at, today=as_at)
        assert not [f for f in result.findings if f.code == UNREADABLE]
        return result

    def post(
        self, placements: Sequence[Mapping[str, Cell]], period: str, day: date,
        as_at: date = JANUARY, per: Any = "school",
    ) -> list[Document]:  # fmt: skip
        """Post what is billable, its period ending on `day`, and return the new documents."""
        result = self.run(placements, as_at)
        entries: list[Entry] = []
        if any(line.status == "billable" for line in result.lines):
            at = datetime(day.year, day.month, day.day)
            order = PostingOrder(period, prepared_by="A", approved_by="B", at=at)
            entries, _ = new_entries(result, order)
        made = new_documents(result.items, entries, made_on=day, per=per)
        self.entries += entries
        self.documents += made
        self.periods.append({"Period": period, "To": day})
        return made


def pounds(*amounts: int) -> tuple[Decimal, ...]:
    """Return whole numbers, pounds mostly, as they are counted: decimals."""
    return tuple(map(Decimal, amounts))


def short(lines: Sequence[JournalLine]) -> list[tuple[str, str, str, str]]:
    """Return number, cost centre, debit and credit of journal lines, to be read at a glance."""
    return [
        (x.number, x.cost_centre, plain(x.debit) if x.debit else "",
         plain(x.credit) if x.credit else "")
        for x in lines
    ]  # fmt: skip
