"""Runs for statements: with a ledger, with every kind of line, with random books."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
from pypdf import PdfReader

from tests.oracle.random_books import random_case
from tests.support.books import (
    ACADEMY,
    AGREEMENTS,
    MAINTAINED,
    OTHER_MAINTAINED,
    SCHOOLS,
    book,
    pex,
)
from xl_recoup.accounts.after_posting import after_posting, entries_for
from xl_recoup.records import ChargeLine, Entry
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.statements import Sending, Statement, statements
from xl_recoup.tables import Cell

DAY = date(2026, 1, 31)
SISTER = "3054009"
"""A second academy of Elm Trust."""
TRUST_SCHOOLS: list[dict[str, Cell]] = [
    *SCHOOLS,
    {"LAESTAB": SISTER, "School": "Sister Academy", "Type": "academy", "Lowest year": "7",
     "Highest year": "11", "Trust": "Elm Trust", "Settlement": "invoice"},
]  # fmt: skip


def run(placements: list[dict[str, Any]], *, as_at: date = DAY, **more: Any) -> Result:
    """Calculate a workbook in memory."""
    return calculate(book(placements, **more), as_at=as_at, today=as_at)


def posted(result: Result, before: Result, period: str, at: datetime) -> Result:
    """Return a run as it is once what was billable in an earlier run has been posted."""
    entries = entries_for(
        before.lines, first_number=len(before.entries) + 1, period=period, at=at,
        prepared_by="A", approved_by="B",
    )  # fmt: skip
    return with_ledger(result, [*before.entries, *entries])


def with_ledger(result: Result, entries: list[Entry]) -> Result:
    """Return a run with a ledger in its workbook."""
    lines = after_posting(result.lines, entries, str(result.policy.period))
    return replace(result, lines=lines, entries=entries)


def random_run(seed: int) -> Result:
    """Return the run of a random valid book, some of it posted before in one or two periods."""
    rng = random.Random(seed)
    placements, case = random_case(rng)
    keys = {"Schools": "schools", "Agreements": "agreements", "Rates": "rates",
              "Calendar": "calendar"}  # fmt: skip
    tables: dict[str, Any] = {name: case[key] for name, key in keys.items()}
    codes = sorted({p["Provider"] for p in placements if p.get("Provider")})
    result = calculate(
        book(
            [dict(row) for row in placements], settings=case["settings"],
            Providers=[{"Code": c, "Provider": c} for c in codes or ["AP1"]],
            **tables,
        ),
        as_at=case["as_at"], today=case["as_at"] + timedelta(days=1),
    )  # fmt: skip
    entries: list[Entry] = []
    for number in range(rng.randint(0, 2)):
        at = datetime(2025, 6 + 6 * number, 30, 9, 0)
        shown = after_posting(result.lines, entries, str(result.policy.period))
        some = [_altered(line, rng) for line in shown if rng.random() < 0.6]
        entries += entries_for(
            some, first_number=len(entries) + 1, period=f"Period {number}", at=at,
            prepared_by="A", approved_by="B",
        )  # fmt: skip
    return with_ledger(result, entries)


def _altered(line: ChargeLine, rng: random.Random) -> ChargeLine:
    """Return a line as it might have been posted: now and then with another amount."""
    if line.status != "billable" or rng.random() < 0.7:
        return line
    return replace(line, amount=line.amount + Decimal(rng.randint(-90000, 90000)) / 100)


def every_kind() -> Result:
    """Return a run with a trust, and with lines of every kind: posted, new, corrected, asked …"""
    year_9 = {"Year group": "9", "Date of birth": date(2011, 10, 1)}
    first = [
        pex(1, FSM6="Y"), pex(2, **{"Home school": ACADEMY, "Exclusion date": date(2025, 6, 2),
                                    "Decision date": None}, **year_9),
    ]  # fmt: skip
    later = [
        pex(1, FSM6="Y", EAL="Y", **{"PO number": "PO-77"}), first[1],
        pex(3, **{"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 17)}),
        pex(4, **{"Home school": SISTER}, **year_9),
        pex(5, **{"Home school": ACADEMY, "Exclusion date": date(2026, 1, 12),
                  "Decision date": None}, **year_9),
        pex(6, UPN="X012"),
    ]  # fmt: skip
    tables: dict[str, Any] = {
        "Schools": TRUST_SCHOOLS,
        "Agreements": [{**AGREEMENTS[0], "Party": ACADEMY}],
        "Queries": [{"Query ref": "Q1", "Charge ref": "P001/BS", "Opened": date(2026, 1, 5)}],
    }
    before = run(first, as_at=date(2025, 12, 31), **tables)
    return posted(run(later, **tables), before, "Autumn 2025", datetime(2025, 12, 31, 12, 0))


def made() -> list[Statement]:
    """Return the statements of a run that has every kind of line; £100.00 was paid."""
    return statements(every_kind(), Sending(settled={MAINTAINED: Decimal("100.00")}))


def trust() -> Statement:
    """Return the statement of the trust among them."""
    return next(s for s in made() if s.party.trust)


def pdf_text(data: bytes) -> str:
    """Return the text of a PDF, with every run of blanks as one."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return " ".join(" ".join(pages).split())


def pdf_pages(data: bytes) -> list[str]:
    """Return the text of each page, with every run of blanks as one."""
    return [" ".join(p.extract_text().split()) for p in PdfReader(BytesIO(data)).pages]


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """Return the values of each sheet of a workbook, row by row."""
    opened = openpyxl.load_workbook(BytesIO(data))
    return {s.title: [tuple(row) for row in s.iter_rows(values_only=True)] for s in opened}
