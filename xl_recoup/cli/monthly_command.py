"""The command for the list that the AP team sends each month."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict
from pathlib import Path

from xl_recoup.cli.command import BOOK, argument, command
from xl_recoup.reporting.answer import Answer
from xl_recoup.reporting.terminal import Reporter
from xl_recoup.words import listed


@command(
    "monthly",
    "compare the AP team's list with the placements: new, changed, ended, missing",
    BOOK,
    argument("list", type=Path, metavar="LIST", help="the list, or BOOK itself with --sheet"),
    argument("--sheet", default="", metavar="NAME", help="the sheet that the list stands on"),
)
def monthly(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Say row by row what a list says otherwise than the placements; nothing is written."""
    from xl_recoup.files.monthly_file import monthly_file

    reporter.progress("reading")
    found = monthly_file(options.book, options.list, sheet=options.sheet)
    counts = Counter(p.change for p in found)
    text = [p.sentence() for p in found] or ["The list says what the placements say."]
    if found:
        said = listed([f"{n} {change}" for change, n in counts.items()])
        text.append(f"{said}. Nothing was written: enter on the placement sheets what is right.")
    return Answer({"changes": [asdict(p) for p in found]}, text)
