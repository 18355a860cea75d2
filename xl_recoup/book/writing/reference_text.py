"""A formula as it reads after the rows of a table moved: the cells that it names followed.

What is written here does to a formula what Excel does to it where rows are put into a table, taken
out of it or added at its end. Everything else in the formula keeps its signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from xl_recoup.addresses import LAST_COLUMN, Address, Range, column_number
from xl_recoup.book.writing.table_move import Move

_SHEET = r"(?:'(?:[^']|'')*'|[\w.]+)!"
_CELL = r"\$?[A-Za-z]{1,3}\$?\d{1,7}"
# Texts and table references in brackets come first, so that what looks like a cell in them is
# passed over. A reference is a cell, a block whose second corner may name the sheet once more, or
# whole rows (`$1:$5`); it is no part of a longer word, a function's name (`LOG10(`) or an entity.
PIECE = re.compile(
    r"(?P<text>\"(?:[^\"]|\"\")*\")|\[(?:[^\[\]]|\[[^\]]*\])*\]"
    rf"|(?<![\w.$&;#])(?P<sheet>{_SHEET})?"
    rf"(?:(?P<first>{_CELL})(?::(?P<again>{_SHEET})?(?P<last>{_CELL}))?"
    r"|(?P<top>\$?\d{1,7}):(?P<bottom>\$?\d{1,7}))(?![\w(.!\[])"
)
_ROW = re.compile(r"\d+\Z")
# `OFFSET(Charges!$M$6,0,0,20,1)`: so many rows from the first one are the table's rows.
_OFFSET = re.compile(
    rf"(OFFSET\(\s*)({_SHEET})?({_CELL})(\s*,\s*0?\s*,\s*-?\d*\s*,\s*)(\d+)(?=\s*[,)])", re.I
)


# `INDEX(Charges!$M:$M,25)`: a row of the sheet by its number. In texts, `Charges!R25C13`.
_NUMBERED = re.compile(
    rf"INDEX\(\s*({_SHEET})?\$?([A-Za-z]{{1,3}}):\$?([A-Za-z]{{1,3}})\s*,\s*(\d{{1,7}})\s*[,)]",
    re.I,
)
_R1C1 = re.compile(r"\bR(\d{1,7})C(\d{1,5})\b", re.IGNORECASE)


class Followed(NamedTuple):
    """A formula after a move."""

    text: str
    lost: bool = False
    """True where it names cells that can't be named any more, or names them in a text."""


def followed(
    formula: str, move: Move, *, own: bool, fixed: bool = False, as_column: bool = False
) -> Followed:
    """Return a formula as it is after a move.

    `own` says that it stands on the table's sheet, so that it need not name it. With `fixed`, rows
    without a dollar sign are meant from the cell where the formula is used, and stay. `as_column`
    is as for `Move.applied`.
    """
    lost = False

    def replace(found: re.Match[str]) -> str:
        nonlocal lost
        if found["text"]:
            lost = lost or _named_in_text(found["text"][1:-1], move)
            return found[0]
        block = meant(found, move, own)
        if block is None or (fixed and not _is_fixed(found)) or _is_offset(found, block, move):
            return found[0]
        whole = as_column or (found["last"] is not None and block.start == block.end)
        moved = move.applied(block, as_column=whole)
        if moved == block:
            lost = lost or (_is_half(found) and _at_end(block, move))
            return found[0]
        if moved is None or _is_half(found):
            lost = True
            return found[0]
        return _written(found, moved)

    text = PIECE.sub(replace, _offset_followed(formula, move, own))
    return Followed(text, lost or _row_by_number(formula, move, own))


def meant(found: re.Match[str], move: Move, own: bool) -> Range | None:
    """Return the cells on the sheet of a table that a piece of a formula means, or None."""
    sheet = found["sheet"]
    if found["first"] is None and found["top"] is None:
        return None
    if not (move.means(sheet) if sheet else own):
        return None
    before = found.string[: found.start()][-1:]
    if sheet and before in ("]", ":"):
        return None  # another workbook's sheet, or several sheets
    if found["top"]:
        top, bottom = int(found["top"].lstrip("$")), int(found["bottom"].lstrip("$"))
        return Range(1, min(top, bottom), LAST_COLUMN, max(top, bottom))
    if found["again"] and not move.means(found["again"]):
        return None
    first, last = found["first"], found["last"]
    return Range.parse(f"{first}:{last}" if last else first)


