"""A range under Value is a table of sensitivity: one run for each of its numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.comparison.random_scenarios import tables
from tests.support.books import TODAY, book
from xl_recoup.comparison.compare import Comparison, compare
from xl_recoup.comparison.in_words import compared_text
from xl_recoup.scenarios.value_ranges import MOST, numbers_of


def compared(*rows: dict[str, Any], names: tuple[str, ...] = ()) -> Comparison:
    """Compare a workbook under some scenarios."""
    given = tables()
    whole = book(given["placements"], Schemes=given["Schemes"], Scenarios=rows)
    return compare(whole, as_at=None, today=TODAY, names=names)


def percentage(value: Any, name: str = "Share") -> dict[str, Any]:
    """Return a row that changes the percentage of a scheme, 80 today."""
    return {"Scenario": name, "Changes": "scheme", "Item": "HOME", "Column": "Percentage",
            "Value": value}  # fmt: skip


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("20 to 100 step 20", [20, 40, 60, 80, 100]),
        ("20% to 50% step 20%", [20, 40]),
        ("£1,000.50 to £2,000.50 by £500", ["1000.50", "1500.50", "2000.50"]),
        ("0 to 1 step 0.25", ["0", "0.25", "0.50", "0.75", "1"]),
        ("20 to 100", []),
        ("100 to 20 step 20", []),
        ("20 to 20 step 1", []),
        ("1 to 100 step 0", []),
        (f"0 to {MOST} step 1", []),
        ("20", []),
        ("signed", []),
    ],
)
def test_numbers_of_a_range(words: str, numbers: list[Any]) -> None:
    """From the first to the last by the step; what has no step, no way or no end is none."""
    assert numbers_of(words) == [Decimal(n) for n in numbers]


def test_each_number_is_what_a_scenario_of_its_own_would_be() -> None:
    """Also the number that holds today, which as a scenario of its own would change nothing."""
    ranged = compared(percentage("40 to 80 step 20"))
    assert ranged.left_out == [] == ranged.findings
    assert [o.name for o in ranged.outcomes] == ["Share at 40", "Share at 60", "Share at 80"]
    alone = compared(percentage(40, "A"), percentage(60, "B"))
    for one, other in zip(ranged.outcomes, alone.outcomes, strict=False):
        assert one.result.totals == other.result.totals
        assert one.if_all_agree.totals == other.if_all_agree.totals
    assert ranged.outcomes[-1].result.totals == ranged.today.result.totals


def test_the_words_have_a_line_for_each_number() -> None:
    """The scenario's name, then what each number comes to."""
    _, told = compared_text(compared(percentage("40 to 80 step 20")))
    name, *steps = [line.strip() for line in told.splitlines()]
    assert name == "Share"
    assert [step.split(":")[0] for step in steps] == ["at 40", "at 60", "at 80"]
    assert "as today" in steps[-1]


def test_a_range_is_named_as_on_the_sheet_or_by_one_number() -> None:
    """`--scenario Share` runs all of it, `Share at 60` one."""
    row = percentage("40 to 80 step 20")
    assert len(compared(row, names=("share",)).outcomes) == 3
    assert [o.name for o in compared(row, names=("Share at 60",)).outcomes] == ["Share at 60"]


@pytest.mark.parametrize(
    "rows",
    [
        [percentage("40 to 80")],
        [percentage("80 to 40 step 10")],
        [percentage("0 to 100 step 1")],
        [percentage("40 to 60 step 10"), percentage("1 to 3 step 1") | {"Column": "Cap"}],
    ],
)
def test_what_looks_like_a_range_and_is_none_is_an_error_at_its_cell(
    rows: list[dict[str, Any]],
) -> None:
    """One for each row, with how to type it; the other scenarios run."""
    found = compared(*rows, percentage(50, "Other"))
    assert [o.name for o in found.outcomes] == ["Other"]
    assert found.left_out == ["Share"]
    assert [(f.code, f.place.cell) for f in found.findings] == [
        ("A51", f"E{5 + n}") for n in range(len(rows))
    ]
    assert all("Type it like 20 to 100 step 20." in f.message for f in found.findings)


def test_a_number_that_can_t_be_is_told_once() -> None:
    """Of −20, 20 and 60 per cent a scheme takes two: the first is left out, and said."""
    found = compared(percentage("-20 to 60 step 40"))
    assert [o.name for o in found.outcomes] == ["Share at 20", "Share at 60"]
    assert found.left_out == ["Share at -20"]
    assert len(found.findings) == 1
