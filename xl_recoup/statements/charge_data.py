"""Charges as letters show them: words and figures for the templates, nothing about their look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from xl_recoup.money import ZERO, pounds
from xl_recoup.statements.reader_words import cut
from xl_recoup.statements.statement_records import StatementLine
from xl_recoup.words import short_date

HEADINGS = ("Charge", "From – to", "Base £", "Weeks or units", "Net £", "VAT £", "Gross £")
Group = tuple[str, Sequence[StatementLine]]
"""A name, and the lines below it."""


def money(amount: Decimal) -> str:
    """Return pounds for a table's cell, without the sign that its heading bears."""
    return pounds(amount).replace("£", "")


def standing(line: StatementLine) -> str:
    """Return how a line stands, in words for the reader."""
    if line.posted_in:
        return f"posted in {line.posted_in}"
    if line.status == "billable":
        return "billable, not yet posted"
    return f"{line.status}: {line.reason}" if line.reason else line.status


def on_draft_rate(line: StatementLine) -> str:
    """Return what is said of a line on a rate that is not approved yet; "" of all others."""
    if not line.draft_rate:
        return ""
    return "on a draft rate" if line.posted_in else "provisional"


@dataclass(slots=True)
class Bases:
    """What the charges of one letter rest on: each citation or agreement once, with a number."""

    _numbers: dict[str, int] = field(default_factory=dict)

    def name(self, line: StatementLine) -> str:
        """Return what a line says of its basis: `legal basis: statute (1)`."""
        if not line.legal_basis:
            return ""
        said = f"legal basis: {line.legal_basis}"
        if not line.authority:
            return said
        return f"{said} ({self._numbers.setdefault(line.authority, len(self._numbers) + 1)})"

    def listed(self) -> list[str]:
        """Return every basis that was named, with its number, in the order of the letter."""
        return [f"({number}) {self._once(words)}" for words, number in self._numbers.items()]

    def _once(self, words: str) -> str:
        """Return a basis with the number of another in place of the citation that it repeats."""
        others = sorted((o for o in self._numbers if o != words and o in words), key=len)
        if not others:
            return words
        said = words.replace(others[-1], f"({self._numbers[others[-1]]})")
        return f"as {said}" if words.startswith(others[-1]) else said


def charges_data(groups: Iterable[Group], total: str, bases: Bases) -> dict[str, Any]:
    """Return a table of charges, in those groups that have a line, and the sum of all."""
    shown = [(name, lines) for name, lines in groups if lines]
    every = [line for _, lines in shown for line in lines]
    return {
        "headings": HEADINGS,
        "groups": [
            _band(name, lines) | {"lines": [_line(line, bases) for line in lines]}
            for name, lines in shown
        ],
        "total": _band(total, every),
    }


def _band(name: str, lines: Sequence[StatementLine]) -> dict[str, Any]:
    """Return a name with the sums of its lines: net, VAT, gross."""
    net, vat = sum((ln.net for ln in lines), ZERO), sum((ln.vat for ln in lines), ZERO)
    return {"name": cut(name, 300), "sums": [money(amount) for amount in (net, vat, net + vat)]}


def _line(line: StatementLine, bases: Bases) -> dict[str, Any]:
    days = [short_date(line.start)] if line.start else []
    if line.start and line.end and line.end != line.start:
        days = [f"{short_date(line.start)} –", short_date(line.end)]
    facts = [
        "IN DISPUTE" if line.disputed else "",
        on_draft_rate(line),
        f"placement {line.placement_ref}" if line.placement_ref else "",
        standing(line),
        bases.name(line),
        f"by {line.route}" if line.route else "",
        f"VAT: {line.vat_code}" if line.vat_code else "",
        f"document {line.document}" if line.document else "",
        f"your PO {line.po}" if line.po else "",
    ]
    said = cut(" · ".join(f for f in facts if f), 800)
    return {
        "ref": cut(line.ref, 120),
        "what": cut(f"{line.component} · {line.scheme}" if line.scheme else line.component, 250),
        "days": days,
        "base": money(line.base) if line.base is not None and line.units_words else "",
        "units": cut(line.units_words, 250),
        "amounts": [money(amount) for amount in (line.net, line.vat, line.gross)],
        "working": cut(line.working, 3_300),
        "shares": _shares(line),
        "facts": said[:1].upper() + said[1:],
        "disputed": line.disputed,
    }


def _shares(line: StatementLine) -> list[str]:
    if len(line.parts) < 2:
        return []
    shares = "; ".join(
        f"{short_date(p.start)} – {short_date(p.end)} ({p.days} days) {pounds(p.amount)}"
        for p in line.parts
    )
    return [f"Split at 31 August: {shares}"]
