"""Are the outputs in the file what its inputs give? Differences, cell by cell, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal

from xl_recoup.addresses import column_letters
from xl_recoup.contract import RECOVERY_OUTPUTS, YEAR_SO_FAR, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.own_row import says_the_same
from xl_recoup.intake.digests import DIGESTED
from xl_recoup.intake.past_runs import last_run
from xl_recoup.money import decimal_of, pounds
from xl_recoup.outputs import moved_tables
from xl_recoup.outputs.all_tables import writes
from xl_recoup.outputs.report_outputs import YEAR_AHEAD
from xl_recoup.outputs.table_write import POUNDS
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, CellError, Formula, OutCell, Table, TableWrite, WorkbookTables

SHOWN_PER_TABLE = 10
IN_POUNDS = POUNDS | {"Check"}
"""Headings below which a number is said as pounds."""
DAY = timedelta(days=1)
OF_THE_DAY = frozenset(spec.name for spec in (*RECOVERY_OUTPUTS, YEAR_SO_FAR))
"""What each letter and each payment changes: true as of the run, and no drift afterwards."""
ADDED_BY_A_RUN = frozenset(spec.name for spec in YEAR_AHEAD)
"""What a workbook may lack: its last run was one of an edition that did not add them."""


def drift(book: WorkbookTables, result: Result) -> list[str]:
    """Return one sentence for each difference, the first ten of each table; empty if none."""
    last = last_run(book)
    if last is None:
        return ["No run is recorded in the run log: recalculate the workbook first."]
    differences = [
        f"The table {DIGESTED[heading]} has changed since the last run."
        for heading, digest in result.digests.items()
        if heading in last.digests and digest != last.digests[heading]
    ]
    differences += moved_tables.drift(book, result)
    for write in writes(result):
        table = book.find(write.table)
        if write.table in OF_THE_DAY or (table is None and write.table in ADDED_BY_A_RUN):
            continue
        differences += _compare(table, write, book.date_1904)
    return differences


def _compare(table: Table | None, write: TableWrite, date_1904: bool) -> list[str]:
    if table is None:
        return [f"The table {write.table} is missing."]
    positions = {normal(h): i for i, h in enumerate(table.headings)}
    missing = [h for h in write.headings if normal(h) not in positions]
    if missing:
        return [f"The table {write.table} has no column headed {', '.join(missing)}."]
    columns = [positions[normal(h)] for h in write.headings]
    found = list(_differences(table, write, columns, date_1904))
    if len(found) > SHOWN_PER_TABLE:
        more = len(found) - SHOWN_PER_TABLE
        found = [*found[:SHOWN_PER_TABLE], f"{table.sheet}: {more:,} more cells differ."]
    return found


def _differences(
    table: Table, write: TableWrite, columns: list[int], date_1904: bool
) -> Iterator[str]:
    rows = [list(r) for r in table.rows]
    while rows and all(is_blank(rows[-1][c]) for c in columns):
        rows.pop()
    if len(rows) != len(write.rows):
        yield (
            f"{table.sheet}: the table {table.name} has {len(rows):,} rows where the inputs give"
            f" {len(write.rows):,}."
        )
    letters = [column_letters(table.first_column + column) for column in columns]
    ours = list(zip(letters, columns, write.headings, strict=True))
    sums: set[str] = set()
    for number, (have, want) in enumerate(zip(rows, write.rows, strict=False), table.first_row):
        for (letter, column, heading), expected in zip(ours, want, strict=True):
            value = expected
            if isinstance(expected, Formula):
                address, value = f"{letter}{number}", expected.value
                sums.add(address)
                if _awaits_its_value(table, address, expected):
                    continue
                if address not in table.formulas:
                    yield (
                        f"{table.sheet} {address}: a value was typed over the formula of {heading}."
                    )
                    continue
                if _refers_to_nothing(table.formula_texts.get(address, "[")):
                    yield (
                        f"{table.sheet} {address}: the formula of {heading} was replaced by another"
                        " one, which checks nothing."
                    )
                    continue
            if not same_value(have[column], value, date_1904):
                yield (
                    f"{table.sheet} {letter}{number}: {heading} is {_said(have[column], heading)}"
                    f" where the inputs give {_said(value, heading)}."
                )
    end = table.first_row + min(len(rows), len(write.rows))
    typed = table.formulas - sums
    for number in range(table.first_row, end) if typed else ():
        for letter, _, heading in ours:
            if f"{letter}{number}" in typed:
                yield (
                    f"{table.sheet} {letter}{number}: {heading} is a formula, not what was written."
                )


def _awaits_its_value(table: Table, address: str, expected: Formula) -> bool:
    """Say whether the formula is ours and its value was lost: Excel works it out on opening."""
    if address not in table.valueless:
        return False
    letters = {normal(h): table.letters(i) for i, h in enumerate(table.headings)}
    text = table.formula_texts.get(address, "")
    return says_the_same(text, expected.text, table.name, letters)


def _refers_to_nothing(formula: str) -> bool:
    """Say whether a formula names no cell or column, so that it can't check or link anything."""
    return not re.search(r"\[|[A-Za-z]{1,3}\$?\d|HYPERLINK", formula)


def same_value(have: Cell, want: OutCell, date_1904: bool = False) -> bool:
    """Say whether a cell holds what the inputs give: numbers and days as Excel keeps them.

    A day is its serial number, whatever the cell's format shows.
    """
    if is_blank(have) or want is None:
        return is_blank(have) and want is None
    if isinstance(have, CellError):
        return False
    if isinstance(want, Decimal | int) and not isinstance(want, bool):
        if isinstance(have, date):  # a number in a cell that shows days
            have = _serial(have, date_1904)
        if not isinstance(have, int | float) or isinstance(have, bool):
            return False
        return decimal_of(have) == want or float(have) == float(want)
    if isinstance(want, datetime | date):
        if isinstance(have, int | float) and not isinstance(have, bool):
            return float(have) == _serial(want, date_1904)
        return _day(have) == _day(want)
    return have == want


def _serial(day: date, date_1904: bool) -> float:
    """Return the number by which Excel keeps a day of our time."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return (moment - (datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30))) / DAY


def _day(value: Cell | OutCell) -> object:
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date()
    return value


def _said(value: Cell | OutCell, heading: str) -> str:
    """Return a value in a sentence: amounts as pounds, and one number always spelt alike."""
    if value is None or value == "":
        return "blank"
    if isinstance(value, Formula):
        return _said(value.value, heading)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = value if isinstance(value, Decimal) else decimal_of(value)
        return pounds(number) if heading in IN_POUNDS else text_of(float(number))
    return f"“{text_of(value)[:60]}”" if isinstance(value, str) else text_of(value)
