"""What a run has written into each table, noted for the next one: to tell what was typed since.

A table is noted as one number for each row, in the order of the numbers, and one for each column,
in the order of its keys: so sorted rows and moved columns are the same still. The numbers are made
of texts that are the same whether a cell is about to be written or was read back, saved by Excel or
by LibreOffice meanwhile: a day is its serial number, a number has the fifteen digits that Excel
keeps, a text in digits is that number, and of a formula it matters that it is one.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from xl_recoup.contract import OUTPUT_SPECS, PROPOSED_SETTLEMENTS, normal
from xl_recoup.contract.recovery_output_tables import ACCEPT
from xl_recoup.contract.start_tables import THIS_WORKBOOK
from xl_recoup.harmless_text import cleaned
from xl_recoup.intake.last_run_record import (
    WRITTEN,
    LastRunRecord,
    Remembered,
    last_run_write,
)
from xl_recoup.tables import Cell, CellError, Digits, Formula, OutCell, TableWrite, columns_of

COLUMNS, ROWS = "columns", "rows"
FORMULA = "="
"""Stands for any formula: what it comes to is Excel's affair."""
OF_THE_CLOCK: Mapping[str, str] = {normal(THIS_WORKBOOK.name): "Last run"}
"""The row of a table, by its first cell, that says when the run was: no other run writes that."""
OF_THE_TEAM: Mapping[str, Sequence[str]] = {normal(PROPOSED_SETTLEMENTS.name): (ACCEPT,)}
"""Columns of results that people fill."""
_RESULTS = frozenset(normal(spec.name) for spec in OUTPUT_SPECS)
_FORM = 1
"""How the texts are made: what was noted in another way is not compared."""
_MOST = 8_000
"""How many characters a cell of the record takes: all that a block of Excel's takes in a cell."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[Ee][+-]?\d{1,3})?")
_DAY, _MOST_DAYS = timedelta(days=1), 200_000
Texts = Sequence[Sequence[str]]


class AsWritten(NamedTuple):
    """A table as the last run wrote it: a number for each column by heading, and for each row."""

    columns: Mapping[str, int]
    rows: Counter[int]

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings in the order in which the numbers of rows were made."""
        return tuple(self.columns)


def noted_as_written(writes: Iterable[TableWrite], *, date_1904: bool) -> Iterator[Remembered]:
    """Yield what the next run is to know of the tables of results among these."""
    for write in writes:
        if normal(write.table) in _RESULTS and not write.append:
            yield from _noted(write, date_1904)


def noted_again(
    before: LastRunRecord, writes: Sequence[TableWrite], *, date_1904: bool
) -> list[TableWrite]:
    """Return the record with what is written into some tables by another command than a run.

    Nothing without a record that is the last run's, as that left it.
    """
    noted = [*noted_as_written(writes, date_1904=date_1904)]
    if not noted or not before.known or not before.intact:
        return []
    kinds = {row.kind for row in noted}
    return [last_run_write([*(row for row in before.rows if row.kind not in kinds), *noted])]


def _noted(write: TableWrite, date_1904: bool) -> Iterator[Remembered]:
    teams = OF_THE_TEAM.get(normal(write.table), ())
    columns = zip(write.headings, texts_of(write, date_1904), strict=True)
    ours = {heading: column for heading, column in columns if heading not in teams}
    headings, kept = tuple(ours), without_clock(write.table, list(ours.values()))
    order = in_order(headings, write.keys, kept)
    made = {
        heading: column_number(column, order)
        for heading, column in zip(headings, kept, strict=True)
    }
    kind = f"{WRITTEN} {write.table}"
    said = json.dumps({"form": _FORM, "columns": made}, ensure_ascii=False, separators=(",", ":"))
    yield Remembered(kind, COLUMNS, said)
    rows = array("I", sorted(map(row_number, zip(*kept, strict=True))))
    packed = base64.b64encode(b"".join(n.to_bytes(4, "big") for n in rows)).decode("ascii")
    for number, at in enumerate(range(0, len(packed), _MOST), 1):
        yield Remembered(kind, f"{ROWS} {number}", f"r{packed[at : at + _MOST]}")


