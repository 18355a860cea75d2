"""The advice of a refusal is followed, as a person would follow it; then the file is taken."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from tests.support.books import pex
from tests.support.workbook_files import (
    PLACEMENTS,
    fix_clock_and_user,
    parts,
    rewrite,
    run,
    sheet_parts,
    sound,
)

Step = Callable[[Path], object]
BELOW = 3
"""By how many placements a workbook grows, so that its tables need more rows."""


class Refusal(NamedTuple):
    """What makes a workbook refused, words of the sentence, and what it says to do."""

    spoil: Step
    words: str
    cure: Step
    limit: tuple[Any, str, int] | None = None  # to be lowered; 0 is as many as there are tables


def excel(change: Callable[[Any], object]) -> Step:
    """Return a step that opens a workbook, changes something and saves it, as a person does."""

    def step(path: Path) -> None:
        book = openpyxl.load_workbook(path, keep_vba=False)
        change(book)
        book.save(path)

    return step


resaved = excel(lambda book: None)


def xml(sheet: str, change: Callable[[bytes], bytes]) -> Step:
    """Return a step that changes the part of a sheet, as a damaged disk or a program does."""
    return lambda path: rewrite(path, {sheet_parts(path)[sheet]: change})


def table_xml(name: str, change: Callable[[bytes], bytes]) -> Step:
    """Return a step that changes the part of a table."""

    def step(path: Path) -> None:
        found = [p for p, data in parts(path).items() if f'displayName="{name}"'.encode() in data]
        rewrite(path, dict.fromkeys(found, change))

    return step


def earlier_copy(path: Path) -> None:
    """Put the earlier copy that lies beside a workbook in its place."""
    shutil.copyfile(path.with_suffix(".earlier"), path)


def cut_short(path: Path) -> None:
    """Leave half of the file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def again(path: Path, pack: int, twice: str = "") -> None:
    """Pack a workbook in another way; a part may be there twice."""
    held = parts(path)
    with zipfile.ZipFile(path, "w", pack) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
        if twice:
            archive.writestr(twice, held[twice])


def put(sheet: str, cell: str, value: object) -> Callable[[Any], None]:
    """Return a change of one cell."""

    def change(book: Any) -> None:
        book[sheet][cell] = value

    return change


def last_row(book: Any, sheet: str = "Charges") -> int:
    """Return the last row of a sheet's table."""
    (table,) = book[sheet].tables.values()
    return int(table.ref.split(":")[1].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))


def below(value: object) -> Callable[[Any], None]:
    """Return a change of the cell two rows below Charges, in its first column."""
    return lambda book: put("Charges", f"A{last_row(book) + 2}", value)(book)


def merged_below(book: Any) -> None:
    """Merge cells two rows below Charges."""
    row = last_row(book) + 2
    book["Charges"].merge_cells(f"A{row}:B{row}")


def unmerged(book: Any) -> None:
    """Unmerge all cells of the sheet Charges."""
    for block in [str(b) for b in book["Charges"].merged_cells.ranges]:
        book["Charges"].unmerge_cells(block)


def table_below(book: Any, *, away: bool = False) -> None:
    """Put a table three rows below Charges; `away`: move it to a sheet of its own."""
    charges = book["Charges"]
    if away:
        del charges.tables["Mine"]
        for row in charges.iter_rows(min_row=last_row(book) + 1):
            for cell in row:
                cell.value = None
    sheet = book.create_sheet("Mine") if away else charges
    row = 1 if away else last_row(book) + 2
    for n, values in enumerate((("What", "How many"), ("a", 1))):
        sheet.cell(row + n, 1, values[0])
        sheet.cell(row + n, 2, values[1])
    sheet.add_table(Table(displayName="Mine", ref=f"A{row}:B{row + 1}"))


def array_across(book: Any, *, apart: bool = False) -> None:
    """Enter a formula over a cell of Charges and one beside it; `apart`: in the second alone."""
    (table,) = book["Charges"].tables.values()
    inside = list(book["Charges"][table.ref])[-1][-1]
    beside = inside.offset(column=1)
    if apart:
        inside.value, beside.value = None, "=2"
    else:
        inside.value = ArrayFormula(f"{inside.coordinate}:{beside.coordinate}", "={1,2}")


def protected(book: Any) -> None:
    """Protect the workbook's structure, and take a sheet out that a run adds."""
    del book["Check results"]
    book.security = WorkbookProtection(lockStructure=True)


def unprotected(book: Any) -> None:
    """Unprotect the workbook."""
    book.security = WorkbookProtection()


def renamed(data: bytes) -> bytes:
    """Return the part of the table that is not ours, with a name of its own."""
    return data.replace(b'"Charges"', b'"Mine"') if b'"How many"' in data else data


def two_alike(path: Path) -> None:
    """Let two tables bear the name Charges."""
    excel(lambda book: table_below(book, away=False))(path)
    excel(lambda book: table_below(book, away=True))(path)
    table_xml("Mine", lambda data: data.replace(b'"Mine"', b'"Charges"'))(path)


