"""The tables of statements and notices, as they are drawn on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from reportlab.lib.colors import white
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable, Paragraph, Table

from xl_recoup.money import ZERO, pounds
from xl_recoup.statements import letter
from xl_recoup.statements.statement_records import StatementLine

LINE_WIDTHS = tuple(w * mm for w in (46, 22, 19, 31, 20, 17, 21))
LINE_HEADINGS = ("Charge", "From – to", "Base £", "Weeks or units", "Net £", "VAT £", "Gross £")
FIGURES = (2, 4, 5, 6)
LONGEST_BASE = 10
Row = list[Any]
"""One row of cells: strings, paragraphs, or lists of paragraphs."""
Command = tuple[Any, ...]
_HEADINGS_STYLE: list[Command] = [
    ("BACKGROUND", (0, 0), (-1, 0), letter.NAVY),
    ("TEXTCOLOR", (0, 0), (-1, 0), white),
]


def padded(tall: float, wide: float, aligned: str = "TOP") -> list[Command]:
    """Return how cells stand: so many points of space above and below them, and beside them."""
    spaces = {"LEFTPADDING": wide, "RIGHTPADDING": wide, "TOPPADDING": tall, "BOTTOMPADDING": tall}
    style: list[Command] = [("VALIGN", (0, 0), (-1, -1), aligned)]
    return style + [(name, (0, 0), (-1, -1), points) for name, points in spaces.items()]


class PlainTable(NamedTuple):
    """A table of words and figures; `figures` are the columns, from 0, set to the right."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    figures: Sequence[int] = ()
    total: Sequence[str] | None = None


def plain_table(table: PlainTable) -> Table:
    """Return a table as it is drawn; its headings are repeated on every page."""
    figures = table.figures
    cells = [_styled(row, figures, letter.CELL, letter.FIGURE, 300) for row in table.rows]
    style = [*padded(3, 3), *_HEADINGS_STYLE, ("LINEBELOW", (0, 1), (-1, -1), 0.5, letter.RULE)]
    if table.total is not None:
        cells.append(_styled(table.total, figures, letter.CELL_BOLD, letter.FIGURE_BOLD))
        style += [
            ("LINEABOVE", (0, -1), (-1, -1), 1, letter.NAVY),
            ("BACKGROUND", (0, -1), (-1, -1), letter.PALE),
            ("NOSPLIT", (0, -2), (-1, -1)),
        ]
    rows = [_headings(table.headings, figures), *cells]
    return Table(rows, list(table.widths), repeatRows=1, style=style)


def _headings(headings: Sequence[str], figures: Sequence[int]) -> Row:
    return _styled(headings, figures, letter.HEADING_CELL, letter.HEADING_FIGURE)


def _styled(
    row: Sequence[str],
    figures: Sequence[int],
    words: ParagraphStyle,
    amounts: ParagraphStyle,
    longest: int = 1500,
) -> Row:
    """Return a row of words, in the columns of figures of amounts."""
    return [
        letter.text(cell, amounts if i in figures else words, longest) for i, cell in enumerate(row)
    ]


def line_table(groups: Sequence[tuple[str, Sequence[StatementLine]]], total: str) -> Flowable:
    """Return charges in groups, each line with its working below it, and the sum of all.

    Headings are repeated on every page; a line is never parted from its working.
    """
    rows = [_headings(LINE_HEADINGS, FIGURES)]
    style = [*padded(3, 3), *_HEADINGS_STYLE, *_figure_style()]
    for name, lines in groups:
        if not lines:
            continue
        _band(rows, style, name, lines)
        style.append(("NOSPLIT", (0, len(rows) - 1), (-1, len(rows))))
        for line in lines:
            at = len(rows)
            rows += [_figures(line), [_words(line), "", "", "", "", "", ""]]
            style += [
                ("SPAN", (0, at + 1), (-1, at + 1)),
                ("NOSPLIT", (0, at), (-1, at + 1)),
                ("BOTTOMPADDING", (0, at), (-1, at), 0),
                ("TOPPADDING", (0, at + 1), (-1, at + 1), 1),
                ("BOTTOMPADDING", (0, at + 1), (-1, at + 1), 5),
                ("LINEBELOW", (0, at + 1), (-1, at + 1), 0.5, letter.RULE),
            ]
    _band(rows, style, total, [line for _, lines in groups for line in lines])
    at = len(rows) - 1
    style += [("LINEABOVE", (0, at), (-1, at), 1, letter.NAVY), ("NOSPLIT", (0, at - 1), (-1, at))]
    return Table(rows, list(LINE_WIDTHS), repeatRows=1, style=style)


