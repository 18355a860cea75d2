"""What is wrong with a workbook or its Mapping gets a sentence or a finding; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.adopt.support import fill_to_post, findings
from tests.support.home_grown_sheets import PROVIDER, PUPILS, SCHEME, USUAL, Column, Sheet
from tests.support.workbook_files import ENCRYPTED, answer, contents, run, signed_in, type_in
from xl_recoup.book import read_workbook

Copy = Callable[[str], Path]


def mapping(path: Path) -> dict[tuple[str, str], tuple[str, dict[str, str]]]:
    """Return the rows of a Mapping by sheet and words: the row's number, and its cells."""
    table = read_workbook(path).tables["Mapping"]
    found = {}
    for number, row in enumerate(table.rows, table.first_row):
        said = {h: str(c or "") for h, c in zip(table.headings, row, strict=True)}
        found[said["Sheet"], said["Their words"] or said["Heading"]] = (str(number), said)
    return found


def correct(path: Path, sheet: str, words: str, **cells: str) -> None:
    """Type into the cells of a row of the Mapping, as a person does in Excel."""
    table = read_workbook(path).tables["Mapping"]
    number, _ = mapping(path)[sheet, words]
    for heading, value in cells.items():
        letters = "ABCDEFGHIJ"[table.headings.index(heading.replace("_", " "))]
        type_in(path, "Mapping", f"{letters}{number}", value)


