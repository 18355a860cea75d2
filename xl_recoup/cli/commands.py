"""The commands of the yearly cycle (`post`, `export`, `statements`, `forum` …) and `doctor`.

Each imports what it needs when it is called, so that `recalculate` need not wait for it.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from xl_recoup.files.run_files import last_result
from xl_recoup.money import plain, pounds
from xl_recoup.reporting.results import result_json
from xl_recoup.reporting.terminal import Reporter
from xl_recoup.run.result import Result
from xl_recoup.words import counted

DONE, FOUND = 0, 1


def _by_rows(options: argparse.Namespace, result: Result) -> int:
    """Return the exit code of what is done: under --strict, held rows are said by it."""
    return FOUND if options.strict and result.tally.held else DONE


def post(options: argparse.Namespace, reporter: Reporter) -> int:
    """Post what is billable under a period's name."""
    from xl_recoup.files.post_file import post_file

    reporter.start(options.book.name)
    target = options.output or options.book
    posting = post_file(
        options.book,
        target,
        period=options.period,
        approved_by=options.approved_by,
        prepared_by=options.prepared_by,
        as_at=options.as_at,
        allow_draft=options.allow_draft,
        accept_changes=options.accept_changes,
        progress=reporter.progress,
        tell=reporter.sentence,
    )
    if options.json:
        said = {
            "period": posting.period, "lines": posting.lines, "amount": plain(posting.amount),
            "documents": posting.documents,
        }  # fmt: skip
        reporter.json(result_json(posting.result, str(target)) | {"posted": said})
    else:
        noun = "line" if posting.lines == 1 else "lines"
        made = "1 document" if posting.documents == 1 else f"{posting.documents:,} documents"
        reporter.say(
            f"{posting.lines:,} {noun}, {pounds(posting.amount)} in all, posted to"
            f" {posting.period}; {made} made. Written to {target}."
        )
    return _by_rows(options, posting.result)


def export(options: argparse.Namespace, reporter: Reporter) -> int:
    """Write CSV files for the finance system."""
    from xl_recoup.export.csv_files import export_csv
    from xl_recoup.export.export_content import refuse_unread

    reporter.start(options.book.name)
    _, result = last_result(options.book, as_at=options.as_at, progress=reporter.progress)
    reporter.progress("writing")
    refuse_unread(result.findings)
    paths = export_csv(result.items, options.to, options.period)
    if options.json:
        reporter.json(result_json(result, str(options.to)) | {"files": [p.name for p in paths]})
    else:
        reporter.say(f"{counted(len(paths), 'file')} written to {options.to}.")
    return _by_rows(options, result)


def statements(options: argparse.Namespace, reporter: Reporter) -> int:
    """Write a statement for each school or trust, or notice letters before a first charge."""
    from xl_recoup.processes.cores import cores
    from xl_recoup.statements import write_notices, write_statements

    reporter.start(options.book.name)
    _, result = last_result(options.book, as_at=options.as_at, progress=reporter.progress)
    with reporter.bar("letters" if options.notices else "statements") as progress:
        if options.notices:
            paths = write_notices(result, options.to, progress=progress)
        else:
            paths = write_statements(
                result, options.to, formats=options.formats, progress=progress, workers=cores()
            )
    if options.json:
        reporter.json(result_json(result, str(options.to)) | {"files": [p.name for p in paths]})
    else:
        reporter.say(f"{counted(len(paths), 'file')} written to {options.to}.")
    return _by_rows(options, result)


def forum(options: argparse.Namespace, reporter: Reporter) -> int:
    """Show the report to the Schools Forum, or write it to a file."""
    from xl_recoup.book.package.disk_files import refuse_over
    from xl_recoup.forum.report import forum_report
    from xl_recoup.forum.report_files import report_json, report_text, write_report

    reporter.start(options.book.name)
    if options.output:
        refuse_over(options.book, options.output)
    _, result = last_result(options.book, as_at=options.as_at, progress=reporter.progress)
    report, authority = forum_report(result), result.policy.options.authority
    if options.output:
        write_report(report, authority, options.output)
    if options.json:
        target = str(options.output) if options.output else None
        reporter.json({"as_at": report.as_at.isoformat(), "rows": report_json(report),
                       "output": target})  # fmt: skip
    elif options.output:
        reporter.say(f"Written to {options.output}.")
    else:
        reporter.say(report_text(report, authority))
    return _by_rows(options, result)


def next_year(options: argparse.Namespace, reporter: Reporter) -> int:
    """Write next year's workbook and list what it lacks."""
    from xl_recoup.files.new_year_file import new_year

    reporter.start(options.book.name)
    made = new_year(
        options.book,
        options.year,
        options.output,
        progress=reporter.progress,
        tell=reporter.sentence,
    )
    if options.json:
        reporter.json(made.to_json() | {"output": str(options.output)})
    else:
        for sentence in made.sentences():
            reporter.say(sentence)
        reporter.say(f"Written to {options.output}.")
    return DONE


def attach(options: argparse.Namespace, reporter: Reporter) -> int:
    """Recalculate the workbook that is open in Excel."""
    from xl_recoup.excel.attach import attach

    return attach(options, reporter)


def doctor(options: argparse.Namespace, reporter: Reporter) -> int:
    """Say whether the installation, or a workbook, is in order, and what a run would change."""
    from xl_recoup.cli.doctor import doctor

    return doctor(options, reporter)


