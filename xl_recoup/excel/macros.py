"""What the buttons of the ribbon do, on the workbook from which they are pressed.

`RunPython "from xl_recoup.excel import macros; macros.recalculate()"`. Each ends well, or with one
sentence that says what to do; Excel is left as it was either way.
"""

from __future__ import annotations

import platform
from collections.abc import Callable
from typing import NamedTuple

import xlwings as xw

from xl_recoup import __version__
from xl_recoup.errors import Refused
from xl_recoup.excel import open_runs, selection
from xl_recoup.excel.dialogs import Cancelled, Desk
from xl_recoup.excel.failures import foreseen, log, sentence_for
from xl_recoup.money import pounds
from xl_recoup.new_year.plan import NewYear
from xl_recoup.records import Severity
from xl_recoup.reporting.explanation import Explanation
from xl_recoup.reporting.explanation import explain as explanation_of
from xl_recoup.reporting.results import explanation_text, findings_text, rows_text, totals_text
from xl_recoup.run.result import Result
from xl_recoup.words import counted

SHOWN = 5
"""Errors that a message shows; the rest stand on the Exceptions sheet."""
LONGEST = 3_000
"""Characters of a message that fit a screen."""


class Button(NamedTuple):
    """One button: its label, the macro of this module that it runs, and its tool tip."""

    label: str
    macro: str
    tip: str


BUTTONS = (
    Button("Validate", "validate", "Check every table and say what is wrong. Writes nothing."),
    Button(
        "Recalculate", "recalculate",
        "Check, charge and fill Charges, Exceptions, Check results and Schools summary.",
    ),
    Button(
        "Explain", "explain",
        "Show how the charges of the selected row came about, with their authority.",
    ),
    Button(
        "Post period", "post_period",
        "Copy the billable charges to the Ledger under a period's name, once.",
    ),
    Button("Statements", "statements", "Write a statement for each school into a folder."),
    Button("Export", "export", "Write CSV files for the finance system into a folder."),
    Button("New year", "new_year", "Write next year's workbook, and list what it still needs."),
    Button("Go to exceptions", "go_to_exceptions", "Show the Exceptions sheet."),
    Button("Help", "help", "What each button does, and where to read more."),
    Button("About", "about", "Which version is running, and where its log is."),
)  # fmt: skip
"""The buttons in the ribbon's order."""


def validate() -> None:
    """Check the workbook and say what was found; nothing is written."""

    def act(book: xw.Book, desk: Desk) -> str:
        result = open_runs.validate_book(book, progress=desk.progress)
        return f"{_summary(result)}\n\nNothing was written."

    _run("Validate", act)


def recalculate() -> None:
    """Check, charge and fill the output tables of the workbook."""

    def act(book: xw.Book, desk: Desk) -> str:
        result = open_runs.recalculate_book(book, progress=desk.progress)
        return f"{_summary(result)}\n\nThe tables are filled; save the workbook to keep them."

    _run("Recalculate", act)


def explain() -> None:
    """Show how the charges of the selected row came about."""

    def act(book: xw.Book, desk: Desk) -> str:
        ref, row = selection.selected(book)
        _, result = open_runs.last_result(book, progress=desk.progress)
        if ref:
            explanation = explanation_of(result, ref, book.name)
        else:
            lines = [line for line in result.lines if line.row == row]
            explanation = Explanation(lines, [f for f in result.findings if f.row == row])
        return explanation_text(explanation) or selection.SELECT

    _run("Explain", act)


def post_period() -> None:
    """Post what is billable under a period's name, after two questions and a confirmation."""

    def act(book: xw.Book, desk: Desk) -> str:
        period = desk.ask("Under which period's name are the charges posted? Such as Autumn 2025.")
        approved_by = desk.ask("Who approved the posting? It must be a second person.")
        with desk.at_work():
            _, result = open_runs.last_result(book, progress=desk.progress)
        drafts = sum(ln.draft_rate and ln.status == "billable" for ln in result.lines)
        if drafts:
            desk.confirm(
                f"{counted(drafts, 'line')} on draft rates, which nobody has approved yet. Post"
                " all the same?"
            )
        with desk.at_work():
            made = open_runs.prepare_posting(
                book, period=period, approved_by=approved_by, allow_draft=bool(drafts),
                progress=desk.progress,
            )  # fmt: skip
        desk.confirm(
            f"Post {counted(made.lines, 'line')}, {pounds(made.amount)} in all, to {made.period}?"
            " What is posted is never changed: later calculations add corrections."
        )
        with desk.at_work():
            open_runs.write_posting(book, made, progress=desk.progress)
        return (
            f"{counted(made.lines, 'line')}, {pounds(made.amount)} in all, posted to {made.period}."
        )

    _run("Post period", act, still=False)


