"""A list of another form turned into a workbook first: the one step before it is adopted.

Lists with separators and web pages are read here, text by text, so that no program turns a date
about. What is a workbook of another program is turned by LibreOffice, where it is there; where it
is not, a sentence says what to click in Excel.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from pathlib import Path

from xl_recoup.book.package.file_forms import SEPARATORS, form_of, refuse_form
from xl_recoup.book.package.package import load_bytes
from xl_recoup.disk.litter import temporary_folder
from xl_recoup.disk.workbook_bytes import workbook_bytes
from xl_recoup.errors import Refused
from xl_recoup.files.typed_truths import with_typed_truths

LONGEST_TURN = 180
"""Seconds that LibreOffice may take."""
_TURNED_BY_OFFICE = ("ods", "xls", "xlsb", "xml")
# A number that means the same however it is written; 0301234 and 3.11.25 are none.
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{1,10})?")
_PLACES = (r"C:\Program Files\LibreOffice\program\soffice.exe",
           "/Applications/LibreOffice.app/Contents/MacOS/soffice")  # fmt: skip


def is_other_form(source: Path) -> bool:
    """Say whether a file is of a form that is turned into a workbook first."""
    return source.is_file() and form_of(load_bytes(source)) in ("csv", "html", *_TURNED_BY_OFFICE)


@contextmanager
def as_workbook(source: Path) -> Iterator[tuple[Path, str]]:
    """Give a workbook with what a file holds, and a sentence about it; "" for a workbook itself.

    The workbook made has the file's name with .xlsx, and is gone afterwards. Raises Refused where
    the file can't be turned here.
    """
    form = form_of(load_bytes(source)) if source.is_file() else ""
    if form not in ("csv", "html", *_TURNED_BY_OFFICE):
        yield source, ""
        return
    with temporary_folder() as folder:
        made = folder / f"{source.stem}.xlsx"
        if form in _TURNED_BY_OFFICE:
            _turn(source, made)
            said = f"{source.name} was turned into a workbook by LibreOffice. Compare some rows."
        else:
            text = _text_of(source)
            _write(made, source.stem, _separated(text) if form == "csv" else _tables(text))
            said = f"{source.name} was taken over as text; numbers became numbers, dates stay text."
        yield made, said


def _text_of(source: Path) -> str:
    data = load_bytes(source)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _separated(text: str) -> list[list[str]]:
    """Return the cells of a list with separators; which one it is, most of its lines say."""
    head = [line for line in text.splitlines()[:40] if line.strip()]
    counts = {s: sorted(line.count(s) for line in head) for s in SEPARATORS}
    separator = max(counts, key=lambda s: (counts[s][len(head) // 2], sum(counts[s])))
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


class _Tables(HTMLParser):
    """The cells of all tables of a web page, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
            self._open = False
        elif tag in ("td", "th") and self.rows:
            wide = dict(attrs).get("colspan") or "1"
            self.rows[-1] += [""] * (int(wide) if wide.isdigit() and int(wide) < 100 else 1)
            self._open = True
        elif tag == "br" and self._open:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def _tables(text: str) -> list[list[str]]:
    parser = _Tables()
    parser.feed(text)
    return parser.rows


def _write(made: Path, name: str, rows: Sequence[Sequence[str]]) -> None:
    """Write a workbook of one sheet; text stays text, and what is a number becomes one."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = re.sub(r"[\\/*?:\[\]']", " ", name)[:31].strip() or "List"
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row, 1):
            plain = " ".join(text.split())
            if not plain:
                continue
            cell = sheet.cell(number, column)
            if _NUMBER.fullmatch(plain):
                cell.value = float(plain) if "." in plain else int(plain)
            else:
                cell.value = re.sub(r"[\x00-\x08\x0b-\x1f]", "", plain)
                cell.data_type = "s"  # a text that begins with = is none of ours to calculate
    made.write_bytes(workbook_bytes(book))


def office() -> str:
    """Return where LibreOffice is on this computer, or ""."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((place for place in _PLACES if os.path.exists(place)), "")


def _turn(source: Path, made: Path) -> None:
    """Turn a workbook of another program by LibreOffice; Refused where it is not there or can't."""
    program = office()
    if not program:
        refuse_form(source.name, load_bytes(source))
    profile = (made.parent / "profile").as_uri()
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx", "--outdir", str(made.parent), str(source.resolve())]
    with suppress(OSError, subprocess.TimeoutExpired):
        subprocess.run(command, capture_output=True, timeout=LONGEST_TURN, check=False)
    if not made.is_file():
        raise Refused(
            f"{source.name} could not be turned into a workbook by LibreOffice. Open it in Excel,"
            " choose File > Save As, choose Excel Workbook (*.xlsx), and adopt that file."
        )
    with_typed_truths(made)
