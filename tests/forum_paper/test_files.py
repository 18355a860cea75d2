"""The paper as .docx, .pdf, .xlsx and .csv: whole, accessible, the same bytes every time."""

from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest

from tests.forum_paper.conftest import SAMPLE, Sample
from tests.support.workbook_files import run
from xl_recoup.contract import FORUM_REPORT
from xl_recoup.forum.report import forum_report
from xl_recoup.forum_paper.paper_files import MAKERS
from xl_recoup.forum_paper.paper_xlsx import CONFIDENTIAL, HEAD, NOT_APPLICABLE


@pytest.fixture(scope="module")
def made(sample: Sample) -> dict[str, bytes]:
    """Return the file of each ending."""
    return {ending: make(sample.result, sample.comparison) for ending, make in MAKERS.items()}


def test_the_same_paper_gives_the_same_bytes(sample: Sample, made: dict[str, bytes]) -> None:
    """Whenever and wherever it is made."""
    for ending, make in MAKERS.items():
        assert make(sample.result, sample.comparison) == made[ending], ending


def test_the_pdf_is_tagged_and_short(sample: Sample, made: dict[str, bytes]) -> None:
    """Two to four pages of PDF/UA, in English, with words for every chart."""
    reader = pypdf.PdfReader(io.BytesIO(made[".pdf"]))
    root: Any = reader.trailer["/Root"]
    assert 2 <= len(reader.pages) <= 4
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en-GB", True)
    assert reader.metadata is not None
    assert reader.metadata.title == sample.paper.title
    found, told = [root["/StructTreeRoot"]], []
    while found:
        element = found.pop().get_object()
        if isinstance(element, dict):
            told.append(str(element.get("/Alt", "")))
            kids = element.get("/K", [])
            found += kids if isinstance(kids, list) else [kids]
    for section in sample.paper.sections:
        for chart in section.charts:
            assert any(chart.name in words for words in told), chart.name


def test_the_document_can_be_edited_and_listened_to(sample: Sample, made: dict[str, bytes]) -> None:
    """Real headings in their order, tables with a header row, pictures with words."""
    document = docx.Document(io.BytesIO(made[".docx"]))
    headings = [
        (p.style.name, p.text) for p in document.paragraphs
        if p.style is not None and str(p.style.name).startswith("Heading")
    ]  # fmt: skip
    assert headings[0] == ("Heading 1", sample.paper.title)
    assert [text for _, text in headings[2:-1]] == [s.heading for s in sample.paper.sections]
    tables = [t for s in sample.paper.sections for t in s.tables]
    assert len(document.tables) == len(tables)
    for table, told in zip(document.tables, tables, strict=True):
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert [cell.text for cell in table.rows[0].cells] == list(told.headings)
        assert len(table.rows) == 1 + len(told.rows)
    charts = [c for s in sample.paper.sections for c in s.charts]
    assert [s._inline.docPr.get("descr") for s in document.inline_shapes] == [
        chart.in_words for chart in charts
    ]
    properties = document.core_properties
    assert (properties.title, properties.language) == (sample.paper.title, "en-GB")
    assert properties.author == properties.last_modified_by == sample.paper.authority
    assert isinstance(properties.modified, datetime)
    assert properties.modified.date() == sample.paper.as_at


def test_the_tables_are_published_as_tables_should_be(
    sample: Sample, made: dict[str, bytes]
) -> None:
    """Cover and notes first; title in A1, one table a sheet, no blank rows, units in headings."""
    book = openpyxl.load_workbook(io.BytesIO(made[".xlsx"]))
    assert book.sheetnames[:2] == ["Cover", "Notes"]
    assert book.worksheets[0]["A1"].value == sample.paper.title
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert all(row[0].value is not None for row in sheet.iter_rows()), sheet.title
        assert sheet["A1"].value
    for number, sheet in enumerate(book.worksheets[2:], 1):
        (table,) = sheet.tables.values()
        assert str(sheet["A1"].value).startswith(f"Table {number}: ")
        assert str(sheet["A2"].value).startswith("This worksheet contains one table.")
        assert table.ref.startswith(f"A{HEAD}:")
        cells = [c.value for row in sheet.iter_rows(min_row=HEAD) for c in row]
        assert None not in cells
        assert "not shown" not in cells
    first = book.worksheets[2]
    rows = [[c.value for c in row] for row in first.iter_rows(min_row=HEAD + 1)]
    report = forum_report(sample.result)
    assert len(rows) == len(report.rows)
    shorthand = {c.value for c in book["Notes"]["A"]}
    assert {CONFIDENTIAL, NOT_APPLICABLE} <= shorthand
    assert any(CONFIDENTIAL in row for row in rows)
    (total,) = [row for row in rows if row[:2] == ["Scheme", "All"]]
    assert total[4] == pytest.approx(180_526.73)


def test_the_csv_is_the_table_of_the_sheet(made: dict[str, bytes]) -> None:
    """Its headings, row by row."""
    lines = made[".csv"].decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(FORUM_REPORT.headings)


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx"])
def test_the_command_replaces_its_own_paper_alone(ending: str, tmp_path: Path) -> None:
    """A second paper takes the first one's place, which is kept; another's file stays."""
    target = tmp_path / f"paper.{ending}"
    assert run("forum", SAMPLE, "--output", target) == 0
    first = target.read_bytes()
    assert run("forum", SAMPLE, "--as-at", "2026-02-28", "--output", target) == 0
    assert target.read_bytes() != first
    assert first in [p.read_bytes() for p in tmp_path.iterdir()]
    target.write_bytes(b"mine")
    assert run("forum", SAMPLE, "--output", target) == 2
    assert target.read_bytes() == b"mine"
