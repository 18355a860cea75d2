"""Parts of pages written by hand that come from the product: lists between two marks.

<!-- buttons: written by scripts/make_docs.py -->
<!-- end of buttons -->
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from doc_pages.words import table
from xl_recoup.cli.command import PROGRAM, Argument, Command
from xl_recoup.cli.main import COMMANDS
from xl_recoup.excel.functions import FUNCTIONS
from xl_recoup.excel.macros import BUTTONS

MARK = "<!-- {name}: written by scripts/make_docs.py -->\n{text}<!-- end of {name} -->"


def buttons_told() -> str:
    """Return the table of the buttons for who wants to know what they do."""
    return _bold(table(["button", "what it does"], [(b.label, b.tip) for b in BUTTONS]))


def buttons_seen() -> str:
    """Return the table of the buttons for who looks whether they are all there."""
    rows = [(b.label, b.group, f"Alt, ZR, {b.key}", b.tip) for b in BUTTONS]
    return _bold(table(["button", "group", "keys", "tool tip"], rows))


def functions_told() -> str:
    """Return the table of the custom functions with what each gives."""
    return table(["function", "what it gives"], [(f"`{f.name}`", f.doc) for f in FUNCTIONS])


def functions_seen() -> str:
    """Return the table of the custom functions as the function wizard lists them."""
    rows = [(f"`={f.name}({', '.join(a.name for a in f.arguments)})`", f.doc) for f in FUNCTIONS]
    return table(["function", "description"], rows)


def commands_told() -> str:
    """Return the table of the commands: what is typed at least, and the help's line on it."""
    rows = [(f"`{PROGRAM} {c.name}{_typed(c)}`", c.help) for c in COMMANDS.values()]
    return table(["command", "what it does"], rows)


def _typed(command: Command) -> str:
    """Return the arguments that a command can't do without, or that are known by their place."""
    said = ""
    for argument in (a for a in command.arguments if isinstance(a, Argument)):
        name, shown = argument.names[0], argument.how.get("metavar", "")
        if not name.startswith("-"):
            many = {"?": f"[{shown}]", "+": f"{shown}…"}
            said += f" {many.get(argument.how.get('nargs', ''), shown)}"
        elif argument.how.get("required"):
            said += f" {name} {shown}"
    return said


def _bold(rows: str) -> str:
    """Return a table whose first column, but for the heading, is in bold."""
    heading, rule, *lines = rows.splitlines()
    return "\n".join(
        [heading, rule, *(re.sub(r"^\| (.+?) \|", r"| **\1** |", line) for line in lines)]
    )


INSERTIONS: dict[str, dict[str, Callable[[], str]]] = {
    "docs/buttons-and-commands.md": {
        "buttons": buttons_told,
        "functions": functions_told,
        "commands": commands_told,
    },
    "docs/acceptance.md": {"buttons": buttons_seen, "functions": functions_seen},
}
"""By page, from the project's folder: what stands between which marks."""


def with_insertions(name: str, root: Path) -> str:
    """Return a page with what stands between its marks written anew; ValueError without marks."""
    text = (root / name).read_text(encoding="utf-8")
    for mark, made in INSERTIONS[name].items():
        found = re.compile(MARK.format(name=mark, text="(?s:.*?)"))
        if len(found.findall(text)) != 1:
            raise ValueError(f"{name} has no marks “{mark}”, or has them twice")
        before, after = found.split(text)
        text = before + MARK.format(name=mark, text=f"{made()}\n") + after
    return text
