"""The record of letters as rows to be written."""

from __future__ import annotations

from collections.abc import Iterable

from xl_recoup.contract import LETTERS, Letter
from xl_recoup.contract.entry_digests import with_digests
from xl_recoup.outputs.table_write import table_write
from xl_recoup.tables import OutCell, TableWrite


def letters_write(letters: Iterable[Letter], head: str) -> TableWrite:
    """Return new letters, to be added below those that Letters has; `head` is the last one's."""
    rows = with_digests(LETTERS, map(_row, letters), head)
    return table_write(LETTERS, list(rows), append=True)


def _row(x: Letter) -> tuple[OutCell, ...]:
    return (
        x.number,
        int(x.version),
        x.kind,
        x.party or None,
        x.as_at,
        x.written_on,
        x.file or None,
        x.file_digest or None,
        x.replaces or None,
        x.content_digest or None,
        x.placements or None,
        x.entry_digest or None,
    )
