"""Lists of other forms come in through one step, or are told in one sentence what to click."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from tests.adopt.support import charges
from tests.adopt.test_bad_input import refusal
from tests.support.binary_workbooks import write_xlsb
from tests.support.home_grown_doubts import COLUMNS
from tests.support.home_grown_sheets import PUPILS, Sheet, new_book, shown_value
from tests.support.workbook_files import run
from xl_recoup.book.package.file_forms import form_of
from xl_recoup.book.package.package import open_package
from xl_recoup.book.reading.whole_sheets import read_views
from xl_recoup.files import other_forms
from xl_recoup.files.other_forms import as_workbook, is_other_form, office
from xl_recoup.tables import Cell, CellError

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
    "titled.csv": (b"Placements\r\nAs at 31 January\r\n\r\nRef;UPN;Day\r\nA1;;\r\nA2;;\r\n", "csv"),
    "headings.csv": (b"Ref,UPN,Home school,Exclusion date,Provider\n", "csv"),
    "report.xml": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        b"</Workbook>",
        "xml",
    ),
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


NOTHING = (
    b"", b"not a workbook", OLE, b"<?xml version='1.0'?>", b"a,b", b"Dear all, as agreed, see it",
    b"Dear all,\n\nas agreed, I enclose\nthe list.\n\nRegards\n",
)  # fmt: skip


@pytest.mark.parametrize("content", NOTHING)
def test_what_is_nothing_of_the_kind_has_no_form(content: bytes) -> None:
    """A line with a comma is no list, nor is a letter, and any other XML no web page."""
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


@pytest.mark.parametrize("command", [("recalculate",), ("new-year", "--year", "2026-27")])
@pytest.mark.parametrize("name", ["list.csv", "binary.xlsb", "letter.pdf"])
def test_what_is_no_workbook_is_told_before_the_name_of_the_target(
    name: str, command: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody is sent to a second refusal by a name that must end in .csv."""
    (tmp_path / name).write_bytes(FORMS[name][0] if name in FORMS else b"%PDF-1.7")
    said = refusal(capsys, *command, tmp_path / name, "--output", tmp_path / "y.xlsx")
    assert "must end in" not in said
    assert said.startswith(name)


def test_lines_above_a_list_are_titles(tmp_path: Path, grown: Path) -> None:
    """Whatever separates the cells below them."""
    text = (grown / "windows.csv").read_bytes().decode("cp1252")
    plain, titled = tmp_path / "plain.csv", tmp_path / "titled.csv"
    plain.write_bytes(text.encode())
    titled.write_bytes(f"Placements, all\r\nAs at 31 January 2026\r\n\r\n{text}".encode())
    lists = []
    for path in (plain, titled):
        with as_workbook(path) as (made, _):
            (view,) = read_views(open_package(made))
            lists.append([[*row] for row in view.rows])
    assert lists[1][3:] == lists[0]


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


@pytest.mark.skipif(not office(), reason="LibreOffice is not here")
def test_a_binary_workbook_is_turned_with_all_that_was_typed(tmp_path: Path) -> None:
    """Texts, numbers, days, truth values in text-formatted cells, errors: no FALSE becomes a 0."""
    rows: list[tuple[Cell, ...]] = [
        ("Ref", "Number", "Day", "Ever 6", "Note"),
        ("AP-1", "0301234", date(2025, 10, 6), True, None),
        ("AP-22", 12.5, date(2024, 2, 29), False, CellError("#N/A")),
        ("AP-3", 0, None, None, "a £ and Ł"),
    ]
    path = write_xlsb(tmp_path / "list.xlsb", "Cases", rows)
    with as_workbook(path) as (made, said):
        (view,) = read_views(open_package(made))
    assert said == "list.xlsb was turned into a workbook by LibreOffice. Compare some rows."
    assert view.name == "Cases"
    assert [[_day(c) for c in row] for row in view.rows] == [list(row) for row in rows]
    assert [type(row[3]) for row in view.rows[1:3]] == [bool, bool]


@pytest.mark.skipif(not office(), reason="LibreOffice is not here")
def test_a_binary_workbook_gives_the_charges_of_our_own(tmp_path: Path, own: Path) -> None:
    """Whoever is Ever 6 there by TRUE is so here, and FALSE is N."""
    rows: list[list[Cell]] = [[heading for heading, _ in COLUMNS]]
    for p in PUPILS:
        values = [(source, shown_value(p, source)) for _, source in COLUMNS]
        rows.append([value == "Y" if source == "FSM6" else value for source, value in values])
    path = write_xlsb(tmp_path / "list.xlsb", "List", rows)
    assert run("adopt", path, "--confirm") == 0
    assert run("recalculate", tmp_path / "list.xlsx", "--as-at", "2026-01-31") == 0
    assert charges(tmp_path / "list.xlsx") == charges(own)


def _day(cell: Cell) -> Cell:
    return cell.date() if isinstance(cell, datetime) else cell


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
