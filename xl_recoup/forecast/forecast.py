"""The forecast to 31 March: posted, to post and expected, by month and scheme.

Expected of what is open now is what the same engine charges as at 31 March, less what is billable
today. Expected of new placements is what the team enters. Nothing else is foreseen: what is only
asked is no debt, and what still waits on 31 March is accrued then; both are said, not counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.expected_placements import NewPlacements, expected_of
from xl_recoup.accounts.service_budget import service_budgets
from xl_recoup.accounts.year_months import months_of
from xl_recoup.contract import normal
from xl_recoup.forecast.charged_months import ByMonth, ChargedMonths
from xl_recoup.forecast.forecast_notes import notes_of
from xl_recoup.money import ZERO
from xl_recoup.records import ChargeLine, short_record
from xl_recoup.run.result import Result, once

Key = tuple[date, str]
"""A month, by its first day, and a scheme in normal form."""
BillableKey = tuple[str, str, str]


@short_record
class ForecastRow:
    """One scheme in one month, in pounds; a blank budget is one that nobody entered."""

    month: date
    scheme: str
    posted: Decimal | None
    to_post: Decimal | None
    expected: Decimal | None
    """The three are None in a row that holds the budget of several schemes together."""
    budget: Decimal | None
    variance: Decimal | None
    """By how much more than the budget will have been charged; None without a budget."""
    note: str = ""


@dataclass(slots=True)
class _Sums:
    posted: dict[Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    to_post: dict[Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    expected: dict[Key, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    names: dict[str, str] = field(default_factory=dict)

    def add(self, to: dict[Key, Decimal], scheme: str, by_month: ByMonth) -> None:
        self.names.setdefault(normal(scheme), scheme)
        for month, amount in by_month.items():
            to[month, normal(scheme)] += amount

    def total(self, month: date, scheme: str) -> Decimal:
        key = (month, normal(scheme))
        return self.posted[key] + self.to_post[key] + self.expected[key]


@once
def forecast(result: Result) -> Sequence[ForecastRow]:
    """Return the rows of the forecast: each month of the year, each scheme that has anything."""
    policy, later = result.policy, result.charges_at_year_end
    months = ChargedMonths(policy, result.rows)
    sums = _Sums()
    for line in result.lines:
        if line.status == "posted":
            sums.add(sums.posted, line.scheme, months.of(line))
        elif line.status == "billable":
            sums.add(sums.to_post, line.scheme, months.of(line))
        elif line.amount:
            sums.names.setdefault(normal(line.scheme), line.scheme)
    for scheme, by_month in _more(result.lines, later.lines, months):
        sums.add(sums.expected, scheme, by_month)
    new = list(_new_placements(result))
    for each in new:
        scheme = _code(each.scheme, result)
        sums.add(sums.expected, scheme, {each.month: each.amount})
    return _rows(result, sums, new)


def _new_placements(result: Result) -> Iterable[NewPlacements]:
    found = expected_of(result.items.accounts.expected, result.lines, result.rows, result.policy)
    return (each for each in found if isinstance(each, NewPlacements))


def _code(scheme: str, result: Result) -> str:
    """Return a scheme's code as the sheet Schemes has it."""
    known = result.policy.schemes.find(scheme)
    return known.code if known else scheme


def _more(
    now: Iterable[ChargeLine], later: Iterable[ChargeLine], months: ChargedMonths
) -> Iterable[tuple[str, ByMonth]]:
    """Yield what is billable as at 31 March beyond what is billable now, by scheme and month."""
    today = {_key(line): line for line in now if line.status == "billable"}
    for line in later:
        if line.status != "billable":
            continue
        same = today.pop(_key(line), None)
        if same is None:
            yield line.scheme, months.of(line)
        elif line.amount != same.amount:
            yield line.scheme, months.added(line, line.amount - same.amount)
    for line in today.values():
        yield line.scheme, {m: -amount for m, amount in months.of(line).items()}


def _key(line: ChargeLine) -> BillableKey:
    return normal(line.ref), line.laestab, line.component


def _rows(result: Result, sums: _Sums, new: Sequence[NewPlacements]) -> list[ForecastRow]:
    policy = result.policy
    budgets = service_budgets(result.items.accounts.services, policy)
    alone = {normal(b.schemes[0]): b for b in budgets if len(b.schemes) == 1}
    for budget in alone.values():
        sums.names.setdefault(normal(budget.schemes[0]), budget.schemes[0])
    notes = notes_of(result, new, sums.names)
    rows: list[ForecastRow] = []
    for month in months_of(policy):
        for key in sorted(sums.names):
            scheme, total = sums.names[key], sums.total(month, key)
            planned = alone[key].by_month[month] if key in alone else None
            rows.append(
                ForecastRow(
                    month, scheme,
                    sums.posted[month, key] + ZERO,
                    sums.to_post[month, key] + ZERO,
                    sums.expected[month, key] + ZERO,
                    planned,
                    None if planned is None else total - planned,
                    "; ".join(notes[month, key]),
                )
            )  # fmt: skip
        for budget in budgets:
            if len(budget.schemes) > 1:
                planned = budget.by_month[month]
                total = sum((sums.total(month, code) for code in budget.schemes), ZERO)
                words = f"the budget of the service {budget.service}, for its schemes together"
                rows.append(
                    ForecastRow(
                        month, " + ".join(budget.schemes), None, None, None,
                        planned, total - planned, words,
                    )
                )  # fmt: skip
    return rows
