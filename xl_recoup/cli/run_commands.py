"""The commands around a run: `recalculate`, `validate` and `check`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from xl_recoup.cli.command import (
    ACCEPT_MISSING,
    BOOK,
    IN_PLACE_OR,
    OF_A_RUN,
    REPLACE,
    argument,
    command,
)
from xl_recoup.errors import Refused
from xl_recoup.money import ZERO, plain
from xl_recoup.reporting.answer import DONE, FOUND, Answer, Json, Overview, of_run
from xl_recoup.reporting.terminal import Reporter

SEVERAL = argument(
    "--to", type=Path, metavar="FOLDER", help="write copies of several workbooks here"
)


@command(
    "recalculate",
    "check, charge and fill the output tables",
    argument("books", nargs="+", type=Path, metavar="BOOK", help="one workbook, several, a folder"),
    IN_PLACE_OR,
    SEVERAL,
    REPLACE,
    ACCEPT_MISSING,
    *OF_A_RUN,
)
def recalculate(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Fill the output tables of one workbook or several; a refused one does not stop the others."""
    from xl_recoup.cli.several_books import Job, recalculated, summary

    pairs = _targets(options)
    if len(pairs) == 1:
        return _recalculated(*pairs[0], options, reporter)
    missing = tuple(options.accept_missing)
    jobs = [Job(*pair, options.as_at, missing, options.replace) for pair in pairs]
    done = []
    with reporter.bar("workbooks") as bar:
        for number, one in enumerate(recalculated(jobs), 1):
            bar(number, len(jobs))
            reporter.show(one.answer)
            done.append(one)
    code = max(one.answer.exit_code(strict=options.strict) for one in done)
    return Answer(_together([dict(one.answer.json) for one in done]), [summary(done)], code=code)


def _recalculated(
    source: Path, target: Path, options: argparse.Namespace, reporter: Reporter
) -> Answer:
    from xl_recoup.files.head_start import second_process
    from xl_recoup.files.run_files import recalculate_file

    told: list[str] = []
    reporter.start(source.name)
    with second_process(source) as second:
        result = recalculate_file(
            source,
            target,
            as_at=options.as_at,
            accept_missing=options.accept_missing,
            progress=reporter.progress,
            tell=told.append,
            second=second,
            replace=options.replace,
        )
    written = f"Written to {target}."
    return of_run(result, Overview(result), written, output=target, told=told, book=str(source))


def _together(books: Sequence[Json]) -> Json:
    """Return the runs of several workbooks as one object: each alone, and what they add up to."""
    runs = [book for book in books if "rows" in book]
    if not runs:
        return {"books": list(books)}
    return {
        "rows": {name: sum(run["rows"][name] for run in runs) for name in runs[0]["rows"]},
        "totals": {
            status: plain(sum((Decimal(run["totals"][status]) for run in runs), ZERO))
            for status in runs[0]["totals"]
        },
        "findings": [finding for run in runs for finding in run["findings"]],
        "books": list(books),
    }


def _targets(options: argparse.Namespace) -> list[tuple[Path, Path]]:
    """Return each workbook with where it is written to; Refused where that makes no sense."""
    from xl_recoup.cli.several_books import books_in, is_folder
    from xl_recoup.disk.disk_files import make_folder

    if options.output and options.to:
        raise Refused("Give --output for one workbook or --to for several, not both.")
    folder = next((path for path in options.books if is_folder(path)), None)
    if folder and not options.to:
        raise Refused(
            f"{folder} is a folder. With --to FOLDER copies of its workbooks are recalculated into"
            " another; to recalculate workbooks where they are, name them."
        )
    books = books_in(options.books)
    if options.output:
        if len(books) > 1:
            raise Refused("--output names one file; for several workbooks use --to FOLDER.")
        return [(books[0], options.output)]
    if not options.to:
        return [(book, book) for book in books]
    if len({book.name.casefold() for book in books}) < len(books):
        raise Refused(
            "Two of the workbooks have the same name, so one would overwrite the other in the"
            " folder. Run them one at a time."
        )
    make_folder(options.to)
    return [(book, options.to / book.name) for book in books]


@command("validate", "check the inputs; nothing is written", BOOK, ACCEPT_MISSING, *OF_A_RUN)
def validate(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Check and charge without writing; errors give exit code 1."""
    from xl_recoup.files.run_files import validate_file

    told: list[str] = []
    result = validate_file(
        options.book,
        as_at=options.as_at,
        accept_missing=options.accept_missing,
        progress=reporter.progress,
        tell=told.append,
    )
    shown = Overview(result, every_finding=True)
    return of_run(result, shown, told=told, code=FOUND if result.errors else DONE)


@command("check", "say whether the outputs are what the inputs give", BOOK, *OF_A_RUN)
def check(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Compare the outputs with what the inputs give; drift gives exit code 1."""
    from xl_recoup.checks.run_so_far import CHANGED_BY_HAND
    from xl_recoup.files.run_files import check_file

    result, drift = check_file(options.book, as_at=options.as_at, progress=reporter.progress)
    verdict = "The outputs are what the inputs give."
    if any(finding.code == CHANGED_BY_HAND for finding in result.findings):
        verdict = (
            "What was posted is not what was written, so the outputs were not compared: restore the"
            " workbook. To recalculate it would not put this right."
        )
    elif drift:
        verdict = "The outputs are not what the inputs give: recalculate the workbook."
    return of_run(result, *drift, verdict, code=FOUND if drift else DONE, drift=drift)
