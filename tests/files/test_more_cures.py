"""More refusals whose advice is followed: limits, totals rows, passwords, headings, targets.

Not tried, each for its reason, are those of `NOT_TRIED`.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from tests.files.test_cures import (
    Refusal,
    Step,
    again,
    cured,
    earlier_copy,
    excel,
    heading,
    last_row,
    resaved,
    table_below,
    table_xml,
    xml,
)
from tests.files.test_cures import filled as filled
from tests.support.books import pex
from tests.support.workbook_files import (
    ENCRYPTED,
    parts,
    sound,
)
from xl_recoup.book.package import xmltext, zips
from xl_recoup.book.reading import limits

NOT_TRIED = {
    "Reading was given up after": "what takes two minutes to read can't be made in a test",
    "different texts": "it takes millions of them, and a sheet fewer is a sheet fewer",
    "a label's encryption": "only its owner can take it off; the advice of a password is the same",
    "is too long for an Excel cell": "no text of a run is; it says no more than the limit",
    "Please report this": "a fault of the program: nothing a person does cures it",
}
"""Advice that no test follows, with the reason."""


def total_row(path: Path, *, meant: str = "", note: bool = False, group: bool = False) -> None:
    """Switch the totals row of Charges on; something may mean it, or sit on it."""
    book: Any = openpyxl.load_workbook(path)
    charges = book["Charges"]
    (table,) = charges.tables.values()
    row = last_row(book) + 1
    first, last = table.ref.split(":")
    letters = last.rstrip("0123456789")
    charges.cell(row, 1, "Total")
    amount = next(i for i, c in enumerate(table.tableColumns, 1) if c.name == "Amount")
    charges.cell(row, amount, "=SUBTOTAL(109,Charges[Amount])")
    table.tableColumns[0].totalsRowLabel = "Total"
    table.tableColumns[amount - 1].totalsRowFunction = "sum"
    table.ref, table.totalsRowCount, table.totalsRowShown = f"{first}:{letters}{row}", 1, True
    letter = charges.cell(row, amount).column_letter
    if meant:
        book.create_sheet("Mine")["A1"] = meant.format(cell=f"{letter}{row}")
    if note:
        charges.cell(row, amount).comment = Comment("look here", "A. Officer")
    book.save(path)
    if group:
        start = b'<c r="%s%d"' % (letter.encode(), row)
        one = rb"(%s[^>]*>)<f>" % re.escape(start)
        there = f"{letter}{row}".encode()
        new = rb'\1<f t="shared" si="77" ref="' + there + rb'">'
        xml("Charges", lambda data: re.sub(one, new, data))(path)


def totals_off(book: Any) -> None:
    """Switch the totals row off again, as Table Design, Total Row does."""
    charges = book["Charges"]
    (table,) = charges.tables.values()
    row = last_row(book)
    for cell in charges[row]:
        cell.value, cell.comment = None, None
    table.ref = re.sub(r"\d+$", str(row - 1), table.ref)
    table.totalsRowCount, table.totalsRowShown = None, None
    for column in table.tableColumns:
        column.totalsRowLabel = column.totalsRowFunction = None


def by_name(book: Any) -> None:
    """Write the table's own name for its totals row."""
    book["Mine"]["A1"] = "=Charges[[#Totals],[Amount]]"


