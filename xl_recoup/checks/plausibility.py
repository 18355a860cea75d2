"""Checks on what multiplies everything: rates, the multiplier, the as-at date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from xl_recoup.charging.unit_price import a_year_later
from xl_recoup.checks.catalogue import WARNING, Hit, Moment, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.closed_lists import Blank, Measure, RatePhase
from xl_recoup.contract import Rate, normal
from xl_recoup.contract.cell_values import quoted
from xl_recoup.contract.rates_table import PUPIL_LED_FACTORS
from xl_recoup.contract.scheme_words import YEARLY
from xl_recoup.intake.settings import AS_AT
from xl_recoup.money import pounds
from xl_recoup.policy.funding import NO_ADJUSTMENT
from xl_recoup.records import Place
from xl_recoup.words import counted, in_figures, long_date

MULTIPLIER = "Area cost adjustment"
HIGHEST_MULTIPLIER, WHOLE = Decimal("1.25"), 100
USUAL: Mapping[Measure, tuple[int, int]] = {
    "complete weeks": (50, 53),
    "school weeks": (36, 40),
    "school days agreed": (180, 200),
    "school days attended": (180, 200),
    "sessions": (360, 400),
    "terms": (2, 6),
}
"""How many of what is measured a year has, fewest and most."""
MULTIPLIER_OF_1 = "A47"
"""The code of the finding with which nothing is posted."""
_RISING: tuple[tuple[RatePhase, RatePhase], ...] = (
    ("primary", "ks3"),
    ("ks3", "ks4"),
    ("primary", "secondary"),
)
"""Phases of which the first is funded with no more than the second."""
_WIDER: dict[RatePhase | Blank, tuple[RatePhase, ...]] = {
    "primary": ("all",),
    "ks3": ("secondary", "all"),
    "ks4": ("secondary", "all"),
    "secondary": ("all",),
    "post-16": ("all",),
}
"""Phases whose rates a phase had, where it had none of its own."""


def _used(facts: Facts) -> list[Rate]:
    """Return the rates of the workbook's year, and of the next where a scheme charges by those."""
    period = facts.policy.period
    ahead = any(s.in_use and s.rates_of == "next year" for s in facts.policy.schemes.rows)
    last = a_year_later(period.end) if ahead else period.end
    return [r for r in _usable(facts) if r.valid_from <= last and period.start <= r.valid_to]


def _usable(facts: Facts) -> list[Rate]:
    return [rate for rate in facts.policy.rates.rates if not rate.unusable]


def _by_factor(rates: Sequence[Rate]) -> dict[tuple[str, str], list[Rate]]:
    """Return rates by factor and school."""
    found: dict[tuple[str, str], list[Rate]] = defaultdict(list)
    for rate in rates:
        found[rate.factor, rate.school].append(rate)
    return found


@check("A45", WARNING, Stage.ACROSS, "Rates far from the year before")
def far_from_the_year_before(facts: Facts) -> Iterator[Hit]:
    """A rate differs from that of the year before by more than the setting Rate change allows.

    Compared is the row of the same factor, phase and school that was valid a year before, or else
    the one that it follows.
    """
    alike, most = _by_factor(_usable(facts)), facts.policy.options.rate_change
    for rate in _used(facts):
        before = _before(rate, alike[rate.factor, rate.school], facts.policy.period.start)
        if before is None or not before.amount:
            continue
        change = (rate.amount - before.amount) * 100 / before.amount
        if abs(change) > most:
            far = f"{_per_cent(change, most)}% {'more' if change > 0 else 'less'}"
            yield Hit(
                rate.place,
                f"the rate of {_named(rate)} is {pounds(rate.amount)}, and at {before.place} it was"
                f" {pounds(before.amount)} the year before: {far}, where up"
                f" to {in_figures(most)}% is usual (setting Rate change). Check both figures"
                " against their sources.",
            )


def _before(rate: Rate, rates: Sequence[Rate], year_start: date) -> Rate | None:
    """Return the rate of the year before, or the last one that ended before; None without one.

    `rates` are those of its factor and school.
    """
    first = max(rate.valid_from, year_start)
    day = first.replace(year=first.year - 1, day=min(first.day, 28))
    for phase in (rate.phase, *_WIDER.get(rate.phase, ())):
        alike = [r for r in rates if r.phase == phase and r is not rate]
        then = [r for r in alike if r.covers(day)]
        then = then or sorted(
            (r for r in alike if r.valid_to < rate.valid_from), key=lambda r: r.valid_to
        )
        if then:
            return then[-1]
    return None


def _per_cent(change: Decimal, most: Decimal) -> str:
    """Return the size of a change for a sentence, so exact that it is seen to be above the most."""
    size = abs(change)
    for step in ("1", "0.1", "0.01") if size >= 100 else ("0.1", "0.01"):
        if (said := size.quantize(Decimal(step))) > most:
            return f"{said.normalize():,f}"
    return in_figures(size)


def _named(rate: Rate) -> str:
    whose = f" of the school {rate.school}" if rate.school else ""
    return f"{rate.label} ({rate.phase}){whose}"


@check("A46", WARNING, Stage.ACROSS, "Rates that fall from one key stage to the next")
def falling_with_the_key_stage(facts: Facts) -> Iterator[Hit]:
    """A pupil-led factor is higher for younger pupils than for older ones on the same days."""
    groups = _by_factor([r for r in _used(facts) if r.factor in PUPIL_LED_FACTORS])
    for rates in groups.values():
        for low, high in product(rates, repeat=2):
            if (low.phase, high.phase) not in _RISING or low.amount <= high.amount:
                continue
            if low.valid_from <= high.valid_to and high.valid_from <= low.valid_to:
                yield Hit(
                    low.place,
                    f"the rate of {_named(low)} is {pounds(low.amount)}, above the"
                    f" {pounds(high.amount)} for {high.phase} at {high.place}, although funding"
                    " does not fall with the key stage. Check both figures against their sources.",
                )


