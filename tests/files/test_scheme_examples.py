"""Examples of schemes stand on a sheet of their own, which no run reads."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copyfile

from openpyxl import load_workbook

from tests.support.opened import there
from xl_recoup.contract import SCHEME_EXAMPLES, SCHEMES
from xl_recoup.files.read_book import read_book
from xl_recoup.files.run_files import validate_file

BOOK = Path(__file__).resolve().parents[2] / "workbook" / "recoupment.xlsx"
AS_AT = date(2026, 1, 31)


def codes(path: Path, sheet: str) -> list[object]:
    """Return the codes of the schemes on a sheet."""
    page = load_workbook(path)[sheet]
    return [row[0] for row in page.iter_rows(min_row=5, values_only=True)]


def test_schemes_holds_what_applies_and_the_examples_the_patterns() -> None:
    """With the same columns, so that a row can be copied from one to the other."""
    assert not any(str(code).startswith("EX-") for code in codes(BOOK, SCHEMES.sheet))
    assert all(str(code).startswith("EX-") for code in codes(BOOK, SCHEME_EXAMPLES.sheet))
    book = read_book(BOOK)
    schemes, examples = book.find(SCHEMES.name), book.find(SCHEME_EXAMPLES.name)
    assert there(schemes).headings == there(examples).headings


def test_no_run_reads_the_examples(tmp_path: Path) -> None:
    """Neither what is typed there nor its absence changes a charge or a finding."""
    before = validate_file(BOOK, as_at=AS_AT)
    path = tmp_path / "book.xlsx"
    copyfile(BOOK, path)
    made = load_workbook(path)
    page = made[SCHEME_EXAMPLES.sheet]
    page["A5"], page["D5"], page["E5"] = "PEX", "perhaps", "soon"
    made.save(path)
    typed = validate_file(path, as_at=AS_AT)
    del made[SCHEME_EXAMPLES.sheet]
    made.save(path)
    gone = validate_file(path, as_at=AS_AT)
    for after in (typed, gone):
        assert after.lines == before.lines
        assert {f.code for f in after.findings} == {f.code for f in before.findings}
