"""What holds for the charge lines of every workbook, tried on random valid ones."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.oracle.random_books import random_case
from tests.support.books import book
from xl_recoup.contract import STATUSES
from xl_recoup.money import to_pence
from xl_recoup.records import ChargeLine, RowKey
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result

Row = dict[str, Any]
SEEDS = st.integers(0, 10**9)
few = settings(max_examples=12)


def _charge(placements: list[Row], case: Row) -> Result:
    tables = {t: case[t.lower()] for t in ("Schools", "Agreements", "Rates", "Calendar")}
    day = case["as_at"]
    return calculate(
        book(placements, settings=case["settings"], **tables),
        as_at=day, today=day + timedelta(days=1),
    )  # fmt: skip


def _case(seed: int) -> tuple[list[Row], Row]:
    return random_case(random.Random(seed))


def _by_placement(result: Result) -> dict[str, list[ChargeLine]]:
    """Return the lines of each placement, without the row on which it stands."""
    found = defaultdict(list)
    for line in result.lines:
        found[line.placement_ref].append(replace(line, row=RowKey("Placements", 0)))
    return dict(found)


@few
@given(SEEDS)
def test_no_line_takes_or_gives_too_much(seed: int) -> None:
    """A reduction is at most A and 52 weeks; a credit is at most what it gives back."""
    for line in _charge(*_case(seed)).lines:
        if line.status == "nil":
            assert line.amount == 0
            continue
        assert line.base is not None
        assert line.units is not None
        assert line.denominator is not None
        assert 0 < line.units <= line.denominator
        if line.route == "inter-authority":  # what we receive, or with the other sign what we pay
            assert 0 <= line.amount / line.base <= 1
        elif line.component in ("Budget share", "Pupil premium"):
            assert line.denominator == 52
            assert 0 <= line.amount <= to_pence(line.base)
        elif line.component == "Adjustment order":
            assert line.amount == 4000
        else:
            assert line.base <= line.amount <= 0
        assert line.amount == to_pence(line.amount)


@few
@given(SEEDS)
def test_same_inputs_same_result(seed: int) -> None:
    """Nothing but the inputs decides: a second run gives the same lines, findings and totals."""
    placements, case = _case(seed)
    one, other = _charge(placements, case), _charge(placements, case)
    assert one.lines == other.lines
    assert one.findings == other.findings
    assert one.totals == other.totals
    assert one.schools == other.schools


@few
@given(SEEDS, st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(seed: int, shuffle: random.Random) -> None:
    """A placement keeps its lines wherever its row stands."""
    placements, case = _case(seed)
    before = _by_placement(_charge(placements, case))
    shuffle.shuffle(placements)
    assert _by_placement(_charge(placements, case)) == before


CHANGES: tuple[Row, ...] = (
    {"Cancelled on": None, "Year group": 1},
    {"FSM6": "Y", "Service child": "Y", "Looked after": None},
    {"Exclusion date": None, "Left roll on": None},
    {"Scheme": "LOCAL"},
    {"Home school": "9999999"},
    {"Admitting school": None, "Admitted on": None, "Left admitting school on": None},
)


@few
@given(SEEDS, st.data())
def test_a_changed_row_moves_no_other(seed: int, data: st.DataObject) -> None:
    """Changing, breaking or deleting one row leaves every line of every other as it was."""
    placements, case = _case(seed)
    before = _by_placement(_charge(placements, case))
    n = data.draw(st.integers(0, len(placements) - 1))
    change = data.draw(st.sampled_from((*CHANGES, None)))
    changed = [*placements]
    ref = changed[n]["Placement ref"]
    if change is None:
        del changed[n]
    else:
        changed[n] = changed[n] | change
    after = _by_placement(_charge(changed, case))
    before.pop(ref)
    after.pop(ref, None)
    assert after == before


@few
@given(SEEDS)
def test_books_balance(seed: int) -> None:
    """Rows read are charged, nil or held; pounds by status and by school add up to the lines."""
    placements, case = _case(seed)
    result = _charge(placements, case)
    t = result.tally
    assert t.read == len(placements) == t.charged + t.nil + t.held
    total = sum((line.amount for line in result.lines), Decimal(0))
    assert tuple(result.totals) == STATUSES
    assert sum(result.totals.values()) == total
    assert sum(s.total for s in result.schools) == total
    assert result.totals["nil"] == 0
    for s in result.schools:
        assert s.total == s.asked + s.billable + s.held + s.posted
        lines = [line for line in result.lines if line.laestab == s.laestab]
        assert s.credits == sum(line.amount for line in lines if line.amount < 0)
        assert s.placements == len({line.row for line in lines})


@few
@given(SEEDS)
def test_every_line_says_what_and_why(seed: int) -> None:
    """Each line has a reference of its own and a working; asked, held and nil have a reason."""
    result = _charge(*_case(seed))
    refs = [line.ref for line in result.lines]
    assert len(refs) == len(set(refs))
    for line in result.lines:
        assert line.working
        assert line.legal_basis
        assert line.route
        assert bool(line.reason) == (line.status in ("asked", "held", "nil"))


LATER = {
    "Admitting school", "Admitted on", "Left admitting school on", "Reinstated on",
    "Decision date", "Left roll on", "Cancelled on", "Review decided on", "Order date",
    "Educated from", "Intermediate authority",
}  # fmt: skip


@few
@given(SEEDS, st.integers(0, 60))
def test_a_later_exclusion_never_costs_more_weeks(seed: int, later: int) -> None:
    """Inside one year, and for a pupil who does not leave, a later exclusion has no more weeks."""
    placements, case = _case(seed)
    bare: list[dict[str, Any]] = [
        {k: None if k in LATER else v for k, v in p.items()} | {"Adjustment order": None}
        for p in placements
        if p["Scheme"] == "PEX"
    ]
    settings_ = case["settings"] | {"Count starts": "sixth school day"}
    schools = [s | {"Leaving years": 13} for s in case["schools"]]
    case = case | {"settings": settings_, "schools": schools}
    step = timedelta(days=later)
    moved = [p | {"Exclusion date": p["Exclusion date"] + step} for p in bare]
    first, second = (_by_placement(_charge(rows, case)) for rows in (bare, moved))
    for ref, lines in second.items():
        then, now = first[ref][0], lines[0]
        if then.status != "nil" and now.status != "nil":
            assert now.units is not None
            assert then.units is not None
            assert now.units <= then.units
