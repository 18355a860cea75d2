"""The command `post`: what is billable goes to the ledger, is shown before, or is taken back."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from xl_recoup.cli.command import (
    ACCEPT_MISSING,
    BOOK,
    IN_PLACE_OR,
    OF_A_RUN,
    REPLACE,
    argument,
    command,
)
from xl_recoup.closed_lists import ACCEPTED, Acceptance
from xl_recoup.errors import Refused
from xl_recoup.money import plain, pounds
from xl_recoup.reporting.answer import Answer, of_run
from xl_recoup.reporting.terminal import Reporter
from xl_recoup.words import counted, some

if TYPE_CHECKING:
    from xl_recoup.posting.entries import PostingOrder
    from xl_recoup.posting.posting import Proposal


@command(
    "post",
    "post what is billable, once",
    BOOK,
    argument("--period", default="", metavar="NAME", help="a row of Periods: “Autumn 2025”"),
    argument("--approved-by", default="", metavar="NAME", help="the approver, who is signed in"),
    IN_PLACE_OR,
    REPLACE,
    (
        argument("--preview", action="store_true", help="show what would be posted; write nothing"),
        argument("--seal", action="store_true", help="seal what an earlier edition posted"),
    ),
    argument("--reverse", default="", metavar="PERIOD", help="take a posting back, into --period"),
    argument(
        "--accept",
        action="append",
        default=[],
        metavar="CODE",
        choices=tuple(ACCEPTED),
        help=f"say yes to what is asked: {', '.join(ACCEPTED)}",
    ),
    argument(
        "--allow-draft",
        action="store_true",
        help="--accept draft-rates, multiplier-of-1 and old-as-at",
    ),
    argument("--accept-changes", action="store_true", help="--accept changed-since-run"),
    ACCEPT_MISSING,
    *OF_A_RUN,
)
def post(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Post what is billable under a period's name, show that, or take a posting back."""
    from xl_recoup.files import post_file

    target, told, order = options.output or options.book, list[str](), _order(options)
    if options.preview:
        return _preview(post_file.preview_file(options.book, order, progress=reporter.progress))
    if not options.approved_by.strip():
        raise Refused("Say who approves the posting: --approved-by NAME, a Name of Approvers.")
    if options.seal:
        sealed = post_file.seal_file(
            options.book,
            target,
            order,
            progress=reporter.progress,
            tell=told.append,
            replace=options.replace,
        )
        sentence = (
            f"{counted(sealed.rows, 'row')} sealed, {pounds(sealed.amount)} in the ledger, on the"
            f" word of {sealed.approved_by}. Written to {target}."
        )
        return of_run(sealed.result, sentence, output=target, told=told, sealed=sealed.rows)
    made = post_file.post_file(
        options.book,
        target,
        order,
        progress=reporter.progress,
        tell=told.append,
        replace=options.replace,
    )
    posted = {
        "period": made.period,
        "takes_back": options.reverse.strip() or None,
        "lines": made.lines,
        "amount": plain(made.amount),
        "documents": made.documents,
        "left": [line.ref for line in made.left],
    }
    back = f", which takes {options.reverse.strip()} back" if options.reverse.strip() else ""
    sentences = [
        f"{counted(made.lines, 'line')}, {pounds(made.amount)} in all, posted to"
        f" {made.period}{back}; {counted(made.documents, 'document')} made. Written to {target}."
    ]
    if made.left:
        begin = "begins" if len(made.left) == 1 else "begin"
        names = some([line.ref for line in made.left])
        sentences.append(
            f"{counted(len(made.left), 'line')} {begin} after the period's last day and"
            f" {'waits' if len(made.left) == 1 else 'wait'} for the next one: {names}."
        )
    return of_run(made.result, *sentences, output=target, told=told, posted=posted)


def _order(options: argparse.Namespace) -> PostingOrder:
    """Return what is to be posted, by whom, and what is accepted."""
    from xl_recoup import clock
    from xl_recoup.posting.entries import PostingOrder

    flags: dict[Acceptance, bool] = {
        "draft-rates": options.allow_draft,
        "multiplier-of-1": options.allow_draft,
        "old-as-at": options.allow_draft,
        "changed-since-run": options.accept_changes,
    }
    return PostingOrder(
        period=options.period,
        approved_by=options.approved_by,
        at=clock.now(),
        signed_in=clock.user(),
        as_at=options.as_at,
        accepted=frozenset([*options.accept, *(code for code, given in flags.items() if given)]),
        accept_missing=options.accept_missing,
        takes_back=options.reverse,
    )


def _preview(made: Proposal) -> Answer:
    from xl_recoup.posting.proposal_words import preview_json, preview_lines

    return of_run(made.result, *preview_lines(made), preview=preview_json(made))
