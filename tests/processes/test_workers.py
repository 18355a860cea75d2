"""Several processes give what one gives: in order, with its errors, and also when one dies."""

from __future__ import annotations

import os
from multiprocessing import parent_process

import pytest

from xl_recoup.errors import Refused
from xl_recoup.processes.cores import MOST, cores
from xl_recoup.processes.pool import each

NUMBERS = list(range(12))


def square(number: int) -> int:
    """Work that succeeds."""
    return number * number


def square_below_five(number: int) -> int:
    """Work that is refused from 5 on."""
    if number >= 5:
        raise Refused(f"{number} is too big")
    return number * number


def die_away_from_home(number: int) -> int:
    """Work that ends the process it is in, unless that is the one that asked."""
    if parent_process() is not None and number >= 3:
        os._exit(1)
    return number * number


@pytest.mark.parametrize("workers", [1, 2])
def test_values_come_in_order(workers: int) -> None:
    """Each value comes in the place of its thing; none is left out."""
    assert list(each(square, NUMBERS, workers=workers)) == [n * n for n in NUMBERS]
    assert list(each(square, [], workers=workers)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_is_raised_in_its_turn(workers: int) -> None:
    """What comes before the error is given; then the error is raised as it was."""
    values = each(square_below_five, NUMBERS, workers=workers)
    assert [next(values) for _ in range(5)] == [0, 1, 4, 9, 16]
    with pytest.raises(Refused, match="5 is too big"):
        next(values)


def test_a_worker_that_dies_costs_nothing_but_time() -> None:
    """The process that asked goes on alone where a worker was killed; each value comes once."""
    assert list(each(die_away_from_home, NUMBERS, workers=2)) == [n * n for n in NUMBERS]


def test_there_are_a_few_workers_at_most() -> None:
    """A big server is not filled with processes."""
    assert 1 <= cores() <= MOST
