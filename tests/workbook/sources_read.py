"""The workbook's sources as they stand in the repository."""

from __future__ import annotations

import csv
from pathlib import Path

from xl_recoup.contract import RESULT_SHEETS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "workbook" / "sources"


HEADING_ROW = 4
TABLE_SHEETS = [
    *(
        "Settings",
        "Schools",
        "Agreements",
        "Providers",
        "Schemes",
        "Scheme examples",
        "Rates",
        "Calendar",
    ),
    *("Placements", "Placements BTA", "Placements HHT", "Changes", "Queries", "Scenarios"),
    *("Periods", "Codes", "Approvers", "Services", "Expected placements"),
    *(spec.sheet for spec in RESULT_SHEETS),
]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
