"""Runs one after the other on a workbook in memory, each with what the one before noted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from tests.support.books import AS_AT, TODAY
from tests.support.memory import MemoryBook
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, Table, WorkbookTables

AT = datetime(2026, 1, 31, 12)


class Months:
    """A workbook that is run again and again."""

    def __init__(self, tables: WorkbookTables) -> None:
        """Begin with a workbook that no run has seen."""
        self.book = MemoryBook(tables)

    @property
    def tables(self) -> WorkbookTables:
        """The workbook as it stands."""
        return self.book.tables

    def run(self, as_at: date = AS_AT, version: str = "1") -> Result:
        """Recalculate, and write what comes of it."""
        result = calculate(self.tables, as_at=as_at, today=TODAY)
        self.book.write(writes_with_log(result, at=AT, who="tester", version=version))
        return result

    def again(self) -> Result:
        """Return what the last run gave, without writing."""
        return as_last_run(self.tables, as_at=None, today=TODAY)

    def edit(self, name: str, change: Callable[[list[dict[str, Cell]]], Any]) -> None:
        """Change the rows of a table, which are given by heading."""
        table = self.tables.find(name)
        assert table is not None
        rows = [dict(zip(table.headings, row, strict=True)) for row in table.rows]
        change(rows)
        self.put(replace(table, rows=[tuple(row.values()) for row in rows]))

    def put(self, table: Table) -> None:
        """Put in a table in place of the one of its name."""
        self.book.tables = replace(self.tables, tables={**self.tables.tables, table.name: table})

    def set(self, name: str, at: int, cells: Mapping[str, Cell]) -> None:
        """Change cells of one row, counted from 0."""
        self.edit(name, lambda rows: rows[at].update(cells))

    def add(self, name: str, rows: Iterable[Mapping[str, Cell]]) -> None:
        """Add rows at the end of a table."""
        table = self.tables.find(name)
        assert table is not None
        blank: dict[str, Cell] = dict.fromkeys(table.headings)
        self.edit(name, lambda held: held.extend({**blank, **row} for row in rows))
