"""How a command is entered: its name, its line of help and its arguments above its function.

The function is given the arguments and the Reporter for its progress, and returns an Answer. What
it needs it imports itself, so that no command waits for what another one needs.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from xl_recoup import __version__
from xl_recoup.cli.help_texts import EXAMPLES, no_such_command, no_such_options
from xl_recoup.reporting.answer import REFUSED, Answer
from xl_recoup.reporting.terminal import Reporter

Function = Callable[[argparse.Namespace, Reporter], Answer]
PROGRAM = "python -m xl_recoup"


class Argument(NamedTuple):
    """One argument, as argparse takes it: its names, and how it is read and explained."""

    names: tuple[str, ...]
    how: dict[str, Any]


class Command(NamedTuple):
    """A command: what is typed, what the help says, and what it does."""

    name: str
    help: str
    arguments: tuple[Argument | tuple[Argument, ...], ...]
    """Of a tuple of arguments only one can be given."""
    function: Function

    def each(self) -> list[Argument]:
        """Return its arguments one by one."""
        return [
            one
            for given in self.arguments
            for one in ((given,) if isinstance(given, Argument) else given)
        ]

    def options(self) -> list[str]:
        """Return every option that it takes, with those that all take."""
        taken = (name for each in (*self.each(), *SHARED) for name in each.names)
        return [name for name in taken if name.startswith("-")]


def argument(*names: str, **how: Any) -> Argument:
    """Return an argument of a command."""
    return Argument(names, how)


BOOK = argument("book", type=Path, metavar="BOOK", help="the workbook, an .xlsx or .xlsm file")
IN_PLACE_OR = argument("--output", type=Path, metavar="FILE", help="write here instead of in place")
ACCEPT_MISSING = argument(
    "--accept-missing",
    action="append",
    default=[],
    metavar="NAME",
    help="a sheet, table or column that the last run had and that may be gone",
)
REPLACE = argument(
    "--replace",
    action="store_true",
    help="replace a file that is not the program's own; it is kept beside, dated",
)
TO_FOLDER = argument(
    "--to", type=Path, required=True, metavar="FOLDER", help="the folder to write into"
)


def _day(text: str) -> date:
    from xl_recoup.contract.cell_values import parse_day

    day, _ = parse_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-01-31 or 31/01/2026")
    return day


AS_AT = argument(
    "--as-at", type=_day, metavar="DATE", help="judge holds and future dates as at this day"
)
STRICT = argument("--strict", action="store_true", help="exit with 1 if any row is held")
OF_A_RUN = (AS_AT, STRICT)
"""What a command takes that charges and says how many rows are held."""
SHARED = (argument("--json", action="store_true", help="print one JSON object"),)
"""What every command takes."""


def command(
    name: str, words: str, *arguments: Argument | tuple[Argument, ...]
) -> Callable[[Function], Command]:
    """Make the function below a command, with `words` as its line of help."""
    return lambda function: Command(name, words, arguments, function)


class Misused(Exception):
    """The arguments can't be understood."""

    def __init__(self, usage: str, program: str, message: str) -> None:
        sentence = f"{program}: error: {message}"
        self.answer = Answer(
            {"error": sentence}, told=(usage.rstrip("\n"),), message=sentence, code=REFUSED
        )


class _Parser(argparse.ArgumentParser):
    """A parser that raises, so that the one place that prints can say what is wrong."""

    def error(self, message: str) -> NoReturn:
        raise Misused(self.format_usage(), self.prog, message)


def understood(given: Sequence[str], commands: Mapping[str, Command]) -> argparse.Namespace:
    """Return what was typed as options, with the `command`; Misused where it can't be read."""
    whole = parser(commands.values())
    first = next((word for word in given if not word.startswith("-")), None)
    if first is not None and first not in commands:
        whole.error(no_such_command(first, commands))
    options, rest = whole.parse_known_args(given)
    if rest:
        command = options.command
        says = no_such_options(
            rest, command.options(), {c.name: c.options() for c in commands.values()}
        )
        raise Misused(whole.format_usage(), f"{PROGRAM} {command.name}", says)
    return options


def parser(commands: Iterable[Command]) -> argparse.ArgumentParser:
    """Return the parser of the command line, which raises Misused; it gives the `command` too."""
    whole = _Parser(
        prog=PROGRAM,
        description="Recoupment for alternative provision, in the finance team's own workbook.",
        epilog="Exit codes: 0 done; 1 errors found, rows held under --strict, or"
        " outputs that are not what the inputs give; 2 refused;"
        " 3 a file is locked or can't be written; 70 a defect of the program."
        f" More on one command: {PROGRAM} help COMMAND.",
    )
    whole.add_argument("--version", action="version", version=f"xl-recoup {__version__}")
    commands = tuple(commands)
    whole.set_defaults(commands=commands)
    entries = whole.add_subparsers(required=True, metavar="COMMAND")
    shared = _Parser(add_help=False)
    for each in SHARED:
        shared.add_argument(*each.names, **each.how)
    for entered in commands:
        example = EXAMPLES.get(entered.name)
        sub = entries.add_parser(
            entered.name,
            parents=[shared],
            help=entered.help,
            description=f"{entered.help[0].upper()}{entered.help[1:]}.",
            epilog=f"Example: {PROGRAM} {example}" if example else None,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        for given in entered.arguments:
            _add(sub, given)
        sub.set_defaults(command=entered)
    return whole


def _add(sub: argparse.ArgumentParser, given: Argument | tuple[Argument, ...]) -> None:
    if isinstance(given, Argument):
        sub.add_argument(*given.names, **given.how)
        return
    one_of = sub.add_mutually_exclusive_group()
    for each in given:
        one_of.add_argument(*each.names, **each.how)
