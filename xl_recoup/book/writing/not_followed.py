"""What a person should know of a workbook after tables were written: what moved, what could not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from xl_recoup.book.package.package import Package, is_signed
from xl_recoup.book.writing.in_the_way import in_the_way
from xl_recoup.book.writing.table_move import Kept, Move
from xl_recoup.words import counted, listed, some

SHOWN = 20


def told(package: Package, moves: Sequence[Move], cells: Sequence[str] = ()) -> list[str]:
    """Return what a person should know after these tables were written, one sentence each.

    `cells` names the team's own sheets in which single cells were filled.
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
    return said


def kept_sentences(table: str, kept: Sequence[Kept]) -> Iterator[str]:
    """Say what was kept of rows of a table that are gone."""
    for key, items in groupby(sorted(kept, key=_key), key=_key):
        many = [each.kind for each in items]
        kinds = listed([counted(many.count(kind), _WORDS[kind]) for kind in dict.fromkeys(many)])
        yield (
            f"{key or 'A row'} is no longer in {table}: what the team had in its row ({kinds})"
            " is on the sheet Kept notes."
        )


def _key(kept: Kept) -> str:
    return kept.key


_WORDS = {
    "cell": "cell", "note": "note", "comment": "comment", "link": "link", "format": "look",
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
