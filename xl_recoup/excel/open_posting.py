"""Posting the workbook that is open in Excel: proposed, approved in one box, written; or sealed."""

from __future__ import annotations

from dataclasses import replace

import xlwings as xw

from xl_recoup import clock
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.excel.open_typed import typed_results
from xl_recoup.excel.write_open import write_tables
from xl_recoup.outputs.own_columns import fill_writes
from xl_recoup.posting.entries import PostingOrder
from xl_recoup.posting.posting import Posting, Proposal, approved, proposal, refuse_approval
from xl_recoup.posting.sealing import Sealing, sealing
from xl_recoup.run.result import Progress, silent


def propose_posting(
    book: xw.Book, *, period: str, takes_back: str = "", progress: Progress = silent
) -> Proposal:
    """Work out what posting an open workbook means; nothing is written.

    Raises Refused where posting is, and where the person signed in may not approve it.
    """
    progress("reading")
    order = PostingOrder(period, "", at=clock.now(), signed_in=clock.user(), takes_back=takes_back)
    tables = read_tables(book, formula_texts=True)
    made = proposal(tables, book.name, order, progress=progress)
    refuse_approval(made)
    return made


def accepted_posting(made: Proposal, *, progress: Progress = silent) -> Posting:
    """Return a posting of which everything that it asked was said yes to."""
    accepted = frozenset(q.code for q in made.questions)
    return approved(replace(made, order=replace(made.order, accepted=accepted)), progress=progress)


def seal_book(book: xw.Book, *, progress: Progress = silent) -> Sealing:
    """Seal what an earlier edition posted in an open workbook, as posting would be approved."""
    progress("reading")
    order = PostingOrder("", "", at=clock.now(), signed_in=clock.user())
    made = sealing(read_tables(book, formula_texts=True), book.name, order, progress=progress)
    progress("writing")
    _write(book, made)
    return made


def write_posting(book: xw.Book, made: Posting, *, progress: Progress = silent) -> list[str]:
    """Write a posting into an open workbook: ledger, charges and run log in one step.

    Returns, one sentence each, what was typed over results and is replaced.
    """
    progress("writing")
    return _write(book, made)


def _write(book: xw.Book, made: Posting | Sealing) -> list[str]:
    typed = typed_results(book, made.result.before, lambda: made.writes)
    write_tables(book, [*made.writes, *typed.kept], fill_writes(made.result))
    return [*typed.told]
