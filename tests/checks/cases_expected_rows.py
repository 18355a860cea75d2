"""Cases of the checks of expected placements (`xl_recoup.checks.expected_rows`)."""

from __future__ import annotations

from tests.checks.case import Case, Cases, rows
from tests.support.books import EXPECTED, pex

CASES: Cases = {
    "S39": Case(
        passes=rows(pex(), ExpectedPlacements=[EXPECTED]),
        once=rows(pex(), ExpectedPlacements=[EXPECTED | {"Number": "some"}]),
        at="ExpectedPlacements C5",
        several=rows(pex(), ExpectedPlacements=[EXPECTED | {"Number": None, "Month": None}]),
        count=2,
    ),
    "A96": Case(
        passes=rows(pex(), ExpectedPlacements=[EXPECTED]),
        once=rows(pex(), ExpectedPlacements=[EXPECTED | {"Scheme": "NOBODY"}]),
        at="ExpectedPlacements A5",
        several=rows(
            pex(),
            ExpectedPlacements=[
                EXPECTED | {"Month": "February 2027"},
                EXPECTED | {"Scheme": "LEAVER", "Average amount": None},
            ],
        ),
        count=2,
    ),
}
