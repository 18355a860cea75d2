"""Workbooks with what Excel has had for a few years alone: Python in cells, linked data types."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.book.makers import make_book
from tests.fidelity.attached_books import rich_values
from tests.fidelity.building import BOOK, HEAD, MS, OFFICE, SHEET, plus
from tests.support.workbook_files import parts, rewrite


def python_cells(path: Path) -> Path:
    """A cell that Python gives, with the part that says where Python runs."""
    make_book(
        path, extra=lambda _, sheet: sheet.write_formula("F5", "=_xlfn._xlws.PY(0,1,A5)", None, 3)
    )
    name = f"{OFFICE}/spreadsheetml/2023/python"
    return plus(
        path,
        {"xl/python.xml": f'{HEAD}<python xmlns="{name}"><environmentDefinition/></python>'},
        types={"xl/python.xml": f"{MS}python+xml"},
        links=[(BOOK, "rId95", f"{OFFICE}/2023/09/relationships/Python", "python.xml")],
    )


def linked_types(path: Path) -> Path:
    """A cell with a share or a place that Excel looks up."""
    rich_values(path)
    part = "xl/richData/rdrichvaluestructure.xml"
    return rewrite(path, {part: lambda data: data.replace(b'"_error"', b'"_linkedentity2"')})


def odd_ways(path: Path) -> Path:
    """Headings of two lines, an empty value, an empty style, a huge text, a table of one cell."""
    long = "x" * 30_000

    def more(book: Any, sheet: Any) -> None:
        sheet.write_number("F5", 7)
        sheet.write_number("F6", 8)
        sheet.write_string("F7", long)
        other = book.add_worksheet("Other")
        other.add_table("A4:A5", {"header_row": False, "name": "One", "data": [[1]]})

    make_book(path, headings=("Ref\nno", "Amount\n(£)", "From", "Note"), extra=more)

    def odd(data: bytes) -> bytes:
        data = data.replace(b'<c r="F5">', b'<c r="F5" s="">')
        return data.replace(b'<c r="F6"><v>8</v>', b'<c r="F6"><v></v>')

    tables = [p for p, data in parts(path).items() if b'displayName="One"' in data]
    return rewrite(
        path,
        {
            SHEET: odd,
            "xl/sharedStrings.xml": lambda data: data.replace(long.encode(), 40 * long.encode()),
            **dict.fromkeys(tables, lambda data: data.replace(b'ref="A4:A5"', b'ref="A4"')),
        },
    )


NEWER: dict[str, Callable[[Path], Path]] = {
    "Python in Excel": python_cells,
    "linked data types": linked_types,
    "odd ways": odd_ways,
}
