"""Next year's workbook as a file: what is in it, what stays, what is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.support.books import RATES, SCHEMES, book, pex, table
from tests.support.workbook_files import FIXED, run, save, sound, type_in
from xl_recoup import contract
from xl_recoup.book import read_workbook
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.files.new_year_file import new_year
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.new_year.next_tables import emptied_specs, settings_for
from xl_recoup.new_year.plan import bring_forward
from xl_recoup.records import RowKey
from xl_recoup.tables import Cell, CellError, Table, WorkbookTables

END, START = date(2026, 3, 31), date(2026, 4, 1)
LOCAL: dict[str, Cell] = {"Scheme": "LOCAL", "Exclusion date": None, "Decision date": None}


def open_(n: int, /, **cells: Any) -> dict[str, Cell]:
    """Return a placement that is open."""
    return pex(n, **(LOCAL | {"Start date": date(2025, 10, 6)} | cells))


def ended(n: int, /, **cells: Any) -> dict[str, Cell]:
    """Return a placement that ended in the old year."""
    return open_(n, **({"End date": date(2026, 2, 13)} | cells))


@pytest.fixture(autouse=True)
def fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fix the clock and the user."""
    for name, value in FIXED.items():
        monkeypatch.setenv(name, value)


MARCH = pex(4, **{"Exclusion date": date(2026, 3, 24), "Decision date": None})
PLACEMENTS = [
    ended(1),
    open_(2),
    pex(3),
    MARCH,
    ended(5),
    open_(6),
]
CHANGES: list[dict[str, Cell]] = [
    {"Placement ref": f"P00{n}", "From": date(2025, 12, 1), "What changes": "days per week",
     "New value": "3", "Note": f"note {n}"} for n in (1, 2)
]  # fmt: skip
QUERIES: list[dict[str, Cell]] = [
    {"Query ref": "Q1", "Charge ref": "P003/BS", "Closed": date(2026, 1, 5), "Reason": "weeks"},
    {"Query ref": "Q2", "Charge ref": "P003/BS", "Reason": "rate"},
]


@pytest.fixture
def this_year(tmp_path: Path) -> Path:
    """Return a workbook of 2025-26 that was run and posted."""
    path = sound(
        tmp_path / "2025-26.xlsx", PLACEMENTS, PlacementChanges=CHANGES, Queries=QUERIES,
        settings={"Financial year": "2025-26", "As-at date": date(2026, 1, 31), "Hold days": 28,
                  "Regulations": "reg 40, SI 2025/1"},
    )  # fmt: skip
    assert run("recalculate", path) == 0
    return path


def column(tables: WorkbookTables, name: str, heading: str) -> list[Cell]:
    """Return the filled cells of a column."""
    table = tables.find(name)
    assert table is not None
    at = table.headings.index(heading)
    return [row[at] for row in table.rows if row[at] is not None]


def digest(path: Path) -> str:
    """Return a file's digest."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_the_new_workbook_holds_what_goes_on(this_year: Path, tmp_path: Path) -> None:
    """Open placements and the late-March exclusion, under their references, and what is theirs."""
    before, files = digest(this_year), {p.name for p in tmp_path.iterdir()}
    output = tmp_path / "2026-27.xlsx"
    stages: list[str] = []
    done = new_year(this_year, "2026-27", output, progress=stages.append)
    tables = read_workbook(output)
    assert column(tables, "Placements", "Placement ref") == ["P002", "P004", "P006"]
    assert column(tables, "PlacementChanges", "Note") == ["note 2"]
    assert column(tables, "Queries", "Query ref") == ["Q2"]
    assert dict(zip(column(tables, "Settings", "Setting"), [
        row[1] for row in tables.tables["Settings"].rows], strict=True)) == {
        "Financial year": "2026-27", "As-at date": None, "Hold days": 28, "Regulations": None,
    }  # fmt: skip
    assert (len(done.placements.carried), done.placements.dropped) == (3, 3)
    assert digest(this_year) == before
    assert {p.name for p in tmp_path.iterdir()} == {*files, "2026-27.xlsx"}
    assert stages == ["reading", "sorting", "writing"]


@pytest.mark.parametrize(
    "name", ["Schools", "Agreements", "Schemes", "Providers", "Calendar", "Rates"]
)
def test_reference_tables_stay(this_year: Path, tmp_path: Path, name: str) -> None:
    """Schools, agreements, schemes, providers, calendar and rates are the old file's."""
    output = tmp_path / "new.xlsx"
    new_year(this_year, "2026-27", output)
    assert read_workbook(output).tables[name] == read_workbook(this_year).tables[name]


