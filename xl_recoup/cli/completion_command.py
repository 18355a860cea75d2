"""The command `completion`: what a shell needs to complete commands and options at the tab key."""

from __future__ import annotations

import argparse

from xl_recoup.cli.command import argument, command
from xl_recoup.reporting.answer import Answer
from xl_recoup.reporting.terminal import Reporter


@command(
    "completion",
    "print what makes the tab key complete commands and options in a shell",
    argument("shell", metavar="SHELL", help="bash or powershell"),
)
def completion(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Print the script for a shell; nothing is changed on the computer."""
    from xl_recoup.cli.shell_scripts import script

    made = script(options.shell, options.commands)
    return Answer({"script": made}, [made.rstrip("\n")])
