"""Posting while time passes and news comes: what is posted, further and corrected.

Together they are the second calculation (`naive_schemes`) cut at the posted days.
"""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from tests.oracle.naive_schemes import scheme_lines
from tests.oracle.random_scheme_placements import random_scheme_case
from tests.support.books import book
from xl_recoup.outputs.account_outputs import ledger_write
from xl_recoup.posting.entries import PostingOrder, appended, new_entries
from xl_recoup.records import Entry
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result

Row = dict[str, Any]
TABLES = {"Schools": "schools", "Agreements": "agreements", "Rates": "rates",
          "Calendar": "calendar", "Schemes": "schemes", "PlacementChanges": "changes"}  # fmt: skip
PROVIDERS = [{"Code": code, "Provider": code} for code in ("AP1", "AP2")]
AT = datetime(2026, 3, 1, 9, 0)


def shown(placements: list[Row], case: Row, as_at: date, entries: list[Entry]) -> Result:
    """What a run shows on a day, beside a ledger."""
    tables: dict[str, Any] = {
        name: [dict(r) for r in case[key]] for name, key in TABLES.items() if key in case
    }
    made = book(
        [dict(p) for p in placements],
        settings=case["settings"],
        Providers=PROVIDERS,
        RunLog=[{"Run by": "tester"}],
        Documents=[],
        **tables,
    )
    beside = appended(made, [ledger_write(entries)]) if entries else made
    return calculate(beside, as_at=as_at, today=as_at)


def posted(result: Result, number: int) -> list[Entry]:
    """What posting adds."""
    order = PostingOrder(f"Period {number}", prepared_by="A", approved_by="B", at=AT)
    return new_entries(result, order)[0]


def with_news(rng: random.Random, placement: Row, day: date) -> Row:
    """A placement as it is told later: ended, counted again, or with another pupil's flag."""
    kind, start = rng.random(), placement["Left roll on"] or placement["Start date"]
    if kind < 0.15:
        start = max(start, placement["Start date"])
        return {**placement, "End date": max(start, day - timedelta(days=rng.randint(0, 60)))}
    if kind < 0.25:
        return {**placement, "FSM6": "N" if placement["FSM6"] == "Y" else "Y"}
    if kind < 0.35:
        return {**placement, "Days per week": rng.choice(("1", "3", "5"))}
    for heading in ("Hours", "Days attended"):
        if placement.get(heading) is not None and kind < 0.8:
            return {**placement, heading: rng.choice((4, "9.5", 50, 140))}
    return placement


@cache
def history(seed: int, *, news: bool) -> tuple[list[Row], Row, list[Entry], Result]:
    """Three postings some weeks apart, and what is shown at last beside them."""
    rng = random.Random(seed)
    placements, case = random_scheme_case(rng)
    day = date(case["year"], 7, 15)
    entries: list[Entry] = []
    for number in (1, 2, 3):
        if news and number > 1:
            placements = [with_news(rng, p, day) for p in placements]
        result = shown(placements, case, day, entries)
        if any(line.status == "billable" for line in result.lines):
            entries += posted(result, number)
        day += timedelta(days=rng.choice((0, 17, 45, 70)))
    return placements, {**case, "as_at": day}, entries, shown(placements, case, day, entries)


def cuts_of(entries: list[Entry]) -> dict[str, set[date]]:
    """The days on which a posted stretch begins, and the days after it ended, by placement."""
    cuts: dict[str, set[date]] = defaultdict(set)
    for e in entries:
        if e.component != "Correction" and e.start is not None and e.end is not None:
            cuts[e.placement_ref] |= {e.start, e.end + timedelta(days=1)}
    return cuts


def differences(seed: int, *, news: bool) -> list[tuple[Any, ...]]:
    """Where posted + further + corrections are not the oracle cut at the posted days.

    By placement, school, status and pounds. A row that has an error now keeps what was posted of
    it, and is left out. Each part of told units is rounded once, and the oracle does not divide
    them: there a penny for each part is let pass.
    """
    placements, case, entries, result = history(seed, news=news)
    expected: dict[Any, Decimal] = defaultdict(Decimal)
    made: dict[Any, Decimal] = defaultdict(Decimal)
    pennies: dict[str, Decimal] = defaultdict(Decimal)
    for ref, lines in scheme_lines(placements, {**case, "cuts": cuts_of(entries)}).items():
        wrong = any(line.get("error") for line in lines)
        pennies[ref] = Decimal("Infinity") if wrong else Decimal(0)
        for line in lines:
            told = "row" in line and line["row"]["Measure"] in ("hours", "school days attended")
            parts = sum(e.placement_ref == ref for e in entries)
            pennies[ref] += parts * Decimal("0.01") if told else 0
            if line["Status"] != "nil" and not wrong:
                for what in ("Amount", "Authority share"):
                    expected[ref, line["LAESTAB"], line["Status"], what] += line[what]
    for shown_line in result.lines:
        key = shown_line.placement_ref, shown_line.laestab
        status = "billable" if shown_line.status == "posted" else shown_line.status
        if status != "nil":
            made[*key, status, "Amount"] += shown_line.amount
            made[*key, status, "Authority share"] += shown_line.authority_share
    return [
        (*key, made[key], expected[key])
        for key in sorted({*made, *expected}, key=str)
        if abs(made[key] - expected[key]) > pennies[key[0]]
    ]


@pytest.mark.parametrize("seed", range(6))
def test_time_alone_gives_further_charges_and_no_correction(seed: int) -> None:
    """While nothing but the day changes, what comes on top is a Further charge, to the penny."""
    assert differences(seed, news=False) == []
    *_, entries, result = history(seed, news=False)
    assert not [x for x in (*entries, *result.lines) if x.component == "Correction"]


@pytest.mark.parametrize("seed", range(12))
def test_whatever_becomes_known_comes_to_the_cut_calculation(seed: int) -> None:
    """Posted + further + corrections come to the penny to the oracle cut at the posted days."""
    assert differences(seed, news=True) == []


def test_histories_hold_further_charges_and_corrections() -> None:
    """The comparison is about something: many lines come on top, and some correct."""
    components: dict[str, int] = defaultdict(int)
    for seed in range(12):
        *_, entries, _ = history(seed, news=True)
        for entry in entries:
            components[entry.component] += 1
    assert components["Scheme charge"] >= 30
    assert components["Further charge"] >= 8
    assert components["Correction"] >= 8
