"""Who has agreed to what: the difference between asked for and billable.

Academies may be asked to join on the regulation's terms; nothing can be required of them without
a binding agreement. Two totals, asked and billable, follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from xl_recoup.closed_lists import StatutoryScheme
from xl_recoup.contract import Agreement, School, normal, statutory_code
from xl_recoup.policy.stretches import Stretches

ALL_SCHEMES = "all"


def _by_days(row: Agreement) -> tuple[date, date, bool, str]:
    """Return what a party's rows are ordered by: never their order on the sheet.

    Of rows for the same days the one that allows no net-off decides.
    """
    terms = repr(row.model_dump(exclude={"place"}))
    return row.start or date.min, row.end or date.max, row.net_off_allowed, terms


class AgreementList:
    """All agreements of a workbook, by party; a party's earliest row is first."""

    def __init__(self, agreements: Iterable[Agreement]) -> None:
        self.rows = tuple(agreements)
        self._by_party: dict[str, list[Agreement]] = defaultdict(list)
        for agreement in self.rows:
            self._by_party[normal(agreement.party)].append(agreement)
        for rows in self._by_party.values():
            rows.sort(key=_by_days)
        self.stretches = Stretches((a.start, a.end) for a in self.rows)
        self._concerning: dict[tuple[str, str, str], list[Agreement]] = {}

    def of(self, school: School) -> list[Agreement]:
        """Return every agreement of a school, by its LAESTAB or its trust."""
        own = self._by_party.get(school.laestab, [])
        return own + (self._by_party.get(normal(school.trust), []) if school.trust else [])

    def concerning(self, school: School, scheme: str) -> list[Agreement]:
        """Return the agreements of a school that speak of a scheme.

        A charge is covered by its own code and by `all`; a statutory one by `PEX` as well.
        """
        key = (school.laestab, school.trust, scheme)
        if key not in self._concerning:
            self._concerning[key] = self._look_up(school, scheme)
        return self._concerning[key]

    def _look_up(self, school: School, scheme: str) -> list[Agreement]:
        codes = {normal(scheme), normal(ALL_SCHEMES)}
        if statutory_code(scheme):
            exclusion: StatutoryScheme = "PEX"
            codes.add(normal(exclusion))
        return [a for a in self.of(school) if normal(a.scheme) in codes]

    def binding(self, school: School, scheme: str, day: date) -> Agreement | None:
        """Return the agreement that binds a school to a scheme on a day, if any."""
        return next((a for a in self.concerning(school, scheme) if a.binds and a.covers(day)), None)

    def why_not(self, school: School, scheme: str, day: date) -> str:
        """Return why a school can only be asked: what its agreements say on a day."""
        known = self.concerning(school, scheme)
        current = [a for a in known if a.covers(day)]
        if any(a.status == "refused" for a in current):
            return "the agreement was refused"
        if any(a.status == "no reply" for a in current):
            return "no reply to the request for an agreement"
        if any(a.binds for a in known):
            return "no agreement covers the relevant date"
        return "no agreement is recorded"