def filled_by_query(data: bytes) -> bytes:
    """Return a table's part as that of one which a query fills."""
    return data.replace(b"<table ", b'<table tableType="queryTable" ', 1)


def heading(words: str) -> Step:
    """Return a step that retypes a heading of Charges in its cell alone."""

    def step(path: Path) -> None:
        held = parts(path).values()
        table = next(d for d in held if b'displayName="Charges"' in d)
        cell = re.search(rb' ref="([A-Z]+\d+):', table)
        assert cell is not None
        at = cell[1]
        pattern = rb'(<c r="%s"[^>]*?)(?: t="\w+")?>.*?</c>' % at
        new = rb'\1 t="inlineStr"><is><t>' + words.encode() + rb"</t></is></c>"
        xml("Charges", lambda data: re.sub(pattern, new, data, count=1, flags=re.DOTALL))(path)

    return step


REFUSALS: dict[str, Refusal] = {
    "cut short": Refusal(cut_short, "use an earlier copy", earlier_copy),
    "empty": Refusal(lambda p: p.write_bytes(b""), "Use an earlier copy", earlier_copy),
    "a part is damaged": Refusal(
        xml("Placements", lambda d: d.replace(b"</row>", b"", 1)), "use an earlier copy",
        earlier_copy,
    ),
    "packed otherwise": Refusal(
        lambda p: again(p, zipfile.ZIP_BZIP2), "save it again", resaved
    ),
    "a part twice": Refusal(
        lambda p: again(p, zipfile.ZIP_DEFLATED, "xl/workbook.xml"), "save it again", resaved
    ),
    "a comment in a sheet": Refusal(
        xml("Charges", lambda d: d.replace(b"<sheetData>", b"<!-- x --><sheetData>", 1)),
        "save it again", resaved,
    ),
    "a document type": Refusal(
        xml("Charges", lambda d: b"<!DOCTYPE worksheet>" + d),
        "save it again", resaved,
    ),
    "another encoding": Refusal(
        xml("Charges", lambda d: d.decode().replace("UTF-8", "UTF-16", 1).encode("utf-16")),
        "save it again", resaved,
    ),
    "two tables of one name": Refusal(
        two_alike, "Rename one of them", table_xml("Charges", renamed)
    ),
    "a protected structure": Refusal(excel(protected), "Unprotect", excel(unprotected)),
    "a cell below": Refusal(excel(below("mine")), "Move what stands", excel(below(None))),
    "merged cells below": Refusal(excel(merged_below), "Unmerge them", excel(unmerged)),
    "a table below": Refusal(
        excel(table_below), "Move it", excel(lambda book: table_below(book, away=True))
    ),
    "a formula across": Refusal(
        excel(array_across), "Enter it cell by cell",
        excel(lambda book: array_across(book, apart=True)),
    ),
    "filled by a query": Refusal(
        table_xml("Charges", filled_by_query), "Unlink it",
        table_xml("Charges", lambda d: d.replace(b' tableType="queryTable"', b"")),
    ),
    "a heading that says otherwise": Refusal(
        heading("Amount"), "Put the columns back under their headings", heading("Charge ref")
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook with a run in it, and more placements than that run knew."""
    path = tmp_path_factory.mktemp("filled") / "book.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        sound(path)
        assert run("recalculate", path, "--as-at", "2026-01-31") == 0
    more = [pex(n) for n in range(20, 20 + BELOW)]
    fuller = sound(path.with_name("fuller.xlsx"), [*PLACEMENTS, *more])
    rows = openpyxl.load_workbook(fuller)["Placements"]
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Placements"]
    for row in rows.iter_rows():
        for cell in row:
            sheet[cell.coordinate] = cell.value
    (table,) = sheet.tables.values()
    table.ref = next(iter(rows.tables.values())).ref
    book.save(path)
    return path


def cured(
    refusal: Refusal,
    filled: Path,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> tuple[int, int]:
    """Return how the refused run ends, and the one after its sentence's advice was followed."""
    fix_clock_and_user(monkeypatch)
    shutil.copyfile(filled, path)
    shutil.copyfile(filled, path.with_suffix(".earlier"))
    if refusal.limit is not None:
        module, what, most = refusal.limit
        most = most or sum(len(sheet.tables) for sheet in openpyxl.load_workbook(path))
        monkeypatch.setattr(module, what, most)
    refusal.spoil(path)
    before = path.read_bytes()
    capsys.readouterr()
    refused = run("recalculate", path, "--as-at", "2026-01-31")
    assert refusal.words in capsys.readouterr().err
    assert path.read_bytes() == before
    refusal.cure(path)
    return refused, run("recalculate", path, "--as-at", "2026-01-31")


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_following_the_advice_cures(
    refusal: Refusal,
    filled: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each refusal says what to do, and that is enough."""
    assert cured(refusal, filled, tmp_path / "book.xlsx", monkeypatch, capsys) == (2, 0)
