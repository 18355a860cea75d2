"""Letters that are ready to go: numbered, dated, and as rows for the sheet Letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from xl_recoup.contract import Letter, normal
from xl_recoup.money import ZERO
from xl_recoup.records import record
from xl_recoup.run.result import Result
from xl_recoup.statements.charge_data import Bases, charges_data
from xl_recoup.statements.letter_register import Register, Standing, content_of, row_of
from xl_recoup.statements.model import statements
from xl_recoup.statements.notice import Notice, notice_data, notice_pdf, notices
from xl_recoup.statements.reminder import Reminder, reminder_pdf
from xl_recoup.statements.sending import Paper, Sending
from xl_recoup.statements.statement_pdf import statement_data, statement_pdf
from xl_recoup.statements.statement_records import Statement

LONGEST_NAME = 50
"""Signs of a school's name in a file's: with the folder's path, Windows takes 260 in all."""


@record
class Outgoing:
    """One letter, ready to be made and sent."""

    letter: Statement | Notice | Reminder
    standing: Standing
    rows: tuple[Letter, ...]
    """What is new of it for the sheet Letters, before its file is made: it, its request."""
    number: str
    party: str
    contact: str
    amount: Decimal
    """What is to be paid: the closing balance, what a notice will charge, what is unpaid."""
    asked: Decimal
    stem: str
    """The name of its files, without suffix."""

    def made(self, suffix: str, templates: Path | None, *, draft: bool) -> bytes:
        """Return its file of one kind, `pdf` or, of a statement, `xlsx`."""
        if isinstance(self.letter, Notice):
            return notice_pdf(self.letter, templates, draft=draft)
        if isinstance(self.letter, Reminder):
            return reminder_pdf(self.letter, templates, draft=draft)
        if suffix == "xlsx":
            from xl_recoup.statements.workbook import statement_xlsx  # which loads openpyxl

            return statement_xlsx(self.letter, draft=draft)
        return statement_pdf(self.letter, templates, draft=draft)


def statements_to_send(result: Result, register: Register, *, draft: bool) -> list[Outgoing]:
    """Return the statements of a run, each with the version that is its by the register."""
    made = statements(result, Sending(issued=register.today))
    return [_statement(s, register, draft=draft) for s in made]


def _statement(s: Statement, register: Register, *, draft: bool) -> Outgoing:
    undated = replace(s, paper=_undated(s.paper, s))
    content = content_of(statement_data(undated))
    asked = s.of_kind("asked")
    request, wanted = Standing(1, register.today), ""
    if asked:
        bases = Bases()
        table = charges_data([("", asked)], "", bases)
        wanted = content_of({"asked": table, "bases": bases.listed()})
        request = register.standing(s.request_number, wanted)
    standing = register.standing(s.number, content)
    dated = replace(
        s,
        version=standing.version,
        request_version=request.version,
        paper=replace(s.paper, issued=standing.written_on),
    )
    refs = [line.placement_ref for x in s.sections for line in x.lines]
    rows = []
    if not standing.left:
        rows.append(
            row_of(
                standing,
                number=s.number,
                kind="statement",
                party=s.party.name,
                as_at=s.as_at,
                content=content,
                placements=refs,
            )
        )
    if asked and not request.left:
        rows.append(
            row_of(
                request,
                number=s.request_number,
                kind="request",
                party=s.party.name,
                as_at=s.as_at,
                content=wanted,
                placements=[line.placement_ref for line in asked],
            )
        )
    return Outgoing(
        letter=dated,
        standing=standing,
        rows=tuple(rows),
        number=s.number,
        party=s.party.name,
        contact=s.paper.contact,
        amount=s.sums.closing,
        asked=s.sums.asked,
        stem=file_stem(s.number, standing, s.party.name if not s.party.trust else "", draft=draft),
    )


def notices_to_send(result: Result, register: Register, *, draft: bool) -> list[Outgoing]:
    """Return the notices that are due at a run, each with its number and version."""
    told = {normal(p.placement_ref) for p in result.rows if p.notice_sent_on is not None}
    told |= {normal(e.placement_ref) for e in result.entries}
    made = notices(result, Sending(issued=register.today))
    return [_notice(n, register, told, draft=draft) for n in made]


def _notice(n: Notice, register: Register, told: set[str], *, draft: bool) -> Outgoing:
    refs = [line.placement_ref for line in n.lines]
    n = replace(n, number=register.running_number(n.number, refs, told))
    content = content_of(notice_data(replace(n, paper=_undated(n.paper, n))))
    standing = register.standing(n.number, content)
    row = row_of(
        standing,
        number=n.number,
        kind="notice",
        party=n.school,
        as_at=n.as_at,
        content=content,
        placements=refs,
    )
    charged = [ln.gross for ln in n.lines if ln.status != "asked"]
    return Outgoing(
        letter=replace(
            n, version=standing.version, paper=replace(n.paper, issued=standing.written_on)
        ),
        standing=standing,
        rows=() if standing.left else (row,),
        number=n.number,
        party=n.school,
        contact=n.paper.contact,
        amount=sum(charged, ZERO),
        asked=sum((ln.gross for ln in n.lines if ln.status == "asked"), ZERO),
        stem=file_stem(n.number, standing, n.school, draft=draft),
    )


def _undated(paper: Paper, letter: Statement | Notice) -> Paper:
    """Return a paper as if written on its as-at date: another day alone makes no other letter."""
    return replace(paper, issued=letter.as_at)


def file_stem(number: str, standing: Standing, school: str, *, draft: bool) -> str:
    """Return a file's name, without suffix: number, version and school; safe on any system."""
    if standing.left and standing.left.file and not draft:
        return Path(standing.left.file).stem
    parts = [number, "draft" if draft else f"v{standing.version}", school[:LONGEST_NAME]]
    return "-".join(part for part in map(_safe, parts) if part)


def _safe(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9_]+", "-", plain.replace("'", "")).strip("-")
