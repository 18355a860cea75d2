"""The lists that come with the program, for a workbook that has none: all of them drafts.

They are those of the built workbook, without its invented examples; after an installation they lie
in the package, in a copy of the repository under `workbook/sources`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from xl_recoup import contract
from xl_recoup.contract import Kind, TableSpec
from xl_recoup.contract.rates_table import FACTOR_LABELS
from xl_recoup.outputs.table_write import table_write
from xl_recoup.policy.options import Options
from xl_recoup.tables import OutCell, Table, TableWrite

_HERE = Path(__file__).parents[1]
PLACES = (_HERE / "lists", _HERE.parent / "workbook" / "sources")
LISTS = ("Schools", "Agreements", "Providers", "Schemes", "Rates", "Calendar")
"""The tables that have a list, a CSV file of the same name in small letters."""
_EXAMPLE = re.compile(r"\binvented\b|^EX-|^EXAMPLE", re.IGNORECASE)
DAYS = frozenset({"From", "To", "As-at date", "Run at"})
POUNDS = frozenset(
    {
        "Base",
        "Amount",
        "Authority share",
        "Check",
        "Asked",
        "Billable",
        "Held",
        "Credits",
        "Posted",
        "Disputed",
        "To post",
        "Total",
    }
)
DRAFT = "Draft from the program's own list: check every row."
WIDTHS = {
    "School": 44.0,
    "Party": 30.0,
    "Name": 34.0,
    "Provider": 40.0,
    "Source": 48.0,
    "Note": 40.0,
    "Evidence": 40.0,
    "Setting": 24.0,
    "Value": 26.0,
    "Allowed": 44.0,
    "Factor": 24.0,
}


def shipped_rows(name: str) -> list[list[OutCell]]:
    """Return the rows of a list under its contract's headings; examples left out, rates drafts."""
    spec = next(s for s in contract.INPUT_SPECS if s.name == name)
    rows = []
    for raw in _csv(name):
        if any(_EXAMPLE.search(text or "") for text in raw.values()):
            continue
        if name == "Rates" and raw["Factor"] not in FACTOR_LABELS:
            continue  # the rate of an example scheme
        if name == "Rates":
            raw |= {"Status": "draft", "Approved by": ""}
        rows.append([_cell(raw.get(c.heading) or "", c.kind) for c in spec.columns])
    return rows


def settings_rows(financial_year: str = "") -> list[list[OutCell]]:
    """Return every setting with its default, what is allowed, and its note."""
    rows: list[list[OutCell]] = []
    for info in Options.model_fields.values():
        extra = info.json_schema_extra
        allowed = str(extra["allowed"]) if isinstance(extra, dict) else ""
        value = financial_year if info.alias == "Financial year" else ""
        value = value or info.default
        known: dict[str, OutCell] = {
            "Setting": str(info.alias),
            "Value": value if isinstance(value, Decimal | int) else str(value or "") or None,
            "Allowed": allowed,
            "Note": info.description,
        }
        rows.append([known.get(heading) for heading in contract.SETTINGS.headings])
    return rows


def write_of(spec: TableSpec, rows: Sequence[Sequence[OutCell]]) -> TableWrite:
    """Return the writing of an input table that a workbook does not have."""
    purpose = f"{spec.purpose} {DRAFT}" if spec.name in LISTS and rows else spec.purpose
    days = frozenset(c.heading for c in spec.columns if c.kind is Kind.DATE)
    choices = {c.heading: c.allowed for c in spec.columns if c.kind is Kind.CHOICE}
    choices |= {c.heading: ("Y", "N") for c in spec.columns if c.kind is Kind.FLAG}
    return replace(
        table_write(spec, rows), purpose=purpose, widths=WIDTHS, days=days, choices=choices
    )


def empty_write(spec: TableSpec) -> TableWrite:
    """Return the writing of a table that a run fills later, with columns for days and pounds."""
    headings = frozenset(spec.headings)
    return replace(table_write(spec, []), days=DAYS & headings, pounds=POUNDS & headings)


def table_of(spec: TableSpec, rows: Iterable[Sequence[OutCell]]) -> Table:
    """Return rows as a table as it would be read, for what stands in them."""
    cells = [
        tuple(float(c) if isinstance(c, Decimal) else c for c in row if not isinstance(c, tuple))
        for row in rows
    ]
    return Table(spec.name, spec.sheet, spec.headings, 5, cells)


def _csv(name: str) -> list[dict[str, str]]:
    paths = [place / f"{name.lower()}.csv" for place in PLACES]
    found = next((path for path in paths if path.exists()), None)
    if found is None:
        raise FileNotFoundError("the program's own lists are missing from its installation")
    with found.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _cell(text: str, kind: Kind) -> OutCell:
    if not text:
        return None
    if kind is Kind.DATE and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    if kind in (Kind.NUMBER, Kind.PERCENTAGE) and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return Decimal(text)
    if kind is Kind.YEAR_GROUP and text.isdigit():
        return int(text)
    return text
