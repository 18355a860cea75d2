"""Which of day and month comes first in a column of dates typed as text: settled once, and kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xl_recoup.adopt.heading_lines import cells_of
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.contract import Column, Kind
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.mapping_table import (
    DAY_FIRST,
    DAY_ORDERS,
    MONTH_FIRST,
    MONTH_FIRST_ALL,
    SUGGESTED,
)
from xl_recoup.contract.typed_days import TypedDay, typed_day
from xl_recoup.intake.day_orders import may_be_turned
from xl_recoup.tables import Cell, SheetView, WrongOrder


@dataclass(slots=True)
class _Seen:
    """What the cells of a column show of its order."""

    day_first: list[str]
    month_first: list[str]
    either: list[str]
    reals: list[date]

    @property
    def order(self) -> str:
        """The one order that its dates can have, or ""."""
        if bool(self.day_first) == bool(self.month_first):
            return ""
        return DAY_FIRST if self.day_first else MONTH_FIRST

    @property
    def turned(self) -> bool:
        """True where the real dates may be dates with the month first that Excel turned about."""
        return may_be_turned(self.reals, len(self.month_first))


def with_day_orders(
    view: SheetView,
    rows: Sequence[MappingRow],
    numbers: Sequence[int],
    columns: Mapping[str, Column],
) -> list[MappingRow]:
    """Return the rows with the order of day and month of each mapped column of dates in Means.

    `numbers` are the sheet's rows that are rows of the table. A date that is one only with the
    day, or the month, first settles its column; a column without one goes by the others of the
    sheet, which is a suggestion where it says month first; where nothing settles it, it is asked.
    """
    seen = {
        row: _seen(cells_of(view, row.cell, numbers))
        for row in rows
        if row.heading in columns and columns[row.heading].kind is Kind.DATE and not row.means
    }
    orders = {s.order for s in seen.values() if s.order}
    others = next(iter(orders)) if len(orders) == 1 else ""
    return [
        _with_order(row, seen[row], others, columns[row.heading]) if row in seen else row
        for row in rows
    ]


def _seen(cells: Sequence[Cell]) -> _Seen:
    seen = _Seen([], [], [], [])
    for cell in cells:
        if isinstance(cell, date):
            seen.reals.append(cell)
        if not isinstance(cell, str) or is_blank(cell):
            continue
        typed = typed_day(cell)
        if typed.only_day_first:
            seen.day_first.append(text_of(cell))
        elif typed.only_month_first:
            seen.month_first.append(text_of(cell))
        elif typed.ambiguous and not typed.year_in_doubt:
            seen.either.append(text_of(cell))
    return seen


def _with_order(row: MappingRow, seen: _Seen, others: str, column: Column) -> MappingRow:
    if seen.day_first and seen.month_first:
        n, m = len(seen.day_first), len(seen.month_first)
        why = (
            f"{n} of its dates can only have the day first and {m} the month: what can be either"
            " is held until it is typed as a real date"
        )
        return _said(row, "", why)
    if seen.order == MONTH_FIRST and seen.turned:
        why = (
            f"{len(seen.month_first)} of its dates are text with the month first, and none of the"
            f" {len(seen.reals)} real ones has a day above 12, so Excel has probably turned day and"
            f" month about in these: Means “{MONTH_FIRST}” leaves them as they are"
        )
        return replace(_said(row, MONTH_FIRST_ALL, why), status=SUGGESTED, score=50)
    if seen.order:
        n = len(seen.day_first or seen.month_first)
        return _said(row, seen.order, f"{n} of its dates can only have the {seen.order}")
    if not seen.either or (column.aside and not others):
        return row
    example = "" if column.private else f", such as {seen.either[0]},"
    doubt = f"its dates{example} do not show whether day or month comes first"
    if others:
        found = _said(row, others, f"{doubt}; other dates of the sheet have the {others}")
        return found if others == DAY_FIRST else replace(found, status=SUGGESTED, score=60)
    why = f"{doubt}: confirm if it is the day, else set Means to “{MONTH_FIRST}”"
    return replace(_said(row, DAY_FIRST, why), status=SUGGESTED, score=60)


def _said(row: MappingRow, means: str, why: str) -> MappingRow:
    return replace(row, means=means, reason=f"{row.reason}; {why}" if row.reason else why)


def in_order(cell: Cell, order: str) -> Cell:
    """Return a cell of a column whose order is settled as the day that it means.

    A text that is a day only in the other order becomes one that can't be read, whatever else
    stands in the column.
    """
    if order not in DAY_ORDERS:
        return cell
    if isinstance(cell, date) and order == MONTH_FIRST_ALL and cell.day <= 12:
        return cell.replace(month=cell.day, day=cell.month)
    if not isinstance(cell, str):
        return cell
    typed = typed_day(cell)
    if not typed.in_figures or typed.year_in_doubt:
        return cell
    if order == DAY_FIRST:
        return cell if typed.only_day_first else typed.day_first or _wrong(cell, typed, "day")
    return typed.month_first or _wrong(cell, typed, "month")


def _wrong(cell: str, typed: TypedDay, first: str) -> Cell:
    if typed.day_first is None and typed.month_first is None:
        return cell
    other = "month" if first == "day" else "day"
    why = f"a date only with the {other} first, while the Mapping has the {first} first here"
    return WrongOrder(cell, why)
