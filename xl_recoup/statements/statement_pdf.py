"""A statement as a PDF that can be sent: account, charges with their working, requests apart."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from xl_recoup.money import pounds
from xl_recoup.statements.charge_data import Bases, charges_data, money
from xl_recoup.statements.front_data import Front, front_data
from xl_recoup.statements.paper import pdf_of
from xl_recoup.statements.reader_words import cut
from xl_recoup.statements.statement_records import LineKind, Section, Statement, StatementLine, Sums
from xl_recoup.statements.texts import (
    ASKED_HEADING,
    ASKED_INTRO,
    ASKED_REPLY,
    HELD_INTRO,
    OPEN_HEADINGS,
    STATEMENT_TITLE,
    YEAR_END_NOTE,
    balance_words,
    how_to_query,
    notes,
    period_words,
    sums_rows,
    year_end_rows,
)
from xl_recoup.words import long_date, short_date

GROUPS: tuple[tuple[LineKind, str], ...] = (
    ("opening", "Brought forward: posted before"),
    ("new", "New charges"),
    ("correction", "Corrections of posted charges"),
    ("credit", "Credits"),
)


def statement_pdf(
    statement: Statement, templates: Path | None = None, *, draft: bool = False
) -> bytes:
    """Return the statement's PDF; the same statement gives the same bytes.

    `templates` is a council's own folder of them. Raises Refused where it can't be used.
    """
    return pdf_of("statement", statement_data(statement, draft=draft), templates)


def statement_data(s: Statement, *, draft: bool = False) -> dict[str, Any]:
    """Return all that a statement's template shows, as words, figures already with their commas."""
    bases = Bases()
    charges = [_charges(x, bases) for x in s.sections if any(ln.in_balance for ln in x.lines)]
    held = _beside(s, "held", "Held in all: not in the closing balance", bases)
    asked = _beside(s, "asked", "Asked for in all: not in the closing balance", bases)
    reply = ASKED_REPLY.format(day=long_date(s.paper.reply_by))
    return front_data(_front(s), s.paper, draft=draft) | {
        "account": _account(s.sums, long_date(s.as_at)),
        "beside": _not_in_the_balance(s),
        "schools": _schools(s),
        "routes": _routes(s),
        "open": _open_documents(s),
        "charges": charges,
        "held": held and held | {"intro": HELD_INTRO},
        "asked": asked
        and asked
        | {
            "heading": ASKED_HEADING,
            "number": f"Request {s.request_number}, version {s.request_version}",
            "intro": ASKED_INTRO,
            "reply": reply,
        },
        "bases": bases.listed(),
        "year_ends": _year_ends(s),
        "queries": _queries(s),
        "how_to_query": how_to_query(s),
        "notes": notes(s),
    }


def _front(s: Statement) -> Front:
    version = f"{s.version}" if s.version == 1 else f"{s.version}, in place of {s.version - 1}"
    return Front(
        title=s.title,
        heading=STATEMENT_TITLE,
        subtitle=s.subtitle,
        entity=s.entity,
        name=s.party.name,
        facts=(
            ("Statement", s.number),
            ("Version", version),
            ("As at", long_date(s.as_at)),
            ("Issued", long_date(s.paper.issued)),
            ("Period", period_words(s)),
            ("Queries by", long_date(s.paper.reply_by)),
        ),
        foot=s.footer,
    )


def _account(sums: Sums, day: str) -> dict[str, Any]:
    return {
        "rows": [[name, pounds(amount)] for name, amount in sums_rows(sums)],
        "closing": [
            f"Closing balance as at {day}",
            balance_words(sums),
            pounds(sums.closing),
        ],
        "after": [["of which in dispute", pounds(sums.disputed)]],
    }


def _not_in_the_balance(s: Statement) -> list[str]:
    said = []
    if s.sums.vat:
        said.append(f"The balance includes VAT of {pounds(s.sums.vat)}.")
    if s.of_kind("asked"):
        said.append(
            f"Not in the balance: {pounds(s.sums.asked)} that the authority asks for. See"
            f" “{ASKED_HEADING}” on a page of its own at the end."
        )
    if s.of_kind("held"):
        said.append(
            f"Not in the balance: {pounds(s.sums.held)} held, listed for information at the end."
        )
    return said


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[str, Any] | None:
    """Return a table; None where it has no rows."""
    return {"headings": headings, "rows": rows} if rows else None


def _schools(s: Statement) -> dict[str, Any] | None:
    """Return each school's account, across, and that of all; None for a single school."""
    if len(s.accounts) < 2:
        return None
    names = ["Forward £", "New £", "Corrections £", "Credits £", "Settled £", "Closing £"]
    cells = [[name, *_across(sums)] for name, _, sums in s.accounts]
    return {"headings": ["School", *names], "rows": cells, "total": ["Together", *_across(s.sums)]}


def _across(sums: Sums) -> list[str]:
    return [*(money(amount) for _, amount in sums_rows(sums)), money(sums.closing)]


def _routes(s: Statement) -> dict[str, Any] | None:
    rows = [(x.name, route, money(amount)) for x in s.sections for route, amount in x.by_route]
    return _table(("School", "Route", "Gross £"), rows)


def _open_documents(s: Statement) -> dict[str, Any] | None:
    rows = [
        (
            d.number,
            d.kind,
            short_date(d.issued) if d.issued else "not issued",
            short_date(d.due) if d.due else "",
            money(d.gross),
            money(d.outstanding),
            d.age,
        )
        for d in s.open_documents
    ]
    return _table(OPEN_HEADINGS, rows)


def _charges(section: Section, bases: Bases) -> dict[str, Any]:
    groups = [(name, section.of_kind(kind)) for kind, name in GROUPS]
    shown = charges_data(groups, "All lines, before what was settled", bases)
    return shown | {"heading": f"Charges: {cut(section.name, 250)} ({section.laestab})"}


def _beside(s: Statement, kind: LineKind, total: str, bases: Bases) -> dict[str, Any] | None:
    """Return the lines of a kind by school; None where there is none."""
    found: list[tuple[str, tuple[StatementLine, ...]]]
    found = [(x.name, lines) for x in s.sections if (lines := x.of_kind(kind))]
    return charges_data(found, total, bases) if found else None


def _year_ends(s: Statement) -> dict[str, Any] | None:
    headings = (
        "School",
        "Year end",
        "Belongs to the time to that day £",
        "Posted by then £",
        "To accrue £",
    )
    table = _table(headings, year_end_rows(s))
    return table and table | {"note": YEAR_END_NOTE}


def _queries(s: Statement) -> dict[str, Any] | None:
    rows = [
        (
            q.ref,
            q.charge_ref,
            short_date(q.opened) if q.opened else "",
            money(q.amount) if q.amount is not None else "",
            f"closed {short_date(q.closed)}" if q.closed else "open",
        )
        for x in s.sections
        for q in x.queries
    ]
    return _table(("Query", "Charge", "Opened", "Amount £", "State"), rows)
