"""The letter before the first charge: what, on what basis, from when, and how to object.

One letter for each school, for the placements of which nothing is posted yet and of which the
workbook says no notice was sent.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from xl_recoup.closed_lists import Status
from xl_recoup.contract import Scheme, normal
from xl_recoup.money import ZERO, pounds
from xl_recoup.records import record
from xl_recoup.run.result import Result
from xl_recoup.statements.charge_data import Bases, charges_data
from xl_recoup.statements.front_data import Front, front_data
from xl_recoup.statements.paper import pdf_of
from xl_recoup.statements.parties import Parties, entity_words
from xl_recoup.statements.reader_words import clean
from xl_recoup.statements.sending import AS_THE_WORKBOOK_SAYS, Paper, Sending
from xl_recoup.statements.statement_lines import LineMaker
from xl_recoup.statements.statement_records import StatementLine
from xl_recoup.statements.texts import PROVISIONAL, reach
from xl_recoup.words import counted, in_figures, long_date

TITLE = "Notice of a charge for alternative provision"
OPENING = (
    "Pupils of {school} are educated in alternative provision that the authority pays for. The"
    " money for a pupil's education follows the pupil. This letter tells you, before anything is"
    " charged, what the charge will be, on what basis and from when. It is not an invoice."
)
GROUPS: tuple[tuple[Status, str], ...] = (
    ("billable", "Will be charged"),
    ("held", "Will be charged once the reason for holding it is settled"),
    ("asked", "Asked for: a request, not an invoice. Nothing is owed unless you agree"),
)


@record
class Notice:
    """One letter to one school."""

    number: str
    version: int = 1
    as_at: date
    paper: Paper
    laestab: str
    school: str
    entity: str
    lines: tuple[StatementLine, ...]
    terms: tuple[str, ...]
    """For each scheme, in a sentence: what it is and when it starts to be charged."""

    @property
    def title(self) -> str:
        """The document's title."""
        return f"{TITLE}: {self.school} ({self.number})"


def notices(result: Result, sending: Sending = AS_THE_WORKBOOK_SAYS) -> list[Notice]:
    """Return the letters due at a run, by LAESTAB.

    A placement with a posted line or with `Notice sent on` gets no further letter. A school
    whose placements are all nil, or under check, gets none.
    """
    policy = result.policy
    maker = LineMaker(result, Parties(policy.schools))
    told = {normal(e.placement_ref) for e in result.entries}
    told |= {normal(p.placement_ref) for p in result.rows if p.notice_sent_on is not None}
    found: dict[str, list[StatementLine]] = defaultdict(list)
    for line in result.lines:
        shown = maker.fresh(line)
        known = line.laestab in policy.schools
        if shown and shown.net and known and normal(line.placement_ref) not in told:
            found[line.laestab].append(shown)
    due = {laestab: _charged(lines) for laestab, lines in found.items()}
    return [
        _notice(maker, sending, laestab, due[laestab]) for laestab in sorted(due) if due[laestab]
    ]


def _charged(lines: list[StatementLine]) -> list[StatementLine]:
    """Return the lines of placements that are charged: a credit alone needs no notice."""
    charged = {line.placement_ref for line in lines if line.net > 0}
    return [line for line in lines if line.placement_ref in charged]


def _notice(maker: LineMaker, sending: Sending, laestab: str, lines: list[StatementLine]) -> Notice:
    policy = maker.result.policy
    options, school = policy.options, policy.schools.on(laestab, policy.as_at)
    paper = sending.paper(policy, [school])
    party = maker.parties.of(laestab, policy.as_at)
    codes = dict.fromkeys(line.scheme for line in lines)
    schemes = [s for s in (policy.schemes.find(c, paper.issued) for c in codes) if s is not None]
    return Notice(
        number=f"{options.la_number}-{policy.period}-{laestab}-notice",
        as_at=policy.as_at,
        paper=paper,
        laestab=laestab,
        school=clean(school.name),
        entity=clean(entity_words(party, [school], options.authority)),
        lines=tuple(lines),
        terms=tuple(terms_words(s, paper.issued) for s in schemes),
    )


