"""A statement as a workbook of its own: the account, the charges, the requests, the held.

Every figure is a value, so it shows in any viewer; one check formula adds the charges up again.
"""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xl_recoup.addresses import Address, Range, column_letters
from xl_recoup.money import ZERO
from xl_recoup.statements.charge_columns import (
    COLUMNS,
    GROSS,
    NET,
    NUMBERS,
    PRINTED_COLUMNS,
    VAT,
    WRAPPED,
)
from xl_recoup.statements.printable_sheets import (
    HEADING,
    MARKED,
    PLAIN,
    TITLE,
    Look,
    PrintedSheet,
    Value,
    mark_draft,
    saved,
)
from xl_recoup.statements.statement_records import IN_BALANCE, LineKind, Statement
from xl_recoup.statements.texts import (
    ASKED_HEADING,
    ASKED_INTRO,
    ASKED_REPLY,
    HELD_INTRO,
    STATEMENT_TITLE,
    YEAR_END_NOTE,
    balance_words,
    how_to_query,
    notes,
    period_words,
    reach,
    sums_columns,
    sums_rows,
)
from xl_recoup.words import long_date

FRONT_WIDTHS = (36, 18, 13, 13, 13, 13, 13, 13)
YEAR_END_WIDTHS = (36, 13, 34, 22, 16, 14)
YEAR_END_HEADINGS = (
    "School",
    "Year end",
    "Whose",
    "Belongs to the time to that day £",
    "Posted by then £",
    "To accrue £",
)


def statement_xlsx(statement: Statement, *, draft: bool = False) -> bytes:
    """Return the statement's workbook; the same statement gives the same bytes."""
    book = Workbook()
    front = book.active
    assert isinstance(front, Worksheet)
    front.title = "Statement"
    total_row = 0
    if statement.of_kind(*IN_BALANCE):
        total_row = _lines(book.create_sheet("Charges"), statement, "Charges", IN_BALANCE)
    _front(front, statement, total_row)
    _year_ends(book.create_sheet("Year ends"), statement)
    if statement.of_kind("held"):
        sheet = book.create_sheet("Held")
        _lines(sheet, statement, "Held, for information", ("held",), HELD_INTRO)
    if statement.of_kind("asked"):
        sheet = book.create_sheet("Request – not an invoice")
        reply = ASKED_REPLY.format(day=long_date(statement.paper.reply_by))
        _lines(sheet, statement, ASKED_HEADING, ("asked",), ASKED_INTRO, reply)
    if draft:
        mark_draft(book)
    paper = statement.paper
    return saved(book, title=statement.title, author=paper.authority, made_on=paper.issued)


def _front(sheet: Worksheet, s: Statement, total_row: int) -> None:
    page = PrintedSheet(sheet, FRONT_WIDTHS, letters=135)
    page.line(s.paper.authority, HEADING, 21)
    page.line(STATEMENT_TITLE, TITLE, 24)
    page.line(s.subtitle, PLAIN, 18)
    page.gap()
    facts: tuple[tuple[str, Value], ...] = (
        ("Statement", s.number),
        ("Version", str(s.version)),
        ("As at", s.as_at),
        ("Issued", s.paper.issued),
        ("Period", period_words(s)),
        ("To", s.entity),
        ("Address", ", ".join(s.paper.address)),
        ("Contact", reach(s.paper.sender)),
        ("Queries by", s.paper.reply_by),
    )
    for name, value in facts:
        if value:
            page.line(name, Look(bold=True))
            page.put(2, value)
    _account(page, s, total_row)
    _schools(page, s)
    _table(
        page,
        ("How it is settled", "Route", "Gross £"),
        [(x.name, route, amount) for x in s.sections for route, amount in x.by_route],
        "Settlement",
        wrapped=(1,),
    )
    _table(
        page,
        ("Query", "Charge", "Amount £", "Opened", "Closed"),
        [
            (q.ref, q.charge_ref, q.amount, q.opened, q.closed)
            for x in s.sections
            for q in x.queries
        ],
        "Queries",
    )
    page.gap()
    page.line("If you have a query", HEADING)
    for words in (how_to_query(s), *notes(s)):
        page.paragraph(words)
    # Upright, a school's account is one page, and no heading is parted from what is below it.
    page.set_up(footer=s.footer, upright=True)


