"""A long table: its formula and its repeated texts are stored once, and read as ever."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest

from tests.book.makers import make_book, parts, rewritten
from tests.book.writing.put import put, values
from tests.book.writing.test_totals import with_totals
from xl_recoup.book import read_workbook
from xl_recoup.book.writing import one_group
from xl_recoup.tables import Formula

HEADINGS = ("Ref", "Amount", "Twice", "Note")
TWICE = "Charges[[#This Row],[Amount]]*2"
SHEET, TABLE = "xl/worksheets/sheet1.xml", "xl/tables/table1.xml"
STRINGS = "xl/sharedStrings.xml"


@pytest.fixture(autouse=True)
def long_from_five_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let few rows be a long table."""
    monkeypatch.setattr(one_group, "LONG", 5)


def book(path: Path, **more: Any) -> Path:
    """Make a workbook with one row, and texts of the team's own beside the table."""

    def extra(made: Any, sheet: Any) -> None:
        sheet.write_column("J1", ["school", "a < b", "their own", "school"])
        made.add_worksheet("Team").write_column("A1", ["nil", "only here"])

    return make_book(path, [("A", 1, 2, "old note")], HEADINGS, extra=extra, **more)


def rows(notes: list[str | None]) -> list[tuple[Any, ...]]:
    """Return a row for each note."""
    return [
        (f"A{i}", Decimal(i), Formula(TWICE, Decimal(2 * i)), note) for i, note in enumerate(notes)
    ]


def fill(path: Path, notes: list[str | None], **more: Any) -> str:
    """Put rows into the table, check that they read as meant, and return the sheet."""
    put(path, rows(notes), HEADINGS, shared_texts=True, keys=(("Ref",),), **more)
    want = [(f"A{i}", i, 2 * i, note) for i, note in enumerate(notes)]
    assert [row[:4] for row in values(path)] == want
    sheet = openpyxl.load_workbook(path, data_only=True)["Charges"]
    assert [tuple(c.value for c in row) for row in sheet.iter_rows(5, 4 + len(notes), 1, 4)] == want
    return parts(path)[SHEET].decode()


def texts(path: Path) -> list[str]:
    """Return the shared strings."""
    return re.findall("<si>(?:<t[^>]*>([^<]*)</t>|<t/>)</si>", parts(path)[STRINGS].decode())


def test_the_formula_is_stored_once(tmp_path: Path) -> None:
    """The first cell says it by cells, the others name it; each shows its own row's in Excel."""
    path = book(tmp_path / "a.xlsx")
    sheet = fill(path, ["nil"] * 6)
    assert '<f t="shared" ref="C5:C10" si="0">B5*2</f><v>0</v>' in sheet
    assert sheet.count('<f t="shared" si="0"/>') == 5
    shown = openpyxl.load_workbook(path)["Charges"]
    assert [shown.cell(row, 3).value for row in range(5, 11)] == [f"=B{r}*2" for r in range(5, 11)]
    assert read_workbook(path).tables["Charges"].formulas == {f"C{row}" for row in range(5, 11)}


def test_a_formula_by_cells_is_not_unlike_its_column(tmp_path: Path) -> None:
    """The table names no formula then, or Excel would mark every cell; a short one has it again."""
    path = book(tmp_path / "a.xlsx")
    named = f"<calculatedColumnFormula>{TWICE}</calculatedColumnFormula>"
    fill(path, ["nil"])
    assert named in parts(path)[TABLE].decode()
    fill(path, ["nil"] * 6)
    assert "calculatedColumnFormula" not in parts(path)[TABLE].decode()
    sheet = fill(path, ["nil"] * 3)
    assert named in parts(path)[TABLE].decode()
    assert sheet.count(f"<f>{TWICE}</f>") == 3
    assert "shared" not in sheet


