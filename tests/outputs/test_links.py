"""A link lands in sight, whatever columns of its sheet are folded away."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.support.books import pex
from tests.support.workbook_files import run, sound
from xl_recoup.outputs.links import in_sight, link_to
from xl_recoup.records import Place


@pytest.mark.parametrize(
    ("cell", "away", "where"),
    [
        ("AB9", set(), "AB9"),
        ("AB9", {27}, "AB9"),
        ("AB9", {27, 28, 29}, "Z9:AB9"),
        ("B9", {2}, "A9:B9"),
        ("B9", {1, 2}, "B9"),
    ],
)
def test_it_begins_at_the_nearest_cell_that_is_seen(cell: str, away: set[int], where: str) -> None:
    """To the left, where the + of the group is near; as it is where nothing there is seen."""
    assert in_sight(cell, away) == where


def test_it_says_the_cell_that_is_meant() -> None:
    """Whatever it selects, the sheet's own columns alone count."""
    place, away = Place("O'Hara's", "C7"), {"O'Hara's": {3}, "Charges": {2}}
    found = link_to(place, away)
    assert found.value == "O'Hara's C7"
    assert "#'O''Hara''s'!B7:C7" in found.text
    assert "#'Charges'!C7" in link_to(Place("Charges", "C7"), away).text


@pytest.mark.parametrize("how", [{"level": 1, "hidden": True}, {"hidden": True}, {}])
def test_a_run_links_to_what_can_be_seen(tmp_path: Path, how: dict[str, object]) -> None:
    """A mistake in a column that is folded away or hidden is led to by the cell before it."""
    path = sound(tmp_path / "book.xlsx", [pex(1), pex(2, **{"Roll status": "gone"})])
    book = load_workbook(path)
    sheet = book["Placements"]
    heading = next(cell for cell in sheet[4] if cell.value == "Roll status")
    column = sheet.column_dimensions[heading.column_letter]
    column.hidden = bool(how.get("hidden"))
    column.outlineLevel = int(str(how.get("level", 0)))
    book.save(path)
    assert run("recalculate", path) == 0
    rows = load_workbook(path)["Exceptions"].iter_rows(values_only=True)
    link = next(str(cell) for row in rows for cell in row if "HYPERLINK" in str(cell))
    before = sheet.cell(6, heading.column - 1).coordinate
    cell = sheet.cell(6, heading.column).coordinate
    assert f"#'Placements'!{f'{before}:{cell}' if how else cell}" in link
    assert link.endswith(f'"Placements {cell}")')
