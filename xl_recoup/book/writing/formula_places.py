"""The formulas of a sheet after a table's move: of cells, formats, validations and sparklines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from xl_recoup.addresses import Range
from xl_recoup.book.package.xmltext import escaped, plain, range_of
from xl_recoup.book.writing.fill_down import moved_down
from xl_recoup.book.writing.formula_references import formulas_in
from xl_recoup.book.writing.reference_text import Followed, blocks_of, followed
from xl_recoup.book.writing.shared_formulas import written_out
from xl_recoup.book.writing.table_move import Move

Lost = Callable[[str], None]
"""Takes note of the cell whose formula can't follow."""
_TEXTS = re.compile(
    rb"(<((?:[\w.\-]+:)?(?:f|formula|formula1|formula2))(?=[\s>])[^<>]*>)([^<]+)(</)"
)
# A format or validation, of the older or the newer kind, with the cells for which it is.
_RULES = re.compile(
    rb"<((?:[\w.\-]+:)?(?:conditionalFormatting|dataValidation))(?=[\s>])[^<>]*>.*?</\1>", re.DOTALL
)
_SQREF = re.compile(rb"\bsqref\s*=\s*[\"']([^\"']*)|:sqref>([^<]*)<")


def cells_followed(data: bytes, prefix: bytes, move: Move, *, own: bool, lost: Lost) -> bytes:
    """Return part of a sheet's rows with the formulas of its cells following a table."""

    def replace(found: re.Match[bytes]) -> bytes:
        after = _followed(found[2], move, own=own)
        if after.lost:
            before = data[data.rfind(b"<", 0, found.start()) : found.start()]
            cell = range_of(before, b"r")
            lost(str(cell) if cell else "")
        return _put(found, 1, after.text)

    pattern = re.compile(rb"(<%sf(?=[\s>])[^<>]*>)([^<]+)(?=</)" % re.escape(prefix))
    return pattern.sub(replace, data)


def groups_written_out(
    data: bytes,
    prefix: bytes,
    move: Move,
    *,
    own: bool,
    ours: Callable[[Range], bool] = lambda _: False,
) -> bytes:
    """Return a sheet in which groups of formulas that mean a table by free rows are written out.

    A group whose cells are `ours` stays.
    """

    def wanted(text: str) -> bool:
        return any(move.applied(b) != b or free for b, free in blocks_of(text, move, own=own))

    return written_out(data, prefix, wanted, ours)


def formulas_meant(part: bytes, move: Move) -> Iterator[tuple[str, bool]]:
    """Give each formula of a part of a table's sheet, and whether its free rows go with its cells.

    `$W5` in a format for `W5:W90` means every row in turn, and none by its address.
    """
    at = 0
    for found in _RULES.finditer(part):
        yield from ((text, False) for _, text in formulas_in(part[at : found.start()]))
        go_along = _cells_of(found[0], move, own=True)[2]
        yield from ((text, go_along) for _, text in formulas_in(found[0]))
        at = found.end()
    yield from ((text, False) for _, text in formulas_in(part[at:]))


def rules_followed(tail: bytes, move: Move, *, own: bool, lost: Lost) -> bytes:
    """Return what follows a sheet's rows with the formulas in it following a table.

    To be called before the cells for which the rules are have followed.
    """
    pieces, at = [], 0
    for found in _RULES.finditer(tail):
        outside = partial(_any_text, move=move, own=own, lost=lost)
        pieces.append(_TEXTS.sub(outside, tail[at : found.start()]))
        pieces.append(_rule(found[0], move, own, lost))
        at = found.end()
    pieces.append(_TEXTS.sub(partial(_any_text, move=move, own=own, lost=lost), tail[at:]))
    return b"".join(pieces)


def _rule(rule: bytes, move: Move, own: bool, lost: Lost) -> bytes:
    """Return a rule with its formulas followed: what has free rows is meant from its first cell."""
    cells, first, fixed = _cells_of(rule, move, own)
    now = move.pieces(first) if own and first is not None else []
    down = now[0].first_row - first.first_row if now and first is not None else 0

    def replace(found: re.Match[bytes]) -> bytes:
        after = _followed(found[3], move, own=own, fixed=fixed)
        if after.lost:
            lost(cells)
        text = moved_down(after.text, down) if down else after.text
        return _put(found, 1, text) + found[4]

    return _TEXTS.sub(replace, rule)


def _cells_of(rule: bytes, move: Move, own: bool) -> tuple[str, Range | None, bool]:
    """Return the cells for which a rule is, the first of them, and whether free rows go with them.

    They do not where the rule is for one cell that does not go with a row.
    """
    said = _SQREF.search(rule)
    cells = (said[1] or said[2] or b"").decode("ascii", "replace") if said else ""
    first = Range.parse(cells.split(" ")[0]) if cells else None
    alone = first is not None and first.start == first.end and " " not in cells.strip()
    return cells, first, not (alone and not (own and first is not None and move.travels(first)))


def _any_text(found: re.Match[bytes], *, move: Move, own: bool, lost: Lost) -> bytes:
    after = _followed(found[3], move, own=own)
    if after.lost:
        lost("")
    return _put(found, 1, after.text) + found[4]


def _followed(raw: bytes, move: Move, *, own: bool, fixed: bool = False) -> Followed:
    said = plain(raw.decode("utf-8", "surrogateescape"))
    after = followed(said, move, own=own, fixed=fixed)
    if after.text == said:  # as it stands, whatever its entities
        return Followed(raw.decode("utf-8", "surrogateescape"), after.lost)
    return Followed(escaped(after.text).replace("&quot;", '"'), after.lost)


def _put(found: re.Match[bytes], group: int, text: str) -> bytes:
    return found[group] + text.encode("utf-8", "surrogateescape")
