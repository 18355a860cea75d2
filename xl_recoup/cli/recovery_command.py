"""The command that presses for what is not paid or not answered."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from xl_recoup.cli.command import BOOK, IN_PLACE_OR, OF_A_RUN, REPLACE, TO_FOLDER, command
from xl_recoup.cli.sent_letters import DRAFT, write_letters
from xl_recoup.money import plain
from xl_recoup.reporting.answer import Answer, Json, of_run
from xl_recoup.reporting.terminal import Reporter

if TYPE_CHECKING:
    from xl_recoup.recovery.chased import Chase


@command(
    "remind",
    "write the reminders that are due, and record them",
    BOOK,
    TO_FOLDER,
    DRAFT,
    REPLACE,
    *OF_A_RUN,
)
def remind(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Write the letters due about unpaid documents and unanswered requests, each stage once."""
    from xl_recoup import clock
    from xl_recoup.files.letters_file import LettersWanted
    from xl_recoup.run.chased_now import chases_asked_on
    from xl_recoup.run.recovery_words import nothing_due, waiting_words

    wanted = LettersWanted(options.to, "reminders", ("pdf",), options.draft, options.replace)
    result, sent, told = write_letters(options, reporter, wanted)
    found = chases_asked_on(result, clock.now().date())
    none = nothing_due(result.policy.as_at, found, of_the_run=options.as_at is None)
    said = sent.words(options.to) if sent.letters else none
    return of_run(
        result,
        said,
        *waiting_words(result.policy.as_at, found),
        output=options.to,
        told=told,
        files=[path.name for path in sent.files],
        letters=sent.letters,
        new=sent.new,
        chased=[_chase_json(one) for one in found],
    )


@command(
    "settle",
    "enter the receipts that were accepted on Proposed settlements",
    BOOK,
    IN_PLACE_OR,
    REPLACE,
    *OF_A_RUN,
)
def settle(options: argparse.Namespace, reporter: Reporter) -> Answer:
    """Move rows with Y under Accept to Settlements, below what stands there."""
    from xl_recoup.files.settle_file import settle_file

    target, told = options.output or options.book, list[str]()
    result, found = settle_file(
        options.book,
        target,
        as_at=options.as_at,
        progress=reporter.progress,
        tell=told.append,
        replace=options.replace,
    )
    return of_run(
        result,
        found.words(),
        output=target if found.entered or options.output else None,
        told=told,
        entered=[
            {
                "document": x.document.number if x.document else None,
                "date": x.row.day.isoformat() if x.row.day else None,
                "amount": plain(x.amount),
                "reference": x.row.reference,
            }
            for x in found.entered
        ],
    )


def _chase_json(one: Chase) -> Json:
    """Return how far something was pressed before the letters of this command."""
    chased = one.chased
    return {
        "reference": chased.reference,
        "kind": chased.kind,
        "party": chased.party,
        "laestab": chased.laestab,
        "amount": plain(chased.amount),
        "disputed": plain(chased.disputed),
        "due": chased.due.isoformat(),
        "stage": one.stage,
        "next": one.next_step,
        "next_on": None if one.next_on is None else one.next_on.isoformat(),
        "held": one.held,
        "why": one.why,
    }
