"""The sentences of statements, the same in the PDF and in the workbook."""

from __future__ import annotations

from decimal import Decimal

from xl_recoup.money import pounds
from xl_recoup.statements.sending import Sender
from xl_recoup.statements.statement_records import Statement, Sums
from xl_recoup.words import long_date

STATEMENT_TITLE = "Statement of recoupment for alternative provision"
ASKED_HEADING = "Request for a contribution"
ASKED_INTRO = (
    "This is a request, not an invoice. Nothing on this page is owed unless you agree to it, and"
    " none of it is in the closing balance of the statement."
)
ASKED_REPLY = (
    "The authority paid for the education of the pupils below and asks for a contribution on the"
    " terms shown with each line. Please tell the contact on the first page by {day} whether you"
    " agree, and to which lines. If you agree in writing, the lines you agree to become payable"
    " by the route shown with them; if you do not, they stay as a record of what was asked."
)
HELD_INTRO = (
    "Nothing here is to be paid or accrued as a debt yet. Each line waits for the reason given"
    " with it; it will be charged, changed or dropped once that is settled."
)
PROVISIONAL = (
    "“Provisional” stands below a line that rests on a rate which the authority has yet to approve."
    " It may change before it is posted. What is posted “on a draft rate” stays as it is: if the"
    " rate changes, the difference is a correction."
)
OPEN_HEADINGS = ("Document", "Kind", "Issued", "To be paid by", "Gross £", "Outstanding £", "Age")
YEAR_END_NOTE = (
    "Net of VAT. Each dated charge is shared by its weeks or units; the shares are parts of the one"
    " amount and add up to it. “To accrue” is what belongs to the time up to the year end and was"
    " not posted by then; a minus was charged in advance. A year end still to come is a forecast on"
    " the charges known now."
)


def balance_words(sums: Sums) -> str:
    """Return what the closing balance means."""
    if sums.closing > 0:
        return "to the authority"
    return "in your favour" if sums.closing < 0 else "nothing is owed either way"


def sums_rows(sums: Sums) -> list[tuple[str, Decimal]]:
    """Return the account line by line, each with the sign by which it is added."""
    return [
        ("Brought forward: posted before", sums.opening),
        ("New charges", sums.new),
        ("Corrections of posted charges", sums.corrections),
        ("Credits", sums.credits),
        ("Settled: paid or netted off", sums.settled),
    ]


def sums_columns(sums: Sums) -> list[tuple[str, Decimal]]:
    """Return the account across a table of schools, with the signs of `sums_rows`."""
    return [
        ("Brought forward £", sums.opening),
        ("New £", sums.new),
        ("Corrections £", sums.corrections),
        ("Credits £", sums.credits),
        ("Settled £", sums.settled),
        ("Closing £", sums.closing),
    ]


def period_words(s: Statement) -> str:
    """Return the days that a statement is about."""
    return f"{long_date(s.period_start)} to {long_date(s.period_end)}"


def year_end_rows(s: Statement) -> list[tuple[str, str, str, str, str]]:
    """Return the accruals of every school that has a line in the balance, as words."""
    return [
        (
            x.name,
            f"{long_date(e.day)}, {e.whose}" + (" (forecast)" if e.forecast else ""),
            pounds(e.service).replace("£", ""),
            pounds(e.charged).replace("£", ""),
            pounds(e.accrual).replace("£", ""),
        )
        for x in s.sections
        if any(line.in_balance for line in x.lines)
        for e in x.year_ends
    ]


def reach(sender: Sender) -> str:
    """Return how the sender is reached."""
    ways = [sender.contact, sender.email, sender.telephone]
    return ", ".join(way for way in ways if way)


def how_to_query(s: Statement) -> str:
    """Return until when and how a charge is queried."""
    return (
        f"Please raise it by {long_date(s.paper.reply_by)} with the contact for this statement"
        f" ({reach(s.paper.sender)}). Give the statement's number, the charge reference and what"
        " you think is wrong: the dates, the weeks, a factor of the funding, or that the charge is"
        " yours at all. Never put a pupil's name, date of birth or UPN in an e-mail: the placement"
        " reference is enough. While a query is open the charge is shown as in dispute."
    )


def notes(s: Statement) -> list[str]:
    """Return what a reader must know to check the figures."""
    found = [
        "Pupils are shown by placement reference only. The authority's alternative provision team"
        " can tell you, by a secure route, which pupil a reference stands for.",
        f"Complete weeks are counted {s.paper.weeks_reading}.",
        "A charge is rounded once, half a penny upwards, at the end of the working shown with it.",
        "A posted charge is never changed: what was learned later is a correction or a credit with"
        " a reference of its own.",
        "This statement is not an invoice for VAT. Invoices, credit notes and adjustments of the"
        " budget share are sent or made separately and bear the same charge references.",
        "A placement for which nothing is due has no line.",
    ]
    if any(len(line.parts) > 1 for x in s.sections for line in x.lines):
        found.append(
            "Lines of an academy that cross 31 August show the share of each academy year, by their"
            " weeks or units."
        )
    if any(line.draft_rate for x in s.sections for line in x.lines):
        found.append(PROVISIONAL)
    if s.schemes:
        named = "; ".join(f"{code}: {name}" if name else code for code, name in s.schemes)
        found.append(f"Schemes named here: {named}.")
    return found
