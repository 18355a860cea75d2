"""Sums by address beside the same sums by the table's name agree after any growing and shrinking.

LibreOffice works both out from the written file, whatever values are stored in it.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.support.office import recalculated, require
from xl_recoup.book import write_tables
from xl_recoup.tables import TableWrite

BOOKS = int(os.environ.get("XL_RECOUP_ADDRESS_BOOKS", "6"))
HEADINGS = ("Ref", "Amount", "Status", "Own")
FORMS = (
    ("SUM({q}{c}B{a}:{c}B{z})", "SUM(Charges[Amount])"),
    ("SUM({q}$B${a}:$B${z})", "SUM(Charges[Amount])"),
    ("COUNTA({q}A{a}:A{z})", "COUNTA(Charges[Ref])"),
    ('SUMIF({q}C{a}:C{z},"x",{q}B{a}:B{z})', 'SUMIF(Charges[Status],"x",Charges[Amount])'),
    ("ROWS({q}A{h}:D{z})", "ROWS(Charges[Ref])+1"),
    (
        'SUMPRODUCT(({q}C{a}:C{z}="x")*{q}B{a}:B{z})',
        'SUMPRODUCT((Charges[Status]="x")*Charges[Amount])',
    ),
    ("MAX({q}B{a}:B{z})-MIN({q}$B{a}:B${z})", "MAX(Charges[Amount])-MIN(Charges[Amount])"),
    ("INDEX({q}B{a}:B{z},1)+SUM({q}B{h}:B{z})", "INDEX(Charges[Amount],1)+SUM(Charges[Amount])"),
    ("SUM(OFFSET({q}$B${a},0,0,{n}))", "SUM(Charges[Amount])"),
    ("SUM(ByName)", "SUM(Charges[Amount])"),
    ("SumOfName", "SUM(Charges[Amount])"),
)


def make(path: Path, dice: random.Random) -> Path:
    """Make a table somewhere on a sheet, and sums of both kinds there and elsewhere."""
    top, count = dice.randrange(1, 9), dice.randrange(1, 15)
    sheet_name = dice.choice(("Table", "My table", "It's mine"))
    qualifier = sheet_name if sheet_name.isalpha() else "'" + sheet_name.replace("'", "''") + "'"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet, elsewhere = book.add_worksheet(sheet_name), book.add_worksheet("Sums")
        columns = [{"header": heading} for heading in HEADINGS]
        rows = [[f"R{n}", n * 1.5, dice.choice("xy"), None] for n in range(count)]
        place = top - 1, 0, top - 1 + count, 3
        sheet.add_table(*place, {"name": "Charges", "columns": columns, "data": rows})
        first, last = top + 1, top + count
        book.define_name("ByName", f"={qualifier}!$B${first}:$B${last}")
        book.define_name("SumOfName", f"=SUM({qualifier}!$B${first}:$B${last})")
        for at, (by_address, by_name) in enumerate(dice.sample(FORMS, 7)):
            for where, column, q in ((elsewhere, 0, f"{qualifier}!"), (sheet, 7, "")):
                said = by_address.format(q=q, c="", h=top, a=first, z=last, n=count)
                if dice.random() < 0.3 and "OFFSET" not in said and "Name" not in said:
                    where.write_array_formula(at, column, at, column, f"={said}")
                else:
                    where.write_formula(at, column, f"={said}")
                where.write_formula(at, column + 1, f"={by_name}")
    return path


def test_address_and_structured_sums_agree(tmp_path: Path) -> None:
    """Each pair is one number after the table grew and shrank at random."""
    require()
    dice = random.Random(20261128)
    paths = []
    for number in range(BOOKS):
        path = make(tmp_path / f"book{number}.xlsx", dice)
        keys = [f"R{n}" for n in range(15)]
        for _ in range(dice.randrange(1, 4)):
            count = dice.randrange(1, 30)
            rows: list[tuple[Any, ...]] = [
                (keys[n] if n < len(keys) else f"N{n}", dice.randrange(1000), dice.choice("xy"))
                for n in range(count)
            ]
            dice.shuffle(rows)
            by_key = dice.choice(((), (("Ref",),)))
            told = write_tables(
                path, path, [TableWrite("Charges", HEADINGS[:3], rows, keys=by_key)]
            )
            assert not any("could not follow" in sentence for sentence in told)
        paths.append(path)
    pairs = 0
    for path in recalculated(paths, tmp_path):
        book = openpyxl.load_workbook(path, data_only=True)
        for sheet, left in ((book["Sums"], 1), (book.worksheets[0], 8)):
            for row in range(1, 8):
                one, other = sheet.cell(row, left).value, sheet.cell(row, left + 1).value
                assert isinstance(other, int | float), f"{path.name} {sheet.title} {row}: {other}"
                assert one == pytest.approx(other), f"{path.name} {sheet.title} {row}"
                pairs += 1
    assert pairs == BOOKS * 14
