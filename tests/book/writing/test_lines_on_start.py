"""The lines on Start: fewer and more of them again, and what stands below them stays in place."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from xl_recoup.book import write_tables
from xl_recoup.contract import YEAR_SO_FAR, YEAR_SO_FAR_ROWS
from xl_recoup.outputs.table_write import table_write

BOOK = Path(__file__).resolve().parents[3] / "workbook" / "recoupment.xlsx"


def shown(path: Path) -> list[object]:
    """Return the first column of the sheet Start."""
    return [row[0] for row in load_workbook(path)["Start"].iter_rows(max_col=1, values_only=True)]


def test_all_lines_that_there_is_room_for_can_come_back(tmp_path: Path) -> None:
    """One line, then as many as the sheet has room for: the steps below stay in their rows."""
    target, before = tmp_path / "book.xlsx", shown(BOOK)
    steps, first = before.index("The four steps"), before.index("How the year stands") + 1
    source = BOOK
    for count in (1, YEAR_SO_FAR_ROWS):
        lines = [(f"line {n}",) for n in range(count)]
        write_tables(source, target, [table_write(YEAR_SO_FAR, lines)], keep=None)
        source = target
        assert shown(target)[first : first + count] == [f"line {n}" for n in range(count)]
        assert shown(target).index("The four steps") == steps
