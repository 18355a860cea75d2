"""Take-up of agreements: who has answered, signed and refused, scheme by scheme, and its worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Literal

from xl_recoup.closed_lists import BOOKED, AgreementStatus
from xl_recoup.contract import Agreement, School, normal, statutory_code
from xl_recoup.money import ZERO
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import ChargeLine, record

Answer = Literal[AgreementStatus, "nothing in force"]
ANSWERS: tuple[Answer, ...] = (
    "funding agreement",
    "signed",
    "refused",
    "no reply",
    "nothing in force",
)
"""How a party stands to a scheme, the answer that binds most first."""


@record
class TakeUp:
    """One answer to one scheme: how many gave it, and what it is worth this year, in pounds."""

    scheme: str
    answer: Answer
    parties: frozenset[str]
    """Schools and trusts, in normal form; a trust that answers for its schools is one."""
    schools: int
    booked: Decimal
    """Billable and posted, net of credits."""
    asked: Decimal


def take_up(policy: Policy, lines: Iterable[ChargeLine]) -> list[TakeUp]:
    """Return the take-up of every scheme that needs an agreement and has a charge or a row.

    Counted are schools that are open on the as-at date and can only be charged by agreement.
    """
    worth: dict[tuple[str, str], list[ChargeLine]] = defaultdict(list)
    for line in lines:
        worth[normal(line.scheme), line.laestab].append(line)
    made: list[TakeUp] = []
    for code in _schemes(policy, {scheme for scheme, _ in worth}):
        parties: dict[Answer, set[str]] = defaultdict(set)
        schools: dict[Answer, set[str]] = defaultdict(set)
        booked, asked = defaultdict[Answer, Decimal](Decimal), defaultdict[Answer, Decimal](Decimal)
        for school in _asked_schools(policy, code):
            answer, party = _answer(policy, school, code)
            parties[answer].add(party)
            schools[answer].add(school.laestab)
            for line in worth.get((normal(code), school.laestab), ()):
                if line.status in BOOKED:
                    booked[answer] += line.amount
                elif line.status == "asked":
                    asked[answer] += line.amount
        made += [
            TakeUp(
                scheme=code,
                answer=answer,
                parties=frozenset(parties[answer]),
                schools=len(schools[answer]),
                booked=booked[answer] + ZERO,
                asked=asked[answer] + ZERO,
            )
            for answer in ANSWERS
            if schools[answer]
        ]
    return made


def all_schemes(found: Iterable[TakeUp]) -> list[TakeUp]:
    """Return the take-up of all schemes together: each party by the answer that binds most."""
    held = list(found)
    told: set[str] = set()
    made = []
    for answer in ANSWERS:
        of_it = [x for x in held if x.answer == answer]
        parties = frozenset[str]().union(*(x.parties for x in of_it)) - told
        told |= parties
        made.append(
            TakeUp(
                scheme="",
                answer=answer,
                parties=parties,
                schools=0,
                booked=sum((x.booked for x in of_it), ZERO),
                asked=sum((x.asked for x in of_it), ZERO),
            )
        )
    return [x for x in made if x.parties or x.booked or x.asked]


def _schemes(policy: Policy, charged: set[str]) -> list[str]:
    """Return the codes of the schemes in use that need an agreement, in their order."""
    named = {normal(a.scheme) for a in policy.agreements.rows}
    codes = [s.code for s in policy.schemes.rows if s.in_use and _needs_agreement(policy, s.code)]
    return [c for c in dict.fromkeys(codes) if normal(c) in charged | named]


def _needs_agreement(policy: Policy, code: str) -> bool:
    row = policy.schemes.find(code, policy.as_at)
    return bool(statutory_code(code)) or (row is not None and row.agreement_needed != "none")


def _asked_schools(policy: Policy, code: str) -> Iterator[School]:
    """Yield the schools that a scheme can charge by agreement alone, as they are now."""
    row = policy.schemes.find(code, policy.as_at)
    every = not statutory_code(code) and row is not None and row.agreement_needed == "all schools"
    for laestab in dict.fromkeys(s.laestab for s in policy.schools.rows):
        school = policy.schools.on(laestab, policy.as_at)
        reached = school.is_mainstream if every else school.is_academy
        if reached and school.is_open(policy.as_at):
            yield school


def _answer(policy: Policy, school: School, code: str) -> tuple[Answer, str]:
    """Return how a school stands to a scheme now, and the party that said so."""
    rows = policy.agreements.concerning(school, code)
    current = [a for a in rows if a.covers(policy.as_at)]
    if not current:
        return "nothing in force", normal(school.trust) or school.laestab
    best: Agreement = min(current, key=lambda a: ANSWERS.index(a.status))
    return best.status, normal(best.party)
