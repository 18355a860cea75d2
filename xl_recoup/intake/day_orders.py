"""Whether day or month comes first is a property of a column: its cells are judged together."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from xl_recoup.contract import Column
from xl_recoup.contract.cell_issues import Issue, IssueKind, Reading
from xl_recoup.contract.typed_days import typed_day
from xl_recoup.tables import WrongOrder

_Key = TypeVar("_Key", bound=Hashable)


def held_where_unsettled(readings: Mapping[_Key, Reading], column: Column) -> dict[_Key, Reading]:
    """Return the readings of a date column's cells, by cell, those in doubt as faults.

    One text that is a day only with the month first, such as 09/16/2025, puts in doubt every
    text of the column that can be two days. Real dates are in doubt where none has a day above 12:
    Excel makes such dates of a list with the month first, and leaves the rest text.
    """
    proofs = _month_first(readings)
    if not proofs:
        return dict(readings)
    reals = [_day(r) for k, r in readings.items() if not isinstance(_cell(k), str)]
    known = [day for day in reals if day is not None]
    turned = may_be_turned(known, len(proofs))
    words = "a date of the column" if column.private else f"“{proofs[0]}” in this column"
    said = f"can be two days, and {words} has the month first"
    return {k: _judged(k, r, turned, said) for k, r in readings.items()}


def may_be_turned(reals: Sequence[date], texts: int) -> bool:
    """Say whether real dates beside so many texts with the month first may be turned about.

    One of each is enough: a real date with a day above 12 is the only thing that rules it out.
    """
    return bool(reals) and bool(texts) and all(day.day <= 12 for day in reals)


def _month_first(readings: Mapping[_Key, Reading]) -> list[str]:
    """Return the texts that are days only with the month first.

    One that a Mapping has found to contradict its column, whose order is settled, proves nothing.
    """
    return [
        cell.strip()
        for key, (_, issue) in readings.items()
        if issue is not None and issue.kind is IssueKind.DATE
        if isinstance(cell := _cell(key), str) and not isinstance(cell, WrongOrder)
        if typed_day(cell).only_month_first
    ]


def _cell(key: Hashable) -> object:
    """Return the cell of a key: itself, or the last of what tells it from others."""
    return key[-1] if isinstance(key, tuple) else key


def _day(reading: Reading) -> date | None:
    value, issue = reading
    return value if issue is None and isinstance(value, date) else None


def _judged(key: Hashable, reading: Reading, turned: bool, said: str) -> Reading:
    day, issue = reading
    doubtful = issue is not None and issue.kind is IssueKind.READ_DAY_FIRST
    if not doubtful and turned and not isinstance(_cell(key), str) and issue is None:
        doubtful = isinstance(day, date) and day.day != day.month
    return (None, Issue(IssueKind.AMBIGUOUS_DATE, said)) if doubtful else reading
