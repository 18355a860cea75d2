"""Workbook, PDF and letter say what the statement holds, readably and every time alike."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from tests.statements.support import every_kind, made, pdf_pages, pdf_text, run, sheets, trust
from tests.support.books import ACADEMY, MAINTAINED, pex
from tests.support.opened import there
from xl_recoup.statements import Notice, Statement, notices
from xl_recoup.statements.charge_columns import COLUMNS
from xl_recoup.statements.notice import notice_pdf
from xl_recoup.statements.statement_pdf import statement_pdf
from xl_recoup.statements.workbook import statement_xlsx

WRITERS = (statement_xlsx, statement_pdf)
Writer = Callable[[Statement], bytes]


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_statement_gives_the_same_bytes(write: Writer) -> None:
    """Two runs of the same inputs give the same file, byte by byte."""
    for first, second in zip(made(), made(), strict=True):
        assert write(first) == write(second)


def test_the_same_notice_gives_the_same_bytes() -> None:
    """A notice too is the same file each time."""
    first, second = (notice_pdf(notices(every_kind())[0]) for _ in range(2))
    assert first == second


def test_the_request_has_pages_of_its_own() -> None:
    """What is asked for stands on pages headed as a request, and on no other page."""
    pages = pdf_pages(statement_pdf(trust()))
    asked = [page for page in pages if "P004/BS" in page]
    assert len(asked) == 1
    assert "This is a request, not an invoice" in asked[0]
    assert "P002/BS" not in asked[0]
    book = sheets(statement_xlsx(trust()))
    assert [name for name, rows in book.items() if "P004/BS" in str(rows)] == [
        "Request – not an invoice"
    ]
    assert "This is a request, not an invoice" in str(book["Request – not an invoice"][1])


def test_figures_of_the_workbook_are_numbers() -> None:
    """Pounds and days are values that Excel can add; the sums of the charges are the account's."""
    statement = made()[0]
    book = sheets(statement_xlsx(statement))
    account = {row[0]: row[1] for row in book["Statement"] if isinstance(row[1], (int, float))}
    assert account["Closing balance to the authority"] == float(statement.sums.closing)
    assert account["Settled: paid or netted off"] == -100
    head = [column.heading for column in COLUMNS]
    rows = [dict(zip(head, row, strict=True)) for row in book["Charges"]]
    lines = [row for row in rows if str(row["Charge ref"] or "").startswith("P0")]
    assert len(lines) == len(statement.of_kind("opening", "new", "correction", "credit"))
    assert sum(Decimal(str(row["Gross £"])) for row in lines) == statement.sums.closing + 100
    assert all(row["From"].date() >= date(2025, 4, 1) for row in lines)


def test_the_check_formula_covers_every_charge() -> None:
    """The one formula adds exactly the charges' rows, less what was settled and the balance."""
    statement = made()[0]
    book = openpyxl.load_workbook(BytesIO(statement_xlsx(statement)))
    formulas = [
        str(cell.value) for sheet in book for row in sheet for cell in row if cell.data_type == "f"
    ]
    assert len(formulas) == 1
    found = re.fullmatch(r"=ROUND\(SUM\(Charges!J(\d+):J(\d+)\)\+-100.00-B(\d+),2\)", formulas[0])
    assert found is not None
    first, last, balance = (int(n) for n in found.groups())
    column = [book["Charges"].cell(row, 10).value for row in range(first, last + 1)]
    closing = book["Statement"].cell(balance, 2).value
    total = sum(float(str(amount)) for amount in column)
    assert round(total - 100 - float(str(closing)), 2) == 0


def test_text_that_looks_like_a_formula_stays_text() -> None:
    """A reference that begins with = + - or @ is a string in the workbook, never a formula."""
    statement = made()[0]
    section = statement.sections[0]
    lines = tuple(
        replace(section.lines[0], ref=f"{sign}1+1", placement_ref=f"{sign}cmd", po=f"{sign}A1")
        for sign in "=+-@"
    )
    tricky = replace(statement, sections=(replace(section, name="=1+1", lines=lines),))
    book = openpyxl.load_workbook(BytesIO(statement_xlsx(tricky)))
    cells = [c for sheet in book for row in sheet for c in row if str(c.value)[:1] in "=+-@"]
    strings = [c for c in cells if c.data_type == "s"]
    assert len(strings) >= 12
    assert len([c for c in cells if c.data_type == "f"]) == 1


