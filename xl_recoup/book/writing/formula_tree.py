"""The formulas of our own sheets as trees: sums, counts and look-ups over tables.

This is a closed list. A formula with anything else in it is somebody else's, or one that we do not
know well enough to say what it comes to: NotKnown.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from xl_recoup.addresses import Range
from xl_recoup.records import short_record
from xl_recoup.tables import CellError

Value = None | str | bool | Decimal | CellError
"""What a cell holds; days are their serial numbers."""


class NotKnown(Exception):
    """A formula, or a value in it, that is not among those that we know."""


@short_record
class Constant:
    """A text or a number that stands in the formula."""

    value: Value


@short_record
class TableColumn:
    """All data cells of a table's column, `Charges[Amount]`; inside the table also `[Amount]`."""

    table: str
    heading: str


@short_record
class Block:
    """Cells of the formula's own sheet, `$A15` or `B15:B19`."""

    cells: Range


@short_record
class Call:
    """A function with its arguments, or one of `+ - = :` between two operands."""

    name: str
    arguments: tuple[Node, ...]


Node = Constant | TableColumn | Block | Call

# In turn: a text, a number, a table's column, one or several cells, a function with its bracket,
# a sign. A heading with a bracket, an apostrophe, `#` or `@` in it means more than itself.
_PIECE = re.compile(
    r"\s*(?:"
    r'"(?P<text>(?:[^"]|"")*)"'
    r"|(?P<number>\d+(?:\.\d+)?)(?![\w.:$])"
    r"|(?P<table>[A-Za-z_][\w.]*)?\[(?P<heading>[^\[\]'#@]+)\]"
    r"|(?P<cells>\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?)(?![\w(.!\[:])"
    r"|(?P<function>[A-Z]+)\("
    r"|(?P<sign>[-+=,:()])"
    r")\s*"
)
_DEEPEST = 40
_BY_WEIGHT = ("=", "+-", ":")
"""Signs between operands, the loosest first."""


@lru_cache(maxsize=512)
def tree_of(formula: str) -> Node:
    """Return a formula, in its stored form without `=`, as a tree; NotKnown for any other."""
    return _Reading(formula).whole()


class _Reading:
    def __init__(self, formula: str) -> None:
        self._pieces: list[re.Match[str]] = []
        at = 0
        while at < len(formula):
            piece = _PIECE.match(formula, at)
            if piece is None:
                raise NotKnown(formula)
            self._pieces.append(piece)
            at = piece.end()
        self._at = self._depth = 0

    def whole(self) -> Node:
        node = self._between(0)
        if self._at < len(self._pieces):
            raise NotKnown
        return node

    def _next(self) -> re.Match[str]:
        if self._at >= len(self._pieces):
            raise NotKnown
        self._at += 1
        return self._pieces[self._at - 1]

    def _sign(self) -> str:
        there = self._at < len(self._pieces)
        return (self._pieces[self._at]["sign"] or "") if there else ""

    def _between(self, level: int) -> Node:
        """Return operands joined by the signs of a level, from left to right."""
        if level == len(_BY_WEIGHT):
            return self._operand()
        node = self._between(level + 1)
        while (sign := self._sign()) and sign in _BY_WEIGHT[level]:
            self._at += 1
            node = Call(sign, (node, self._between(level + 1)))
        return node

    def _operand(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise NotKnown
        piece = self._next()
        node: Node
        if piece["text"] is not None:
            node = Constant(piece["text"].replace('""', '"'))
        elif piece["number"]:
            node = Constant(Decimal(piece["number"]))
        elif piece["heading"]:
            node = TableColumn(piece["table"] or "", piece["heading"])
        elif piece["cells"]:
            cells = Range.parse(piece["cells"])
            if cells is None:
                raise NotKnown
            node = Block(cells)
        elif piece["function"]:
            node = Call(piece["function"], self._arguments())
        else:
            raise NotKnown
        self._depth -= 1
        return node

    def _arguments(self) -> tuple[Node, ...]:
        found = [self._between(0)]
        while self._sign() == ",":
            self._at += 1
            found.append(self._between(0))
        if self._sign() != ")":
            raise NotKnown
        self._at += 1
        return tuple(found)


def looks_at_cells(node: Node) -> bool:
    """Say whether a formula names a cell or a column, so that it can follow anything."""
    if isinstance(node, Call):
        return any(map(looks_at_cells, node.arguments))
    return not isinstance(node, Constant)
