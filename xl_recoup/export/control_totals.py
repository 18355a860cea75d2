"""The controls of an export: the files are read back, and their totals must be those of Charges."""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from xl_recoup.accounts.accruals import posted_late, to_accrue
from xl_recoup.accounts.bookings import POSTED_MARK, Items
from xl_recoup.closed_lists import BOOKED, Blank, Route, Status
from xl_recoup.contract import ROUTES, STATUSES, TO_POST, normal
from xl_recoup.export.export_content import (
    CHARGES_FILE,
    DOCUMENT_FILES,
    YEAR_END_FILE,
    journal_file,
    of_whole_year,
)
from xl_recoup.money import ZERO, pounds
from xl_recoup.run.controls import ControlFailed
from xl_recoup.tables import OutCell

CONTROL = "control.csv"
CONTROL_HEADINGS = (
    "File",
    "What",
    "Route",
    "Expected",
    "Exported",
    "Difference",
    "Rows",
    "SHA-256",
)
Row = Mapping[str, str]
Sums = dict[tuple[Status, str], Decimal]
"""Pounds by status and route."""
_STATUS: dict[str, Status] = {status: status for status in STATUSES}
INCOME_LEG = "-2"
"""The second line of every set is its income, net of VAT."""


def control_rows(
    items: Items, made: Mapping[str, bytes], period: str | None
) -> list[tuple[OutCell, ...]]:
    """Return the rows of control.csv: by file, status and route, what is expected and exported.

    Expected is what Charges has; for posted lines of a document or journal, what the Ledger has,
    which may reach into other years. Raises ControlFailed where two of them differ.
    """
    rows: list[tuple[OutCell, ...]] = []
    for name, data in made.items():
        held = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        exported, routes = _exported(name, held), _routes(name)
        balance = sum((_pounds(r, "Debit") - _pounds(r, "Credit") for r in held), ZERO)
        _equal(name, "debits less credits", "", ZERO, balance)
        expected = _expected(items, period, whole=name == CHARGES_FILE)
        if name == YEAR_END_FILE and of_whole_year(items, period):
            rows.append(_income_of_the_year(items, held))
        for status in () if name == YEAR_END_FILE else STATUSES:
            for route in routes:
                key = (status, route)
                if key not in exported and (not expected.get(key) or _not_of(name, status)):
                    continue
                one, other = expected.get(key, ZERO), exported.get(key, ZERO)
                _equal(name, status, route, one, other)
                rows.append((name, status, route or None, one, other, other - one, None, None))
        digest = hashlib.sha256(data).hexdigest()
        rows.append((name, "file", None, None, None, None, len(held), digest))
    return rows


def _income_of_the_year(items: Items, held: Iterable[Row]) -> tuple[OutCell, ...]:
    """Compare what the lines of the authority's return add up to with ledger and accruals."""
    year, what = str(items.policy.period), "income of the year"
    late = [x for x in items.posted if posted_late(x, items)]
    of_year = sum((x.amount for x in items.posted if x.service_year == year), ZERO)
    of_year += sum((x.amount for x in to_accrue(items)), ZERO) - sum((x.amount for x in late), ZERO)
    of_s251 = [r for r in held if r["Return"] == "S251"]
    found = sum((_pounds(r, "Posted") + _pounds(r, "To accrue") for r in of_s251), ZERO)
    _equal(YEAR_END_FILE, what, "", of_year, found)
    return (YEAR_END_FILE, what, None, of_year, found, found - of_year, None, None)


def _routes(name: str) -> tuple[Route | Blank, ...]:
    if name == CHARGES_FILE:
        return (*ROUTES, "")
    return DOCUMENT_FILES.get(name) or tuple(r for r in ROUTES if journal_file(r) == name)


def _not_of(name: str, status: Status) -> bool:
    """Say whether a file has nothing to do with a status: what is asked is booked nowhere."""
    return name != CHARGES_FILE and status not in BOOKED


def _exported(name: str, rows: Iterable[Row]) -> Sums:
    if name == YEAR_END_FILE:
        return {}
    if name == CHARGES_FILE:
        return _sums((_STATUS[r["Status"]], r["Route"], _pounds(r, "Amount")) for r in rows)
    if name in DOCUMENT_FILES:
        return _sums(
            ("billable" if r["Status"] == TO_POST else "posted", r["Route"], _pounds(r, "Net"))
            for r in rows
        )
    return _sums(
        (
            "posted" if r["Journal line"].startswith(POSTED_MARK) else "billable",
            r["Route"],
            _pounds(r, "Credit") - _pounds(r, "Debit"),
        )
        for r in rows
        if r["Type"] == "actual" and r["Journal line"].endswith(INCOME_LEG)
    )


def _expected(items: Items, period: str | None, *, whole: bool) -> Sums:
    """Return what Charges has; in a journal or on documents, what the Ledger and what is to post.

    `whole` is whether the file holds every line of Charges where no period is asked for.
    """
    if period is None and whole:
        return _sums((x.status, x.route, x.amount) for x in items.lines)
    wanted = None if period is None else normal(period)
    waiting = items.lines if wanted in (None, normal(TO_POST)) else ()
    posted = (e for e in items.entries if wanted in (None, normal(e.period)))
    sums = _sums((x.status, x.route, x.amount) for x in waiting if x.status == "billable")
    return sums | _sums(("posted", e.route, e.amount) for e in posted)


def _sums(amounts: Iterable[tuple[Status, str, Decimal]]) -> Sums:
    sums: Sums = defaultdict(Decimal)
    for status, route, amount in amounts:
        sums[status, route] += amount
    return sums


def _pounds(row: Row, heading: str) -> Decimal:
    """Return a cell in pounds; 0 where it is blank, or the file has no such column."""
    return Decimal(row.get(heading) or 0)


def _equal(name: str, what: str, route: str, expected: Decimal, exported: Decimal) -> None:
    if expected != exported:
        by = f" by {route}" if route else ""
        raise ControlFailed(
            f"Control failed: {name} has {pounds(exported)} {what}{by}, but {pounds(expected)} is"
            " expected. Nothing was written. Please report this as a fault of the program."
        )
