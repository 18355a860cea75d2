"""A statement as a PDF that can be sent: summary, charges with their working, requests apart."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Table

from xl_recoup.money import pounds
from xl_recoup.statements import letter
from xl_recoup.statements.drawn_tables import line_table, plain_table
from xl_recoup.statements.statement_records import TO_BE_ENTERED, Section, Sender, Statement, Sums
from xl_recoup.statements.texts import (
    ASKED_HEADING,
    ASKED_INTRO,
    ASKED_REPLY,
    HELD_INTRO,
    YEAR_END_NOTE,
    balance_words,
    how_to_query,
    notes,
    sums_rows,
    year_end_rows,
)
from xl_recoup.words import long_date

GROUPS = (
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
    return letter.rendered(
        story, title=statement.title, authority=statement.authority,
        running=statement.party.name,
        head=letterhead(statement.sender),
        foot=f"Statement {statement.number} · version {statement.version} · as at"
        f" {long_date(statement.as_at)}",
    )  # fmt: skip


def letterhead(sender: Sender) -> list[str]:
    """Return the lines at the top right of the first page."""
    lines = [sender.department, *sender.address]
    lines += [f"Telephone {sender.telephone}"] if sender.telephone else []
    lines += [sender.email] if sender.email else []
    return [*lines, f"Contact: {sender.contact}"]


def addressee(entity: str, name: str, address: Sequence[str]) -> Flowable:
    """Return the address block: the legal entity, the school where it differs, the address."""
    lines = ["For the attention of the finance lead", f"<b>{letter.safe(entity)}</b>"]
    if name not in entity:
        lines.append(letter.safe(name))
    lines += [letter.safe(part) for part in address] or [f"Address: {TO_BE_ENTERED}"]
    return letter.rich("<br/>".join(lines), letter.BODY)


def facts_table(rows: Sequence[tuple[str, str]], wide: float) -> Table:
    """Return the block of names and values beside the address."""
    return Table(
        [[letter.text(k, letter.CELL_BOLD), letter.text(v, letter.CELL)] for k, v in rows],
        [wide * 0.25, wide * 0.75],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LEFTPADDING", (0, 0), (-1, -1), 5), ("RIGHTPADDING", (0, 0), (-1, -1), 5),
            ("BACKGROUND", (0, 0), (-1, -1), letter.PALE),
        ],
    )  # fmt: skip


def beside(left: Flowable, right: Flowable, wide_left: float) -> Table:
    """Return two things next to each other, over the page's width."""
    return Table(
        [[left, right]], [wide_left, letter.WIDTH - wide_left],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )  # fmt: skip


def _front(s: Statement) -> list[Flowable]:
    left = letter.WIDTH * 0.46
    version = f"{s.version}" if s.version == 1 else f"{s.version}, in place of {s.version - 1}"
    facts = [
        ("Statement", s.number), ("Version", version), ("As at", long_date(s.as_at)),
        ("Issued", long_date(s.issued)),
        ("Period", f"{long_date(s.period_start)} to {long_date(s.period_end)}"),
        ("Queries by", long_date(s.query_by)),
    ]  # fmt: skip
    return [
        beside(
            addressee(s.entity, s.party.name, s.address),
            facts_table(facts, letter.WIDTH - left), left,
        ),
        letter.gap(7),
        letter.text("Statement of recoupment for alternative provision", letter.TITLE),
        letter.text(f"{s.party.name} · financial year {s.financial_year}", letter.SUBTITLE),
        letter.gap(1),
        _summary(s.sums, long_date(s.as_at)),
        letter.gap(2),
        *_beside_the_balance(s),
        *_schools(s),
        *_routes(s),
    ]  # fmt: skip


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
    disputed = [letter.text("of which in dispute", letter.BODY),
                letter.text(pounds(sums.disputed), letter.MONEY)]  # fmt: skip
    last = len(rows)
    return Table(
        [*rows, closing, disputed], [letter.WIDTH * 0.68, letter.WIDTH * 0.32],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("BOX", (0, 0), (-1, -1), 1.2, letter.NAVY),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("LEFTPADDING", (0, 0), (-1, -1), 8), ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("LINEABOVE", (0, last), (-1, last), 1.2, letter.NAVY),
            ("BACKGROUND", (0, last), (-1, last), letter.PALE),
            ("TOPPADDING", (0, last), (-1, last), 6), ("BOTTOMPADDING", (0, last), (-1, last), 7),
        ],
    )  # fmt: skip


