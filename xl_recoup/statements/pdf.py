"""A statement as a PDF that can be sent: summary, charges with their working, requests apart."""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Table

from xl_recoup.money import pounds
from xl_recoup.statements import letter
from xl_recoup.statements.drawn_tables import PlainTable, line_table, padded, plain_table
from xl_recoup.statements.front_page import front, letterhead
from xl_recoup.statements.statement_records import LineKind, Section, Statement, StatementLine, Sums
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
    sums_columns,
    sums_rows,
    year_end_rows,
)
from xl_recoup.words import long_date

GROUPS: tuple[tuple[LineKind, str], ...] = (
    ("opening", "Brought forward: posted before"),
    ("new", "New charges"),
    ("correction", "Corrections of posted charges"),
    ("credit", "Credits"),
)


def statement_pdf(statement: Statement) -> bytes:
    """Return the statement's PDF; the same statement gives the same bytes."""
    story: list[Flowable] = [*_front(statement)]
    for section in statement.sections:
        story += _charges(statement, section)
    story += _year_ends(statement) + _queries(statement) + _notes(statement)
    story += _held(statement) + _asked(statement)
    words = letter.PageWords(
        title=statement.title,
        authority=statement.paper.authority,
        running=statement.party.name,
        head=letterhead(statement.paper.sender),
        foot=statement.footer,
    )
    return letter.rendered(story, words)


def _front(s: Statement) -> list[Flowable]:
    version = f"{s.version}" if s.version == 1 else f"{s.version}, in place of {s.version - 1}"
    facts = [
        ("Statement", s.number),
        ("Version", version),
        ("As at", long_date(s.as_at)),
        ("Issued", long_date(s.paper.issued)),
        ("Period", period_words(s)),
        ("Queries by", long_date(s.paper.reply_by)),
    ]
    return [
        *front(s.paper, s.entity, s.party.name, facts, (STATEMENT_TITLE, s.subtitle)),
        letter.gap(1),
        _summary(s.sums, long_date(s.as_at)),
        letter.gap(2),
        *_not_in_the_balance(s),
        *_schools(s),
        *_routes(s),
    ]


def _summary(sums: Sums, day: str) -> Table:
    """Return the box with the account and, large, the closing balance."""
    rows = [
        [letter.text(k, letter.BODY), letter.text(pounds(v), letter.MONEY)]
        for k, v in sums_rows(sums)
    ]
    closing = [
        letter.text(f"Closing balance as at {day}\n{balance_words(sums)}", letter.LABEL),
        letter.text(pounds(sums.closing), letter.BIG),
    ]
    disputed = [
        letter.text("of which in dispute", letter.BODY),
        letter.text(pounds(sums.disputed), letter.MONEY),
    ]
    last = len(rows)
    return Table(
        [*rows, closing, disputed],
        [letter.WIDTH * 0.68, letter.WIDTH * 0.32],
        style=[
            *padded(2.5, 8, "MIDDLE"),
            ("BOX", (0, 0), (-1, -1), 1.2, letter.NAVY),
            ("LINEABOVE", (0, last), (-1, last), 1.2, letter.NAVY),
            ("BACKGROUND", (0, last), (-1, last), letter.PALE),
            ("TOPPADDING", (0, last), (-1, last), 6),
            ("BOTTOMPADDING", (0, last), (-1, last), 7),
        ],
    )


def _not_in_the_balance(s: Statement) -> list[Flowable]:
    said = []
    if s.sums.vat:
        said.append(f"The balance includes VAT of {pounds(s.sums.vat)}.")
    if s.of_kind("asked"):
        said.append(
            f"Not in the balance: {pounds(s.sums.asked)} that the authority asks for. See"
            f" “{ASKED_HEADING}” on a page of its own at the end."
        )
    if s.of_kind("held"):
        amount = pounds(s.sums.held) if s.sums.held else "charges without an amount yet,"
        said.append(f"Not in the balance: {amount} held, listed for information at the end.")
    return [letter.text(line, letter.SMALL) for line in said]


def _table(heading: str, table: PlainTable) -> list[Flowable]:
    """Return a table below its heading; nothing where it has no rows."""
    return [letter.text(heading, letter.H2), plain_table(table)] if table.rows else []


