"""The command that compares policies before they are decided."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from xl_recoup.cli.command import AS_AT, BOOK, IN_PLACE_OR, REPLACE, argument, command
from xl_recoup.money import plain
from xl_recoup.reporting.answer import DONE, FOUND, Answer, Json, finding_json, of_run
from xl_recoup.reporting.terminal import Reporter

if TYPE_CHECKING:
    from xl_recoup.comparison.compare import Comparison, Outcome


@command(
    "compare",
    "what the scenarios of a workbook would cost, beside what it is",
    BOOK,
    argument(
        "--scenario",
        action="append",
        default=[],
        metavar="NAME",
        help="run this scenario; given several times, these; else all",
    ),
    IN_PLACE_OR,
    REPLACE,
    argument("--base", type=Path, metavar="FILE", help="run them over another year's workbook"),
    AS_AT,
)
def compare(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Run a workbook as it is and under its scenarios; one with an error is left out."""
    from xl_recoup.comparison.in_words import ADDED, compared_text, left_out_text
    from xl_recoup.files.compare_file import compare_file

    target, told = options.output or options.book, list[str]()
    comparison = compare_file(
        options.book,
        target,
        names=options.scenario,
        as_at=options.as_at,
        progress=reporter.progress,
        tell=told.append,
        replace=options.replace,
        base=options.base,
    )
    written = f"Written to {target}."
    if comparison is None:
        said: Json = {"baseline": None, "scenarios": [], "output": str(target)}
        return Answer(said, [ADDED, written], told)
    today = comparison.today
    findings = {(f.place, f.message): f for f in (*today.result.findings, *comparison.findings)}
    paragraphs = [f"{part}\n" for part in compared_text(comparison)]
    return of_run(
        today.result,
        *paragraphs,
        *left_out_text(comparison),
        written,
        output=target,
        code=FOUND if comparison.left_out else DONE,
        told=told,
        baseline={"totals": _totals(today)},
        scenarios=[_scenario(comparison, outcome) for outcome in comparison.outcomes],
        findings=[finding_json(f) for f in findings.values()],
    )


def _totals(outcome: Outcome) -> Json:
    return {status: plain(amount) for status, amount in outcome.result.totals.items()}


def _scenario(comparison: Comparison, outcome: Outcome) -> Json:
    from xl_recoup.comparison.differences import by_school, total_difference

    differences = total_difference(comparison.today, outcome)
    return {
        "name": outcome.name,
        "totals": _totals(outcome),
        "difference": {status: plain(amount) for status, amount in differences.items()},
        "schools": [
            {"laestab": s.laestab, "amount": plain(s.amount), "difference": plain(s.difference)}
            for s in by_school(comparison.today, outcome)
        ],
    }
