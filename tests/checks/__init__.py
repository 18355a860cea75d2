"""A case for every check: what it passes, what it finds once, what it finds more than once."""

from __future__ import annotations

from tests.checks import (
    cases_accounts,
    cases_across,
    cases_agreements,
    cases_audit,
    cases_cells,
    cases_changes,
    cases_charged,
    cases_circumstances,
    cases_dates,
    cases_identity,
    cases_mapping,
    cases_needs,
    cases_registers,
    cases_schemes,
    cases_sheets,
    cases_tables,
)
from tests.checks.case import Args, Case

MODULES = (
    cases_cells, cases_sheets, cases_identity, cases_circumstances, cases_dates, cases_needs,
    cases_across, cases_tables, cases_agreements, cases_changes, cases_charged,
    cases_schemes, cases_registers,
    cases_accounts, cases_mapping,
    cases_audit,
)  # fmt: skip
CASES: dict[str, Case] = {code: case for module in MODULES for code, case in module.CASES.items()}

__all__ = ["CASES", "MODULES", "Args", "Case"]
