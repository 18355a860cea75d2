"""Workbook files: tampering is named, a first edition's records are sealed, the README holds."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.workbook_files import answer, fix_clock_and_user, post, run, signed_in, sound
from tests.support.workbook_files import type_in as put
from xl_recoup.book import read_workbook
from xl_recoup.contract import LAST_RUN

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "workbook" / "recoupment.xlsx"
COLUMNS = {
    "Ledger": ("Takes back", "Entry digest"),
    "Documents": ("Entry digest",),
    "RunLog": (
        *("Accepted missing", "Record digest"),
        *("Posting", "Accepted", "Ledger head", "Documents head", "Letters head"),
    ),
}
"""The columns that the first edition's tables do not have."""


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every run be at one time, by one person."""
    fix_clock_and_user(monkeypatch)


@pytest.fixture
def posted(tmp_path: Path) -> Path:
    """Return a small workbook that was posted once."""
    path = sound(tmp_path / "book.xlsx")
    assert run("recalculate", path) == 0
    assert post(path) == 0
    assert run("recalculate", path) == 0
    return path


def column(path: Path, table: str, heading: str) -> list[Any]:
    """Return a column of a table in a file."""
    found = read_workbook(path).tables[table]
    return [row[found.headings.index(heading)] for row in found.rows]


def test_an_overtyped_entry_is_named_by_every_command(
    posted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A school changed in the Ledger: a run says it first, check and post stop, all name it."""
    assert run("check", posted) == 0
    put(posted, "Ledger", "I5", "3052002")
    said = "Ledger I5: LAESTAB of entry 1 is not what was written there."
    assert run("recalculate", posted) == 0
    assert said in capsys.readouterr().out
    assert column(posted, "Exceptions", "Code")[0] == "A85"
    assert run("validate", posted) == 1
    assert run("check", posted) == 1
    assert said in capsys.readouterr().out
    before = posted.read_bytes()
    assert post(posted, "Spring 2026") == 2
    assert said in capsys.readouterr().err
    assert posted.read_bytes() == before


def test_sorting_and_another_programs_saving_change_nothing(posted: Path) -> None:
    """The rows turned about, the file saved by another library: the same proof and lines."""
    workbook = openpyxl.load_workbook(posted)
    for name in ("Ledger", "Documents"):
        sheet = workbook[name]
        _, *rows = sheet[sheet.tables[name].ref]
        values = [[cell.value for cell in row] for row in rows][::-1]
        for row, turned in zip(rows, values, strict=True):
            for cell, value in zip(row, turned, strict=True):
                cell.value = value
    workbook.save(posted)
    assert run("check", posted) == 0
    assert run("validate", posted) == 0


def test_the_posting_is_found_by_its_number(tmp_path: Path) -> None:
    """A rate changed after a posting is said in every run, though all runs bear one moment."""
    path = sound(tmp_path / "book.xlsx")
    run("recalculate", path)
    assert post(path) == 0
    put(path, "Rates", "C6", 5500)
    for _ in range(3):
        assert run("recalculate", path) == 0
        assert "A78" in column(path, "Exceptions", "Code")
        assert run("check", path) == 0
    assert len(set(column(path, "RunLog", "Run at"))) == 1


def first_edition(path: Path) -> Path:
    """Make a posted workbook one of the first edition: without what came later."""
    workbook = openpyxl.load_workbook(path)
    del workbook[LAST_RUN.sheet]
    for name, headings in COLUMNS.items():
        sheet = next(s for s in workbook.worksheets if name in s.tables)
        table = sheet.tables[name]
        first = sheet[table.ref][0]
        gone = [cell.column for cell in first if cell.value in (*headings, "Scheme name")]
        assert gone == list(range(first[-1].column - len(gone) + 1, first[-1].column + 1))
        for row in sheet[table.ref]:
            for cell in row[len(row) - len(gone) :]:
                cell.value = None
        last = first[-1 - len(gone)].column_letter
        start, end = table.ref.split(":")
        table.ref = f"{start}:{last}{end.lstrip('ABCDEFGHIJKLMNOPQRSTUVWXYZ')}"
        table.tableColumns = table.tableColumns[: len(first) - len(gone)]
        if table.autoFilter:
            table.autoFilter.ref = table.ref
    workbook.save(path)
    return path


def test_a_first_editions_ledger_is_sealed_once(
    posted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A warning until then, and no posting; two people seal it; then it proves itself."""
    first_edition(posted)
    assert run("recalculate", posted) == 0
    assert "A86" in column(posted, "Exceptions", "Code")
    assert post(posted, "Spring 2026") == 2
    assert "were posted by an earlier edition" in capsys.readouterr().err
    assert run("post", posted, "--seal", "--approved-by", "B. Head") == 2
    assert "tester is signed in, and is no Login" in capsys.readouterr().err
    with signed_in("bhead"):
        code, said = answer(capsys, "post", posted, "--seal", "--approved-by", "B. Head")
        assert (code, said["sealed"]) == (0, 8)
        assert run("post", posted, "--seal", "--approved-by", "B. Head") == 2
    assert "There is nothing to seal" in capsys.readouterr().err
    assert all(column(posted, "Ledger", "Entry digest"))
    assert column(posted, "RunLog", "Posting")[-1] == "sealing"
    assert run("check", posted) == 0
    assert "A86" not in column(posted, "Exceptions", "Code")
    put(posted, "Ledger", "S6", 0)
    assert run("check", posted) != 0


def test_what_is_in_the_way_of_new_columns_is_named(
    posted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cells beside the Ledger are not written over: the sentence says where they are."""
    first_edition(posted)
    workbook = openpyxl.load_workbook(posted)
    workbook["Ledger"]["AF9"] = "mine"
    workbook.save(posted)
    run("recalculate", posted)
    before = posted.read_bytes()
    with signed_in("bhead"):
        assert run("post", posted, "--seal", "--approved-by", "B. Head") == 2
    assert "(Entry digest), but the cells AF4:AF" in capsys.readouterr().err
    assert posted.read_bytes() == before


def test_the_readmes_commands_post_the_sample(tmp_path: Path) -> None:
    """Word for word, in a shell, as the page prints them."""
    readme = (ROOT / "docs" / "buttons-and-commands.md").read_text(encoding="utf-8")
    (script,) = re.findall(r"```sh\n(cp workbook/.*?)```", readme, re.DOTALL)
    (tmp_path / "workbook").mkdir()
    shutil.copyfile(SAMPLE, tmp_path / "workbook" / SAMPLE.name)
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("the commands are for a shell of Linux or macOS")
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python3"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    environment = dict(os.environ) | {
        "PYTHONPATH": str(ROOT),
        "PATH": os.pathsep.join([str(tmp_path / "bin"), os.environ["PATH"]]),
    }
    environment.pop("XL_RECOUP_USER")
    made = subprocess.run(
        [bash, "-e"], input=script, cwd=tmp_path, env=environment, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    assert "Nothing was written." in made.stdout
    assert "94 lines, £180,213.92 in all, posted to Autumn 2025" in made.stdout
    trial = tmp_path / "trial.xlsx"
    assert set(column(trial, "Ledger", "Prepared by")) == {"A. Officer"}
    assert set(column(trial, "Ledger", "Approved by")) == {"B. Head"}


def test_the_columns_that_came_later_are_the_contracts() -> None:
    """What a first edition lacks is what the contract says was added later."""
    from xl_recoup.contract import DOCUMENTS, LEDGER, RUN_LOG

    assert {s.name: s.added_later for s in (LEDGER, DOCUMENTS, RUN_LOG)} == COLUMNS
