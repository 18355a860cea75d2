"""`python -m xl_recoup forum`: the report on the screen, as JSON, and as a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from tests.support.workbook_files import run
from xl_recoup.contract import FORUM_REPORT

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"


def test_the_screen_shows_groups_and_hides_small_ones(capsys: pytest.CaptureFixture[str]) -> None:
    """Title, headings, and one line a group; a small one shows no number and no amount."""
    assert run("forum", SAMPLE) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == (
        "London Borough of Bromley: recoupment for alternative provision 2025-26, as at"
        " 31 January 2026"
    )
    assert lines[2].split() == [*" ".join(FORUM_REPORT.headings[:-1]).split()]
    (leavers,) = [line for line in lines if "LEAVER" in line]
    assert "not shown" in leavers
    assert {word for word in leavers.split() if "£" in word} <= {"£0.00"}
    assert sum("Total" in line for line in lines) == 4


def test_every_form_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sheet of the workbook, the JSON and the CSV file agree."""
    assert run("forum", SAMPLE, "--json") == 0
    rows = json.loads(capsys.readouterr().out)["report"]
    assert run("forum", SAMPLE, "--output", tmp_path / "forum.csv") == 0
    with (tmp_path / "forum.csv").open(encoding="utf-8-sig", newline="") as file:
        by_csv = list(csv.DictReader(file))
    assert [{k: str(v or "") for k, v in row.items()} for row in rows] == by_csv
    sheet = openpyxl.load_workbook(SAMPLE, data_only=True)["Forum report"]
    by_sheet = [[c.value for c in row] for row in sheet.iter_rows(min_row=5)]
    assert [str(row[1]) for row in by_sheet] == [row["Group"] for row in rows]
    assert [row[2] for row in by_sheet] == [row["Pupils"] for row in rows]
    assert len(rows) > 10


def test_another_ending_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The paper is a document, a PDF, tables in a workbook, or one table as CSV."""
    assert run("forum", SAMPLE, "--output", tmp_path / "forum.odt") == 2
    said = capsys.readouterr().err
    assert "forum.odt must end in .csv, .xlsx, .docx or .pdf. Name another file." in said
    assert list(tmp_path.iterdir()) == []


def test_a_row_held_for_an_error_is_in_no_group(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt scheme of the sample is in nobody's report before it is corrected."""
    assert run("forum", SAMPLE, "--json") == 0
    assert "BTA-TRUN" not in capsys.readouterr().out
