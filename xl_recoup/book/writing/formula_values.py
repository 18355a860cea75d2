"""What the formulas of our own sheets come to: each function as Excel's reference describes it.

Numbers are exact decimals. Where Excel does more than is done here, such as take a text for a
number, the answer is NotKnown and never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import compress, repeat
from operator import and_
from typing import NamedTuple

from xl_recoup.addresses import Address
from xl_recoup.book.writing.formula_tree import (
    Block,
    Call,
    Constant,
    Node,
    NotKnown,
    TableColumn,
    Value,
)
from xl_recoup.tables import CellError

NOT_AVAILABLE, NO_NUMBER, NO_CELL = CellError("#N/A"), CellError("#NUM!"), CellError("#REF!")
WRONG_KIND = CellError("#VALUE!")
# Signs that make more of a criterion than a text to be found as it is.
_MEANS_MORE = re.compile(r"[*?~<>=]")
_COMPARED = re.compile(r"([<>])(-?\d+(?:\.\d+)?)\Z")
_LIKE_A_NUMBER = re.compile(r"[\d\s.,:/%£$+\-]*\Z|(?i:true|false)\Z")


class Cells(NamedTuple):
    """Cells that a formula names: those of a column or a block, from `first` up to `end`."""

    of: Sequence[Value]
    first: int
    end: int

    @property
    def values(self) -> Sequence[Value]:
        """What the cells hold."""
        return self.of[self.first : self.end]


class Reckoner:
    """Works out formulas over columns of tables and cells of their own sheet."""

    def __init__(
        self,
        column: Callable[[str, str], Sequence[Value]],
        cell: Callable[[Address], Value],
    ) -> None:
        """Take what gives a table's column, by table and heading, and a cell of the sheet."""
        self._column, self._cell = column, cell
        self._met: dict[tuple[Node, Value], list[bool]] = {}
        """Which cells of a column meet a criterion: a page asks for the same ones again."""
        self._folded: dict[int, list[str | None]] = {}
        """The texts of a column in small letters, by the column's identity: it is kept."""

    def value(self, node: Node) -> Value:
        """Return what a formula's cell shows; a blank that it looks at is 0."""
        found = self._scalar(node)
        return Decimal(0) if found is None else found

    def _of(self, node: Node) -> Value | Cells:
        match node:
            case Constant(value):
                return value
            case TableColumn(table, heading):
                column = self._column(table, heading)
                return Cells(column, 0, len(column))
            case Block(block):
                found = [self._cell(Address(c, r)) for r in block.rows for c in block.columns]
                return Cells(found, 0, len(found))
            case Call(name, arguments):
                function = _FUNCTIONS.get((name, len(arguments)))
                if function is None and name == "SUMIFS" and len(arguments) % 2:
                    function = Reckoner._sum_ifs
                if function is None:
                    raise NotKnown(name)
                return function(self, *arguments)

    def _scalar(self, node: Node) -> Value:
        found = self._of(node)
        if isinstance(found, Cells):
            if len(found.values) != 1:
                raise NotKnown
            return found.values[0]
        return found

    def _cells(self, node: Node) -> Cells:
        found = self._of(node)
        if not isinstance(found, Cells):
            raise NotKnown
        return found

    def _number(self, node: Node) -> Decimal | CellError:
        found = self._scalar(node)
        if found is None:
            return Decimal(0)
        if isinstance(found, bool | str):
            raise NotKnown
        return found

    def _sum(self, cells: Node) -> Value:
        return _total(self._cells(cells).values)

    def _count(self, cells: Node) -> Value:
        return Decimal(len(_numbers(self._cells(cells).values)))

    def _rows(self, cells: Node) -> Value:
        return Decimal(len(self._cells(cells).values))

    def _sum_ifs(self, summed: Node, *pairs: Node) -> Value:
        values = self._cells(summed).values
        chosen: Iterable[bool] = repeat(True, len(values))
        for where, criterion in zip(pairs[::2], pairs[1::2], strict=True):
            met = self._meeting(where, criterion)
            if len(met) != len(values):
                raise NotKnown
            chosen = map(and_, chosen, met)
        return _total(list(compress(values, chosen)))

    def _meeting(self, where: Node, criterion: Node) -> list[bool]:
        """Say of each of these cells whether it meets a criterion."""
        key = where, self._scalar(criterion)
        if not isinstance(where, TableColumn):
            return list(map(_meeting(key[1]), self._cells(where).values))
        if key not in self._met:
            self._met[key] = self._met_in(self._cells(where).of, key[1])
        return self._met[key]

    def _met_in(self, column: Sequence[Value], criterion: Value) -> list[bool]:
        """Say of each cell of a table's column whether it meets a criterion."""
        test = _meeting(criterion)
        if not isinstance(criterion, str) or _MEANS_MORE.search(criterion):
            return list(map(test, column))
        folded = self._folded.get(id(column))
        if folded is None:  # once for all the texts that are looked for in it
            folded = [cell.casefold() if isinstance(cell, str) else None for cell in column]
            self._folded[id(column)] = folded
        wanted = criterion.casefold()
        return [text == wanted for text in folded]

    def _sum_if(self, cells: Node, criterion: Node) -> Value:
        return self._sum_ifs(cells, cells, criterion)

    def _count_if(self, cells: Node, criterion: Node) -> Value:
        return Decimal(sum(self._meeting(cells, criterion)))

    def _large(self, cells: Node, place: Node) -> Value:
        at, numbers = self._number(place), _numbers(self._cells(cells).values)
        if isinstance(at, CellError):
            return at
        if not 1 <= at <= len(numbers):
            return NO_NUMBER
        return sorted(numbers, reverse=True)[int(at) - 1]

    def _match(self, wanted: Node, cells: Node, how: Node) -> Value:
        value, among = self._scalar(wanted), self._cells(cells).values
        if self._scalar(how) != 0 or isinstance(value, bool | None):
            raise NotKnown
        if isinstance(value, CellError):
            return value
        if isinstance(value, str) and (not value or _MEANS_MORE.search(value)):
            raise NotKnown
        found = (at for at, cell in enumerate(among, 1) if _same(value, cell))
        at = next(found, None)
        return NOT_AVAILABLE if at is None else Decimal(at)

    def _index(self, cells: Node, place: Node) -> Value | Cells:
        whole, at = self._cells(cells), self._scalar(place)
        if isinstance(at, CellError):
            return at
        if isinstance(at, str):
            return WRONG_KIND
        if not isinstance(at, Decimal) or at < 1:
            raise NotKnown  # 0 is the whole column
        if at > len(whole.values):
            return NO_CELL
        start = whole.first + int(at) - 1
        return Cells(whole.of, start, start + 1)

    def _span(self, first: Node, last: Node) -> Value | Cells:
        start, end = self._of(first), self._of(last)
        if not isinstance(start, Cells):
            return _error(start)
        if not isinstance(end, Cells):
            return _error(end)
        if start.of is not end.of:
            raise NotKnown
        return Cells(start.of, min(start.first, end.first), max(start.end, end.end))

    def _if(self, test: Node, then: Node, otherwise: Node) -> Value | Cells:
        found = self._scalar(test)
        if isinstance(found, CellError):
            return found
        if not isinstance(found, bool):
            raise NotKnown
        return self._of(then if found else otherwise)

    def _if_error(self, value: Node, otherwise: Node) -> Value | Cells:
        found = self._scalar(value)
        return self._of(otherwise) if isinstance(found, CellError) else found

    def _equal(self, left: Node, right: Node) -> Value:
        one, other = self._scalar(left), self._scalar(right)
        for side in (one, other):
            if isinstance(side, CellError):
                return side
        return _same(one, other)

    def _plus(self, left: Node, right: Node) -> Value:
        return self._added(left, right, 1)

    def _minus(self, left: Node, right: Node) -> Value:
        return self._added(left, right, -1)

    def _added(self, left: Node, right: Node, sign: int) -> Value:
        one, other = self._number(left), self._number(right)
        if isinstance(one, CellError):
            return one
        return other if isinstance(other, CellError) else one + sign * other