def more_parts(path: Path, *, size: int = 10, number: int = 1) -> None:
    """Add parts that no program knows."""
    again(path, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for n in range(number):
            archive.writestr(f"xl/unknown/part{n}.xml", b"<x>" + b"x" * size + b"</x>")


def without_part(ending: str) -> Step:
    """Return a step that takes a part away."""

    def step(path: Path) -> None:
        held = parts(path)
        gone = next(name for name in held if name.endswith(ending))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in held.items():
                if name != gone:
                    archive.writestr(name, data)

    return step


def of_a_new_workbook(path: Path) -> None:
    """Copy what is needed into a new workbook."""
    sound(path, [pex(n) for n in range(1, 4)])


def two_headings(words: str) -> Step:
    """Return a step that retypes the first heading of Charges, as Excel does: cell and table."""

    def step(path: Path) -> None:
        held = parts(path).values()
        table = next(d for d in held if b'displayName="Charges"' in d)
        names = re.search(rb'<tableColumn [^>]*?name="([^"]*)"', table)
        assert names is not None
        old = b'name="%s"' % names[1]
        heading(words)(path)
        table_xml("Charges", lambda d: d.replace(old, b'name="%s"' % words.encode(), 1))(path)

    return step


def earlier_edition(book: Any) -> None:
    """Take a column away that a later edition has, and type where it would stand."""
    log = book["Run log"]
    (table,) = log.tables.values()
    at = len(table.tableColumns)
    letters = log.cell(1, at - 1).column_letter
    table.ref = re.sub(r":[A-Z]+", f":{letters}", table.ref)
    table.autoFilter.ref = table.ref
    table.tableColumns.pop()
    first, last = (int(n) for n in re.findall(r"\d+", table.ref))
    for row in range(first, last + 1):
        log.cell(row, at).value = None
    log.cell(last, at).value = "mine"


def moved_away(book: Any) -> None:
    """Clear what stands beside the run log."""
    for row in book["Run log"].iter_rows():
        for cell in row:
            if cell.value == "mine":
                cell.value = None


def without_the_other(book: Any) -> None:
    """Delete the table below Charges, with what it held."""
    del book["Charges"].tables["Mine"]
    row = last_row(book) + 2
    for line in book["Charges"].iter_rows(min_row=row, max_row=row + 1):
        for cell in line:
            cell.value = None


MEANS = "=Charges!{cell}"
CASES: dict[str, Refusal] = {
    "a part is missing": Refusal(
        without_part("table1.xml"), "or use an earlier copy", earlier_copy
    ),
    "too many tables": Refusal(
        excel(table_below), "Delete in Excel the tables",
        excel(without_the_other),
        (limits, "MOST_TABLES", 0),
    ),
    "too many styles": Refusal(
        excel(lambda book: many_styles(book, 300)), "Copy what is needed into a new workbook",
        of_a_new_workbook, (limits, "MOST_STYLES", 250),
    ),
    "too many parts": Refusal(
        lambda p: more_parts(p, number=300), "is not read", resaved,
        (zips, "MOST_MEMBERS", 250),
    ),
    "a part too big": Refusal(
        lambda p: more_parts(p, size=3_000_000), "bytes of text", resaved,
        (zips, "LARGEST_TEXTS", 3_000_000),
    ),
    "a list of styles too big": Refusal(
        excel(lambda book: many_styles(book, 2_000)), "delete styles", of_a_new_workbook,
        (xmltext, "LARGEST_TREE", 200_000),
    ),
    "a totals row that is meant by its address": Refusal(
        lambda p: total_row(p, meant=MEANS), "[[#Totals],[heading]] there instead", excel(by_name)
    ),
    "the same, switched off": Refusal(
        lambda p: total_row(p, meant=MEANS), "switch the totals row off", excel(totals_off)
    ),
    "a note on a totals row": Refusal(
        lambda p: total_row(p, note=True), "sits on its cell", excel(totals_off)
    ),
    "totals of one group": Refusal(
        lambda p: total_row(p, group=True), "Enter them cell by cell",
        xml("Charges", lambda d: re.sub(rb'<f t="shared" si="77"[^>]*>', b"<f>", d)),
    ),
    "a password": Refusal(
        lambda p: p.write_bytes(ENCRYPTED), "clear the password, and save", earlier_copy
    ),
    "a heading gone": Refusal(
        two_headings("Mine"), "Add a column with that heading", two_headings("Charge ref")
    ),
    "cells beside a table that gets a column": Refusal(
        excel(earlier_edition), "Move what stands there", excel(moved_away)
    ),
}  # fmt: skip


def many_styles(book: Any, number: int) -> None:
    """Give cells as many looks."""
    sheet = book.create_sheet("Looks")
    for n in range(1, number + 1):
        sheet.cell(n, 1).number_format = f'0"{n}"'


@pytest.mark.parametrize("refusal", CASES.values(), ids=CASES)
def test_following_the_advice_cures(
    refusal: Refusal,
    filled: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each refusal says what to do, and that is enough."""
    assert cured(refusal, filled, tmp_path / "book.xlsx", monkeypatch, capsys) == (2, 0)