def test_outputs_and_records_begin_empty(this_year: Path, tmp_path: Path) -> None:
    """No charge, finding, total, posting or run of the old year is in the new file."""
    output = tmp_path / "new.xlsx"
    new_year(this_year, "2026-27", output)
    old, new = read_workbook(this_year), read_workbook(output)
    seen = []
    for spec in emptied_specs():
        table = new.find(spec.name)
        if table is not None:
            seen.append(spec.name)
            was = old.find(spec.name)
            assert was is not None
            assert table.headings == was.headings
            assert all(cell is None for row in table.rows for cell in row), spec.name
    assert {"Charges", "Exceptions", "SchoolSummary", "RunLog"} <= set(seen)


def test_no_pupil_who_stays_behind_is_left_in_the_file(this_year: Path, tmp_path: Path) -> None:
    """Neither in a cell nor in the file's shared strings."""
    import zipfile

    output = tmp_path / "new.xlsx"
    new_year(this_year, "2026-27", output)
    with zipfile.ZipFile(output) as archive:
        text = b"".join(archive.read(name) for name in archive.namelist())
    for gone, kept in ((PLACEMENTS[0]["UPN"], PLACEMENTS[1]["UPN"]), ("note 1", "note 2")):
        assert str(gone).encode() not in text
        assert str(kept).encode() in text


def test_the_new_workbook_can_be_run(this_year: Path, tmp_path: Path) -> None:
    """With rates for the year, the late-March exclusion is charged in the new year.

    24 March is a Tuesday: 25, 26 and 27 March, then 13, 14 and 15 April, the sixth school day.
    From 15 April to 31 March are 351 days, 50 weeks: £3,847.00 × 50 / 52 = £3,699.04.
    """
    output = tmp_path / "new.xlsx"
    new_year(this_year, "2026-27", output)
    tables = read_workbook(output)
    rates = tables.tables["Rates"]
    at = rates.headings.index("Valid to")
    longer = [[*row[:at], None, *row[at + 1 :]] for row in rates.rows]
    save(
        output,
        WorkbookTables(
            {**tables.tables, "Rates": Table(**_fields(rates) | {"rows": longer})}, tables.sheets
        ),
    )
    assert run("recalculate", output, "--as-at", "2026-07-01") == 0
    charges = read_workbook(output).tables["Charges"]
    lines = [dict(zip(charges.headings, row, strict=True)) for row in charges.rows]
    (line,) = [x for x in lines if x["Charge ref"] == "P004/BS"]
    assert (line["Units"], line["Amount"]) == (50, 3699.04)
    assert "from 15 April 2026 (sixth school day" in str(line["Working"])
    assert line["Service year"] == "2026-27"


def _fields(table: Table) -> dict[str, Any]:
    return {name: getattr(table, name) for name in Table.__dataclass_fields__}


def test_placements_on_several_sheets(tmp_path: Path) -> None:
    """Each placement table keeps its own; one of which nothing goes on is left with a blank row."""
    tables = book([ended(1), open_(2)])
    more = Table("Placements_HHT", "HHT", ("Placement ref", "Home school", "Scheme", "End date"), 5,
                 [("H1", "3052001", "LOCAL", END)])  # fmt: skip
    path = save(tmp_path / "old.xlsx", WorkbookTables(
        {**tables.tables, "Placements_HHT": more}, (*tables.sheets, "HHT")))  # fmt: skip
    done = new_year(path, "2026-27", tmp_path / "new.xlsx")
    new = read_workbook(tmp_path / "new.xlsx")
    assert column(new, "Placements", "Placement ref") == ["P002"]
    assert column(new, "Placements_HHT", "Placement ref") == []
    assert (len(done.placements.carried), done.placements.dropped) == (1, 2)


def test_a_table_in_which_everything_goes_on_is_left_as_it_is(tmp_path: Path) -> None:
    """Even an Excel error in it is no hindrance: the table isn't touched."""
    path = sound(tmp_path / "old.xlsx", [open_(1, Notes=CellError("#N/A"))])
    new_year(path, "2026-27", tmp_path / "new.xlsx")
    assert column(read_workbook(tmp_path / "new.xlsx"), "Placements", "Notes") == [
        CellError("#N/A")
    ]


# The team's own columns


