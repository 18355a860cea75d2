"""What the buttons of the ribbon do, on the workbook from which they are pressed.

Each is called without arguments: `macros.recalculate()`. It ends well, or with one sentence that
says what to do; Excel is left as it was either way. A button loads what only it needs when it is
pressed: each press starts Python anew.
"""

from __future__ import annotations

import xlwings as xw

from xl_recoup import __version__
from xl_recoup.excel.button_list import BUTTONS, button
from xl_recoup.excel.dialogs import Desk

__all__ = ["BUTTONS"]


@button(
    "Validate",
    group="Check and calculate",
    icon="ErrorChecking",
    key="V",
    tip="Check every table and say what is wrong. Writes nothing.",
)
def validate(book: xw.Book, desk: Desk) -> str:
    """Check the workbook and say what was found; nothing is written."""
    from xl_recoup.excel import open_runs
    from xl_recoup.excel.run_words import run_words

    told: list[str] = []
    result = open_runs.validate_book(book, progress=desk.progress, tell=told.append)
    return "\n\n".join([run_words(result), "Nothing was written.", *told])


@button(
    "Recalculate",
    group="Check and calculate",
    icon="CalculateNow",
    key="R",
    tip="Check, charge and fill Charges, Exceptions, Check results and Schools summary.",
    writes=True,
)
def recalculate(book: xw.Book, desk: Desk) -> str:
    """Check, charge and fill the output tables of the workbook."""
    from xl_recoup.excel.run_box import recalculated_in_a_box

    return recalculated_in_a_box(book, desk)


@button(
    "Explain",
    group="Check and calculate",
    icon="FormulaEvaluate",
    key="E",
    tip="Show how the charges of the selected row came about, with their authority.",
)
def explain(book: xw.Book, desk: Desk) -> str:
    """Show how the charges of the selected row came about."""
    from xl_recoup.excel.open_explanation import explained

    return explained(book, progress=desk.progress)


@button(
    "Compare",
    group="Check and calculate",
    icon="ChartInsert",
    key="C",
    tip="Show what each scenario would cost, and fill Scenario totals and Scenario schools.",
    writes=True,
)
def compare(book: xw.Book, desk: Desk) -> str:
    """Run the workbook under its scenarios; charges and everything posted stay as they are."""
    from xl_recoup.comparison.in_words import ADDED, told_in_a_box
    from xl_recoup.excel import open_years

    comparison = open_years.compare_book(book, progress=desk.progress)
    return ADDED if comparison is None else told_in_a_box(comparison)


@button(
    "Forecast",
    group="Check and calculate",
    icon="PivotTableInsert",
    key="F",
    tip="Say what the year comes to on 31 March and how many places are needed, with their sheets.",
    writes=True,
)
def forecast(book: xw.Book, desk: Desk) -> str:
    """Fill and show the sheets of the year ahead; charges stay as they are."""
    from xl_recoup.excel import open_forecast

    return open_forecast.forecast_in_a_box(book, progress=desk.progress)


@button(
    "Monthly list",
    group="Check and calculate",
    icon="FileOpen",
    key="L",
    tip="Compare the AP team's list on a sheet with the placements; take over the rows with Y.",
    at_work=False,
    writes=True,
)
def monthly_list(book: xw.Book, desk: Desk) -> str:
    """Propose what the list on a sheet says otherwise; take over what a person gave a Y."""
    from xl_recoup.excel.open_monthly import monthly_in_a_box

    return monthly_in_a_box(book, desk)


@button(
    "Post period",
    group="Month end",
    icon="FileMarkAsFinal",
    key="P",
    tip="Copy the billable charges to the Ledger under a period's name, once.",
    at_work=False,
    writes=True,
)
def post_period(book: xw.Book, desk: Desk) -> str:
    """Post what is billable to a period: one question, and one box with all that is to be said."""
    from xl_recoup.excel.posting_box import period_posted

    return period_posted(book, desk)


@button(
    "Take back",
    group="Month end",
    icon="RefreshAll",
    key="T",
    tip="Take a posting under a wrong period back, by equal and opposite entries in an open one.",
    at_work=False,
)
def take_back(book: xw.Book, desk: Desk) -> str:
    """Take a posting back, into a period that is open, after two questions and one box."""
    from xl_recoup.excel.posting_box import posted

    wrong = desk.ask("Which period was posted by mistake, and is to be taken back?")
    period = desk.ask("Into which open period of the sheet Periods is it taken back?", wrong)
    return posted(book, desk, period=period, takes_back=wrong)


