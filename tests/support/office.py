"""LibreOffice as a second calculation: recalculate every formula of a workbook, without Excel.

By default LibreOffice trusts the values that are stored in a workbook, so a wrong one would agree
with itself; a fresh profile with `OOXMLRecalcMode` 0 makes it calculate every formula on loading.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

PROGRAM = shutil.which("soffice") or shutil.which("libreoffice")
SECONDS = 300
PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
 xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

Rows = list[dict[str, Any]]


def require() -> str:
    """Return the program's path; skip the test, with the reason, where it is not installed."""
    if PROGRAM is None:
        pytest.skip(
            "LibreOffice (soffice) is not installed, so nothing was calculated a second time"
        )
    return PROGRAM


def recalculated(books: Sequence[Path], folder: Path) -> list[Path]:
    """Return copies of workbooks, made in `folder`, with every formula recalculated.

    One start of LibreOffice serves all of them. Raises AssertionError, with what the program
    said, when a copy does not come out.
    """
    program = require()
    profile, taken, made = folder / "profile", folder / "taken", folder / "made"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE, encoding="utf-8")
    taken.mkdir()
    copies = []
    for number, book in enumerate(books):
        copies.append(taken / f"book{number}.xlsx")
        shutil.copyfile(book, copies[-1])
    done = subprocess.run(
        [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(made),
         *map(str, copies)],
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    outcome = [made / copy.name for copy in copies]
    assert all(path.exists() for path in outcome), done.stdout + done.stderr
    return outcome


def table_rows(book: Path, name: str) -> Rows:
    """Return the stored values of a table, row by row, by heading."""
    tables = _tables(book, book.stat().st_mtime_ns)
    assert name in tables, f"{book.name} has no table {name}"
    return tables[name]


@lru_cache(maxsize=32)
def _tables(book: Path, saved: int) -> dict[str, Rows]:
    opened = openpyxl.load_workbook(book, data_only=True)
    found: dict[str, Rows] = {}
    for sheet in opened.worksheets:
        for table in sheet.tables.values():
            headings, *rows = [[c.value for c in row] for row in sheet[table.ref]]
            found[table.name] = [dict(zip(map(str, headings), row, strict=True)) for row in rows]
    opened.close()
    return found
