"""A range under Value, such as `20 to 100 step 20`: a scenario for each of its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from xl_recoup.scenarios.scenario_list import Alteration, Fault, Scenario, Trouble
from xl_recoup.words import in_figures

MOST = 25
"""Numbers of a range that are run: more make no better picture, and each is a whole run."""
_NUMBER = r"£?\s*(-?\d+(?:\.\d+)?)\s*%?"
_RANGE = re.compile(
    rf"\s*{_NUMBER}\s*to\s*{_NUMBER}(?:\s*,?\s*(?:step|steps of|by)\s*{_NUMBER})?\s*", re.IGNORECASE
)


def numbers_of(words: str) -> list[Decimal]:
    """Return the numbers of a range, its first one first; none of what is no range to be run."""
    found = _RANGE.fullmatch(words.replace(",", "") if words.count(",") > 1 else words)
    if found is None or found[3] is None:
        return []
    first, last, step = (Decimal(part) for part in found.groups())
    if step <= 0 or last <= first or (last - first) / step >= MOST:
        return []
    return [first + step * n for n in range(int((last - first) / step) + 1)]


def is_range(words: str) -> bool:
    """Say whether a value looks like a range, whether it can be run or not."""
    return _RANGE.fullmatch(words) is not None


def with_each_number(scenarios: list[Scenario]) -> list[Scenario]:
    """Return scenarios, each that has a range as one scenario for each number of it."""
    return [one for scenario in scenarios for one in _each(scenario)]


def _each(scenario: Scenario) -> Iterator[Scenario]:
    ranges = [a for a in scenario.alterations if is_range(a.says.value)]
    numbers = numbers_of(ranges[0].says.value) if len(ranges) == 1 else []
    if not numbers:
        yield scenario
    for number in numbers:
        figures = in_figures(number)
        alterations = tuple(
            replace(a, says=a.says.model_copy(update={"value": figures}), value=_cell(number))
            if a is ranges[0]
            else a
            for a in scenario.alterations
        )
        yield replace(
            scenario,
            name=f"{scenario.name} at {figures}",
            alterations=alterations,
            of_range=scenario.name,
            number=number,
            ranged=ranges[0].place("value"),
        )


def _cell(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def no_range(alteration: Alteration) -> Trouble | None:
    """Return that a value looks like a range and can't be run as one."""
    if not is_range(alteration.says.value):
        return None
    words = (
        "this looks like a range, and a range has two different numbers, a step between them, at"
        f" most {MOST} numbers in all, and is the only one of its scenario"
    )
    remedy = "Type it like 20 to 100 step 20."
    return alteration.trouble(Fault.VALUE, "value", words, remedy)
