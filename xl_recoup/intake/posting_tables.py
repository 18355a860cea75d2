"""What a posting asks the workbook: its periods, and who may approve."""

from __future__ import annotations

from typing import TypeVar

from xl_recoup.contract import APPROVERS, PERIODS, Approver, Period
from xl_recoup.contract.table_row import TableRow
from xl_recoup.errors import Refused
from xl_recoup.intake.required import require_headings
from xl_recoup.intake.row_reading import Row, read_rows
from xl_recoup.intake.row_records import Fault, record_of
from xl_recoup.tables import WorkbookTables

R = TypeVar("R", bound=TableRow)


def read_periods(book: WorkbookTables) -> list[Period]:
    """Return the rows of Periods that name a period.

    Raises Refused where there is no such table, and, with the cell, where a Status or a day can't
    be read: it might say that a period is closed.
    """
    rows = _rows(book, Period)
    for row in rows:
        if "status" in row.unreadable:
            raise Refused(
                f"{row.place('status')}: the Status of the period {row.get('period', '')} is"
                " neither open nor closed, so it is not known what may be posted. Correct the cell."
            )
    return [period for period in _records(rows, Period) if period.period]


def read_approvers(book: WorkbookTables) -> list[Approver]:
    """Return who may approve a posting.

    Raises Refused where there is no such table, and, with the cell, where a row can't be read or
    leaves something open: a blank limit is no leave to approve any sum.
    """
    return _records(_rows(book, Approver), Approver)


def _rows(book: WorkbookTables, model: type[R]) -> list[Row]:
    table, spec = book.find(model.spec.name), model.spec
    if table is None:
        headings = {PERIODS.name: "Period, From, To and Status", APPROVERS.name: _APPROVERS}
        raise Refused(
            f"The workbook has no table named {spec.name}, so nothing can be posted. Add a sheet"
            f" {spec.sheet} with the headings {headings[spec.name]}, fill in its rows, choose"
            " Insert > Table and name it so under Table Design."
        )
    require_headings(table, spec.required, spec.name)
    return read_rows(table, spec, book.date_1904).rows


_APPROVERS = "Name, Login and May approve up to"


def _records(rows: list[Row], model: type[R]) -> list[R]:
    faults: list[Fault] = []
    records = [record_of(row, model, faults) for row in rows]
    if faults:
        raise Refused(f"{faults[0].place} {faults[0].words}. Correct the cell, then post.")
    for row, record in zip(rows, records, strict=True):
        if record is None:
            column = min(row.unreadable)
            raise Refused(f"{row.place(column)} can't be read. Correct the cell, then post.")
    return [record for record in records if record is not None]
