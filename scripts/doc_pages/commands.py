"""The page of the commands: how each is typed, its arguments, and what it says as JSON."""

from __future__ import annotations

from collections.abc import Iterable

from doc_pages.words import GENERATED, page, table
from xl_recoup.cli.command import PROGRAM, SHARED, Argument, Command
from xl_recoup.cli.main import COMMANDS

START = """\
`python -m xl_recoup COMMAND --help` says the same. Where a workbook is named, it is filled in place
unless `--output` or `--to` says otherwise, and the version before is kept beside it.
"""
JSON = """\
## What `--json` prints

One object on standard output, whatever happens: also where the command is refused or its arguments
can't be read. What people are told besides stays on standard error. Every object has these keys:
"""
FRAME = (
    ("command", "the command; null where none could be made out"),
    ("version", "of the program"),
    ("exit_code", "what the process exits with"),
    ("message", "why it was refused or stopped, in a sentence; else null"),
    ("told", "sentences that a person should know besides"),
    ("rows", "how many placements were read, and how many of them are charged, nil and held"),
    ("totals", "pounds by status, as text with two decimals: `1234.50`"),
    ("findings", "code, severity, sheet, cell and message of each"),
    ("output", "the file or folder that was written; null where nothing was"),
)
END = """\
`rows` and `totals` are null where nothing was calculated. The report to the Forum stands under
`report`, and no totals or findings stand beside it, which would tell what it hides. For several
workbooks `rows`, `totals` and `findings` are those of all, and `books` has each.

Exit codes: **0** done · **1** errors found by `validate`, rows held under `--strict`, or outputs
that are not what the inputs give, by `check` · **2** refused, or arguments that can't be read ·
**3** a file is locked or can't be written.
"""


def commands_page() -> str:
    """Return the page of all commands, in the order of the help."""
    parts = ["# Commands", GENERATED.format(source="`xl_recoup/cli`"), START]
    for command in COMMANDS.values():
        parts += [f"## `{command.name}`", f"{command.help[0].upper()}{command.help[1:]}."]
        parts += [f"```\n{usage(command)}\n```", *_told(_each(command))]
    parts += ["## What every command takes", *_told(SHARED), JSON]
    parts += [table(["key", "holds"], [(f"`{key}`", what) for key, what in FRAME]), END]
    return page(*(part.rstrip("\n") for part in parts))


def usage(command: Command) -> str:
    """Return how a command is typed: `… export BOOK --to FOLDER [--period NAME]`."""
    words = [PROGRAM, command.name]
    for given in command.arguments:
        typed = " | ".join(map(_typed, [given] if isinstance(given, Argument) else given))
        needed = isinstance(given, Argument) and _is_needed(given)
        words.append(typed if needed else f"[{typed}]")
    return " ".join(words)


def _told(arguments: Iterable[Argument]) -> list[str]:
    """Return the table of the arguments that have something said of them, if any has."""
    told = [(f"`{_typed(a)}`", a.how["help"]) for a in arguments if "help" in a.how]
    return [table(["argument", "what it does"], told)] if told else []


def _each(command: Command) -> list[Argument]:
    return [
        argument
        for given in command.arguments
        for argument in ([given] if isinstance(given, Argument) else given)
    ]


def _is_needed(argument: Argument) -> bool:
    if argument.names[0].startswith("-"):
        return bool(argument.how.get("required"))
    return argument.how.get("nargs") != "?"


def _typed(argument: Argument) -> str:
    """Return an argument as it is typed: `--to FOLDER`, `BOOK …`."""
    name, how = argument.names[0], argument.how
    shown = "|".join(how["choices"]) if "choices" in how else how.get("metavar", "")
    more = " …" if how.get("nargs") == "+" else ""
    return f"{name} {shown}{more}".rstrip() if name.startswith("-") else f"{shown}{more}"
