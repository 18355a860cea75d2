"""Workbooks with one feature each that XlsxWriter can make, around a table that we write to.

The table `Charges` stands at A4:D7 of the first sheet: Ref, Amount, From, Note.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.book.makers import make_book
from tests.fidelity.building import picture

Furnish = Callable[[Any, Any], None]


def styles(book: Any, sheet: Any) -> None:
    """Number formats, fonts, borders, fills, widths, heights and a row's and a column's style."""
    money = book.add_format({"num_format": "£#,##0.00;[Red]-£#,##0.00", "bold": True})
    boxed = book.add_format({"border": 2, "bg_color": "#FFEEAA", "text_wrap": True, "rotation": 45})
    sheet.set_column("B:B", 18, money)
    sheet.set_row(5, 40, boxed)
    sheet.write("B6", 20, boxed)
    sheet.write("F6", 1.5, money)


def conditional_formats(book: Any, sheet: Any) -> None:
    """Rules of the old and the new kind, on the table, above it and beside it."""
    red = book.add_format({"font_color": "#9C0006"})
    sheet.conditional_format("B5:B7", {"type": "cell", "criteria": "<", "value": 0, "format": red})
    sheet.conditional_format("B5:B7", {"type": "data_bar", "data_bar_2010": True})
    sheet.conditional_format("A4:D7", {"type": "duplicate", "format": red})
    sheet.conditional_format("B5:B7", {"type": "icon_set", "icon_style": "3_arrows"})
    sheet.conditional_format("F1:F99", {"type": "3_color_scale"})


def validations(book: Any, sheet: Any) -> None:
    """Lists, limits and messages, on the table and beside it."""
    sheet.data_validation("D5:D7", {"validate": "list", "source": ["first", "second"]})
    sheet.data_validation("B5:B7", {"validate": "decimal", "criteria": ">", "value": -1000})
    sheet.data_validation(
        "F5:F7", {"validate": "any", "input_title": "A note", "input_message": "x"}
    )


def sparklines(book: Any, sheet: Any) -> None:
    """One for each row, one over a whole column, and a group."""
    for row in (5, 6, 7):
        sheet.add_sparkline(f"F{row}", {"range": f"Charges!B{row}:C{row}"})
    sheet.add_sparkline("F9", {"range": "Charges!B5:B7", "type": "column"})
    sheet.add_sparkline("D7", {"range": "Charges!B5:B7", "markers": True})


def drawings(book: Any, sheet: Any) -> None:
    """Text boxes, shapes and charts over and beside the table."""
    sheet.insert_textbox("B5", "over the table", {"fill": {"color": "#DDDDDD"}})
    for kind, place in (("column", "H2"), ("scatter", "H18"), ("doughnut", "R2")):
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": "=Charges!$A$5:$A$7", "values": "=Charges!$B$5:$B$7"})
        sheet.insert_chart(place, chart)


def images(book: Any, sheet: Any) -> None:
    """A picture on the sheet, one in a cell, one in the header, one behind the cells."""
    point = {"image_data": io.BytesIO(picture())}
    sheet.insert_image("H2", "p.png", dict(point))
    sheet.embed_image("F9", "p.png", {"image_data": io.BytesIO(picture())})
    sheet.set_header("&L&G", {"image_left": "p.png", "image_data_left": io.BytesIO(picture())})
    sheet.set_background(io.BytesIO(picture()))


def comments(book: Any, sheet: Any) -> None:
    """Notes on cells of ours, of the team's and beside the table."""
    for place in ("A5", "B7", "D6", "F1"):
        sheet.write_comment(place, f"about {place}", {"author": "A. Officer"})


def check_boxes(book: Any, sheet: Any) -> None:
    """Check boxes in cells, and a button."""
    sheet.insert_checkbox("F5", True)
    sheet.insert_checkbox("D6", False)
    sheet.insert_button("H2", {"macro": "Go", "caption": "Go"})


def chart_sheet(book: Any, sheet: Any) -> None:
    """A sheet that is a chart."""
    chart = book.add_chart({"type": "bar"})
    chart.add_series({"values": "=Charges!$B$5:$B$7"})
    book.add_chartsheet("Picture").set_chart(chart)


def formulas(book: Any, sheet: Any) -> None:
    """Array and dynamic formulas, rich text, links and errors beside the table."""
    sheet.write_array_formula("F5:F7", "{=B5:B7*2}", None, 21)
    sheet.write_dynamic_array_formula("G5:G7", "=SORT(B5:B7)", None, -3.25)
    sheet.write_formula("H5", "=1/0", None, "#DIV/0!")
    sheet.write_formula("H6", "=SUM(Charges[Amount])", None, 27.25)
    bold = book.add_format({"bold": True})
    sheet.write_rich_string("H7", "plain ", bold, "bold", " plain")
    sheet.write_url("H8", "https://www.gov.uk/", string="a page", tip="go")
    sheet.write_url("D6", "internal:Charges!A1", string="up")
    sheet.ignore_errors({"number_stored_as_text": "A5:A7"})


