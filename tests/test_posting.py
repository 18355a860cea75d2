"""Posting a workbook file: once, whole, and never over somebody else's saving."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.file_posting import post_file
from xl_recoup.file_runs import check_file

BOOK = Path(__file__).resolve().parents[1] / "workbook" / "recoupment.xlsx"


def test_a_book_is_posted_once_and_checks_out(tmp_path: Path) -> None:
    """After posting nothing is billable, the outputs are sound, and a second time is refused."""
    book = tmp_path / "a.xlsx"
    shutil.copy(BOOK, book)
    posting = post_file(book, book, period="Autumn", approved_by="B. Head", allow_draft=True)
    assert posting.result.totals["posted"] == posting.amount > 0
    assert check_file(book, as_at=None)[1] == []
    with pytest.raises(Refused, match="nothing to post"):
        post_file(book, book, period="Winter", approved_by="B. Head", allow_draft=True)


def test_a_book_saved_meanwhile_is_left_alone(tmp_path: Path) -> None:
    """What a colleague saves while a posting runs is not overwritten."""
    book = tmp_path / "a.xlsx"
    shutil.copy(BOOK, book)

    def save_meanwhile(stage: str) -> None:
        if stage == "writing":
            shutil.copy(BOOK, tmp_path / "b.xlsx")
            (tmp_path / "b.xlsx").replace(book)

    with pytest.raises(FileUnavailable, match="saved by somebody"):
        post_file(
            book, book, period="Autumn", approved_by="B. Head", allow_draft=True,
            progress=save_meanwhile,
        )  # fmt: skip
    assert book.read_bytes() == BOOK.read_bytes()
