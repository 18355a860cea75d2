"""Posting a workbook file: ledger, documents, charges and run log in one step, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from xl_recoup.book import write_tables
from xl_recoup.book.writing.write_tables import Write
from xl_recoup.disk.kept_copies import before_posting
from xl_recoup.disk.open_elsewhere import refuse_conflict
from xl_recoup.files.one_run import Work, one_run
from xl_recoup.files.read_book import read_book
from xl_recoup.files.typed_results import typed_results
from xl_recoup.intake.past_runs import SEALING
from xl_recoup.outputs.own_columns import fill_writes
from xl_recoup.posting.entries import PostingOrder
from xl_recoup.posting.posting import Posting, Proposal, posting, proposal
from xl_recoup.posting.sealing import Sealing, sealing
from xl_recoup.run.result import Progress, silent


def preview_file(source: Path, order: PostingOrder, *, progress: Progress = silent) -> Proposal:
    """Return what posting a workbook would write; Refused where it would be, whoever approves."""
    progress("reading")
    return proposal(read_book(source), source.name, order, progress=progress)


def post_file(
    source: Path,
    target: Path,
    order: PostingOrder,
    *,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    replace: bool = False,
) -> Posting:
    """Post the billable lines of a workbook under a period's name, or take a posting back.

    `tell` gets what a person should know of the file afterwards, one sentence at a time. The file
    as it was before stays beside it for good, under the name of the period. Raises Refused, and
    leaves the file as it was, for every reason of `posting`.
    """
    refuse_conflict(source)
    with one_run(source, target, replace=replace, progress=progress, tell=tell) as work:
        progress("reading")
        made = posting(read_book(work.read), work.read.name, order, progress=progress)
        progress("writing")
        _write(work, made, order.period, tell)
        return made


def seal_file(
    source: Path,
    target: Path,
    order: PostingOrder,
    *,
    progress: Progress = silent,
    tell: Callable[[str], None] = silent,
    replace: bool = False,
) -> Sealing:
    """Seal what an earlier edition posted in a workbook, as `post_file` posts."""
    refuse_conflict(source)
    with one_run(source, target, replace=replace, progress=progress, tell=tell) as work:
        progress("reading")
        made = sealing(read_book(work.read), work.read.name, order, progress=progress)
        progress("writing")
        _write(work, made, SEALING, tell)
        return made


def _write(work: Work, made: Posting | Sealing, period: str, tell: Callable[[str], None]) -> None:
    typed = typed_results(work.read, made.result.before, lambda: made.writes)
    writes: list[Write] = [*made.writes, *typed.kept, *fill_writes(made.result)]
    kept = before_posting(period)
    for sentence in typed.told:
        tell(sentence)
    for sentence in write_tables(work.read, work.target, writes, keep=kept, output=work.is_output):
        tell(sentence)
