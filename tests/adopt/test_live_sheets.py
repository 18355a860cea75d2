"""What counts no more is suggested by names, marks and repeats, and never charged unasked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
import xlwings as xw

from tests.adopt.support import findings
from tests.adopt.test_bad_input import correct, mapping
from tests.support.excel import running
from tests.support.home_grown_doubts import COLUMNS
from tests.support.home_grown_sheets import PUPILS, Pupil, Sheet
from tests.support.workbook_files import run
from xl_recoup.adopt.live_sheets import dead_name
from xl_recoup.errors import Refused
from xl_recoup.excel.open_runs import validate_book
from xl_recoup.excel.open_tables import read_tables
from xl_recoup.files.read_book import read_book
from xl_recoup.files.run_files import validate_file
from xl_recoup.intake.placement_rows import read_placements


def book(path: Path, **sheets: Sequence[Pupil]) -> Path:
    """Write a sheet for each list of pupils, spaces in its name as `_`."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as made:
        for name, pupils in sheets.items():
            Sheet(made, name.replace("_", " ")).table(COLUMNS, pupils)
    return path


def refs(path: Path) -> list[str]:
    """Return the references of the placements that a run reads."""
    return [p.placement_ref for p in read_placements(read_book(path)).rows]


def status(path: Path, sheet: str, words: str = "") -> str:
    """Return the Status of a sheet's row of the Mapping, or of its marked rows."""
    return str(mapping(path)[sheet, words][1]["Status"])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("TEMPLATE", "a template"), ("Example pupil", "a template"), ("Examples House", ""),
        ("2024-25_ARCHIVE", "an archive"),
        ("Withdrawn", "an archive"), ("PEX OLD", "an archive"), ("Copy of PEX", "a copy"),
        ("PEX 25-26 (2)", "a copy"), ("Do not use", "an archive"), ("Exclusions 2025-26", ""),
        ("Oldfield", ""), ("Closed cases", ""), ("Autumn", ""),
        ("AutumnOLD", "an archive"), ("Archive2", "an archive"), ("HISTORIC", "an archive"),
        ("archives", "an archive"), ("No longer used", "an archive"), ("Hist", "an archive"),
        ("To delete", "an archive"), ("Not live", "an archive"), ("EXAMPLES", "a template"),
        ("Test1", "a template"), ("Demo", "a template"), ("Duplicates", "a copy"),
        ("Waiting list", "a list of places that were not taken up"),
        ("Rejected referrals", "a list of places that were not taken up"),
        ("Not started", "a list of places that were not taken up"),
        ("Pending", "a list of places that were not taken up"),
        ("NFA", "a list of places that were not taken up"),
        ("Suspensions", "a list of suspensions"), ("Fixed-term", "a list of suspensions"),
        ("For deletion", "an archive"), ("Overturned", "an archive"), ("Mock", "a template"),
        ("Training", "a template"), ("Bromley Training", ""), ("Leavers", ""),
        ("x", "one put aside"), ("zz Autumn", "one put aside"), ("Xavier", ""),
        ("Leavers 24-25", ""), ("Testwood School", ""), ("Copyhold PRU", ""), ("Referrals", ""),
    ],
)  # fmt: skip
def test_names_of_sheets(name: str, what: str) -> None:
    """Whole words count; a closed case may be charged still."""
    assert dead_name(name) == what