def names(book: Any, sheet: Any) -> None:
    """Names on the table's rows, on all of it, by its name, on a formula and on another sheet."""
    book.add_worksheet("Other side's").write("A1", 1)
    book.define_name("Amounts", "=Charges!$B$5:$B$7")
    book.define_name("Whole", "=Charges!$A$4:$D$7")
    book.define_name("ByName", "=Charges[Amount]")
    book.define_name("Rolling", "=OFFSET(Charges!$B$5,0,0,COUNTA(Charges!$A:$A),1)")
    book.define_name("Charges!Local", "='Other side''s'!$A$1")
    sheet.print_area("A1:D7")
    sheet.repeat_rows(3)


def view(book: Any, sheet: Any) -> None:
    """Frozen panes, groups, hidden rows and columns, breaks, zoom, page set-up."""
    sheet.freeze_panes(4, 1)
    sheet.set_row(5, None, None, {"level": 1, "hidden": True})
    sheet.set_column("F:G", 5, None, {"level": 1, "hidden": True})
    sheet.set_h_pagebreaks([6])
    sheet.set_zoom(80)
    sheet.set_landscape()
    sheet.set_footer("&P of &N")
    sheet.set_tab_color("#336699")
    book.add_worksheet("Hidden").hide()
    book.add_worksheet("Very hidden").very_hidden()


def protected(book: Any, sheet: Any) -> None:
    """A sheet under protection, with a range that may be edited."""
    sheet.protect("secret", {"sort": True, "autofilter": True})
    sheet.unprotect_range("F1:F9", "Notes")


def merged(book: Any, sheet: Any) -> None:
    """Merged cells above and beside the table."""
    sheet.merge_range("A1:D1", "A title over all columns")
    sheet.merge_range("F5:G7", "beside")


def properties(book: Any, sheet: Any) -> None:
    """Title, author and properties of the team's own."""
    book.set_properties({"title": "Recoupment", "author": "A. Officer", "keywords": "AP"})
    book.set_custom_property("Department", "Finance")
    book.set_custom_property("Checked", True)


FURNISHED: dict[str, Furnish] = {
    f.__name__.replace("_", " "): f
    for f in (
        styles, conditional_formats, validations, sparklines, drawings, images, comments,
        check_boxes, chart_sheet, formulas, names, view, protected, merged, properties,
    )
}  # fmt: skip


def totals(path: Path) -> Path:
    """Make a table with a totals row, a calculated column and formats that end with it."""
    table = {
        "total_row": True,
        "columns": [
            {"header": "Ref", "total_string": "Total"},
            {"header": "Amount", "total_function": "sum"},
            {"header": "Double", "formula": "=Charges[[#This Row],[Amount]]*2"},
            {"header": "Note", "total_function": "count"},
        ],
        "data": [("A1", 10.5, 21, "first"), ("A2", 20, 40, "second"), ("A3", 1, 2, None)],
    }

    def furnish(book: Any, sheet: Any) -> None:
        sheet.add_table("A4:D8", {"name": "Charges", **table})
        sheet.write_formula("B8", "=SUBTOTAL(109,Charges[Amount])", None, 31.5)
        sheet.write_formula("D8", "=SUBTOTAL(103,Charges[Note])", None, 2)
        sheet.conditional_format("B5:B7", {"type": "data_bar", "data_bar_2010": True})
        sheet.conditional_format("B8", {"type": "top", "value": 1})
        sheet.data_validation("D5:D7", {"validate": "any", "input_title": "x"})
        sheet.write("A20", "below")
        book.define_name("Total", "=Charges!$B$8")
        book.add_worksheet("Other").write_formula("A1", "=Charges[[#Totals],[Amount]]", None, 31.5)

    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        furnish(book, book.add_worksheet("Charges"))
    return path


def filtered(path: Path) -> Path:
    """Make a table with a filter set and the rows that it hides, and a filter on another sheet."""

    def furnish(book: Any, sheet: Any) -> None:
        sheet.set_row(5, None, None, {"hidden": True})
        other = book.add_worksheet("Filtered")
        other.write_column("A1", ["Heading", 1, 2])
        other.autofilter("A1:A3")
        other.filter_column("A", "x > 1")

    make_book(path, extra=furnish)
    from tests.fidelity.building import plus

    columns = '<filterColumn colId="0"><filters><filter val="A1"/></filters></filterColumn>'
    return plus(path, {}, edits={"xl/tables/table1.xml": [
        ('<autoFilter ref="A4:D7"/>', f'<autoFilter ref="A4:D7">{columns}</autoFilter>')
    ]})  # fmt: skip


def from_1904(path: Path) -> Path:
    """Make a workbook that counts its days from 1904."""
    return make_book(path, options={"date_1904": True})


WRITTEN: dict[str, Callable[[Path], Path]] = {
    **{name: partial(make_book, extra=furnish) for name, furnish in FURNISHED.items()},
    "totals row": totals,
    "filter": filtered,
    "dates from 1904": from_1904,
}
