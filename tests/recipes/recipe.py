"""A recipe of docs/recipes.md, as it is written there: which lines go where, and what to run."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "recipes.md"
STEP = re.compile(
    r"^In `(?P<path>[^`\n]+)`, (?P<where>at the end|after|before)(?: `(?P<line>[^\n]+?)`)?"
    r"(?: \(below `(?P<below>[^`\n]+)`\))?:\n\n```\w*\n(?P<text>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
RUN = re.compile(r"^Run:\n\n```\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


class Step(NamedTuple):
    """Lines that go into a file: at its end, or after or before a line that is there already."""

    path: str
    where: str
    line: str
    below: str
    """A line above the one that is meant, where a file has that one more than once."""
    text: str

    def done_to(self, text: str) -> str:
        """Return a file's text with the lines in it. Raises ValueError where their place is not.

        Definitions get the blank lines around them that the formatter wants.
        """
        gap = "\n" * (1 if self.text.startswith(" ") else 2) if self.path.endswith(".py") else ""
        if self.where == "at the end":
            return f"{text.rstrip(chr(10))}\n{gap}{self.text}"
        start = text.index(self.below) if self.below else 0
        at = text.index(f"\n{self.line}\n", start) + 1
        if self.where == "after":
            at += len(self.line) + 1
            gap = ""
        return text[:at] + self.text + gap + text[at:]


class Recipe(NamedTuple):
    """One recipe: its heading, its steps by hand, and the commands that follow them."""

    name: str
    steps: tuple[Step, ...]
    commands: tuple[tuple[str, ...], ...]

    @property
    def files(self) -> set[str]:
        """The files that are changed by hand."""
        return {step.path for step in self.steps}

    def follow(self, root: Path) -> None:
        """Make the changes by hand in a project's folder."""
        for step in self.steps:
            path = root / step.path
            changed = step.done_to(path.read_text(encoding="utf-8"))
            path.write_text(changed, encoding="utf-8", newline="\n")


def recipes() -> Iterator[Recipe]:
    """Yield the recipes of the page, in its order."""
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        steps = tuple(
            Step(*(found[name] or "" for name in Step._fields)) for found in STEP.finditer(section)
        )
        commands = tuple(
            tuple(shlex.split(line))
            for found in RUN.finditer(section)
            for line in found["text"].splitlines()
        )
        yield Recipe(section.partition("\n")[0], steps, commands)


RECIPES = {recipe.name: recipe for recipe in recipes()}
