"""Adopting, recalculating and undoing leave the team's own parts byte for byte as they were."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.adopt.support import adopted_name, charges_by_heading
from tests.book.makers import check_well_formed
from tests.support.home_grown import STYLES
from tests.support.workbook_files import answer, contents, parts, run, sheet_parts, type_in
from xl_recoup.book import read_workbook

INDEXES = {
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "xl/calcChain.xml",
}  # fmt: skip
"""What adding a sheet to a workbook has to change."""
WORKBOOKS = sorted(name for name in STYLES if adopted_name(name) == name)
"""The styles that are workbooks; a list with separators or a web page has no parts to keep."""


@pytest.mark.parametrize("name", WORKBOOKS)
def test_only_index_parts_and_charge_columns_change(name: str, grown: Path, adopted: Path) -> None:
    """After adopting and a run every other part has its old bytes."""
    before, after = parts(grown / name), parts(adopted / name)
    changed = {n for n in before if before[n] != after.get(n)} - INDEXES
    sheet = sheet_parts(grown / name)
    assert changed == ({sheet["Placements"]} if name == "charge-columns.xlsx" else set())
    check_well_formed(adopted / name)


@pytest.mark.parametrize("name", WORKBOOKS)
def test_undoing_gives_every_part_back(
    name: str, grown: Path, adopted: Path, tmp_path: Path
) -> None:
    """Undone, the file holds the very parts that it held, and no other."""
    target = tmp_path / name
    assert run("adopt", adopted / name, "--undo", "--output", target) == 0
    assert parts(target) == parts(grown / name)


def test_their_formulas_over_charges_are_kept_and_recalculated(grown: Path, adopted: Path) -> None:
    """Formulas that read the filled columns stay, and Excel calculates them on opening."""
    before, after = (parts(folder / "charge-columns.xlsx") for folder in (grown, adopted))
    sheets = sheet_parts(grown / "charge-columns.xlsx")
    assert after[sheets["Placements"]].count(b"<f>U") == 10
    assert b"SUM(U3:U12)" in after[sheets["Placements"]]
    assert after[sheets["Summary"]] == before[sheets["Summary"]]
    assert b'fullCalcOnLoad="1"' in after["xl/workbook.xml"]


def test_charges_stand_beside_their_placements(adopted: Path) -> None:
    """A filled column shows its component, or the sum of a placement's lines."""
    import openpyxl

    lines = charges_by_heading(adopted / "charge-columns.xlsx")
    sheet = openpyxl.load_workbook(adopted / "charge-columns.xlsx")["Placements"]
    for row in sheet.iter_rows(min_row=3, max_row=12, values_only=True):
        ref, weeks, share, premium, total = row[0], row[17], row[18], row[19], row[20]
        own = {
            str(line["Charge ref"]).partition("/")[2]: line
            for line in lines
            if line["Placement ref"] == ref
        }
        due = own["PP"]["Amount"] if "PP" in own else None
        assert (weeks, share, premium) == (own["BS"]["Units"], own["BS"]["Amount"], due)
        amounts = [float(str(line["Amount"])) for line in own.values()]
        assert round(float(str(total)), 2) == round(sum(amounts), 2)


def test_a_charge_typed_over_is_drift(adopted: Path, tmp_path: Path, capsys: object) -> None:
    """`check` looks at the team's own columns too, and names the cell."""
    book = tmp_path / "book.xlsx"
    book.write_bytes((adopted / "charge-columns.xlsx").read_bytes())
    type_in(book, "Placements", "U5", 1.0)
    code, said = answer(capsys, "check", book)
    assert code == 1
    assert said["drift"] == ["Placements U5: Amount is not what the inputs give."]


def test_a_workbook_saved_since_is_not_undone(
    adopted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the team's sheet was edited since, undoing is refused and says what to do in Excel."""
    book = tmp_path / "book.xlsx"
    book.write_bytes((adopted / "per-term.xlsx").read_bytes())
    type_in(book, "Autumn 2025", "B5", "Z.Z.")
    before = contents(tmp_path)
    assert run("adopt", book, "--undo") == 2
    assert "In Excel, delete the sheets Mapping, Settings" in capsys.readouterr().err
    assert contents(tmp_path) == before


def test_a_workbook_never_adopted_is_not_undone(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """There is nothing to undo in a workbook that was never adopted."""
    assert run("adopt", own, "--undo", "--output", tmp_path / "out.xlsx") == 2
    assert "was not adopted, so there is nothing to undo" in capsys.readouterr().err


def test_adopting_twice_changes_nothing_that_is_there(adopted: Path, tmp_path: Path) -> None:
    """A second look keeps every row of the Mapping, and finds nothing new."""
    first, second = adopted / "names.xlsx", tmp_path / "names.xlsx"
    assert run("adopt", first, "--output", second) == 0
    rows = [read_workbook(p).tables["Mapping"].rows for p in (first, second)]
    assert rows[0] == rows[1]
    with zipfile.ZipFile(second) as archive:
        assert sum(name.startswith("customXml/item") for name in archive.namelist()) == 1


def test_macros_stay(grown: Path, adopted: Path) -> None:
    """The macro project of a team's workbook is never touched."""
    before, after = parts(grown / "macros.xlsm"), parts(adopted / "macros.xlsm")
    assert after["xl/vbaProject.bin"] == before["xl/vbaProject.bin"]
