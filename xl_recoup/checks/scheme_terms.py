"""Checks across the Schemes table, and on what schemes and statute both charge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Moment, Stage, check
from xl_recoup.checks.overlapping_days import Claim, clashes
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import Scheme, normal, statutory_code
from xl_recoup.contract.cell_values import quoted
from xl_recoup.records import ChargeLine, Placement, RowKey
from xl_recoup.words import short_date

RATE_FIELDS = {
    "rate": "Rate",
    "extra_rate": "Extra rate",
    "school_rate": "School rate",
    "authority_rate": "Authority rate",
}
TERMS = (
    "measure",
    "base",
    "rate",
    "extra_rate",
    "percentage",
    "premium",
    "by_days",
    "cap",
    "school_share",
    "school_rate",
    "notice",
    "hold",
    "agreement_needed",
)
NOTHING = (False, 0, "all schools")
"""What a statutory scheme's row may say of its terms, since it changes nothing."""
LOWEST_YEAR, HIGHEST_YEAR = -1, 13


@check("A60", ERROR, Stage.ACROSS, "Scheme with two rows for one day")
def overlapping_schemes(facts: Facts) -> Iterator[Hit]:
    """Two rows in use of one scheme cover the same day and year group: which counts is not known.

    Placements that need either of them are held.
    """
    by_code: dict[str, list[Scheme]] = {}
    for scheme in facts.policy.schemes.rows:
        if scheme.in_use:
            by_code.setdefault(normal(scheme.code), []).append(scheme)
    for rows in by_code.values():
        most = 1 + max(int(n or 1) for s in rows for n in (s.tier_from, s.tier_to))
        for later, earlier in clashes([_claim(s, most) for s in rows]):
            scheme = rows[later]
            yield Hit(
                scheme.place,
                f"the scheme {quoted(scheme.code)} has another row in use, at"
                f" {rows[earlier].place}, for some of the same days and year groups, so placements"
                " that need it are held. Correct their dates or years, or switch one off.",
            )


def _claim(scheme: Scheme, most: int) -> Claim:
    """Return the days, years and numbers of placements, up to `most`, that a row claims."""
    low = LOWEST_YEAR if scheme.lowest_year is None else scheme.lowest_year
    high = HIGHEST_YEAR if scheme.highest_year is None else scheme.highest_year
    numbers = [n for n in range(1, most + 1) if scheme.takes(n)]
    lanes = [(year, n) for year in range(low, high + 1) for n in numbers]
    return Claim(scheme.valid_from or date.min, scheme.valid_to or date.max, lanes, lanes)


@check("A64", ERROR, Stage.ACROSS, "Scheme's tiers with a gap")
def gaps_between_tiers(facts: Facts) -> Iterator[Hit]:
    """The rows of a scheme that go by the number of a school's placement leave a number out.

    Which terms that placement has is not known, so it would be held.
    """
    groups: dict[object, list[Scheme]] = {}
    for s in facts.policy.schemes.rows:
        if s.in_use and s.has_tiers:
            same = (normal(s.code), s.valid_from, s.valid_to, s.lowest_year, s.highest_year)
            groups.setdefault(same, []).append(s)
    places = {row.place("code"): row for row in facts.inputs.rows("Schemes")}
    for rows in groups.values():
        due = 1
        for scheme in sorted(rows, key=lambda s: s.tier_from or 1):
            first = int(scheme.tier_from or 1)
            if first > due:
                yield Hit(
                    places[scheme.place].place("tier_from"),
                    f"Tier from is {first}, but no row of the scheme {quoted(scheme.code)} is for a"
                    f" school's placement number {due}. Close the gap.",
                )
            due = max(due, int(scheme.tier_to) + 1) if scheme.tier_to else 10**9


