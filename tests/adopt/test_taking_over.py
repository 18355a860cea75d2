"""What a person says Y to is taken over from the AP team's list, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from tests.adopt.support import OURS
from tests.adopt.test_bad_input import refusal
from tests.adopt.test_monthly_list import BTA, SENT, sent
from tests.support.home_grown_sheets import PUPILS
from tests.support.workbook_files import run
from xl_recoup.book import read_workbook

NEW = {**PUPILS[0], "UPN": PUPILS[3]["UPN"], "Pupil": "N.N.", "Exclusion date": date(2026, 1, 12)}
LIST = [
    {**BTA[0], "End date": date(2026, 1, 9), "Start date": date(2025, 10, 20)},
    {**BTA[1], "Start date": date(2025, 9, 25)},
    NEW,
]


def books(tmp_path: Path, pupils: Any = LIST) -> tuple[Path, Path]:
    """Write a workbook and a list."""
    return OURS(tmp_path / "book.xlsx"), sent(tmp_path / "list.xlsx", pupils)


def placements(book: Path) -> list[dict[str, Any]]:
    """Return the rows of Placements by their headings."""
    table = read_workbook(book).tables["Placements"]
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def proposed(book: Path) -> list[dict[str, Any]]:
    """Return the rows of Monthly proposals by their headings."""
    table = read_workbook(book).tables["MonthlyProposals"]
    return [dict(zip(table.headings, row, strict=True)) for row in table.rows]


def opened_book(book: Path) -> Any:
    """Open a workbook as a person does, to type in it."""
    return openpyxl.load_workbook(book)


def say_yes(book: Path, *whats: str, sheet: str = "") -> None:
    """Write Y under Take over on the rows of these kinds, as a person does in Excel."""
    opened = opened_book(book)
    rows = opened["Monthly proposals"]
    heads = {c.value: c.column for c in rows[4]}
    for row in range(5, rows.max_row + 1):
        if rows.cell(row, heads["What"]).value in whats:
            rows.cell(row, heads["Take over"], "Y")
            if sheet:
                rows.cell(row, heads["Sheet"], sheet)
    opened.save(book)


def test_what_has_y_is_taken_over_and_nothing_else(tmp_path: Path) -> None:
    """The proposals stand on a sheet; an end and a new row are taken over, the rest stays."""
    book, sent_list = books(tmp_path)
    before = placements(book)
    assert run("monthly", book, sent_list, "--propose") == 0
    kinds = [p["What"] for p in proposed(book)]
    assert kinds[:4] == ["changed", "ended", "changed", "new"]
    assert set(kinds[4:]) == {"missing"}
    assert placements(book) == before
    say_yes(book, "ended", "new")
    assert run("monthly", book, sent_list, "--take-over") == 0
    after = placements(book)
    assert after[0] == {**before[0], "End date": date(2026, 1, 9)}
    assert after[1:-1] == before[1:]
    new = {h: v for h, v in after[-1].items() if v is not None}
    assert new == {h: v for h, v in NEW.items() if v is not None and h in [o for _, o in SENT]}
    came = {p["What"]: p["What came of it"] for p in proposed(book) if p["Take over"] == "Y"}
    assert came == {"ended": "taken over", "new": "taken over"}
    assert opened_book(book)["Placements"]["N5"].is_date


def test_nothing_is_taken_over_twice(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A second time there is no row with Y that waits."""
    book, sent_list = books(tmp_path)
    run("monthly", book, sent_list, "--propose")
    say_yes(book, "new")
    assert run("monthly", book, sent_list, "--take-over") == 0
    assert "has Y under Take over" in refusal(capsys, "monthly", book, sent_list, "--take-over")
    assert len(placements(book)) == len(PUPILS) + 1


