"""Every working comes out: who does its sum with a pocket calculator gets the line's amount.

The texts of the committed workbook, of the worked examples, of the councils' cases and of thousands
of random lines are read by `worked_out`, which knows the words alone and uses each number in them.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.charging.test_place_plus_in_a_run import PLACED, calculated, filled
from tests.examples.council import Case, all_cases
from tests.examples.reading import all_examples
from tests.oracle import test_oracle, test_scheme_oracle
from tests.oracle.test_scheme_further import history
from tests.workings import place_plus_words
from tests.workings.calculator import DoesNotComeOut
from tests.workings.names import changed
from tests.workings.unit_words import TIER
from tests.workings.whole_texts import worked_out
from xl_recoup.records import ChargeLine
from xl_recoup.reporting.explanation import Explanation
from xl_recoup.reporting.results import explanation_text
from xl_recoup.statements.reader_words import authority_words, base_words, units_words

SEEDS = int(os.environ.get("XL_RECOUP_WORKING_SEEDS", "24"))
SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"
Told = tuple[str, Decimal, Decimal]
"""A working, the amount and the authority's share."""


def told(lines: Iterable[ChargeLine]) -> list[Told]:
    """Return the workings of lines with what they must come to."""
    return [(x.working, x.amount, x.authority_share) for x in lines]


def wrong(texts: Iterable[Told]) -> list[str]:
    """Return the workings that don't come out, each with why."""
    found: list[str] = []
    for working, amount, borne in texts:
        try:
            said = worked_out(working)
        except DoesNotComeOut as error:
            found.append(f"{error}\n{working}")
            continue
        if said.amount != amount or said.borne not in (None, borne):
            found.append(f"{said}, not {amount} and {borne}\n{working}")
    return found


def sample() -> list[Told]:
    """Return the workings of the committed workbook, as they stand in its cells."""
    sheet = load_workbook(SAMPLE, read_only=True)["Charges"]
    rows = [row for row in sheet.iter_rows(values_only=True) if row]
    start = next(i for i, row in enumerate(rows) if "Working" in row)
    at = [rows[start].index(name) for name in ("Working", "Amount", "Authority share")]
    texts = [tuple(row[i] for i in at) for row in rows[start + 1 :]]
    return [
        (str(text), Decimal(str(amount)), Decimal(str(borne or 0)))
        for text, amount, borne in texts
        if text is not None
    ]


def test_of_the_sample() -> None:
    """Each of the committed workbook, posted ones too, by what stands in its cells."""
    texts = sample()
    assert len(texts) > 150
    assert wrong(texts) == []


@pytest.mark.parametrize("example", all_examples(), ids=lambda e: e.id)
def test_of_a_worked_example(example: Any) -> None:
    """Each line of each worked example."""
    assert wrong(told(example.run().lines)) == []


@pytest.mark.parametrize("case", all_cases().values(), ids=lambda c: c.id)
def test_of_a_councils_case(case: Case) -> None:
    """Each line of each council's case, with the changes that its figures need."""
    for how in ({}, *(g.get("with", {}) for g in case.gives.values())):
        assert wrong(told(case.run(how).lines)) == []


@pytest.mark.parametrize("seed", range(2 * SEEDS))
def test_of_random_lines_of_the_regulations(seed: int) -> None:
    """Each line of random exclusions, leavers, credits, orders and sums between authorities."""
    assert wrong(told(test_oracle.case_of(seed)[2].lines)) == []


@pytest.mark.parametrize("seed", range(SEEDS))
def test_of_random_lines_of_local_schemes(seed: int) -> None:
    """Each line of random schemes, whatever they measure, cap, free, share or round."""
    placements, case, _ = test_scheme_oracle.case_of(seed)
    assert wrong(told(test_scheme_oracle.product(placements, case).lines)) == []


