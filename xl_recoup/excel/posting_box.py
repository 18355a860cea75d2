"""A posting in Excel as its user sees it: one box with all that is to be said, then it is made."""

from __future__ import annotations

import xlwings as xw

from xl_recoup.excel import open_posting
from xl_recoup.excel.dialogs import Desk
from xl_recoup.excel.open_books import if_saved
from xl_recoup.money import pounds
from xl_recoup.posting.posting import NotSealed
from xl_recoup.posting.proposal_words import box_words
from xl_recoup.words import counted


def period_posted(book: xw.Book, desk: Desk) -> str:
    """Ask for a period and post to it; what is not sealed yet is sealed on the person's word."""
    period = desk.ask("Which period of the sheet Periods is posted? Such as Autumn 2025.")
    try:
        return posted(book, desk, period=period)
    except NotSealed as waits:
        desk.confirm(f"{waits}\n\nSeal them now, on your word?")
    with desk.at_work():
        made = open_posting.seal_book(book, progress=desk.progress)
    return (
        f"{counted(made.rows, 'row')} sealed, {pounds(made.amount)} in the ledger, on the word of"
        f" {made.approved_by}. Press Post period again to post."
    )


def posted(book: xw.Book, desk: Desk, *, period: str, takes_back: str = "") -> str:
    """Show a posting in one box, and make it once it is approved there; return what it made."""
    with desk.at_work():
        proposed = open_posting.propose_posting(
            book, period=period, takes_back=takes_back, progress=desk.progress
        )
    desk.confirm(box_words(proposed))
    with desk.at_work():
        made = open_posting.accepted_posting(proposed, progress=desk.progress)
        told = open_posting.write_posting(book, made, progress=desk.progress)
    back = f", which takes {takes_back} back" if takes_back else ""
    done = (
        f"{counted(made.lines, 'line')}, {pounds(made.amount)} in all, posted to"
        f" {made.period}{back}.{if_saved(book)}"
    )
    return "\n\n".join([done, *told])