def test_a_cell_that_changed_meanwhile_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named, and holds what somebody typed; the other rows with Y are taken over."""
    book, sent_list = books(tmp_path)
    run("monthly", book, sent_list, "--propose")
    say_yes(book, "changed")
    opened = opened_book(book)
    opened["Placements"]["M6"] = date(2025, 9, 26)
    opened.save(book)
    capsys.readouterr()
    assert run("monthly", book, sent_list, "--take-over") == 1
    said = capsys.readouterr().out
    assert "not taken over: AP-002, Start date (Placements M6): the workbook or the list" in said
    rows = placements(book)
    assert (rows[0]["Start date"], rows[1]["Start date"]) == (date(2025, 10, 20), date(2025, 9, 26))
    told = [p["What came of it"] for p in proposed(book) if p["Cell"] == "Placements M6"]
    assert any(str(t).startswith("not taken over: the workbook") for t in told)


def test_on_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`all` takes what the list says; who is missing on it is never ended on a guess."""
    book, sent_list = books(tmp_path)
    assert run("monthly", book, sent_list, "--take-over", "all") == 0
    rows = placements(book)
    assert [r["End date"] for r in rows].count(None) == len(rows) - 1 - sum(
        1 for p in PUPILS if p.get("End date")
    )
    assert "MonthlyProposals" not in read_workbook(book).tables
    capsys.readouterr()
    assert run("monthly", book, sent_list) == 0
    said = capsys.readouterr().out
    assert "missing. Nothing was written" in said
    assert "new" not in said
    code = said.split()[0]
    assert run("monthly", book, sent_list, "--take-over", code) == 1
    assert "enter its End date by hand" in capsys.readouterr().out
    assert run("monthly", book, sent_list, "--take-over", "ffffff") == 1


def test_two_rows_of_the_list_against_each_other(tmp_path: Path) -> None:
    """Where they say different things of one cell neither is taken over, nor one said twice."""
    ends = [{**BTA[0], "End date": date(2026, 1, day)} for day in (9, 16)]
    book, sent_list = books(tmp_path, [*ends, NEW, NEW])
    before = placements(book)
    assert run("monthly", book, sent_list, "--take-over", "all") == 1
    after = placements(book)
    assert after[:-1] == before
    assert len(after) == len(before) + 1


def test_a_formula_and_what_cannot_be_read_stay(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both are named; a cell that can't be read is not one that is blank."""
    book, sent_list = books(tmp_path)
    opened = opened_book(book)
    opened["Placements"]["N5"] = "after Easter"
    opened["Placements"]["M6"] = "=DATE(2025,9,24)"
    opened.save(book)
    capsys.readouterr()
    assert run("monthly", book, sent_list, "--take-over", "all") == 1
    said = capsys.readouterr().out
    assert "Placements N5 holds what can't be read: put it right by hand" in said
    assert "Placements M6 holds a formula, which is never replaced" in said
    assert placements(book)[0]["End date"] == "after Easter"


def test_a_sheet_for_new_rows_is_not_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where a provider's pupils stand on several sheets, a person says which."""
    book, _ = books(tmp_path)
    opened = opened_book(book)
    sheet = opened.copy_worksheet(opened["Placements"])
    sheet.title = "Spring"
    table = opened["Placements"].tables["Placements"]
    again = Table(displayName="Placements_Spring", ref=table.ref)
    sheet.add_table(again)
    for row in range(5, sheet.max_row + 1):
        sheet.cell(row, 1, f"S-{row}")
    opened.save(book)
    capsys.readouterr()
    new = sent(tmp_path / "new.xlsx", [{**NEW, "UPN": "M305990015702", "Pupil": "O.O."}])
    assert run("monthly", book, new, "--take-over", "all") == 1
    assert "say on which sheet it belongs: Placements and Spring" in capsys.readouterr().out
    assert run("monthly", book, new, "--take-over", "all", "--into", "Spring") == 0
    tables = read_workbook(book).tables
    assert len(tables["Placements_Spring"].rows) == len(PUPILS) + 1


def test_in_an_adopted_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Days and numbers are taken over in the team's own cells; words and rows they type."""
    team = sent(tmp_path / "team.xlsx", PUPILS, [*SENT, ("School", "Home school")])
    book = tmp_path / "book.xlsx"
    assert run("adopt", team, "--output", book) == 0
    assert run("adopt", book, "--confirm") == 0
    new = sent(tmp_path / "list.xlsx", LIST)
    capsys.readouterr()
    assert run("monthly", book, new, "--take-over", "all") == 1
    assert "is the team's own" in capsys.readouterr().out
    sheet = opened_book(book)["January"]
    heads = {c.value: c.column for c in sheet[1]}
    assert sheet.cell(2, heads["End date"]).value.date() == date(2026, 1, 9)
    assert sheet.max_row == len(PUPILS) + 1
