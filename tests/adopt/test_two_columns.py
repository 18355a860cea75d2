"""Of two columns that both fit none is taken as certain where they do not agree."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.adopt.test_bad_input import mapping
from tests.support.home_grown_sheets import (
    EDGEBURY,
    NAMES,
    PROVIDER,
    PUPILS,
    SCHEME,
    USUAL,
    Column,
    Sheet,
)
from tests.support.home_grown_sheets import school_name as named
from tests.support.workbook_files import run

OTHER = {**dict(enumerate(NAMES.values()))}
BARE = [c for c in USUAL if c[1] not in ("Home school", "Admitting school", "Admitted on")]
DAYS = [c for c in USUAL if c[1] != "Exclusion date"]


def book(path: Path, columns: Sequence[Column]) -> Path:
    """Write and adopt a list of the pupils under these columns."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as made:
        Sheet(made, "List").table([*columns, PROVIDER, SCHEME], PUPILS)
    assert run("adopt", path) == 0
    return path


def said(path: Path, words: str) -> tuple[str, str]:
    """Return heading and status of a row of the Mapping."""
    row = mapping(path)["List", words][1]
    return row["Heading"], row["Status"]


def another(p: object) -> str:
    """Return one school for everybody."""
    return OTHER[0]


@pytest.mark.parametrize(
    ("first", "second", "sure"),
    [
        ("School", "Junior school attended", False),
        ("DfE", "School at referral", False),
        ("Current school", "Place of origin", False),
        ("Excluding school", "Sibling's place", True),
        ("School excluded from", "Junior school attended", True),
    ],
)
def test_two_columns_of_schools(first: str, second: str, sure: bool, tmp_path: Path) -> None:
    """What may say where the pupil is now is asked about; a heading that says *excluded* is not."""
    path = book(tmp_path / "b.xlsx", [(first, named("Home school")), *BARE, (second, another)])
    assert said(path, first) == (("Home school", "proposed") if sure else ("", "unmapped"))
    assert said(path, second) == ("", "unmapped")
    if not sure:
        assert "which is the Home school?" in mapping(path)["List", first][1]["Reason"]


@pytest.mark.parametrize("words", ["Previous school", "Former setting", "School last term"])
def test_schools_that_are_misspelt_are_schools_still(words: str, tmp_path: Path) -> None:
    """The heading says what stands below it, where few of the names are understood."""

    def misspelt(p: Any) -> str:
        known = words == "School last term" and not PUPILS.index(p) % 2
        return str(OTHER[0]) if known else "Somewhre Primry"

    path = book(tmp_path / "b.xlsx", [("School", named("Home school")), *BARE, (words, misspelt)])
    assert said(path, "School") == ("", "unmapped")
    assert said(path, words) == ("", "unmapped")


def test_two_columns_that_agree_need_no_question(tmp_path: Path) -> None:
    """A name beside its number is no doubt."""
    columns: list[Column] = [("School", "Home school"), ("At present", named("Home school")), *BARE]
    assert said(book(tmp_path / "b.xlsx", columns), "School") == ("Home school", "proposed")


def test_a_column_of_where_the_pupil_is_now_is_not_taken_alone(tmp_path: Path) -> None:
    """“Current school” may be the school after the exclusion."""
    path = book(tmp_path / "b.xlsx", [("Current school", named("Home school")), *BARE])
    assert said(path, "Current school") == ("Home school", "suggested")


@pytest.mark.parametrize(("other", "asked"), [("Decision date", True), ("Exclusion date", False)])
def test_two_columns_of_dates(other: str, asked: bool, tmp_path: Path) -> None:
    """Two known headings for one date of ours: a question where the days differ."""
    columns: list[Column] = [
        *DAYS, ("PEX date", "Exclusion date"),
        ("Date excluded", lambda p: p[other] if p["Provider"] == "HHT" else "tbc"),
    ]  # fmt: skip
    path = book(tmp_path / "b.xlsx", columns)
    assert said(path, "PEX date") == (("", "unmapped") if asked else ("Exclusion date", "proposed"))
    assert said(path, "Date excluded")[1] == ("unmapped" if asked else "ignored")


def later(heading: str) -> Any:
    """Return what says another day, year or answer than a column of the usual ones."""

    def other(p: Any) -> Any:
        held = p.get(heading)
        if heading == "Looked after":
            return "N" if held == "Y" else "Y"
        return held + (timedelta(days=5) if heading == "Exclusion date" else 1)

    return other


@pytest.mark.parametrize(
    ("heading", "first", "second", "asked"),
    [
        ("Exclusion date", "Exclusion date", "Actual exclusion date", True),
        ("Exclusion date", "Date of exclusion", "Date excluded (school)", True),
        ("Exclusion date", "Exclusion date", "Exclusion date upheld", False),
        ("Year group", "Year group", "Year group on referral", True),
        ("Year group", "Year group at exclusion", "Current year group", False),
        ("Looked after", "Looked after", "Looked after at exclusion", True),
    ],
)
def test_a_heading_of_more_words_is_another_form_of_it(
    heading: str, first: str, second: str, asked: bool, tmp_path: Path
) -> None:
    """*Actual exclusion date* beside *Exclusion date*: where they differ, a person says which."""
    usual = [c for c in USUAL if c[1] != heading]
    path = book(tmp_path / "b.xlsx", [*usual, (first, heading), (second, later(heading))])
    assert said(path, first) == (("", "unmapped") if asked else (heading, "proposed"))
    assert said(path, second) == ("", "unmapped")
    assert (f"which is the {heading}?" in mapping(path)["List", second][1]["Reason"]) is asked


def test_a_school_by_its_four_digits_is_suggested(tmp_path: Path) -> None:
    """2069 is 305/2069 where one known school has it, and a person confirms it for each number."""
    four = ("Estab", lambda p: int(str(p["Home school"])[3:]))
    usual = [c for c in USUAL if c[1] != "Home school"]
    path = book(tmp_path / "b.xlsx", [*usual, four])
    assert said(path, "Estab") == ("Home school", "suggested")
    row = mapping(path)["", "2069"][1]
    assert (row["Heading"], row["Means"], row["Status"]) == ("Home school", EDGEBURY, "suggested")
    assert row["Reason"] == "the number within the authority, of Edgebury Primary School"


def test_names_of_schools_go_before_four_digits(tmp_path: Path) -> None:
    """Two authorities can have one such number, and no name."""
    four = ("DfE no.", lambda p: int(str(p["Home school"])[3:]))
    usual = [c for c in USUAL if c[1] != "Home school"]
    path = book(tmp_path / "b.xlsx", [*usual, four, ("School", named("Home school"))])
    assert said(path, "School") == ("Home school", "proposed")
    assert said(path, "DfE no.") == ("", "ignored")


def test_what_no_charge_rests_on_is_set_aside_unasked(grown: Path, tmp_path: Path) -> None:
    """A trust, which follows from the school, and a postcode wait for nobody."""
    path = tmp_path / "b.xlsx"
    assert run("adopt", grown / "school-now.xlsx", "--output", path) == 0
    rows = mapping(path)
    assert {rows["Pupils", w][1]["Status"] for w in ("Trust", "Post code")} == {"ignored"}
    assert rows["Pupils", "School"][1]["Means"] == "where it differs"
    assert rows["Pupils", "Previous school"][1]["Status"] == "suggested"