_FUNCTIONS: dict[tuple[str, int], Callable[..., Value | Cells]] = {
    ("SUM", 1): Reckoner._sum,
    ("COUNT", 1): Reckoner._count,
    ("ROWS", 1): Reckoner._rows,
    ("SUMIF", 2): Reckoner._sum_if,
    ("COUNTIF", 2): Reckoner._count_if,
    ("LARGE", 2): Reckoner._large,
    ("MATCH", 3): Reckoner._match,
    ("INDEX", 2): Reckoner._index,
    ("IF", 3): Reckoner._if,
    ("IFERROR", 2): Reckoner._if_error,
    (":", 2): Reckoner._span,
    ("=", 2): Reckoner._equal,
    ("+", 2): Reckoner._plus,
    ("-", 2): Reckoner._minus,
}


def _error(value: Value) -> CellError:
    if isinstance(value, CellError):
        return value
    raise NotKnown


def _numbers(values: Sequence[Value]) -> list[Decimal]:
    return [v for v in values if isinstance(v, Decimal)]


def _total(values: Sequence[Value]) -> Value:
    """Return the sum of the numbers among these; the first error, if there is one."""
    if CellError in set(map(type, values)):
        return next(v for v in values if isinstance(v, CellError))
    return sum(_numbers(values), Decimal(0))


def _same(one: Value, other: Value) -> bool:
    """Say whether two values are equal: texts whatever their capitals, a blank as "" or 0."""
    if one is None or other is None:
        return one in (None, "", 0) and other in (None, "", 0)
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return type(one) is type(other) and one == other


def _meeting(criterion: Value) -> Callable[[Value], bool]:
    """Return the test that a criterion of SUMIFS and its kin stands for."""
    if isinstance(criterion, Decimal):
        return lambda cell: isinstance(cell, Decimal) and cell == criterion
    if not isinstance(criterion, str):
        raise NotKnown
    if criterion == "?*":
        return lambda cell: isinstance(cell, str) and cell != ""
    compared = _COMPARED.match(criterion)
    if compared:
        bound, above = Decimal(compared[2]), compared[1] == ">"
        return lambda cell: isinstance(cell, Decimal) and (cell > bound if above else cell < bound)
    if _LIKE_A_NUMBER.match(criterion) or _MEANS_MORE.search(criterion):
        raise NotKnown
    wanted = criterion.casefold()
    return lambda cell: isinstance(cell, str) and cell.casefold() == wanted
