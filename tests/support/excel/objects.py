"""The engine's objects, by the names that xlwings asks of an engine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.excel.ranges import Range
from tests.support.excel.sheets import Sheets
from tests.support.excel.values import CALL_REJECTED, ComError, stored, value2


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
        self.protected_views = 0
        self.calculations = 0
        self.calls = 0
        """How often cells were asked for something or written to."""
        self.cut = 0
        """The row that was cut and not put anywhere yet."""
        self.fail_on_write: int | None = None
        """Fail at this many further writes to cells."""

    def check(self) -> None:
        """Reject the call while a cell is being edited, as Excel does."""
        if self.editing:
            raise ComError(CALL_REJECTED, "Call was rejected by callee.")

    @property
    def api(self) -> Any:
        return SimpleNamespace(
            InputBox=self._input_box,
            FileDialog=self._dialog,
            GetSaveAsFilename=self._save_as,
            ProtectedViewWindows=SimpleNamespace(Count=self.protected_views),
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
        return [book for book in self.books if not book.hidden][-1]

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

    def __init__(
        self, app: App, path: Path, *, read_only: bool = False, hidden: bool = False,
        autosave: bool = False,
    ) -> None:  # fmt: skip
        self.app, self.path, self.read_only = app, path, read_only
        self.hidden, self.autosave = hidden, autosave
        macros = path.suffix == ".xlsm"
        self.file = openpyxl.load_workbook(path, keep_vba=macros)
        self.epoch = self.file.epoch
        self.shown = self._shown_values()
        self.sheets = Sheets(self)
        self.saves = 0

    def _shown_values(self) -> dict[tuple[Worksheet, int, int], Any]:
        """Return what each formula shows, by its place: the file is read again if it has any."""
        formulas = [(s, r, c) for s, r, c, cell in self._cells() if cell.data_type == "f"]
        if not formulas:
            return {}
        shown = openpyxl.load_workbook(self.path, data_only=True)
        return {
            (sheet, row, column): stored(shown[sheet.title].cell(row, column), self.epoch)
            for sheet, row, column in formulas
        }

    def _cells(self) -> Iterator[tuple[Worksheet, int, int, Any]]:
        """Give every cell that is there; for whole rows openpyxl would make the blank ones too."""
        for sheet in self.file.worksheets:
            for (row, column), cell in vars(sheet)["_cells"].items():
                yield sheet, row, column, cell

    @property
    def api(self) -> Any:
        self.app.check()
        security = self.file.security
        return SimpleNamespace(
            Date1904=self.epoch.year == 1904, ReadOnly=self.read_only, Saved=True,
            ProtectStructure=bool(security and security.lockStructure),
            SaveCopyAs=lambda path: self.file.save(path), AutoSaveOn=self.autosave,
            Windows=[SimpleNamespace(Visible=not self.hidden)],
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
            for sheet, _, _, cell in self._cells()
            if cell.value is not None or cell.has_style
        }
        return cells | {t.name: t.ref for s in self.file.worksheets for t in s.tables.values()}
