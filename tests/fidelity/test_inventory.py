"""The fidelity report names every feature of a workbook, with its sheets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.fidelity.attached_books import ATTACHED
from tests.fidelity.newer_books import NEWER
from tests.fidelity.written_books import WRITTEN
from xl_recoup.book.package.package import open_package
from xl_recoup.book.reading.inventory import Inventory, inventory

BOOKS: dict[str, Callable[[Path], Path]] = WRITTEN | ATTACHED | NEWER
ON_CHARGES = ("Charges",)
EXPECTED: dict[str, list[tuple[str, int, tuple[str, ...]]]] = {
    "conditional formats": [("conditional formats", 5, ON_CHARGES)],
    "validations": [("data validations", 3, ON_CHARGES)],
    "sparklines": [("sparklines", 5, ON_CHARGES)],
    "drawings": [("charts", 3, ON_CHARGES), ("drawings", 1, ON_CHARGES)],
    "images": [("pictures", 4, ON_CHARGES), ("sheet backgrounds", 1, ON_CHARGES)],
    "comments": [("comments", 4, ON_CHARGES), ("drawings of the older kind", 1, ON_CHARGES)],
    "check boxes": [("check boxes in cells", 1, ())],
    "chart sheet": [("chart sheets", 1, ("Picture",)), ("charts", 1, ("Picture",))],
    "formulas": [
        ("array formulas", 2, ON_CHARGES),
        ("cell metadata", 1, ()),
        ("cells with metadata", 1, ON_CHARGES),
        ("formulas", 4, ON_CHARGES),
        ("links", 2, ON_CHARGES),
    ],
    "names": [("defined names", 7, ())],
    "view": [("grouped rows", 1, ON_CHARGES), ("hidden rows", 1, ON_CHARGES)],
    "protected": [
        ("protected sheets", 1, ON_CHARGES),
        ("ranges that may be edited", 1, ON_CHARGES),
    ],
    "merged": [("merged cells", 2, ON_CHARGES)],
    "totals row": [("totals rows", 1, ON_CHARGES), ("calculated columns", 1, ON_CHARGES)],
    "filter": [("filtered tables", 1, ON_CHARGES), ("filters", 1, ("Filtered",))],
    "dates from 1904": [("dates counted from 1904", 1, ())],
    "threaded comments": [("comments", 1, ON_CHARGES), ("threaded comments", 2, ON_CHARGES)],
    "form control": [("form controls", 1, ON_CHARGES)],
    "pivot": [("pivot tables", 1, ("Other",)), ("pivot caches", 1, ("Other",))],
    "slicer": [("slicers", 1, ON_CHARGES), ("slicer caches", 1, ())],
    "query table": [("query tables", 1, ("Other",)), ("data connections", 1, ())],
    "custom xml": [("custom XML", 1, ())],
    "signed": [("digital signatures", 1, ())],
    "macros": [("macros", 1, ()), ("ribbon", 2, ()), ("signature of the macros", 1, ())],
    "rich values": [("rich values", 1, ()), ("cells with metadata", 1, ON_CHARGES)],
    "Python in Excel": [("Python in Excel", 1, ()), ("formulas", 1, ON_CHARGES)],
    "linked data types": [("linked data types", 1, ()), ("rich values", 1, ())],
    "sensitivity label": [("sensitivity label", 2, ())],
    "data model": [("data model", 1, ())],
    "external link": [("links to other workbooks", 1, ())],
    "strict": [("strict Open XML", 1, ())],
    "calculation chain": [("calculation by hand", 1, ()), ("calculation chain", 1, ())],
    "shared formulas": [("shared formulas", 1, ON_CHARGES), ("formulas", 3, ON_CHARGES)],
    "crossing array": [("array formulas", 1, ON_CHARGES)],
    "locked structure": [("protected structure", 1, ())],
    "newer validation": [("data validations", 1, ON_CHARGES)],
    "embedded object": [("embedded objects", 1, ON_CHARGES), ("printer settings", 1, ON_CHARGES)],
}


def looked_at(name: str, folder: Path) -> Inventory:
    """Make a workbook and return what is in it."""
    return inventory(open_package(BOOKS[name](folder / "book.xlsx")))


@pytest.mark.parametrize("name", EXPECTED)
def test_each_feature_is_named(name: str, tmp_path: Path) -> None:
    """What it is called, how often it is there, and on which sheets."""
    features = [tuple(feature) for feature in looked_at(name, tmp_path).features]
    for feature in EXPECTED[name]:
        assert feature in features


def test_sheets_and_tables_are_listed(tmp_path: Path) -> None:
    """Hidden sheets are said to be hidden; tables come with their ranges."""
    held = looked_at("view", tmp_path)
    assert held.sheets == (
        ("Charges", "worksheet"),
        ("Hidden", "worksheet, hidden"),
        ("Very hidden", "worksheet, hidden from the list of sheets"),
    )
    assert [(t.name, t.sheet, str(t.ref)) for t in held.tables] == [("Charges", "Charges", "A4:D7")]


def test_a_signature_is_known(tmp_path: Path) -> None:
    """The report knows whether any change would make a signature invalid."""
    assert looked_at("signed", tmp_path).signed
    assert not looked_at("custom xml", tmp_path).signed