def test_longer_and_shorter_with_a_row_of_totals(tmp_path: Path) -> None:
    """The group ends where the data end, and the label below keeps its text."""
    path = with_totals(tmp_path / "a.xlsx")
    twice = "Charges[[#This Row],[Amount]]*2"
    for count in (6, 9, 7):
        some = [(f"{count}", Decimal(i), Formula(twice, Decimal(2 * i))) for i in range(count)]
        put(path, some, ("Ref", "Amount", "Note"), shared_texts=True)
        assert f'ref="D5:D{4 + count}" si="0"' in parts(path)[SHEET].decode()
        shown = openpyxl.load_workbook(path)["Charges"]["A"][4:]
        assert [cell.value for cell in shown] == [f"{count}"] * count + ["Total"]


def test_a_group_of_the_teams_keeps_its_number(tmp_path: Path) -> None:
    """Ours takes the next one, and the team's stays as it was."""
    path = book(tmp_path / "a.xlsx")
    theirs = (
        '<row r="1"><c r="H1"><f t="shared" ref="H1:H2" si="4">$G$1+1</f><v>1</v></c></row>'
        '<row r="2"><c r="H2"><f t="shared" si="4"/><v>1</v></c></row>'
    )
    team = re.compile(rb'<row r="1".*</row>(?=<row r="4")', re.DOTALL)
    rewritten(path, {SHEET: lambda data: team.sub(theirs.encode(), data)})
    for count in (6, 8):
        sheet = fill(path, ["nil"] * count)
        assert f'<f t="shared" ref="C5:C{4 + count}" si="5">B5*2</f>' in sheet
        assert theirs in sheet


def test_what_comes_again_is_stored_once(tmp_path: Path) -> None:
    """A text that is in the list is named; a new one goes to the end; what comes once stays."""
    path = book(tmp_path / "a.xlsx")
    before = texts(path)
    sheet = fill(path, ["nil", "nil", "a new text", "a new text", "once", None, "a < b", "a < b"])
    after = texts(path)
    given = {"A": "a new text", "old note": ""}  # those of the row that was there
    assert after == [given.get(text, text) for text in before]
    for text in ("nil", "a new text", "a &lt; b"):
        assert sheet.count(f'" t="s"><v>{after.index(text)}</v>') >= 2
    assert 't="str"><v>once</v>' in sheet
    assert "a new text" not in sheet


def test_the_list_does_not_grow_from_run_to_run(tmp_path: Path) -> None:
    """What only earlier runs needed gives its number away; what a cell elsewhere uses does not."""
    path = book(tmp_path / "a.xlsx")
    lengths = set()
    for run in range(4):
        notes: list[str | None] = [f"{run}: {i // 2}" for i in range(12)]
        fill(path, notes)
        lengths.add(len(texts(path)))
        assert not [t for t in texts(path) if re.match(r"\d: ", t) and not t.startswith(f"{run}:")]
        team = openpyxl.load_workbook(path)
        assert [c.value for c in team["Team"]["A"]] == ["nil", "only here"]
        beside = ["school", "a < b", "their own", "school"]
        assert [c.value for c in team["Charges"]["J"]][:4] == beside
    assert len(lengths) == 1
    fill(path, ["nil"] * 5)
    assert not [t for t in texts(path) if re.match(r"\d: ", t)]


def test_a_text_beside_a_row_keeps_its_number(tmp_path: Path) -> None:
    """What the team typed in the rows goes with them, by its number, though the table is long."""
    path = book(tmp_path / "a.xlsx")
    fill(path, [f"note {i // 2}" for i in range(6)])
    team = openpyxl.load_workbook(path)
    team["Charges"]["F4"], team["Charges"]["F7"] = "Owner", "J. Smith"
    team.save(path)
    for run in range(3):
        fill(path, [f"{run} note {i // 2}" for i in range(12)])
        assert openpyxl.load_workbook(path)["Charges"]["F7"].value == "J. Smith"


def test_texts_with_spaces_and_signs_stay_whole(tmp_path: Path) -> None:
    """What has to be said otherwise is not stored once, and reads the same."""
    notes = [" before", "two  spaces", "a\nline", 'a "quote" & <more>', "nil"]
    path = book(tmp_path / "a.xlsx")
    fill(path, [note for note in notes for _ in range(2)])
    assert [text for text in texts(path) if text in [escape(note) for note in notes]] == ["nil"]
