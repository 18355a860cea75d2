"""The look of what is sent on paper: letterhead, type, colours, tables, page x of y.

Liberation Sans (shipped beside this module) is embedded, so a page looks the same everywhere and
holds the pound sign, the minus and every letter of a school's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer

from xl_recoup import words
from xl_recoup.money import pounds
from xl_recoup.statements.reader_words import clean

PLAIN, BOLD = "RecoupSans", "RecoupSans-Bold"
FOLDER = Path(__file__).parent / "fonts"
# On white: ink 16:1, quiet 8:1, navy 11:1; white on navy 11:1. All above the 7:1 of WCAG AAA.
INK, QUIET, NAVY = HexColor("#1b1b1b"), HexColor("#4a4f57"), HexColor("#1f3864")
PALE, RULE, WHITE = HexColor("#eef2f8"), HexColor("#9aa7bd"), HexColor("#ffffff")
PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN, FOOT, HEAD = 17 * mm, 20 * mm, 24 * mm
WIDTH = PAGE_WIDTH - 2 * MARGIN
TOTAL = "number-of-pages"


@cache
def register_fonts() -> None:
    """Make the typeface known to the library, once for a process."""
    rl_config.useA85 = 0  # streams as bytes: a fifth smaller and faster
    pdfmetrics.registerFont(TTFont(PLAIN, str(FOLDER / "LiberationSans-Regular.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(FOLDER / "LiberationSans-Bold.ttf")))
    pdfmetrics.registerFontFamily(PLAIN, normal=PLAIN, bold=BOLD, italic=PLAIN, boldItalic=BOLD)


def _style(name: str, size: float, leading: float, **more: Any) -> ParagraphStyle:
    given: dict[str, Any] = {"fontName": PLAIN, "textColor": INK, "splitLongWords": 1} | more
    return ParagraphStyle(name, fontSize=size, leading=leading, **given)


BODY = _style("body", 10, 14)
SMALL = _style("small", 8.5, 11.5)
CELL = _style("cell", 8.5, 11)
CELL_BOLD = _style("cell-bold", 8.5, 11, fontName=BOLD)
FIGURE = _style("figure", 8.5, 11, alignment=TA_RIGHT)
FIGURE_BOLD = _style("figure-bold", 8.5, 11, alignment=TA_RIGHT, fontName=BOLD)
WORKING = _style("working", 8, 10.5)
FACTS = _style("facts", 8, 10.5, textColor=QUIET)
FACTS_MARKED = _style("facts-marked", 8, 10.5, fontName=BOLD)
MARKED = _style(
    "marked",
    10,
    14,
    fontName=BOLD,
    backColor=PALE,
    borderColor=NAVY,
    borderWidth=1.2,
    borderPadding=(6, 8, 7, 8),
    spaceBefore=10,
    spaceAfter=10,
    leftIndent=8,
    rightIndent=8,
)
HEADING_CELL = _style("heading-cell", 8.5, 11, fontName=BOLD, textColor=WHITE)
HEADING_FIGURE = _style(
    "heading-figure", 8.5, 11, fontName=BOLD, textColor=WHITE, alignment=TA_RIGHT
)
TITLE = _style("title", 18, 22, fontName=BOLD, textColor=NAVY)
SUBTITLE = _style("subtitle", 11, 15, textColor=QUIET, spaceAfter=4)
_H2: dict[str, Any] = {"fontName": BOLD, "textColor": NAVY, "spaceBefore": 12, "spaceAfter": 4}
H2 = _style("h2", 12.5, 16, keepWithNext=1, **_H2)
H2_OF_PAGES = _style("h2-of-pages", 12.5, 16, **_H2)
"""Above what may go on over pages, which would otherwise begin on a new one."""
BIG = _style("big", 17, 21, fontName=BOLD, textColor=NAVY, alignment=TA_RIGHT)
LABEL = _style("label", 10, 14, fontName=BOLD)
MONEY = _style("money", 10, 14, alignment=TA_RIGHT)
LETTERHEAD = _style("letterhead", 15, 18, fontName=BOLD, textColor=NAVY)
NOTE = _style("note", 8.5, 11.5, leftIndent=5.4, firstLineIndent=-5.4, spaceAfter=2)
RUNNING = _style("running", 8, 10, textColor=QUIET)
RUNNING_RIGHT = _style("running-right", 8, 10, textColor=QUIET, alignment=TA_RIGHT)


def text(words: str, style: ParagraphStyle = BODY, longest: int = 1500) -> Paragraph:
    """Return plain words as a paragraph; nothing in them is markup.

    What is longer than a cell on a page can hold is cut, and ends in `…`.
    """
    return rich(safe(words, longest).replace("\n", "<br/>"), style)


def rich(markup: str, style: ParagraphStyle = BODY) -> Paragraph:
    """Return a paragraph with the library's own markup; what comes from data is `safe` already."""
    register_fonts()
    return Paragraph(markup, style)


def safe(words: str, longest: int = 300) -> str:
    """Return words of data for use inside markup, cut at `longest` signs."""
    shown = clean(words)
    if len(shown) > longest:
        shown = f"{shown[: longest - 1]}…"
    return escape(shown, quote=False)


def money(amount: Decimal) -> str:
    """Return pounds for a table's cell, without the sign that its heading bears."""
    return pounds(amount).replace("£", "")


