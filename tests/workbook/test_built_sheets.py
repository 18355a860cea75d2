"""The sheets of the workbook that is built from its sources keep the contract."""

from __future__ import annotations

import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.opened import there
from tests.workbook.sources_read import HEADING_ROW, SOURCES, TABLE_SHEETS, rows_of
from workbook_builder import sources
from workbook_builder.book import build
from workbook_builder.looks import ROLES
from workbook_builder.start import place_of
from xl_recoup.closed_lists import USES
from xl_recoup.contract import (
    ACCOUNT_INPUT_SPECS,
    EXPECTED_PLACEMENTS,
    INPUT_SPECS,
    LAST_RUN,
    OUTPUT_SPECS,
    PLACEMENTS,
    PROPOSED_SETTLEMENTS,
    RECORD_SPECS,
    REGISTER_SPECS,
    RESULT_SHEETS,
    SCENARIOS,
    SCHEME_EXAMPLES,
    SERVICES,
    SIGNED_OFF,
    WHAT_MOVED,
    YEAR_SO_FAR,
    Kind,
    Role,
    TableSpec,
)
from xl_recoup.contract.code_names import with_name_columns
from xl_recoup.contract.looked_up_names import HOME_SCHOOL_NAME
from xl_recoup.contract.sheet_list import SHEET_LIST
from xl_recoup.contract.start_tables import THIS_WORKBOOK
from xl_recoup.policy.options import Options

SPECS = (
    *INPUT_SPECS, *REGISTER_SPECS, SIGNED_OFF, SCENARIOS, *ACCOUNT_INPUT_SPECS, SERVICES,
    EXPECTED_PLACEMENTS, *OUTPUT_SPECS,
    *RECORD_SPECS,
)  # fmt: skip


def spec_of(sheet: str) -> TableSpec:
    specs = {s.sheet: s for s in (*SPECS, SCHEME_EXAMPLES)}
    return specs.get(sheet, PLACEMENTS)


TYPED_SHEETS = [s for s in TABLE_SHEETS if spec_of(s).role is Role.INPUT]
TYPED_SHEETS += ["Documents", "Settlements"]
"""Where people type; posting adds to Documents as well."""


@pytest.fixture(scope="module")
def book(built: Path) -> Workbook:
    return load_workbook(built)


def headings(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for cell in sheet[HEADING_ROW]]


def test_the_sheets_stand_in_their_order(book: Workbook) -> None:
    """Start, Dashboard, what is in daily use; then, hidden, what a person may show."""
    daily = [s.name for s in SHEET_LIST if s.daily and s.name in TABLE_SHEETS]
    hidden = [s.name for s in SHEET_LIST if not s.daily and s.name in TABLE_SHEETS]
    assert book.sheetnames == ["Start", "Dashboard", *daily, *hidden, LAST_RUN.sheet]
    states = {page.title: page.sheet_state for page in book if page.sheet_state != "visible"}
    assert states == dict.fromkeys(hidden, "hidden") | {LAST_RUN.sheet: "veryHidden"}
    assert len(book.sheetnames) - len(states) == 15
    added_by_runs = {WHAT_MOVED, YEAR_SO_FAR, THIS_WORKBOOK, PROPOSED_SETTLEMENTS}
    built = {spec_of(sheet) for sheet in TABLE_SHEETS}
    assert built == {*SPECS, SCHEME_EXAMPLES} - added_by_runs


@pytest.mark.parametrize("sheet", TABLE_SHEETS)
def test_headings_are_the_contracts(book: Workbook, sheet: str) -> None:
    """The contract's headings in the contract's order, names beside codes; own columns follow."""
    spec, found = spec_of(sheet), headings(book[sheet])
    own = [c.heading for c in sources.OWN_COLUMNS.get(spec.name, ())]
    whole = [c.heading for c in with_name_columns(spec)]
    expected = [h for h in whole if spec is not PLACEMENTS or h in found]
    assert set(spec.headings) <= set(whole)
    assert found == expected + own
    if sheet == "Placements":
        assert found == [*PLACEMENTS.headings, HOME_SCHOOL_NAME]
    assert set(spec.required) <= set(found)


@pytest.mark.parametrize("sheet", TABLE_SHEETS)
def test_one_plain_table_a_sheet(book: Workbook, sheet: str) -> None:
    """One table a sheet, from A4, headings equal to their cells, nothing merged or above it."""
    page = book[sheet]
    assert not page.merged_cells.ranges
    (table,) = page.tables.values()
    assert table.ref.startswith(f"A{HEADING_ROW}:")
    assert [c.name for c in table.tableColumns] == headings(page)
    assert page.freeze_panes is not None
    assert page.freeze_panes.endswith(str(HEADING_ROW + 1))


@pytest.mark.parametrize("sheet", TABLE_SHEETS)
def test_role_is_a_word_and_a_colour(book: Workbook, sheet: str) -> None:
    """Inputs, outputs and records are told apart by a word in A3, the tab and the headings."""
    page, look = book[sheet], ROLES[spec_of(sheet).role]
    word = "EXAMPLES – " if sheet == SCHEME_EXAMPLES.sheet else look.word
    assert str(page["A3"].value).startswith(word)
    assert there(page.sheet_properties.tabColor).rgb == f"FF{look.tab[1:]}"
    assert page.cell(HEADING_ROW, 1).fill.fgColor.rgb == f"FF{look.fill[1:]}"


