"""The sample workbook, recalculated: the same bytes every time, and nothing else touched."""

from __future__ import annotations

import re
import shutil
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.support.workbook_files import fix_clock_and_user, parts, run, sheet_parts
from xl_recoup import contract
from xl_recoup.book import read_workbook
from xl_recoup.outputs.all_tables import writes
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import Formula, OutCell

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
EARLIER = date(2025, 11, 30)
VALUES = re.compile(rb"<v>[^<]*</v>| t=\"str\"")
COPIES = re.compile(rb"(<c:\w{3}Cache>(?:<c:formatCode>[^<]*</c:formatCode>)?).*?(</c:\w{3}Cache>)")
OWNED = {spec.sheet for spec in (*contract.OUTPUT_SPECS, contract.RUN_LOG, contract.LAST_RUN)}
EXCEPTIONS = {
    "xl/workbook.xml",  # full calculation on load
    "xl/sharedStrings.xml",  # text that only our old cells used is emptied
}


COPIES_OF = (("one", "sample"), ("two", "sample"), ("again", "one"), ("on", "again"))


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the sample and copies of it, recalculated as at another day: twice, and on and on."""
    folder = tmp_path_factory.mktemp("golden")
    made = {"sample": Path(shutil.copyfile(SAMPLE, folder / "sample.xlsx"))}
    with pytest.MonkeyPatch.context() as patch:
        fix_clock_and_user(patch)
        for name, source in COPIES_OF:
            made[name] = folder / f"{name}.xlsx"
            day = EARLIER.isoformat()
            assert run("recalculate", made[source], "--as-at", day, "--output", made[name]) == 0
    return made


def test_the_same_input_gives_the_same_bytes(books: dict[str, Path]) -> None:
    """The same input, time and user give the same file, byte for byte."""
    assert books["one"].read_bytes() == books["two"].read_bytes()


def _changed(one: Path, two: Path) -> set[str]:
    old, new = parts(one), parts(two)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def _owned(book: Path) -> set[str]:
    """Return the parts of the sheets that a run fills, with their tables."""
    held = parts(book)
    owned = set()
    for sheet, part in sheet_parts(book).items():
        if sheet in OWNED:
            owned.add(part)
            links = held[f"xl/worksheets/_rels/{Path(part).name}.rels"].decode()
            owned |= {f"xl/tables/{name}" for name in re.findall(r"tables/(\w+\.xml)", links)}
    return owned


def test_only_what_a_run_owns_has_changed(books: dict[str, Path]) -> None:
    """Only the parts of the output sheets, their tables and the named exceptions may differ."""
    changed = _changed(books["sample"], books["one"])
    shown = {p for p in changed if p.startswith("xl/charts/")} | {_dashboard(books["sample"])}
    assert changed <= _owned(books["sample"]) | EXCEPTIONS | shown
    assert sheet_parts(books["sample"])["Charges"] in changed
    assert list(parts(books["one"])) == list(parts(books["sample"]))


def _dashboard(book: Path) -> str:
    return sheet_parts(book)["Dashboard"]


def test_of_the_dashboard_only_stored_values_differ(books: dict[str, Path]) -> None:
    """Formulas, styles and sizes, and of the charts all but copies of cells, keep their bytes."""
    old, new = parts(books["sample"]), parts(books["one"])
    sheet = _dashboard(books["sample"])
    assert old[sheet] != new[sheet]
    assert VALUES.sub(b"", old[sheet]) == VALUES.sub(b"", new[sheet])
    charts = [name for name in old if name.startswith("xl/charts/")]
    changed = [chart for chart in charts if old[chart] != new[chart]]
    assert len(changed) >= 5
    for chart in changed:
        assert COPIES.sub(rb"\1\2", old[chart]) == COPIES.sub(rb"\1\2", new[chart])


def test_of_the_workbook_part_only_the_calculation_differs(books: dict[str, Path]) -> None:
    """Names, sheets, views and print areas in the workbook's own part stay byte for byte.

    But one: the first run that has something to say of what moved shows the sheet for it.
    """
    old, new = (
        re.sub(rb"<calcPr[^>]*/>", b"", parts(books[n])["xl/workbook.xml"])
        for n in ("sample", "one")
    )
    shown = re.compile(rb'(<sheet name="Since last run"[^>]*state=")hidden"')
    assert shown.sub(rb'\1visible"', old) == new


def test_a_run_without_changes_adds_to_the_run_log_alone(books: dict[str, Path]) -> None:
    """Once a run has said that nothing moved, the next one changes the run log and nothing else."""
    log = sheet_parts(books["again"])["Run log"]
    tables = {p for p in _owned(books["again"]) if p.startswith("xl/tables/")}
    changed = _changed(books["again"], books["on"])
    assert log in changed
    assert changed - {log} <= tables
    assert len(changed) <= 2


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime) and cell.time() == time(0):
        return cell.date()
    return Decimal(repr(cell)) if isinstance(cell, int | float) else cell or None


def _expected(cell: OutCell) -> Any:
    return Decimal(cell) if isinstance(cell, int) else cell or None


@pytest.mark.parametrize("table", ["Charges", "Exceptions", "CheckResults", "SchoolSummary"])
def test_another_reader_finds_the_tables_of_the_run(books: dict[str, Path], table: str) -> None:
    """openpyxl reads each output table as the run meant it: headings, values and formulas."""
    result = calculate(read_workbook(books["sample"]), as_at=EARLIER, today=EARLIER)
    (write,) = [w for w in writes(result) if w.table == table]
    values = openpyxl.load_workbook(books["one"], data_only=True)[write.sheet]
    texts = openpyxl.load_workbook(books["one"])[write.sheet]
    ref = texts.tables[table].ref
    headings, *rows = [[c.value for c in row] for row in values[ref]]
    formulas = [[c.value for c in row] for row in texts[ref]][1:]
    assert sorted(map(str, headings)) == sorted(write.headings)
    order = [write.headings.index(str(heading)) for heading in headings]
    assert len(rows) == len(write.rows)
    for row, typed, wanted in zip(rows, formulas, write.rows, strict=True):
        for value, text, cell in zip(row, typed, [wanted[i] for i in order], strict=True):
            if isinstance(cell, Formula):
                assert text == f"={cell.text}"
                cell = cell.value
            else:
                assert not str(text).startswith("=")
            assert (_plain(value) or None) == (_expected(cell) or None)


def test_the_committed_sample_has_not_drifted() -> None:
    """The sample workbook in the repository is what its inputs give."""
    assert run("check", SAMPLE) == 0
