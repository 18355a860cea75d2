"""What number formats make of numbers, as a file holds their codes."""

from __future__ import annotations

import pickle
from pathlib import Path

import openpyxl
import pytest

from tests.book.makers import make_book
from xl_recoup.book import read_workbook
from xl_recoup.book.package.number_formats import look_of
from xl_recoup.book.package.package import open_package
from xl_recoup.book.package.serial_days import is_day_format
from xl_recoup.book.reading.whole_sheets import read_views
from xl_recoup.tables import Guise, ShownAs


@pytest.mark.parametrize(
    "code",
    [
        "", "General", "0", "0.00", "#,##0", "#,##0.00", "# ?/?", "0.00E+00", "@", '0"%"', "0\\%",
        "£#,##0.00", '"£"#,##0', "[$£-809]#,##0.00", "[$-809]0.0", '0 "weeks"', '0.0,"k"',
        "0;-0;;@", "_-£* #,##0.00_-;-£* #,##0.00_-;_-£* -??_-;_-@_-", "[Red]0;[Blue]-0", '"m²"0',
    ],
)  # fmt: skip
def test_most_formats_show_a_number_as_itself(code: str) -> None:
    """Decimals, thousands separators, pounds, fractions, colours and words change no value."""
    assert look_of(code) is None


@pytest.mark.parametrize(
    ("code", "guise"),
    [
        ("0%", Guise("per cent")), ("0.00%", Guise("per cent")), ("[Red]0.0 %", Guise("per cent")),
        ("0%;-0%;0", Guise("per cent")), ("#,##0.0,", Guise("thousands")),
        ("0,,.0", Guise("thousands")), ("h:mm", Guise("time")), ("[h]:mm:ss", Guise("time")),
        ("[mm]", Guise("time")), ("[$-F400]h:mm AM/PM", Guise("time")),
        ('0.0"k"', Guise("word", "k")), ('0 "million"', Guise("word", "million")),
        ("[$€-2] #,##0.00", Guise("currency", "€")), ("[$USD] 0", Guise("currency", "USD")),
        ("$#,##0", Guise("currency", "$")), ('0 "€"', Guise("currency", "€")),
        (";;;", Guise("nothing")),
    ],
)  # fmt: skip
def test_some_formats_show_something_else(code: str, guise: Guise) -> None:
    """Per cents, times, thousands, words that multiply, other currencies and nothing at all."""
    look = look_of(code)
    assert look is not None
    assert look.of(5.5) == guise
    assert look.of(0) is None


def test_the_section_that_shows_the_number_counts() -> None:
    """A format may show small numbers as a per cent and others as themselves."""
    look, signs = look_of("[<1]0%;0"), look_of("0;-0%")
    assert look is not None
    assert signs is not None
    assert (look.of(0.5), look.of(20)) == (Guise("per cent"), None)
    assert (signs.of(0.5), signs.of(-0.5)) == (None, Guise("per cent"))


@pytest.mark.parametrize("code", ["[h]:mm", "[mm]:ss", "h:mm"])
def test_hours_are_no_days(code: str) -> None:
    """Hours that go on beyond 24 are no day of January 1900."""
    assert not is_day_format(code)


def test_a_file_keeps_what_its_cells_show(tmp_path: Path) -> None:
    """A number comes with what its format makes of it, in tables and in a team's own sheets."""
    path = make_book(tmp_path / "a.xlsx", [("A", 0.5, None, 0.5), ("B", 50, None, None)])
    book = openpyxl.load_workbook(path)
    book["Charges"]["B5"].number_format = "0%"
    book["Charges"]["B6"].number_format = '0"%"'
    book.save(path)
    table = read_workbook(path).tables["Charges"]
    (view,) = read_views(open_package(path))
    for rows in (table.rows, view.rows[4:]):
        shown = rows[0][1]
        assert isinstance(shown, ShownAs)
        assert (shown, shown.guise) == (0.5, Guise("per cent"))
        assert (type(rows[0][3]), type(rows[1][1])) == (float, int)


def test_it_goes_from_process_to_process() -> None:
    """What a number is shown as is not lost where several processes work on a book."""
    given = ShownAs(0.5, Guise("currency", "€"))
    again = pickle.loads(pickle.dumps(given))
    assert (again, again.guise) == (given, given.guise)
