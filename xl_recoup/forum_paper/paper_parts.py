"""What a paper is made of, whatever file it becomes: sections with words, tables and charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from xl_recoup.forum.report import HIDDEN, Figure
from xl_recoup.money import ZERO
from xl_recoup.records import short_record

PaperCell = str | int | Decimal | None
"""Words, a number of things, pounds; None where there can be no figure."""
NO_FIGURE = "–"


@short_record
class PaperTable:
    """A table with its units in its headings; the first column says what each row is."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[PaperCell]]
    total: bool = False
    """Whether the last row is the total of the others."""


@short_record
class Bar:
    """One bar of a chart; without pounds nothing is drawn, and words stand in its place."""

    label: str
    pounds: Decimal | None
    words: str


@short_record
class PaperChart:
    """Bars beside one another, each with its figure, so that nothing rests on colour."""

    name: str
    bars: Sequence[Bar]

    @property
    def in_words(self) -> str:
        """Return the chart for whoever can't see it."""
        return f"Bar chart. {self.name}: {'; '.join(f'{b.label} {b.words}' for b in self.bars)}."


@short_record
class PaperSection:
    """A part of the paper under its heading: words first, then what they rest on."""

    heading: str
    words: Sequence[str]
    points: Sequence[str] = ()
    tables: Sequence[PaperTable] = ()
    charts: Sequence[PaperChart] = ()
    in_short: str = ""
    """The section in a sentence, for the beginning of the paper; "" where it has none."""


@short_record
class ForumPaper:
    """A paper that can be sent to the members of the Forum once its recommendations are edited."""

    authority: str
    title: str
    as_at: date
    contact: str
    sections: Sequence[PaperSection]
    notes: Sequence[str]

    @property
    def in_short(self) -> list[str]:
        """What the paper says, a sentence from each section that has one."""
        return [s.in_short for s in self.sections if s.in_short]


def whole(figure: Figure | None) -> str:
    """Return pounds for a sentence, to the nearest pound: `£180,527`; what is hidden in words."""
    if figure is None:
        return NO_FIGURE
    if isinstance(figure, str):
        return f"a sum that is {figure}" if figure == HIDDEN else figure
    rounded = figure.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return f"{'−' if rounded < 0 else ''}£{abs(rounded):,}"


def written(cell: PaperCell) -> str:
    """Return a cell of a table for a reader; pounds stand under a heading that says so."""
    if isinstance(cell, Decimal):
        return whole(cell).replace("£", "")
    if cell is None:
        return NO_FIGURE
    return f"{cell:,}" if isinstance(cell, int) else cell


def bar(label: str, figure: Figure) -> Bar:
    """Return a bar of pounds; none is drawn where they are not shown."""
    if isinstance(figure, Decimal):
        return Bar(label, figure, whole(figure))
    return Bar(label, None, figure or NO_FIGURE)


def added(figures: Iterable[Figure]) -> Figure:
    """Return some figures together; not shown where one of them is not."""
    total = ZERO
    for figure in figures:
        if not isinstance(figure, Decimal):
            return figure if figure == HIDDEN else HIDDEN
        total += figure
    return total