def test_the_workbook_prints_on_a4() -> None:
    """Each sheet fits one page across on A4, and the charges repeat their headings."""
    book = openpyxl.load_workbook(BytesIO(statement_xlsx(trust())))
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0
        assert there(sheet.sheet_properties.pageSetUpPr).fitToPage
    assert {s.title for s in book if s.page_setup.orientation == "portrait"} == {"Statement"}
    assert book["Charges"].print_title_rows == "$3:$3"
    assert book["Charges"].print_area.startswith("'Charges'!$A$1:$L$")
    assert "Page &P of &N" in str(there(there(book["Charges"].oddFooter).right).text)


def test_every_table_of_the_workbook_is_marked() -> None:
    """Excel knows their headings; sums stay below, and nothing is merged for a sentence."""
    book = openpyxl.load_workbook(BytesIO(statement_xlsx(trust())))
    marked = {s.title: list(s.tables) for s in book}
    assert marked["Statement"][:2] == ["Account", "Schools"]
    assert [marked[sheet] for sheet in ("Charges", "Year ends")] == [["Charges"], ["YearEnds"]]
    assert not any(s.merged_cells.ranges for s in book)
    charges = book["Charges"]
    assert charges.tables["Charges"].ref == f"A3:AA{charges.max_row - 1}"
    assert charges.cell(charges.max_row, 1).value == "Together"


def test_the_workbooks_columns_hold_what_stands_in_them() -> None:
    """No figure or day of a printed column is wider than it: Excel would show ####### instead."""
    printed = {c.heading: c.width for c in COLUMNS}
    for heading in ("Net £", "Gross £"):
        assert printed[heading] >= len("−999,999.99") + 1
    for heading in ("From", "To"):
        assert printed[heading] >= len("30 Sep 2025") + 1
    long = [c for c in COLUMNS if c.heading in ("School", "Charge ref", "Component", "Working")]
    assert all(c.wrapped for c in long)


def test_the_workbook_says_nothing_of_the_machine() -> None:
    """Properties and times are the statement's own, not those of the day or the person."""
    with zipfile.ZipFile(BytesIO(statement_xlsx(trust()))) as book:
        assert {info.date_time for info in book.infolist()} == {(2000, 1, 1, 0, 0, 0)}
        core = book.read("docProps/core.xml").decode()
    assert re.findall(r"<dcterms:\w+ [^>]*>([^<]*)", core) == ["2026-01-31T00:00:00Z"] * 2
    assert re.findall(r"<dc:creator\b[^>]*>([^<]*)", core) == ["London Borough of Bromley"]


def test_who_gets_a_notice() -> None:
    """Placements that are charged for the first time; not those posted, told, nil or credited."""
    letters = {n.laestab: n for n in notices(every_kind())}
    assert {k: [ln.ref for ln in n.lines] for k, n in letters.items()} == {
        MAINTAINED: ["P003/BS"], ACADEMY: ["P005/BS"], "3054009": ["P004/BS"],
    }  # fmt: skip
    assert notices(run([pex(1, **{"Notice sent on": date(2025, 12, 1)})])) == []


def test_a_notice_says_what_and_how_to_object() -> None:
    """Amount, basis, start and deadline stand in the letter; a request is called one."""
    letters: dict[str, Notice] = {n.laestab: n for n in notices(every_kind())}
    charge = pdf_text(notice_pdf(letters[MAINTAINED]))
    for words in (
        "Notice of a charge for alternative provision", "£1,775.54", "If you object",
        "Please write by 28 February 2026", "from 14 October 2025", "P003/BS", "1 placement.",
    ):  # fmt: skip
        assert words in charge
    asked = pdf_text(notice_pdf(letters["3054009"]))
    assert "a request, not an invoice. Nothing is owed unless you agree" in asked
    assert "the charges come to £0.00" in asked
    held = pdf_text(notice_pdf(letters[ACADEMY]))
    assert "Will be charged once the reason for holding it is settled" in held