def _schools(s: Statement) -> list[Flowable]:
    if len(s.sections) < 2:
        return []

    def cells(name: str, sums: Sums) -> list[str]:
        return [name, *(letter.money(amount) for _, amount in sums_columns(sums))]

    table = PlainTable(
        ("School", *(name for name, _ in sums_columns(s.sums))),
        [cells(x.name, x.sums) for x in s.sections],
        [44 * mm, *[22 * mm] * 6],
        figures=range(1, 7),
        total=cells("Together", s.sums),
    )
    return _table("The schools of the trust", table)


def _routes(s: Statement) -> list[Flowable]:
    rows = [
        (x.name, route, letter.money(amount)) for x in s.sections for route, amount in x.by_route
    ]
    widths = [letter.WIDTH * w for w in (0.5, 0.3, 0.2)]
    table = PlainTable(("School", "Route", "Gross £"), rows, widths, figures=(2,))
    return _table("How it is settled", table)


def _charges(s: Statement, section: Section) -> list[Flowable]:
    groups = [(name, section.of_kind(kind)) for kind, name in GROUPS]
    if not any(lines for _, lines in groups):
        return []
    return [
        CondPageBreak(60 * mm),
        letter.text(f"Charges: {section.name} ({section.laestab})", letter.H2_OF_PAGES),
        line_table(groups, "All lines, before what was settled"),
    ]


def _year_ends(s: Statement) -> list[Flowable]:
    rows = year_end_rows(s)
    if not rows:
        return []
    headings = (
        "School",
        "Year end",
        "Belongs to the time to that day £",
        "Posted by then £",
        "To accrue £",
    )
    widths = [letter.WIDTH * w for w in (0.27, 0.31, 0.16, 0.13, 0.13)]
    return [
        CondPageBreak(min(45 + 10 * len(rows), 200) * mm),
        letter.text("Year ends and accruals", letter.H2),
        letter.text(YEAR_END_NOTE, letter.SMALL),
        letter.gap(1.5),
        plain_table(PlainTable(headings, rows, widths, figures=(2, 3, 4))),
    ]


def _queries(s: Statement) -> list[Flowable]:
    rows = [
        (
            q.ref,
            q.charge_ref,
            letter.short_date(q.opened),
            letter.money(q.amount) if q.amount is not None else "",
            f"closed {letter.short_date(q.closed)}" if q.closed else "open",
        )
        for x in s.sections
        for q in x.queries
    ]
    headings = ("Query", "Charge", "Opened", "Amount £", "State")
    widths = [letter.WIDTH * w for w in (0.2, 0.3, 0.17, 0.15, 0.18)]
    return _table("Your queries", PlainTable(headings, rows, widths, figures=(3,)))


def _notes(s: Statement) -> list[Flowable]:
    query: list[Flowable] = [
        letter.text("If you have a query", letter.H2),
        letter.text(how_to_query(s), letter.BODY),
    ]
    points = [letter.text(f"• {note}", letter.NOTE) for note in notes(s)]
    return [KeepTogether(query), KeepTogether([letter.text("Notes", letter.H2), *points])]


def _held(s: Statement) -> list[Flowable]:
    found = _lines_by_school(s, "held")
    if not found:
        return []
    return [
        CondPageBreak(60 * mm),
        letter.text("Held, for information", letter.H2),
        letter.text(HELD_INTRO, letter.SMALL),
        letter.gap(1.5),
        line_table(found, "Held in all: not in the closing balance"),
    ]


def _asked(s: Statement) -> list[Flowable]:
    found = _lines_by_school(s, "asked")
    if not found:
        return []
    return [
        PageBreak(),
        letter.text(ASKED_HEADING, letter.TITLE),
        letter.text(s.subtitle, letter.SUBTITLE),
        letter.text(ASKED_INTRO, letter.MARKED),
        letter.gap(3),
        letter.text(ASKED_REPLY.format(day=long_date(s.paper.reply_by)), letter.BODY),
        letter.gap(3),
        line_table(found, "Asked for in all: not in the closing balance"),
    ]


def _lines_by_school(s: Statement, kind: LineKind) -> list[tuple[str, tuple[StatementLine, ...]]]:
    return [(x.name, lines) for x in s.sections if (lines := x.of_kind(kind))]
