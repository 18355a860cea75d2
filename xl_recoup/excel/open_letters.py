"""The letters of the workbook that is open in Excel, and what is noted of them in it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import xlwings as xw

from xl_recoup import clock
from xl_recoup.excel.dialogs import Desk
from xl_recoup.excel.open_runs import read
from xl_recoup.excel.open_typed import typed_results
from xl_recoup.excel.write_open import write_tables
from xl_recoup.files.letters_file import Kind, LettersWanted, send_letters
from xl_recoup.intake.last_run_record import LastRunRecord
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.result import Progress, silent
from xl_recoup.statements import Sent
from xl_recoup.statements.readiness import NobodyToAnswer
from xl_recoup.tables import TableWrite


def letters_from_desk(book: xw.Book, desk: Desk, kind: Kind) -> str:
    """Write letters to a folder that is chosen; drafts where nobody is named to answer them."""
    wanted = LettersWanted(desk.folder(f"Where should the {kind} go?"), kind)
    try:
        with desk.at_work():
            sent = send_open(book, wanted, progress=desk.progress)
    except NobodyToAnswer as refused:
        desk.confirm(f"{refused} Write drafts with a watermark for now?")
        with desk.at_work():
            drafts = wanted._replace(draft=True)
            sent = send_open(book, drafts, progress=desk.progress)
    saved = "" if sent.draft or not sent.new else " Save the workbook now: it holds their record."
    return "\n".join([f"{sent.words(wanted.folder)}{saved}", *sent.told])


def send_open(book: xw.Book, wanted: LettersWanted, *, progress: Progress = silent) -> Sent:
    """Write the letters of an open workbook to a folder, and enter them on its sheet Letters.

    Raises NobodyToAnswer where they lack a contact, Refused where they can't be written.
    """
    tables = read(book, progress)
    result = as_last_run(tables, as_at=None, today=clock.now().date(), progress=progress)

    replaced: list[str] = []

    def record(added: Sequence[TableWrite], before: LastRunRecord) -> None:
        typed = typed_results(book, before, lambda: added)
        write_tables(book, [*added, *typed.kept])
        replaced.extend(typed.told)

    def told(done: int, whole: int) -> None:
        progress(f"{wanted.kind.removesuffix('s')} {done} of {whole}")

    sent = send_letters(tables, result, Path(book.fullname).parent, wanted, record, told)
    return sent._replace(told=[*sent.told, *replaced])