def terms_words(scheme: Scheme, issued: date) -> str:
    """Return a scheme's terms in a sentence, with its source and its notice."""
    name = f"{scheme.code}: {scheme.name}" if scheme.name else scheme.code
    if not scheme.is_local:
        words = f"{name}. The sum follows the regulations cited with each line"
    else:
        per = f", 1/{in_figures(scheme.denominator)} of" if scheme.denominator != 1 else " at"
        named = "a named rate" if scheme.rate else scheme.base
        words = f"{name}. Counted in {scheme.measure}{per} {named}"
        if scheme.notice_days:
            first = long_date(issued + timedelta(days=scheme.notice_days))
            words += (
                f"; charged from {scheme.notice_days} days after this letter at the earliest,"
                f" {first}"
            )
    if scheme.source:
        words += f". Source: {scheme.source}"
    return clean(words).rstrip(".") + "."


def notice_pdf(notice: Notice, templates: Path | None = None, *, draft: bool = False) -> bytes:
    """Return the letter's PDF; the same notice gives the same bytes.

    `templates` is a council's own folder of them. Raises Refused where it can't be used.
    """
    return pdf_of("notice", notice_data(notice, draft=draft), templates)


def notice_data(notice: Notice, *, draft: bool = False) -> dict[str, Any]:
    """Return all that a notice's template shows, as words."""
    n, paper, bases = notice, notice.paper, Bases()
    version = f"{n.version}" if n.version == 1 else f"{n.version}, in place of {n.version - 1}"
    front = Front(
        title=n.title,
        heading=TITLE,
        subtitle=f"{n.school} ({n.laestab}) · financial year {paper.financial_year}",
        entity=n.entity,
        name=n.school,
        facts=(
            ("Our reference", n.number),
            ("Version", version),
            ("As at", long_date(n.as_at)),
            ("Date", long_date(paper.issued)),
            ("Financial year", paper.financial_year),
            ("Answer by", long_date(paper.reply_by)),
        ),
        foot=f"{TITLE} · {n.number} · version {n.version}",
    )
    groups = [(words, [ln for ln in n.lines if ln.status == status]) for status, words in GROUPS]
    charges = charges_data(groups, "All lines of this letter", bases)
    return front_data(front, paper, draft=draft) | {
        "opening": OPENING.format(school=n.school),
        "amounts": _amounts(n),
        "charges": charges,
        "basis": [*n.terms, *bases.listed(), *_basis(n)],
        "objecting": _objecting(paper),
    }


def _amounts(n: Notice) -> str:
    placements = len({line.placement_ref for line in n.lines})
    total = sum((ln.gross for ln in n.lines if ln.status != "asked"), ZERO)
    return (
        f"This letter is about {counted(placements, 'placement')}. On what is known at"
        f" {long_date(n.paper.issued)} the charges come to {pounds(total)}, without what is"
        " only asked for. Under a scheme that"
        " runs on, the amount grows with the time in the placement; each line says up to which day"
        " it was worked out."
    )


def _basis(n: Notice) -> list[str]:
    drafts = [PROVISIONAL] if any(line.draft_rate for line in n.lines) else []
    return [
        *drafts,
        f"Complete weeks are counted {n.paper.weeks_reading}.",
        "Pupils are named by placement reference only; the authority's alternative provision team"
        " can tell you, by a secure route, which pupil a reference stands for.",
    ]


def _objecting(paper: Paper) -> list[str]:
    return [
        f"Please write by {long_date(paper.reply_by)} to the contact for this letter"
        f" ({reach(paper.sender)}) with our reference, the charge reference and your reason: that"
        " the pupil was not on your roll, that a date or a factor of the funding is wrong, that an"
        " agreement says otherwise, or that you do not agree to what is asked.",
        "Never put a pupil's name, date of birth or UPN in an e-mail: the placement reference is"
        " enough. A charge that you object to is shown as in dispute until it is settled.",
    ]
