"""The tables of a worksheet of the engine."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as FileTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo

from tests.support.excel.ranges import Range
from tests.support.excel.values import PROTECTED, ComError

if TYPE_CHECKING:
    from tests.support.excel.sheets import Sheet


class Tables:
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def _all(self) -> list[Table]:
        return [Table(self.sheet, t) for t in self.sheet.ws.tables.values()]

    def __call__(self, key: Any) -> Table:
        return self._all()[key - 1] if isinstance(key, int) else Table(
            self.sheet, self.sheet.ws.tables[key]
        )  # fmt: skip

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def add(self, source: Any = None, name: Any = None, table_style_name: Any = None,
            **more: Any) -> Table:  # fmt: skip
        ref = source.impl.address.replace("$", "")
        made = FileTable(name=name, displayName=name, ref=ref)
        made.tableStyleInfo = TableStyleInfo(name=table_style_name, showRowStripes=True)
        made.tableColumns = [
            TableColumn(id=number, name=cell.value)
            for number, cell in enumerate(source.impl._rows()[0], 1)
        ]
        made.autoFilter = AutoFilter(ref=ref)
        self.sheet.ws.add_table(made)
        return Table(self.sheet, made)


class Table:
    """One table of Excel's own."""

    def __init__(self, sheet: Sheet, file: FileTable) -> None:
        self.sheet, self.file = sheet, file

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def api(self) -> Any:
        filters = self.file.autoFilter
        on = bool(filters and filters.filterColumn)
        linked = self.file.tableType not in (None, "worksheet")
        return SimpleNamespace(
            AutoFilter=SimpleNamespace(FilterMode=on), SourceType=3 if linked else 1
        )

    @property
    def name(self) -> str:
        return str(self.file.displayName)

    @property
    def range(self) -> Range:
        return self.sheet.range(self.file.ref)

    @property
    def show_headers(self) -> bool:
        return self.file.headerRowCount != 0

    @property
    def show_totals(self) -> bool:
        return bool(self.file.totalsRowCount)

    @property
    def show_autofilter(self) -> bool:
        return self.file.autoFilter is not None

    @property
    def columns(self) -> Columns:
        return Columns(self.file.tableColumns)

    @property
    def data_body_range(self) -> Range:
        whole = self.range
        below = whole.row + self.show_headers
        height = whole.shape[0] - self.show_headers - self.show_totals
        return Range(self.sheet, below, whole.column, height, whole.shape[1])

    def resize(self, target: Any) -> None:
        self.sheet.book.app.check()
        if self.sheet.ws.protection.sheet:
            raise ComError(PROTECTED)
        self.file.ref = target.impl.address.replace("$", "")
        if self.file.autoFilter is not None:
            self.file.autoFilter.ref = self.file.ref


class Columns:
    """The columns of a table."""

    def __init__(self, columns: list[TableColumn]) -> None:
        self.columns = columns

    def __iter__(self) -> Iterator[TableColumn]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)
