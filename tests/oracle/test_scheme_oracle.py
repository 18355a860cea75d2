"""The product against an independent calculation of local schemes, on random books.

As `test_oracle` does for the regulations' own sums: `naive_schemes` shares no code with the
product; nothing may differ. `XL_RECOUP_SCHEME_SEEDS` sets how many books are tried, of 30
placements each.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from tests.oracle.naive_schemes import scheme_lines
from tests.oracle.random_scheme_placements import random_scheme_case
from tests.support.books import book
from xl_recoup.records import ChargeLine
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result

SEEDS = int(os.environ.get("XL_RECOUP_SCHEME_SEEDS", "16"))
TABLES = {"Schools": "schools", "Agreements": "agreements", "Rates": "rates",
          "Calendar": "calendar", "Schemes": "schemes", "PlacementChanges": "changes"}  # fmt: skip
PROVIDERS = [{"Code": code, "Provider": code} for code in ("AP1", "AP2")]

Row = dict[str, Any]
Money = tuple[Any, ...]


def product(placements: list[Row], case: Row) -> Result:
    """Run the product on the same placements and tables."""
    tables: dict[str, Any] = {name: [dict(r) for r in case[key]] for name, key in TABLES.items()}
    return calculate(
        book(
            [dict(p) for p in placements], settings=case["settings"], Providers=PROVIDERS, **tables
        ),
        as_at=case["as_at"],
        today=case["as_at"] + timedelta(days=1),
    )


def _of_product(line: ChargeLine) -> Money:
    return (line.start, line.end, line.laestab, line.amount, line.authority_share, line.status)


def _of_oracle(line: Row) -> Money:
    return tuple(line[h] for h in ("From", "To", "LAESTAB", "Amount", "Authority share", "Status"))


def _seen(lines: list[Money]) -> list[Money] | str:
    """What both must agree on: each line that moves money; without one, held or nil."""
    money = [line for line in lines if line[3] or line[4]]
    if money:
        return sorted(money)
    return "held" if any(line[5] == "held" for line in lines) else "nil"


def _made(placements: list[Row], result: Result) -> dict[str, list[Money] | str]:
    by_ref: dict[str, list[Money]] = {p["Placement ref"]: [] for p in placements}
    for line in result.lines:
        by_ref[line.placement_ref].append(_of_product(line))
    return {ref: _seen(lines) for ref, lines in by_ref.items()}


@cache
def case_of(seed: int) -> tuple[list[Row], Row, dict[str, list[Row]]]:
    placements, case = random_scheme_case(random.Random(seed))
    return placements, case, scheme_lines(placements, case)


def _expected(lines: dict[str, list[Row]]) -> dict[str, list[Money] | str]:
    return {ref: _seen([_of_oracle(line) for line in of]) for ref, of in lines.items()}


@pytest.mark.parametrize("seed", range(SEEDS))
def test_product_and_oracle_agree_on_local_schemes(seed: int) -> None:
    """Days, school, amount, authority's share and status of every line are the same in both."""
    placements, case, lines = case_of(seed)
    made, expected = _made(placements, product(placements, case)), _expected(lines)
    for p in placements:
        ref = p["Placement ref"]
        terms = [row for row in case["schemes"] if row["Scheme"] == p["Scheme"]]
        assert made[ref] == expected[ref], f"seed {seed}, {p} under {terms}"


def _told(line: ChargeLine) -> tuple[str, ...]:
    """Return what a reader of Charges goes by."""
    sums = (line.amount, line.authority_share, line.units, line.denominator)
    return line.ref, line.laestab, line.status, line.route, line.working, *map(str, sums)


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_rows_changes_no_line(seed: int) -> None:
    """However the rows of every table stand, each line says the same, its route among it."""
    placements, case, _ = case_of(seed)
    shuffled, rng = {**case}, random.Random(seed)
    for key in (*TABLES.values(), "placements"):
        rows = list(placements if key == "placements" else case[key])
        rng.shuffle(rows)
        shuffled[key] = rows
    given, other = product(placements, case), product(shuffled["placements"], shuffled)
    assert sorted(map(_told, other.lines)) == sorted(map(_told, given.lines))


def test_random_schemes_show_every_situation() -> None:
    """The comparison is about something: every term decides lines that move money."""
    seen: Counter[tuple[str, str]] = Counter()
    for seed in range(16):
        _, case, lines = case_of(seed)
        for line in (line for of in lines.values() for line in of):
            seen[("Status", line["Status"])] += 1
            seen[("Error", str(line.get("error", False)))] += 1
            if not line["Amount"] and not line["Authority share"]:
                continue
            row = line["row"]
            seen.update((term, str(row.get(term))) for term in row)
            seen[(row["Measure"], row["Base"])] += 1
            seen[("Amount", "0" if not line["Amount"] else "above")] += 1
            seen[("Setting", case["settings"]["Complete weeks"])] += 1
    rare = {(t, w): seen[(t, w)] for t, words in TERMS.items() for w in words if seen[(t, w)] < 3}
    assert rare == {}
    measures = TERMS["Measure"]
    pairs = [(m, base) for m in measures for base in TERMS["Base"] if seen[(m, base)]]
    assert len(pairs) >= len(measures) * len(TERMS["Base"]) * 0.9


TERMS = {
    "Measure": ("complete weeks", "school weeks", "school days agreed", "school days attended",
                "hours", "sessions", "terms", "event"),
    "Base": ("pupil-led funding", "basic entitlement", "named rate", "agreed amount"),
    "Extra rate": ("extra_rate", "agreed amount"),
    "Pupil premium": ("Y",),
    "Percentage": ("None", "33.33", "120"),
    "School share": ("0", "50", "66.67"),
    "School rate": ("school_rate",),
    "Authority rate": ("authority_rate",),
    "By days per week": ("Y",),
    "Five days count as": ("4.5",),
    "Units free": ("1.5", "2"),
    "Cap unit": ("units", "weeks"),
    "EHCP": ("charge", "no charge", "only with EHCP"),
    "Starts": ("start date", "off-roll date"),
    "Open end": ("as-at date", "end of year"),
    "Rates of": ("start of service", "next year"),
    "Rounding": ("once", "unit rate first"),
    "Notice days": ("0", "14"),
    "Hold days": ("0", "20", "56", "90"),
    "Agreement needed": ("all schools", "academies", "none"),
    "Tier from": ("1", "2", "3"),
    "Status": ("billable", "asked", "held", "nil"),
    "Error": ("True", "False"),
    "Amount": ("0", "above"),
    "Setting": ("inclusive", "exclusive", "calendar"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("term", "wrong"),
    [
        ("Units free", None),
        ("Cap", 2),
        ("Cap unit", "units"),
        ("Five days count as", None),
        ("Percentage", "99"),
        ("Pupil premium", None),
        ("Extra rate", None),
        ("EHCP", "charge"),
        ("Rates of", "start of service"),
        ("Rounding", "once"),
        ("Open end", "end of year"),
        ("Hold days", 0),
        ("Agreement needed", "none"),
        ("Notice days", 0),
    ],
    ids=lambda value: str(value),
)
def test_a_wrong_term_is_noticed(term: str, wrong: Any) -> None:
    """Calculating with another term than the oracle's does not pass unseen."""
    for seed in range(16):
        placements, case, lines = case_of(seed)
        schemes = [{**row, term: wrong} if row.get(term) else row for row in case["schemes"]]
        result = product(placements, {**case, "schemes": schemes})
        if _made(placements, result) != _expected(lines):
            return
    raise AssertionError(f"{term} is not noticed")
