"""The list that goes with a set of letters: what goes to whom, and how much it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from xl_recoup.money import ZERO
from xl_recoup.statements.outgoing import Outgoing
from xl_recoup.statements.printable_sheets import HEADING, PrintedSheet, mark_draft, saved
from xl_recoup.statements.statement_records import Statement
from xl_recoup.words import counted

COLUMNS = (
    ("Number", 30),
    ("Version", 9),
    ("School or trust", 38),
    ("Contact", 30),
    ("Amount £", 14),
    ("Asked £", 14),
    ("File", 64),
    ("Written on", 13),
    ("Replaces", 12),
    ("Sent before", 12),
)
WRAPPED = (1, 3, 4, 7)
REQUESTS = (
    ("Request", 36),
    ("Version", 9),
    ("School or trust", 38),
    ("Contact", 30),
    ("Asked £", 14),
    ("On the last pages of", 64),
)


def covering_xlsx(letters: Sequence[Outgoing], formats: Sequence[str], *, draft: bool) -> bytes:
    """Return the covering list as a workbook; the same letters give the same bytes."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Letters"
    page = PrintedSheet(sheet, [width for _, width in COLUMNS], letters=200)
    page.line(f"Covering list: {counted(len(letters), 'letter')}", HEADING, 21)
    page.gap()
    page.headings([name for name, _ in COLUMNS])
    head = page.row
    for x in letters:
        left = x.standing.left
        row = (
            x.number,
            x.standing.version,
            x.party,
            x.contact,
            x.amount,
            x.asked,
            f"{x.stem}.{formats[0]}",
            x.standing.written_on,
            f"version {x.standing.replaces}" if x.standing.replaces else "",
            "yes, unchanged" if left else "no",
        )
        page.values(row, wrapped=WRAPPED)
    page.marked("LettersSent")
    amounts = sum((x.amount for x in letters), ZERO), sum((x.asked for x in letters), ZERO)
    page.values(("Together", None, None, None, *amounts, None, None, None, None), total=True)
    page.set_up(footer="Covering list", repeat=head)
    _requests(book, letters, formats)
    if draft:
        mark_draft(book)
    written = max((x.standing.written_on for x in letters), default=date(2000, 1, 1))
    return saved(book, title="Covering list", author="xl_recoup", made_on=written)


def _requests(book: Workbook, letters: Sequence[Outgoing], formats: Sequence[str]) -> None:
    """List on a sheet of their own the requests, which travel inside statements; none, no sheet."""
    asking = [(x, x.letter) for x in letters if isinstance(x.letter, Statement) and x.asked]
    if not asking:
        return
    page = PrintedSheet(
        book.create_sheet("Requests"), [width for _, width in REQUESTS], letters=190
    )
    page.line(f"Requests for a contribution: {len(asking):,}", HEADING, 21)
    page.gap()
    page.headings([name for name, _ in REQUESTS])
    head = page.row
    for x, s in asking:
        file = f"{x.stem}.{formats[0]}"
        row = (s.request_number, s.request_version, x.party, x.contact, x.asked, file)
        page.values(row, wrapped=(1, 3, 4, 6))
    page.marked("RequestsSent")
    asked = sum((x.asked for x, _ in asking), ZERO)
    page.values(("Together", None, None, None, asked, None), total=True)
    page.set_up(footer="Requests for a contribution", repeat=head)
