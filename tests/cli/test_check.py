"""`python -m xl_recoup check`: are the outputs in the file what its inputs give?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.workbook_files import (
    answer,
    contents,
    post,
    run,
    signed_in,
    sound,
    type_in,
    without_progress,
)
from xl_recoup.book import read_workbook
from xl_recoup.book.writing.chart_caches import comparable


def place(book: Path, table: str, heading: str, row: int = 0) -> tuple[str, str]:
    """Return the sheet and the address of a cell."""
    found = read_workbook(book).find(table)
    assert found is not None
    return found.sheet, found.address(row, found.headings.index(heading))


def test_a_filled_book_has_not_drifted(filled: Path, capsys: Any) -> None:
    """Outputs that are what the inputs give exit with 0, and the check writes nothing."""
    before = contents(filled.parent)
    assert run("check", filled) == 0
    said = capsys.readouterr()
    assert said.out == "The outputs are what the inputs give.\n"
    assert without_progress(said.err) == ""
    code, answered = answer(capsys, "check", filled)
    assert (code, answered["drift"]) == (0, [])
    assert contents(filled.parent) == before


def test_a_book_that_was_never_run_has_drifted(typed: Path, capsys: Any) -> None:
    """A book without a run in its run log exits with 1 and says so."""
    assert run("check", typed) == 1
    assert "No run is recorded in the run log" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("table", "heading", "value"),
    [
        ("Settings", "Value", "57"),
        ("Schools", "Cost centre", "C100"),
        ("Agreements", "Evidence", "letter of 3 September"),
        ("Providers", "Note", "closed for works in May"),
        ("Schemes", "Note", "see the minutes"),
        ("Rates", "Amount", 3847.01),
        ("Rates", "Source", "another paper"),
        ("Calendar", "Name", "Spring"),
        ("Placements", "Year group", "5"),
        ("Placements", "Notes", "telephoned the school"),
        ("PlacementChanges", "Note", "agreed by letter"),
        ("Queries", "Owner", "B. Officer"),
    ],
)
def test_one_changed_input_is_drift(
    tmp_path: Path, capsys: Any, table: str, heading: str, value: str | float
) -> None:
    """Any changed cell of any input table, a note too, exits with 1 and names the table."""
    book = sound(tmp_path / "book.xlsx", settings={"Hold days": "56"})
    assert run("recalculate", book) == 0
    assert run("check", book) == 0
    type_in(book, *place(book, table, heading), value)
    code, said = answer(capsys, "check", book)
    assert code == 1
    assert f"The table {table} has changed since the last run." in said["drift"]


@pytest.mark.parametrize(
    ("table", "heading", "value"),
    [
        ("Charges", "Amount", 1775.55),
        ("Charges", "Amount", "1775.54"),
        ("Charges", "Status", "held"),
        ("Charges", "Working", "by arrangement"),
        ("Charges", "Authority share", 1),
        ("CheckResults", "Result", "skipped"),
        ("SchoolSummary", "Total", 0),
        ("SchoolSummary", "School", "Oak"),
    ],
)
def test_an_output_typed_over_is_drift(
    filled: Path, capsys: Any, table: str, heading: str, value: str | float
) -> None:
    """A value typed over an output exits with 1 and names the cell, what is there and what not."""
    sheet, address = place(filled, table, heading)
    type_in(filled, sheet, address, value)
    code, said = answer(capsys, "check", filled)
    assert code == 1
    assert len(said["drift"]) == 1
    assert said["drift"][0].startswith(f"{sheet} {address}: {heading} is ")


@pytest.mark.parametrize("table", ["Charges", "SchoolSummary"])
def test_a_check_formula_typed_over_is_drift(filled: Path, capsys: Any, table: str) -> None:
    """A 0 typed over the formula of a Check shows no sum any more, and exits with 1."""
    sheet, address = place(filled, table, "Check", 1)
    type_in(filled, sheet, address, 0)
    assert run("check", filled) == 1
    said = capsys.readouterr().out.splitlines()
    assert said == [
        f"{sheet} {address}: a value was typed over the formula of Check.",
        "The outputs are not what the inputs give: recalculate the workbook.",
    ]


def test_recalculating_ends_the_drift(filled: Path) -> None:
    """After a recalculation the same check passes."""
    type_in(filled, *place(filled, "Charges", "Amount"), 1)
    assert run("check", filled) == 1
    assert run("recalculate", filled) == 0
    assert run("check", filled) == 0


@pytest.mark.parametrize("later", ["1780000000", "1830000000"])  # May 2026, December 2027
def test_the_check_does_not_drift_with_the_calendar(
    typed: Path, monkeypatch: Any, capsys: Any, later: str
) -> None:
    """On a later day the day of the last run is used, so a held line stays held."""
    assert run("recalculate", typed) == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", later)
    assert run("check", typed) == 0
    code, said = answer(capsys, "check", typed)
    assert (code, said["as_at"], said["rows"]["held"]) == (0, "2026-01-31", 1)
    assert answer(capsys, "validate", typed)[1]["rows"]["held"] == 0


def test_another_day_given_is_used(filled: Path, capsys: Any) -> None:
    """--as-at goes before the day of the last run; what changes with it is drift."""
    code, said = answer(capsys, "check", filled, "--as-at", "30/11/2025")
    assert (code, said["as_at"]) == (1, "2025-11-30")
    assert any("Status" in sentence for sentence in said["drift"])


def test_the_last_line_of_the_run_log_counts(typed: Path, capsys: Any) -> None:
    """After a second run as at another day the check is as at that day."""
    assert run("recalculate", typed) == 0
    assert run("recalculate", typed, "--as-at", "30/11/2025") == 0
    assert answer(capsys, "check", typed)[1]["as_at"] == "2025-11-30"
    assert run("check", typed) == 0


def test_strict_exits_with_1_for_held_rows(filled: Path, capsys: Any) -> None:
    """--strict adds the held rows to what `check` exits with 1 for."""
    assert run("check", filled, "--strict") == 1
    assert "The outputs are what the inputs give." in capsys.readouterr().out


def test_of_an_altered_record_nothing_else_is_said(filled: Path, capsys: Any) -> None:
    """A seal that is broken names its cell and says restore; no run would put that right."""
    with signed_in("bhead"):
        assert post(filled) == 0
    capsys.readouterr()
    sheet, address = place(filled, "Ledger", "Authority share")
    type_in(filled, sheet, address, 1)
    code, said = answer(capsys, "check", filled)
    (drift,) = said["drift"]
    assert code == 1
    assert drift.startswith(f"{sheet} {address}: Authority share of entry 1 is not what was")
    assert "Restore the workbook from before that" in drift
    assert run("check", filled) == 1
    shown = capsys.readouterr().out.splitlines()
    assert shown == [
        drift,
        "What was posted is not what was written, so the outputs were not compared: restore the"
        " workbook. To recalculate it would not put this right.",
    ]


def test_a_number_spelt_otherwise_is_no_difference_of_a_chart() -> None:
    """310.1 and 310.10 are one amount, and so are 0 and 0.00; a text is itself."""
    assert comparable("310.1") == comparable("310.10")
    assert comparable("77851.74000000001") == comparable("77851.74")
    assert comparable("0") == comparable("0.00") != comparable("")
    assert comparable("Elm Trust") != comparable("Oak Trust")