def adopt(options: argparse.Namespace, reporter: Reporter) -> int:
    """Move into the team's own workbook: propose a Mapping and add what is missing."""
    from xl_recoup.files.adopt_file import adopt_file

    reporter.start(options.book.name)
    target = options.output or options.book
    if options.undo:
        return _undo(options, target, reporter)
    adoption = adopt_file(options.book, target, confirm=options.confirm, progress=reporter.progress)
    if options.json:
        reporter.json(adoption.to_json() | {"output": str(target)})
        return DONE
    for sentence in adoption.sentences():
        reporter.say(sentence)
    if adoption.open:
        n = len(adoption.open)
        rows_wait = "1 row of the Mapping waits" if n == 1 else f"{n:,} rows of the Mapping wait"
        reporter.say(f"{rows_wait} for a person: see the sheet Mapping.")
    elif not options.confirm:
        reporter.say("Look at the sheet Mapping, then confirm it in Excel or with --confirm.")
    reporter.say(f"Written to {target}.")
    return DONE


def _undo(options: argparse.Namespace, target: Path, reporter: Reporter) -> int:
    from xl_recoup.files.undo_file import undo_file

    undone = undo_file(options.book, target)
    if options.json:
        reporter.json({"dropped": undone.sheets, "cleared": undone.cleared, "output": str(target)})
        return DONE
    for sentence in undone.sentences():
        reporter.say(sentence)
    reporter.say(f"Written to {target}.")
    return DONE


def add_to(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Enter the commands in a parser."""
    for enter in (_add_adopt, _add_post, _add_files_made, _add_new_year, _add_excel):
        enter(commands, shared)


def _add_adopt(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Enter the way into a team's own workbook."""
    sub = commands.add_parser(
        "adopt", parents=[shared], help="move into the team's own workbook: propose a Mapping"
    )
    sub.add_argument("book", type=Path, metavar="BOOK")
    sub.add_argument("--output", type=Path, metavar="FILE", help="write here instead of in place")
    how = sub.add_mutually_exclusive_group()
    how.add_argument("--confirm", action="store_true", help="confirm what is proposed or suggested")
    how.add_argument("--undo", action="store_true", help="take the added sheets out again")
    sub.set_defaults(command=adopt)


def _add_post(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Enter the posting."""
    sub = commands.add_parser("post", parents=[shared], help="post what is billable, once")
    sub.add_argument("book", type=Path, metavar="BOOK")
    sub.add_argument("--period", required=True, metavar="NAME", help="such as “Autumn 2025”")
    sub.add_argument("--approved-by", required=True, metavar="NAME", help="who approved it")
    sub.add_argument(
        "--prepared-by", default="", metavar="NAME", help="who prepared it (the signed-in user)"
    )
    sub.add_argument("--output", type=Path, metavar="FILE", help="write here instead of in place")
    sub.add_argument("--allow-draft", action="store_true", help="post lines on draft rates too")
    sub.add_argument(
        "--accept-changes", action="store_true", help="post although inputs changed since the run"
    )
    sub.set_defaults(command=post)


def _add_files_made(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Enter what makes files for others: export, statements, the report to the Forum."""
    sub = commands.add_parser("export", parents=[shared], help="write CSV files for the ledger")
    sub.add_argument("book", type=Path, metavar="BOOK")
    sub.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    sub.add_argument("--period", metavar="NAME", help="one posting period alone")
    sub.set_defaults(command=export)

    sub = commands.add_parser("statements", parents=[shared], help="write a statement per school")
    sub.add_argument("book", type=Path, metavar="BOOK")
    sub.add_argument("--to", type=Path, required=True, metavar="FOLDER")
    sub.add_argument(
        "--formats", nargs="+", choices=("xlsx", "pdf"), default=("xlsx", "pdf"), help="both"
    )
    sub.add_argument("--notices", action="store_true", help="letters before a first charge instead")
    sub.set_defaults(command=statements)

    sub = commands.add_parser(
        "forum", parents=[shared], help="the report to the Schools Forum, small numbers hidden"
    )
    sub.add_argument("book", type=Path, metavar="BOOK")
    sub.add_argument("--output", type=Path, metavar="FILE", help="a .csv or .xlsx file")
    sub.set_defaults(command=forum)


def _add_new_year(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Enter next year's workbook."""
    sub = commands.add_parser("new-year", parents=[shared], help="write next year's workbook")
    sub.add_argument("book", type=Path, metavar="BOOK")
    sub.add_argument("--year", required=True, metavar="2026-27")
    sub.add_argument("--output", type=Path, required=True, metavar="FILE")
    sub.set_defaults(command=next_year)


def _add_excel(commands: Any, shared: argparse.ArgumentParser) -> None:
    """Enter the open workbook, and the look at the installation."""
    sub = commands.add_parser(
        "attach", parents=[shared], help="recalculate the workbook that is open in Excel"
    )
    sub.add_argument("book", nargs="?", metavar="NAME", help="which one, where several are open")
    sub.add_argument("--list", action="store_true", help="list the workbooks that are open")
    sub.add_argument("--save", action="store_true", help="save it afterwards")
    sub.set_defaults(command=attach)

    sub = commands.add_parser(
        "doctor", parents=[shared], help="look at the installation, or at what is in a workbook"
    )
    sub.add_argument("book", nargs="?", type=Path, metavar="BOOK")
    sub.set_defaults(command=doctor)
