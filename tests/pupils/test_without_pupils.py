"""Planted names, UPNs, birthdays and notes: none is in what leaves the workbook."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.statements.support import pdf_text
from tests.support.books import pex, pupil_upn
from tests.support.workbook_files import TO_POST, run, signed_in, sound
from xl_recoup.book import read_workbook
from xl_recoup.contract import KEPT_NOTES
from xl_recoup.contract.upn import is_upn, stand_in_upn
from xl_recoup.disk import litter
from xl_recoup.pupils.stand_ins import StandIns
from xl_recoup.tables import Table

NAME, NOTE, AUNT = "Zebedee Quillfeather", "Xanadu is where the aunt lives", "Auntie Marmaduke"
BORN = date(2011, 10, 17)
UPN = pupil_upn(7, 77)
PLANTED = ["Zebedee", "Quillfeather", "Xanadu", "Marmaduke", UPN, "17/10/2011", "2011-10-17",
           "17 October 2011", "17 Oct 2011", "40833"]  # fmt: skip
"""All of it, as it may be written; the last is the birthday as Excel counts days."""


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A workbook with a pupil in every field, a comment and a sheet of the team's own."""
    private: dict[str, Any] = {
        "Pupil": NAME, "UPN": UPN, "Date of birth": BORN, "Notes": NOTE, "Year group": "9"
    }  # fmt: skip
    changes = [{"Placement ref": "P001", "From": date(2025, 12, 1), "What changes": "Provider",
                "New value": "AP1", "Note": f"{NAME} moved"}]  # fmt: skip
    register = [{"UPN": UPN, "School": "3052000", "Exclusion date": date(2025, 10, 6),
                 "Note": NOTE}]  # fmt: skip
    path = sound(
        tmp_path / "book.xlsx",
        [pex(1, **private), pex(2), pex(3)],
        **TO_POST,
        PlacementChanges=changes,
        ExclusionsRegister=register,
        Queries=[],
    )
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Our own list")
    sheet["C3"], sheet["C4"] = UPN, f"{AUNT}, about P001"
    book["Placements"]["A5"].comment = Comment(f"ask {NAME}", "A. Officer")
    book.save(path)
    return path


def everything(folder: Path, apart_from: Path) -> str:
    """Return all that stands in the files of a folder, as text, with their names."""
    said = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path == apart_from or ".previous-" in path.name:
            continue
        said.append(path.name)
        data = path.read_bytes()
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as parts:
                said += [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
        else:
            said.append(
                pdf_text(data) if path.suffix == ".pdf" else data.decode("utf-8", "replace")
            )
    return "\n".join(said)


def test_nothing_planted_leaves_the_workbook(
    planted: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No output file, screen, log or temporary file of any command repeats what was planted."""
    made = planted.parent / "made"
    made.mkdir()
    monkeypatch.setenv("HOME", str(made))
    monkeypatch.setenv("TMPDIR", str(made))
    names: list[str] = []
    named = litter.temporary_name

    def noted(target: Path) -> Path:
        names.append(target.name)
        return named(target)

    monkeypatch.setattr(litter, "temporary_name", noted)
    with signed_in("bhead"):
        for arguments in (
            ("recalculate", planted), ("validate", planted), ("check", planted),
            ("check", planted, "--json"), ("explain", planted, "P001"), ("doctor", planted),
            ("export", planted, "--to", made), ("forum", planted, "--output", made / "f.xlsx"),
            ("forum", planted, "--output", made / "f.pdf"),
            ("statements", planted, "--to", made / "s", "--draft"),
            ("compare", planted), ("pupil", planted, "--upn", UPN),
            ("pupil", planted, "--upn", UPN, "--json"),
            ("without-pupils", planted, "--output", made / "w.xlsx"),
        ):  # fmt: skip
            assert run(*arguments) in (0, 1, 2, 3), arguments
    screen = capsys.readouterr()
    said = everything(made, planted) + screen.out + screen.err + " ".join(names)
    assert (made / "w.xlsx").exists()
    assert [words for words in PLANTED if re.search(rf"(?<!\d){re.escape(words)}", said)] == []


def test_the_copy_says_the_same_of_every_cell(
    planted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Amounts and findings are those of the workbook, at the same cells, but for what has gone."""
    copy = tmp_path / "copy.xlsx"
    assert run("without-pupils", planted, "--output", copy) == 0
    ours, theirs = read_workbook(planted).tables, read_workbook(copy).tables
    assert set(theirs) == set(ours) - {"LastRun"}
    for name, table in theirs.items():
        assert (table.sheet, table.first_row) == (ours[name].sheet, ours[name].first_row)
        assert table.headings == ours[name].headings
    capsys.readouterr()
    run("validate", planted)
    first = capsys.readouterr().out.split("errors, ")[0]
    run("validate", copy)
    assert capsys.readouterr().out.split("errors, ")[0] == first


def test_two_pupils_stay_two() -> None:
    """A stand-in is a UPN with the right letter, another one for each pupil."""
    made = [stand_in_upn(number) for number in range(1, 400)]
    assert len(set(made)) == len(made)
    assert all(map(is_upn, made))


def test_what_was_kept_of_rows_that_are_gone_leaves_too() -> None:
    """Whatever the team wrote beside a row may be about a pupil; whose row it was stays."""
    rows = [("Charges", "P001/BS", "cell", "Owner", said, None) for said in (AUNT, 7)]
    kept = Table(KEPT_NOTES.name, KEPT_NOTES.sheet, KEPT_NOTES.headings, 5, rows)
    made = StandIns({kept.name: kept}).write_of(kept)
    assert made is not None
    assert list(made.rows) == [["Charges", "P001/BS", "cell", "Owner", None, None]] * 2


def test_it_is_written_to_no_other_place(planted: Path, tmp_path: Path) -> None:
    """Not over the workbook itself, not over a file of somebody's, not under another kind."""
    other = tmp_path / "other.xlsx"
    other.write_bytes(planted.read_bytes())
    for target in (planted, other, tmp_path / "copy.xlsm"):
        assert run("without-pupils", planted, "--output", target) == 2
    assert run("without-pupils", planted, "--output", other, "--replace") == 0


def test_a_deleted_pupil_is_gone_with_the_next_run(planted: Path) -> None:
    """Once a pupil's rows are deleted, a recalculation leaves nothing in any part of the file."""
    with signed_in("A. Officer"):
        assert run("recalculate", planted) in (0, 1)
        book = openpyxl.load_workbook(planted)
        for name in ("Placements", "PlacementChanges", "ExclusionsRegister"):
            for cell in book[name][5]:
                cell.value = None
        book["Placements"]["A5"].comment = None
        del book["Our own list"]
        book.save(planted)
        assert run("recalculate", planted) in (0, 1)
        assert [words for words in PLANTED[:5] if words in whole(planted)] == []
        assert run("recalculate", planted) in (0, 1)  # the first one says what was deleted
    assert "P001" not in whole(planted)


def whole(path: Path) -> str:
    """Return all parts of a workbook as one text."""
    with zipfile.ZipFile(path) as parts:
        return "\n".join(parts.read(n).decode("utf-8", "replace") for n in parts.namelist())
