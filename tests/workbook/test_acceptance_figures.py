"""What the acceptance script expects of the sample workbook is what is there."""

from __future__ import annotations

from pathlib import Path

from xl_recoup.files.run_files import validate_file
from xl_recoup.records import Severity

ROOT = Path(__file__).parents[2]


def test_the_figures_of_the_sample_are_its_own() -> None:
    """What the acceptance script expects of the sample is what a run finds there."""
    result = validate_file(ROOT / "workbook/recoupment.xlsx", as_at=None)
    errors = sum(finding.severity is Severity.ERROR for finding in result.findings)
    said = f"| {len(result.rows)} placements; {errors} errors; the same totals"
    assert said in (ROOT / "docs" / "acceptance.md").read_text(encoding="utf-8")