def team_book(path: Path, formula_rows: Sequence[int] = (), **cell: Any) -> Path:
    """Write a workbook with two columns of the team's own; `Twice` is filled by Excel.

    `formula_rows` are rows, counted from 0, whose cell in the column Own is a formula.
    """
    tables = book([ended(1), open_(2), open_(3)])
    headings = (
        "Placement ref",
        "Own",
        "Home school",
        "Scheme",
        "End date",
        "Days per week",
        "Twice",
    )
    rows: list[list[Any]] = [
        ["P001", "one", "3052001", "LOCAL", date(2026, 1, 1), 1.5, None],
        ["P002", "two", "3052001", "LOCAL", None, 2.1, None],
        ["P003", "three", "3052001", "LOCAL", None, 3, None],
    ]
    for address, value in cell.items():
        rows[int(address[1:]) - 2][ord(address[0]) - 65] = value
    others = {n: t for n, t in tables.tables.items() if n != "Placements"}
    save(path, WorkbookTables(others, tuple(t.sheet for t in others.values())))
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as file:
        for table in others.values():
            _add(file, table.sheet, table.name, table.headings, table.rows, table.first_row - 2)
        sheet = _add(file, "Placements", "Placements", headings, rows, 0, twice="Days per week")
        for i in formula_rows:
            sheet.write_formula(i + 1, 1, '="f"', None, f"value {i}")
    return path


def _add(
    file: Any, name: str, table: str, headings: Sequence[str], rows: Sequence[Sequence[Any]],
    top: int, twice: str = "",
) -> Any:  # fmt: skip
    sheet = file.add_worksheet(name)
    columns: list[dict[str, str]] = [{"header": h} for h in headings]
    if twice:
        columns[-1]["formula"] = f"=[@[{twice}]]*2"
    last = top + max(len(rows), 1)
    sheet.add_table(top, 0, last, len(headings) - 1, {"name": table, "columns": columns})
    for i, row in enumerate(rows):
        for j, value in enumerate(row):
            if isinstance(value, CellError):
                sheet.write_formula(top + 1 + i, j, "=1/0", None, value.code)
            elif value is not None:
                sheet.write(top + 1 + i, j, value)
    return sheet


def test_the_teams_own_columns_stay_beside_their_rows(tmp_path: Path) -> None:
    """What the team typed moves with its placement; what Excel fills in stays a formula."""
    path = team_book(tmp_path / "old.xlsx")
    done = new_year(path, "2026-27", tmp_path / "new.xlsx")
    table = read_workbook(tmp_path / "new.xlsx").tables["Placements"]
    assert [row[:6] for row in map(list, table.rows)] == [
        ["P002", "two", "3052001", "LOCAL", None, 2.1],
        ["P003", "three", "3052001", "LOCAL", None, 3],
    ]
    assert table.formulas == {"G2", "G3"}
    assert done.fixed == []


def test_a_formula_that_stands_alone_becomes_its_value_and_is_named(tmp_path: Path) -> None:
    """It can't move by itself; the report says which cells."""
    path = team_book(tmp_path / "old.xlsx", formula_rows=[1])
    done = new_year(path, "2026-27", tmp_path / "new.xlsx")
    table = read_workbook(tmp_path / "new.xlsx").tables["Placements"]
    assert [row[1] for row in table.rows] == ["value 1", "three"]
    assert [str(place) for place in done.fixed] == ["Placements B3"]
    assert done.sentences()[-1] == (
        "What was a formula in the old file at Placements B3 is a typed value in the new."
    )


def test_an_error_in_a_row_that_goes_on_is_refused(tmp_path: Path) -> None:
    """An Excel error can't be written as a value; the cell is named and nothing is written."""
    path = team_book(tmp_path / "old.xlsx", B3=CellError("#REF!"))
    with pytest.raises(Refused) as refusal:
        new_year(path, "2026-27", tmp_path / "new.xlsx")
    assert str(refusal.value) == (
        "Placements B3 holds the error #REF!, which can't be brought forward. Correct or clear the"
        " cell, save, and try again."
    )
    assert not (tmp_path / "new.xlsx").exists()


def test_an_error_in_a_row_that_stays_behind_is_nothing_to_refuse(tmp_path: Path) -> None:
    """Its cell isn't written at all."""
    path = team_book(tmp_path / "old.xlsx", B2=CellError("#REF!"))
    new_year(path, "2026-27", tmp_path / "new.xlsx")
    table = read_workbook(tmp_path / "new.xlsx").tables["Placements"]
    assert [row[1] for row in table.rows] == ["two", "three"]


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


# Settings


def settings(*rows: tuple[Cell, ...], **more: Any) -> Table:
    """Return a Settings table."""
    return Table("Settings", "Settings", ("Setting", "Value", "Note"), 5, rows, **more)


def test_a_year_that_was_not_stated_is_added() -> None:
    """A workbook may rest on the default; the new one says its year, where a row is free."""
    plain = settings(("Hold days", 28, "x"), (None, None, None))
    write = settings_for(plain, FundingPeriod(2026)).write
    assert write.headings == ("Setting", "Value")
    assert list(write.rows) == [("Hold days", 28), ("Financial year", "2026-27")]