def _table(
    page: PrintedSheet,
    headings: Sequence[str],
    rows: Sequence[Sequence[Value]],
    name: str,
    wrapped: Sequence[int] = (),
) -> None:
    """Write a table below a blank row; nothing where it has no rows."""
    if not rows:
        return
    page.gap()
    page.headings(headings)
    for row in rows:
        page.values(row, wrapped=wrapped)
    page.marked(name)


def _account(page: PrintedSheet, s: Statement, total_row: int) -> None:
    """Write the account and, where there are charges, the check that they add up to it."""
    page.gap()
    page.headings(("Account", "Gross £"))
    for row in sums_rows(s.sums):
        page.values(row)
    closing = f"Closing balance {balance_words(s.sums)}"
    page.values((closing, s.sums.closing), wrapped=(1,), total=True)
    place = Address(2, page.row)
    for row in (
        ("of which in dispute", s.sums.disputed),
        ("of which VAT", s.sums.vat),
        ("Not in the balance: requests", s.sums.asked),
        ("Not in the balance: held", s.sums.held),
    ):
        page.values(row)
    if total_row:
        column = column_letters(NUMBERS[GROSS])
        page.values(("Check: charges and settled less the balance is 0.00", ZERO), wrapped=(1,))
        page.sheet.cell(
            page.row, 2
        ).value = (
            f"=ROUND(SUM(Charges!{column}4:{column}{total_row - 1})+{s.sums.settled}-{place},2)"
        )
    page.marked("Account")


def _schools(page: PrintedSheet, s: Statement) -> None:
    """Write each school's account and, for a trust, that of all."""
    names, _ = zip(*sums_columns(s.sums), strict=True)
    page.gap()
    page.headings(("School", "LAESTAB", *names))
    accounts = list(s.accounts)
    if len(accounts) > 1:
        accounts.append(("Together", "", s.sums))
    for name, laestab, sums in accounts:
        amounts = [amount for _, amount in sums_columns(sums)]
        page.values((name, laestab, *amounts), wrapped=(1,), total=name == "Together")
    page.marked("Schools", less=1 if len(s.accounts) > 1 else 0)


def _lines(
    sheet: Worksheet, s: Statement, title: str, kinds: Sequence[LineKind], *intro: str
) -> int:
    """Write lines of some kinds on a sheet of their own; return the row of their sum."""
    widths = [column.width for column in COLUMNS]
    page = PrintedSheet(sheet, widths, printed=len(PRINTED_COLUMNS), letters=185)
    page.line(f"{title} · {s.party.name}", HEADING)
    for words in intro:
        page.paragraph(words, MARKED if words == ASKED_INTRO else PLAIN)
    page.row = max(page.row, 2)
    page.headings([column.heading for column in COLUMNS])
    head = page.row
    for section in s.sections:
        for line in section.of_kind(*kinds):
            page.values([c.says(section, line) for c in COLUMNS], wrapped=WRAPPED)
    page.marked({"Charges": "Charges", "Held": "Held"}.get(sheet.title, "Requests"), filtered=True)
    lines = s.of_kind(*kinds)
    sums: dict[str, Value] = {
        "School": "Together",
        NET: sum((line.net for line in lines), ZERO),
        VAT: sum((line.vat for line in lines), ZERO),
        GROSS: sum((line.gross for line in lines), ZERO),
    }
    page.values([sums.get(column.heading) for column in COLUMNS], total=True)
    sheet.print_area = Range(1, 1, page.printed, page.row).full
    page.set_up(footer=s.footer, repeat=head)
    return page.row


def _year_ends(sheet: Worksheet, s: Statement) -> None:
    page = PrintedSheet(sheet, YEAR_END_WIDTHS, letters=108)
    page.line(f"Year ends and accruals · {s.party.name}", HEADING)
    page.paragraph(YEAR_END_NOTE)
    page.headings(YEAR_END_HEADINGS)
    head = page.row
    for section in s.sections:
        for e in section.year_ends:
            whose = f"{e.whose} (forecast)" if e.forecast else e.whose
            row = (section.name, e.day, whose, e.service, e.charged, e.accrual)
            page.values(row, wrapped=(1,))
    page.marked("YearEnds")
    page.set_up(footer=s.footer, repeat=head)