def _figure_style() -> list[Command]:
    """Return how plain strings look: figures and days never wrap, so they need no paragraph."""
    letter.register_fonts()
    size, leading = letter.CELL.fontSize, letter.CELL.leading
    return [
        ("FONT", (0, 1), (-1, -1), letter.PLAIN, size, leading),
        ("TEXTCOLOR", (0, 1), (-1, -1), letter.INK),
        *(("ALIGN", (i, 1), (i, -1), "RIGHT") for i in FIGURES),
    ]


def _band(rows: list[Row], style: list[Command], name: str, lines: Sequence[StatementLine]) -> None:
    """Add a shaded row with a name and the sums of some lines."""
    at = len(rows)
    net = sum((line.net for line in lines), ZERO)
    vat = sum((line.vat for line in lines), ZERO)
    sums = [letter.money(amount) for amount in (net, vat, net + vat)]
    rows.append([letter.text(name, letter.CELL_BOLD, 300), "", "", "", *sums])
    style += [
        ("SPAN", (0, at), (3, at)),
        ("BACKGROUND", (0, at), (-1, at), letter.PALE),
        ("FONTNAME", (4, at), (-1, at), letter.BOLD),
    ]


def _figures(line: StatementLine) -> Row:
    days = letter.short_date(line.start)
    if line.end and line.end != line.start:
        days += f" –\n{letter.short_date(line.end)}"
    base = letter.money(line.base) if line.base is not None and line.units_words else ""
    priced = bool(line.net) or line.kind != "held"
    amounts = [letter.money(a) if priced else "–" for a in (line.net, line.vat, line.gross)]
    return [
        [
            letter.text(_fitting(line.ref), letter.CELL_BOLD, 120),
            letter.text(_what(line), letter.CELL, 250),
        ],
        days,
        base if len(base) <= LONGEST_BASE else letter.text(base, letter.FIGURE),
        letter.text(line.units_words, letter.CELL, 250),
        *amounts,
    ]


def _fitting(ref: str) -> str:
    """Return a charge reference, on two lines where it is wider than its column."""
    letter.register_fonts()
    wide = stringWidth(ref, letter.BOLD, letter.CELL_BOLD.fontSize)
    return ref if wide <= LINE_WIDTHS[0] - 6 else ref.replace("/", "/\n", 1)


def _what(line: StatementLine) -> str:
    return f"{line.component} · {line.scheme}" if line.scheme else line.component


def _words(line: StatementLine) -> list[Paragraph]:
    """Return what stands below a line: its working, its split, how it stands, its documents."""
    facts = [
        "IN DISPUTE" if line.disputed else "",
        "provisional" if line.draft_rate else "",
        f"placement {line.placement_ref}" if line.placement_ref else "",
        standing(line),
        f"legal basis: {line.legal_basis}" if line.legal_basis else "",
        f"by {line.route}" if line.route else "",
        f"VAT: {line.vat_code}" if line.vat_code else "",
        f"document {line.document}" if line.document else "",
        f"your PO {line.po}" if line.po else "",
    ]
    said = " · ".join(f for f in facts if f)
    style = letter.FACTS_MARKED if line.disputed else letter.FACTS
    found = [letter.text(line.working, letter.WORKING, 3300)]
    if len(line.parts) > 1:
        shares = "; ".join(
            f"{letter.short_date(p.start)} – {letter.short_date(p.end)} ({p.days} days)"
            f" {pounds(p.amount)}"
            for p in line.parts
        )
        found.append(letter.text(f"Split at 31 August: {shares}", letter.WORKING))
    return [*found, letter.text(said[:1].upper() + said[1:], style, 800)]


def standing(line: StatementLine) -> str:
    """Return how a line stands, in words for the reader."""
    if line.posted_in:
        return f"posted in {line.posted_in}"
    if line.status == "billable":
        return "billable, not yet posted"
    return f"{line.status}: {line.reason}" if line.reason else line.status
