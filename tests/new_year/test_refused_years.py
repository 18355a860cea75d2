"""A next year's workbook that is refused, or cannot be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.new_year.old_books import _fields, column, digest, ended, open_
from tests.support.books import book
from tests.support.workbook_files import type_in
from xl_recoup.book import read_workbook
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.files.new_year_file import new_year
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.new_year.plan import bring_forward
from xl_recoup.tables import Table, WorkbookTables

# What is refused


@pytest.mark.parametrize(
    ("year", "words"),
    [
        ("2025-26", "The workbook is for 2025-26, so a new year's workbook can be for 2026-27 or a"
                    " later year, not for 2025-26."),
        ("2024-25", "not for 2024-25"),
        ("next", "“next” is not a financial year. Write it as 2026-27."),
        ("2026-28", "“2026-28” is not a financial year"),
        ("2160-61", "too far from our time"),
    ],
)  # fmt: skip
def test_the_year_must_be_a_later_one(this_year: Path, year: str, words: str) -> None:
    """The same year, an earlier one and what is no year are refused in a sentence."""
    output = this_year.with_name("new.xlsx")
    with pytest.raises(Refused) as refusal:
        new_year(this_year, year, output)
    assert words in str(refusal.value)
    assert not output.exists()


def test_a_later_year_than_the_next_can_be_made(this_year: Path, tmp_path: Path) -> None:
    """2027-28 from 2025-26; the late-March exclusion is behind by then."""
    new_year(this_year, "2027/28", tmp_path / "new.xlsx")
    tables = read_workbook(tmp_path / "new.xlsx")
    assert column(tables, "Settings", "Value")[0] == "2027-28"
    assert column(tables, "Placements", "Placement ref") == ["P002", "P006"]


def test_this_years_workbook_is_never_written_over(this_year: Path) -> None:
    """The output can't be the source itself."""
    before = digest(this_year)
    with pytest.raises(Refused, match=r"2025-26\.xlsx is the workbook itself"):
        new_year(this_year, "2026-27", this_year)
    assert digest(this_year) == before


def test_no_file_is_written_over(this_year: Path, tmp_path: Path) -> None:
    """An output that is there already is refused and kept."""
    there = tmp_path / "there.xlsx"
    there.write_text("mine", encoding="utf-8")
    with pytest.raises(Refused, match=r"there\.xlsx is there already"):
        new_year(this_year, "2026-27", there)
    assert there.read_text(encoding="utf-8") == "mine"


def test_the_name_must_be_of_the_same_kind(this_year: Path, tmp_path: Path) -> None:
    """Excel opens no `.xlsm` that isn't one."""
    with pytest.raises(Refused, match=r"new\.xlsm must end in \.xlsx, as 2025-26\.xlsx does"):
        new_year(this_year, "2026-27", tmp_path / "new.xlsm")


def test_a_folder_that_is_not_there(this_year: Path, tmp_path: Path) -> None:
    """The folder is named."""
    with pytest.raises(FileUnavailable, match="does not exist"):
        new_year(this_year, "2026-27", tmp_path / "nowhere" / "new.xlsx")


def test_a_file_that_somebody_saves_meanwhile(this_year: Path, tmp_path: Path) -> None:
    """Nothing is written from two versions of a file."""

    def save_now(stage: str) -> None:
        if stage == "writing":
            type_in(this_year, "Placements", "A5", "P999")

    with pytest.raises(FileUnavailable, match=r"2025-26\.xlsx was saved by somebody"):
        new_year(this_year, "2026-27", tmp_path / "new.xlsx", progress=save_now)
    assert not (tmp_path / "new.xlsx").exists()


def test_rows_out_of_sight_are_named() -> None:
    """A row may move to where a row was hidden; a hidden row beyond the last is no matter."""
    tables = book([ended(1), open_(2), open_(3), open_(4)])
    odd = Table(**_fields(tables.tables["Placements"]) | {"hidden_rows": frozenset({4, 5, 6, 8})})
    done = bring_forward(
        WorkbookTables({**tables.tables, "Placements": odd}, tables.sheets), FundingPeriod(2026)
    )
    assert [str(place) for place in done.hidden] == ["Placements row 5", "Placements row 6"]
    assert done.sentences()[-1] == (
        "Out of sight in the new file, because hidden in the old: Placements row 5, Placements row"
        " 6. Unhide what is there."
    )


def test_a_formula_without_a_value_is_refused() -> None:
    """What it shows isn't known until Excel has worked it out."""
    tables = book([ended(1), open_(2)])
    table = tables.tables["Placements"]
    odd = Table(**_fields(table) | {"valueless": frozenset({"D6"})})
    with pytest.raises(Refused, match="Placements D6: the formula has no stored value"):
        bring_forward(
            WorkbookTables({**tables.tables, "Placements": odd}, tables.sheets), FundingPeriod(2026)
        )
