"""The cells that formulas name, in whatever part of a workbook the formulas stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Package
from xl_recoup.book.package.xmltext import element, plain, prefix_of
from xl_recoup.book.writing.table_move import Move
from xl_recoup.errors import Refused

# Texts and table references in brackets come first, so that what looks like a cell in them is
# passed over. Before a cell there may be its sheet, in apostrophes where its name needs them; a
# cell is not part of a longer word, of a function's name (`LOG10(`), of a name or of an entity.
REFERENCE = re.compile(
    r"\"[^\"]*\"|\[(?:[^\[\]]|\[[^\]]*\])*\]"
    r"|(?<![\w.$&;#])((?:'(?:[^']|'')*'|[\w.]+)!)?"
    r"(\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(.!\[])"
)
"""A piece of a formula; where it is a reference, group 1 is its sheet and group 2 its cells."""
# `f` of cells and charts, `formula` of formats, `formula1` and `formula2` of validations, with any
# prefix; those that only name a shared group hold no text.
FORMULAS = re.compile(rb"<(?:[\w.\-]+:)?(?:f|formula|formula1|formula2)(?=[\s>])([^<>]*)>([^<]+)</")
"""A formula of a sheet, a format, a validation or a chart: its attributes and its text."""


def formulas_in(part: bytes) -> Iterator[tuple[re.Match[bytes], str]]:
    """Give each formula of a part, as it was found and as Excel shows it."""
    for found in FORMULAS.finditer(part):
        yield found, plain(found[2].decode("utf-8", "replace"))


def chart_parts(package: Package) -> Iterator[str]:
    """Give the names of the parts that are charts."""
    names = (member.name for member in package.members)
    return (name for name in names if "/charts/" in name and name.endswith(".xml"))


def charts(package: Package) -> Iterator[list[str]]:
    """Give the formulas of each chart; one that is damaged is no part of ours."""
    for name in chart_parts(package):
        try:
            yield [text for _, text in formulas_in(package.text_of(name))]
        except Refused:
            continue


def names_in(book: bytes) -> Iterator[str]:
    """Give what the names of a workbook mean, as Excel shows it."""
    for _, inner in element(prefix_of(book), b"definedName").findall(book):
        yield plain(inner.decode("utf-8", "replace"))


def blocks_meant(formula: str, move: Move, *, own: bool) -> Iterator[Range]:
    """Give the cells on the sheet of a table that a formula names.

    `own` says whether the formula stands on that sheet itself, so that it need not name it.
    """
    for piece in REFERENCE.finditer(formula):
        block = Range.parse(piece[2]) if piece[2] else None
        if block is not None and (move.means(piece[1]) if piece[1] else own):
            yield block
