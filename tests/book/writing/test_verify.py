"""The check of a big sheet before it is written: damage beside the new rows, or in a row that is
looked at, is refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.book.makers import HEADINGS, SHEET, make_book
from tests.book.writing.put import new_rows
from xl_recoup.book.package.package import load_bytes, open_package
from xl_recoup.book.writing.verify import check_well_formed
from xl_recoup.book.writing.write_tables import build
from xl_recoup.errors import Refused
from xl_recoup.tables import TableWrite

MANY = 2_000


def test_a_big_sheet_as_it_should_be_passes(tmp_path: Path) -> None:
    """A big table that was written without a fault is sound XML."""
    path = make_book(tmp_path / "a.xlsx")
    write = TableWrite("Charges", HEADINGS, new_rows(MANY))
    draft, written = build(open_package(path, load_bytes(path)), [write])
    check_well_formed(draft, written, path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data.replace(b"<sheetData>", b"<sheetData><lost>"),
        lambda data: data.replace(b"</worksheet>", b"</worksheet"),
        lambda data: data.replace(b'<row r="5"', b'<row r="5" r="5"'),
        lambda data: data.replace(b'<row r="%d"' % (MANY + 4), b"<row r=x"),
        lambda data: data.replace(b'<c r="A1"', b'<c r=A1"'),
        lambda data: data.replace(b"</row>", b"</rows>"),
    ],
)
def test_damage_is_refused(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    """Before, after and in the first and last new row, damage stops the writing."""
    path = make_book(tmp_path / "a.xlsx", extra=lambda _, sheet: sheet.write_string(0, 7, "x"))
    write = TableWrite("Charges", HEADINGS, new_rows(MANY))
    draft, written = build(open_package(path, load_bytes(path)), [write])
    before = draft.content(SHEET)
    draft.put(SHEET, damage(before))
    assert draft.content(SHEET) != before
    with pytest.raises(Refused, match="was not changed"):
        check_well_formed(draft, written, path)
