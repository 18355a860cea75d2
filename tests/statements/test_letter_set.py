"""A set of letters in a folder: whole, on record, never over another file, with its list."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from tests.statements.support import every_kind, pdf_text, run
from tests.support.books import pex
from xl_recoup.contract import Letter
from xl_recoup.disk import replacing
from xl_recoup.disk.versions import version_of
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.run.result import Result
from xl_recoup.statements import Order, Register, Sent, letter_set, send, statements_to_send

DAY = date(2026, 5, 4)
OAK = "305-2025-26-3052001-v1-Oak-Primary"


class Office:
    """One workbook's record of letters, and the folder that they go to."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.letters: list[Letter] = []

    def send(
        self,
        result: Result,
        record: Callable[[list[Letter]], None] | None = None,
        *,
        folder: Path | None = None,
        progress: letter_set.Progress | None = None,
        **order: object,
    ) -> Sent:
        """Send the statements of a run."""
        register = Register(DAY, tuple(self.letters))
        wanted = Order(folder=folder or self.folder, name="statements", **order)  # type: ignore[arg-type]
        letters = statements_to_send(result, register, draft=wanted.draft)
        return send(letters, wanted, record or self.letters.extend, progress=progress)

    def files(self) -> dict[str, bytes]:
        """Return what is in the folder."""
        return {p.name: p.read_bytes() for p in self.folder.iterdir()}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """Return an office that has sent nothing yet."""
    return Office(tmp_path / "new" / "folder")


def test_a_set_has_its_files_its_list_and_its_manifest(office: Office) -> None:
    """Two files a statement, named by number, version and school; a list; a manifest, complete."""
    sent = office.send(every_kind())
    names = [p.name for p in sent.files]
    assert names == [
        f"{OAK}.pdf", f"{OAK}.xlsx", "305-2025-26-3052002-v1-Ash-Primary.pdf",
        "305-2025-26-3052002-v1-Ash-Primary.xlsx", "305-2025-26-elm-trust-v1.pdf",
        "305-2025-26-elm-trust-v1.xlsx",
    ]  # fmt: skip
    more = ["covering-list-statements.xlsx", "manifest-statements.json"]
    assert sorted(office.files()) == sorted([*names, *more])
    said = json.loads(office.files()["manifest-statements.json"])
    assert said["complete"] is True
    files = {n: d for held in said["letters"].values() for n, d in held.items()}
    assert files == {name: version_of(office.files()[name]) for name in names}


def test_the_record_names_the_file_that_left(office: Office) -> None:
    """Each row of Letters has a file of the folder and its digest; a request that of its pages."""
    office.send(every_kind())
    for letter in office.letters:
        assert letter.file_digest == version_of(office.files()[letter.file])
    assert office.letters[-1].number == "305-2025-26-elm-trust-request"
    assert office.letters[-1].file == "305-2025-26-elm-trust-v1.pdf"


def test_the_covering_list_says_what_goes_to_whom(office: Office) -> None:
    """Number, version, school, amounts and file of every letter, and their sums."""
    office.send(every_kind())
    office.send(every_kind())
    sheet = openpyxl.load_workbook(office.folder / "covering-list-statements.xlsx")["Letters"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[:3] for row in rows[:2]] == [
        ["305-2025-26-3052001", 1, "Oak Primary"], ["305-2025-26-3052002", 1, "Ash Primary"],
    ]  # fmt: skip
    assert [row[4] for row in rows] == [5014.15, -1405.64, 4379.31, 7987.82]
    assert rows[0][6] == f"{OAK}.pdf"
    assert rows[0][9] == "yes, unchanged"


def test_the_covering_list_lists_the_requests(office: Office) -> None:
    """A request, which travels inside a statement, has a row on a sheet of its own."""
    office.send(every_kind())
    book = openpyxl.load_workbook(office.folder / "covering-list-statements.xlsx")
    rows = list(book["Requests"].iter_rows(min_row=3, values_only=True))
    assert rows[0] == (
        "Request", "Version", "School or trust", "Contact", "Asked £", "On the last pages of",
    )  # fmt: skip
    [request] = rows[1:-1]
    assert request[:3] == ("305-2025-26-elm-trust-request", 1, "Elm Trust")
    assert (request[4], rows[-1][4]) == (request[4], request[4])
    assert request[5] == "305-2025-26-elm-trust-v1.pdf"
    office.send(run([pex(1)]))
    book = openpyxl.load_workbook(office.folder / "covering-list-statements.xlsx")
    assert book.sheetnames == ["Letters"]


def test_what_left_is_never_replaced(office: Office) -> None:
    """A second version stands beside the first, whose files keep their bytes."""
    office.send(run([pex(1), pex(2)]))
    first = office.files()
    office.send(run([pex(1)]))
    for name, data in office.files().items():
        if "-v1-" in name:
            assert data == first[name]
    assert {n for n in office.files() if "-v2-" in n} == {
        "305-2025-26-3052001-v2-Oak-Primary.pdf", "305-2025-26-3052001-v2-Oak-Primary.xlsx",
    }  # fmt: skip
    assert "2, in place of 1" in pdf_text(office.files()["305-2025-26-3052001-v2-Oak-Primary.pdf"])


def test_what_left_can_be_shown_again(office: Office, tmp_path: Path) -> None:
    """To another folder the same letters are written again, byte for byte, and not recorded."""
    office.send(every_kind())
    rows = len(office.letters)
    sent = office.send(every_kind(), folder=tmp_path / "again")
    assert (sent.new, len(office.letters)) == (0, rows)
    for path in sent.files:
        assert path.read_bytes() == office.files()[path.name]


