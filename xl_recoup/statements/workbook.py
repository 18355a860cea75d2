"""A statement as a workbook of its own: the account, the charges, the requests, the held.

Every figure is a value, so it shows in any viewer; one check formula adds the charges up again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xl_recoup.money import ZERO
from xl_recoup.statements.drawn_tables import standing
from xl_recoup.statements.printable_sheets import (
    NAVY,
    PALE,
    Look,
    Value,
    heading_row,
    put,
    saved,
    set_up,
    table_row,
)
from xl_recoup.statements.statement_records import (
    IN_BALANCE,
    TO_BE_ENTERED,
    Statement,
    StatementLine,
)
from xl_recoup.statements.texts import (
    ASKED_HEADING,
    ASKED_INTRO,
    ASKED_REPLY,
    HELD_INTRO,
    YEAR_END_NOTE,
    balance_words,
    how_to_query,
    notes,
    reach,
    sums_rows,
)
from xl_recoup.words import long_date

HEADING, TITLE = Look(bold=True, size=14, colour=NAVY), Look(bold=True, size=16, colour=NAVY)
WORDS, MARKED = Look(wrap=True), Look(wrap=True, bold=True, size=11, fill=PALE)
FRONT_WIDTHS = (34, 30, 14, 14, 14, 14, 14, 14)
YEAR_END_WIDTHS = (36, 13, 34, 22, 16, 14)
LINE_COLUMNS: tuple[tuple[str, float], ...] = (
    ("School", 20), ("Charge ref", 20), ("Component", 16), ("From", 12), ("To", 12),
    ("Base £", 11), ("Weeks or units", 21), ("Net £", 12), ("VAT £", 10), ("Gross £", 12),
    ("Status", 21), ("Working", 62),
    ("LAESTAB", 10), ("Placement ref", 17), ("Group", 14), ("Scheme", 12), ("Legal basis", 12),
    ("Citation or agreement", 34), ("Base by factor", 36), ("VAT code", 17), ("In dispute", 11),
    ("Route", 18), ("Document", 14), ("PO", 12), ("Corrects", 18), ("To 31 August £", 14),
    ("After 31 August £", 14),
)  # fmt: skip
PRINTED = 12
"""Columns on paper; the others are there to sort, filter and look things up by."""
WRAPPED = (1, 2, 7, 11, 12, 18, 19)
NET, VAT, GROSS = 8, 9, 10
GROUP_WORDS = {
    "opening": "brought forward", "new": "new", "correction": "correction", "credit": "credit",
    "asked": "request", "held": "held",
}  # fmt: skip


def statement_xlsx(statement: Statement) -> bytes:
    """Return the statement's workbook; the same statement gives the same bytes."""
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)
    front.title = "Statement"
    lines = statement.of_kind(*IN_BALANCE)
    total_row = 0
    if lines:
        total_row = _line_sheet(book, statement, "Charges", IN_BALANCE, "Charges", ())
    _front(front, statement, total_row)
    _year_ends(book, statement)
    if statement.of_kind("held"):
        _line_sheet(book, statement, "Held", ("held",), "Held, for information", (HELD_INTRO,))
    if statement.of_kind("asked"):
        reply = ASKED_REPLY.format(day=long_date(statement.query_by))
        _line_sheet(
            book, statement, "Request – not an invoice", ("asked",), ASKED_HEADING,
            (ASKED_INTRO, reply),
        )  # fmt: skip
    return saved(book, title=statement.title, author=statement.authority, made_on=statement.issued)


def _footer(s: Statement) -> str:
    return f"Statement {s.number} · version {s.version} · as at {long_date(s.as_at)}"


def _facts(s: Statement) -> list[tuple[str, Value]]:
    return [
        ("Statement", s.number), ("Version", str(s.version)), ("As at", s.as_at),
        ("Issued", s.issued),
        ("Period", f"{long_date(s.period_start)} to {long_date(s.period_end)}"),
        ("To", s.entity), ("Address", ", ".join(s.address) or TO_BE_ENTERED),
        ("Contact", reach(s.sender)), ("Queries by", s.query_by),
    ]  # fmt: skip


