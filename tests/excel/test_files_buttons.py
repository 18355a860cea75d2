"""The buttons that write files and enter receipts: Forum paper, Reminders, Enter receipts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import docx

from tests.checks.cases_audit_trail import document, entry
from tests.cli.test_remind import CONTACT, ISSUED, LOG, on
from tests.excel.test_macros import column
from tests.files.test_settle import CAME
from tests.support.books import pex
from tests.support.excel import App, Book
from xl_recoup.excel import macros

Opened = Callable[..., Book]
INVOICED: dict[str, Any] = {
    "placements": [pex(1)], "settings": CONTACT, "Ledger": [entry()],
    "Documents": [document() | ISSUED], "RunLog": LOG,
}  # fmt: skip


def test_the_paper_goes_to_the_chosen_file(app: App, opened: Opened, tmp_path: Path) -> None:
    """As a document to be edited, and the box says so."""
    opened()
    macros.recalculate()
    target = tmp_path / "paper.docx"
    app.answers = [str(target)]
    macros.forum_paper()
    words, kind = app.told[-1]
    assert kind == "info"
    assert words.startswith(f"Written to {target}. Its recommendations are drafts")
    assert docx.Document(str(target)).paragraphs[1].text.startswith("Alternative provision")


def test_another_ending_is_refused_in_a_sentence(app: App, opened: Opened, tmp_path: Path) -> None:
    """Nothing is written."""
    opened()
    macros.recalculate()
    app.answers = [str(tmp_path / "paper.odt")]
    macros.forum_paper()
    assert app.told[-1][0].startswith("paper.odt must end in .csv, .xlsx, .docx or .pdf")
    assert not (tmp_path / "paper.odt").exists()


def test_reminders_go_to_the_chosen_folder_once(
    app: App, opened: Opened, tmp_path: Path, monkeypatch: Any
) -> None:
    """On record in the open workbook; To do today knows of them at once."""
    on(monkeypatch, date(2026, 2, 9))
    book = opened(**INVOICED)
    macros.recalculate()
    assert "Send a letter" in column(book, "ToDo", "What")
    folder = tmp_path / "letters"
    app.answers = [folder, folder]
    macros.reminders()
    assert app.told[-1][0].startswith(f"1 letter written to {folder}")
    assert len(list(folder.glob("*.pdf"))) == 1
    assert column(book, "Letters", "Number") == ["INV-2526-0001-R1"]
    assert "Send a letter" not in column(book, "ToDo", "What")
    macros.reminders()
    assert column(book, "Letters", "Number") == ["INV-2526-0001-R1"]


def test_an_accepted_receipt_is_entered(app: App, opened: Opened, monkeypatch: Any) -> None:
    """Below what Settlements has; without the word, nothing."""
    on(monkeypatch, date(2026, 2, 9))
    book = opened(**INVOICED, LedgerExtract=[CAME])
    macros.recalculate()
    macros.enter_receipts()
    assert app.told[-1][0].startswith("Nothing was entered")
    page = book.file["Proposed settlements"]
    page.cell(5, [cell.value for cell in page[4]].index("Accept") + 1).value = "Y"
    macros.enter_receipts()
    assert app.told[-1][0].startswith("1 receipt entered on Settlements, £60.00 in all.")
    assert column(book, "Settlements", "Amount") == [60]