@check(
    MULTIPLIER_OF_1, WARNING, Stage.ACROSS, "A multiplier of 1 on rates before ACA", Moment.CHARGED
)
def multiplier_of_1(facts: Facts) -> Iterator[Hit]:
    """Charges rest on rates before area cost adjustment, and that adjustment is 1.

    Outside London it may be; where it is not, every school is charged too little. Nothing is posted
    with this finding, as with draft rates, until the multiplier is entered or confirmed.
    """
    options = facts.policy.options
    if options.area_cost_adjustment != NO_ADJUSTMENT or options.multiplier_of_1 == "confirmed":
        return
    before = [r for r in _used(facts) if r.factor in PUPIL_LED_FACTORS and r.basis == "before ACA"]
    if before and _rests_on_pupil_led(facts):
        yield Hit(
            _setting(facts, "Area cost adjustment") or before[0].place,
            f"the area cost adjustment is 1, while {counted(len(before), 'rate')} of this year,"
            f" such as the one at {before[0].place}, {'is' if len(before) == 1 else 'are'} before"
            " it, so charges may be too low. Enter the authority's multiplier; where it is 1"
            " indeed, set Area cost adjustment of 1 to confirmed.",
        )


def _rests_on_pupil_led(facts: Facts) -> bool:
    """Say whether any line that is charged, or may be, rests on pupil-led funding."""
    schemes = {normal(s.code) for s in facts.policy.schemes.rows if s.in_use and s.base in YEARLY}
    return any(
        line.component == "Budget share" or normal(line.scheme) in schemes
        for line in facts.fresh
        if line.status != "nil" and line.amount
    )


@check("A48", WARNING, Stage.ACROSS, "As-at date that stands still")
def standing_still(facts: Facts) -> Iterator[Hit]:
    """The setting As-at date lies further back than the setting As-at date days allows.

    Holds that have run out since then, and places that are still open, are not charged. A run that
    is told its day otherwise is not asked.
    """
    options, today = facts.policy.options, facts.today
    place, day = _setting(facts, AS_AT), options.as_at
    if place is None or day is None or facts.as_at != day:
        return
    if today - day > timedelta(days=options.as_at_days):
        yield Hit(
            place,
            f"the As-at date is {long_date(day)}, {counted((today - day).days, 'day')} before this"
            f" run on {long_date(today)}, so what has become due since then is left out. Enter the"
            " day that is meant, or clear the cell to judge as at the day of each run.",
        )


@check("A49", WARNING, Stage.ACROSS, "Units of rates that are not understood")
def units_not_understood(facts: Facts) -> Iterator[Hit]:
    """The Unit of a rate says something else than per pupil, per year, per day and the like.

    It is for reading: the scheme's measure and denominator, or the regulation, say what the amount
    is divided by.
    """
    rows = {row.place("amount"): row for row in facts.inputs.rows("Rates")}
    for rate in _used(facts):
        if not rate.unit_understood:
            yield Hit(
                rows[rate.place].place("unit"),
                f"the Unit of {_named(rate)}, {quoted(rate.unit)}, is not understood, and the"
                " amount is used as it stands. Check that it is for what the charge takes it for,"
                " and correct the Unit.",
            )


@check("A68", WARNING, Stage.ACROSS, "Multiplier, percentage or denominator out of the usual")
def unusual_multipliers(facts: Facts) -> Iterator[Hit]:
    """A slip of a digit in one of these multiplies everything that is charged by it.

    Usual are an area cost adjustment of 1 to 1.25, a Percentage of 100 at most, and a Denominator
    of the weeks, days, sessions or terms of one year, or 1.
    """
    multiplier = facts.policy.options.area_cost_adjustment
    if not 1 <= multiplier <= HIGHEST_MULTIPLIER and (place := _setting(facts, MULTIPLIER)):
        yield Hit(
            place,
            f"the area cost adjustment is {in_figures(multiplier)}; 1 to"
            f" {in_figures(HIGHEST_MULTIPLIER)} are usual, and it multiplies every rate before it."
            " Check it against its source.",
        )
    places = {row.place("code"): row for row in facts.inputs.rows("Schemes")}
    for s in facts.policy.schemes.rows:
        if not (s.is_local and s.in_use):
            continue
        if s.percentage > WHOLE:
            yield Hit(
                places[s.place].place("percentage"),
                f"the scheme {s.code} charges {in_figures(s.percentage)} per cent of its base,"
                " which is more than all of it. Check the Percentage.",
            )
        fewest, most = USUAL.get(s.measure, (0, 0)) if s.measure else (0, 0)
        if most and s.denominator != 1 and not fewest <= s.denominator <= most:
            yield Hit(
                places[s.place].place("denominator"),
                f"the scheme {s.code} divides by {in_figures(s.denominator)}; for {s.measure}"
                f" {fewest} to {most} are usual, or 1 where the rate is for one. Check the"
                " Denominator.",
            )


def _setting(facts: Facts, name: str) -> Place | None:
    """Return the cell of a setting's value, or None where the table leaves it out."""
    rows = facts.inputs.rows("Settings")
    found = (r.place("value") for r in rows if normal(str(r.get("setting", ""))) == normal(name))
    return next(found, None)
