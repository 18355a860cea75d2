"""The paper as a PDF: tagged, with words for its charts; the same paper gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xl_recoup.forum_paper.paper_parts import (
    ForumPaper,
    PaperChart,
    PaperSection,
    PaperTable,
    written,
)
from xl_recoup.statements.paper import pdf_of, picture_of
from xl_recoup.words import long_date

PAGE = 174
"""Millimetres from margin to margin."""
NARROWEST, WIDEST = 16, 30


def paper_pdf(paper: ForumPaper) -> bytes:
    """Return the paper as a PDF/UA-1 file."""
    return pdf_of("forum", paper_data(paper))


def chart_picture(chart: PaperChart) -> bytes:
    """Return a chart as a PNG picture."""
    return picture_of("chart", _chart(chart))


def subtitle(paper: ForumPaper) -> str:
    """Return what stands under the title."""
    return f"Paper for the Schools Forum. Figures as at {long_date(paper.as_at)}"


def paper_data(paper: ForumPaper) -> dict[str, Any]:
    """Return all that the template shows, as words."""
    day = paper.as_at
    return {
        "authority": paper.authority,
        "title": paper.title,
        "subtitle": subtitle(paper),
        "day": [day.year, day.month, day.day],
        "contact": paper.contact,
        "short": paper.in_short,
        "sections": [_section(s) for s in paper.sections],
        "notes": list(paper.notes),
    }


def _section(section: PaperSection) -> Mapping[str, Any]:
    return {
        "heading": section.heading,
        "words": list(section.words),
        "points": list(section.points),
        "tables": [_table(t) for t in section.tables],
        "charts": [_chart(c) | {"alt": c.in_words, "name": c.name} for c in section.charts],
    }


def _table(table: PaperTable) -> Mapping[str, Any]:
    columns = len(table.headings) - 1
    wide = max(NARROWEST, min(WIDEST, (PAGE - 50) // columns))
    return {
        "name": table.name,
        "headings": list(table.headings),
        "rows": [[written(cell) for cell in row] for row in table.rows],
        "total": table.total,
        "widths": [wide] * columns,
    }


def _chart(chart: PaperChart) -> dict[str, Any]:
    return {
        "bars": [
            {"label": b.label, "size": float(b.pounds or 0), "words": b.words} for b in chart.bars
        ]
    }
