"""A posting in Excel as its user sees it: one box with all that is to be said, then it is made."""

from __future__ import annotations

import xlwings as xw

from xl_recoup.excel import open_posting
from xl_recoup.excel.dialogs import Desk
from xl_recoup.excel.open_books import if_saved
from xl_recoup.money import pounds
from xl_recoup.posting.proposal_words import box_words
from xl_recoup.words import counted


def posted(book: xw.Book, desk: Desk, *, period: str, takes_back: str = "") -> str:
    """Show a posting in one box, and make it once it is approved there; return what it made."""
    with desk.at_work():
        proposed = open_posting.propose_posting(
            book, period=period, takes_back=takes_back, progress=desk.progress
        )
    desk.confirm(box_words(proposed))
    with desk.at_work():
        made = open_posting.accepted_posting(proposed, progress=desk.progress)
        open_posting.write_posting(book, made, progress=desk.progress)
    back = f", which takes {takes_back} back" if takes_back else ""
    return (
        f"{counted(made.lines, 'line')}, {pounds(made.amount)} in all, posted to"
        f" {made.period}{back}.{if_saved(book)}"
    )
