"""The worksheets of an open workbook of the engine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from openpyxl.worksheet.worksheet import Worksheet

from tests.support.excel.ranges import Range
from tests.support.excel.tables import Tables
from tests.support.excel.values import PROTECTED, ComError
from tests.support.excel.whole_rows import WholeRow
from tests.support.opened import boundaries, only_sheet

if TYPE_CHECKING:
    from tests.support.excel.objects import Book

SHOWN_CELLS = re.compile(r"SUBTOTAL\(103,OFFSET\((.+),ROW\((\d+):(\d+)\)-\2,0\)\)")


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


STATES = {-1: "visible", 0: "hidden", 2: "veryHidden"}
"""What Excel calls by a number."""


class SheetObject(SimpleNamespace):
    """A worksheet as Excel's own object: what is asked of it, and that it can be hidden."""

    def __init__(self, sheet: Sheet, **asked: Any) -> None:
        super().__init__(**asked)
        self.__dict__["sheet"] = sheet

    def Evaluate(self, formula: str) -> Any:  # noqa: N802 (Excel's own name)
        """Work out how many filled cells each row shows, the one formula that is asked for."""
        asked = SHOWN_CELLS.fullmatch(formula)
        assert asked, formula
        left, _, right, _ = boundaries(asked[1])
        top, bottom = int(asked[2]), int(asked[3])
        ws = self.__dict__["sheet"].ws
        self.__dict__["sheet"].book.app.calls += 1
        return tuple(
            (
                0.0
                if ws.row_dimensions[n].hidden
                else float(sum(ws.cell(n, c).value is not None for c in range(left, right + 1))),
            )
            for n in range(top, bottom + 1)
        )

    def __setattr__(self, name: str, state: Any) -> None:
        assert name == "Visible"
        self.__dict__["sheet"].ws.sheet_state = STATES[state]


class Notes:
    """The notes, or links, of a sheet."""

    def __init__(self, ws: Worksheet, kind: str) -> None:
        self._cells = [c for c in ws._cells.values() if getattr(c, kind, None) is not None]

    @property
    def Count(self) -> int:  # noqa: N802 (Excel's own name)
        return len(self._cells)

    def __iter__(self) -> Iterator[Any]:
        for cell in self._cells:
            place = SimpleNamespace(Row=cell.row, Column=cell.column)
            text = str(cell.comment.text) if cell.comment else ""
            link = cell.hyperlink
            yield SimpleNamespace(
                Parent=place, Text=lambda text=text: text, Range=place,
                Address=link.target if link else "", SubAddress=link.location if link else "",
            )  # fmt: skip

    def Add(self, anchor: Any, address: str, sub_address: str = "") -> None:  # noqa: N802
        ((cell,),) = anchor.__dict__["cells"]._rows()
        cell.hyperlink = f"{address}#{sub_address}" if sub_address else address


class Shapes:
    """What is drawn on a sheet: the boxes of its notes, pictures and charts."""

    def __init__(self, ws: Worksheet) -> None:
        drawn: Any = ws
        self._boxes = [
            (f"{kind} {n}", 13, each.anchor._from, getattr(each.anchor, "to", None))
            for kind, held in (("Picture", drawn._images), ("Chart", drawn._charts))
            for n, each in enumerate(held, 1)
        ]
        self._notes = Notes(ws, "comment")

    @property
    def Count(self) -> int:  # noqa: N802 (Excel's own name)
        return len(self._boxes) + self._notes.Count

    def __iter__(self) -> Iterator[Any]:
        for note in self._notes:
            where = {"TopLeftCell": note.Parent, "BottomRightCell": note.Parent}
            yield SimpleNamespace(Name="Comment", Type=4, **where)
        for name, kind, start, end in self._boxes:
            corners = [
                SimpleNamespace(Row=c.row + 1, Column=c.col + 1) for c in (start, end or start)
            ]
            where = dict(zip(("TopLeftCell", "BottomRightCell"), corners, strict=True))
            yield SimpleNamespace(Name=name, Type=kind, **where)


class Sheet:
    """One worksheet."""

    def __init__(self, book: Book, ws: Worksheet) -> None:
        self.book, self.ws = book, ws

    @property
    def api(self) -> Any:
        self.book.app.check()
        on = self.ws.auto_filter
        return SheetObject(
            self, ProtectContents=bool(self.ws.protection.sheet), ProtectionMode=False,
            AutoFilterMode=bool(on.ref), FilterMode=bool(on.filterColumn),
            Comments=Notes(self.ws, "comment"), Shapes=Shapes(self.ws),
            Hyperlinks=Notes(self.ws, "hyperlink"),
            Visible=next(n for n, said in STATES.items() if said == self.ws.sheet_state),
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
        if isinstance(one, str) and (rows := re.fullmatch(r"(\d+):\1", one)):
            return cast("Range", WholeRow(self, int(rows[1])))
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
