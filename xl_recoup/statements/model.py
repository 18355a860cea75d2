"""Statements of one run: who owes what, how much of it is new, and why; pure.

Opening + new + corrections + credits + settled = closing, by school and by trust. What is only
asked for, and what is held, stands beside the balance and never in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.accounts.settlement import balances, settled_by_party
from xl_recoup.contract import normal
from xl_recoup.money import ZERO
from xl_recoup.records import ChargeLine, Entry
from xl_recoup.run.result import Result
from xl_recoup.statements.parties import Parties, entity_words
from xl_recoup.statements.parts import year_ends
from xl_recoup.statements.reader_words import clean
from xl_recoup.statements.sending import AS_THE_WORKBOOK_SAYS, Party, Sending
from xl_recoup.statements.statement_lines import LineMaker
from xl_recoup.statements.statement_records import (
    LineKind,
    OpenDocument,
    QueryShown,
    Section,
    Statement,
    StatementLine,
    Sums,
)

Key = tuple[str, str]
"""The party's key and the school's LAESTAB."""


def statements(result: Result, sending: Sending = AS_THE_WORKBOOK_SAYS) -> list[Statement]:
    """Return the statements of a run: one for each school, or for a trust that several share.

    A school without an amount and without a payment has no statement. Raises Refused where a
    period is named that was never posted.
    """
    policy = result.policy
    parties = Parties(policy.schools)
    maker = LineMaker(result, parties, sending.since or _last_posting(result))
    lines, names = _by_school(result, maker)
    settled = sending.settled
    if settled is None:
        settled = settled_by_party(result.items.accounts, policy.as_at)
    paid = _payments(settled, lines, names, parties, policy.as_at)
    grouped: dict[str, list[Section]] = {key: [] for key, laestab in paid if not laestab}
    for key in sorted({*lines, *paid}, key=lambda k: k[1]):
        if not key[1]:
            continue
        section = _section(result, parties, key[1], lines.get(key, []), paid.get(key, ZERO))
        grouped.setdefault(key[0], []).append(section)
    return [
        _statement(result, parties, sending, names[key], sections, -paid.get((key, ""), ZERO))
        for key, sections in sorted(grouped.items())
    ]


def _last_posting(result: Result) -> str:
    """Return the last period posted to where no statement has shown its lines, else "".

    By the register, one of an earlier day has shown them that is as at the posting's day or later.
    Where it has none, lines that wait though the period would have taken them say that statements
    go out before a posting; those that begin after its last day say nothing.
    """
    if not result.entries:
        return ""
    period = max(result.entries, key=lambda e: e.number).period
    accounts, as_at = result.items.accounts, result.policy.as_at
    days = [x.as_at for x in accounts.letters if x.kind == "statement" and x.as_at is not None]
    earlier = [day for day in days if day < as_at]
    if earlier and result.posted_as_at is not None:
        return "" if max(earlier) >= result.posted_as_at else period
    last = accounts.accounting_dates.get(normal(period))
    waiting = [line.start for line in result.lines if line.status == "billable"]
    return "" if any(last is None or day is None or day <= last for day in waiting) else period


def _by_school(
    result: Result, maker: LineMaker
) -> tuple[dict[Key, list[StatementLine]], dict[str, Party]]:
    """Return lines by party and school; a row whose school is not known, and is 0, has none."""
    found: dict[Key, list[StatementLine]] = defaultdict(list)
    names: dict[str, Party] = {}
    pairs: list[tuple[Entry | ChargeLine, StatementLine]] = []
    pairs += [(e, maker.posted(e)) for e in result.entries]
    pairs += [(ln, shown) for ln in result.lines if (shown := maker.fresh(ln)) is not None]
    for item, line in pairs:
        if item.laestab not in result.policy.schools and not line.net:
            continue
        party = maker.parties.of(item.laestab, maker.day_of(item), item.school)
        names[party.key] = party
        found[party.key, item.laestab].append(line)
    return {key: lines for key, lines in found.items() if any(map(_speaks, lines))}, names


def _speaks(line: StatementLine) -> bool:
    """Say whether a line is reason enough for a statement: a row under check alone is not."""
    return line.kind != "held" or bool(line.net)


def _payments(
    settled: Mapping[str, Decimal],
    lines: Iterable[Key],
    names: dict[str, Party],
    parties: Parties,
    as_at: date,
) -> dict[Key, Decimal]:
    """Return what was settled by party and school; the school is "" on a shared trust's documents.

    Where a school has an account before and one after it joined a trust, the payment goes to the
    one that is current, if it has lines, else to the other.
    """
    have = set(lines)
    paid: dict[Key, Decimal] = {}
    for addressee, amount in settled.items():
        found = parties.addressed(addressee, as_at)
        party, laestab = found or (parties.of(addressee, as_at), addressee)
        others = sorted(k for k in have if k[1] == laestab)
        if not (found or others or parties.school(addressee, as_at)):
            continue  # nobody on the sheet Schools: the run has a finding of its own
        key = (party.key, laestab)
        if key not in have and others:
            key = others[0]
        names.setdefault(key[0], party)
        paid[key] = paid.get(key, ZERO) + amount
    return paid


def _section(
    result: Result, parties: Parties, laestab: str, lines: list[StatementLine], paid: Decimal
) -> Section:
    policy = result.policy
    school = parties.school(laestab, _last_day(lines, policy.as_at))
    name = school.name if school else _name_in_lines(result, laestab)
    routes: dict[str, Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.in_balance:
            routes[line.route or "to be settled"] += line.gross
    refs = {normal(line.ref) for line in lines} | {normal(ln.corrects) for ln in lines}
    academy = school is not None and school.is_academy
    return Section(
        laestab=laestab,
        name=clean(name),
        type=school.type if school else "",
        lines=tuple(lines),
        sums=_sums(lines, paid),
        year_ends=year_ends(lines, policy.period, policy.as_at, academy=academy),
        by_route=tuple(sorted(routes.items())),
        queries=tuple(
            QueryShown(clean(q.ref), clean(q.charge_ref), q.opened, q.closed, q.amount)
            for q in policy.queries
            if normal(q.charge_ref) in refs
        ),
    )


def _name_in_lines(result: Result, laestab: str) -> str:
    """Return what the ledger or the run calls a school that the Schools table lacks."""
    named: list[Entry | ChargeLine] = [*result.entries, *result.lines]
    return next((x.school for x in named if x.laestab == laestab), laestab)


def _sums(lines: Sequence[StatementLine], paid: Decimal) -> Sums:
    def gross(*kinds: LineKind) -> Decimal:
        return sum((line.gross for line in lines if line.kind in kinds), ZERO)

    counted = [line for line in lines if line.in_balance]
    return Sums(
        opening=gross("opening"),
        new=gross("new"),
        corrections=gross("correction"),
        credits=gross("credit"),
        settled=-paid if paid else ZERO,
        disputed=sum((line.gross for line in counted if line.disputed), ZERO),
        vat=sum((line.vat for line in counted), ZERO),
        asked=gross("asked"),
        held=gross("held"),
    )


def _statement(
    result: Result,
    parties: Parties,
    sending: Sending,
    party: Party,
    sections: list[Section],
    together: Decimal,
) -> Statement:
    policy, options = result.policy, result.policy.options
    codes = dict.fromkeys(line.scheme for s in sections for line in s.lines if line.scheme)
    named = [(code, policy.schemes.find(code, policy.as_at)) for code in codes]
    schools = [
        policy.schools.on(s.laestab, _last_day(s.lines, policy.as_at))
        for s in sections
        if s.laestab in policy.schools
    ]
    return Statement(
        number=f"{options.la_number}-{policy.period}-{party.key}",
        version=1,
        period_start=policy.period.start,
        period_end=policy.period.end,
        as_at=policy.as_at,
        paper=sending.paper(policy, schools),
        party=Party(party.key, clean(party.name), party.trust),
        entity=clean(entity_words(party, schools, options.authority)),
        sections=tuple(sections),
        sums=sum((s.sums for s in sections), Sums(settled=together)),
        settled_together=together,
        schemes=tuple((code, clean(scheme.name)) for code, scheme in named if scheme),
        open_documents=_open_documents(result, parties, party, {s.laestab for s in sections}),
    )


def _open_documents(
    result: Result, parties: Parties, party: Party, laestabs: Container[str]
) -> tuple[OpenDocument, ...]:
    """Return the documents of a party on which something is outstanding, in their order."""
    options = result.policy.options
    found = []
    for b in balances(result.items.accounts, result.policy.as_at):
        d = b.document
        found_at = parties.addressed(d.party, result.policy.as_at)
        whose, laestab = (None, d.laestab) if d.laestab else found_at or (None, "")
        own = laestab in laestabs if laestab else whose == party
        if not own or not b.outstanding:
            continue
        issued = d.issued_on if b.days is not None else None
        due = issued + timedelta(days=options.payment_days) if issued and d.gross > 0 else None
        found.append(
            OpenDocument(
                number=clean(d.number),
                kind=d.kind,
                issued=issued,
                due=due,
                gross=d.gross,
                outstanding=b.outstanding,
                age=b.age,
            )
        )
    return tuple(found)


def _last_day(lines: Iterable[StatementLine], as_at: date) -> date:
    """Return the last day on which one of these lines starts, or the as-at date."""
    return max((line.start for line in lines if line.start), default=as_at)
