"""The command line: what is typed is understood, done and answered.

Exit codes: 0 done; 1 error findings from `validate`, held rows under `--strict`, or outputs that
are not what the inputs give, from `check`; 2 refused or unusable input; 3 a file that is locked or
can't be written; 70 a defect of the program, said in a sentence, with a log that holds no pupil
data.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from xl_recoup.cli import (
    compare_command,
    completion_command,
    cycle_commands,
    desk_commands,
    forecast_command,
    last_resort,
    monthly_command,
    post_command,
    pupil_commands,
    recovery_command,
    run_commands,
)
from xl_recoup.cli.command import Command, Misused, understood
from xl_recoup.cli.help_texts import in_order_of_work
from xl_recoup.errors import Refused
from xl_recoup.reporting.answer import STOPPED, Answer, of_refusal
from xl_recoup.reporting.terminal import Reporter

MODULES = (
    run_commands,
    compare_command,
    forecast_command,
    monthly_command,
    cycle_commands,
    recovery_command,
    post_command,
    pupil_commands,
    desk_commands,
    completion_command,
)
_ENTERED = {
    each.name: each
    for module in MODULES
    for each in vars(module).values()
    if isinstance(each, Command)
}
COMMANDS = {name: _ENTERED[name] for name in in_order_of_work(_ENTERED)}
"""Every command by its name, in the order of work, which is the help's."""
STOPPED_WORDS = "Stopped. The workbook that was being worked on is as it was."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; nothing is raised, a defect has a code too."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["help"]:  # `help post` is what somebody types who does not know
        given = [*given[1:2], "--help"]
    try:
        options = understood(given, COMMANDS)
    except Misused as misused:
        command = next((name for name in given[:1] if name in COMMANDS), None)
        return _print(misused.answer, command, Reporter(as_json="--json" in given))
    gc.disable()  # a run makes many records and no cycles
    reporter = Reporter(as_json=options.json)
    try:
        return _done(options, reporter)
    finally:
        gc.enable()
        reporter.close()


def _done(options: argparse.Namespace, reporter: Reporter) -> int:
    name: str = options.command.name
    book = getattr(options, "book", None)
    if isinstance(book, Path):
        reporter.start(book.name)
    try:
        answer: Answer = options.command.function(options, reporter)
        return _print(answer, name, reporter, strict=getattr(options, "strict", False))
    except Refused as refused:
        return _print(of_refusal(refused), name, reporter)
    except KeyboardInterrupt:
        return _print(Answer(message=STOPPED_WORDS, code=STOPPED), name, reporter)
    except Exception as error:
        return _print(last_resort.answer_of(name, error), name, reporter)


def _print(answer: Answer, command: str | None, reporter: Reporter, *, strict: bool = False) -> int:
    """Print an answer, for a person or as JSON, and return its exit code."""
    code = answer.exit_code(strict=strict)
    reporter.show(answer)
    if reporter.as_json:
        reporter.json(answer.framed(command, code))
    return code


if __name__ == "__main__":
    sys.exit(main())
