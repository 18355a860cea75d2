"""Lists of other forms come in through one step, or are told in one sentence what to click."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.adopt.support import charges
from tests.adopt.test_bad_input import refusal
from tests.support.home_grown_doubts import COLUMNS
from tests.support.home_grown_sheets import PUPILS, Sheet, new_book
from tests.support.workbook_files import run
from xl_recoup.book.package.file_forms import form_of
from xl_recoup.files import other_forms
from xl_recoup.files.other_forms import is_other_form, office

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def wide(*words: str) -> bytes:
    """Return names as they stand in the directory of an old compound file."""
    return OLE + b"".join(w.encode("utf-16-le") + bytes(40) for w in words)


def zipped(name: str, content: bytes = b"") -> bytes:
    """Return a zip with one member, not packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        file.writestr(name, content)
    return made.getvalue()


FORMS = {
    "list.csv": (b"Ref,UPN\nA1,\n", "csv"),
    "tabs.txt": (b"Ref\tUPN\r\nA1\t\r\n", "csv"),
    "page.xls": (b"\r\n<HTML><table></table></HTML>", "html"),
    "calc.ods": (zipped("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), "ods"),
    "old.xls": (wide("Root Entry", "Workbook"), "xls"),
    "older.xls": (wide("Root Entry", "Book"), "xls"),
    "binary.xlsb": (zipped("xl/workbook.bin"), "xlsb"),
    "secret.xlsx": (wide("EncryptionInfo", "EncryptedPackage"), "password"),
    "labelled.xlsx": (wide("DRMEncryptedTransform", "EncryptedPackage"), "label"),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_told_by_its_bytes(name: str) -> None:
    """Whatever the name says."""
    content, form = FORMS[name]
    assert form_of(content) == form


@pytest.mark.parametrize("content", [b"", b"not a workbook", OLE, b"<?xml version='1.0'?>", b"a,b"])
def test_what_is_nothing_of_the_kind_has_no_form(content: bytes) -> None:
    """One line with a comma is no list, and any other XML no web page."""
    assert form_of(content) == ""


@pytest.mark.parametrize("name", FORMS)
def test_each_form_has_one_sentence_of_its_own(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says what the file is and what to click, and blames nothing that it is not."""
    (tmp_path / name).write_bytes(FORMS[name][0])
    said = refusal(capsys, "validate", tmp_path / name)
    words = {"csv": "adopt", "password": "clear the password", "label": "does not encrypt"}
    assert words.get(FORMS[name][1], "Excel Workbook (*.xlsx)") in said
    assert ("password" in said) is (FORMS[name][1] == "password")


def test_the_command_in_the_answer_for_a_list_works(
    grown: Path, tmp_path: Path, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the first refusal says is done, and no second one follows."""
    path = tmp_path / "export.csv"
    path.write_bytes((grown / "export.csv").read_bytes())
    said = refusal(capsys, "recalculate", path)
    source, target = re.findall(r'"([^"]+)"', said)
    assert run("adopt", tmp_path / source, "--output", tmp_path / target, "--confirm") == 0
    assert run("recalculate", tmp_path / target, "--as-at", "2026-01-31") == 0
    assert charges(tmp_path / target) == charges(own)


def test_without_another_name_the_workbook_lies_beside_the_list(
    grown: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The list itself stays as it was."""
    path = tmp_path / "report.xls"
    path.write_bytes((grown / "report.xls").read_bytes())
    assert run("adopt", path) == 0
    assert (tmp_path / "report.xlsx").is_file()
    assert path.read_bytes() == (grown / "report.xls").read_bytes()
    assert "report.xls was taken over as text" in capsys.readouterr().err


@pytest.mark.skipif(not office(), reason="LibreOffice is not here")
@pytest.mark.parametrize("form", ["ods", "xls"])
def test_libreoffice_turns_a_workbook(form: str, tmp_path: Path, own: Path) -> None:
    """The charges are those of our own workbook."""
    with new_book(tmp_path / "list.xlsx") as book:
        Sheet(book, "List").table(COLUMNS, PUPILS)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    turn = [office(), profile, "--headless", "--convert-to", form, "--outdir", str(tmp_path)]
    subprocess.run([*turn, str(tmp_path / "list.xlsx")], capture_output=True, check=True)
    path = tmp_path / "adopted.xlsx"
    assert is_other_form(tmp_path / f"list.{form}")
    assert run("adopt", tmp_path / f"list.{form}", "--output", path, "--confirm") == 0
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert charges(path) == charges(own)


@pytest.mark.parametrize("found", [lambda: "", lambda: "/bin/false"])
def test_where_libreoffice_is_not_there_or_fails_excel_is_named(
    found: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The sentence says what to click, and nothing is written."""
    monkeypatch.setattr(other_forms, "office", found)
    path = tmp_path / "calc.ods"
    path.write_bytes(FORMS["calc.ods"][0])
    said = refusal(capsys, "adopt", path)
    assert "Save As, choose Excel Workbook (*.xlsx)" in said
    assert list(tmp_path.iterdir()) == [path]
