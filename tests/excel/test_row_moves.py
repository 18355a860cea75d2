"""What the team has beside an output row stays with its key in Excel too."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from tests.book.writing.kept_rows import (
    PLAIN,
    Row,
    kept_in,
    lost_with,
    make,
    random_row,
    reordered,
    standing_in,
    write_of,
)
from tests.support.excel import App
from tests.support.excel.values import ComError
from xl_recoup.excel.write_open import write_tables

BOOKS = 12


def shown(book: Any, new: set[str]) -> dict[str, Row]:
    """Return the rows without what the engine doesn't move: rules, and how new rows look."""
    found = {}
    for key, row in standing_in(book, calculated=False).items():
        if key:
            row = replace(row, checked=False)
            new_row = replace(row, fill=0, our_fill=0, height=None)
            found[key] = new_row if key in new else row
    return found


def held(app: App, path: Path) -> tuple[xw.Book, Any]:
    """Open a workbook; return it as xlwings sees it, and as the engine holds it."""
    book = app.books.open(path)
    return xw.Book(impl=book), book.file


@pytest.mark.parametrize("seed", range(BOOKS))
def test_all_stands_with_its_key(tmp_path: Path, app: App, seed: int) -> None:
    """However the rows are reordered, become more and fewer; what lost its row is kept."""
    dice = random.Random(seed)
    keys = [f"AP-{n:03}/BS" for n in dice.sample(range(100), dice.randrange(2, 9))]
    team = {key: replace(random_row(dice, key), checked=False, link=None) for key in keys}
    team[keys[0]] = replace(team[keys[0]], owner="somebody")
    book, file = held(app, make(tmp_path / "a.xlsx", team))
    gone: set[tuple[str, str, str]] = set()
    ever: set[str] = set()
    for step in range(3):
        new = [f"N{step}-{n}/PP" for n in range(dice.choice((0, 0, 1, 3)))]
        ever |= {*new}
        after = reordered(dice, keys, new)
        write_tables(book, [write_of(after)])
        for key in keys:
            if key not in after and key not in ever:
                gone |= lost_with(key, team[key])
        team = {key: team.get(key, PLAIN) for key in after}
        assert list(shown(file, ever)) == after
        assert shown(file, ever) == team, f"seed {seed}, step {step}"
        assert gone <= kept_in(file)
        keys = after


def test_nothing_moves_where_the_team_has_nothing(tmp_path: Path, app: App) -> None:
    """Rows without anything of the team's own are filled in place."""
    keys = ["A", "B", "C"]
    book, file = held(app, make(tmp_path / "a.xlsx", {}))
    write_tables(book, [replace(write_of(keys), keys=())])
    before = [id(file["Charges"].cell(row, 1)) for row in (5, 6, 7)]
    write_tables(book, [write_of(keys[::-1])])
    assert [id(file["Charges"].cell(row, 1)) for row in (5, 6, 7)] == before


def test_rows_go_back_where_excel_fails(tmp_path: Path, app: App) -> None:
    """Half a writing is none: the rows stand where they stood, with what is beside them."""
    team = {key: Row(owner=f"owner of {key}") for key in ("A", "B", "C", "D")}
    book, file = held(app, make(tmp_path / "a.xlsx", team))
    app.fail_on_write = 0
    with pytest.raises(ComError):
        write_tables(book, [write_of(["N", "D", "B", "A"])])
    assert {k: v for k, v in standing_in(file, calculated=False).items() if k} == team


def test_what_was_kept_returns_with_its_row(tmp_path: Path, app: App) -> None:
    """Cells, notes, colours, what was hidden and grouped; not over what stands there by now."""
    team = {
        "A": PLAIN,
        "B": Row(owner="two", beside="three", note="four", fill=1, hidden=True, level=2),
        "C": Row(owner="five", our_fill=2, link="https://example.org/c"),
        **dict.fromkeys("DEF", PLAIN),
    }
    book, file = held(app, make(tmp_path / "a.xlsx", team))
    write_tables(book, [write_of([*"ADEF"])])
    assert len(kept_in(file)) == 5
    file["Charges"]["F10"] = "typed there meanwhile"
    told = write_tables(book, [write_of([*"ADEFCB"])])
    found = {k: replace(r, height=None) for k, r in standing_in(file, calculated=False).items()}
    assert found["B"] == replace(team["B"], beside="typed there meanwhile")
    assert found["C"] == team["C"]
    assert any("B is in Charges again: what was kept of its row" in each for each in told)
    assert any("cell F stays on the sheet Kept notes: something else" in each for each in told)
    marks = [row[5] for row in file["Kept notes"].iter_rows(min_row=5, values_only=True)]
    assert marks.count("returned") == len(marks) - 1
    assert not any("again" in each for each in write_tables(book, [write_of([*"ABCDEF"])]))


@pytest.mark.parametrize("writes", range(4))
def test_nothing_is_put_back_where_excel_fails(tmp_path: Path, app: App, writes: int) -> None:
    """What was kept stays kept, and the row is as it was."""
    team = {"A": PLAIN, "B": Row(owner="two", note="three")}
    book, file = held(app, make(tmp_path / "a.xlsx", team))
    write_tables(book, [write_of(["A"])])
    before = kept_in(file)
    app.fail_on_write = writes
    with pytest.raises(ComError):
        write_tables(book, [write_of(["A", "B"])])
    assert kept_in(file) == before
    assert [k for k in standing_in(file, calculated=False) if k] == ["A"]
    app.fail_on_write = None
    write_tables(book, [write_of(["A", "B"])])
    found = standing_in(file, calculated=False)["B"]
    assert (found.owner, found.note) == ("two", "three")
