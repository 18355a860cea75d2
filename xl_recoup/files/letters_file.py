"""Statements, notices and reminders of a workbook: in a folder, and on record in the workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal, NamedTuple

from xl_recoup import __version__, clock
from xl_recoup.book import write_tables
from xl_recoup.checks.run_so_far import CHANGED_BY_HAND
from xl_recoup.contract import LETTERS, RECOVERY, Letter
from xl_recoup.disk.versions import ReadFile
from xl_recoup.errors import Refused
from xl_recoup.files.one_run import one_run
from xl_recoup.files.read_book import is_needed, read_book
from xl_recoup.files.typed_results import typed_results
from xl_recoup.intake.last_run_record import LastRunRecord
from xl_recoup.intake.past_runs import last_run
from xl_recoup.intake.settings import setting_places
from xl_recoup.outputs.after_letters import after_letters
from xl_recoup.outputs.as_written import noted_again
from xl_recoup.outputs.letter_outputs import letters_write
from xl_recoup.outputs.recovery_outputs import recovery_sheet
from xl_recoup.outputs.sending_log import sending_log
from xl_recoup.processes.cores import cores
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.result import Progress, Result, silent
from xl_recoup.statements import (
    Order,
    Outgoing,
    Register,
    Sent,
    notices_to_send,
    reminders_to_send,
    send,
    statements_to_send,
)
from xl_recoup.statements.letter_set import FORMATS
from xl_recoup.statements.letter_set import Progress as Counted
from xl_recoup.statements.readiness import NobodyToAnswer, refuse_doubted, refuse_unanswerable
from xl_recoup.tables import TableWrite, WorkbookTables

Kind = Literal["statements", "notices", "reminders"]
Record = Callable[[Sequence[TableWrite], LastRunRecord], None]
"""Writes what is new: the letters, what waits now and, where it is lacking, the sheet Recovery."""
PAPER_ALONE: tuple[Kind, ...] = ("notices", "reminders")
MADE_BY: Mapping[Kind, Callable[..., list[Outgoing]]] = {
    "statements": statements_to_send,
    "notices": notices_to_send,
    "reminders": reminders_to_send,
}
SEEN_AS_DRAFT = " To see the letters before that, write drafts with --draft."


class LettersWanted(NamedTuple):
    """What a person asks for: which letters, where to, in which form."""

    folder: Path
    kind: Kind = "statements"
    formats: tuple[str, ...] = FORMATS
    draft: bool = False
    replace: bool = False


def letters_file(
    path: Path,
    wanted: LettersWanted,
    *,
    as_at: date | None,
    progress: Progress = silent,
    counted: Counted | None = None,
    tell: Callable[[str], None] = silent,
) -> tuple[Result, Sent]:
    """Write a workbook's letters, as at the last run's day, and enter those that are new in it.

    `counted` is told (done, all) after each letter, `tell` gets what a person should know. Raises
    Refused or FileUnavailable; then no letter is in the folder that is not on record.
    """
    if wanted.draft:
        return _sent(path, path, wanted, as_at, progress, counted, _never)
    with one_run(path, path) as work:

        def record(added: Sequence[TableWrite], before: LastRunRecord) -> None:
            typed = typed_results(work.read, before, lambda: added)
            sentences = write_tables(work.read, work.target, [*added, *typed.kept])
            for sentence in (*typed.told, *sentences):
                tell(sentence)

        result, sent = _sent(path, work.read, wanted, as_at, progress, counted, record)
    for sentence in sent.told:
        tell(sentence)
    return result, sent


def _never(_: Sequence[TableWrite], __: LastRunRecord) -> None:
    raise AssertionError("a draft is not recorded")


def _sent(
    path: Path,
    source: Path | ReadFile,
    wanted: LettersWanted,
    as_at: date | None,
    progress: Progress,
    counted: Counted | None,
    record: Record,
) -> tuple[Result, Sent]:
    """Write the letters of the workbook at `path`, of which `source` may be what was read."""
    progress("reading")
    book = read_book(source, wanted=is_needed)
    result = as_last_run(book, as_at=as_at, today=clock.now().date(), progress=progress)
    try:
        return result, send_letters(book, result, path.parent, wanted, record, counted)
    except NobodyToAnswer as refused:
        raise Refused(f"{refused}{SEEN_AS_DRAFT}") from refused


def send_letters(
    book: WorkbookTables,
    result: Result,
    beside: Path,
    wanted: LettersWanted,
    record: Record,
    counted: Counted | None = None,
) -> Sent:
    """Write the letters of a run; `record` writes what is new of them: sheet Letters, run log.

    `beside` is the workbook's folder. Raises NobodyToAnswer where the letters lack a contact,
    Refused where somebody has changed what Ledger, Documents or Letters say.
    """
    options, draft = result.policy.options, wanted.draft
    if not draft:
        refuse_unanswerable(options, setting_places(book))
        _refuse_altered(result)
    register = Register.of(result.items.accounts, clock.now().date())
    if wanted.kind == "reminders":
        refuse_doubted(result)
    letters = MADE_BY[wanted.kind](result, register, draft=draft)
    if wanted.kind == "reminders" and not letters:
        return Sent([], 0, 0, [], draft)
    order = Order(
        folder=wanted.folder,
        name=wanted.kind,
        formats=("pdf",) if wanted.kind in PAPER_ALONE else wanted.formats,
        draft=draft,
        replace=wanted.replace,
        templates=_templates(beside, options.letter_templates),
        workers=cores(),
    )
    head = result.heads.get(LETTERS.name, "")

    def enter(rows: list[Letter]) -> None:
        written = letters_write(rows, head)
        now, who = clock.now(), clock.user()
        added = [written, *sending_log(book, written, at=now, who=who, version=__version__)]
        if wanted.kind == "reminders" and book.find(RECOVERY.name) is None:
            added.append(recovery_sheet())
        changed = after_letters(result, rows, last_run(book))
        noted = noted_again(result.before, changed, date_1904=result.date_1904)
        record([*added, *changed, *noted], result.before)

    return send(letters, order, enter, progress=counted)


def _refuse_altered(result: Result) -> None:
    for found in result.findings:
        if found.code == CHANGED_BY_HAND:
            raise Refused(f"No letter was written. {found.message}")


def _templates(beside: Path, named: str) -> Path | None:
    """Return the folder of the authority's own templates, or None for the program's."""
    if not named:
        return None
    folder = beside / named
    if not folder.is_dir():
        raise Refused(
            f"The setting Letter templates names the folder {named}, which was not found in"
            f" {beside}. Correct the setting, or clear it for the program's own templates."
        )
    return folder.resolve()
