"""The product against the independent calculation where places under schemes are told twice."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from decimal import Decimal
from typing import Any

import pytest

from tests.oracle.naive_schemes import scheme_lines
from tests.oracle.random_scheme_placements import random_scheme_case
from tests.oracle.random_scheme_rivals import held_second_places, with_second_places
from tests.oracle.test_scheme_further import posted, shown
from tests.oracle.test_scheme_oracle import _expected, _made, product
from xl_recoup.records import Entry
from xl_recoup.run.result import Result

Row = dict[str, Any]
SEEDS = range(16)


@pytest.mark.parametrize("seed", SEEDS)
def test_places_told_twice_are_held_and_all_others_charged_as_ever(seed: int) -> None:
    """Each row that shares a day of another's place is held; none else moves by a penny."""
    rng = random.Random(seed)
    placements, case = random_scheme_case(rng)
    rows = with_second_places(rng, placements, case)
    held = held_second_places(rows)
    made, expected = _made(rows, product(rows, case)), _expected(scheme_lines(rows, case))
    assert made == {ref: "held" if ref in held else lines for ref, lines in expected.items()}


def _ledger(placements: list[Row], case: Row) -> tuple[list[Entry], Result]:
    before = shown(placements, case, case["as_at"], [])
    return (posted(before, 1) if any(x.status == "billable" for x in before.lines) else []), before


def _money(result: Result) -> dict[str, dict[tuple[str, str], Decimal]]:
    """Pounds by placement, school and status, where posted is billable."""
    sums: dict[str, dict[tuple[str, str], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for line in result.lines:
        status = "billable" if line.status == "posted" else line.status
        if line.amount:
            sums[line.placement_ref][line.laestab, status] += line.amount
    return sums


@pytest.mark.parametrize("seed", SEEDS)
def test_a_posted_place_goes_on_and_its_second_telling_is_held(seed: int) -> None:
    """What is in the Ledger stays to the penny; the rows that claim it as well are held alone."""
    rng = random.Random(seed)
    placements, case = random_scheme_case(rng)
    entries, before = _ledger(placements, case)
    rows = with_second_places(rng, placements, case)
    held = held_second_places(rows, frozenset(e.placement_ref for e in entries))
    after, was = _money(shown(rows, case, case["as_at"], entries)), _money(before)
    fresh = _money(shown(rows, case, case["as_at"], []))
    for row in rows:
        ref = row["Placement ref"]
        new = ref.startswith("AGAIN")
        assert after[ref] == ({} if ref in held else fresh[ref] if new else was[ref]), f"{row}"


def test_random_second_places_show_every_claim() -> None:
    """Places told twice are found with and without a ledger, and places that only follow too."""
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        rng = random.Random(seed)
        placements, case = random_scheme_case(rng)
        entries, _ = _ledger(placements, case)
        rows = with_second_places(rng, placements, case)
        refs = {str(row["Placement ref"]) for row in rows if row["Placement ref"][:5] == "AGAIN"}
        known = frozenset(e.placement_ref for e in entries)
        alone, beside = held_second_places(rows), held_second_places(rows, known)
        seen.update(held=len(alone), spared=len(alone - beside), free=len(refs - alone))
    assert min(seen.values()) >= 10
    assert len(seen) == 3
