"""Checks: what may be wrong in a workbook, one function each; no workbook library in sight.

Importing this package enters every check in the catalogue; `run_checks` makes those of a moment.
"""

from __future__ import annotations

from collections.abc import Collection

from xl_recoup.checks import (  # noqa: F401  # importing them enters their checks
    account_cells,
    agreement_rows,
    audit_trail,
    cell_formats,
    charge_lines,
    circumstances,
    columns_apart,
    dated_changes,
    exclusion_to_placement,
    expected_rows,
    foreign_settings,
    identity,
    local_scheme_rows,
    mapped_sheets,
    needs,
    pasted_registers,
    personal_details,
    placement_cells,
    placement_dates,
    plausibility,
    posted_records,
    recovery_steps,
    reference_tables,
    repeated_rows,
    rival_rows,
    scenario_rows,
    scheme_terms,
    service_rows,
    sheet_state,
    signed_off_rows,
    unreadable_signs,
    vanished_inputs,
)
from xl_recoup.checks.catalogue import CATALOGUE, Check, Moment, Stage
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.checks.vanished_inputs import said_already
from xl_recoup.records import Finding

__all__ = ["CATALOGUE", "Check", "Facts", "Moment", "Stage", "catalogue", "run_checks"]

_STAGES = [Stage.SHEET, Stage.ROW, Stage.ACROSS]


def catalogue() -> list[Check]:
    """Return every check, by stage and code."""
    return sorted(CATALOGUE.values(), key=lambda c: (_STAGES.index(c.stage), c.code))


def run_checks(
    facts: Facts, moment: Moment, without: Collection[str] = frozenset()
) -> list[Finding]:
    """Make the checks of one moment of a run, and note which rows have errors.

    `without` are codes of those that are left out.
    """
    made = [c for c in catalogue() if c.moment is moment and c.code not in without]
    found = [f for c in made for f in c.findings(facts)]
    facts.held_apart.update(row for f in found for row in f.rows)
    told = said_already(facts)
    findings = [f for f in found if not told(f)]
    facts.note(findings)
    return findings