def test_every_sheet_has_title_purpose_and_print_setup(book: Workbook) -> None:
    """A1 is a one-line title, A2 the purpose; sheets print landscape and one page wide."""
    titles = Counter(str(page["A1"].value) for page in book)
    for page in (page for page in book if page.sheet_state == "visible"):
        assert page["A1"].value
        assert "\n" not in str(page["A1"].value)
        assert page["A2"].value
        assert page.page_setup.orientation == "landscape"
        assert there(page.sheet_properties.pageSetUpPr).fitToPage
        assert page.page_setup.fitToWidth in (None, 1)  # left out, it is 1
        assert page.page_setup.fitToHeight in ((0,) if page.title in TABLE_SHEETS else (None, 1))
        assert "&P" in str(there(there(page.oddFooter).right).text)
        assert page.print_title_rows == ("$4:$4" if page.title in TABLE_SHEETS else None)
    assert max(titles.values()) == 1


def test_start_links_to_every_sheet(book: Workbook) -> None:
    """Start has a link to each sheet, by a name that Excel follows when the sheet is renamed."""
    cells = [row[0] for row in book["Start"].iter_rows(max_col=1)]
    links = {cell.hyperlink.location for cell in cells if cell.hyperlink}
    meant = [page.title for page in book if page.sheet_state != "veryHidden"]
    assert links == {place_of(name) for name in meant[1:]}
    for name in meant[1:]:
        assert book.defined_names[place_of(name)].attr_text == f"'{name}'!$A$1"


@pytest.mark.parametrize("sheet", TYPED_SHEETS)
def test_dropdowns_are_the_contracts(book: Workbook, sheet: str) -> None:
    """Choices and flags have exactly the allowed values, to row 2000, in under 255 characters."""
    page, spec = book[sheet], spec_of(sheet)
    rules = {str(r.sqref).split(":")[0].rstrip("0123456789"): r for r in
             page.data_validations.dataValidation}  # fmt: skip
    letters = {str(c.value): get_column_letter(there(c.column)) for c in page[HEADING_ROW]}
    for column in spec.columns:
        if column.heading not in letters or sheet == "Settings":
            continue
        rule: Any = rules.get(letters[column.heading])
        allowed = column.allowed or (("Y", "N") if column.kind is Kind.FLAG else ())
        if allowed:
            assert rule.formula1 == f'"{",".join(allowed)}"'
            assert len(rule.formula1) <= 257
            assert str(rule.sqref).endswith("2000")
        if column.kind is Kind.DATE:
            assert rule.type == "date"


def test_settings_are_the_options(book: Workbook) -> None:
    """Each option stands on Settings with its default or this book's value, and its choices."""
    page = book["Settings"]
    shown = {row[0]: row[1] for row in page.iter_rows(min_row=5, values_only=True)}
    assert list(shown) == [f.alias for f in Options.model_fields.values()]
    given: dict[str, Any] = {str(k): v for k, v in shown.items() if v is not None}
    given["As-at date"] = given["As-at date"].date()
    options = Options(**given | {"LA number": str(given["LA number"])})
    assert options.as_at == date(2026, 1, 31)
    assert str(options.financial_year) == "2025-26"
    rules = {str(r.sqref): r.formula1 for r in page.data_validations.dataValidation}
    for index, name in enumerate(shown, 5):
        choices = sources.choices(str(name))
        if choices:
            assert rules[f"B{index}"] == f'"{",".join(choices)}"'


def test_identifiers_are_text(book: Workbook) -> None:
    """LAESTAB, URN and UPN are text cells; rows yet to be typed have the text format too."""
    page = book["Schools"]
    assert all(isinstance(page.cell(r, 1).value, str) for r in range(5, page.max_row + 1))
    assert page.column_dimensions["A"].width > 0
    assert page["A5"].number_format == "@"
    assert book["Placements"]["C5"].number_format == "@"


def test_outputs_wait_with_one_formatted_row(book: Workbook) -> None:
    """An output or record has one blank row, whose formats the filled rows take."""
    for spec in RESULT_SHEETS:
        page = book[spec.sheet]
        (table,) = page.tables.values()
        assert table.ref.endswith(f"{HEADING_ROW + 1}")
        assert {c.value for c in page[HEADING_ROW + 1]} == {None}
    charges = {str(c.value): c for c in book["Charges"][HEADING_ROW]}
    first = {h: book["Charges"].cell(HEADING_ROW + 1, there(c.column)) for h, c in charges.items()}
    assert first["Amount"].number_format == "#,##0.00"
    assert first["Check"].number_format == "#,##0.00"
    assert first["From"].number_format == "dd/mm/yyyy"
    assert first["LAESTAB"].number_format == "@"


def test_the_sample_codes_are_placeholders_for_every_use() -> None:
    """Each use has a code, so that an export can be tried, and nobody takes it for a real one."""
    rows = rows_of(SOURCES / "codes.csv")
    assert [row["Use"] for row in rows] == list(USES)
    for row in rows:
        assert row["Cost centre"].startswith("PLACEHOLDER-")
        assert row["Subjective"].startswith("PLACEHOLDER-")
        assert row["Note"].startswith("PLACEHOLDER")


def test_charts_and_tables_have_alt_text(built: Path) -> None:
    """Each chart says in words what it shows; each table has a title and a description."""
    with zipfile.ZipFile(built) as parts:
        for name, charts in (("drawing1", 5), ("drawing2", 1)):  # the Dashboard, and Forecast
            drawing = ElementTree.fromstring(parts.read(f"xl/drawings/{name}.xml"))
            words = [e.get("descr") for e in drawing.iter() if e.tag.endswith("}cNvPr")]
            assert len(words) == charts
            assert all(words)
        tables = [n for n in parts.namelist() if n.startswith("xl/tables/")]
        assert all(b"altTextSummary" in parts.read(n) for n in tables)


def test_two_builds_give_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """The same sources give the same file."""
    again = tmp_path / "again.xlsx"
    build(again, SOURCES)
    assert again.read_bytes() == built.read_bytes()
