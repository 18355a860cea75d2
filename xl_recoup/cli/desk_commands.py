"""The commands at an officer's desk: the workbook open in Excel, what is in place, one charge."""

from __future__ import annotations

import argparse
from pathlib import Path

from xl_recoup.cli.command import AS_AT, BOOK, IN_PLACE_OR, OF_A_RUN, REPLACE, argument, command
from xl_recoup.reporting.answer import Answer, finding_json, line_json, of_run
from xl_recoup.reporting.terminal import Reporter


@command(
    "attach",
    "recalculate the workbook that is open in Excel",
    argument("book", nargs="?", metavar="NAME", help="which one, where several are open"),
    argument("--list", action="store_true", help="list the workbooks that are open"),
    argument("--save", action="store_true", help="save it afterwards"),
    *OF_A_RUN,
)
def attach(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Recalculate the workbook that is open in Excel."""
    from xl_recoup.excel.lean import load_xlwings

    load_xlwings()

    from xl_recoup.excel import attach

    return attach.attach(options, reporter)


@command("desk", "a window with every button, for the workbook that is open in Excel")
def desk(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Show the window until it is closed."""
    from xl_recoup.excel.lean import load_xlwings

    load_xlwings()

    from xl_recoup.desk.start import start

    start()
    return Answer()


@command(
    "doctor",
    "look at the installation, or at what is in a workbook",
    argument("book", nargs="?", type=Path, metavar="BOOK", help="a workbook to look into"),
    AS_AT,
)
def doctor(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Say whether the installation, or a workbook, is in order, and what a run would change."""
    from xl_recoup.cli import doctor

    return doctor.doctor(options, reporter)


@command(
    "explain",
    "show how the charges of a reference came about",
    BOOK,
    argument("ref", metavar="REF", help="a Placement ref or a Charge ref"),
    *OF_A_RUN,
)
def explain(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Show the lines of a reference with their working, and what was found on their rows.

    Programs are told of the whole run besides, and --strict asks for all its rows.
    """
    from xl_recoup.files.explain_file import explain_file
    from xl_recoup.files.run_files import last_result
    from xl_recoup.reporting.explanation import explain
    from xl_recoup.reporting.results import explanation_text

    if not (options.json or options.strict):
        alone = explain_file(
            options.book, options.ref, as_at=options.as_at, progress=reporter.progress
        )
        return Answer(text=[explanation_text(alone)])
    _, result = last_result(options.book, as_at=options.as_at, progress=reporter.progress)
    found = explain(result, options.ref, options.book.name)
    return of_run(
        result,
        explanation_text(found),
        lines=[line_json(line) for line in found.lines],
        findings=[finding_json(finding) for finding in found.findings],
    )


@command(
    "show-sheets",
    "show every sheet of ours that is hidden, or those in daily use alone",
    BOOK,
    argument("--daily", action="store_true", help="hide what is not in daily use again"),
    IN_PLACE_OR,
    REPLACE,
)
def show_sheets(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Show the sheets that a new workbook hides until they are needed, or hide them again."""
    from xl_recoup.files.show_sheets_file import show_sheets_file

    target, told = options.output or options.book, list[str]()
    reporter.progress("reading")
    made = show_sheets_file(
        options.book, target, daily=options.daily, replace=options.replace, tell=told.append
    )
    said = {"shown": made.shown, "hidden": made.hidden, "output": str(target)}
    return Answer(said, [made.sentence()], told)
