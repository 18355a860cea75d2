"""The command line: `recalculate`, `validate`, `check`, `explain` and those of the yearly cycle.

Exit codes: 0 done; 1 error findings from `validate`, held rows under `--strict`, drift from
`check`; 2 refused or unusable input; 3 a file that is locked or can't be written.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xl_recoup import __version__
from xl_recoup.book import make_folder
from xl_recoup.cli import commands as cycle
from xl_recoup.errors import Refused
from xl_recoup.files.head_start import second_process
from xl_recoup.files.run_files import check_file, explain_file, recalculate_file, validate_file
from xl_recoup.intake.cell_values import parse_day
from xl_recoup.reporting.results import explanation_text, finding_json, line_json, result_json
from xl_recoup.reporting.terminal import Reporter

DONE, FOUND, REFUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; only a defect of the program raises."""
    options = _parser().parse_args(arguments)
    gc.disable()  # a run makes many records and no cycles
    reporter = Reporter()
    command: Callable[[argparse.Namespace, Reporter], int] = options.command
    try:
        return command(options, reporter)
    except Refused as refused:
        return _refuse(refused, options, reporter)
    except KeyboardInterrupt:
        reporter.sentence("Stopped. The workbook that was being worked on is as it was.")
        return 130
    finally:
        gc.enable()
        reporter.close()


def _refuse(refused: Refused, options: argparse.Namespace, reporter: Reporter) -> int:
    reporter.sentence(str(refused))
    if options.json:
        reporter.json({"error": str(refused), "exit_code": refused.exit_code})
    return refused.exit_code


def _recalculate(options: argparse.Namespace, reporter: Reporter) -> int:
    pairs = _targets(options)
    reports: list[dict[str, Any]] = []
    codes = [DONE]
    for source, target in pairs:
        told: list[str] = []
        try:
            reporter.start(source.name)
            with second_process(source) as second:
                result = recalculate_file(
                    source, target, as_at=options.as_at, progress=reporter.progress,
                    tell=told.append, second=second,
                )  # fmt: skip
        except Refused as refused:
            if len(pairs) == 1:
                raise
            named = source.name in str(refused)
            reporter.sentence(str(refused) if named else f"{source.name}: {refused}")
            reports.append({"book": str(source), "error": str(refused)})
            codes.append(refused.exit_code)
            continue
        reports.append(result_json(result, str(target)) | {"book": str(source), "told": told})
        for sentence in told:
            reporter.sentence(sentence)
        if options.strict and result.tally.held:
            codes.append(FOUND)
        if not options.json:
            reporter.result(result)
            reporter.say(f"Written to {target}.")
    if options.json:
        reporter.json(reports[0] if len(pairs) == 1 else {"books": reports})
    return max(codes)


def _targets(options: argparse.Namespace) -> list[tuple[Path, Path]]:
    books: list[Path] = options.books
    if options.output and options.to:
        raise Refused("Give --output for one workbook or --to for several, not both.")
    if options.output:
        if len(books) > 1:
            raise Refused("--output names one file; for several workbooks use --to FOLDER.")
        return [(books[0], options.output)]
    if options.to:
        names = [book.name.casefold() for book in books]
        if len(set(names)) < len(names):
            raise Refused("Two of the workbooks have the same name, so one would overwrite the"
                          " other in the folder. Run them one at a time.")  # fmt: skip
        make_folder(options.to)
        return [(book, options.to / book.name) for book in books]
    return [(book, book) for book in books]


def _validate(options: argparse.Namespace, reporter: Reporter) -> int:
    reporter.start(options.book.name)
    result = validate_file(options.book, as_at=options.as_at, progress=reporter.progress)
    if options.json:
        reporter.json(result_json(result, None))
    else:
        reporter.result(result, every_finding=True)
    strict_held = options.strict and result.tally.held
    return FOUND if result.errors or strict_held else DONE


def _check(options: argparse.Namespace, reporter: Reporter) -> int:
    reporter.start(options.book.name)
    result, differences = check_file(options.book, as_at=options.as_at, progress=reporter.progress)
    strict_held = options.strict and result.tally.held
    if options.json:
        reporter.json(result_json(result, None) | {"drift": differences})
    else:
        for sentence in differences:
            reporter.say(sentence)
        reporter.say(
            "The outputs are not what the inputs give: recalculate the workbook."
            if differences
            else "The outputs are what the inputs give."
        )
    return FOUND if differences or strict_held else DONE


def _explain(options: argparse.Namespace, reporter: Reporter) -> int:
    reporter.start(options.book.name)
    result, explanation = explain_file(
        options.book, options.ref, as_at=options.as_at, progress=reporter.progress
    )
    if options.json:
        reporter.json(
            result_json(result, None)
            | {
                "lines": [line_json(line) for line in explanation.lines],
                "findings": [finding_json(f) for f in explanation.findings],
            }
        )
    else:
        reporter.say(explanation_text(explanation))
    return FOUND if options.strict and result.tally.held else DONE


def _date(text: str) -> date:
    day, _ = parse_day(text)
    if day is None:
        raise argparse.ArgumentTypeError(f"{text} is not a date such as 2026-01-31 or 31/01/2026")
    return day


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="xl-recoup",
        description="Recoupment for alternative provision, in the finance team's own workbook.",
        epilog="Exit codes: 0 done; 1 errors found, rows held under --strict, or drift; 2 refused;"
        " 3 a file is locked or can't be written.",
    )
    parser.add_argument("--version", action="version", version=f"xl-recoup {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument(
        "--as-at", type=_date, metavar="DATE", help="judge holds and future dates as at this day"
    )
    shared.add_argument("--strict", action="store_true", help="exit with 1 if any row is held")
    shared.add_argument("--json", action="store_true", help="print one JSON object")

    recalculate = commands.add_parser(
        "recalculate", parents=[shared], help="check, charge and fill the output tables"
    )
    recalculate.add_argument("books", nargs="+", type=Path, metavar="BOOK")
    recalculate.add_argument(
        "--output", type=Path, metavar="FILE", help="write here instead of in place"
    )
    recalculate.add_argument(
        "--to", type=Path, metavar="FOLDER", help="write copies of several workbooks here"
    )
    recalculate.set_defaults(command=_recalculate)

    for name, command, words in (
        ("validate", _validate, "check the inputs; nothing is written"),
        ("check", _check, "say whether the outputs are what the inputs give"),
    ):
        sub = commands.add_parser(name, parents=[shared], help=words)
        sub.add_argument("book", type=Path, metavar="BOOK")
        sub.set_defaults(command=command)

    cycle.add_to(commands, shared)
    explain = commands.add_parser(
        "explain", parents=[shared], help="show how the charges of a reference came about"
    )
    explain.add_argument("book", type=Path, metavar="BOOK")
    explain.add_argument("ref", metavar="REF", help="a Placement ref or a Charge ref")
    explain.set_defaults(command=_explain)
    return parser


if __name__ == "__main__":
    sys.exit(main())
