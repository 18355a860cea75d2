"""Next year's workbook as a file: what is in it, what stays, what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.new_year.old_books import END, PLACEMENTS, _fields, column, digest, ended, open_
from tests.support.books import book
from tests.support.workbook_files import run, save, sound
from xl_recoup.book import read_workbook
from xl_recoup.files.new_year_file import new_year
from xl_recoup.new_year.next_tables import emptied_specs
from xl_recoup.tables import CellError, Table, WorkbookTables


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
        "Area cost adjustment of 1": "confirmed",
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
