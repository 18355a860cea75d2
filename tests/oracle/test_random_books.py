"""The random books are valid, repeatable and wide."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from stdnum.gb import upn

from tests.oracle.naive import charge_lines
from tests.oracle.random_books import random_case
from tests.oracle.random_values import PLACEMENT_HEADINGS

DATES_IN_ORDER = (
    ("Exclusion date", "Decision date"),
    ("Exclusion date", "Left roll on"),
    ("Decision date", "Left roll on"),
    ("Exclusion date", "Cancelled on"),
    ("Exclusion date", "Reinstated on"),
    ("Left roll on", "Reinstated on"),
    ("Decision date", "Reinstated on"),
    ("Exclusion date", "Review decided on"),
    ("Review decided on", "Order date"),
    ("Exclusion date", "Admitted on"),
    ("Left roll on", "Admitted on"),
    ("Admitted on", "Left admitting school on"),
    ("Left admitting school on", "Reinstated on"),
)


@pytest.mark.parametrize("seed", range(60))
def test_random_cases_are_valid_and_can_be_calculated(seed: int) -> None:
    placements, book = random_case(random.Random(seed))
    assert 1 <= len(placements) <= 30
    for heading in ("Placement ref", "Episode ref"):
        values = [row[heading] for row in placements]
        assert len(values) == len(set(values))
    for row in placements:
        assert tuple(row) == PLACEMENT_HEADINGS
        assert row["UPN"] == "UN1" or upn.is_valid(row["UPN"])
        for earlier, later in DATES_IN_ORDER:
            if row[earlier] is not None and row[later] is not None:
                assert row[earlier] <= row[later], (earlier, later)
        lines = charge_lines(row, book)
        assert lines[0]["Component"] == "Budget share"
        for line in lines:
            assert (line["Amount"] == 0) == (line["Status"] == "nil")
        of_schools = [line for line in lines if len(line["LAESTAB"]) == 7]
        for line in of_schools:  # what we pay another authority is negative too
            assert (line["Amount"] < 0) <= line["Component"].endswith("credit")
        if row["Reinstated on"] is None:
            assert sum(line["Amount"] for line in of_schools) >= 0


def test_the_same_seed_gives_the_same_case() -> None:
    assert random_case(random.Random(7)) == random_case(random.Random(7))


def test_the_random_space_is_wide() -> None:
    seen: Counter[Any] = Counter()
    for seed in range(300):
        placements, book = random_case(random.Random(seed))
        seen.update(book["settings"][name] for name in book["settings"])
        for row in placements:
            seen.update((line["Component"], line["Status"]) for line in charge_lines(row, book))
    for component in ("Budget share", "Reinstatement credit"):
        for status in ("billable", "asked", "held", "nil"):
            assert seen[(component, status)] >= 20
    for status in ("billable", "asked", "held"):
        assert seen[("Pupil premium", status)] >= 20
    for status in ("billable", "held", "nil"):
        assert seen[("Admission credit", status)] >= 20
    for status in ("billable", "held", "nil"):
        assert seen[("Adjustment order", status)] >= 20
    options = (
        "exclusive",
        "calendar",
        "off-roll date",
        "decision date",
        "exclusion date",
        "31 August",
        "end of summer term",
        "after 1 April",
        "old year only",
        "highest year and Year 11",
        "basic entitlement",
        "left alone",
        0,
        "1.0827",
    )
    for option in options:
        assert seen[option] >= 10, option
