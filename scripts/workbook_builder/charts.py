"""The Dashboard's charts: each with a title, alt text, and patterns beside its colours."""

from __future__ import annotations

from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

SHEET = "Dashboard"
QUIET, GRID = "#5B6472", "#E3E7EC"
COLUMN = 7
ROW_PIXELS, GAP, TALLEST = 26, 20, 460
Looks = tuple[tuple[str, dict[str, Any]], ...]
"""The name and look of each series."""
SERIES: Looks = (
    ("Billable", {"fill": {"color": "#2E6DA4"}}),
    ("Asked", {"fill": {"color": "#E3A54A"}}),
    ("Held", {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#8A8F98",
                          "bg_color": "#FFFFFF"}, "border": {"color": "#8A8F98"}}),
    ("Posted", {"fill": {"color": "#4B5563"}}),
)  # fmt: skip
FORECAST_SERIES: Looks = (SERIES[3], SERIES[0], ("Expected", SERIES[2][1]))
FORECAST_WORDS = (
    "Stacked column chart of pounds by month from April to March: posted, to post and expected. The"
    " same figures stand on the Dashboard in the table Forecast to 31 March."
)


class Beside(NamedTuple):
    """Figures that a chart stands beside: from which row to which, the first one's, how many."""

    top: int
    below: int
    first: int
    number: int

    @property
    def figures(self) -> tuple[int, int]:
        """The first row of the figures, and how many they are."""
        return self.first, self.number

    @property
    def height(self) -> int:
        """How high the chart may be, in pixels, so that the next one stands beside its own."""
        return min(TALLEST, (self.below - self.top) * ROW_PIXELS - GAP)


def add_charts(book: Workbook, sheet: Worksheet, blocks: dict[str, Beside]) -> None:
    """Draw the charts, each beside its figures."""
    drawn = {
        "status": (
            _status(book, *blocks["status"].figures),
            "Column chart of charges and credits in pounds by status: billable, asked, held, posted"
            " and nil. The same figures stand in the table By status.",
        ),
        "component": (
            _stacked(book, "bar", "Net by component", *blocks["component"].figures),
            "Stacked bar chart of pounds by component, split into billable, asked, held and"
            " posted. The same figures stand in the table By component and status.",
        ),
        "type": (
            _stacked(book, "column", "Net by type of school", *blocks["type"].figures),
            "Stacked column chart of pounds by type of school: maintained, academy, free school and"
            " other authority. The same figures stand in the table By type of school.",
        ),
        "top": (
            _stacked(book, "bar", "Ten largest totals by school", *blocks["top"].figures),
            "Stacked bar chart of the ten schools with the largest totals, split into billable,"
            " asked, held and posted. The same figures stand in the table of ten schools.",
        ),
        "forecast": (forecast_chart(book, *blocks["forecast"].figures), FORECAST_WORDS),
    }
    for name, (chart, words) in drawn.items():
        _place(sheet, chart, blocks[name].top, COLUMN, words, blocks[name].height)


def forecast_chart(book: Workbook, first: int, count: int) -> Any:
    """Return the chart of the forecast over the Dashboard's figures by month."""
    return _stacked(book, "column", "Forecast to 31 March by month", first, count, FORECAST_SERIES)


def place_forecast(book: Workbook, sheet: Worksheet, first: int, count: int, column: int) -> None:
    """Draw the same chart on the sheet Forecast, to the right of its table."""
    _place(sheet, forecast_chart(book, first, count), 3, column, FORECAST_WORDS, width=620)


def _place(
    sheet: Worksheet,
    chart: Any,
    row: int,
    column: int,
    words: str,
    height: int = TALLEST,
    width: int = 760,
) -> None:
    chart.set_size({"width": width, "height": height})
    options = {"description": words, "object_position": 2, "x_offset": 4, "y_offset": 4}
    sheet.insert_chart(row, column, chart, options)


def _dress(chart: Any, title: str, *, across: bool) -> Any:
    """Give a chart its quiet look; `across` says that its bars lie flat."""
    small = {"size": 11, "color": QUIET}
    chart.set_title({"name": title, "name_font": {"size": 14, "bold": False, "color": "#17395C"},
                     "overlay": False})  # fmt: skip
    numbers = {
        "num_font": small, "num_format": "£#,##0", "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.75}},
    }  # fmt: skip
    names: dict[str, Any] = {"num_font": small, "line": {"color": GRID}, "label_position": "low"}
    if across:
        names["reverse"] = True  # the first name on top
        numbers["label_position"] = "high"  # and the pounds below
    chart.set_x_axis(numbers if across else names)
    chart.set_y_axis(names if across else numbers)
    chart.set_legend({"position": "bottom", "font": small})
    chart.set_chartarea({"border": {"color": "#D5DAE1"}})
    return chart


def _status(book: Workbook, first: int, count: int) -> Any:
    chart = book.add_chart({"type": "column"})
    looks = (SERIES[0][1], SERIES[2][1])
    for column, look in enumerate(looks, 1):
        chart.add_series({
            "name": [SHEET, first - 1, column], **look, "gap": 80,
            "categories": [SHEET, first, 0, first + count - 1, 0],
            "values": [SHEET, first, column, first + count - 1, column],
        })  # fmt: skip
    return _dress(chart, "Charges and credits by status", across=False)


def _stacked(
    book: Workbook, kind: str, title: str, first: int, count: int, series: Looks = SERIES
) -> Any:
    chart = book.add_chart({"type": kind, "subtype": "stacked"})
    for column, (_, look) in enumerate(series, 1):
        chart.add_series({
            "name": [SHEET, first - 1, column], **look, "gap": 60,
            "categories": [SHEET, first, 0, first + count - 1, 0],
            "values": [SHEET, first, column, first + count - 1, column],
        })  # fmt: skip
    return _dress(chart, title, across=kind == "bar")