def test_a_file_that_is_not_on_record_is_not_replaced(office: Office) -> None:
    """Where another file has a new letter's name, nothing is written and nothing recorded."""
    office.folder.mkdir(parents=True)
    (office.folder / f"{OAK}.pdf").write_bytes(b"sent by somebody")
    with pytest.raises(Refused, match="the sheet Letters does not have"):
        office.send(every_kind())
    assert office.files() == {f"{OAK}.pdf": b"sent by somebody"}
    assert office.letters == []


def test_a_letter_that_was_altered_afterwards_is_told(office: Office) -> None:
    """A file that differs from its digest on record is named, and left as it is."""
    office.send(every_kind())
    (office.folder / f"{OAK}.pdf").write_bytes(b"altered")
    assert "not as on the day of sending" in " ".join(office.send(every_kind()).told)
    assert office.files()[f"{OAK}.pdf"] == b"altered"


def test_nothing_is_sent_that_could_not_be_recorded(office: Office) -> None:
    """Where the workbook can't be written, no letter is in the folder."""

    def refuse(_: list[Letter]) -> None:
        raise FileUnavailable("locked")

    with pytest.raises(FileUnavailable):
        office.send(every_kind(), refuse)
    assert list(office.files()) == ["manifest-statements.json"]
    assert json.loads(office.files()["manifest-statements.json"])["complete"] is False


def test_a_half_set_is_told_and_completed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut short after the record, the next run says so and puts every letter there."""
    with monkeypatch.context() as patch:
        patch.setattr(letter_set, "write_all", _stop)
        with pytest.raises(KeyboardInterrupt):
            office.send(every_kind())
    assert not any(name.endswith(".pdf") for name in office.files())
    sent = office.send(every_kind())
    assert "never finished" in " ".join(sent.told)
    assert (sent.new, len(sent.files)) == (0, 6)
    assert all(path.exists() for path in sent.files)
    assert office.send(every_kind()).told == []


def _stop(*_: object) -> list[Path]:
    raise KeyboardInterrupt


def test_another_file_is_replaced_where_that_is_said(office: Office) -> None:
    """With `replace` a file that is not on record gives way, and stays beside as a dated copy."""
    office.folder.mkdir(parents=True)
    (office.folder / f"{OAK}.pdf").write_bytes(b"sent by somebody")
    office.send(every_kind(), replace=True)
    assert office.files()[f"{OAK}.pdf"].startswith(b"%PDF")
    kept = [n for n in office.files() if n.startswith(f"{OAK}.previous-")]
    assert [office.files()[name] for name in kept] == [b"sent by somebody"]


def test_a_list_that_somebody_changed_stays(office: Office) -> None:
    """The covering list is replaced, and kept, only as the program wrote it."""
    office.send(run([pex(1)]))
    (office.folder / "covering-list-statements.xlsx").write_bytes(b"with our own notes")
    with pytest.raises(Refused, match="covering-list-statements"):
        office.send(run([pex(1), pex(2)]))
    assert len(office.letters) == 1


def test_a_draft_is_no_letter(office: Office) -> None:
    """It is not on record, may be written again, and stands apart from what is sent."""
    for _ in range(2):
        sent = office.send(every_kind(), draft=True)
    assert office.letters == []
    assert sent.files[0].name == "305-2025-26-3052001-draft-Oak-Primary.pdf"
    assert "DRAFT – NOT SENT" in pdf_text(sent.files[0].read_bytes())
    book = openpyxl.load_workbook(sent.files[1])
    assert all(str(sheet["A1"].value).startswith("DRAFT – NOT SENT") for sheet in book)
    assert "with a watermark, not on record" in sent.words(office.folder)


def test_formats(office: Office) -> None:
    """Only the formats asked for are written; an unknown one is refused before anything is."""
    with pytest.raises(Refused, match="not docx"):
        office.send(every_kind(), formats=("pdf", "docx"))
    assert not office.folder.exists()
    assert {p.suffix for p in office.send(every_kind(), formats=("xlsx",)).files} == {".xlsx"}
    assert office.letters[0].file == f"{OAK}.xlsx"


def test_several_workers_write_the_same_files(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters made by several processes are the same files, byte for byte, told in order."""
    monkeypatch.setattr(letter_set, "MANY", 2)
    told: list[tuple[int, int]] = []
    office.send(every_kind())
    other = Office(tmp_path / "other")
    other.send(every_kind(), workers=2, progress=lambda done, n: told.append((done, n)))
    assert other.files() == office.files()
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_an_interrupted_letter_leaves_nothing_half(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a file can't take its place, all stays as it was, and no litter is left."""
    office.send(every_kind())
    before = office.files()

    def refuse(*_: object, **__: object) -> None:
        raise FileUnavailable("locked")

    monkeypatch.setattr(replacing, "_put_in_place", refuse)
    with pytest.raises(FileUnavailable):
        office.send(run([pex(1)]))
    assert office.files() == before


def test_a_file_in_the_folders_place_is_told(tmp_path: Path) -> None:
    """A file where the folder should be is said in a sentence."""
    (tmp_path / "out").write_text("x")
    with pytest.raises(FileUnavailable, match="out is a file"):
        Office(tmp_path / "out").send(every_kind())
