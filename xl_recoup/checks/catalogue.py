"""The catalogue of checks: each one function, with its code, severity and stage.

A check's docstring is its help text on the generated page. Stages run in order, *sheet*, *row*,
*across*, and each may assume what the one before made sure of.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from enum import Enum
from typing import NamedTuple

from xl_recoup.checks.run_so_far import Facts
from xl_recoup.records import Finding, Place, RowKey, Severity, short_record

ERROR, WARNING = Severity.ERROR, Severity.WARNING


class Stage(Enum):
    """What a check looks at."""

    SHEET = "cells"
    ROW = "each row"
    ACROSS = "rows together"


class Moment(Enum):
    """When in a run a check is made: as soon as what it needs is known."""

    READ = 1
    ASSESSED = 2
    CHARGED = 3
    FOUND = 4


class Hit(NamedTuple):
    """What a check found: the place, a sentence without it, and the placement row if any.

    `rows` are those that it holds, where one thing is the cause of what is wrong with many.
    """

    place: Place
    words: str
    row: RowKey | None = None
    rows: frozenset[RowKey] = frozenset()


CheckFunction = Callable[[Facts], Iterator[Hit]]


@short_record
class Check:
    """One check of the catalogue."""

    code: str
    severity: Severity
    stage: Stage
    moment: Moment
    title: str
    function: CheckFunction
    names_the_cause: bool = False
    """Whether what a message names, such as an unknown school, is what is to be corrected."""

    @property
    def help(self) -> str:
        """The help text: the function's docstring, on one line a paragraph."""
        return inspect.cleandoc(self.function.__doc__ or "")

    def findings(self, facts: Facts) -> list[Finding]:
        """Make the check."""
        return [
            Finding(
                self.code,
                self.severity,
                hit.place,
                f"{hit.place}: {hit.words}",
                hit.row,
                rows=hit.rows,
            )
            for hit in self.function(facts)
        ]


CATALOGUE: dict[str, Check] = {}


def check(
    code: str,
    severity: Severity,
    stage: Stage,
    title: str,
    moment: Moment = Moment.READ,
    *,
    names_the_cause: bool = False,
) -> Callable[[CheckFunction], CheckFunction]:
    """Enter a function in the catalogue. Raises ValueError for a code that is taken.

    `names_the_cause` says that findings which name two things have two causes.
    """

    def enter(function: CheckFunction) -> CheckFunction:
        if code in CATALOGUE:
            raise ValueError(f"two checks have the code {code}")
        known = Check(code, severity, stage, moment, title, function, names_the_cause)
        CATALOGUE[code] = known
        return function

    return enter


def made_of(about: str, find: Callable[..., Iterator[Hit]], *given: object) -> CheckFunction:
    """Return a check made of a function of several checks and what one of them is given.

    `about` is its help text, as the docstring is that of a check written out.
    """

    def function(facts: Facts) -> Iterator[Hit]:
        return find(facts, *given)

    function.__doc__, function.__module__ = about, find.__module__
    return function
