"""A case for every check: what it passes, what it finds once, what it finds more than once."""

from __future__ import annotations

from tests.checks import (
    cases_account_cells,
    cases_agreement_rows,
    cases_audit_trail,
    cases_cell_formats,
    cases_charge_lines,
    cases_circumstances,
    cases_dated_changes,
    cases_foreign_settings,
    cases_identity,
    cases_local_scheme_rows,
    cases_mapped_sheets,
    cases_needs,
    cases_pasted_registers,
    cases_personal_details,
    cases_placement_cells,
    cases_placement_dates,
    cases_plausibility,
    cases_posted_records,
    cases_reference_tables,
    cases_repeated_rows,
    cases_rival_rows,
    cases_scenario_rows,
    cases_scheme_terms,
    cases_service_rows,
    cases_sheet_state,
    cases_signed_off_rows,
    cases_unreadable_signs,
    cases_vanished_inputs,
)
from tests.checks.case import Args, Case

MODULES = (
    cases_placement_cells,
    cases_cell_formats,
    cases_personal_details,
    cases_unreadable_signs,
    cases_sheet_state,
    cases_identity,
    cases_circumstances,
    cases_placement_dates,
    cases_needs,
    cases_local_scheme_rows,
    cases_repeated_rows,
    cases_rival_rows,
    cases_scenario_rows,
    cases_reference_tables,
    cases_plausibility,
    cases_agreement_rows,
    cases_dated_changes,
    cases_foreign_settings,
    cases_charge_lines,
    cases_scheme_terms,
    cases_pasted_registers,
    cases_account_cells,
    cases_posted_records,
    cases_mapped_sheets,
    cases_audit_trail,
    cases_signed_off_rows,
    cases_vanished_inputs,
    cases_service_rows,
)
CASES: dict[str, Case] = {code: case for module in MODULES for code, case in module.CASES.items()}

__all__ = ["CASES", "MODULES", "Args", "Case"]