def statements() -> None:
    """Write a statement for each school or trust into a folder that is chosen."""

    def act(book: xw.Book, desk: Desk) -> str:
        from xl_recoup.statements import write_statements

        folder = desk.folder("Where should the statements go?")
        with desk.at_work():
            _, result = open_runs.last_result(book, progress=desk.progress)
            paths = write_statements(
                result, folder,
                progress=lambda done, whole: desk.progress(f"statement {done} of {whole}"),
            )  # fmt: skip
        return f"{counted(len(paths), 'file')} written to {folder}."

    _run("Statements", act, still=False)


def export() -> None:
    """Write the CSV files for the finance system into a folder that is chosen."""

    def act(book: xw.Book, desk: Desk) -> str:
        from xl_recoup.export.csv_files import export_csv
        from xl_recoup.export.export_content import refuse_unread

        folder = desk.folder("Where should the files for the finance system go?")
        with desk.at_work():
            _, result = open_runs.last_result(book, progress=desk.progress)
            desk.progress("writing")
            refuse_unread(result.findings)
            paths = export_csv(result.items, folder)
        return f"{counted(len(paths), 'file')} written to {folder}."

    _run("Export", act, still=False)


def new_year() -> None:
    """Write next year's workbook to a file that is chosen, and say what it still needs."""

    def act(book: xw.Book, desk: Desk) -> str:
        year = desk.ask("For which financial year is the new workbook? Such as 2026-27.")
        stem, _, suffix = book.name.rpartition(".")
        output = desk.new_file(f"{stem} {year}.{suffix}", "Where should the new workbook go?")
        with desk.at_work():
            made: NewYear = open_runs.new_year_of(book, year, output, progress=desk.progress)
        return "\n".join([*made.sentences(), f"Written to {output}."])

    _run("New year", act, still=False)


def go_to_exceptions() -> None:
    """Show the Exceptions sheet, at its first line."""

    def act(book: xw.Book, desk: Desk) -> str:
        selection.show_table(book, "Exceptions")
        return ""

    _run("Go to exceptions", act, still=False)


def help() -> None:
    """Say what each button does."""

    def act(book: xw.Book, desk: Desk) -> str:
        lines = [f"{button.label}: {button.tip}" for button in BUTTONS]
        return "\n".join([*lines, "", "The Start sheet has the steps of a run, docs/ the rest."])

    _run("Help", act, still=False)


def about() -> None:
    """Say which version is running."""

    def act(book: xw.Book, desk: Desk) -> str:
        return (
            f"xl_recoup {__version__}\nxlwings {xw.__version__}\n"
            f"Python {platform.python_version()}\nWorkbook: {book.name}\n"
            "xl-recoup doctor looks at the whole installation."
        )

    _run("About", act, still=False)


def _run(what: str, act: Callable[[xw.Book, Desk], str], *, still: bool = True) -> None:
    """Run a button's action on the calling workbook, and end in words whatever happens.

    `still` keeps Excel from redrawing for the whole of it: not for actions that ask.
    """
    desk: Desk | None = None
    try:
        book = _caller()
        desk = Desk(book.app)
        if still:
            with desk.at_work():
                words = act(book, desk)
        else:
            words = act(book, desk)
        if words:
            desk.tell(_shortened(words))
    except Cancelled:
        pass
    except Exception as error:
        if not isinstance(error, Refused):
            log(what, error)
        _say(desk, sentence_for(error))


def _caller() -> xw.Book:
    """Return the workbook from which the button was pressed."""
    try:
        return xw.Book.caller()
    except Exception as error:
        if foreseen(error):
            raise
        raise Refused(
            "No workbook is open from which this was started. Open the workbook with the placements"
            " in Excel and press the button there."
        ) from error


def _say(desk: Desk | None, words: str) -> None:
    """Tell what went wrong, where there is still an Excel to tell it in."""
    if desk is None:
        raise SystemExit(words)  # RunPython shows what a failed program printed
    try:
        desk.warn(words)
    except Exception as error:
        log("message", error)
        raise SystemExit(words) from None


def _summary(result: Result) -> str:
    totals = [f"{what}: {amount}" for what, amount, _ in totals_text(result)]
    errors = [f.message for f in result.findings if f.severity is Severity.ERROR]
    shown = [f"• {message}" for message in errors[:SHOWN]]
    if len(errors) > SHOWN:
        shown.append(f"… and {len(errors) - SHOWN:,} more.")
    return "\n".join([rows_text(result), *totals, "", findings_text(result.findings), *shown])


def _shortened(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST].rpartition(chr(10))[0]}\n… The Charges sheet has the rest."
