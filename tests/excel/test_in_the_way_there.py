"""Every door says the same of what is in the way, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from tests.support.books import pex
from tests.support.excel import App, Book
from tests.support.workbook_files import run, sound
from xl_recoup.excel import macros

Opened = Callable[..., Book]
SAYS = re.compile(r"(?:The sheet Charges is protected|The table Charges grows)[^\n]*")


def furnished(path: Path, *, protect: bool) -> Path:
    """Run a workbook; then protect Charges, or let it grow over a note and a chart."""
    assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    more = openpyxl.load_workbook(sound(path.with_name("more.xlsx"), [pex(n) for n in range(1, 6)]))
    book: Any = openpyxl.load_workbook(path)
    charges, rows = book["Charges"], book["Placements"]
    (table,) = charges.tables.values()
    last = int(table.ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    charges.cell(last + 1, 2).comment = Comment("look here", "A. Officer")
    chart = BarChart()
    chart.add_data(Reference(charges, min_col=13, min_row=last, max_row=last))
    charges.add_chart(chart, f"D{last + 2}")
    for line in more["Placements"].iter_rows():
        for cell in line:
            rows[cell.coordinate] = cell.value
    (table,) = rows.tables.values()
    table.ref = next(iter(more["Placements"].tables.values())).ref
    if protect:
        charges.protection.enable()
    book.save(path)
    return path


def said(text: str) -> set[str]:
    """Return the sentences that are meant; the chart's name is Excel's affair."""
    return {re.sub(r"Chart 1|a drawing", "it", each) for each in SAYS.findall(text)}


@pytest.mark.parametrize("protect", [False, True])
def test_all_doors_say_the_same_beforehand(
    app: App, opened: Opened, capsys: pytest.CaptureFixture[str], tmp_path: Path, protect: bool
) -> None:
    """Validate, as a command and as a button, and doctor; none of them writes."""
    path = furnished(sound(tmp_path / "book.xlsx", [pex(1)]), protect=protect)
    before = path.read_bytes()
    found = []
    for command in ("doctor", "validate"):
        capsys.readouterr()
        assert run(command, path) == 0
        out = capsys.readouterr()
        found.append(said(out.out + out.err))
    opened(name="open.xlsx", change=lambda there: there.write_bytes(before))
    macros.validate()
    found.append(said(app.told[-1][0]))
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == (2 if protect else 1)
    assert any("a note at B" in each and "it at D" in each for each in found[0])
    assert path.read_bytes() == before


def test_a_run_in_excel_says_what_it_grew_over(app: App, opened: Opened) -> None:
    """With the tables filled, in the box; a protected sheet is refused as ever."""
    opened(placements=[pex(1)], change=lambda path: furnished(path, protect=False))
    macros.recalculate()
    ((words, kind),) = app.told
    assert kind == "info"
    assert "The table Charges grows on the sheet Charges over rows where" in words


def test_nothing_is_said_where_nothing_is(
    app: App, opened: Opened, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A protected sheet of inputs is nobody's affair."""

    def protected(path: Path) -> None:
        book: Any = openpyxl.load_workbook(path)
        book["Schools"].protection.enable()
        book.save(path)

    opened(placements=[pex(1)], change=protected)
    macros.validate()
    assert "protected" not in app.told[-1][0]
    capsys.readouterr()
    protected(path := sound(tmp_path / "book.xlsx", [pex(1)]))
    assert run("validate", path) == 0
    assert "protected" not in capsys.readouterr().err
