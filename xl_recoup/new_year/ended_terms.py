"""The terms of open placements that end before the new year does: where, and for how many. Pure.

A run of the new year holds what rests on a scheme or a rate that is gone, and only asks for what no
agreement covers. Here they are named before, each with the cell that ends it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from xl_recoup.closed_lists import AgreementNeed
from xl_recoup.contract import Agreement, Rate, Scheme, normal, statutory_code
from xl_recoup.intake.row_reading import TableReading
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.new_year.carried_rows import counts_in
from xl_recoup.new_year.gaps import RateMissing, first_gap
from xl_recoup.policy.funding import premium_factors, pupil_led_factors
from xl_recoup.policy.rate_table import phases_of
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import Place, Placement, short_record
from xl_recoup.words import counted, long_date

Kind = Literal["scheme", "rate", "agreement"]


class Ended(NamedTuple):
    """Some terms, the first day of the new year without them, and the cell that ends them."""

    kind: Kind
    code: str
    """The scheme's code, the factor, or the agreement's party."""
    what: str
    """The terms in words."""
    start: date
    place: Place


@short_record
class EndedTerms:
    """Terms that end, and how many placements brought forward rest on them."""

    ended: Ended
    placements: int

    def sentence(self) -> str:
        """Say where it is, what ends and whom it concerns."""
        e = self.ended
        them = counted(self.placements, "open placement")
        be = "is" if self.placements == 1 else "are"
        then = "only asked for, not billable" if e.kind == "agreement" else "held"
        return f"{e.place}: {e.what}: {them} {be} {then}."

    def to_json(self) -> dict[str, object]:
        """Return it as `--json` prints it."""
        e = self.ended
        return {
            "kind": e.kind,
            "code": e.code,
            "sheet": e.place.sheet,
            "cell": e.place.cell,
            "from": e.start.isoformat(),
            "placements": self.placements,
        }


def ended_terms(
    carried: Iterable[Placement],
    policy: Policy,
    year: FundingPeriod,
    missing: Sequence[RateMissing],
    readings: Mapping[str, TableReading],
) -> list[EndedTerms]:
    """Return the terms that end before a year does on which placements brought forward rest.

    `missing` are the rates that the year lacks; `readings` tell where each row stands.
    """
    ends: dict[Kind, dict[Place, Place]] = {
        "scheme": _end_cells(readings.get("Schemes"), Scheme.named_by, "valid_to"),
        "rate": _end_cells(readings.get("Rates"), Rate.named_by, "valid_to"),
        "agreement": _end_cells(readings.get("Agreements"), Agreement.named_by, "end"),
    }
    found: Counter[Ended] = Counter()
    for p in carried:
        mine = {*_schemes(p, policy, year), *_agreements(p, policy, year)}
        mine |= set(_rates(p, policy, year, missing))
        found.update(e._replace(place=ends[e.kind].get(e.place, e.place)) for e in mine)
    order: dict[Kind, int] = {"scheme": 0, "rate": 1, "agreement": 2}
    ordered = sorted(found, key=lambda e: (order[e.kind], e.place.sheet, e.code, e.start, e.what))
    return [EndedTerms(e, found[e]) for e in ordered]


def _end_cells(reading: TableReading | None, named_by: str, end: str) -> dict[Place, Place]:
    """Return the cell of a row's last day by the cell that names the row."""
    return {row.place(named_by): row.place(end) for row in reading.rows} if reading else {}


def _rows_in_use(p: Placement, policy: Policy) -> list[Scheme]:
    """Return the rows in use of a local placement's scheme that are for its year group."""
    if statutory_code(p.scheme) or p.cancelled_on is not None:
        return []
    return [s for s in policy.schemes.rows_of(p.scheme) if s.in_use and s.fits(p.year_group)]


def _lasts_to(p: Placement, day: date) -> bool:
    return p.end_date is None or p.end_date >= day


def _schemes(p: Placement, policy: Policy, year: FundingPeriod) -> Iterator[Ended]:
    rows = _rows_in_use(p, policy)
    start = first_gap(((s.valid_from, s.valid_to) for s in rows), year) if rows else None
    if start is None or not _lasts_to(p, start):
        return
    before = [s for s in rows if s.valid_to is not None and s.valid_to < start]
    last = max(before or rows, key=lambda s: (s.valid_to or date.max, s.place))
    what = f"the scheme {last.code} has no row from {long_date(start)}"
    yield Ended("scheme", last.code, what, start, last.place)


def _agreements(p: Placement, policy: Policy, year: FundingPeriod) -> Iterator[Ended]:
    rows = _rows_in_use(p, policy)
    if not rows or p.home_school not in policy.schools:
        return
    school = policy.schools.answering(p.home_school, year.start)
    everybody: AgreementNeed = "all schools"
    academies: AgreementNeed = "academies"
    asked_of = {everybody, academies} if school.is_academy else {everybody}
    needed = any(s.agreement_needed in asked_of for s in rows)
    known = [a for a in policy.agreements.concerning(school, p.scheme) if a.binds]
    last_day = policy.period.end
    running = [a for a in known if a.covers(last_day) and a.end is not None]
    start = first_gap(((a.start, a.end) for a in known), year)
    if needed and running and start is not None and _lasts_to(p, start):
        before = [a for a in known if a.end is not None and a.end < start]
        last = max(before or running, key=lambda a: (a.end or date.max, a.place))
        what = (
            f"the agreement of {last.party} on {last.scheme} ends, and none follows on"
            f" {long_date(start)}"
        )
        yield Ended("agreement", last.party, what, start, last.place)


def _rates(
    p: Placement, policy: Policy, year: FundingPeriod, missing: Sequence[RateMissing]
) -> Iterator[Ended]:
    factors = _factors(p, policy, year)
    phases = phases_of(p.year_group)
    for lack in missing:
        if lack.factor not in factors or lack.phase not in phases or not _lasts_to(p, lack.start):
            continue
        rates = [r for r in policy.rates.of_factors(lack.factor) if r.phase == lack.phase]
        what = f"{lack.factor}, {lack.phase}, has no rate from {long_date(lack.start)}"
        yield Ended("rate", lack.factor, what, lack.start, _last_before(rates, lack.start))


def _last_before(rates: Sequence[Rate], day: date) -> Place:
    """Return where the rate stands that ended last before a day; the sheet, where none did."""
    before = [r for r in rates if r.valid_to < day]
    return max(before, key=lambda r: (r.valid_to, r.place)).place if before else Place("Rates")


def _factors(p: Placement, policy: Policy, year: FundingPeriod) -> set[str]:
    """Return the factors of Rates that a placement is priced from in a year."""
    found: set[str] = set()
    premium = premium_factors(p, looked_after=p.looked_after)
    if statutory_code(p.scheme):
        if counts_in(p, policy, year):
            found |= set(pupil_led_factors(p, policy.options.pupil_led_funding))
            found |= set(premium) if policy.options.pupil_premium == "redetermined" else set()
        return found
    for scheme in _rows_in_use(p, policy):
        found |= {normal(name) for name in scheme.factors.values()}
        if scheme.base == "pupil-led funding":
            found |= set(pupil_led_factors(p, "all factors"))
        elif scheme.base == "basic entitlement":
            found |= set(pupil_led_factors(p, "basic entitlement"))
        found |= set(premium) if scheme.premium else set()
    return found
