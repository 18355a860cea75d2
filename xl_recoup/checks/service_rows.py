"""Checks of what services cost: can the position of each be worked out?"""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.catalogue import WARNING, Hit, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import SERVICES, normal
from xl_recoup.contract.cell_values import quoted


@check("A50", WARNING, Stage.ACROSS, "Services whose cost is not known")
def services_without_cost(facts: Facts) -> Iterator[Hit]:
    """A scheme in use recoups the cost of a service that has none in Services for this year.

    The service has no position then: nobody can say whether it is in balance. No charge changes.
    """
    if facts.inputs.table(SERVICES.name) is None:
        return
    year = str(facts.policy.period)
    costs = {
        normal(line.service)
        for line in facts.inputs.accounts.accounts.services
        if line.line == "cost" and line.financial_year == year
    }
    for scheme in facts.policy.schemes.rows:
        if scheme.in_use and scheme.service and normal(scheme.service) not in costs:
            yield Hit(
                scheme.place,
                f"recoups the cost of the service {quoted(scheme.service)}, which has no cost for"
                f" {year} in Services, so its position can't be worked out. Add a row there with"
                " the Line cost, or correct the Service.",
            )
