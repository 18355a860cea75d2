"""The command for the list that the AP team sends each month."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from xl_recoup.cli.command import BOOK, IN_PLACE_OR, REPLACE, argument, command
from xl_recoup.reporting.answer import DONE, FOUND, Answer
from xl_recoup.reporting.terminal import Reporter
from xl_recoup.words import listed

_SHOWN = 12
"""Codes that a command in an answer names one by one."""

if TYPE_CHECKING:
    from xl_recoup.adopt.monthly_list import Proposed


@command(
    "monthly",
    "compare the AP team's list with the placements, and take over what is right",
    BOOK,
    argument("list", type=Path, metavar="LIST", help="the list, or BOOK itself with --sheet"),
    argument("--sheet", default="", metavar="NAME", help="the sheet that the list stands on"),
    (
        argument(
            "--propose",
            action="store_true",
            help="write the proposals on the sheet Monthly proposals",
        ),
        argument(
            "--take-over",
            nargs="*",
            metavar="CODE",
            help="take over these proposals, all of them with `all`, or those with Y on the sheet",
        ),
    ),
    argument("--into", default="", metavar="SHEET", help="the placement sheet for new rows"),
    IN_PLACE_OR,
    REPLACE,
)
def monthly(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Say row by row what a list says otherwise than the placements; take over what is chosen."""
    from xl_recoup.adopt.monthly_sheet import ALL, told_lines
    from xl_recoup.contract import MONTHLY_PROPOSALS
    from xl_recoup.contract.monthly_table import TAKE_OVER
    from xl_recoup.files.monthly_file import Wish, monthly_file, monthly_into

    reporter.progress("reading")
    if not options.propose and options.take_over is None:
        found, sheets = monthly_file(options.book, options.list, sheet=options.sheet)
        text = _proposals(found)
        if found:
            text[-1] += " Nothing was written: enter on the placement sheets what is right."
        able = [p for p in found if p.change not in ("missing", "unclear") and not p.unread]
        if able:
            named = [p.code for p in able] if len(able) <= _SHOWN else [ALL]
            text[-1] += f" Or take it over: {_command(options, named, able, sheets)}"
        return Answer({"changes": [p.to_json() for p in found]}, text)
    target, told = options.output or options.book, list[str]()
    codes = None if options.take_over is None else tuple(options.take_over)
    wish = Wish(options.list, options.sheet, codes, options.into)
    found, made, sheets = monthly_into(
        options.book, target, wish, replace=options.replace, tell=told.append
    )
    text = _proposals(found) if codes is None else told_lines(made)
    if codes is None:
        text.append(
            f"They stand on the sheet {MONTHLY_PROPOSALS.sheet} of {target}. Write Y there under"
            f" {TAKE_OVER} where the list is right, save, and run"
            f" {_command(options, (), found, sheets, target)}"
        )
    else:
        text.append(f"{len(made.taken)} taken over, {len(made.refused)} not.")
    said = {
        "changes": [p.to_json() for p in found],
        "taken": [p.code for p in made.taken],
        "refused": [{"code": p.code, "why": why} for p, why in made.refused],
        "output": str(target),
    }
    return Answer(said, text, told, code=FOUND if made.refused else DONE)


def _command(
    options: argparse.Namespace,
    codes: Sequence[str],
    found: Sequence[Proposed],
    sheets: Sequence[str],
    book: Path | None = None,
) -> str:
    """Return the exact command that takes over proposals, with a sheet where new rows need one."""
    own = options.list == options.book  # the list stands on a sheet of the workbook itself
    named = book or options.book
    words = [f'python -m xl_recoup monthly "{named}" "{named if own else options.list}"']
    words += [f'--sheet "{options.sheet}"'] if options.sheet else []
    words += ["--take-over", *codes]
    if not any(p.change == "new" and not p.into for p in found):
        return f"{' '.join(words)}."
    into = options.into or sheets[0]
    said = "" if options.into else f" New rows go where --into says: {listed(sheets)}."
    return f'{" ".join(words)} --into "{into}".{said}'


def _proposals(found: Sequence[Proposed]) -> list[str]:
    if not found:
        return ["The list says what the placements say."]
    counts = Counter(p.change for p in found)
    said = listed([f"{n} {change}" for change, n in counts.items()])
    return [*(f"{p.code} {p.sentence()}" for p in found), f"{said}."]
