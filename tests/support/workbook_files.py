"""Workbook files for the tests of the command line: made, looked into and meddled with."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import xlsxwriter

from tests.support.books import ACADEMY, OTHER_MAINTAINED, SPECIAL, book, pex
from xl_recoup.addresses import column_number
from xl_recoup.cli.main import main
from xl_recoup.reporting import terminal
from xl_recoup.tables import Cell, CellError, WorkbookTables

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
FIXED = {"SOURCE_DATE_EPOCH": "1769860800", "XL_RECOUP_USER": "tester"}  # 31 January 2026, 12:00

ENCRYPTED = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
)
"""What tells a workbook with a password from other compound files."""

PLACEMENTS: list[dict[str, Cell]] = [
    pex(1),
    pex(2, **{"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 10)}),
    pex(3, **{"Home school": ACADEMY, "Year group": "9", "Date of birth": date(2011, 10, 1)}),
    pex(4, **{"Home school": SPECIAL}),
    pex(5, **{"Exclusion date": date(2026, 1, 12), "Decision date": date(2026, 1, 20)}),
    pex(6, **{"FSM6": "Y", "Adjustment order": "Y", "Order date": date(2025, 11, 20)}),
]
"""Six sound rows: charged, charged with credits, asked or billable, nil, held, with an order."""

APPROVERS: list[dict[str, Cell]] = [
    {"Name": "B. Head", "Login": "bhead", "May approve up to": 1_000_000},
    {"Name": "C. Deputy", "Login": "cdeputy", "May approve up to": 500},
]
PERIODS: list[dict[str, Cell]] = [
    {"Period": name, "From": date(2025, 4, 1), "To": date(2026, 8, 31), "Status": "open"}
    for name in ("Autumn 2025", "Spring 2026", "Summer 2026")
]
TO_POST: dict[str, Sequence[Mapping[str, Cell]]] = {"Approvers": APPROVERS, "Periods": PERIODS}
"""What a workbook needs to be posted, beside its charges: who approves, and into which period."""

OTHERS: dict[str, Sequence[Mapping[str, Cell]]] = {
    "PlacementChanges": [
        {"Placement ref": "P001", "From": date(2025, 12, 1), "What changes": "Provider",
         "New value": "AP1", "Note": "agreed by telephone", "Evidence": "e-mail"},
    ],
    **TO_POST,
    "Queries": [
        {"Query ref": "Q1", "Charge ref": "P001/BS", "Opened": date(2026, 1, 5),
         "Reason": "weeks", "Owner": "A. Officer"},
    ],
}  # fmt: skip


def fix_clock_and_user(patch: pytest.MonkeyPatch) -> None:
    """Let every run happen at one time of one day, by one person."""
    for name, value in FIXED.items():
        patch.setenv(name, value)


@contextmanager
def signed_in(user: str) -> Iterator[None]:
    """Let what is run be run by somebody: the approver of the sample is `bhead`."""
    before = os.environ.get("XL_RECOUP_USER")
    os.environ["XL_RECOUP_USER"] = user
    try:
        yield
    finally:
        os.environ.pop("XL_RECOUP_USER")
        if before is not None:
            os.environ["XL_RECOUP_USER"] = before


def post(path: Path, period: str = "Autumn 2025", *more: object) -> int:
    """Post a workbook as its approver does; return the exit code."""
    with signed_in("bhead"):
        return run("post", path, "--period", period, "--approved-by", "B. Head", *more)


def save(path: Path, tables: WorkbookTables) -> Path:
    """Write a workbook's tables to a file, each at its place on its sheet."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as file:
        file.set_properties({"created": datetime(2026, 1, 31, 12)})  # no clock gets in
        for name, table in tables.tables.items():
            sheet = file.add_worksheet(table.sheet)
            sheet.write(0, 0, table.sheet)
            top, left = table.first_row - 2, table.first_column - 1
            sheet.add_table(
                top, left, top + max(len(table.rows), 1), left + len(table.headings) - 1,
                {"name": name, "columns": [{"header": h} for h in table.headings]},
            )  # fmt: skip
            for i, row in enumerate(table.rows):
                for j, cell in enumerate(row):
                    at = top + 1 + i, left + j
                    if isinstance(cell, CellError):
                        sheet.write_formula(*at, "=1/0", None, cell.code)
                    elif isinstance(cell, str):
                        sheet.write_string(*at, cell)
                    elif cell is not None:
                        sheet.write(*at, cell)
    return path


