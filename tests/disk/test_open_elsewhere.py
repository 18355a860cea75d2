"""Files beside a workbook: owner files of Excel and LibreOffice, copies that a conflict left."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.workbook_files import answer, fix_clock_and_user, run, sound
from xl_recoup.disk.open_elsewhere import conflicting_copies, refuse_open
from xl_recoup.disk.processes_here import computer
from xl_recoup.errors import FileUnavailable


def owner_file(user: str) -> bytes:
    """Return what Excel writes beside a workbook that is open: its user in two writings."""
    narrow = user.encode("cp1252", "replace")
    wide = user.encode("utf-16-le")
    return (
        bytes([len(narrow)]) + narrow.ljust(53) + len(user).to_bytes(2, "little") + wide.ljust(109)
    )


@pytest.mark.parametrize(
    ("name", "held", "says"),
    [
        ("~$a.xlsx", owner_file("Zoë Officer"), "is open in Excel: Zoë Officer has it open; close"),
        ("~$a.xlsx", owner_file("\x1b[31m"), "is open in Excel: [31m has it open; close"),
        ("~$a.xlsx", b"", "is open in Excel, perhaps by a colleague; close"),
        ("~$a.xlsx", b"\xff" * 165, "is open in Excel, perhaps by a colleague; close"),
        (".~lock.a.xlsx#", b",zoe,FIN-07,28.11.2026 09:30,file:///x;",
         "is open in LibreOffice: zoe on FIN-07 has it open; close"),
        (".~lock.a.xlsx#", b"\xff", "is open in LibreOffice, perhaps by a colleague; close"),
    ],
)  # fmt: skip
def test_who_has_a_workbook_open_is_named(
    tmp_path: Path, name: str, held: bytes, says: str
) -> None:
    """The refusal names the person that the owner file names, and says how to clear one left."""
    (tmp_path / name).write_bytes(held)
    with pytest.raises(FileUnavailable) as said:
        refuse_open(tmp_path / "a.xlsx")
    assert says in str(said.value)
    assert f"{name} beside it was left behind: delete that" in str(said.value)
    refuse_open(tmp_path / "b.xlsx")


def test_copies_of_a_conflict_are_known_by_their_names(tmp_path: Path) -> None:
    """Those named in words, or by this computer, are sure; words in capitals may be."""
    sure = [
        "book (Conflicted copy).xlsx", "book (A. Officer's conflicted copy 2026-11-28).xlsx",
        "book (conflicted copy 2026-11-28 093012).xlsx", "book (Case Conflict 1).xlsx",
        "book.sync-conflict-20261128-093012-ABCDEFG.xlsx", "book_conflict-20261128-093012.xlsx",
        "book-DESKTOP-4F7K2PQ.xlsx", "book-LAPTOP-77AB-2.xlsx", f"book-{computer()}.xlsx",
    ]  # fmt: skip
    likely = ["book-COMPUTER.xlsx", "book-LBBFIN0417.xlsx", "Book-FINANCE-PC7.xlsx"]
    others = [
        "book.xlsx", "book-2026.xlsx", "book-final.xlsx", "book (1).xlsx", "book 2.xlsx",
        "book-Q3.xlsx", "other-DESKTOP-4F7K2PQ.xlsx", "book-DESKTOP-4F7K2PQ.pdf",
        "book.previous-2026-11-28T0930.xlsx", "book.before-posting-Autumn.xlsx",
    ]  # fmt: skip
    for name in (*sure, *likely, *others):
        (tmp_path / name).touch()
    found = conflicting_copies(tmp_path / "book.xlsx")
    assert (set(found[0]), set(found[1])) == (set(sure), set(likely))


def test_a_conflict_is_told_and_nothing_is_posted_over_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A recalculation names the other copy; a posting is refused until one of them is gone."""
    fix_clock_and_user(monkeypatch)
    book = sound(tmp_path / "book.xlsx")
    other = tmp_path / "book (Conflicted copy).xlsx"
    other.write_bytes(book.read_bytes())
    code, said = answer(capsys, "recalculate", book)
    assert code == 0
    assert said["told"][0].startswith(
        "Beside book.xlsx lies book (Conflicted copy).xlsx, a copy th"
    )
    before = book.read_bytes()
    more = ("--period", "Autumn 2025", "--approved-by", "B. Head", "--allow-draft")
    code, said = answer(capsys, "post", book, *more)
    assert code == 3
    assert "book.xlsx was saved in two places at once: beside it lies book (Conf" in said["message"]
    assert book.read_bytes() == before
    other.rename(tmp_path / "moved.xlsx")
    assert run("post", book, *more) != 3
