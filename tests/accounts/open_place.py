"""A workbook with places that stay open, posted again and again, for the tests of continuation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.support.books import ACADEMY, MAINTAINED, RATES, SCHEMES, SCHOOLS, book, pex, rate
from xl_recoup.outputs.account_outputs import ledger_write
from xl_recoup.posting.entries import PostingOrder, appended, new_entries
from xl_recoup.records import ChargeLine, Entry
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import TableWrite

AUTUMN, SPRING = date(2025, 12, 19), date(2026, 3, 27)
DAY = timedelta(days=1)
Row = dict[str, Any]
Sums = dict[tuple[str, str], Decimal]
"""Pounds by placement and school."""

SCHEME: Row = {
    "Scheme": "HHT", "Kind": "local", "In use": "Y", "Measure": "school weeks", "Denominator": 38.0,
    "Base": "basic entitlement", "Open end": "as-at date", "Agreement needed": "none",
}  # fmt: skip
ATTENDED: Row = SCHEME | {
    "Measure": "school days attended", "Denominator": 1.0, "Base": "named rate",
    "Rate": "day_place",
}  # fmt: skip
HOURS: Row = ATTENDED | {"Measure": "hours"}
OUR_RATES = [*RATES, rate("day_place", "all", 95.0, Unit="per day", Basis="local value")]
POSTING_LOGGED = TableWrite("RunLog", ("Run by",), [("tester",)], append=True)
OUR_PROVIDERS = [{"Code": code, "Provider": code} for code in ("AP1", "AP2")]


def place(n: int = 1, /, **cells: Any) -> Row:
    """Return an open place of a pupil of Year 4 at a maintained school, from 8 September 2025."""
    return pex(n, Scheme="HHT") | {
        "Episode ref": None, "Exclusion date": None, "Decision date": None,
        "Roll status": "on roll", "Start date": date(2025, 9, 8), "Days per week": 5.0,
    } | cells  # fmt: skip


def change(first: date, last: date | None, what: str, value: Any = None, ref: str = "P001") -> Row:
    """Return one row of Changes."""
    return {"Placement ref": ref, "From": first, "To": last, "What changes": what,
            "New value": value}  # fmt: skip


def converted(on: date) -> list[Row]:
    """Return the schools, Oak Primary being an academy that is invoiced from a day on."""
    before = {**SCHOOLS[0], "Open to": on - DAY}
    after = {**SCHOOLS[0], "Type": "academy", "Settlement": "invoice", "Open from": on}
    return [before, after, *SCHOOLS[1:]]


@dataclass
class OpenPlaces:
    """A workbook whose rows tests change, and its ledger."""

    rows: list[Row] = field(default_factory=lambda: [place()])
    scheme: Row = field(default_factory=lambda: dict(SCHEME))
    changes: list[Row] = field(default_factory=list)
    schools: Sequence[Mapping[str, Any]] = field(default_factory=lambda: list(SCHOOLS))
    agreements: list[Row] = field(default_factory=list)
    rates: list[Any] = field(default_factory=lambda: list(OUR_RATES))
    entries: list[Entry] = field(default_factory=list)

    def run(self, as_at: date) -> Result:
        """Return a run beside the ledger."""
        tables = self._tables([])
        posted = [ledger_write(self.entries), POSTING_LOGGED]
        beside = appended(tables, posted) if self.entries else tables
        return calculate(beside, as_at=as_at, today=as_at)

    def lines(self, as_at: date) -> list[ChargeLine]:
        """Return the charge lines of a run that are not nil."""
        return [line for line in self.run(as_at).lines if line.status != "nil"]

    def told(self, as_at: date) -> list[tuple[str, str, str, str]]:
        """Return component, days and pounds of what is to be posted, to be read at a glance."""
        return [
            (line.component, str(line.start), str(line.end), f"{line.amount:.2f}")
            for line in self.run(as_at).lines
            if line.status == "billable"
        ]

    def post(self, as_at: date) -> list[Entry]:
        """Post what is billable, if anything is, and return the new entries."""
        result = self.run(as_at)
        if not any(line.status == "billable" for line in result.lines):
            return []
        at = datetime(as_at.year, as_at.month, as_at.day)
        period = f"Posting {len(self.entries)}"
        order = PostingOrder(period, prepared_by="A", approved_by="B", at=at)
        new, _ = new_entries(result, order)
        self.entries += new
        return new

    def fresh_and_cut(self, as_at: date) -> Sums:
        """Return what a workbook without a ledger bills, its places cut at the days posted."""
        cuts = cut_at_posted(self.entries)
        alone = calculate(self._tables(cuts), as_at=as_at, today=as_at)
        return sums(alone.lines, "billable")

    def _tables(self, more: list[Row]) -> Any:
        return book(
            self.rows, Schools=self.schools, Schemes=[*SCHEMES, self.scheme], Rates=self.rates,
            Agreements=self.agreements, PlacementChanges=[*self.changes, *more],
            Documents=[],
            Providers=OUR_PROVIDERS,
        )  # fmt: skip


def cut_at_posted(entries: list[Entry]) -> list[Row]:
    """Return changes that cut places where something posted begins, or ended the day before.

    A change of provider cuts a place and changes nothing else.
    """
    cuts: list[Row] = []
    for ref in dict.fromkeys(e.placement_ref for e in entries):
        found = [e for e in entries if e.placement_ref == ref and e.component != "Correction"]
        days = sorted({d for e in found if e.start and e.end for d in (e.start, e.end + DAY)})
        ends = [*(day - DAY for day in days[1:]), date(2026, 8, 31)]
        for i, (first, last) in enumerate(zip(days, ends, strict=False)):
            cuts.append(change(first, last, "Provider", f"AP{2 - i % 2}", ref))
    return cuts


def sums(lines: list[ChargeLine], *statuses: str) -> Sums:
    """Return pounds by placement and school of the lines of some statuses."""
    found: Sums = defaultdict(Decimal)
    for line in lines:
        if line.status in statuses:
            found[line.placement_ref, line.laestab] += line.amount
    return {key: amount for key, amount in found.items() if amount}


__all__ = [
    "ACADEMY", "ATTENDED", "AUTUMN", "DAY", "HOURS", "MAINTAINED", "OUR_RATES", "SCHEME", "SPRING",
    "OpenPlaces", "change", "converted", "cut_at_posted", "place", "sums",
]  # fmt: skip
