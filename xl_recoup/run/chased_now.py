"""What is chased at a run: documents with money outstanding, requests that wait for an answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.documents import known_as
from xl_recoup.accounts.settlement import Balance, balances
from xl_recoup.contract import Document, Letter, School, normal
from xl_recoup.money import ZERO
from xl_recoup.policy.memory import Memory
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine
from xl_recoup.recovery.chased import Chase, Chased
from xl_recoup.recovery.ladder import Terms, chase
from xl_recoup.recovery.recovery_rows import (
    Fault,
    Known,
    Trouble,
    letter_steps,
    steps_of,
    troubles,
)
from xl_recoup.run.result import Result, disputed_refs, once


def known_references(items: Items) -> dict[str, Known]:
    """Return what Recovery may name: documents and requests, by each name in normal form."""
    found: dict[str, Known] = {}
    for document in items.accounts.documents:
        agreed = net_off_agreed(items.policy, document)
        known = Known(document.number, "document", document.issued_on, agreed)
        for name in sorted(known_as(document)):
            found.setdefault(name, known)
    for reference, letters in _rounds(items.accounts.letters).items():
        known = Known(reference, "request", letters[0].written_on, False)
        found.setdefault(normal(reference), known)
    return found


def recovery_troubles(items: Items, today: date) -> list[Trouble]:
    """Return what is wrong with the rows of Recovery."""
    day = max(today, items.policy.as_at)
    letters = letter_steps(items.accounts, items.policy.as_at)
    return troubles(items.accounts.recovery, known_references(items), letters, day)


@once
def chases(result: Result) -> Sequence[Chase]:
    """Return how far everything that is chased is pressed as at a run's day, documents first."""
    return chases_asked_on(result, result.made_on or result.policy.as_at)


def chases_asked_on(result: Result, today: date) -> Sequence[Chase]:
    """Return the same where somebody asks on another day than the run's.

    What a row of Recovery that is wrong, or can't be read, speaks of is held.
    """
    items, day = result.items, result.policy.as_at
    accounts, terms = items.accounts, Terms.of(result.policy.options)
    known = known_references(items)
    by_hand = steps_of(accounts.recovery, known)
    letters = letter_steps(accounts, day)
    found_wrong = recovery_troubles(items, today)
    wrong = [t for t in found_wrong if t.fault is not Fault.UNKNOWN]
    doubted = [*(t.row.reference for t in wrong), *(ref for ref, _ in accounts.recovery_unread)]
    held = {normal(known[name].reference) for ref in doubted if (name := normal(ref)) in known}
    found = [*_documents(items), *_requests(items.policy, accounts.letters, result.lines)]
    made = []
    for one in found:
        name = normal(one.reference)
        steps = [*letters.get(name, ()), *by_hand.get(name, ())]
        made.append(chase(one, steps, terms, day, held=name in held))
    return made


def net_off_agreed(policy: Policy, document: Document) -> bool:
    """Say whether an agreement in force lets the authority net off what a document's party owes."""
    schools = schools_of(policy, document.party, document.laestab)
    rows = [a for school in schools for a in policy.agreements.of(school)]
    return any(a.binds and a.net_off_allowed and a.covers(policy.as_at) for a in rows)


def schools_of(policy: Policy, party: str, laestab: str) -> list[School]:
    """Return the schools of a party as they are: the school itself, or those of a trust."""
    if laestab:
        return [policy.schools.on(laestab, policy.as_at)] if laestab in policy.schools else []
    wanted = normal(party)
    return [s for s in policy.schools.rows if s.trust and normal(s.trust) == wanted]


def _documents(items: Items) -> Iterator[Chased]:
    """Yield the issued invoices on which money is outstanding."""
    policy, queried = items.policy, _queried(items)
    held = balances(items.accounts, policy.as_at)
    credit, pressed = defaultdict[str, Decimal](Decimal), defaultdict[str, Decimal](Decimal)
    unpaid: list[tuple[Balance, Decimal]] = []
    for balance in held:
        d = balance.document
        if d.kind == "credit note" and balance.outstanding < 0:
            credit[party_key(d)] -= balance.outstanding
        elif d.kind == "invoice" and balance.days is not None and balance.outstanding > 0:
            disputed = min(queried.get(normal(d.number), ZERO), balance.outstanding)
            pressed[party_key(d)] += balance.outstanding - disputed
            unpaid.append((balance, disputed))
    for balance, disputed in unpaid:
        d, issued, key = balance.document, balance.document.issued_on, party_key(balance.document)
        assert issued is not None
        yield Chased(
            reference=d.number,
            names=known_as(d),
            kind="document",
            party=d.party,
            laestab=d.laestab,
            gross=d.gross,
            amount=balance.outstanding,
            disputed=disputed,
            began=issued,
            due=issued + timedelta(days=policy.options.payment_days),
            net_off_agreed=net_off_agreed(policy, d),
            credit=credit[key],
            covered=ZERO < pressed[key] <= credit[key],
            place=d.place,
        )


