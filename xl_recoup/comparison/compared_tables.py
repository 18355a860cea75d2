"""A comparison as tables of the workbook: what schemes and schools come to under each scenario."""

from __future__ import annotations

from dataclasses import replace

from xl_recoup.comparison.compare import Comparison
from xl_recoup.comparison.differences import by_scheme, by_school
from xl_recoup.contract import SCENARIO_SCHOOLS, SCENARIO_TOTALS, SCENARIOS, TableSpec
from xl_recoup.outputs.name_columns import with_names_of
from xl_recoup.outputs.table_write import table_write
from xl_recoup.tables import OutCell, TableWrite

NOT_POUNDS = ("Scenario", "Scheme", "Status", "LAESTAB", "School", "Type", "Phase", "Trust")
WIDTHS = {"Scenario": 30.0, "Item": 30.0, "Note": 50.0}


def compared_writes(comparison: Comparison, year: str = "") -> list[TableWrite]:
    """Return the writing of the two tables; where a workbook lacks them, they get sheets.

    `year` is that of another workbook over which the scenarios were run; it stands in their names.
    """
    over = f", {year}" if year else ""
    totals: list[tuple[OutCell, ...]] = [
        (f"{outcome.name}{over}", *found)
        for outcome in comparison.outcomes
        for found in by_scheme(comparison.today, outcome)
    ]
    schools: list[tuple[OutCell, ...]] = [
        (
            f"{outcome.name}{over}",
            s.laestab,
            s.school,
            s.type or None,
            s.phase or None,
            s.amount,
            s.difference,
            s.trust or None,
            s.billable,
            s.asked,
            s.billable_if_all_agree,
        )
        for outcome in comparison.outcomes
        for s in by_school(comparison.today, outcome)
    ]
    named = with_names_of(comparison.today.result)
    return [named(_write(SCENARIO_TOTALS, totals)), _write(SCENARIO_SCHOOLS, schools)]


def scenarios_sheet() -> TableWrite:
    """Return the writing of an empty Scenarios table, for a workbook without one."""
    choices = {c.heading: c.allowed for c in SCENARIOS.columns if c.allowed}
    empty = table_write(SCENARIOS, [])
    return replace(
        empty, choices=choices, days=frozenset({"From", "To"}), widths={**empty.widths, **WIDTHS}
    )


def _write(spec: TableSpec, rows: list[tuple[OutCell, ...]]) -> TableWrite:
    write = table_write(spec, rows)
    pounds = frozenset(h for h in spec.headings if h not in NOT_POUNDS)
    return replace(write, pounds=pounds, widths={**write.widths, **WIDTHS})
