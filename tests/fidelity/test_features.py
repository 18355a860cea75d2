"""Every feature of a workbook outlives a new sheet, a longer and a shorter table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import fidelity
from tests.book.makers import HEADINGS, SHEET, check_well_formed, parts
from tests.fidelity.attached_books import ATTACHED, formatted_rows
from tests.fidelity.newer_books import NEWER
from tests.fidelity.written_books import WRITTEN
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.tables import TableWrite

BOOKS: dict[str, Callable[[Path], Path]] = WRITTEN | ATTACHED | NEWER
CARRIES = {
    "sparklines": "sparkline", "conditional formats": "conditional format",
    "validations": "data validation", "drawings": "chart", "images": "picture",
    "comments": "comments", "check boxes": "feature property bag", "chart sheet": "chart sheet",
    "formulas": "metadata", "names": "defined name", "protected": "sheet protection",
    "merged": "merged cells", "properties": "custom properties", "totals row": "calculated column",
    "dates from 1904": "dates from 1904", "threaded comments": "threaded comments",
    "form control": "control, form", "pivot": "pivot cache", "slicer": "slicer cache",
    "query table": "connections", "custom xml": "custom XML", "signed": "digital signature",
    "macros": "VBA signature", "rich values": "rich values", "external link": "external link",
    "sensitivity label": "sensitivity label", "data model": "data model",
    "strict": "strict Open XML", "calculation chain": "calculation chain",
    "shared formulas": "shared formula", "locked structure": "workbook protection",
    "newer validation": "data validation", "embedded object": "embedded object",
    "Python in Excel": "Python in Excel", "linked data types": "linked data types",
}  # fmt: skip
"""What the comparison must see in a workbook, so that none passes by being empty."""

REFUSED = {
    "crossing array": "covers A2:B2, partly inside the table",
    "locked structure": "structure is protected",
    "query table": "filled by a query",
}
"""The sentence with which a part of the work is refused."""

GROWN = {"crossing array": (0, 0), "odd ways": (2, 1)}
"""Tables made longer and shorter, where it is not one each."""


@pytest.mark.parametrize("name", BOOKS)
def test_nothing_is_lost(name: str, tmp_path: Path) -> None:
    """Part by part and element by element; what can't be done is refused in a sentence."""
    suffix = ".xlsm" if name == "macros" else ".xlsx"
    path = BOOKS[name](tmp_path / f"book{suffix}")
    check_well_formed(path)
    kept = tmp_path / "kept"
    kept.mkdir()
    outcome = fidelity.examined(path, kept)
    assert outcome.losses == []
    assert name not in CARRIES or outcome.before[CARRIES[name]]
    sentence = REFUSED.get(name)
    assert bool(outcome.refusals) == bool(sentence)
    assert all(sentence and sentence in text for text in outcome.refusals)
    assert outcome.added == (name != "locked structure")
    assert (outcome.grown, outcome.shrunk) == GROWN.get(name, (1, 1))
    written = kept / path.name
    check_well_formed(written)
    assert read_workbook(written).tables


def test_a_million_formatted_rows_are_no_burden(tmp_path: Path) -> None:
    """Rows without cells, down to the last of the sheet, are copied as they stand."""
    path = formatted_rows(tmp_path / "a.xlsx", last=1_048_576)

    rows = [(f"N{i}", i, None, None) for i in range(6)]
    write_tables(path, tmp_path / "b.xlsx", [TableWrite("Charges", HEADINGS, rows)])
    before, after = parts(path)[SHEET], parts(tmp_path / "b.xlsx")[SHEET]
    mark = b'<row r="11" '
    assert after.split(mark)[1] == before.split(mark)[1]
    assert read_workbook(tmp_path / "b.xlsx").tables["Charges"].rows[5][0] == "N5"
