"""The record of the last run: what it saw, kept in the workbook, for the next one to compare with.

Each row has a kind (what sort of thing), a name (which one) and a value. What a kind means is said
where it is recorded; this file keeps rows, and knows whether they are as a run wrote them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from xl_recoup.contract import LAST_RUN, RUN_LOG, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.intake.past_runs import lines_from_the_end
from xl_recoup.tables import TableWrite, WorkbookTables

DIGEST_LENGTH = 16
PLACEMENT = "placement"
"""The kind of what is noted of a placement, by its reference."""
ROW = "row "
"""The kind of what is noted of a row, with its table's name behind it."""
WAS = "was"
"""The kind of a table's row as it stood, with the table's name behind it."""
WRITTEN = "written"
"""How the kinds begin of what was written into tables of results, with the table's name behind it.

Other commands than a run fill such tables too, and note it: so it is not under the digest.
"""
DIGEST = "Record digest"
"""The run log's column that bears the digest of the record."""


class Remembered(NamedTuple):
    """One thing that a run noted for the next: of one kind each name stands once."""

    kind: str
    name: str
    value: str


class LastRunRecord:
    """What the last run noted; `intact` is False where its rows are gone or not as a run left them.

    Where no run has been made, or only runs of a program that kept no record, it is empty and
    intact.
    """

    def __init__(self, rows: Iterable[Remembered] = (), *, known: str = "") -> None:
        """Hold these rows; `known` is their digest as the run log has it, if it has one."""
        self.rows: Sequence[Remembered] = tuple(rows)
        self.known = known
        self.intact = not known or known == record_digest(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    def of(self, kind: str) -> Mapping[str, str]:
        """Return the values of a kind by their names, in the order in which they were noted."""
        return {row.name: row.value for row in self.rows if row.kind == kind}

    def counts(self, kind: str) -> Mapping[str, int]:
        """Return the values of a kind that are whole numbers, by their names."""
        return {name: int(value) for name, value in self.of(kind).items() if value.isdecimal()}


def last_run_record(book: WorkbookTables) -> LastRunRecord:
    """Return what the last run noted in a workbook."""
    table = book.find(LAST_RUN.name)
    at = {normal(h): i for i, h in enumerate(table.headings)} if table else {}
    places = [at.get(normal(h)) for h in LAST_RUN.headings]
    rows = [
        Remembered(*("" if i is None else text_of(cells[i]) for i in places))
        for cells in (table.rows if table else ())
        if not all(is_blank(cell) for cell in cells)
    ]
    line = next(lines_from_the_end(book, RUN_LOG.name), {})
    return LastRunRecord(rows, known=text_of(line.get(normal(DIGEST))))


def last_run_write(rows: Iterable[Remembered]) -> TableWrite:
    """Return the writing of what a run notes, in place of what the run before had noted."""
    cells = [tuple(text_of(cell) or None for cell in row) for row in rows]
    sheet = LAST_RUN.sheet
    return TableWrite(
        LAST_RUN.name, LAST_RUN.headings, cells, sheet, sheet, LAST_RUN.purpose, hidden=True
    )


def record_digest(rows: Iterable[Remembered]) -> str:
    """Return the digest of a record's rows, by which the run log knows them again."""
    hasher = hashlib.sha256()
    for row in rows:
        if row.kind.startswith(f"{WRITTEN} "):
            continue
        hasher.update("\x1f".join(map(text_of, row)).encode())
        hasher.update(b"\x1e")
    return hasher.hexdigest()[:DIGEST_LENGTH]
