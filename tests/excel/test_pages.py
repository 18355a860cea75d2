"""The pages on Excel name what there is: every button, function and step."""

from __future__ import annotations

import re
from pathlib import Path

from xl_recoup.excel.functions import FUNCTIONS
from xl_recoup.excel.macros import BUTTONS
from xl_recoup.files.run_files import validate_file
from xl_recoup.installation.defender import CHILD_RULE
from xl_recoup.installation.desktop import ADD_IN
from xl_recoup.records import Severity

ROOT = Path(__file__).parents[2]


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_buttons_and_functions_are_listed_and_accepted() -> None:
    """Each has its line on its page and a step in the acceptance script."""
    for button in BUTTONS:
        assert f"**{button.label}**" in page("docs/buttons-and-commands.md")
        assert f"**{button.label}**" in page("docs/acceptance.md")
    for function in FUNCTIONS:
        assert f"`{function.name}`" in page("docs/buttons-and-commands.md")
        assert f"={function.name}(" in page("docs/acceptance.md")


def test_steps_are_numbered_without_a_gap() -> None:
    """The acceptance script counts from 1, so that a step can be named."""
    text = page("docs/acceptance.md")
    steps = [int(n) for n in re.findall(r"^(?:\| )?(\d+)(?: \||\.)", text, re.MULTILINE)]
    assert steps == list(range(1, len(steps) + 1))
    assert len(steps) > 40


def test_it_is_asked_for_what_the_program_looks_at() -> None:
    """The page for IT names the rule and the places that doctor looks at."""
    text = page("docs/installing.md")
    assert CHILD_RULE in text
    assert ADD_IN in text
    assert "scripts\\install_windows.py --undo" in text


def test_the_figures_of_the_sample_are_its_own() -> None:
    """What the acceptance script expects of the sample is what a run finds there."""
    result = validate_file(ROOT / "workbook/recoupment.xlsx", as_at=None)
    errors = sum(finding.severity is Severity.ERROR for finding in result.findings)
    said = f"| {len(result.rows)} placements; {errors} errors; the same totals"
    assert said in page("docs/acceptance.md")
