"""The commands of the yearly cycle: adopting, what others are sent, the next year."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xl_recoup.cli.command import (
    BOOK,
    IN_PLACE_OR,
    OF_A_RUN,
    REPLACE,
    TO_FOLDER,
    argument,
    command,
)
from xl_recoup.cli.sent_letters import DRAFT, write_letters
from xl_recoup.reporting.answer import Answer, of_run
from xl_recoup.reporting.terminal import Reporter
from xl_recoup.words import counted

if TYPE_CHECKING:
    from xl_recoup.run.result import Result


@command(
    "adopt",
    "move into the team's own workbook: propose a Mapping",
    BOOK,
    IN_PLACE_OR,
    REPLACE,
    (
        argument("--confirm", action="store_true", help="confirm what is proposed or suggested"),
        argument("--undo", action="store_true", help="take the added sheets out again"),
    ),
)
def adopt(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Propose a Mapping and add what is missing, or take all of it out again."""
    from xl_recoup.files.adopt_file import adopt_file
    from xl_recoup.files.other_forms import is_other_form
    from xl_recoup.files.undo_file import undo_file

    target, told = options.output or options.book, list[str]()
    if options.output is None and is_other_form(options.book):
        target = options.book.with_suffix(".xlsx")
    output, written = {"output": str(target)}, f"Written to {target}."
    if options.undo:
        undone = undo_file(options.book, target, replace=options.replace, tell=told.append)
        said = {"dropped": undone.sheets, "cleared": undone.cleared}
        return Answer(said | output, [*undone.sentences(), written], told)
    adoption = adopt_file(
        options.book,
        target,
        confirm=options.confirm,
        replace=options.replace,
        progress=reporter.progress,
        tell=told.append,
    )
    text = adoption.sentences()
    if adoption.open:
        waiting = counted(
            len(adoption.open), "row of the Mapping waits", "rows of the Mapping wait"
        )
        text.append(f"{waiting} for a person: see the sheet Mapping.")
    elif not options.confirm:
        text.append("Look at the sheet Mapping, then confirm it in Excel or with --confirm.")
    return Answer(adoption.to_json() | output, [*text, written], told)


@command(
    "export",
    "write CSV files for the ledger",
    BOOK,
    TO_FOLDER,
    argument("--period", metavar="NAME", help="one posting period alone"),
    REPLACE,
    *OF_A_RUN,
)
def export(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Write CSV files for the finance system."""
    from xl_recoup.export.csv_files import export_csv
    from xl_recoup.export.export_content import refuse_unread
    from xl_recoup.files.run_files import last_result

    _, result = last_result(options.book, as_at=options.as_at, progress=reporter.progress)
    reporter.progress("writing")
    refuse_unread(result.findings)
    paths = export_csv(result.items, options.to, options.period, replace=options.replace)
    return _files_made(result, paths, options.to)


@command(
    "statements",
    "write a statement per school, and record it",
    BOOK,
    TO_FOLDER,
    argument(
        "--formats",
        nargs="+",
        choices=("xlsx", "pdf"),
        default=("pdf", "xlsx"),
        help="PDF, workbooks; both if left out",
    ),
    argument("--notices", action="store_true", help="letters before a first charge instead"),
    DRAFT,
    REPLACE,
    *OF_A_RUN,
)
def statements(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Write a statement for each school or trust, or notice letters before a first charge."""
    from xl_recoup.files.letters_file import LettersWanted

    wanted = LettersWanted(
        options.to,
        "notices" if options.notices else "statements",
        tuple(options.formats),
        options.draft,
        options.replace,
    )
    result, sent, told = write_letters(options, reporter, wanted)
    names = [path.name for path in sent.files]
    return of_run(result, sent.words(options.to), output=options.to, files=names, told=told)


def _files_made(result: Result, paths: Sequence[Path], folder: Path) -> Answer:
    sentence = f"{counted(len(paths), 'file')} written to {folder}."
    return of_run(result, sentence, output=folder, files=[path.name for path in paths])


@command(
    "forum",
    "the report to the Schools Forum, small numbers hidden",
    BOOK,
    argument("--output", type=Path, metavar="FILE", help="a .docx, .pdf, .xlsx or .csv file"),
    REPLACE,
    *OF_A_RUN,
)
def forum(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Show the report to the Schools Forum, or write it to a file: the paper, or its tables."""
    from xl_recoup.files.forum_file import forum_file
    from xl_recoup.forum.report import forum_report
    from xl_recoup.forum.report_files import report_json, report_text

    told = list[str]()
    result = forum_file(
        options.book,
        options.output,
        as_at=options.as_at,
        progress=reporter.progress,
        tell=told.append,
        replace=options.replace,
    )
    report = forum_report(result)
    text = report_text(report, result.policy.options.authority)
    if options.output:
        text = f"Written to {options.output}."
    # Beside the report stands nothing that would give away what it hides.
    return of_run(
        result,
        text,
        output=options.output,
        told=told,
        report=report_json(report),
        totals=None,
        findings=[],
        checks=[],
    )


@command(
    "new-year",
    "write next year's workbook",
    BOOK,
    argument("--year", required=True, metavar="2026-27", help="the financial year to come"),
    argument("--output", type=Path, required=True, metavar="FILE", help="the new workbook"),
    REPLACE,
)
def new_year(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Write next year's workbook and list what it lacks."""
    from xl_recoup.files import new_year_file

    told: list[str] = []
    made = new_year_file.new_year(
        options.book,
        options.year,
        options.output,
        progress=reporter.progress,
        tell=told.append,
        replace=options.replace,
    )
    said = made.to_json() | {"output": str(options.output)}
    return Answer(said, [*made.sentences(), f"Written to {options.output}."], told)
