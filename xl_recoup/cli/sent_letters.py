"""What the commands that send letters share: how they ask for drafts, and how a set is written."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, NamedTuple

from xl_recoup.cli.command import argument
from xl_recoup.reporting.terminal import Reporter

if TYPE_CHECKING:
    from xl_recoup.files.letters_file import LettersWanted
    from xl_recoup.run.result import Result
    from xl_recoup.statements import Sent

DRAFT = argument(
    "--draft",
    action="store_true",
    help="to look at: watermarked, not recorded, blank contacts allowed",
)


class SentLetters(NamedTuple):
    """A set of letters that was written: the run that it is from, the set, what is to be told."""

    result: Result
    sent: Sent
    told: list[str]


def write_letters(
    options: argparse.Namespace, reporter: Reporter, wanted: LettersWanted
) -> SentLetters:
    """Write the letters that are wanted of the workbook that was named, with a bar of progress."""
    from xl_recoup.files.letters_file import letters_file

    told: list[str] = []
    with reporter.bar(wanted.kind) as counting:
        result, sent = letters_file(
            options.book,
            wanted,
            as_at=options.as_at,
            progress=reporter.progress,
            counted=counting,
            tell=told.append,
        )
    return SentLetters(result, sent, told)