def test_the_sentence_counts_all_of_it(
    grown: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """How many stand where, and what becomes of them, in one sentence."""
    made, path = grown / "master-and-terms.xlsx", tmp_path / "b.xlsx"
    assert run("adopt", made, "--output", path, "--confirm") == 0
    assert (
        "28 placements on 6 sheets: 10 to be read; 10 seem repeats and 8 stand on 3 sheets"
        " (2024-25 ARCHIVE like an archive, TEMPLATE like a template and MASTER (2) like a copy),"
        " left out unless you say otherwise on the sheet Mapping."
    ) in capsys.readouterr().out
    assert {f"AP-{n:03d}" for n in range(1, 11)} == set(refs(path))


def test_a_sheet_left_out_is_said_until_somebody_decides(tmp_path: Path) -> None:
    """It is not read, and said; confirming leaves it out for good; its own row brings it in."""
    path = book(tmp_path / "b.xlsx", PEX=PUPILS[:4], PEX_old=PUPILS[4:6])
    assert run("adopt", path) == 0
    assert (len(refs(path)), status(path, "PEX old")) == (4, "unmapped")
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert [f[1] for f in findings(path) if f[0] == "S47"] == ["PEX old"]
    assert run("adopt", path, "--confirm") == 0
    assert (len(refs(path)), status(path, "PEX old")) == (4, "ignored")
    correct(path, "PEX old", "", Status="confirmed")
    assert len(refs(path)) == 6
    assert run("adopt", path) == 0
    assert status(path, "PEX old") == "confirmed"


def test_where_no_sheet_looks_alive_all_are_asked_about(tmp_path: Path) -> None:
    """One sheet, named like a copy, is suggested and not left out."""
    path = book(tmp_path / "b.xlsx", Copy_of_PEX=PUPILS)
    assert run("adopt", path) == 0
    assert status(path, "Copy of PEX") == "suggested"


@pytest.mark.parametrize(
    ("changes", "again"),
    [
        ({}, True), ({"Provider": "HHT"}, True), ({"Scheme": "HHT-MED"}, False),
        ({"UPN": "", "Pupil": PUPILS[0]["Pupil"]}, False),
    ],
)  # fmt: skip
def test_the_same_pupil_on_another_sheet(
    changes: dict[str, Any], again: bool, tmp_path: Path
) -> None:
    """One exclusion at two providers is one; a place under another scheme is not."""
    path = book(tmp_path / "b.xlsx", PEX=PUPILS, More=[{**PUPILS[0], **changes}])
    assert run("adopt", path) == 0
    assert (("More", "again on PEX") in mapping(path)) is again


def marked(path: Path, colours: Sequence[str]) -> Path:
    """Write the pupils, rows of these colours first."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as made:
        sheet = Sheet(made, "Log")
        sheet.line(*(h for h, _ in COLUMNS), form=sheet.bold)
        plain = sheet.day
        for pupil, colour in zip(PUPILS, [*colours, *[""] * len(PUPILS)], strict=False):
            look = {"bg_color": colour} if colour else {}
            sheet.day = made.add_format({"num_format": "dd/mm/yyyy", **look}) if colour else plain
            sheet.rows(COLUMNS, [pupil], form=made.add_format(look) if colour else None)
    assert run("adopt", path) == 0
    return path


def test_a_colour_is_asked_about_and_answered_once(tmp_path: Path) -> None:
    """Rows of a colour are not read until somebody says what it means; confirming is no answer."""
    path = marked(tmp_path / "b.xlsx", ["#D9D9D9", "", "#D9D9D9"])
    words = "filled grey (D9D9D9)"
    assert run("adopt", path, "--confirm") == 0
    assert status(path, "Log", words) == "unmapped"
    assert not {"AP-001", "AP-003"} & set(refs(path))
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert [(f[1], f[2]) for f in findings(path) if f[0] == "S47"] == [("Log", "A2")]
    correct(path, "Log", words, Means="read", Status="confirmed")
    assert len(refs(path)) == 10
    correct(path, "Log", words, Means="left out")
    assert len(refs(path)) == 8


def test_rows_of_a_colour_are_never_charged_by_a_button(tmp_path: Path) -> None:
    """Excel's door does not read colours: it refuses where any row is left out by one."""
    path = marked(tmp_path / "b.xlsx", ["#D9D9D9", "", "#D9D9D9"])
    words = "filled grey (D9D9D9)"
    assert run("adopt", path, "--confirm") == 0
    for answer in ({}, {"Means": "left out", "Status": "confirmed"}):
        correct(path, "Log", words, **answer)
        with running() as app, pytest.raises(Refused, match="rows of a colour on Log"):
            read_tables(xw.Book(impl=app.books.open(path)))
    correct(path, "Log", words, Means="read", Status="confirmed")
    with running() as app:
        in_excel = validate_book(xw.Book(impl=app.books.open(path)))
    assert in_excel.lines == validate_file(path, as_at=None).lines


def test_how_a_list_looks_is_no_mark(tmp_path: Path) -> None:
    """A colour on every second row, or on most, says nothing."""
    path = marked(tmp_path / "b.xlsx", ["#DDEBF7", ""] * 5)
    assert len(refs(path)) == 10
    assert not [w for _, w in mapping(path) if w.startswith("filled")]
