"""Rows as records of their table's model; what is wrong in one is a fault at its cell."""

from __future__ import annotations

from typing import TypeVar

from pydantic import ValidationError

from xl_recoup.contract.table_row import TableRow
from xl_recoup.intake.row_reading import Row
from xl_recoup.records import Place, short_record

R = TypeVar("R", bound=TableRow)


@short_record
class Fault:
    """Something wrong in a reference table: the cell, and words that follow its address."""

    place: Place
    words: str
    table: str


def record_of(row: Row, model: type[R], faults: list[Fault], *, tell_all: bool = False) -> R | None:
    """Return the record of a row, or None, with its faults, where the row can't be used.

    Cells that are blank and needed are told first. What else is wrong is told of a row whose cells
    are there and can be read, or of any row with `tell_all`.
    """
    unread = row.unreadable - model.asides()
    try:
        record = model(place=row.place(model.named_by), **row.values)
    except ValidationError as error:
        found = [e for e in error.errors() if e["loc"][0] not in row.unreadable]
        blank = [e for e in found if e["type"] == "missing"]
        others = [e for e in found if e not in blank]
        for e in blank + (others if tell_all or not (blank or unread) else []):
            field = str(e["loc"][0])
            words = model.lacks(field) if e in blank else e["msg"]
            faults.append(Fault(row.place(field), words, model.spec.name))
        return None
    return None if unread else record


def record_of_whole(row: Row, model: type[R], faults: list[Fault]) -> R | None:
    """Return the record of a row of which every cell can be read; of any other nothing is told."""
    return None if row.unreadable else record_of(row, model, faults)
