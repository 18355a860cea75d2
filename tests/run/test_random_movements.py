"""Random edits, one or several at a time: the movements add up, and their reasons hold."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from tests.run.test_movements import adds_up, typed
from tests.support.books import TODAY, pex
from tests.support.runs import Months
from xl_recoup.run.calculate import calculate
from xl_recoup.run.charged_amounts import NOTHING, charged_amounts
from xl_recoup.run.inputs_before import KEPT, Reason
from xl_recoup.run.result import Result

Edit = Callable[[Months, random.Random], Any]
FLAGS = ("FSM6", "EAL", "Low prior attainment", "Looked after", "Service child", "Mobility")

SETTINGS: list[tuple[str, Any]] = [
    ("Hold days", 0),
    ("Hold days", 30),
    ("Complete weeks", "calendar"),
    ("Pupil premium", "left alone"),
    ("Area cost adjustment", 1.1),
]


def _count(months: Months, table: str) -> int:
    found = months.tables.find(table)
    assert found is not None
    return len(found.rows)


def _changed_row(months: Months, rng: random.Random) -> None:
    at = rng.randrange(_count(months, "Placements"))
    months.set("Placements", at, {rng.choice(FLAGS): rng.choice(["Y", "N", None, "?"])})


def _moved_date(months: Months, rng: random.Random) -> None:
    day = date(2025, 9, 8) + timedelta(days=rng.randrange(120))
    at = rng.randrange(_count(months, "Placements"))
    months.edit("Placements", lambda rows: rows[at].update(
        {"Exclusion date": day if rows[at]["Exclusion date"] else None}
    ))  # fmt: skip


def _new_row(months: Months, rng: random.Random) -> None:
    number = rng.randrange(100, 900)
    months.add("Placements", [pex(number, FSM6=rng.choice(["Y", None]))])


def _deleted_row(months: Months, rng: random.Random) -> None:
    if _count(months, "Placements") > 2:
        at = rng.randrange(_count(months, "Placements"))
        months.edit("Placements", lambda rows: rows.pop(at))


def _shuffled(months: Months, rng: random.Random) -> None:
    months.edit(rng.choice(["Placements", "Rates", "Schools", "Calendar"]), rng.shuffle)


def _rate(months: Months, rng: random.Random) -> None:
    at = rng.randrange(_count(months, "Rates"))
    months.set("Rates", at, {"Amount": float(rng.randrange(300, 9000))})


def _setting(months: Months, rng: random.Random) -> None:
    name, value = rng.choice(SETTINGS)
    months.edit("Settings", lambda rows: rows.__setitem__(
        slice(None), [r for r in rows if r["Setting"] != name] + [_like(rows, name, value)]
    ))  # fmt: skip


def _like(rows: list[dict[str, Any]], name: str, value: Any) -> dict[str, Any]:
    return dict.fromkeys(rows[0]) | {"Setting": name, "Value": value}


def _agreement(months: Months, rng: random.Random) -> None:
    status = rng.choice(["signed", "refused", "no reply", "funding agreement"])
    months.set("Agreements", 0, {"Status": status})


def _scheme(months: Months, rng: random.Random) -> None:
    months.set("Schemes", 3, {"Denominator": rng.choice([180, 185, 190, 195])})


def _calendar(months: Months, rng: random.Random) -> None:
    last = date(2026, 3, 27) - timedelta(days=rng.randrange(60))
    months.set("Calendar", 3, {"To": last})


EDITS: dict[str, Edit] = {
    "changed row": _changed_row, "moved date": _moved_date, "new row": _new_row,
    "deleted row": _deleted_row, "shuffled": _shuffled, "rate": _rate, "setting": _setting,
    "agreement": _agreement, "scheme": _scheme, "calendar": _calendar,
}  # fmt: skip
TAKEN_BACK = {reason: name for name, reason in KEPT.items()}


def reasons_hold(before: Months, months: Months, now: Result) -> None:
    """See that what a reason names brings the old amounts back, where it is a table."""
    day = now.policy.as_at
    for reason in {m.reason for m in now.movements or ()} & TAKEN_BACK.keys():
        name = TAKEN_BACK[reason]
        once = Months(months.tables)
        for each in (name, "LastRun", "RunLog"):
            old = before.tables.find(each)
            assert old is not None
            once.put(old)
        back = charged_amounts(calculate(once.tables, as_at=day, today=TODAY).lines)
        for m in now.movements or ():
            if m.reason is reason:
                found = back.get(m.placement_ref.casefold(), {}).get(m.laestab, NOTHING)
                assert found == m.before, (reason, m)


@pytest.mark.parametrize("kind", EDITS)
def test_edits_of_one_kind(kind: str) -> None:
    """Edits of one kind, again and again: never another reason than theirs, and all adds up."""
    rng = random.Random(f"one kind {kind}")
    months = Months(typed(settings={"Hold days": 56}))
    before = months.run()
    allowed = {
        "changed row": {Reason.INPUT}, "moved date": {Reason.INPUT}, "shuffled": set(),
        "new row": {Reason.NEW}, "deleted row": {Reason.DELETED},
    }.get(kind, {r for r in Reason if r.value == kind})  # fmt: skip
    for _ in range(5):
        EDITS[kind](months, rng)
        now = months.run()
        assert {m.reason for m in now.movements or ()} <= allowed
        adds_up(before, now)
        before = now


@pytest.mark.parametrize("seed", range(14))
def test_several_edits_at_once(seed: int) -> None:
    """Two to five edits of any kind, and a day that passes: all adds up, and reasons hold."""
    rng = random.Random(seed)
    months, day = Months(typed(settings={"Hold days": 56})), date(2026, 1, 31)
    before = months.run(day)
    for _ in range(3):
        as_it_was = Months(months.tables)
        for kind in rng.choices(list(EDITS), k=rng.randint(2, 5)):
            EDITS[kind](months, rng)
        day += timedelta(days=rng.choice([0, 0, 14]))
        now = months.run(day)
        adds_up(before, now)
        reasons_hold(as_it_was, months, now)
        before = now
    assert months.again().moved == now.moved
