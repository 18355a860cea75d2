"""Random tables in random sheets: whatever stands there, writing hurts nothing or is refused."""

from __future__ import annotations

import os
import random
from pathlib import Path

from fidelity_compare import Book, Meant, losses
from tests.book.makers import check_well_formed, hand_made
from xl_recoup.addresses import column_letters
from xl_recoup.book import read_workbook, write_tables
from xl_recoup.errors import Refused
from xl_recoup.tables import TableWrite

CASES = int(os.environ.get("XL_RECOUP_FUZZ", "200"))
WIDEST, DEEPEST = 8, 16


class Sheet:
    """A sheet of chance: a table with or without totals, and all sorts of cells around it."""

    def __init__(self, chance: random.Random) -> None:
        """Draw where the table stands, and what else there is."""
        self.chance = chance
        self.left, self.top = chance.randint(1, 3), chance.randint(1, 3)
        self.columns = [f"H{i}" for i in range(chance.randint(1, 4))]
        self.rows = chance.randint(1, 5)
        self.totals = chance.random() < 0.4
        self.right = self.left + len(self.columns) - 1
        self.last = self.top + self.rows
        self.bottom = self.last + self.totals

    @property
    def ref(self) -> str:
        """The table's range."""
        return f"{column_letters(self.left)}{self.top}:{column_letters(self.right)}{self.bottom}"

    def cell(self, row: int, column: int) -> str:
        """Draw a cell, or none."""
        place, chance = f"{column_letters(column)}{row}", self.chance
        within = self.left <= column <= self.right
        if within and row == self.top:
            heading = self.columns[column - self.left]
            return f'<c r="{place}" t="inlineStr"><is><t>{heading}</t></is></c>'
        if within and self.totals and row == self.bottom:
            letters, first = column_letters(column), self.top + 1
            total = f"<f>SUM({letters}{first}:{letters}{self.last})</f><v>1</v>"
            return f'<c r="{place}" s="1">{total}</c>' if chance.random() < 0.7 else ""
        below = row > self.bottom and within
        return chance.choice(
            [
                "",
                "",
                f'<c r="{place}" s="{chance.randint(1, 3)}"/>',
                "" if below else f'<c r="{place}"><v>{row}</v></c>',
                "" if below else f'<c r="{place}" s="2"><f>{column}+{row}</f><v>1</v></c>',
                "" if below else f'<c r="{place}" t="str"><v>t</v></c>',
            ]
        )

    def data(self) -> str:
        """Return the rows of the sheet; some are missing, some hold nothing."""
        lines = []
        for row in range(1, DEEPEST + 1):
            cells = "".join(self.cell(row, column) for column in range(1, WIDEST + 1))
            high = self.chance.choice(["", "", ' ht="20" customHeight="1"'])
            if cells or self.chance.random() < 0.3:
                lines.append(f'<row r="{row}"{high}>{cells}</row>')
        return "".join(lines)

    def after(self) -> str:
        """Return a format on the data's first column, and one on the last total."""
        first, last = column_letters(self.left), column_letters(self.right)
        rule = '<cfRule type="expression" priority="1"><formula>TRUE</formula></cfRule>'
        ranges = (f"{first}{self.top + 1}:{first}{self.last}", f"{last}{self.bottom}")
        return "".join(
            f'<conditionalFormatting sqref="{r}">{rule}</conditionalFormatting>' for r in ranges
        )


def test_random_sheets_lose_nothing(tmp_path: Path) -> None:
    """Growing, shrinking, appending, in any of the table's columns: no loss, or a refusal."""
    chance = random.Random(305)
    written = 0
    refusals: list[str] = []
    for _ in range(CASES):
        sheet = Sheet(chance)
        source, target = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
        totals = ' totalsRowCount="1"' if sheet.totals else ""
        hand_made(source, sheet.data(), sheet.ref, sheet.columns, after=sheet.after(), table=totals)
        ours = chance.sample(sheet.columns, chance.randint(1, len(sheet.columns)))
        rows = [
            tuple(chance.choice([None, "x", 7]) for _ in ours) for _ in range(chance.randint(0, 8))
        ]
        target.unlink(missing_ok=True)
        try:
            write_tables(source, target, [TableWrite("Charges", tuple(ours), rows)])
        except Refused as refusal:
            refusals.append(str(refusal))
            assert not target.exists()
            continue
        written += 1
        check_well_formed(target)
        found = losses(Book(source), Book(target), [Meant("Charges", tuple(ours), len(rows))])
        assert found == [], (sheet.data(), sheet.ref, ours, rows)
        table = read_workbook(target).tables["Charges"]
        held = [[row[table.headings.index(h)] for h in ours] for row in table.rows]
        assert held == [list(row) for row in rows] or (not rows and len(held) == 1)
    assert written > CASES // 2
    assert [text for text in refusals if "is filled" not in text] == []
