"""What a table of the contract is: columns with their headings and how their cells are read."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from xl_recoup.records import short_record

ENTRY_DIGEST = "Entry digest"
SEAL_NOTE = "written by the program: shows a changed, deleted or added row; leave it as it is"


class Kind(Enum):
    """How the cells of a column are understood."""

    TEXT = "text"
    NOTE = "note"  # free text that is never quoted
    DATE = "date"
    FLAG = "Y, N or blank"
    CHOICE = "one of a list"
    NUMBER = "number"
    PERCENTAGE = "per cent"
    LAESTAB = "LAESTAB"
    UPN = "UPN"
    YEAR_GROUP = "year group"
    LA_NUMBER = "LA number"


@short_record
class Column:
    """One column: its heading, the field it fills, how its cells are read, what may stand there."""

    heading: str
    field: str
    kind: Kind = Kind.TEXT
    allowed: tuple[str, ...] = ()
    private: bool = False
    """True for personal data: a message names the cell, never the value."""
    note: str = ""
    aside: bool = False
    """True where no sum rests on it: what can't be read there is said, and the row is charged."""


class Role(Enum):
    """What a table is for; sheets are coloured and protected by it."""

    INPUT = "input"
    OUTPUT = "output"
    RECORD = "record"


@short_record
class TableSpec:
    """One table of the contract: its name, its usual sheet and its columns."""

    name: str
    sheet: str
    role: Role
    purpose: str
    columns: tuple[Column, ...]
    required: tuple[str, ...] = ()
    """Headings without which the table can't be used at all."""
    steering: tuple[str, ...] = ()
    """Headings whose loss would silently change what is charged: a table of ours has them."""
    added_later: tuple[str, ...] = ()
    """Headings that a workbook of an earlier edition lacks: writing gives it the columns."""
    filled_by_team: tuple[str, ...] = ()
    """Headings of a record that posting writes, below which people fill in cells afterwards."""
    keys: tuple[tuple[str, ...], ...] = ()
    """Headings by which a row of an output is known again in the next run, tried in turn."""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in their order."""
        return tuple(c.heading for c in self.columns)


@lru_cache(maxsize=65_536)
def normal(name: str) -> str:
    """Return a heading, setting or code as it is compared: case, spaces and apostrophes evened."""
    words = name.split()
    text = words[0] if len(words) == 1 else " ".join(words)
    if not text.isascii():
        text = text.replace("’", "'").replace("‘", "'").replace("ʼ", "'")
    return text.casefold()


def filled(headings: str) -> tuple[Column, ...]:
    """Return the columns of a table that a run fills, from their headings with commas between."""
    return tuple(Column(h, h.lower().replace(" ", "_")) for h in headings.split(", "))