def short_date(day: date | None) -> str:
    """Return a day for a table's cell: `6 Nov 2025`."""
    return words.short_date(day) if day else ""


def gap(millimetres: float) -> Spacer:
    """Return vertical space."""
    return Spacer(1, millimetres * mm)


class _Pages(Canvas):
    """A canvas that tells each page how many there are: a form, filled in at the end."""

    def save(self) -> None:
        """Finish the last page, then say how many there were."""
        if self._code:  # type: ignore[attr-defined]
            self.showPage()
        pages = self.getPageNumber() - 1
        self.beginForm(TOTAL)
        self.setFont(PLAIN, RUNNING.fontSize)
        self.setFillColor(QUIET)
        self.drawString(0, 0, str(pages))
        self.endForm()
        super().save()


class PageWords(NamedTuple):
    """What stands around the text: the document's title, and who it is from, on each page."""

    title: str
    authority: str
    running: str
    """What it is about, at the top of each page but the first."""
    head: Sequence[str]
    """The lines at the top right of the first page."""
    foot: str


def _frame(name: str, head: float) -> Frame:
    """Return the space for text on a page below a head of this height."""
    tall = PAGE_HEIGHT - FOOT - head
    return Frame(MARGIN, FOOT, WIDTH, tall, 0, 0, 0, 0, id=name)


def _rule(canvas: Canvas, height: float, colour: Color, width: float) -> None:
    """Draw a line over the text's width."""
    canvas.setStrokeColor(colour)
    canvas.setLineWidth(width)
    canvas.line(MARGIN, height, MARGIN + WIDTH, height)


class Letter(BaseDocTemplate):
    """A document on the authority's letterhead, the same bytes for the same content."""

    def __init__(self, into: BytesIO, words: PageWords) -> None:
        register_fonts()
        super().__init__(
            into,
            pagesize=A4,
            title=clean(words.title),
            author=clean(words.authority),
            lang="en-GB",
            subject="Recoupment for alternative provision",
            creator="xl-recoup",
            invariant=1,
            allowSplitting=1,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
        )
        self._words, self._headings = words, 0
        first = _frame("first", max(self._head_height(), HEAD))
        self.addPageTemplates(
            [
                PageTemplate(
                    "first", [first], onPage=self._first_page, autoNextPageTemplate="later"
                ),
                PageTemplate("later", [_frame("later", HEAD)], onPage=self._later_page),
            ]
        )

    def _parts(self) -> tuple[Paragraph, Paragraph]:
        return (
            text(self._words.authority, LETTERHEAD, 300),
            rich("<br/>".join(safe(line) for line in self._words.head), RUNNING_RIGHT),
        )

    def _head_height(self) -> float:
        left, right = self._parts()
        tall = max(left.wrap(WIDTH * 0.56, PAGE_HEIGHT)[1], right.wrap(WIDTH * 0.4, PAGE_HEIGHT)[1])
        return float(13 * mm + tall + 9 * mm)

    def _first_page(self, canvas: Canvas, _: Any) -> None:
        left, right = self._parts()
        top = PAGE_HEIGHT - 13 * mm
        tallest = 0.0
        for part, x, wide in ((left, MARGIN, 0.56), (right, MARGIN + WIDTH * 0.6, 0.4)):
            _, tall = part.wrap(WIDTH * wide, PAGE_HEIGHT)
            part.drawOn(canvas, x, top - tall)
            tallest = max(tallest, tall)
        _rule(canvas, top - tallest - 3 * mm, NAVY, 1.6)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        self._footer(canvas)

    def _later_page(self, canvas: Canvas, _: Any) -> None:
        rule = PAGE_HEIGHT - HEAD + 5 * mm
        part = text(f"{self._words.authority} · {self._words.running}", RUNNING, 300)
        part.wrap(WIDTH, PAGE_HEIGHT)
        part.drawOn(canvas, MARGIN, rule + 1.5 * mm)
        _rule(canvas, rule, RULE, 0.6)
        self._footer(canvas)

    def _footer(self, canvas: Canvas) -> None:
        base = 11 * mm
        _rule(canvas, base + 5 * mm, RULE, 0.6)
        part = text(self._words.foot, RUNNING, 300)
        _, tall = part.wrap(WIDTH - 32 * mm, 20 * mm)
        part.drawOn(canvas, MARGIN, base + 0.905 * RUNNING.fontSize - tall)
        canvas.setFont(PLAIN, RUNNING.fontSize)
        canvas.setFillColor(QUIET)
        right = MARGIN + WIDTH - 4 * mm
        canvas.drawRightString(right, base, f"Page {canvas.getPageNumber()} of ")
        canvas.saveState()
        canvas.translate(right, base)
        canvas.doForm(TOTAL)
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - the library's name
        """Enter headings in the document's outline."""
        if isinstance(flowable, Paragraph) and flowable.style.name in ("title", "h2"):
            words = flowable.getPlainText()
            self._headings += 1
            key = f"heading-{self._headings}"
            self.canv.bookmarkPage(key)
            self.canv.addOutlineEntry(words, key, 0 if flowable.style.name == "title" else 1)


def rendered(story: Sequence[Flowable], words: PageWords) -> bytes:
    """Return a finished PDF."""
    into = BytesIO()
    Letter(into, words).build(list(story), canvasmaker=_Pages)
    return into.getvalue()
