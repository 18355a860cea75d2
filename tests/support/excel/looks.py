"""How cells of the engine look, as Excel's own objects say it and let it be changed."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from tests.support.excel.values import PROTECTED, ComError

if TYPE_CHECKING:
    from tests.support.excel.ranges import Range


class Interior:
    """How cells are filled: of what colour, which can be set."""

    def __init__(self, cells: list[Any], index: Any) -> None:
        self.__dict__.update(_cells=cells, ColorIndex=index)

    @property
    def Color(self) -> float:  # noqa: N802 (Excel's own name)
        red, green, blue = bytes.fromhex(str(self.__dict__["_cells"][0].fill.fgColor.rgb)[-6:])
        return float(red + green * 256 + blue * 65_536)

    def __setattr__(self, name: str, colour: float) -> None:
        assert name == "Color"
        red, green, blue = (int(colour) >> shift & 255 for shift in (0, 8, 16))
        for cell in self.__dict__["_cells"]:
            cell.fill = PatternFill("solid", fgColor=f"FF{red:02X}{green:02X}{blue:02X}")


class EntireRow:
    """The rows of a range: hidden, grouped."""

    def __init__(self, cells: Range) -> None:
        self.__dict__["cells"] = cells

    @property
    def Hidden(self) -> bool | None:  # noqa: N802 (Excel's own name)
        place: Range = self.__dict__["cells"]
        return place.row_hidden

    @property
    def OutlineLevel(self) -> int | None:  # noqa: N802
        place: Range = self.__dict__["cells"]
        return place.row_level

    def __setattr__(self, name: str, state: Any) -> None:
        place: Range = self.__dict__["cells"]
        for n in range(place.row, place.row + place.shape[0]):
            row = place.sheet.ws.row_dimensions[n]
            if name == "Hidden":
                row.hidden = state
            else:
                assert name == "OutlineLevel"
                row.outlineLevel = state - 1


class Looks(SimpleNamespace):
    """A range as Excel's own object; how it looks is worked out when it is asked for."""

    def __init__(self, cells: Range, **asked: Any) -> None:
        super().__init__(**asked)
        self.__dict__["cells"] = cells

    def AddComment(self, text: str) -> Any:  # noqa: N802 (Excel's own name)
        ((cell,),) = self.__dict__["cells"]._rows()
        if cell.comment is not None:
            raise ComError(PROTECTED)
        cell.comment = Comment(text, "")

        def delete() -> None:
            cell.comment = None

        return SimpleNamespace(Delete=delete)

    def _one(self, found: set[Any]) -> Any:
        return found.pop() if len(found) == 1 else None

    @property
    def Interior(self) -> Any:  # noqa: N802 (Excel's own name)
        cells = [cell for row in self.__dict__["cells"]._rows() for cell in row]
        colours = {cell.fill.fgColor.rgb if cell.fill.patternType else -4142 for cell in cells}
        return Interior(cells, self._one(colours))

    @property
    def Font(self) -> Any:  # noqa: N802
        cells = [cell for row in self.__dict__["cells"]._rows() for cell in row]
        return SimpleNamespace(Strikethrough=self._one({bool(cell.font.strike) for cell in cells}))

    @property
    def RowHeight(self) -> float | None:  # noqa: N802
        place: Range = self.__dict__["cells"]
        rows = range(place.row, place.row + place.shape[0])
        found = self._one({place.sheet.ws.row_dimensions[n].height or 15.0 for n in rows})
        return None if found is None else float(found)