@button(
    "Statements",
    group="Month end",
    icon="FileSendAsAttachment",
    key="S",
    tip="Write a statement for each school into a folder.",
    at_work=False,
)
def statements(book: xw.Book, desk: Desk) -> str:
    """Write a statement for each school or trust into a folder that is chosen."""
    from xl_recoup.excel.open_letters import letters_from_desk

    return letters_from_desk(book, desk, "statements")


@button(
    "Reminders",
    group="Month end",
    icon="ReviewNewComment",
    key="M",
    tip="Write the reminders that are due, about unpaid documents and unanswered requests.",
    at_work=False,
)
def reminders(book: xw.Book, desk: Desk) -> str:
    """Write the reminders that are due into a folder that is chosen; each stage once."""
    from xl_recoup.excel.open_letters import letters_from_desk

    return letters_from_desk(book, desk, "reminders")


@button(
    "Export",
    group="Month end",
    icon="FileSaveAsOtherFormats",
    key="X",
    tip="Write CSV files for the finance system into a folder.",
    at_work=False,
)
def export(book: xw.Book, desk: Desk) -> str:
    """Write the CSV files for the finance system into a folder that is chosen."""
    from xl_recoup.excel.open_files import exported

    return exported(book, desk)


@button(
    "Enter receipts",
    group="Month end",
    icon="AutoSum",
    key="I",
    tip="Enter the rows of Proposed settlements with Y under Accept on the sheet Settlements.",
    writes=True,
)
def enter_receipts(book: xw.Book, desk: Desk) -> str:
    """Enter the receipts that were accepted, below what Settlements has."""
    from xl_recoup.excel.open_settling import settled_in_a_box

    return settled_in_a_box(book, progress=desk.progress)


@button(
    "Forum paper",
    group="Month end",
    icon="FilePrintPreview",
    key="U",
    tip="Write the paper for the Schools Forum, small numbers hidden: .docx, .pdf or .xlsx.",
    at_work=False,
)
def forum_paper(book: xw.Book, desk: Desk) -> str:
    """Write the paper for the Schools Forum to a file that is chosen."""
    from xl_recoup.excel.open_files import paper_written

    return paper_written(book, desk)


@button(
    "New year",
    group="Year end",
    icon="FileNew",
    key="N",
    tip="Write next year's workbook, and list what it still needs.",
    at_work=False,
)
def new_year(book: xw.Book, desk: Desk) -> str:
    """Write next year's workbook to a file that is chosen, and say what it still needs."""
    from xl_recoup.excel.open_years import new_year_from_desk

    return new_year_from_desk(book, desk)


@button(
    "Go to exceptions",
    group="Find out",
    icon="TraceError",
    key="G",
    tip="Show the Exceptions sheet.",
    at_work=False,
)
def go_to_exceptions(book: xw.Book, desk: Desk) -> str:
    """Show the Exceptions sheet, at its first line."""
    from xl_recoup.excel.selection import show_table

    show_table(book, "Exceptions")
    return ""


@button(
    "Show sheets",
    group="Find out",
    icon="WindowUnhide",
    key="W",
    tip="Show every sheet that is hidden until it is needed, or hide those again.",
    at_work=False,
)
def show_sheets(book: xw.Book, desk: Desk) -> str:
    """Show the sheets that a new workbook hides; where all are shown, offer to hide them again."""
    from xl_recoup.excel.open_showing import shown_or_hidden

    return shown_or_hidden(book, desk)


@button(
    "Help",
    group="Find out",
    icon="Help",
    key="H",
    tip="What each button does, and where to read more.",
    at_work=False,
)
def help(book: xw.Book, desk: Desk) -> str:
    """Say what each button does."""
    lines = [f"{each.label}: {each.tip}" for each in BUTTONS]
    return "\n".join([*lines, "", "The Start sheet has the steps of a run, docs/ the rest."])


@button(
    "About",
    group="Find out",
    icon="FileProperties",
    key="A",
    tip="Which version is running, and where its log is.",
    at_work=False,
)
def about(book: xw.Book, desk: Desk) -> str:
    """Say which version is running."""
    import platform

    return (
        f"xl_recoup {__version__}\nxlwings {xw.__version__}\n"
        f"Python {platform.python_version()}\nWorkbook: {book.name}\n"
        "python -m xl_recoup doctor looks at the whole installation."
    )
