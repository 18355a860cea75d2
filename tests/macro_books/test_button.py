"""A button on a sheet, clicked with the mouse: the workbook's own macros run, down to Python.

LibreOffice shows the workbook; it has no ribbon, so the sheet Start gets a button that leads to
the same macro as the ribbon's. Only the bridge to Python is another one: LibreOffice has no
Windows to ask, so RecoupmentRun hands the button's name to Python through a shell and shows what it
said.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.worksheet import Worksheet

from tests.macro_books.books import FOLDER, ROOT, builder, macros
from tests.support.desktop import showing, wait_for
from tests.support.workbook_files import FIXED, fix_clock_and_user
from workbook_builder.start import write_start
from xl_recoup.book import read_workbook
from xl_recoup.cli.main import main

FACE = (236, 233, 216)
"""The colour of a button's face."""
BRIDGE = """Attribute VB_Name = "RecoupmentBridge"
Option Explicit
Public Sub RecoupmentRun(ByVal Action As String)
    Dim Said As String, File As Integer
    Shell "{shell}", 1, Action, True
    File = FreeFile
    Open "{said}" For Input As #File
    Line Input #File, Said
    Close #File
    MsgBox Said, 64, "Recoupment"
    File = FreeFile
    Open "{closed}" For Output As #File
    Print #File, "closed"
    Close #File
End Sub
"""


def with_button(target: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Build the macro workbook, its outputs empty, with a button and a bridge for LibreOffice."""

    def with_a_button(*arguments: Any) -> Worksheet:
        sheet = write_start(*arguments)
        sheet.insert_button(
            "C1",
            {"macro": "RecoupmentRecalculate", "caption": "Recalculate", "x_offset": 320,
             "width": 180, "height": 40},
        )  # fmt: skip
        return sheet

    monkeypatch.setattr(builder, "write_start", with_a_button)
    plain = folder / "plain.xlsx"
    builder.build(plain, FOLDER / "sources")
    places = {name: str(folder / f"{name}.txt") for name in ("said", "closed")}
    project = macros.ribbon_project()
    project.modules["RecoupmentBridge"] = BRIDGE.format(shell=folder / "run.sh", **places)
    macros.add_macros(plain, target, project, ribbon=True)


def charges(book: Path) -> list[tuple[Any, ...]]:
    """Return the references, statuses and amounts of a workbook's charges."""
    table = read_workbook(book).find("Charges")
    assert table is not None
    columns = [table.headings.index(h) for h in ("Charge ref", "Status", "Amount")]
    return [tuple(row[c] for c in columns) for row in table.rows]


def test_a_click_on_the_button_recalculates(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Mouse → button → VBA macro → Python macro → filled tables → a sentence on the screen."""
    book, result = tmp_path / "recoupment.xlsm", tmp_path / "result.xlsm"
    with_button(book, tmp_path, monkeypatch)
    said, closed = tmp_path / "said.txt", tmp_path / "closed.txt"
    script = tmp_path / "run.sh"
    script.write_text(
        f'#!/bin/sh\ncd "{ROOT}" || exit 1\nPYTHONPATH="{ROOT}" exec "{sys.executable}"'
        f' -m tests.support.pressed "{book}" "{result}" "{said}" "$@" 2>"{tmp_path}/wrong.txt"\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    more = {**FIXED, "LOCALAPPDATA": str(tmp_path / "local")}
    with showing(book, tmp_path, more) as desktop:
        place = wait_for("the button", lambda: desktop.middle_of(FACE, 2000))
        desktop.click(place)
        wait_for("the message", lambda: desktop.answer("Recoupment"))
        wait_for("the end of the macro", lambda: closed.exists() or None)
    assert "placements read as at 31 January 2026 for 2025-26" in said.read_text(encoding="utf-8")
    assert (tmp_path / "wrong.txt").read_text(encoding="utf-8") == ""
    assert not (tmp_path / "recoupment.previous.xlsm").exists()
    # the same as without any Excel
    fix_clock_and_user(monkeypatch)
    expected = tmp_path / "expected.xlsm"
    assert main(["recalculate", str(book), "--output", str(expected)]) == 0
    assert charges(result) == charges(expected)
    assert len(charges(result)) > 50