def blocks_of(formula: str, move: Move, *, own: bool) -> Iterator[tuple[Range, bool]]:
    """Give the cells on the sheet of a table that a formula names, and whether their rows are free.

    A free row has no dollar sign.
    """
    for found in PIECE.finditer(formula):
        block = meant(found, move, own)
        if block is not None:
            yield block, not _is_fixed(found)


def names_cells(formula: str) -> bool:
    """Say whether a formula names any cells by their addresses."""
    return any(found["first"] or found["top"] for found in PIECE.finditer(formula))


def _is_fixed(found: re.Match[str]) -> bool:
    corners = [found[name] for name in ("first", "last", "top", "bottom") if found[name]]
    return all(
        "$" in corner[1:] or (corner[0] == "$" and corner[1].isdigit()) for corner in corners
    )


def _is_half(found: re.Match[str]) -> bool:
    """Say whether a cell is one corner of a block whose other one a function gives."""
    text = found.string
    return not found["last"] and (
        text[found.end() : found.end() + 1] == ":" or text[: found.start()][-1:] == ":"
    )


def _at_end(block: Range, move: Move) -> bool:
    return bool(move.shift) and block.first_row == move.data.last_row


def _written(found: re.Match[str], moved: Range) -> str:
    """Return a reference with other rows; dollar signs, capitals and columns stay."""
    sheet, again = found["sheet"] or "", found["again"] or ""
    if found["top"]:
        return (
            f"{sheet}{_ROW.sub(str(moved.first_row), found['top'])}:"
            f"{_ROW.sub(str(moved.last_row), found['bottom'])}"
        )
    first = _ROW.sub(str(moved.first_row), found["first"])
    if not found["last"] and moved.last_row == moved.first_row:
        return f"{sheet}{first}"
    last = _ROW.sub(str(moved.last_row), found["last"] or found["first"])
    return f"{sheet}{first}:{again}{last}"


def _offset_followed(formula: str, move: Move, own: bool) -> str:
    """Return a formula in which OFFSET takes as many rows as the table has now."""
    if not move.shift or "OFFSET" not in formula.upper():
        return formula

    def replace(found: re.Match[str]) -> str:
        block = Range.parse(found[3])
        whole = int(found[5]) == len(move.data.rows)
        if block is None or not (move.means(found[2]) if found[2] else own) or not whole:
            return found[0]
        inside = move.whole.first_column <= block.first_column <= move.whole.last_column
        if block.first_row != move.data.first_row or not inside:
            return found[0]
        count = move.new_last - move.data.first_row + 1
        return f"{found[1]}{found[2] or ''}{found[3]}{found[4]}{count}"

    return _OFFSET.sub(replace, formula)


def _is_offset(found: re.Match[str], block: Range, move: Move) -> bool:
    """Say whether a cell is where OFFSET begins to count the table's rows."""
    if block.start != block.end or block.first_row != move.data.first_row:
        return False
    before = re.search(r"OFFSET\(\s*\Z", found.string[: found.start()], re.IGNORECASE)
    rows = before and _OFFSET.match(found.string, before.start())
    return bool(rows) and rows is not None and int(rows[5]) == move.new_last - block.first_row + 1


def _named_in_text(text: str, move: Move) -> bool:
    """Say whether a text, such as that of INDIRECT, names cells of the table that moved."""
    said = _R1C1.sub(_as_a1, text.replace('""', '"').removeprefix("#"))  # # begins a link's place
    for found in PIECE.finditer(said):
        if found["sheet"] is None:
            continue
        block = meant(found, move, own=False)
        if block is not None and move.applied(block, as_column=False) != block:
            return True
    return False


def _as_a1(found: re.Match[str]) -> str:
    row, column = int(found[1]), int(found[2])
    return str(Address(column, row)) if row and 0 < column <= LAST_COLUMN else found[0]


def _row_by_number(formula: str, move: Move, own: bool) -> bool:
    """Say whether INDEX takes a row of the table by its number on the sheet, which moved."""
    for found in _NUMBERED.finditer(formula):
        row, first, last = int(found[4]), column_number(found[2]), column_number(found[3])
        if row and (move.means(found[1]) if found[1] else own):
            block = Range(min(first, last), row, max(first, last), row)
            if move.whole.meets(block) and move.applied(block, as_column=False) != block:
                return True
            if row == move.data.last_row and move.shift and move.whole.meets(block):
                return True
    return False