def test_names_are_read_as_finance_writes_them() -> None:
    """Capitals and blanks don't matter; the team's spelling stays."""
    table = settings((" financial  YEAR", "2025-26", None), ("as-at date", date(2026, 1, 31), None))
    rows = settings_for(table, FundingPeriod(2026)).write.rows
    assert list(rows) == [(" financial  YEAR", "2026-27"), ("as-at date", None)]


def test_a_setting_that_is_a_formula_becomes_its_value_and_is_named() -> None:
    """The year's own formula is replaced without a word: it is what was asked for."""
    table = settings(
        ("Financial year", "2025-26", None), ("Hold days", 28.0, None),
        formulas=frozenset({"B5", "B6"}),
    )  # fmt: skip
    done = settings_for(table, FundingPeriod(2026))
    assert list(done.write.rows) == [("Financial year", "2026-27"), ("Hold days", 28)]
    assert [str(place) for place in done.fixed] == ["Settings B6"]


# What is reported


def test_the_report_names_what_is_to_be_filled_in() -> None:
    """In JSON and in sentences: rates, schemes, calendars, the citation."""
    home: dict[str, Cell] = {
        "Scheme": "HOME", "Kind": "local", "In use": "Y", "Valid to": END, "Denominator": 1,
        "Measure": "school weeks", "Base": "named rate", "Rate": "week",
    }  # fmt: skip
    tables = book(
        [ended(1), open_(2)], settings={"Regulations": "reg 40"}, Schemes=[*SCHEMES, home],
        Rates=[RATES[0], *(r | {"Valid to": None} for r in RATES[1:])],
    )  # fmt: skip
    done = bring_forward(tables, FundingPeriod(2026))
    assert done.to_json() == {
        "financial_year": "2026-27",
        "placements": {"carried": 1, "dropped": 1},
        "changes": {"carried": 0, "dropped": 0},
        "queries": {"carried": 0, "dropped": 0},
        "rates_missing": [
            {"factor": "basic_entitlement", "phase": "primary", "from": "2026-04-01"},
            {"factor": "week", "phase": "all", "from": "2026-04-01"},
        ],
        "schemes_missing": [{"scheme": "HOME", "from": "2026-04-01"}],
        "calendars_short": [{"calendar": "LA", "last_day": "2026-07-22"}],
        "regulations_cleared": True,
        "periods_closed": 0,
        "formulas_replaced": [],
        "hidden_rows": [],
    }
    assert done.sentences() == [
        "1 placement brought forward into 2026-27, 1 finished and left behind; 0 changes and 0 open"
        " queries with them.",
        "Rates to be entered for 2026-27:",
        "  basic_entitlement, primary: no rate from 1 April 2026",
        "  week, all: no rate from 1 April 2026",
        "Schemes that need a row for 2026-27:",
        "  HOME: no row of Schemes from 1 April 2026",
        "Calendars to be continued for 2026-27:",
        "  LA: ends on 22 July 2026",
        "The setting Regulations was cleared: its citation was the old year's. Fill in the new"
        " one.",
    ]


def test_every_table_that_a_run_or_posting_fills_begins_empty() -> None:
    """The list follows the contract: no output or record is forgotten, no input emptied."""
    names = {spec.name for spec in emptied_specs()}
    assert names >= {spec.name for spec in contract.OUTPUT_SPECS} | {"Ledger"}
    assert not names & {spec.name for spec in contract.INPUT_SPECS}


def test_kept_rows_are_told_by_sheet_and_row() -> None:
    """A row's place, not its reference, decides: two rows of one reference stay two."""
    done = bring_forward(book([open_(2), open_(2), ended(2)]), FundingPeriod(2026))
    assert done.placements.carried == {RowKey("Placements", 5), RowKey("Placements", 6)}


def test_periods_of_the_old_year_are_closed() -> None:
    """What ended before the new year is closed there, so nothing of it can be posted to them."""
    periods: list[dict[str, Cell]] = [
        {"Period": "Autumn", "To": date(2025, 12, 31), "Status": "closed", "Closed by": "B. Head"},
        {"Period": "Spring", "To": END, "Status": "open", "Closed by": None},
        {"Period": "Summer", "To": date(2026, 8, 31), "Status": "open"},
        {"Period": "Later"},
    ]
    headings = ("Period", "To", "Status", "Closed by")
    made = bring_forward(
        book(PLACEMENTS, replace={"Periods": table("Periods", periods, headings)}),
        FundingPeriod.of(START),
    )
    (write,) = (r.write for r in made.rewritings if r.write.table == "Periods")
    assert (write.headings, write.rows) == (
        ("Status",), [("closed",), ("closed",), ("open",), (None,)]
    )  # fmt: skip
    assert made.to_json()["periods_closed"] == 1
    assert any(
        said.startswith("1 period that ended before 2026-27 closed") for said in made.sentences()
    )
