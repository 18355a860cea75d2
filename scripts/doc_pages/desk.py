"""`docs/desk-instructions.md`: tasks at the desk, each of them done for the page on a workbook.

The text is `desk.md` beside this module. Its commands (lines that begin with `$ `) are run in a
folder with a copy of our workbook, and what they answer is put below them. Comments do what a
person does in Excel, and are not on the page:

    <!-- day 2026-02-02 -->                           the day on which the next commands are run
    <!-- user bhead -->                               who is signed in from now on
    <!-- type table="…", row={…}, set={…} -->         cells of the rows found by `row`
    <!-- add table="…", set={…} -->                   a new row
    <!-- file name="…", text="…" -->                  a file that lies in the folder
    <!-- see table="…", row={…}, columns=[…] -->      rows of a table, shown on the page
    <!-- picture sheet="…", file="…", says="…" -->    a sheet as it is now, drawn by `draw_desk.py`
    <!-- first 4 -->, <!-- with WORDS -->             which lines of the next answer are shown
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import tempfile
import tomllib
from collections.abc import Callable, Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

from doc_pages.words import GENERATED, page
from doc_pages.words import table as page_table
from tests.support.workbook_files import run
from xl_recoup.addresses import column_number
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.cli.command import PROGRAM
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import read_date, text_of
from xl_recoup.tables import CellWrites, Table, TableWrite

TEXT = Path(__file__).parent / "desk.md"
BOOK = Path(__file__).resolve().parents[2] / "workbook" / "recoupment.xlsx"
DIRECTIVE = re.compile(r"<!-- (\w+) (.*) -->")
Draw = Callable[[Path, str, str], None]
"""Draws a sheet of a workbook, or a file of the folder, as the picture of that name."""
PROGRESS = re.compile(r"^.*: .* … \(\d+ s\)$")


@dataclass
class Desk:
    """A folder with `book.xlsx` in it, a day, and which lines of the next answer are shown.

    Pictures are named on the page; they are made only where `draw` is given.
    """

    folder: Path
    draw: Draw | None = None
    day: date = date(2026, 2, 2)
    user: str = "A. Officer"
    first: int = 0
    words: str = ""
    out: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """The workbook."""
        return self.folder / "book.xlsx"

    def line(self, text: str) -> None:
        """Do what a line of the text says, and put it, or what comes of it, on the page."""
        found = DIRECTIVE.fullmatch(text)
        if found:
            self.do(found[1], found[2])
            return
        self.out.append(text)
        if text.startswith("$ "):
            self.out += self.answer(text)

    def do(self, what: str, told: str) -> None:
        """Do what a comment says. Raises ValueError where there is no such comment."""
        if what == "day":
            self.day = date.fromisoformat(told)
        elif what == "user":
            self.user = told
        elif what == "first":
            self.first = int(told)
        elif what == "with":
            self.words = told
        elif what in ("type", "add", "see", "file", "picture"):
            getattr(self, f"_{what}")(**tomllib.loads(f"x = {{ {told} }}")["x"])
        else:
            raise ValueError(f"{TEXT.name} has a comment that is not known: {what}")

    def answer(self, text: str) -> list[str]:
        """Run a command and return the lines of its answer that are to be shown."""
        ours = f"{PROGRAM} "
        if not text.removeprefix("$ ").startswith(ours):
            raise ValueError(f"{TEXT.name} runs {shlex.split(text)[1]}, which is not ours")
        arguments = shlex.split(text.removeprefix("$ ").removeprefix(ours))
        out, err, before = StringIO(), StringIO(), dict(os.environ)
        at = datetime.combine(self.day, time(9), UTC)
        os.environ |= {
            "SOURCE_DATE_EPOCH": str(int(at.timestamp())), "XL_RECOUP_USER": self.user,
        }  # fmt: skip
        try:
            with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
                code = run(*arguments)
        finally:
            os.environ.clear()
            os.environ.update(before)
        lines = [line.rstrip() for line in (err.getvalue() + out.getvalue()).splitlines()]
        lines = [line for line in lines if not PROGRESS.match(line)]
        return [*self._shown(lines), *([f"(exit code {code})"] if code else [])]

    def _shown(self, lines: list[str]) -> list[str]:
        first, words, self.first, self.words = self.first, self.words, 0, ""
        kept = [line for line in lines if words in line]
        if not kept:
            raise ValueError(f"{TEXT.name}: no line of the answer has “{words}”: {lines[:5]}")
        kept = kept[: first or None]
        return kept if len(kept) == len(lines) else [*kept, "…"]

    def _type(self, table: str, row: Mapping[str, Any], set: Mapping[str, Any]) -> None:
        found = self._table(table)
        cells: dict[tuple[int, int], Any] = {}
        for index, held in enumerate(found.rows):
            if _matches(found, held, row):
                for heading, value in set.items():
                    letters = found.letters(_position(found, heading))
                    cells[found.first_row + index, column_number(letters)] = value
        if not cells:
            raise ValueError(f"{TEXT.name}: no row of {table} holds {row}")
        write = CellWrites(found.sheet, cells)
        write_tables(self.path, self.path, [write], keep=None)

    def _add(self, table: str, set: Mapping[str, Any]) -> None:
        found = self._table(table)
        cells = [set.get(heading) for heading in found.headings]
        write = TableWrite(found.name, tuple(found.headings), [cells], append=True)
        write_tables(self.path, self.path, [write], keep=None)

    def _file(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def _picture(self, sheet: str, file: str, says: str) -> None:
        if self.draw is not None:
            self.draw(self.folder, sheet, file)
        self.out.append(f"![{says}](pictures/{file})")

    def _see(self, table: str, row: Mapping[str, Any], columns: list[str]) -> None:
        found = self._table(table)
        shown = [
            [_seen(held[_position(found, heading)], heading) for heading in columns]
            for held in found.rows
            if _matches(found, held, row)
        ]
        if not shown:
            raise ValueError(f"{TEXT.name}: no row of {table} holds {row}")
        self.out.append(page_table(columns, shown))

    def _table(self, name: str) -> Table:
        found = read_workbook(self.path).find(name)
        if found is None:
            raise ValueError(f"{TEXT.name}: there is no table {name}")
        return found


def _position(found: Table, heading: str) -> int:
    return [normal(h) for h in found.headings].index(normal(heading))


def _matches(found: Table, held: Any, row: Mapping[str, Any]) -> bool:
    return all(held[_position(found, heading)] == value for heading, value in row.items())


def _seen(cell: Any, heading: str) -> str:
    """Return a cell as Excel shows it: pounds where the column holds pounds, days as days."""
    if cell is None:
        return ""
    if isinstance(cell, float | int) and heading in POUNDS:
        return f"{cell:,.2f}".replace("-", "−")
    day, issue = read_date(cell) if isinstance(cell, datetime | date) else (None, None)
    return f"{day:%d/%m/%Y}" if isinstance(day, date) and issue is None else text_of(cell)


POUNDS = {"Amount", "Debit", "Credit", "Net", "VAT", "Gross", "Outstanding", "Asked", "Billable",
          "Held", "Posted", "Disputed", "To post", "Total", "Settled", "Difference",
          "Expected", "Budget", "Variance", "To accrue", "Income",
          "Outstanding after"}  # fmt: skip


def at_the_desk(draw: Draw | None = None) -> list[str]:
    """Do every step of the page, and return its lines."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder), draw)
        shutil.copyfile(BOOK, desk.path)
        for text in TEXT.read_text(encoding="utf-8").splitlines():
            desk.line(text)
    return desk.out


@cache
def desk_page() -> str:
    """Return the page, every step of it done."""
    source = "`scripts/doc_pages/desk.md`, which it does step by step on a copy of our workbook"
    body = re.sub(r"\n{3,}", "\n\n", "\n".join(at_the_desk())).strip()
    return page("# Desk instructions", GENERATED.format(source=source), body)
