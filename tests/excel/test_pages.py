"""The pages on Excel name what there is: every button, function and step."""

from __future__ import annotations

import re
from pathlib import Path

from xl_recoup.excel.functions import FUNCTIONS
from xl_recoup.excel.macros import BUTTONS
from xl_recoup.installation.defender import CHILD_RULE
from xl_recoup.installation.desktop import ADD_IN

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
