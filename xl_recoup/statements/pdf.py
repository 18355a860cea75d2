"""A statement as a PDF that can be sent: summary, charges with their working, requests apart."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, PageBreak, Table

from xl_recoup.money import pounds
from xl_recoup.records import long_date
from xl_recoup.statements import letter as look
from xl_recoup.statements.records import TO_BE_ENTERED, Section, Sender, Statement, Sums
from xl_recoup.statements.tables import line_table, plain_table
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
    return look.rendered(
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
    lines = ["For the attention of the finance lead", f"<b>{look.safe(entity)}</b>"]
    if name not in entity:
        lines.append(look.safe(name))
    lines += [look.safe(part) for part in address] or [f"Address: {TO_BE_ENTERED}"]
    return look.rich("<br/>".join(lines), look.BODY)


def facts_table(rows: Sequence[tuple[str, str]], wide: float) -> Table:
    """Return the block of names and values beside the address."""
    return Table(
        [[look.text(k, look.CELL_BOLD), look.text(v, look.CELL)] for k, v in rows],
        [wide * 0.25, wide * 0.75],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ("LEFTPADDING", (0, 0), (-1, -1), 5), ("RIGHTPADDING", (0, 0), (-1, -1), 5),
            ("BACKGROUND", (0, 0), (-1, -1), look.PALE),
        ],
    )  # fmt: skip


def beside(left: Flowable, right: Flowable, wide_left: float) -> Table:
    """Return two things next to each other, over the page's width."""
    return Table(
        [[left, right]], [wide_left, look.WIDTH - wide_left],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )  # fmt: skip


def _front(s: Statement) -> list[Flowable]:
    left = look.WIDTH * 0.46
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
            facts_table(facts, look.WIDTH - left), left,
        ),
        look.gap(7),
        look.text("Statement of recoupment for alternative provision", look.TITLE),
        look.text(f"{s.party.name} · financial year {s.financial_year}", look.SUBTITLE),
        look.gap(1),
        _summary(s.sums, long_date(s.as_at)),
        look.gap(2),
        *_beside_the_balance(s),
        *_schools(s),
        *_routes(s),
    ]  # fmt: skip


def _summary(sums: Sums, day: str) -> Table:
    """Return the box with the account and, large, the closing balance."""
    rows = [[look.text(k, look.BODY), look.text(pounds(v), look.MONEY)] for k, v in sums_rows(sums)]
    closing = [
        look.text(f"Closing balance as at {day}\n{balance_words(sums)}", look.LABEL),
        look.text(pounds(sums.closing), look.BIG),
    ]
    disputed = [look.text("of which in dispute", look.BODY),
                look.text(pounds(sums.disputed), look.MONEY)]  # fmt: skip
    last = len(rows)
    return Table(
        [*rows, closing, disputed], [look.WIDTH * 0.68, look.WIDTH * 0.32],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ("BOX", (0, 0), (-1, -1), 1.2, look.NAVY),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ("LEFTPADDING", (0, 0), (-1, -1), 8), ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("LINEABOVE", (0, last), (-1, last), 1.2, look.NAVY),
            ("BACKGROUND", (0, last), (-1, last), look.PALE),
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
    return [look.text(line, look.SMALL) for line in said]


def _schools(s: Statement) -> list[Flowable]:
    if len(s.sections) < 2:
        return []
    names = ("Brought forward £", "New £", "Corrections £", "Credits £", "Settled £", "Closing £")

    def cells(name: str, sums: Sums) -> list[str]:
        amounts = (sums.opening, sums.new, sums.corrections, sums.credits, sums.settled,
                   sums.closing)  # fmt: skip
        return [name, *(look.money(a) for a in amounts)]

    widths = [44 * mm, *[22 * mm] * 6]
    return [
        look.text("The schools of the trust", look.H2),
        plain_table(
            ("School", *names), [cells(x.name, x.sums) for x in s.sections], widths,
            figures=range(1, 7), total=cells("Together", s.sums),
        ),
    ]  # fmt: skip


def _routes(s: Statement) -> list[Flowable]:
    rows = [(x.name, route, look.money(amount)) for x in s.sections for route, amount in x.by_route]
    if not rows:
        return []
    return [
        look.text("How it is settled", look.H2),
        plain_table(("School", "Route", "Gross £"), rows,
                    (look.WIDTH * 0.5, look.WIDTH * 0.3, look.WIDTH * 0.2), figures=(2,)),
    ]  # fmt: skip


def _charges(s: Statement, section: Section) -> list[Flowable]:
    groups = [(name, section.of_kind(kind)) for kind, name in GROUPS]
    heading = look.text(f"Charges: {section.name} ({section.laestab})", look.H2_OF_PAGES)
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
        look.text("Year ends and accruals", look.H2),
        look.text(YEAR_END_NOTE, look.SMALL),
        look.gap(1.5),
        plain_table(headings, rows, [look.WIDTH * w for w in shares], figures=(2, 3, 4)),
    ]


def _queries(s: Statement) -> list[Flowable]:
    rows = [
        (q.ref, q.charge_ref, look.short_date(q.opened),
         look.money(q.amount) if q.amount is not None else "",
         f"closed {look.short_date(q.closed)}" if q.closed else "open")
        for x in s.sections for q in x.queries
    ]  # fmt: skip
    if not rows:
        return []
    return [
        look.text("Your queries", look.H2),
        plain_table(("Query", "Charge", "Opened", "Amount £", "State"), rows,
                    [look.WIDTH * w for w in (0.2, 0.3, 0.17, 0.15, 0.18)], figures=(3,)),
    ]  # fmt: skip


def _notes(s: Statement) -> list[Flowable]:
    query: list[Flowable] = [
        look.text("If you have a query", look.H2),
        look.text(how_to_query(s), look.BODY),
    ]
    points = [look.text(f"• {note}", look.NOTE) for note in notes(s)]
    return [KeepTogether(query), KeepTogether([look.text("Notes", look.H2), *points])]


def _held(s: Statement) -> list[Flowable]:
    found = [(x.name, x.of_kind("held")) for x in s.sections if x.of_kind("held")]
    if not found:
        return []
    return [
        CondPageBreak(60 * mm),
        look.text("Held, for information", look.H2),
        look.text(HELD_INTRO, look.SMALL),
        look.gap(1.5),
        line_table(found, "Held in all: not in the closing balance"),
    ]


def _asked(s: Statement) -> list[Flowable]:
    found = [(x.name, x.of_kind("asked")) for x in s.sections if x.of_kind("asked")]
    if not found:
        return []
    return [
        PageBreak(),
        look.text(ASKED_HEADING, look.TITLE),
        look.text(f"{s.party.name} · financial year {s.financial_year}", look.SUBTITLE),
        look.text(ASKED_INTRO, look.MARKED),
        look.gap(3),
        look.text(ASKED_REPLY.format(day=long_date(s.query_by)), look.BODY),
        look.gap(3),
        line_table(found, "Asked for in all: not in the closing balance"),
    ]
