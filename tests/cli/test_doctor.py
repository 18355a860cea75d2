"""`doctor`: the installation, or what is in a workbook and what a run would change."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.workbook_files import answer, contents, run
from xl_recoup import __version__
from xl_recoup.book.package.package import open_package
from xl_recoup.book.reading.inventory import inventory
from xl_recoup.book.writing.preview import preview
from xl_recoup.cli.doctor import BookReport, report_text
from xl_recoup.installation import program
from xl_recoup.tables import CellWrites


def test_the_installation_is_looked_at(capsys: Any) -> None:
    """Without a workbook, one line for each thing, with its version."""
    code, said = answer(capsys, "doctor")
    checks = {line["subject"]: line for line in said["checks"]}
    assert code == 0
    assert checks["xl_recoup"] == {"subject": "xl_recoup", "ok": True, "words": __version__}
    assert checks["Python"]["ok"]


def test_what_is_missing_says_what_to_do(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that is not there is something to do."""
    monkeypatch.setattr(program, "LIBRARIES", ("no-such-library",))
    assert run("doctor") == 0
    assert (
        "TO DO  no-such-library: no-such-library is not installed: install xl_recoup again."
        in capsys.readouterr().out
    )


def test_a_workbook_that_was_never_filled(typed: Path, capsys: Any) -> None:
    """The report names the sheets and tables that a run would add; nothing is written."""
    before = contents(typed.parent)
    code, said = answer(capsys, "doctor", typed)
    assert code == 0
    assert contents(typed.parent) == before
    assert {"name": "Placements", "kind": "worksheet"} in said["sheets"]
    assert {"feature": "tables", "count": 12, "sheets": [s["name"] for s in said["sheets"]]} in (
        said["features"]
    )
    charges = said["changes"]["tables"][0]
    assert (charges["name"], charges["sheet"], charges["before"]) == ("Charges", "Charges", None)
    assert "xl/workbook.xml" in said["changes"]["parts_changed"]
    assert len(said["changes"]["parts_added"]) == 21
    assert (said["refused"], said["signature_invalidated"]) == (None, False)


def test_a_workbook_that_was_filled(filled: Path, capsys: Any) -> None:
    """A second run fills the same ranges again and adds one line to the run log."""
    assert run("doctor", filled) == 0
    said = capsys.readouterr().out
    assert "table Charges: Charges A4:Z13, filled again" in said
    assert "table RunLog: Run log A4:AK5, then A4:AK6" in said
    assert "part xl/worksheets/" in said
    assert said.endswith("Everything else stays byte for byte as it is.\n")


def test_a_workbook_that_a_run_refuses(tmp_path: Path, capsys: Any) -> None:
    """What is in the file is said all the same, and why nothing would change."""
    import xlsxwriter

    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(path)) as file:
        file.add_worksheet("Ours")
    code, said = answer(capsys, "doctor", path)
    assert (code, said["changes"]) == (0, None)
    assert "python -m xl_recoup adopt BOOK is the way in" in said["refused"]
    assert run("doctor", path) == 0
    assert "A run would change nothing: it is refused." in capsys.readouterr().out


def test_a_signed_workbook_is_written_and_that_is_said(filled: Path, capsys: Any) -> None:
    """The report foretells, and a run says, that the signature is no longer valid."""
    import zipfile

    words = "The workbook was digitally signed: the signature is no longer valid. Sign it again."
    with zipfile.ZipFile(filled, "a") as archive:
        archive.writestr("_xmlsignatures/origin.sigs", b"")
    said = answer(capsys, "doctor", filled)[1]
    assert (said["signature_invalidated"], said["changes"]["told"]) == (True, [words])
    assert answer(capsys, "recalculate", filled)[1]["told"] == [words]
    assert run("recalculate", filled) == 0
    assert words in capsys.readouterr().err


def test_single_cells_are_foretold(filled: Path) -> None:
    """Charges in the team's own columns are counted, with the block in which they stand."""
    cells = CellWrites("Placements", {(5, 60): "x", (7, 61): Decimal(1)})
    changes = preview(open_package(filled), [cells])
    assert [tuple(map(str, each)) for each in changes.cells] == [("Placements", "2", "BH5:BI7")]
    said = report_text(BookReport(inventory(open_package(filled)), changes, ""))
    assert "  sheet Placements: 2 cells within BH5:BI7\n" in said
