"""The commands for who answers for pupils' data: a copy without it, and all of one pupil's."""

from __future__ import annotations

import argparse
from pathlib import Path

from xl_recoup.cli.command import BOOK, REPLACE, argument, command
from xl_recoup.reporting.answer import Answer
from xl_recoup.reporting.terminal import Reporter
from xl_recoup.words import counted


@command(
    "without-pupils",
    "write a copy without pupil data, for support",
    BOOK,
    argument("--output", type=Path, required=True, metavar="FILE", help="the copy, an .xlsx file"),
    REPLACE,
)
def without_pupils(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Write a copy of a workbook in which no pupil can be recognised without the workbook."""
    from xl_recoup.files.without_pupils_file import ABOUT, without_pupils_file

    reporter.progress("reading")
    made = without_pupils_file(options.book, options.output, replace=options.replace)
    said = {"output": str(options.output), "tables": made.tables, "copied_rows": made.rows}
    holds = f"{counted(made.tables, 'table')}, {counted(made.rows, 'row')}."
    return Answer(said, [*ABOUT[1:], f"Written to {options.output}: {holds}"], made.told)


@command(
    "pupil",
    "list every cell that holds data about a pupil",
    BOOK,
    argument("--upn", required=True, metavar="UPN", help="the pupil's unique pupil number"),
)
def pupil(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """List the cells, other parts and kept copies that hold data about one pupil; no values."""
    from xl_recoup.files.pupil_file import pupil_file

    found = pupil_file(options.book, options.upn, progress=reporter.progress)
    return Answer(found.to_json(), found.sentences(), found.told)
