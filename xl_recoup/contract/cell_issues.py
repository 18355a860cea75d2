"""What may be the matter with a cell: it can't be read, or it was read and should be looked at."""

from __future__ import annotations

from enum import Enum
from typing import Any, NamedTuple


class IssueKind(Enum):
    """What is the matter with a cell. The first group holds the row; the rest were read."""

    ERROR_CELL = "error cell"
    DATE = "not a date"
    AMBIGUOUS_DATE = "ambiguous date"
    NUMBER = "not a number"
    FLAG = "not Y or N"
    CHOICE = "not in the list"
    LAESTAB = "not a LAESTAB"
    YEAR_GROUP = "not a year group"
    UPN = "not a UPN"
    SEVERAL_UPNS = "UPNs of several pupils"
    LA_NUMBER = "not an LA number"
    FORMAT = "shown as something else by its format"
    TEXT_NUMBER = "number stored as text"
    TEXT_DATE = "date stored as text"
    READ_DAY_FIRST = "date that can be two days, read with the day first"
    ODD_FORMAT = "read as held, and shown as something else by its format"
    BELOW_ONE = "percentage below 1"
    NOT_TEXT = "half a character, or a control character"


READ = (
    IssueKind.TEXT_NUMBER,
    IssueKind.TEXT_DATE,
    IssueKind.READ_DAY_FIRST,
    IssueKind.ODD_FORMAT,
    IssueKind.BELOW_ONE,
    IssueKind.NOT_TEXT,
)


class Issue(NamedTuple):
    """What is the matter with a cell, in words that follow a cell's address."""

    kind: IssueKind
    words: str

    @property
    def fault(self) -> bool:
        """True where the cell has no usable value."""
        return self.kind not in READ


Reading = tuple[Any, Issue | None]