def _beside_the_balance(s: Statement) -> list[Flowable]:
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


def _schools(s: Statement) -> list[Flowable]:
    if len(s.sections) < 2:
        return []
    names = ("Brought forward £", "New £", "Corrections £", "Credits £", "Settled £", "Closing £")

    def cells(name: str, sums: Sums) -> list[str]:
        amounts = (sums.opening, sums.new, sums.corrections, sums.credits, sums.settled,
                   sums.closing)  # fmt: skip
        return [name, *(letter.money(a) for a in amounts)]

    widths = [44 * mm, *[22 * mm] * 6]
    return [
        letter.text("The schools of the trust", letter.H2),
        plain_table(
            ("School", *names), [cells(x.name, x.sums) for x in s.sections], widths,
            figures=range(1, 7), total=cells("Together", s.sums),
        ),
    ]  # fmt: skip


def _routes(s: Statement) -> list[Flowable]:
    rows = [
        (x.name, route, letter.money(amount)) for x in s.sections for route, amount in x.by_route
    ]
    if not rows:
        return []
    return [
        letter.text("How it is settled", letter.H2),
        plain_table(("School", "Route", "Gross £"), rows,
                    (letter.WIDTH * 0.5, letter.WIDTH * 0.3, letter.WIDTH * 0.2), figures=(2,)),
    ]  # fmt: skip


def _charges(s: Statement, section: Section) -> list[Flowable]:
    groups = [(name, section.of_kind(kind)) for kind, name in GROUPS]
    heading = letter.text(f"Charges: {section.name} ({section.laestab})", letter.H2_OF_PAGES)
    if not any(lines for _, lines in groups):
        return []
    return [
        CondPageBreak(60 * mm), heading, line_table(groups, "All lines, before what was settled")
    ]  # fmt: skip


def _year_ends(s: Statement) -> list[Flowable]:
    rows = year_end_rows(s)
    if not rows:
        return []
    headings = ("School", "Year end", "Belongs to the time to that day £", "Posted by then £",
                "To accrue £")  # fmt: skip
    shares = (0.27, 0.31, 0.16, 0.13, 0.13)
    return [
        CondPageBreak(min(45 + 10 * len(rows), 200) * mm),
        letter.text("Year ends and accruals", letter.H2),
        letter.text(YEAR_END_NOTE, letter.SMALL),
        letter.gap(1.5),
        plain_table(headings, rows, [letter.WIDTH * w for w in shares], figures=(2, 3, 4)),
    ]


def _queries(s: Statement) -> list[Flowable]:
    rows = [
        (q.ref, q.charge_ref, letter.short_date(q.opened),
         letter.money(q.amount) if q.amount is not None else "",
         f"closed {letter.short_date(q.closed)}" if q.closed else "open")
        for x in s.sections for q in x.queries
    ]  # fmt: skip
    if not rows:
        return []
    return [
        letter.text("Your queries", letter.H2),
        plain_table(("Query", "Charge", "Opened", "Amount £", "State"), rows,
                    [letter.WIDTH * w for w in (0.2, 0.3, 0.17, 0.15, 0.18)], figures=(3,)),
    ]  # fmt: skip


def _notes(s: Statement) -> list[Flowable]:
    query: list[Flowable] = [
        letter.text("If you have a query", letter.H2),
        letter.text(how_to_query(s), letter.BODY),
    ]
    points = [letter.text(f"• {note}", letter.NOTE) for note in notes(s)]
    return [KeepTogether(query), KeepTogether([letter.text("Notes", letter.H2), *points])]


def _held(s: Statement) -> list[Flowable]:
    found = [(x.name, x.of_kind("held")) for x in s.sections if x.of_kind("held")]
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
    found = [(x.name, x.of_kind("asked")) for x in s.sections if x.of_kind("asked")]
    if not found:
        return []
    return [
        PageBreak(),
        letter.text(ASKED_HEADING, letter.TITLE),
        letter.text(f"{s.party.name} · financial year {s.financial_year}", letter.SUBTITLE),
        letter.text(ASKED_INTRO, letter.MARKED),
        letter.gap(3),
        letter.text(ASKED_REPLY.format(day=long_date(s.query_by)), letter.BODY),
        letter.gap(3),
        line_table(found, "Asked for in all: not in the closing balance"),
    ]
