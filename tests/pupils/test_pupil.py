"""Where one pupil's data stand: every row, every other cell, other parts and earlier versions."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.pupils.test_without_pupils import NAME, PLANTED, UPN, planted
from tests.support.books import pex, pupil_upn
from tests.support.workbook_files import run, signed_in, sound

__all__ = ["planted"]


def found(path: Path, capsys: pytest.CaptureFixture[str], upn: str = UPN) -> dict[str, object]:
    """Return what the command says as JSON."""
    capsys.readouterr()
    assert run("pupil", path, "--upn", upn, "--json") == 0
    said: dict[str, object] = json.loads(capsys.readouterr().out)
    return said


def test_every_cell_is_named(planted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Rows of the UPN and of its references, in inputs, outputs and a sheet of the team's own."""
    with signed_in("A. Officer"):
        run("recalculate", planted)
    cells = found(planted, capsys)["cells"]
    assert isinstance(cells, list)
    places = {(each["sheet"], each["cell"]) for each in cells}
    assert {("Placements", f"{c}5") for c in ("A", "C", "D", "E", "AS")} <= places
    assert {("Our own list", "C3"), ("Our own list", "C4")} <= places
    assert {"Charges", "PlacementChanges", "ExclusionsRegister"} <= {sheet for sheet, _ in places}
    assert ("Placements", "A6") not in places


def test_other_parts_and_copies_are_named(
    planted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A comment is no cell, and an earlier version is another file: both are said."""
    shutil.copyfile(planted, planted.with_name("book.previous-2026-01-01T0900.xlsx"))
    shutil.copyfile(planted, planted.with_name("book.before-posting-Autumn.xlsx"))
    shutil.copyfile(planted, planted.with_name("another.xlsx"))
    said = found(planted, capsys)
    assert said["copies"] == [
        "book.before-posting-Autumn.xlsx",
        "book.previous-2026-01-01T0900.xlsx",
    ]
    run("pupil", planted, "--upn", UPN)
    words = capsys.readouterr().out
    assert "book.before-posting-Autumn.xlsx" in words
    assert not any(secret in words for secret in PLANTED)


def test_a_name_that_stands_alone_is_shown_apart(
    planted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The name in a text, in another order or alone, is named as perhaps another pupil's."""
    book = openpyxl.load_workbook(planted)
    own = book.create_sheet("Duty diary")
    own["B2"], own["B3"], own["B4"] = f"rang about {NAME.lower()}", "Quillfeather, Zebedee", "ZQ"
    own["B5"], own["B6"] = "Zebedee Other", 7
    book["Placements"]["AS6"] = f"lives beside {NAME}"
    book.save(planted)
    said = found(planted, capsys)
    alike = said["namesakes"]
    assert isinstance(alike, list)
    assert {(each["sheet"], each["cell"]) for each in alike} == {
        ("Duty diary", "B2"), ("Duty diary", "B3"), ("Placements", "AS6"),
    }  # fmt: skip
    run("pupil", planted, "--upn", UPN)
    words = capsys.readouterr().out
    assert "They may be another pupil's: look at each." in words
    assert not any(secret in words for secret in PLANTED)


def test_initials_are_looked_for_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Initials alone in a cell of the team's own are shown; in our tables they are others'."""
    path = sound(tmp_path / "book.xlsx", [pex(1, UPN=UPN, Pupil="M.P."), pex(2, Pupil="MP")])
    book = openpyxl.load_workbook(path)
    own = book.create_sheet("Duty diary")
    own["B2"], own["B3"], own["B4"] = "MP", "m. p.", "MPs wrote"
    book.save(path)
    alike = found(path, capsys)["namesakes"]
    assert isinstance(alike, list)
    assert [(each["sheet"], each["cell"]) for each in alike] == [
        ("Duty diary", "B2"), ("Duty diary", "B3"),
    ]  # fmt: skip


def test_letters_on_record_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file of each letter that speaks of the pupil's placement is named; no other."""
    path = sound(
        tmp_path / "book.xlsx",
        [pex(1, UPN=UPN), pex(2)],
        settings={"Contact": "AP team", "Contact e-mail": "ap@example.gov.uk"},
    )
    assert run("recalculate", path) == 0
    assert run("statements", path, "--to", tmp_path / "letters", "--formats", "xlsx") == 0
    letters = found(path, capsys)["letters"]
    assert isinstance(letters, list)
    about = [p.name for p in (tmp_path / "letters").glob("305*.xlsx") if _says(p, "P001")]
    assert sorted(letters) == sorted(about)
    assert letters


def _says(path: Path, words: str) -> bool:
    """Say whether a workbook's cells hold these words."""
    sheets = openpyxl.load_workbook(path).worksheets
    return any(words in str(cell.value) for s in sheets for row in s.rows for cell in row)


def test_nobody_is_found_where_nobody_is(planted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A UPN that is nowhere gives an empty list; a wrong one is looked for, and said."""
    said = found(planted, capsys, pupil_upn(9, 99))
    assert (said["cells"], said["elsewhere"], said["copies"]) == ([], [], [])
    wrong = ("A" if UPN[0] != "A" else "B") + UPN[1:]
    told = found(planted, capsys, wrong)["told"]
    assert isinstance(told, list)
    assert "right check letter" in told[0]
    assert run("pupil", planted, "--upn", "7") == 2


def test_old_copies_are_named_by_the_doctor(
    planted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An earlier version kept for a hundred days is named; a young one is only counted."""
    for name, days in (("previous-2026-01-01T0900", 100), ("before-posting-Autumn", 1)):
        copy = planted.with_name(f"book.{name}.xlsx")
        shutil.copyfile(planted, copy)
        then = copy.stat().st_mtime - days * 86_400
        os.utime(copy, (then, then))
    capsys.readouterr()
    assert run("doctor", planted) == 0
    said = capsys.readouterr().out
    assert "2 earlier versions beside it" in said
    assert "Older than 90 days is book.previous-2026-01-01T0900.xlsx." in said


def test_how_old_is_old_is_a_setting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The setting of the workbook says after how many days an earlier version is named."""
    book = sound(tmp_path / "book.xlsx", settings={"Earlier version days": 7})
    copy = tmp_path / "book.previous-2026-01-01T0900.xlsx"
    shutil.copyfile(book, copy)
    for days, said in ((6, "none is older than 7 days"), (8, f"Older than 7 days is {copy.name}.")):
        then = book.stat().st_mtime - days * 86_400
        os.utime(copy, (then, then))
        capsys.readouterr()
        assert run("doctor", book) == 0
        assert said in capsys.readouterr().out
