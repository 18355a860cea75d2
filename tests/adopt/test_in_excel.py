"""A workbook of the team's own gives the same when it is open in Excel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from tests.support.excel import running
from tests.support.home_grown import STYLES
from xl_recoup.excel.reading import read_tables
from xl_recoup.excel.runs import validate_book
from xl_recoup.file_runs import validate_file
from xl_recoup.reading import read_book
from xl_recoup.tables import WorkbookTables

AS_AT = date(2026, 1, 31)


def plain(book: WorkbookTables) -> Any:
    """Return all that was read, with rows as lists."""
    tables = {n: replace(t, rows=[list(r) for r in t.rows]) for n, t in book.tables.items()}
    return replace(book, tables=tables)


@pytest.mark.parametrize("name", STYLES)
def test_read_through_its_mapping_it_is_the_same(name: str, adopted: Path) -> None:
    """Tables, remarks, columns to fill, charges and findings are those of the file."""
    path = adopted / name
    with running() as app:
        book = xw.Book(impl=app.books.open(path))
        assert plain(read_tables(book)) == plain(read_book(path))
        in_excel, in_file = validate_book(book, as_at=AS_AT), validate_file(path, as_at=AS_AT)
    assert in_excel.lines == in_file.lines
    assert in_excel.findings == in_file.findings
    assert in_excel.digests == in_file.digests
