"""The engine's objects, by the names that xlwings asks of an engine."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from itertools import groupby
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table as FileTable
from openpyxl.worksheet.table import TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.excel.values import (
    CALL_REJECTED,
    ERRORS,
    PROTECTED,
    ComError,
    calculated,
    formula_of,
    typed,
    value,
    value2,
)
from tests.support.opened import boundaries, only_sheet, there


class Engine:
    """The engine: one or more running copies of Excel."""

    name, type = "excel-without-excel", "desktop"

    def __init__(self, apps: list[App]) -> None:
        self.apps = Apps(apps)
        for app in apps:
            app.engine = self


class Apps:
    """The running copies of Excel."""

    def __init__(self, apps: list[App]) -> None:
        self.apps = apps

    def __iter__(self) -> Iterator[App]:
        return iter(self.apps)

    def __len__(self) -> int:
        return len(self.apps)

    def keys(self) -> list[int]:
        return [app.pid for app in self.apps]


class App:
    """One Excel, with the answers that its user is going to give and what it was told."""

    engine: Engine
    version, hwnd = "16.0", 1

    def __init__(self, pid: int = 4711) -> None:
        self.pid = pid
        self.books = Books(self)
        self.state: dict[str, Any] = {
            "screen_updating": True, "calculation": "automatic", "enable_events": True,
            "display_alerts": True, "status_bar": False,
        }  # fmt: skip
        self.told: list[tuple[str, str | None]] = []
        """Every message box: its words and its kind."""
        self.statuses: list[Any] = []
        self.answers: list[Any] = []
        """What is answered to boxes that ask, in their order."""
        self.asked: list[str] = []
        self.selected: Range | None = None
        self.editing = False
        self.calculations = 0
        self.calls = 0
        """How often cells were asked for something or written to."""
        self.fail_on_write: int | None = None
        """Fail at this many further writes to cells."""

    def check(self) -> None:
        """Reject the call while a cell is being edited, as Excel does."""
        if self.editing:
            raise ComError(CALL_REJECTED, "Call was rejected by callee.")

    @property
    def api(self) -> Any:
        return SimpleNamespace(
            InputBox=self._input_box, FileDialog=self._dialog, GetSaveAsFilename=self._save_as
        )

    @property
    def selection(self) -> Range | None:
        return self.selected

    def activate(self, steal_focus: bool = False) -> None:
        self.check()

    def calculate(self) -> None:
        self.calculations += 1

    def alert(self, prompt: str, title: Any, buttons: Any, mode: Any, callback: Any) -> str:
        self.told.append((prompt, mode))
        if buttons in (None, "ok"):
            return "ok"
        self.asked.append(prompt)
        return str(self.answers.pop(0))

    def _input_box(self, prompt: str, title: str, default: str = "", **more: Any) -> Any:
        self.asked.append(prompt)
        answer = self.answers.pop(0)
        return default if answer is True else answer

    def _dialog(self, kind: int) -> Any:
        self.asked.append("folder")
        answer = self.answers.pop(0)
        return SimpleNamespace(
            Title="", InitialFileName="", Show=lambda: -1 if answer else 0,
            SelectedItems=lambda i: str(answer),
        )  # fmt: skip

    def _save_as(self, name: str, filter_: str, *more: Any) -> Any:
        self.asked.append(name)
        return self.answers.pop(0)


for _name in ("screen_updating", "calculation", "enable_events", "display_alerts", "status_bar"):

    def _get(self: App, name: str = _name) -> Any:
        self.check()
        return self.state[name]

    def _set(self: App, new: Any, name: str = _name) -> None:
        self.check()
        self.state[name] = new
        if name == "status_bar":
            self.statuses.append(new)

    setattr(App, _name, property(_get, _set))


class Books:
    """The open workbooks."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.books: list[Book] = []

    def open(self, path: Path, **flags: Any) -> Book:
        """Open a workbook file; flags say what is special about the book."""
        book = Book(self.app, path, **flags)
        self.books.append(book)
        return book

    @property
    def active(self) -> Book:
        return self.books[-1]

    def __call__(self, key: Any) -> Book:
        if isinstance(key, int):
            return self.books[key - 1]
        return next(b for b in self.books if b.name.casefold() == key.casefold())

    def __len__(self) -> int:
        self.app.check()
        return len(self.books)

    def __iter__(self) -> Iterator[Book]:
        self.app.check()
        return iter(self.books)