def sound(path: Path, placements: Sequence[Mapping[str, Cell]] = PLACEMENTS, **more: Any) -> Path:
    """Write a workbook that has every input table; nothing in it is wrong."""
    return save(path, book(placements, **(OTHERS | more)))


PROGRESS = re.compile(r"^.*(?:…|\\u2026) \(\d+ s\)\n", re.MULTILINE)
SLOWLY = Path(__file__).parent / "slowly"
"""Where this folder is on PYTHONPATH, a command shows its progress from its first moment on."""
if os.environ.get("XL_RECOUP_SLOWLY"):  # then every test meets what a slow machine shows
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, (str(SLOWLY), os.environ.get("PYTHONPATH")))
    )
    terminal.PATIENCE = -1.0


def without_progress(err: str) -> str:
    """Return standard error without its lines of progress: how many there are, the machine says.

    Every test that holds standard error against something looks at it through this.
    """
    return PROGRESS.sub("", err)


def run(*arguments: object) -> int:
    """Run a command in this process and return its exit code, also where it exits."""
    try:
        return main([str(a) for a in arguments])
    except SystemExit as stop:
        return int(stop.code or 0)


def answer(capsys: Any, *arguments: object) -> tuple[int, Any]:
    """Run a command with --json; return its exit code and the one object that it printed."""
    capsys.readouterr()
    code = run(*arguments, "--json")
    return code, json.loads(capsys.readouterr().out)


def spawn(*arguments: object, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run `python -m xl_recoup` as a person's shell does."""
    return subprocess.run(
        [sys.executable, "-m", "xl_recoup", *map(str, arguments)],
        capture_output=True, text=True, timeout=120, check=False, **more,
    )  # fmt: skip


def contents(folder: Path) -> dict[str, tuple[str, int]]:
    """Return what a folder holds: each file's digest and mode, folders too."""
    return {
        str(p.relative_to(folder)): (
            hashlib.sha256(p.read_bytes()).hexdigest() if p.is_file() else "folder",
            p.stat().st_mode,
        )
        for p in sorted(folder.rglob("*"))
    }


def parts(path: Path) -> dict[str, bytes]:
    """Return every part of a workbook, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_parts(path: Path) -> dict[str, str]:
    """Return the part of each sheet, by the sheet's name."""
    held = parts(path)
    links = {
        item.get("Id"): item.get("Target", "").removeprefix("/xl/")
        for item in ElementTree.fromstring(held["xl/_rels/workbook.xml.rels"])
    }
    sheets = ElementTree.fromstring(held["xl/workbook.xml"]).iter(f"{MAIN}sheet")
    return {s.get("name", ""): f"xl/{links[s.get(RELATION)]}" for s in sheets}


def rewrite(path: Path, edits: Mapping[str, Callable[[bytes], bytes] | None]) -> Path:
    """Change parts of a workbook in place; None leaves a part out."""
    held = parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            edit = edits.get(name, bytes)
            if edit is not None:
                archive.writestr(name, edit(data))
    return path


def type_in(path: Path, sheet: str, address: str, value: str | float | CellError) -> Path:
    """Put a value into a cell as a person types it: over a formula too."""

    def typed(data: bytes) -> bytes:
        root = ElementTree.fromstring(data)
        cell = _cell(root, address)
        style = cell.get("s")
        cell.clear()
        cell.set("r", address)
        if style:
            cell.set("s", style)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            ElementTree.SubElement(
                ElementTree.SubElement(cell, f"{MAIN}is"), f"{MAIN}t"
            ).text = value
        else:
            if isinstance(value, CellError):
                cell.set("t", "e")
            ElementTree.SubElement(cell, f"{MAIN}v").text = str(value)
        return ElementTree.tostring(root)

    return rewrite(path, {sheet_parts(path)[sheet]: typed})


def _cell(root: ElementTree.Element, address: str) -> ElementTree.Element:
    letters = address.rstrip("0123456789")
    for row in root.iter(f"{MAIN}row"):
        if row.get("r") != address[len(letters) :]:
            continue
        for i, cell in enumerate(row):
            here = cell.get("r", "").rstrip("0123456789")
            if here == letters:
                return cell
            if column_number(here) > column_number(letters):
                row.insert(i, new := ElementTree.Element(f"{MAIN}c"))
                return new
        return ElementTree.SubElement(row, f"{MAIN}c")
    raise AssertionError(f"no row for {address}")
