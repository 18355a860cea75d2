"""Checks of the Scenarios table: a scenario with an error is not run, and the others are."""

from __future__ import annotations

from collections.abc import Iterator

from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.scenarios.scenario_list import Fault


def _of(facts: Facts, fault: Fault) -> Iterator[Hit]:
    troubles = dict.fromkeys(facts.scenario_troubles)  # the numbers of a range share their cells
    return (Hit(t.place, t.words) for t in troubles if t.fault is fault)


@check("A55", ERROR, Stage.ACROSS, "Scenario that names something unknown")
def unknown_in_scenarios(facts: Facts) -> Iterator[Hit]:
    """A row of Scenarios names a setting, rate, scheme, party or column that there is not."""
    yield from _of(facts, Fault.UNKNOWN)


@check("A51", ERROR, Stage.ACROSS, "Scenario with a value that can't be")
def values_of_scenarios(facts: Facts) -> Iterator[Hit]:
    """The new value can't stand where the row of Scenarios would put it."""
    yield from _of(facts, Fault.VALUE)


@check("A52", ERROR, Stage.ACROSS, "Scenario that changes nothing")
def scenarios_of_nothing(facts: Facts) -> Iterator[Hit]:
    """The new value is the one of today, or what is changed has no row for the days named."""
    yield from _of(facts, Fault.NOTHING)


@check("A53", ERROR, Stage.ACROSS, "Scenario that contradicts itself")
def contradicting_scenarios(facts: Facts) -> Iterator[Hit]:
    """Two rows change the same for the same days, or what comes of the changes can't be meant."""
    yield from _of(facts, Fault.CONTRADICTION)


@check("A54", WARNING, Stage.ACROSS, "Scenario with a percentage below 1")
def small_percentages(facts: Facts) -> Iterator[Hit]:
    """A new percentage is above 0 and below 1, and its cell does not have the format of one."""
    yield from _of(facts, Fault.BELOW_ONE)