class Book:
    """An open workbook: openpyxl's, and the values that its formulas show."""

    def __init__(self, app: App, path: Path, *, read_only: bool = False) -> None:
        self.app, self.path, self.read_only = app, path, read_only
        macros = path.suffix == ".xlsm"
        self.file = openpyxl.load_workbook(path, keep_vba=macros)
        shown = openpyxl.load_workbook(path, data_only=True)
        self.epoch = self.file.epoch
        self.shown: dict[tuple[Worksheet, int, int], Any] = {
            (sheet, there(cell.row), there(cell.column)): _stored(
                shown[sheet.title].cell(there(cell.row), there(cell.column)), self.epoch
            )
            for sheet in self.file.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.data_type == "f"
        }
        self.sheets = Sheets(self)
        self.saves = 0

    @property
    def api(self) -> Any:
        self.app.check()
        security = self.file.security
        return SimpleNamespace(
            Date1904=self.epoch.year == 1904, ReadOnly=self.read_only, Saved=True,
            ProtectStructure=bool(security and security.lockStructure),
            SaveCopyAs=lambda path: self.file.save(path),
        )  # fmt: skip

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def fullname(self) -> str:
        return f"https://council.sharepoint.com/{self.path.name}"

    def activate(self) -> None:
        self.app.check()

    def save(self, path: Any = None, password: Any = None) -> None:
        assert path is None
        self.file.save(self.path)
        self.saves += 1

    def contents(self) -> dict[str, Any]:
        """Return every cell, format and table range, to see whether anything changed."""
        cells = {
            f"{sheet.title}!{cell.coordinate}": (
                value2(cell.value, self.epoch),
                cell.number_format,
                cell.fill.fgColor.rgb,
            )
            for sheet in self.file.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None or cell.has_style
        }
        return cells | {t.name: t.ref for s in self.file.worksheets for t in s.tables.values()}


def _stored(cell: Any, epoch: Any) -> Any:
    return ERRORS[cell.value] if cell.data_type == "e" else value2(cell.value, epoch)


