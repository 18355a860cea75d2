"""Posting a workbook file: ledger, documents, charges and run log in one step, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xl_recoup.book import write_tables
from xl_recoup.book.package.disk_files import refuse_if_saved_since, saved_version
from xl_recoup.errors import Refused
from xl_recoup.files.read_book import read_book, ready_target
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
) -> Posting:
    """Post the billable lines of a workbook under a period's name.

    `tell` gets what a person should know of the file afterwards, one sentence at a time. Raises
    Refused, and leaves the file as it was, where the inputs or outputs are not those of the last
    run (unless the order accepts changes), and for every reason of `new_entries`.
    """
    target = ready_target(source, target)
    before = saved_version(source)
    progress("reading")
    book = read_book(source)
    try:
        made = posting(book, source.name, order, progress=progress)
    except ChangedSince as changed:
        hint = ", or use --accept-changes to post what is calculated now."
        raise Refused(str(changed).removesuffix(".") + hint) from None
    progress("writing")
    refuse_if_saved_since(source, before)
    for sentence in write_tables(source, target, [*made.writes, *fill_writes(made.result)]):
        tell(sentence)
    return made
