"""Two people's word: one prepared what is posted, another, who may, approves it signed in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from decimal import Decimal

from xl_recoup.contract import Approver
from xl_recoup.errors import Refused
from xl_recoup.money import pounds
from xl_recoup.words import listed


def approver(
    approvers: Sequence[Approver], *, signed_in: str, named: str, prepared_by: str
) -> Approver:
    """Return who approves a posting: the person signed in, who is named and did not prepare it.

    Without a name (`named` blank) it is the person signed in. Raises Refused, saying who may.
    """
    found = [a for a in approvers if same_person(signed_in, a.login)]
    if not found:
        raise Refused(
            f"{signed_in} is signed in, and is no Login on the sheet Approvers. The approver posts,"
            f" signed in under their own name: {_who(approvers)}."
        )
    if len(found) > 1:
        raise Refused(f"{found[1].place}: two rows of Approvers have this Login. Delete one.")
    person = found[0]
    if named.strip() and not same_person(named, person.name):
        raise Refused(
            f"{person.name} is signed in ({signed_in}), and the posting is to be approved by"
            f" {named.strip()}. Who approves it posts it, signed in under their own name."
        )
    if not prepared_by.strip():
        raise Refused(
            "The run log does not say who ran the last calculation, so nobody is known to have"
            " prepared the posting. Recalculate the workbook, then post."
        )
    if any(same_person(prepared_by, name) for name in (person.name, person.login, signed_in)):
        raise Refused(
            f"{person.name} can't both prepare and approve the posting: it needs two people."
            f" {prepared_by} ran the last calculation: let somebody else recalculate, or approve."
        )
    return person


def refuse_over_limit(person: Approver, gross: Decimal, approvers: Sequence[Approver]) -> None:
    """Raise Refused where a posting's gross amounts, all taken as positive, are over the limit."""
    if gross <= person.limit:
        return
    others = [a.name for a in approvers if a.limit >= gross and a is not person]
    may = f"{listed(others)} may." if others else "Nobody on the sheet Approvers may."
    raise Refused(
        f"The posting moves {pounds(gross)}, charges and credits added up, and {person.name} may"
        f" approve up to {pounds(person.limit)}. {may}"
    )


def same_person(one: str, other: str) -> bool:
    """Say whether two names may be one person's: whatever their capitals, dots, spaces and order.

    A domain, as in `COUNCIL\\bhead` or `bhead@council.gov.uk`, and accents make no difference.
    """
    first, second = _words(one), _words(other)
    alike = "".join(first) == "".join(second) or sorted(first) == sorted(second)
    return alike and bool(first)


def _words(name: str) -> list[str]:
    plain = name.rpartition("\\")[2].partition("@")[0]
    letters = unicodedata.normalize("NFKD", plain.casefold())
    kept = "".join(c if c.isalnum() else " " for c in letters if not unicodedata.combining(c))
    return kept.split()


def _who(approvers: Sequence[Approver]) -> str:
    if not approvers:
        return "the sheet has no rows yet"
    return listed([f"{a.name} as {a.login}" for a in approvers])
