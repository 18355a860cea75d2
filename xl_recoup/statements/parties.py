"""Who owes a line, and the number of its statement: stable, and without a person in it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from xl_recoup.contract import School, normal
from xl_recoup.policy.school_list import SchoolList
from xl_recoup.statements.sending import Party

LONGEST_SLUG = 40


def slug(name: str) -> str:
    """Return a name in small letters, digits and hyphens, such as `elm-trust`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    words = words[:LONGEST_SLUG].strip("-")
    if not words or words.isdigit():  # a number would look like a LAESTAB
        return f"trust-{_digest(name)}"
    return words


def _digest(name: str) -> str:
    return hashlib.sha256(normal(name).encode()).hexdigest()[:6]


class Parties:
    """The parties of one workbook.

    A trust is a party where the Schools table gives it several schools, or where a school joined
    it meanwhile: what fell due before that day is the school's own.
    """

    def __init__(self, schools: SchoolList) -> None:
        self._schools = schools
        members: dict[str, set[str]] = defaultdict(set)
        trusts_of: dict[str, set[str]] = defaultdict(set)
        names: dict[str, str] = {}
        for school in schools.rows:
            trusts_of[school.laestab].add(normal(school.trust))
            if school.trust:
                members[normal(school.trust)].add(school.laestab)
                names.setdefault(normal(school.trust), school.trust)
        moved = {laestab for laestab, trusts in trusts_of.items() if len(trusts) > 1}
        shared = [t for t, found in members.items() if len(found) > 1 or found & moved]
        self._trusts = self._keyed({t: names[t] for t in shared})
        self._alone = {t: next(iter(found)) for t, found in members.items() if t not in shared}

    @staticmethod
    def _keyed(names: dict[str, str]) -> dict[str, Party]:
        by_slug: dict[str, list[str]] = defaultdict(list)
        for trust, name in names.items():
            by_slug[slug(name)].append(trust)
        keys = {
            trust: key if len(found) == 1 else f"{key}-{_digest(names[trust])}"
            for key, found in by_slug.items()
            for trust in found
        }
        return {trust: Party(key, names[trust], True) for trust, key in keys.items()}

    def school(self, laestab: str, day: date) -> School | None:
        """Return a school as it was on a day; None where the Schools table lacks it."""
        return self._schools.on(laestab, day) if laestab in self._schools else None

    def of(self, laestab: str, day: date, name: str = "") -> Party:
        """Return who owes what fell due at a school on a day."""
        school = self.school(laestab, day)
        if school is None:
            return Party(laestab, name or laestab, False)
        return self._trusts.get(normal(school.trust)) or Party(laestab, school.name, False)

    def addressed(self, name: str, day: date) -> tuple[Party, str] | None:
        """Return who has the account of a document to a trust, and of which school.

        The school is "" where several share the account; None where no school has such a trust.
        """
        if shared := self._trusts.get(normal(name)):
            return shared, ""
        laestab = self._alone.get(normal(name), "")
        return (self.of(laestab, day), laestab) if laestab else None


def entity_words(party: Party, schools: Iterable[School | None], authority: str) -> str:
    """Return the legal entity that owes, with what is known of it."""
    if party.trust:
        return party.name
    known = [s for s in schools if s is not None]
    last = known[-1] if known else None
    if last is None:
        return party.name
    if last.is_academy or last.type == "AP academy":
        return last.trust or f"The academy trust of {last.name}"
    if last.is_maintained or last.type == "PRU" or (last.type == "special" and not last.trust):
        return f"{last.name}, maintained by {authority}"
    return last.trust or last.name