def _front(sheet: Worksheet, s: Statement, total_row: int) -> None:
    put(sheet, 1, 1, s.authority, HEADING)
    put(sheet, 2, 1, "Statement of recoupment for alternative provision", TITLE)
    put(sheet, 3, 1, f"{s.party.name} · financial year {s.financial_year}", Look(size=11))
    for row, tall in ((1, 21), (2, 24), (3, 18)):
        sheet.row_dimensions[row].height = tall
    row = 5
    for name, value in _facts(s):
        put(sheet, row, 1, name, Look(bold=True))
        put(sheet, row, 2, value)
        row += 1
    row = _account(sheet, row + 1, s, total_row)
    row = _schools(sheet, row, s)
    put(sheet, row, 1, "If you have a query", HEADING)
    for words in (how_to_query(s), *notes(s)):
        row += 1
        _paragraph(sheet, row, words, len(FRONT_WIDTHS), 135)
    set_up(sheet, FRONT_WIDTHS, landscape=True, footer=_footer(s))


def _account(sheet: Worksheet, row: int, s: Statement, total_row: int) -> int:
    """Write the account and its check; return the next free row."""
    heading_row(sheet, row, ("Account", "Gross £"))
    for name, amount in sums_rows(s.sums):
        row += 1
        table_row(sheet, row, (name, amount))
    row += 1
    closing = f"Closing balance {balance_words(s.sums)}"
    table_row(sheet, row, (closing, s.sums.closing), wrapped=(1,), total=True,
              widths=FRONT_WIDTHS)  # fmt: skip
    place = f"B{row}"
    for name, amount in (
        ("of which in dispute", s.sums.disputed), ("of which VAT", s.sums.vat),
        ("Not in the balance: requests", s.sums.asked), ("Not in the balance: held", s.sums.held),
    ):  # fmt: skip
        row += 1
        table_row(sheet, row, (name, amount))
    if total_row:
        column = chr(ord("A") + GROSS - 1)
        row += 1
        words = "Check: charges less settled less the balance is 0.00"
        table_row(sheet, row, (words, ZERO), wrapped=(1,), widths=FRONT_WIDTHS)
        cell = sheet.cell(row, 2)
        cell.value = (
            f"=ROUND(SUM(Charges!{column}4:{column}{total_row - 1})-{s.sums.settled}-{place},2)"
        )
    return row + 2


def _schools(sheet: Worksheet, row: int, s: Statement) -> int:
    """Write each school's account, routes and queries; return the next free row."""
    heading_row(sheet, row, ("School", "LAESTAB", "Brought forward £", "New £", "Corrections £",
                             "Credits £", "Settled £", "Closing £"))  # fmt: skip
    for name, laestab, sums in (
        *((x.name, x.laestab, x.sums) for x in s.sections),
        *([("Together", "", s.sums)] if len(s.sections) > 1 else []),
    ):
        row += 1
        table_row(sheet, row, (name, laestab, sums.opening, sums.new, sums.corrections,
                               sums.credits, sums.settled, sums.closing), wrapped=(1,),
                  total=not laestab, widths=FRONT_WIDTHS)  # fmt: skip
    row += 2
    routes = [(x.name, route, amount) for x in s.sections for route, amount in x.by_route]
    if routes:
        heading_row(sheet, row, ("How it is settled", "Route", "Gross £"))
        for values in routes:
            row += 1
            table_row(sheet, row, values, wrapped=(1,), widths=FRONT_WIDTHS)
        row += 2
    queries = [q for x in s.sections for q in x.queries]
    if queries:
        heading_row(sheet, row, ("Query", "Charge", "Amount £", "Opened", "Closed"))
        for q in queries:
            row += 1
            table_row(sheet, row, (q.ref, q.charge_ref, q.amount, q.opened, q.closed))
        row += 2
    return row


