"""The workbook proves itself: LibreOffice recalculates every formula and comes to the same."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support.books import pex
from tests.support.books import run as calculated
from tests.support.office import Rows, recalculated, require, table_rows
from tests.support.workbook_files import fix_clock_and_user, run, sound, type_in
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.money import share
from xl_recoup.outputs import charges
from xl_recoup.records import ChargeLine

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
TAMPERED: dict[str, tuple[str, str, float | str]] = {
    "amount": ("Charges", "Amount", 1000.0),
    "base": ("Charges", "Base", 12345.0),
    "units": ("Charges", "Units", 51),
    "denominator": ("Charges", "Denominator", 53),
    "penny": ("Charges", "Amount", 0.01),
    "total": ("SchoolSummary", "Total", 1000.0),
    "school": ("Charges", "LAESTAB", "3059998"),
}


def half_pennies(count: int) -> list[ChargeLine]:
    """Return lines whose base × units / denominator is exactly a half penny, credits too."""
    pick = random.Random(52)
    line = calculated([pex(1)]).lines[0]
    lines: list[ChargeLine] = []
    while len(lines) < count:
        places = pick.choice([2, 2, 2, 4, 6, 8])
        denominator = pick.choice([52, 52, 52, 12, 38, 190, 195, 365])
        units = pick.randint(1, 2 * denominator)
        halves = denominator * (2 * pick.randint(0, 500_000) + 1) * 10 ** (places - 2)
        if halves % (2 * units):
            continue
        base = Decimal(halves // (2 * units)).scaleb(-places) * pick.choice([1, 1, 1, -1])
        assert abs(base * units / denominator * 100) % 1 == Decimal("0.5")
        lines.append(
            replace(
                line, ref=f"H{len(lines):04}", base=base, units=units, denominator=denominator,
                amount=share(base, units, denominator),
            )
        )  # fmt: skip
    return lines


def _first_charged(book: Path) -> int:
    table = read_workbook(book).find("Charges")
    assert table is not None
    amount = table.headings.index("Amount")
    return next(i for i, row in enumerate(table.rows) if row[amount])


def _tamper(book: Path, table: str, heading: str, value: float | str) -> None:
    found = read_workbook(book).find(table)
    assert found is not None
    row = _first_charged(book) if table == "Charges" else 0
    column = found.headings.index(heading)
    was = found.rows[row][column]
    if value == 0.01:
        assert isinstance(was, float)
        value = round(was + 0.01, 2)
    assert was != value
    type_in(book, found.sheet, found.address(row, column), value)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return all workbooks of these tests as LibreOffice recalculated them, in one start."""
    require()
    folder = tmp_path_factory.mktemp("office")
    books = {"sample": Path(shutil.copyfile(SAMPLE, folder / "sample.xlsx"))}
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        assert run("recalculate", books["sample"]) == 0
        books["small"] = sound(folder / "small.xlsx")
        assert run("recalculate", books["small"]) == 0
    books["halves"] = Path(shutil.copyfile(books["small"], folder / "halves.xlsx"))
    write_tables(books["halves"], books["halves"], [charges.charges(half_pennies(1000), ())])
    for name, change in TAMPERED.items():
        books[name] = Path(shutil.copyfile(books["small"], folder / f"{name}.xlsx"))
        _tamper(books[name], *change)
    made = recalculated(list(books.values()), folder / "twice")
    before = {"sample before": books["sample"], "small before": books["small"]}
    return dict(zip(books, made, strict=True)) | before


def _failing(rows: Rows) -> list[dict[str, object]]:
    return [row for row in rows if row["Check"] != 0 or isinstance(row["Check"], bool)]


@pytest.mark.parametrize("table", ["Charges", "SchoolSummary"])
def test_every_check_is_0(twice: dict[str, Path], table: str) -> None:
    """Recalculated without Python, each Check cell of the workbook shows 0."""
    rows = table_rows(twice["sample"], table)
    assert len(rows) > 20
    assert _failing(rows) == []
    assert _failing(table_rows(twice["small"], table)) == []


@pytest.mark.parametrize("change", ["amount", "base", "units", "denominator", "penny"])
def test_a_tampered_line_shows_in_its_check(twice: dict[str, Path], change: str) -> None:
    """A check that can't fail is a defect: one changed figure of a line shows in its own row."""
    (row,) = _failing(table_rows(twice[change], "Charges"))
    position = [r["Charge ref"] for r in table_rows(twice[change], "Charges")].index(
        row["Charge ref"]
    )
    assert position == _first_charged(twice["small before"])
    if change == "penny":
        assert row["Check"] == -0.01


@pytest.mark.parametrize("change", ["total", "amount", "school", "penny"])
def test_a_tampered_total_shows_in_the_summary(twice: dict[str, Path], change: str) -> None:
    """A changed total, amount or school of a line shows in the summary's check."""
    assert _failing(table_rows(twice[change], "SchoolSummary"))


def test_half_pennies_round_as_the_product_rounds(twice: dict[str, Path]) -> None:
    """In 1,000 sums that end on a half penny the formula comes to the amount each time."""
    rows = table_rows(twice["halves"], "Charges")
    assert len(rows) == 1000
    assert _failing(rows) == []
    written = {line.ref: line.amount for line in half_pennies(1000)}
    assert {r["Charge ref"]: Decimal(repr(r["Amount"])) for r in rows} == written


def test_what_was_written_is_what_was_recalculated(twice: dict[str, Path]) -> None:
    """Every stored value of the outputs is the one that LibreOffice comes to."""
    for table in ("Charges", "SchoolSummary", "Exceptions", "CheckResults"):
        assert table_rows(twice["sample"], table) == table_rows(twice["sample before"], table)


def _sums(rows: Rows, by: str, what: Sequence[str]) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row["Status"] in what:
            sums[str(row[by])] += Decimal(repr(row["Amount"]))
    return sums


def test_the_summary_agrees_with_the_charges(twice: dict[str, Path]) -> None:
    """Asked, billable and held of each school are the sums of its charge lines."""
    charges = table_rows(twice["sample"], "Charges")
    for row in table_rows(twice["sample"], "SchoolSummary"):
        for column in ("Asked", "Billable", "Held", "Posted"):
            sums = _sums(charges, "LAESTAB", [column.lower()])
            assert Decimal(repr(row[column])) == sums[str(row["LAESTAB"])]


def test_the_office_really_recalculates(tmp_path: Path) -> None:
    """A wrong stored value does not survive: the second calculation is one."""
    require()
    import openpyxl
    import xlsxwriter

    path = tmp_path / "wrong.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_formula("A1", "=ROUND(2.675,2)", None, 99)
    assert openpyxl.load_workbook(path, data_only=True).worksheets[0]["A1"].value == 99
    (again,) = recalculated([path], tmp_path / "twice")
    assert openpyxl.load_workbook(again, data_only=True).worksheets[0]["A1"].value == 2.68
