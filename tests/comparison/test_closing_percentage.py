"""The closing percentage of a service, tried as a scenario, closes its gap."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from tests.support.books import TODAY
from xl_recoup.comparison.compare import compare
from xl_recoup.contract import SCENARIOS
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.outputs.year_so_far import service_positions
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import Cell

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
YEAR = "2025-26"


def test_the_percentage_as_a_scenario_leaves_a_pound_a_school_at_most() -> None:
    """The sample's medical tuition at 100 per cent and what closes the gap on top: then none."""
    book = read_book(SAMPLE, wanted=is_needed)
    today = calculate(book, as_at=None, today=TODAY)
    (before,) = [p for p in service_positions(today) if p.financial_year == YEAR]
    assert before.gap is not None
    assert before.gap > 1000
    assert before.closing_percentage is not None
    table = book.find(SCENARIOS.name)
    assert table is not None
    value = round(float(100 + before.closing_percentage), 6)
    row: dict[str, Cell] = {"Scenario": "Closing", "Changes": "scheme", "Item": "HHT-MED",
                            "Column": "Percentage", "Value": value}  # fmt: skip
    only = replace(table, rows=[[row.get(h) for h in table.headings]])
    tables = {name: only if t is table else t for name, t in book.tables.items()}
    compared = compare(replace(book, tables=tables), as_at=None, today=TODAY)
    assert compared.findings == []
    (outcome,) = compared.outcomes
    (after,) = [p for p in service_positions(outcome.result) if p.financial_year == YEAR]
    schools = {x.laestab for x in outcome.result.lines if x.scheme == "HHT-MED"}
    assert after.gap is not None
    assert abs(after.gap) <= Decimal(len(schools))