def as_written(before: LastRunRecord) -> dict[str, AsWritten]:
    """Return the tables as the last run wrote them, by their names in normal form.

    None where the record is not as a run left it, or is not the last run's: it is no witness then.
    """
    found: dict[str, AsWritten] = {}
    if not before.known or not before.intact:
        return found
    said: dict[str, dict[str, str]] = {}
    for row in before.rows:
        if row.kind.startswith(f"{WRITTEN} "):
            said.setdefault(row.kind.removeprefix(f"{WRITTEN} "), {})[row.name] = row.value
    for table, values in said.items():
        told = json.loads(values.pop(COLUMNS, "{}"))
        if told.get("form") == _FORM:
            packed = base64.b64decode("".join(value[1:] for value in values.values()))
            numbers = [int.from_bytes(packed[i : i + 4], "big") for i in range(0, len(packed), 4)]
            found[normal(table)] = AsWritten(told["columns"], Counter(numbers))
    return found


def texts_of(write: TableWrite, date_1904: bool) -> Texts:
    """Return what is written into a table as texts, column by column."""
    if not write.rows:
        return [[] for _ in write.headings]
    return [column_texts(column, date_1904) for column in columns_of(write.rows)]


def column_texts(values: Sequence[OutCell | Cell], date_1904: bool) -> list[str]:
    """Return the cells of a column as texts, the same for what is written and what is read."""
    kinds = set(map(type, values))
    if kinds == {Formula}:
        return [FORMULA] * len(values)
    if bool in kinds and len(kinds) > 1:  # to Python TRUE and 1 are one
        return [cell_text(value, date_1904) for value in values]
    known = {value: cell_text(value, date_1904) for value in set(values)}
    return list(map(known.__getitem__, values))


def cell_text(value: OutCell | Cell, date_1904: bool) -> str:
    """Return a cell as a text, the same for what is written and what is read."""
    if value is None:
        return ""
    if isinstance(value, str) and not isinstance(value, Digits):
        text = value if value.isprintable() else _on_lines(value)
        text = text.strip()
        return _digits(text) if text[:1] in _DIGITS and _NUMBER.fullmatch(text) else text
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, date):
        return _digits(serial(value, date_1904))
    if isinstance(value, Formula):
        return FORMULA
    return value.code if isinstance(value, CellError) else _digits(value)


_DIGITS = frozenset("-0123456789")


def _digits(number: str | float | Decimal | int) -> str:
    return f"{float(number) + 0.0:.15g}"  # -0.0 is 0


def _on_lines(text: str) -> str:
    return cleaned(text).replace("\r\n", "\n").replace("\r", "\n")


def serial(day: date, date_1904: bool) -> float:
    """Return the number by which a workbook keeps a day of our time."""
    moment = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return (moment - (datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30))) / _DAY


def as_day(cell: Cell, date_1904: bool) -> Cell:
    """Return a whole number that stands for a day of our time as that day; else the cell."""
    if isinstance(cell, bool) or not isinstance(cell, int | float) or not 61 <= cell < _MOST_DAYS:
        return cell
    first = date(1904, 1, 1) if date_1904 else date(1899, 12, 30)
    return first + _DAY * int(cell) if float(cell).is_integer() else cell


def row_number(texts: Iterable[str]) -> int:
    """Return the number of a row."""
    return zlib.crc32("\x1f".join(texts).encode("utf-8", "replace"))


def column_number(texts: Sequence[str], order: Sequence[int]) -> int:
    """Return the number of a column whose rows stand in this order."""
    return row_number([texts[i] for i in order])


def in_order(
    headings: Sequence[str], keys: Sequence[Sequence[str]], columns: Texts
) -> Sequence[int]:
    """Return the places of the rows in the order of their first key; as they are without one."""
    length = len(columns[0])
    at = {normal(heading): i for i, heading in enumerate(headings)}
    key = [at[normal(h)] for h in (keys[0] if keys else ()) if normal(h) in at]
    if not key:
        return range(length)
    said = list(zip(*(columns[i] for i in key), strict=True))
    return sorted(range(length), key=said.__getitem__)


def without_clock(table: str, columns: Texts) -> Texts:
    """Return columns without the row that says when the run was."""
    first = OF_THE_CLOCK.get(normal(table))
    if first is None:
        return columns
    kept = [i for i, text in enumerate(columns[0]) if text != first]
    return [[column[i] for i in kept] for column in columns]
