"""The sheet Kept notes: what was in rows that are gone, and what was typed over results."""

from __future__ import annotations

from xl_recoup.contract.columns import Column, Role, TableSpec, filled

KEPT_NOTES = TableSpec(
    "KeptNotes",
    "Kept notes",
    Role.RECORD,
    "What the team had in or beside a row of another table that a run no longer gives: cells,"
    " notes, comments, links, how the row looked; and what was typed over cells that a run fills. A"
    " run adds to it, and puts a line back where its row is there again; delete what is dealt"
    " with.",
    (
        *filled("Table, Key, Kind, Column"),
        Column("Text", "text", private=True),
        *filled("Returned"),
    ),
    added_later=("Returned",),
)
"""Stands on a sheet that is added by the run that first needs it."""
TYPED_OVER, PERHAPS_TYPED, TYPED_IN = TYPED_KINDS = (
    "typed over",
    "perhaps typed over",
    "typed in",
)
"""The kinds of its lines that hold what was typed over results or as rows among them."""