@check("A61", WARNING, Stage.ACROSS, "Terms that a statutory scheme does not read")
def terms_of_statutory_schemes(facts: Facts) -> Iterator[Hit]:
    """PEX and LEAVER follow the regulations: of their rows only the codes are read.

    Terms that stand there, or In use set to N, change nothing.
    """
    for row in facts.inputs.rows("Schemes"):
        code = statutory_code(str(row.get("code", "")))
        if not code:
            continue
        own = [f for f in TERMS if f in row.values and row.values[f] not in NOTHING]
        own += ["in_use"] if row.get("in_use", True) is False else []
        own += ["kind"] if row.get("kind", "statutory") != "statutory" else []
        if own:
            yield Hit(
                row.place(own[0]),
                f"{code} follows the regulations, so this cell changes nothing. Clear it, or enter"
                " a local scheme under a code of its own if other terms are meant.",
            )


@check("A62", ERROR, Stage.ACROSS, "Scheme's rate not in the Rates table", names_the_cause=True)
def unknown_scheme_rates(facts: Facts) -> Iterator[Hit]:
    """A scheme in use names a rate of which the Rates table has no row at all."""
    known = {rate.factor for rate in facts.policy.rates.rates}
    places = {row.place("code"): row for row in facts.inputs.rows("Schemes")}
    for scheme in facts.policy.schemes.rows:
        if not (scheme.is_local and scheme.in_use):
            continue
        for field, name in scheme.factors.items():
            if name not in known:
                heading = RATE_FIELDS[field]
                yield Hit(
                    places[scheme.place].place(field),
                    f"the {heading} {quoted(name)} is not in the Rates table, so placements under"
                    f" {scheme.code} are held. Correct the name, or add the rate.",
                )


@check("A63", WARNING, Stage.ACROSS, "Charged by statute and under a scheme", Moment.CHARGED)
def charged_twice_over(facts: Facts) -> Iterator[Hit]:
    """One school is charged for one pupil and the same days by statute and under a local scheme.

    Some schemes are meant to come on top of the statutory sum; most are not. Rows are one pupil's
    where they share a UPN or an Episode ref.
    """
    done: set[RowKey] = set()
    for rows in (*facts.by_upn.values(), *facts.by_episode.values()):
        statutory = [(q, claim) for q in rows for claim in _charged_days(facts, q)]
        local = [(p, x) for p in rows if statutory for x in _scheme_lines(facts, p)]
        claims = [claim for _, claim in statutory] + [_days_of(line) for _, line in local]
        for later, earlier in clashes(claims):
            (p, line), (other, _) = local[later - len(statutory)], statutory[earlier]
            if p.key in done or line.start is None:
                continue
            done.add(p.key)
            yield Hit(
                p.place("scheme"),
                f"from {short_date(line.start)} the school is charged under {p.scheme} for days"
                f" that the statutory charge of {other.ref}, at {other.place('scheme')}, covers as"
                " well. Check that both are meant; if not, use a scheme that is not in use here.",
                p.key,
            )


def _scheme_lines(facts: Facts, p: Placement) -> list[ChargeLine]:
    if p.key in facts.statutory_keys:
        return []
    lines = facts.lines_by_row.get(p.key, [])
    return [x for x in lines if x.component == "Scheme charge" and x.status != "nil" and x.start]


def _days_of(line: ChargeLine) -> Claim:
    """Return the days of a scheme's line, which meet what is charged to its school by statute."""
    return Claim(line.start or date.min, line.end or date.max, (), (line.laestab,))


def _charged_days(facts: Facts, q: Placement) -> Iterator[Claim]:
    """Yield the days for which a statutory row charges a school."""
    for x in facts.lines_by_row.get(q.key, ()) if q.key in facts.statutory_keys else ():
        if x.component == "Budget share" and x.start is not None and x.status != "nil":
            last = x.end or date.max
            if q.reinstated_on is not None:
                last = min(last, q.reinstated_on - timedelta(days=1))
            yield Claim(x.start, last, (x.laestab,), ())
