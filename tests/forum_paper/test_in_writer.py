"""The .docx opens in a word processor that is not ours, and says there what the paper says."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.forum_paper.conftest import Sample
from tests.support.office import SECONDS, require
from xl_recoup.forum_paper.paper_docx import paper_docx
from xl_recoup.forum_paper.paper_parts import written

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
WRITER = Path(shutil.which("soffice") or "soffice").resolve().parent / "libswlo.so"


def converted(source: Path, form: str, folder: Path) -> Path:
    """Return what LibreOffice makes of a document."""
    program = require()
    profile = (folder / "profile").as_uri()
    done = subprocess.run(
        [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to",
         form, "--outdir", str(folder / form), str(source)],
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    made = folder / form / f"{source.stem}.{form}"
    if not made.exists() and not WRITER.exists():
        pytest.skip("LibreOffice Writer is not installed, so the .docx was not opened")
    assert made.exists(), done.stderr
    return made


@pytest.fixture(scope="module")
def opened(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> ET.Element:
    """The paper as LibreOffice Writer reads it."""
    folder = tmp_path_factory.mktemp("writer")
    source = folder / "paper.docx"
    source.write_bytes(paper_docx(sample.paper))
    with zipfile.ZipFile(converted(source, "odt", folder)) as parts:
        return ET.fromstring(parts.read("content.xml"))


def said(element: ET.Element) -> str:
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def test_its_headings_are_headings_there(sample: Sample, opened: ET.Element) -> None:
    """In their order, the title above them."""
    found = [(h.get(f"{TEXT}outline-level"), said(h)) for h in opened.iter(f"{TEXT}h")]
    assert found[0] == ("1", sample.paper.title)
    names = ["In short", *(s.heading for s in sample.paper.sections), "Notes"]
    assert found[1:] == [("2", name) for name in names]


def test_its_figures_are_those_of_the_paper(sample: Sample, opened: ET.Element) -> None:
    """Cell by cell, in tables whose first row is repeated as their heading."""
    tables = [t for s in sample.paper.sections for t in s.tables]
    found = list(opened.iter(f"{TABLE}table"))
    assert len(found) == len(tables)
    for held, told in zip(found, tables, strict=True):
        assert held.find(f"{TABLE}table-header-rows") is not None, told.name
        rows = [[said(c) for c in row.iter(f"{TABLE}table-cell")]
                for row in held.iter(f"{TABLE}table-row")]  # fmt: skip
        assert rows == [list(told.headings), *([written(c) for c in row] for row in told.rows)]


def test_its_charts_have_their_words(sample: Sample, opened: ET.Element) -> None:
    """Whoever can't see them is told."""
    charts = [c.in_words for s in sample.paper.sections for c in s.charts]
    assert [said(d) for d in opened.iter(f"{SVG}desc")] == charts
