"""The product against an independent calculation, on random books.

`tests/oracle` holds a second calculation that shares no code with the product, and a generator of
valid random books. Both are asked about every placement; nothing may differ unless `EXPLAINED`
says so and why. `XL_RECOUP_ORACLE_SEEDS` sets how many books are tried.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import pytest

from tests.oracle.naive import charge_lines
from tests.oracle.random_books import random_case
from tests.support.books import book
from xl_recoup.policy.options import Options
from xl_recoup.records import ChargeLine, Severity
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell

SEEDS = int(os.environ.get("XL_RECOUP_ORACLE_SEEDS", "60"))
TABLES = {"Schools": "schools", "Agreements": "agreements", "Rates": "rates",
          "Calendar": "calendar"}  # fmt: skip

Row = dict[str, Any]


class Seen(NamedTuple):
    """What both calculations must agree on for one line. The weeks of a nil line are left open."""

    component: str
    laestab: str
    amount: Decimal
    status: str
    cfr_code: str
    base: Fraction | None
    units: int | None
    denominator: int | None


class Explained(NamedTuple):
    """A difference that has a reason: which lines it takes out of the comparison, and why."""

    reason: str
    concerns: Callable[[Row, Row], bool]


EXPLAINED: tuple[Explained, ...] = ()
"""Differences between the two that are meant. There are none."""


def _of_product(line: ChargeLine) -> Seen:
    nil = line.status == "nil"
    return Seen(
        line.component,
        line.laestab,
        line.amount,
        line.status,
        line.cfr_code,
        None if nil or line.base is None else abs(Fraction(line.base)),
        None if nil or line.units is None else int(line.units),
        None if nil or line.denominator is None else int(line.denominator),
    )


def _of_oracle(line: Row) -> Seen:
    nil = line["Status"] == "nil"
    return Seen(
        line["Component"],
        line["LAESTAB"],
        line["Amount"],
        line["Status"],
        line["CFR code"],
        None if nil else abs(line["Base"]),
        None if nil else line["Units"],
        None if nil else line["Denominator"],
    )


def _order(seen: Seen) -> tuple[str, str, str, Decimal]:
    return seen.component, seen.laestab, seen.cfr_code, seen.amount


def _cells(rows: list[Row]) -> list[dict[str, Cell]]:
    return [dict(row) for row in rows]


def product(placements: list[Row], case: Row) -> Result:
    """Run the product on the same placements and tables."""
    codes = sorted({p["Provider"] for p in placements if p.get("Provider")})
    tables: dict[str, Any] = {name: _cells(case[key]) for name, key in TABLES.items()}
    return calculate(
        book(
            _cells(placements),
            settings=case["settings"],
            Providers=[{"Code": code, "Provider": code} for code in codes or ["AP1"]],
            **tables,
        ),
        as_at=case["as_at"],
        today=case["as_at"] + timedelta(days=1),
    )


def case_of(seed: int) -> tuple[list[Row], Row, Result]:
    placements, case = random_case(random.Random(seed))
    return placements, case, product(placements, case)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_product_and_oracle_agree(seed: int) -> None:
    """Every line of every placement of a random valid book is the same in both calculations."""
    placements, case, result = case_of(seed)
    assert [f.message for f in result.findings if f.severity is Severity.ERROR] == []
    by_ref: dict[str, list[Seen]] = {p["Placement ref"]: [] for p in placements}
    for line in result.lines:
        by_ref[line.placement_ref].append(_of_product(line))
    for p in placements:
        if any(e.concerns(p, case) for e in EXPLAINED):
            continue
        expected = sorted((_of_oracle(line) for line in charge_lines(p, case)), key=_order)
        assert sorted(by_ref[p["Placement ref"]], key=_order) == expected, (
            f"seed {seed}, {p['Placement ref']}: {p}"
        )


def test_random_books_show_every_situation() -> None:
    """The comparison is about something: all components, statuses and settings do occur."""
    seen: set[tuple[str, str]] = set()
    chosen: set[tuple[str, str]] = set()
    between: set[tuple[str, int]] = set()
    for seed in range(60):
        placements, case = random_case(random.Random(seed))
        chosen |= {(name, str(value)) for name, value in case["settings"].items()}
        for p in placements:
            lines = charge_lines(p, case)
            seen |= {(line["Component"], line["Status"]) for line in lines}
            between |= {
                (line["Component"], (line["Amount"] > 0) - (line["Amount"] < 0))
                for line in lines
                if len(line["LAESTAB"]) == 3
            }
    reductions = ("Budget share", "Reinstatement credit")
    assert seen == {
        *((c, s) for c in reductions for s in ("billable", "asked", "held", "nil")),
        *(("Pupil premium", s) for s in ("billable", "asked", "held")),
        *(("Admission credit", s) for s in ("billable", "held", "nil")),
        *(("Adjustment order", s) for s in ("billable", "held", "nil")),
    }
    assert between >= {
        *(("Budget share", sign) for sign in (-1, 0, 1)),
        *(("Reinstatement credit", sign) for sign in (-1, 1)),
    }
    for field in Options.model_fields.values():
        extra = field.json_schema_extra
        allowed = str(extra["allowed"]).split(", ") if isinstance(extra, dict) else []
        if str(field.default) in allowed:
            assert {(str(field.alias), value) for value in allowed} <= chosen


@pytest.mark.parametrize(
    "wrong",
    [
        {"Complete weeks": "exclusive"},
        {"Leavers' year ends": "31 August"},
        {"Pupil premium": "left alone"},
        {"Hold days": 200},
    ],
    ids=lambda w: next(iter(w)),
)
def test_a_wrong_setting_is_noticed(wrong: Row) -> None:
    """Calculating with another setting than the oracle's does not pass unseen."""
    different = 0
    for seed in range(20):
        placements, case = random_case(random.Random(seed))
        result = product(placements, case | {"settings": case["settings"] | wrong})
        expected = [_of_oracle(line) for p in placements for line in charge_lines(p, case)]
        made = [_of_product(line) for line in result.lines]
        different += sorted(made, key=_order) != sorted(expected, key=_order)
    assert different > 0
