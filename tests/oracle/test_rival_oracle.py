"""The product against the independent calculation on random books with rows that are rivals."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.oracle.naive import charge_lines
from tests.oracle.random_books import random_case
from tests.oracle.random_rivals import held_as_rivals, with_rivals
from tests.oracle.test_oracle import SEEDS, Seen, _of_oracle, _of_product, _order, product
from tests.oracle.test_scheme_further import posted, shown
from xl_recoup.records import Severity

FIRST_ROW = 5


@pytest.mark.parametrize("seed", range(SEEDS))
def test_rivals_are_held_and_all_others_charged_as_ever(seed: int) -> None:
    """Each row that claims what another claims has one line of 0.00, held; none else moves."""
    rng = random.Random(seed)
    placements, case = random_case(rng)
    rows = with_rivals(rng, placements)
    held = held_as_rivals(rows)
    result = product(rows, case)
    wrong = {f.row.row - FIRST_ROW for f in result.findings
             if f.severity is Severity.ERROR and f.row is not None}  # fmt: skip
    assert wrong == held
    lines: dict[int, list[Seen]] = {n: [] for n in range(len(rows))}
    for line in result.lines:
        lines[line.row.row - FIRST_ROW].append(_of_product(line))
    for n, row in enumerate(rows):
        if n in held:
            assert [(x.status, x.amount) for x in lines[n]] == [("held", Decimal(0))]
            continue
        expected = sorted((_of_oracle(line) for line in charge_lines(row, case)), key=_order)
        assert sorted(lines[n], key=_order) == expected, f"seed {seed}, {row}"


@pytest.mark.parametrize("seed", range(0, SEEDS, 2))
def test_a_posted_row_goes_on_and_the_rows_that_claim_it_too_are_held(seed: int) -> None:
    """What is in the Ledger stays as it is, line by line; its rivals have one line of 0.00."""
    rng = random.Random(seed)
    placements, case = random_case(rng)
    before = shown(placements, case, case["as_at"], [])
    entries = posted(before, 1) if any(x.status == "billable" for x in before.lines) else []
    rows = with_rivals(rng, placements, ("repeated", "episode", "exclusion"))
    known = {e.placement_ref for e in entries}
    held = {n for n in held_as_rivals(rows) if rows[n]["Placement ref"] not in known}
    result = shown(rows, case, case["as_at"], entries)
    lines: dict[int, list[Seen]] = {n: [] for n in range(len(rows))}
    for line in result.lines:
        due = replace(line, status="billable") if line.status == "posted" else line
        lines[line.row.row - FIRST_ROW].append(_of_product(due))
    for n, row in enumerate(rows):
        if n in held:
            assert [(x.status, x.amount) for x in lines[n]] == [("held", Decimal(0))]
            continue
        expected = [_money(_of_oracle(line)) for line in charge_lines(row, case)]
        assert sorted(map(_money, lines[n])) == sorted(expected), f"seed {seed}, {row}"


def _money(seen: Seen) -> tuple[str, str, str, Decimal]:
    return seen.laestab, seen.component, seen.status, seen.amount


def test_random_rivals_show_every_claim() -> None:
    """Rows that repeat each other, references, episodes and exclusions told twice all occur."""
    seen: Counter[str] = Counter()
    for seed in range(30):
        rng = random.Random(seed)
        placements, case = random_case(rng)
        seen.update(f.code for f in product(with_rivals(rng, placements), case).findings)
    assert all(seen[code] >= 3 for code in ("A01", "A02", "A03"))
