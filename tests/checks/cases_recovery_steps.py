"""Cases of the checks of the table Recovery (`xl_recoup.checks.recovery_steps`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases
from tests.checks.cases_audit_trail import booked, document, entry
from xl_recoup.tables import Cell

INVOICE = document() | {
    "Made on": date(2025, 11, 28), "Issued on": date(2025, 12, 1), "Finance reference": "4711",
}  # fmt: skip
REQUEST: dict[str, Cell] = {
    "Number": "305-2025-26-3054001-request", "Version": 1, "Kind": "request",
    "Party": "Elm Academy", "As at": date(2025, 12, 1), "Written on": date(2025, 12, 1),
    "Placements": "P001",
}  # fmt: skip
LOG: list[dict[str, Cell]] = [{"Run by": "tester"}]


def step(stage: str, on: date = date(2026, 1, 12), /, **cells: Any) -> dict[str, Cell]:
    """Return a row of Recovery about the invoice."""
    row: dict[str, Cell] = {"Reference": "INV-2526-0001", "Stage": stage, "On": on}
    return row | {"By": "A. Officer", "Note": "said on the telephone"} | cells


def of(*steps: dict[str, Cell]) -> Args:
    """Return a workbook with an invoice, a request and rows of Recovery."""
    return booked(entry(), Documents=[INVOICE], Letters=[REQUEST], RunLog=LOG, Recovery=list(steps))


REQUESTED: dict[str, Cell] = {"Reference": "305-2025-26-3054001-request"}
CASES: Cases = {
    "A11": Case(
        passes=of(step("reminder", Reference="4711")),
        once=of(step("reminder", Reference="INV-2526-0099")),
        at="Recovery A5",
        several=of(step("reminder", Reference="P001"), step("dispute", Reference="Elm Academy")),
    ),
    "A12": Case(
        passes=of(step("reminder", **{"Next on": date(2026, 3, 1)})),
        once=of(step("reminder", date(2026, 2, 3))),
        at="Recovery C5",
        several=of(
            step("reminder", date(2025, 11, 30)),
            step("reminder", **{"Next on": date(2026, 1, 11)}),
        ),
    ),
    "A13": Case(
        passes=of(step("reminder"), step("second reminder", date(2026, 1, 20))),
        once=of(step("reminder"), step("second reminder", date(2026, 1, 10))),
        at="Recovery B6",
        several=of(
            step("written off", date(2026, 1, 10)), step("reminder"),
            step("dispute settled", date(2025, 12, 20)),
        ),
    ),
    "A14": Case(
        passes=of(step("dispute"), step("written off", date(2026, 1, 20))),
        once=of(step("dispute", Note=None)),
        at="Recovery F5",
        several=of(step("referral", By=None), step("written off", date(2026, 1, 20), By=None)),
    ),
    "A15": Case(
        passes=of(step("answered", **REQUESTED)),
        once=of(step("net-off")),
        at="Recovery B5",
        several=of(step("answered"), step("written off", **REQUESTED)),
    ),
}  # fmt: skip
