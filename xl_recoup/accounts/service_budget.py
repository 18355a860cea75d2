"""What the budget of each service counts on from its schools, month by month.

It is the cost less all else that pays: DSG, the authority's contribution, other income, what is
recouped elsewhere. A service whose budget has no cost has no such sum: nobody can say what is left
for the schools.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from xl_recoup.accounts.service_position import service_of
from xl_recoup.accounts.year_months import Months, months_of
from xl_recoup.contract import ServiceLine, normal
from xl_recoup.contract.month_words import month_in
from xl_recoup.money import ZERO, share
from xl_recoup.policy.whole_policy import Policy
from xl_recoup.records import short_record

MONTHS = 12


@short_record
class ServiceBudget:
    """What a service's budget counts on from schools, in pounds, by the first day of a month."""

    service: str
    schemes: tuple[str, ...]
    """The schemes in use that recoup its cost: what one of several is to bring, nobody says."""
    by_month: dict[date, Decimal]


def service_budgets(services: Iterable[ServiceLine], policy: Policy) -> list[ServiceBudget]:
    """Return the budget of each service that has a budgeted cost in the workbook's year.

    A sum without a month is spread evenly: the months add up to it exactly. Below 0: others pay for
    more than the cost.
    """
    months, year = months_of(policy), str(policy.period)
    of_month: dict[str, dict[date, Decimal]] = {}
    of_year: dict[str, Decimal] = defaultdict(Decimal)
    names: dict[str, str] = {}
    costed: set[str] = set()
    for line in services:
        if line.basis != "budget" or line.financial_year != year:
            continue
        key = normal(line.service)
        names.setdefault(key, line.service)
        amounts = of_month.setdefault(key, defaultdict(Decimal))
        amount = line.amount if line.line == "cost" else -line.amount
        if line.line == "cost":
            costed.add(key)
        month = month_in(line.month, policy.period.first_year)
        if month is None:
            of_year[key] += amount
        else:
            amounts[month] += amount
    return [
        ServiceBudget(
            names[key], _schemes_of(key, policy), _evenly(of_year[key], of_month[key], months)
        )
        for key in sorted(costed)
    ]


def _evenly(whole: Decimal, of_month: dict[date, Decimal], months: Months) -> dict[date, Decimal]:
    up_to = [share(whole, n, MONTHS) for n in range(MONTHS + 1)]
    return {
        month: of_month.get(month, ZERO) + up_to[n] - up_to[n - 1]
        for n, month in enumerate(months, 1)
    }


def _schemes_of(service: str, policy: Policy) -> tuple[str, ...]:
    codes = {normal(s.code): s.code for s in policy.schemes.rows if s.in_use}
    named = (code for code in codes.values() if normal(service_of(policy.schemes, code)) == service)
    return tuple(sorted(named))