def party_key(document: Document) -> str:
    """Return what is the same for all documents of one party: its LAESTAB, or its trust's name."""
    return document.laestab or normal(document.party)


def _queried(items: Items) -> dict[str, Decimal]:
    """Return the gross pounds of charges with an open query, by document in normal form."""
    queried, sums = disputed_refs(items.policy), defaultdict[str, Decimal](Decimal)
    by_number = {item.number: item for item in items.posted}
    for document in items.accounts.documents:
        for number in document.entries:
            item = by_number.get(number)
            if item is not None and normal(item.ref) in queried:
                sums[normal(document.number)] += item.gross
    return {number: max(amount, ZERO) for number, amount in sums.items()}


def _rounds(letters: Iterable[Letter]) -> dict[str, list[Letter]]:
    """Return the requests that left, each round by its reference: a number, later ones a version.

    A version that names no placement which those before lack is of the round before.
    """
    by_number: dict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter.kind == "request":
            by_number[letter.number].append(letter)
    rounds: dict[str, list[Letter]] = {}
    for number, versions in by_number.items():
        seen: set[str] = set()
        reference = number
        for letter in sorted(versions, key=lambda one: one.version):
            names = _placements(letter)
            if not seen or names - seen:
                reference = number if not seen else f"{number}-v{int(letter.version)}"
                rounds[reference] = [letter]
            else:
                rounds[reference].append(letter)
            seen |= names
    return rounds


def _placements(letter: Letter) -> set[str]:
    return {normal(name) for name in letter.placements.split(",") if name.strip()}


def _requests(
    policy: Policy, letters: Sequence[Letter], lines: Iterable[ChargeLine]
) -> Iterator[Chased]:
    """Yield the requests of which charges wait for an answer, each charge in its first round."""
    open_lines = unanswered(policy, lines)
    rounds = _rounds(letters)
    first: dict[tuple[str, str], str] = {}
    for reference, versions in rounds.items():
        party = normal(versions[0].party)
        for name in _placements(versions[0]):
            first.setdefault((party, name), reference)
    held: dict[str, list[ChargeLine]] = defaultdict(list)
    for line in open_lines:
        for party in _parties(policy, line):
            reference = first.get((normal(party), normal(line.placement_ref)), "")
            if reference:
                held[reference].append(line)
                break
    for reference, versions in rounds.items():
        if not held.get(reference):
            continue
        waiting, written = held[reference], versions[0].written_on
        schools = {line.laestab for line in waiting}
        of_trust = normal(versions[0].party) not in {normal(x.school) for x in waiting}
        amount = sum((line.amount for line in waiting), ZERO)
        yield Chased(
            reference=reference,
            names=frozenset({normal(reference)}),
            kind="request",
            party=versions[0].party,
            laestab="" if of_trust or len(schools) > 1 else schools.pop(),
            gross=amount,
            amount=amount,
            began=written,
            due=written + timedelta(days=policy.options.query_days),
            lines=len(waiting),
            place=versions[-1].place,
        )


def _parties(policy: Policy, line: ChargeLine) -> list[str]:
    """Return the names under which a charge may have been asked for: trust and school."""
    known = policy.schools.all(line.laestab)
    return [line.school, *(s.trust for s in known if s.trust), *(s.name for s in known)]


def unanswered(policy: Policy, lines: Iterable[ChargeLine]) -> list[ChargeLine]:
    """Return the charges that are asked for, and of which no agreement row says an answer."""
    answers = Memory[tuple[str, str], str](lambda asked: _answer_of(policy, *asked))
    return [x for x in lines if x.status == "asked" and not answers[x.laestab, x.scheme]]


def _answer_of(policy: Policy, laestab: str, scheme: str) -> str:
    """Return what a school's party has answered as at the run's day; "" for nothing."""
    if laestab not in policy.schools:
        return ""
    school = policy.schools.on(laestab, policy.as_at)
    rows = policy.agreements.concerning(school, scheme)
    current = [a for a in rows if a.status != "no reply" and a.covers(policy.as_at)]
    return current[0].status if current else ""
