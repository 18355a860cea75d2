"""The contents of the workbook's sources, and what a run makes of them."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.workbook.sources_read import HEADING_ROW, SOURCES, TABLE_SHEETS, rows_of
from workbook_builder import invent
from xl_recoup.contract import PLACEMENTS, SCHOOLS
from xl_recoup.contract.upn import is_upn

PLACEMENT_FILES = ("placements.csv", "placements_bta.csv", "placements_hht.csv")
PLACED = [row for name in PLACEMENT_FILES for row in rows_of(SOURCES / name)]
MISTAKES = rows_of(Path(__file__).with_name("mistakes.csv"))
SITUATIONS = rows_of(Path(__file__).with_name("situations.csv"))


def test_a_school_has_one_row_a_period() -> None:
    """No two rows of one LAESTAB cover the same day."""
    periods: dict[str, list[tuple[str, str]]] = {}
    for row in rows_of(SOURCES / "schools.csv"):
        span = (row["Open from"] or "0001-01-01", row["Open to"] or "9999-12-31")
        periods.setdefault(row["LAESTAB"], []).append(span)
    for spans in periods.values():
        assert all(a[1] < b[0] for a, b in pairwise(sorted(spans)))


def test_schools_hold_allowed_types() -> None:
    """Each school's type and settlement are the contract's."""
    for column in SCHOOLS.columns:
        if column.allowed:
            found = {row[column.heading] for row in rows_of(SOURCES / "schools.csv")}
            assert found <= {*column.allowed, ""}


def test_upns_are_valid_but_for_the_deliberate_ones() -> None:
    """Only rows that mistakes.csv names have a wrong or missing UPN."""
    deliberate = {m["placement_ref"] for m in MISTAKES if m["column"] == "UPN"}
    for row in PLACED:
        if row["Placement ref"] and row["Placement ref"] not in deliberate:
            assert is_upn(row["UPN"]), row["Placement ref"]
    letters = {m["placement_ref"] for m in MISTAKES if m["mistake"] == "wrong check letter"}
    wrong = [r for r in PLACED if r["Placement ref"] in letters]
    assert len(wrong) == len(letters) > 0
    assert not any(is_upn(r["UPN"]) for r in wrong)


def test_invented_upns_belong_to_no_school() -> None:
    """Every UPN has an establishment number from 9900 up."""
    assert all(int(r["UPN"][4:8]) >= invent.FIRST_ESTABLISHMENT for r in PLACED if r["UPN"])


def test_situations_and_mistakes_name_rows_that_exist() -> None:
    """Each line of the two lists names a placement (a blank row has no reference)."""
    refs = {row["Placement ref"] for row in PLACED}
    assert {s["placement_ref"] for s in SITUATIONS} <= refs - {""}
    assert {m["placement_ref"] for m in MISTAKES} <= refs
    assert {m["column"] for m in MISTAKES} <= set(PLACEMENTS.headings)
    assert {m["severity"] for m in MISTAKES} == {"error", "warning"}


def test_invented_pupils_follow_from_the_seed() -> None:
    """The same seed gives the same placements; UPNs are valid and differ."""
    schools = rows_of(SOURCES / "schools.csv")
    weekdays = [d for d in (date(2025, 9, 1) + timedelta(days=n) for n in range(90))
                if d.weekday() < 5]  # fmt: skip
    as_at = date(2026, 1, 31)
    first = list(invent.placements(500, 7, schools, weekdays, as_at))
    assert first == list(invent.placements(500, 7, schools, weekdays, as_at))
    assert first != list(invent.placements(500, 8, schools, weekdays, as_at))
    upns = [row["UPN"] for row in first]
    assert all(is_upn(u) for u in upns)
    assert len(set(upns)) == len(upns)
    assert len({invent.upn(n, 2015) for n in range(250_000)}) == 250_000


@pytest.fixture(scope="module")
def filled(built: Path) -> tuple[Path, dict[str, object]]:
    from xl_recoup.cli.main import main

    target, said = built.with_name("filled.xlsx"), io.StringIO()
    with redirect_stdout(said), redirect_stderr(io.StringIO()):
        code = main(["recalculate", str(built), "--output", str(target), "--json"])
    assert code == 0
    return target, json.loads(said.getvalue())


def place_of(reference: str, mistake: str) -> set[tuple[str, int]]:
    """Return the sheets and rows that bear a reference."""
    places = set()
    sheets = [sheet for sheet in TABLE_SHEETS if sheet.startswith("Placements")]
    for name, sheet in zip(PLACEMENT_FILES, sheets, strict=True):
        for number, row in enumerate(rows_of(SOURCES / name), HEADING_ROW + 1):
            if row["Placement ref"] == reference and (reference or mistake.startswith("a blank")):
                places.add((sheet, number))
    return places


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{m['placement_ref']}-{m['column']}")
def test_each_mistake_is_found(
    filled: tuple[Path, dict[str, object]], mistake: dict[str, str]
) -> None:
    """Each deliberate mistake gives a finding of its severity, on its row."""
    findings = filled[1]["findings"]
    assert isinstance(findings, list)
    found = {
        (f["sheet"], int("".join(filter(str.isdigit, f["cell"])) or 0))
        for f in findings
        if f["severity"] == mistake["severity"]
    }
    if mistake["mistake"].startswith("academy whose"):
        assert any(f["sheet"] == "Agreements" for f in findings)
    elif mistake["mistake"].startswith("a blank"):
        assert any("blank" in f["message"] and f["sheet"] == "Placements" for f in findings)
    else:
        assert found & place_of(mistake["placement_ref"], mistake["mistake"])


def test_no_error_but_the_deliberate_ones(filled: tuple[Path, dict[str, object]]) -> None:
    """Every error is on a row that the list of mistakes names."""
    findings = filled[1]["findings"]
    assert isinstance(findings, list)
    named = set().union(*(place_of(m["placement_ref"], m["mistake"]) for m in MISTAKES))
    for finding in findings:
        if finding["severity"] == "error":
            row = int("".join(filter(str.isdigit, finding["cell"])))
            assert (finding["sheet"], row) in named, finding["message"]


def test_the_dashboard_shows_the_run_s_totals(filled: tuple[Path, dict[str, object]]) -> None:
    """What the Dashboard shows before anything calculates are the totals that the run reports."""
    totals = filled[1]["totals"]
    assert isinstance(totals, dict)
    page = load_workbook(filled[0], data_only=True)["Dashboard"]
    shown = {page.cell(r, 1).value: page.cell(r, 2).value for r in range(7, 14)}
    assert f"{shown['Billable, after credits']:.2f}" == totals["billable"]
    assert f"{shown['Asked for, not agreed']:.2f}" == totals["asked"]
    assert shown["Sum of all checks (should be 0.00)"] == 0
