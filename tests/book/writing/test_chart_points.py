"""The team's own charts: what they keep of filled cells is what those cells show now."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.book.makers import make_book, parts
from tests.book.writing.put import new_rows, put
from xl_recoup.book.package.serial_days import serial_of

CHART = "xl/charts/chart1.xml"
Kept = list[tuple[str, list[tuple[int, str]]]]
"""For each copy the cells that it is of, and its points: place and text."""


def charted(path: Path, *, values: str = "$B$5:$B$7", names: str = "$A$5:$A$7") -> Path:
    """Make a workbook with a chart of a table's cells, and of some beside it."""

    def furnish(book: Any, sheet: Any) -> None:
        for row in range(4, 7):
            sheet.write(row, 6, 100 + row)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"categories": f"=Charges!{names}", "values": f"=Charges!{values}"})
        chart.add_series({"values": "=Charges!$G$5:$G$7"})
        sheet.insert_chart("J2", chart)

    return make_book(path, extra=furnish)


def kept(path: Path) -> Kept:
    """Return what the chart of a workbook keeps."""
    text = parts(path)[CHART].decode()
    copies = re.findall(r"<c:f>([^<]*)</c:f><c:(?:num|str)Cache>(.*?)</c:(?:num|str)Cache>", text)
    point = re.compile(r'<c:pt idx="(\d+)"><c:v>([^<]*)</c:v></c:pt>')
    for _, copy in copies:
        assert int(re.findall(r'<c:ptCount val="(\d+)"/>', copy)[0]) >= len(point.findall(copy))
    return [(ref, [(int(at), said) for at, said in point.findall(copy)]) for ref, copy in copies]


BESIDE = ("Charges!$G$5:$G$7", [(0, "104"), (1, "105"), (2, "106")])


def test_it_begins_with_what_the_cells_show(tmp_path: Path) -> None:
    """Before anything is filled, the copies are those of the old rows."""
    assert kept(charted(tmp_path / "a.xlsx")) == [
        ("Charges!$A$5:$A$7", [(0, "A1"), (1, "A2"), (2, "00123")]),
        ("Charges!$B$5:$B$7", [(0, "10.5"), (1, "20"), (2, "-3.25")]),
        BESIDE,
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 5, 40])
def test_points_and_range_are_those_of_the_new_rows(tmp_path: Path, count: int) -> None:
    """Whether the table grows or shrinks; cells that nobody filled keep their copy."""
    path = put(charted(tmp_path / "a.xlsx"), new_rows(count))
    last = 4 + count
    names = [(i, f"N{i}") for i in range(count)]
    amounts = [(i, f"{i / 4:g}") for i in range(count)]
    assert kept(path) == [
        (f"Charges!$A$5:$A${last}", names),
        (f"Charges!$B$5:$B${last}", amounts),
        BESIDE,
    ]


def test_days_are_kept_as_numbers(tmp_path: Path) -> None:
    """A chart of dates keeps their serial numbers; blanks have no point."""
    path = put(charted(tmp_path / "a.xlsx", values="$C$5:$C$7"), new_rows(2))
    days = [(i, str(serial_of(row[2], date_1904=False))) for i, row in enumerate(new_rows(2))]
    assert kept(path)[1] == ("Charges!$C$5:$C$6", days)
    path = put(charted(tmp_path / "b.xlsx", values="$D$5:$D$7"), new_rows(2))
    assert kept(path)[1] == ("Charges!$D$5:$D$6", [])


def test_a_copy_of_cells_that_are_not_all_filled_stays(tmp_path: Path) -> None:
    """A range that begins above the table is left with its points, to Excel."""
    path = charted(tmp_path / "a.xlsx", values="$B$1:$B$7")
    before = kept(path)[1][1]
    assert kept(put(path, new_rows(3)))[1] == ("Charges!$B$1:$B$7", before)


def test_what_says_the_same_keeps_its_bytes(tmp_path: Path) -> None:
    """A second run with the same rows leaves the chart as it is."""
    path = put(charted(tmp_path / "a.xlsx"), new_rows(3))
    chart = parts(path)[CHART]
    assert parts(put(path, new_rows(3)))[CHART] == chart