def refusal(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    """Run a command that is refused; return its sentence."""
    capsys.readouterr()
    assert run(*arguments) == 2
    return capsys.readouterr().err.strip().splitlines()[-1]


@pytest.mark.parametrize("name", ["empty", "report", "few"])
def test_a_workbook_without_placements_is_refused(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where nothing looks like placements, the sentence says what to do; nothing is written."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = Sheet(book, "One")
        if name == "report":
            sheet.line("Region", "Quarter", "Sales")
            sheet.line("North", 1, 12.5)
        if name == "few":
            sheet.table([("UPN", "UPN"), ("Colour", lambda p: "red")], PUPILS[:2])
    before = contents(tmp_path)
    said = refusal(capsys, "adopt", path)
    assert "No sheet looks like placements" in said
    assert "Name the columns UPN, Home school" in said
    assert contents(tmp_path) == before


def test_a_password_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An encrypted workbook is told from a damaged one."""
    path = tmp_path / "book.xlsx"
    path.write_bytes(ENCRYPTED)
    assert "protected by a password" in refusal(capsys, "adopt", path)


def test_a_locked_structure_is_said(
    copy: Copy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where no sheet can be added, the sentence names the button."""
    from tests.support.workbook_files import rewrite

    path = copy("row-six.xlsx")
    lock = b'<workbookProtection lockStructure="1"/><bookViews>'
    rewrite(path, {"xl/workbook.xml": lambda data: data.replace(b"<bookViews>", lock, 1)})
    said = refusal(capsys, "adopt", path)
    assert "Unprotect the workbook (Review, Protect Workbook)" in said


def test_two_columns_for_one_heading_are_left_to_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Of two columns that can both be the exclusion date neither is taken."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        columns = [*USUAL, PROVIDER, SCHEME, ("PEX date", "Exclusion date")]
        Sheet(book, "List").table(columns, PUPILS)
    code, said = answer(capsys, "adopt", path, "--confirm")
    assert code == 0
    assert sorted(f["cell"] for f in said["findings"]) == ["G1", "R1"]
    assert "columns G and R can both be Exclusion date" in said["findings"][0]["message"]
    capsys.readouterr()
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    held = [f for f in findings(path) if f[0] == "S43"]
    assert [(f[1], f[2]) for f in held] == [("List", "G1")]
    correct(
        path, "List", "PEX date", Table="Placements", Heading="Exclusion date", Status="confirmed"
    )
    correct(path, "List", "Date of Exclusion", Status="ignored")
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert run("validate", path) == 0


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Kind": "colum"}, "the Mapping's Kind can't be “colum”"),
        ({"Status": "yes"}, "the Mapping's Status can't be “yes”"),
        ({"Heading": "Shoe size"}, "the table Placements has no heading “Shoe size”"),
        ({"Their_words": "Unique number"}, "has no heading “Unique number”"),
        ({"Heading": "Exclusion date"}, "Exclusion date is mapped twice on the sheet PEX 2025-26"),
    ],
)
def test_a_wrong_mapping_row_is_named(
    cells: dict[str, str], said: str, copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    """A row of the Mapping that can't be followed stops the run, and the sentence has its cell."""
    path = copy("row-six.xlsx")
    assert run("adopt", path, "--confirm") == 0
    correct(path, "PEX 2025-26", "UPN", **cells)
    sentence = refusal(capsys, "recalculate", path)
    assert said in sentence
    assert "Mapping " in sentence


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Sheet": "Gone"}, "there is no sheet named Gone"),
        ({"Table": "Pupils"}, "“Pupils” is none of the tables Placements"),
        ({"Cell": "here"}, "“here” is no block of cells such as A5:P6"),
    ],
)
def test_a_wrong_sheet_row_is_named(
    cells: dict[str, str], said: str, copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    """So does a row that names a sheet, a table or cells that are not there."""
    path = copy("row-six.xlsx")
    assert run("adopt", path, "--confirm") == 0
    correct(path, "PEX 2025-26", "", **cells)
    assert said in refusal(capsys, "recalculate", path)


def test_a_needed_heading_without_a_column_is_said(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without a scheme nothing can be charged: the sentence says what to map."""
    path = copy("row-six.xlsx")
    assert run("adopt", path, "--confirm") == 0
    correct(path, "PEX 2025-26", "Type", Status="ignored")
    said = refusal(capsys, "recalculate", path)
    assert "nothing mapped to Scheme" in said
    assert "map a column to it, or give a constant" in said


def test_a_heading_that_moved_is_found_again(copy: Copy) -> None:
    """Rows inserted above the headings do no harm: their words are looked for."""
    from tests.support.home_grown_sheets import OUR_HEADINGS
    from xl_recoup.addresses import Range
    from xl_recoup.adopt.mapping_rows import MappingRow
    from xl_recoup.adopt.moved_headings import locate
    from xl_recoup.tables import SheetView

    lines = [(), ("A title",), (), ("x", *OUR_HEADINGS), ("", *range(20))]
    rows = [
        MappingRow("column", "S", f"{'ABCDEFGHIJKLMNOPQRST'[i]}2", words)
        for i, words in enumerate(OUR_HEADINGS)
    ]
    block = Range(1, 2, 20, 2)
    found = locate(SheetView("S", lines), block, rows)
    assert found.missing == []
    assert found.block.first_row == 4
    assert [found.columns[r] for r in rows] == list(range(2, 22))


def test_nothing_is_posted_before_a_person_has_confirmed(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    """A run goes by known headings with a warning; posting waits for a person."""
    path = copy("per-term.xlsx")
    assert run("adopt", path) == 0
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert [f[0] for f in findings(path) if f[0] == "S40"] == ["S40"]
    post = ("post", path, "--period", "Spring 2026", "--approved-by", "B. Head", "--allow-draft")
    said = refusal(capsys, *post)
    assert "Nothing was posted" in said
    assert "nobody has confirmed them" in said
    assert run("adopt", path, "--confirm") == 0
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    fill_to_post(path)
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    with signed_in("bhead"):
        assert run(*post) == 0
    assert "posted lines in its Ledger" in refusal(capsys, "adopt", path, "--undo")


def test_a_suggestion_is_never_followed_by_itself(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    """A constant that is only likely is not used until it is confirmed."""
    path = copy("per-provider.xlsx")
    assert run("adopt", path) == 0
    assert mapping(path)["BTA", "Scheme"][1]["Status"] == "suggested"
    assert "nothing mapped to Scheme" in refusal(capsys, "recalculate", path)


def test_a_new_sheet_is_seen_and_adopted_later(tmp_path: Path) -> None:
    """A sheet that comes in later is a finding; adopting again proposes it and keeps the rest."""
    path = tmp_path / "book.xlsx"
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, pupils in (("Autumn", PUPILS[:6]), ("Spring", PUPILS[6:])):
            Sheet(book, name).table([*USUAL, PROVIDER, SCHEME], pupils)
    assert run("adopt", path, "--confirm") == 0
    table = read_workbook(path).tables["Mapping"]
    for number, row in enumerate(table.rows, table.first_row):
        if row[1] == "Spring":  # as if the sheet had not been there
            type_in(path, "Mapping", f"B{number}", "Autumn")
            type_in(path, "Mapping", f"H{number}", "ignored")
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    seen = [(f[1], f[2]) for f in findings(path) if f[0] == "S44"]
    assert seen == [("Spring", "A1")]
    assert run("adopt", path, "--confirm") == 0
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert not [f for f in findings(path) if f[0] == "S44"]


def test_explain_works_on_an_adopted_workbook(
    adopted: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`explain` gives the lines of a placement of the team's own sheet."""
    capsys.readouterr()
    assert run("explain", adopted / "two-lines.xlsx", "AP-001") == 0
    assert "Edgebury Primary School (3052069)" in capsys.readouterr().out


def test_next_years_workbook_is_the_teams_to_make(
    adopted: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`new-year` says that it moves no placements on the team's own sheets, and what to do."""
    target = tmp_path / "next.xlsx"
    said = refusal(
        capsys, "new-year", adopted / "row-six.xlsx", "--year", "2026-27", "--output", target
    )
    assert "Save a copy for next year in Excel" in said
    assert not target.exists()


def test_a_charge_column_with_values_is_confirmed_by_hand_alone(
    copy: Copy, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a team typed into a column for charges is not replaced because of `--confirm`."""
    path = copy("charge-columns.xlsx")
    type_in(path, "Placements", "S3", 1234.5)
    assert run("adopt", path, "--confirm") == 0
    assert mapping(path)["Placements", "AWPU charge"][1]["Status"] == "unmapped"
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert typed_at(path, "S3") == 1234.5
    correct(path, "Placements", "AWPU charge", Status="confirmed")
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    assert typed_at(path, "S3") == 2264.77


def typed_at(path: Path, address: str) -> object:
    """Return what a cell of the placements sheet holds."""
    return openpyxl.load_workbook(path)["Placements"][address].value


def test_headings_of_a_sheet_never_seen_before(tmp_path: Path, capsys: object) -> None:
    """Hints, initials and other words for a school's return are understood; nothing is confused."""
    path = tmp_path / "book.xlsx"
    columns: list[Column] = [
        ("Ref No", "Placement ref"), ("Legal name", "Pupil"), ("UPN No.", "UPN"),
        ("D.O.B.", "Date of birth"), ("Year Group at Exclusion", "Year group"),
        ("Excluding School", "Home school"), ("Date of Perm. Exclusion", "Exclusion date"),
        ("GDC Date", "Decision date"), ("Pupil Premium (Y/N)", "FSM6"), ("CLA?", "Looked after"),
        ("Placed at", "Provider"), ("Date placed", "Start date"),
        ("Date reintegrated", "Admitted on"), ("School reintegrated to", "Admitting school"),
        ("Comments", "Notes"),
    ]  # fmt: skip
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as book:
        Sheet(book, "PEX").table(columns, PUPILS)
    _, said = answer(capsys, "adopt", path)
    found = {r["words"]: r["heading"] for r in said["mapping"] if r["kind"] == "column"}
    assert found == dict(columns)
