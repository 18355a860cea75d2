"""Posting a workbook file: ledger, documents, charges and run log in one step, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xl_recoup.book import write_tables
from xl_recoup.book.writing.write_tables import Write
from xl_recoup.disk.kept_copies import before_posting
from xl_recoup.disk.open_elsewhere import refuse_conflict
from xl_recoup.errors import Refused
from xl_recoup.files.one_run import Work, one_run
from xl_recoup.files.read_book import read_book
from xl_recoup.outputs.own_columns import fill_writes
from xl_recoup.posting.entries import PostingOrder
from xl_recoup.posting.posting import ChangedSince, Posting, posting
from xl_recoup.run.result import Progress, silent


def post_file(
    source: Path,
    target: Path,
    order: PostingOrder,
    *,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    replace: bool = False,
) -> Posting:
    """Post the billable lines of a workbook under a period's name.

    `tell` gets what a person should know of the file afterwards, one sentence at a time. The file
    as it was before stays beside it for good, under the name of the period. Raises
    Refused, and leaves the file as it was, where the inputs or outputs are not those of the last
    run (unless the order accepts changes), and for every reason of `new_entries`.
    """
    refuse_conflict(source)
    with one_run(source, target, replace=replace, progress=progress, tell=tell) as work:
        return _posted(work, order, progress, tell)


def _posted(
    work: Work, order: PostingOrder, progress: Progress, tell: Callable[[str], None]
) -> Posting:
    progress("reading")
    book = read_book(work.read)
    try:
        made = posting(book, work.read.name, order, progress=progress)
    except ChangedSince as changed:
        hint = ", or use --accept-changes to post what is calculated now."
        raise Refused(str(changed).removesuffix(".") + hint) from None
    progress("writing")
    writes: list[Write] = [*made.writes, *fill_writes(made.result)]
    kept = before_posting(order.period)
    for sentence in write_tables(work.read, work.target, writes, keep=kept, output=work.is_output):
        tell(sentence)
    return made