class Sheets:
    """The worksheets of a workbook."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, only_sheet(self.book.file))

    def __call__(self, key: Any) -> Sheet:
        sheets = self.book.file.worksheets
        if isinstance(key, int):
            return Sheet(self.book, sheets[key - 1])
        return Sheet(self.book, next(s for s in sheets if s.title.casefold() == key.casefold()))

    def __len__(self) -> int:
        self.book.app.check()
        return len(self.book.file.worksheets)

    def __iter__(self) -> Iterator[Sheet]:
        self.book.app.check()
        return iter([Sheet(self.book, s) for s in self.book.file.worksheets])

    def add(self, before: Any = None, after: Any = None, name: Any = None) -> Sheet:
        place = self.book.file.worksheets.index(after.ws) + 1
        made = Sheet(self.book, self.book.file.create_sheet(name, place))
        self.book.file.active = made.ws
        return made


class Sheet:
    """One worksheet."""

    def __init__(self, book: Book, ws: Worksheet) -> None:
        self.book, self.ws = book, ws

    @property
    def api(self) -> Any:
        self.book.app.check()
        on = self.ws.auto_filter
        return SimpleNamespace(
            ProtectContents=bool(self.ws.protection.sheet), ProtectionMode=False,
            AutoFilterMode=bool(on.ref), FilterMode=bool(on.filterColumn),
        )  # fmt: skip

    @property
    def name(self) -> str:
        self.book.app.check()
        return str(self.ws.title)

    @property
    def index(self) -> int:
        return self.book.file.sheetnames.index(self.name) + 1

    @property
    def tables(self) -> Tables:
        self.book.app.check()
        return Tables(self)

    @property
    def used_range(self) -> Range:
        return self.range(self.ws.dimensions)

    @property
    def visible(self) -> bool:
        return bool(self.ws.sheet_state == "visible")

    def activate(self) -> None:
        if not self.visible:
            raise ComError(PROTECTED)
        self.book.file.active = self.ws

    def delete(self) -> None:
        self.book.file.remove(self.ws)

    def range(self, one: Any, two: Any = None) -> Range:
        if isinstance(one, str):
            left, top, right, bottom = boundaries(one)
            return Range(self, top, left, bottom - top + 1, right - left + 1)
        if isinstance(one, tuple) and len(one) == 4:
            return Range(self, *one)
        row, column = (one.row, one.column) if isinstance(one, Range) else one
        if two is None:
            return Range(self, row, column, 1, 1)
        last, right = (
            (two.row + two.shape[0] - 1, two.column + two.shape[1] - 1)
            if isinstance(two, Range)
            else two
        )
        return Range(self, row, column, last - row + 1, right - column + 1)


class Range:
    """A block of cells."""

    def __init__(self, sheet: Sheet, row: int, column: int, height: int, width: int) -> None:
        assert min(row, column, height, width) > 0, "no such range in Excel"
        self.sheet, self.row, self.column, self.shape = sheet, row, column, (height, width)

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    @property
    def coords(self) -> Any:
        return self.sheet.ws.title, self.row, self.column, *self.shape

    @property
    def address(self) -> str:
        last = get_column_letter(self.column + self.shape[1] - 1)
        first = f"${get_column_letter(self.column)}${self.row}"
        return first if len(self) == 1 else f"{first}:${last}${self.row + self.shape[0] - 1}"

    def __call__(self, one: int, two: int | None = None) -> Range:
        row, column = divmod(one - 1, self.shape[1]) if two is None else (one - 1, two - 1)
        return Range(self.sheet, self.row + row, self.column + column, 1, 1)

    def _rows(self) -> list[list[Any]]:
        """Return openpyxl's cells; cells that were never written come to be."""
        app = self.sheet.book.app
        app.check()
        app.calls += 1
        height, width = self.shape
        return [
            [self.sheet.ws.cell(r, c) for c in range(self.column, self.column + width)]
            for r in range(self.row, self.row + height)
        ]

    def _read(self, see: Any) -> Any:
        found = tuple(tuple(see(cell) for cell in row) for row in self._rows())
        return found[0][0] if len(self) == 1 else found

    def _value2(self, cell: Any) -> Any:
        book = self.sheet.book
        if formula_of(cell) is not None:
            return book.shown.get((self.sheet.ws, cell.row, cell.column), 0.0)
        return _stored(cell, book.epoch)

    @property
    def api(self) -> Any:
        flags = {formula_of(cell) is not None for row in self._rows() for cell in row}
        return SimpleNamespace(
            Value2=self._read(self._value2), HasFormula=flags.pop() if len(flags) == 1 else None
        )

    @property
    def raw_value(self) -> Any:
        epoch = self.sheet.book.epoch
        return self._read(lambda cell: value(self._value2(cell), cell.number_format, epoch))

    @raw_value.setter
    def raw_value(self, data: Any) -> None:
        rows = self._rows()
        self._may_write()
        given = data if isinstance(data, list | tuple) else [[data] * self.shape[1]] * self.shape[0]
        assert (len(given), len(given[0])) == self.shape, "Excel would repeat or cut the values"
        for row, values in zip(rows, given, strict=True):
            for cell, new in zip(row, values, strict=True):
                self._type(cell, new)

    def _may_write(self) -> None:
        app = self.sheet.book.app
        if self.sheet.ws.protection.sheet:
            raise ComError(PROTECTED)
        if app.fail_on_write is not None:
            app.fail_on_write -= 1
            if app.fail_on_write < 0:
                app.fail_on_write = None
                raise ComError(PROTECTED)

    def _type(self, cell: Any, new: Any) -> None:
        assert not isinstance(cell, MergedCell)
        assert isinstance(new, str | float | int | bool), f"pywin32 gets {new!r}"
        if isinstance(new, str) and new.startswith("="):
            cell.value = new
            key = self.sheet.ws, cell.row, cell.column
            self.sheet.book.shown[key] = calculated(new)
            return
        content = (typed(new) if new else None) if isinstance(new, str) else new
        cell.value = content
        if isinstance(content, str) and content != new:  # with an apostrophe: text, whatever it is
            cell.data_type = "s"

    @property
    def formula(self) -> Any:
        def see(cell: Any) -> str:
            shown = self._value2(cell)
            return formula_of(cell) or ("" if shown is None else str(shown))

        return self._read(see)

    @property
    def number_format(self) -> str | None:
        formats = {cell.number_format for row in self._rows() for cell in row}
        return formats.pop() if len(formats) == 1 else None

    @number_format.setter
    def number_format(self, code: str) -> None:
        for row in self._rows():
            for cell in row:
                cell.number_format = code

    @property
    def column_hidden(self) -> bool | None:
        hidden = {self._is_hidden(c) for c in range(self.column, self.column + self.shape[1])}
        return hidden.pop() if len(hidden) == 1 else None

    def _is_hidden(self, column: int) -> bool:
        return any(
            d.hidden and (d.min or column) <= column <= (d.max or column)
            for letters, d in self.sheet.ws.column_dimensions.items()
            if d.min is not None or letters == get_column_letter(column)
        )

    @property
    def row_hidden(self) -> bool | None:
        rows = range(self.row, self.row + self.shape[0])
        hidden = {bool(self.sheet.ws.row_dimensions[n].hidden) for n in rows}
        return hidden.pop() if len(hidden) == 1 else None

    def get_special_cells(self, cell_type: str, value_type: Any) -> list[Range]:
        assert cell_type == "visible"
        if self.sheet.ws.protection.sheet:
            raise ComError(PROTECTED)
        hidden = self.sheet.ws.row_dimensions
        rows = _runs(range(self.row, self.row + self.shape[0]), lambda n: hidden[n].hidden)
        columns = _runs(range(self.column, self.column + self.shape[1]), self._is_hidden)
        return [
            Range(self.sheet, top, left, height, width)
            for top, height in rows
            for left, width in columns
        ]

    @property
    def merge_area(self) -> Range:
        for merged in self.sheet.ws.merged_cells.ranges:
            inside = merged.min_row <= self.row <= merged.max_row
            if inside and merged.min_col <= self.column <= merged.max_col:
                return self.sheet.range(merged.coord)
        return Range(self.sheet, self.row, self.column, 1, 1)

    @property
    def merge_cells(self) -> bool | None:
        merged = {isinstance(cell, MergedCell) for row in self._rows() for cell in row}
        return False if merged == {False} else None

    def clear_contents(self) -> None:
        self._may_write()
        for row in self._rows():
            for cell in row:
                cell.value = None

    def clear(self) -> None:
        self.clear_contents()
        plain: Any = self.sheet.ws.cell(1, 16_000)
        cells: list[Any] = [cell for row in self._rows() for cell in row]
        for cell in cells:
            cell._style = copy(plain._style)

    def autofill(self, destination: Any, type_: str) -> None:
        assert type_ == "fill_formats"
        self._may_write()
        model = self._rows()[-1]
        for row in destination.impl._rows()[self.shape[0] :]:
            for cell, like in zip(row, model, strict=True):
                cell._style = copy(like._style)

    @property
    def font(self) -> Any:
        return SimpleNamespace()

    @property
    def column_width(self) -> float:
        return float(self.sheet.ws.column_dimensions[get_column_letter(self.column)].width)

    @column_width.setter
    def column_width(self, width: float) -> None:
        self.sheet.ws.column_dimensions[get_column_letter(self.column)].width = width

    @property
    def table(self) -> Table | None:
        for found in Tables(self.sheet):
            place = found.range
            inside = place.row <= self.row < place.row + place.shape[0]
            if inside and place.column <= self.column < place.column + place.shape[1]:
                return found
        return None

    def select(self) -> None:
        if self.sheet.book.file.active is not self.sheet.ws:
            raise ComError(PROTECTED)  # as Excel: only on the sheet in front
        self.sheet.book.app.selected = self


def _runs(numbers: range, hidden: Any) -> list[tuple[int, int]]:
    """Return stretches that are not hidden: where each starts, and how long it is."""
    seen = [n for n in numbers if not hidden(n)]
    groups = groupby(enumerate(seen), lambda pair: pair[1] - pair[0])
    found = [[n for _, n in group] for _, group in groups]
    return [(run[0], len(run)) for run in found]


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
