"""The paper as a document to be edited: real headings, header rows, words for its pictures."""

from __future__ import annotations

import zipfile
from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xl_recoup.errors import Refused
from xl_recoup.forum_paper.paper_parts import ForumPaper, PaperChart, PaperTable, written
from xl_recoup.forum_paper.paper_pdf import chart_picture, subtitle
from xl_recoup.statements.printable_sheets import FACE, ZIP_TIME
from xl_recoup.statements.reader_words import clean

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.table import Table

NAVY, PALE, RULE = "1F3864", "EEF2F8", "B8C4D6"
CENTIMETRES_OF_A_PAGE, NARROWEST_NAMES, WIDEST_FIGURES = 17.0, 4.4, 3.4
CENTIMETRES_OF_A_CHART = 16.4
SIZE_OF_WORDS, SIZE_IN_TABLES = 11, 9


def paper_docx(paper: ForumPaper) -> bytes:
    """Return the paper as a .docx file; the same paper gives the same bytes.

    Raises Refused where the library that writes it is not installed.
    """
    try:
        import docx
    except ImportError as missing:
        raise Refused(
            "This computer lacks python-docx, which writes .docx files. Name a .pdf or .xlsx file."
        ) from missing
    document = docx.Document()
    _look(document)
    _properties(document, paper)
    document.add_paragraph(clean(paper.authority))
    document.add_heading(clean(paper.title), level=1)
    document.add_paragraph(subtitle(paper))
    if paper.in_short:
        document.add_heading("In short", level=2)
        _points(document, paper.in_short)
    for section in paper.sections:
        document.add_heading(clean(section.heading), level=2)
        for words in section.words:
            document.add_paragraph(clean(words))
        _points(document, section.points)
        for table in section.tables:
            _table(document, table)
        for chart in section.charts:
            _chart(document, chart)
    document.add_heading("Notes", level=2)
    _points(document, paper.notes)
    if paper.contact:
        document.add_paragraph(f"Questions to {clean(paper.contact)}.")
    made = BytesIO()
    document.save(made)
    return _same_bytes(made.getvalue())


def _points(document: Document, points: Any) -> None:
    for words in points:
        document.add_paragraph(clean(words), style="List Bullet")


def _look(document: Document) -> None:
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin = page.bottom_margin = Cm(2)
    for name in ("Normal", "Heading 1", "Heading 2", "Caption", "List Bullet"):
        style: Any = document.styles[name]
        style.font.name = FACE
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{kind}"), FACE)
            theme = qn(f"w:{kind}Theme")
            if theme in fonts.attrib:
                del fonts.attrib[theme]
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string("1B1B1B" if "List" in name else NAVY)
        style.font.italic = False
    normal: Any = document.styles["Normal"]
    normal.font.size = Pt(SIZE_OF_WORDS)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    caption: Any = document.styles["Caption"]
    caption.font.size, caption.font.bold = Pt(SIZE_IN_TABLES), True
    caption.paragraph_format.keep_with_next = True
    language = document.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), "en-GB")


def _properties(document: Document, paper: ForumPaper) -> None:
    moment = datetime.combine(paper.as_at, time())
    known = document.core_properties
    known.title, known.author, known.language = paper.title, paper.authority, "en-GB"
    known.comments = known.keywords = ""
    known.created = known.modified = moment
    known.last_modified_by, known.revision = paper.authority, 1


def _table(document: Document, told: PaperTable) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document.add_paragraph(clean(told.name), style="Caption")
    made = document.add_table(rows=1 + len(told.rows), cols=len(told.headings))
    made.style = "Table Grid"
    _rules(made)
    _is_header(made)
    _set_widths(made, len(told.headings))
    last = len(told.rows)
    for number, row in enumerate([told.headings, *([written(c) for c in r] for r in told.rows)]):
        for place, words in enumerate(row):
            cell = made.cell(number, place)
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(clean(words))
            run.font.size = Pt(SIZE_IN_TABLES)
            run.bold = number == 0 or (told.total and number == last)
            paragraph.paragraph_format.space_after = Pt(0)
            if place:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            if number == 0 or run.bold:
                _shade(cell._tc.get_or_add_tcPr(), PALE)
            if number < last:
                paragraph.paragraph_format.keep_with_next = True
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _rules(table: Table) -> None:
    """Let thin lines part the rows, as in the PDF."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    borders = OxmlElement("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{edge}")
        drawn = edge in ("top", "bottom", "insideH")
        for name, value in (("val", "single" if drawn else "nil"), ("sz", "4"), ("color", RULE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    if layout is None:
        table._tbl.tblPr.append(borders)
    else:
        layout.addprevious(borders)


def _set_widths(table: Table, columns: int) -> None:
    """Give the names of the rows what the figures do not need."""
    from docx.shared import Cm

    figures = min(WIDEST_FIGURES, (CENTIMETRES_OF_A_PAGE - NARROWEST_NAMES) / (columns - 1))
    table.autofit = False
    for place, column in enumerate(table.columns):
        width = Cm(figures if place else CENTIMETRES_OF_A_PAGE - figures * (columns - 1))
        column.width = width
        for cell in column.cells:
            cell.width = width


def _is_header(table: Table) -> None:
    """Let the first row be repeated on each page, and be told as headings by a screen reader."""
    from docx.oxml.parser import OxmlElement

    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:tblHeader"))
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(properties: BaseOxmlElement, colour: str) -> None:
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shade.set(qn(f"w:{name}"), value)
    properties.append(shade)


def _chart(document: Document, chart: PaperChart) -> None:
    from docx.shared import Cm

    document.add_paragraph(clean(chart.name), style="Caption")
    made = document.add_picture(BytesIO(chart_picture(chart)), width=Cm(CENTIMETRES_OF_A_CHART))
    told = made._inline.docPr
    told.set("descr", clean(chart.in_words))
    told.set("title", clean(chart.name))


def _same_bytes(data: bytes) -> bytes:
    """Return the file with the time of every part fixed."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(info, source.read(name))
    return out.getvalue()