@pytest.mark.parametrize("news", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_of_what_is_posted_further_and_corrected(seed: int, news: bool) -> None:
    """Each line beside a ledger of three postings, while time passes and news comes."""
    *_, entries, result = history(seed, news=news)
    assert wrong(told(result.lines)) == []
    assert wrong((e.working, e.amount, e.authority_share) for e in entries) == []


@pytest.mark.parametrize("reading", ["below the threshold", "all vacant places"])
@pytest.mark.parametrize("pupils", [40, 71, 72, 95])
@pytest.mark.parametrize("threshold", [80, 77.5])
def test_of_place_plus_funding(pupils: int, reading: str, threshold: float) -> None:
    """Each line of a provider's reconciliation, under either reading of the rule."""
    terms = PLACED | {"Pupils counted": pupils, "Occupancy threshold": threshold}
    rows = filled(calculated(providers=[terms], settings={"Place-plus adjustment": reading}))
    assert [place_plus_words.worked_out(r["Working"]) for r in rows] == [r["Amount"] for r in rows]


def test_explain_says_the_same_sum() -> None:
    """What `explain` prints of a line holds its working, word for word."""
    lines = test_scheme_oracle.product(*test_scheme_oracle.case_of(0)[:2]).lines
    said = explanation_text(Explanation(lines, []))
    assert [x.ref for x in lines if x.working not in said] == []


@pytest.mark.parametrize("seed", range(6))
def test_a_letter_takes_each_apart(seed: int) -> None:
    """Of a charge of a scheme the statement shows base, units and authority, each its own words."""
    for line in test_scheme_oracle.product(*test_scheme_oracle.case_of(seed)[:2]).lines:
        if line.status in ("nil", "held") or not line.amount:
            continue
        base = base_words(line.working, line.base)
        units = units_words(line.working, line.units, line.denominator, "")
        units = units.removesuffix(" ()")
        assert line.working.startswith(f"{base} × {units} from "), line.working
        assert line.working.endswith(f"; {authority_words(line.working)}")
        assert authority_words(line.working).startswith(("local scheme", "asked under")) or (
            " agreement" in authority_words(line.working)
        )


# What must not pass ---------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_number_is_noticed(seed: int) -> None:
    """Whichever number of a sum is another one, it doesn't come out: each is used.

    The number of a placement in its tier is held against that alone, below.
    """
    lines = [
        *test_scheme_oracle.product(*test_scheme_oracle.case_of(seed)[:2]).lines,
        *test_oracle.case_of(seed)[2].lines,
        *history(seed, news=True)[3].lines,
    ]
    unnoticed, tried = [], 0
    for line in lines:
        if line.status == "posted" or (line.status == "nil" and not line.authority_share):
            continue
        for other in changed(_without_tier(line.working)):
            tried += 1
            if not wrong([(other, line.amount, line.authority_share)]):
                unnoticed.append((line.working, other))
    assert tried > 150
    assert unnoticed == []


def _without_tier(working: str) -> str:
    return re.sub(rf"; {TIER}|{TIER}; | \({TIER}\)", "", working)


TIERED = (
    "£14,900.00 (later) × 1 event (number {} of the school's placements of the year, tier {}) from"
    " 1 May 2025 to 31 March 2026 = £14,900.00; local scheme S"
)


@pytest.mark.parametrize(
    ("number", "tier", "fits"),
    [
        (1, "1 to 2", True),
        (2, "1 to 2", True),
        (3, "1 to 2", False),
        (3, "3 and later", True),
        (9, "3 and later", True),
        (2, "3 and later", False),
        (1, "1", True),
        (2, "1", False),
    ],
)
def test_a_number_outside_its_tier_is_noticed(number: int, tier: str, fits: bool) -> None:
    """A placement's number among its school's must lie in the tier that is said."""
    texts = [(TIERED.format(number, tier), Decimal("14900.00"), Decimal("0.00"))]
    assert bool(wrong(texts)) is not fits


def test_random_lines_say_everything() -> None:
    """The reading is about something: each term that changes a sum is said in several lines."""
    said: Counter[str] = Counter()
    for seed in range(SEEDS):
        lines = [
            *test_scheme_oracle.product(*test_scheme_oracle.case_of(seed)[:2]).lines,
            *(x for n in range(2) for x in test_oracle.case_of(2 * seed + n)[2].lines),
        ]
        said.update(words for words in SAID for x in lines if words in x.working)
    assert {words: said[words] for words in SAID if said[words] < 3} == {}


SAID = (
    "area cost adjustment", "% of £", "(the school's share) of", "(the school's part of",
    "less the authority's", "a unit (", "rounded first", "amount agreed for the pupil", " are free",
    "of them before", " at most", "the school pays for the first", "of 5 days a week",
    "of 2 sessions", "days a week)", "counted as 4.5", " ÷ ", "of 52 complete weeks", "tier ",
    "which the authority bears", "the authority bears", ", credited", "which we pay", "pays us",
    "once and in full", "VAT of 20% on top",
)  # fmt: skip