def _paragraph(
    sheet: Worksheet, row: int, words: str, columns: int, letters: int, look: Look = WORDS
) -> None:
    """Write a sentence over the sheet's width, in a row as tall as it needs."""
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    put(sheet, row, 1, words, look)
    sheet.row_dimensions[row].height = 14.0 * -(-len(words) // letters)


def _line_sheet(
    book: Workbook, s: Statement, name: str, kinds: Iterable[str], title: str,
    intro: Sequence[str],
) -> int:  # fmt: skip
    """Write lines of some kinds on a sheet of their own; return the row of their sum."""
    sheet = book.create_sheet(name)
    put(sheet, 1, 1, f"{title} · {s.party.name}", HEADING)
    row = 2
    for words in intro:
        look = MARKED if words == ASKED_INTRO else WORDS
        _paragraph(sheet, row, words, PRINTED, 205, look)
        row += 1
    head = max(row, 3)
    heading_row(sheet, head, [heading for heading, _ in LINE_COLUMNS])
    row = head
    wanted, widths = set(kinds), [w for _, w in LINE_COLUMNS]
    for section in s.sections:
        for line in section.lines:
            if line.kind in wanted:
                row += 1
                cells = _cells(section.name, section.laestab, line)
                table_row(sheet, row, cells, wrapped=WRAPPED, widths=widths)
    lines = s.of_kind(*wanted)
    total: list[Value] = [None] * len(LINE_COLUMNS)
    total[0] = "Together"
    total[NET - 1] = sum((line.net for line in lines), ZERO)
    total[VAT - 1] = sum((line.vat for line in lines), ZERO)
    total[GROSS - 1] = sum((line.gross for line in lines), ZERO)
    table_row(sheet, row + 1, total, total=True)
    sheet.auto_filter.ref = f"A{head}:{sheet.cell(row, len(LINE_COLUMNS)).coordinate}"
    sheet.print_area = f"A1:{sheet.cell(row + 1, PRINTED).coordinate}"
    set_up(sheet, widths, landscape=True, footer=_footer(s), repeat=head)
    return row + 1


def _cells(school: str, laestab: str, line: StatementLine) -> list[Value]:
    priced = bool(line.net) or line.kind != "held"
    before, after = _by_academy_year(line)
    return [
        school, line.ref, line.component, line.start, line.end, line.base, line.units_words,
        *(amount if priced else None for amount in (line.net, line.vat, line.gross)),
        _status(line), line.working,
        laestab, line.placement_ref, GROUP_WORDS[line.kind], line.scheme, line.legal_basis,
        line.authority, line.base_words, line.vat_code, "yes" if line.disputed else "",
        line.route, line.document, line.po, line.corrects, before, after,
    ]  # fmt: skip


def _status(line: StatementLine) -> str:
    words = standing(line)
    words += "; in dispute" if line.disputed else ""
    return f"{words}; provisional" if line.draft_rate else words


def _by_academy_year(line: StatementLine) -> tuple[Decimal | None, Decimal | None]:
    """Return the shares up to the line's first 31 August and after it; blank where not split."""
    if len(line.parts) < 2:
        return None, None
    first = line.parts[0].amount
    return first, line.net - first


def _year_ends(book: Workbook, s: Statement) -> None:
    sheet = book.create_sheet("Year ends")
    put(sheet, 1, 1, f"Year ends and accruals · {s.party.name}", HEADING)
    _paragraph(sheet, 2, YEAR_END_NOTE, 6, 120)
    heading_row(sheet, 3, ("School", "Year end", "Whose", "Belongs to the time to that day £",
                           "Posted by then £", "To accrue £"))  # fmt: skip
    row = 3
    for section in s.sections:
        for e in section.year_ends:
            row += 1
            whose = f"{e.whose} (forecast)" if e.forecast else e.whose
            table_row(sheet, row, (section.name, e.day, whose, e.service, e.charged, e.accrual),
                      wrapped=(1,), widths=YEAR_END_WIDTHS)  # fmt: skip
    set_up(sheet, YEAR_END_WIDTHS, landscape=True, footer=_footer(s), repeat=3)
