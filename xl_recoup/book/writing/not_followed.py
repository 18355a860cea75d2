"""What a person should know of a workbook after tables were written: what moved, what could not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from xl_recoup.book.package.package import Package, is_signed
from xl_recoup.book.writing.in_the_way import in_the_way
from xl_recoup.book.writing.kept_again import Back
from xl_recoup.book.writing.table_move import Kept, Move
from xl_recoup.words import counted, listed, some

SHOWN = 20


def told(
    package: Package,
    moves: Sequence[Move],
    cells: Sequence[str] = (),
    back: Sequence[Back] = (),
) -> list[str]:
    """Return what a person should know after these tables were written, one sentence each.

    `cells` names the team's own sheets in which single cells were filled; `back` are lines of the
    sheet Kept notes whose row is there again.
    """
    said = []
    if is_signed(package):
        said.append(
            "The workbook was digitally signed: the signature is no longer valid. Sign it again."
        )
    said += in_the_way(package, moves, cells)
    for move in moves:
        if move.filtered:
            said.append(
                f"The table {move.table} is filtered, and what is hidden was chosen by its old "
                "rows. Apply the filter again (Data, Reapply)."
            )
        said += kept_sentences(move.table, move.kept)
        if move.staying:
            said.append(
                f"Rows of the table {move.table} moved, and what stands apart beside them or is "
                f"drawn over several of them stayed on the sheet {move.sheet} where it was: "
                f"{some(move.staying)}. Look whether it still stands where it belongs."
            )
        said += _lost(move)
    return [*said, *returned_sentences(back)]


def kept_sentences(table: str, kept: Sequence[Kept]) -> Iterator[str]:
    """Say what was kept of rows of a table that are gone."""
    for key, items in groupby(sorted(kept, key=_key), key=_key):
        yield (
            f"{key or 'A row'} is no longer in {table}: what the team had in its row"
            f" ({_kinds(each.kind for each in items)}) is on the sheet Kept notes."
        )


def returned_sentences(back: Sequence[Back]) -> Iterator[str]:
    """Say what of the sheet Kept notes stands in its row again, and what stays there and why."""
    for (table, key), items in groupby(sorted(back, key=_row_of), key=_row_of):
        each_line = [*items]
        done = [b.line.kind for b in each_line if not b.why_not]
        if done:
            yield (
                f"{key} is in {table} again: what was kept of its row ({_kinds(done)}) stands"
                " there again, and its lines on the sheet Kept notes say so."
            )
        for b in each_line:
            if b.why_not:
                what = " ".join(filter(None, (_WORDS[b.line.kind], b.line.column)))
                yield (
                    f"{key} is in {table} again, but {what} stays on the sheet Kept notes:"
                    f" {b.why_not}. Enter it by hand where it is still wanted."
                )


def _row_of(back: Back) -> tuple[str, str]:
    return back.line.table, back.line.key


def _kinds(kinds: Iterable[str]) -> str:
    words = [_WORDS.get(kind, kind) for kind in kinds]
    return listed([counted(words.count(word), word) for word in dict.fromkeys(words)])


def _key(kept: Kept) -> str:
    return kept.key


_WORDS = {
    "cell": "cell", "formula": "formula", "note": "note", "comment": "comment", "link": "link",
    "format": "look", "fill": "colour",
}  # fmt: skip


def _lost(move: Move) -> Iterator[str]:
    """Say which formulas mean rows by addresses that could not follow."""
    places = [f"{sheet} {cell}".strip() for sheet, cell in dict.fromkeys(move.lost)]
    if not places:
        return
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    yield (
        f"These mean rows of the table {move.table} by their addresses and could not follow them: "
        f"{', '.join(places[:SHOWN])}{more}. Look at each, and name the table and its column there "
        "instead."
    )
