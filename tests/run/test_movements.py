"""What moved since the last run: reasons that are true, and differences that add up."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.support.books import ACADEMY, MAINTAINED, OTHER_MAINTAINED, RATES, SCHEMES, book, pex
from tests.support.runs import Months
from xl_recoup.closed_lists import Status
from xl_recoup.money import ZERO
from xl_recoup.run import inputs_before
from xl_recoup.run.result import Result
from xl_recoup.tables import WorkbookTables

SUMS: dict[str, tuple[Status, ...]] = {
    "billable": ("billable", "posted"), "asked": ("asked",), "held": ("held",),
}  # fmt: skip
LOCAL = {
    "Scheme": "DAILY", "Kind": "local", "In use": "Y", "Valid from": date(2025, 4, 1),
    "Measure": "school days agreed", "Denominator": 190, "Base": "named rate",
    "Rate": "tuition", "Agreement needed": "none",
}  # fmt: skip
TUITION = RATES[0] | {
    "Factor": "tuition", "Phase": "all", "Amount": 9500.0, "Basis": "local value",
}  # fmt: skip


def typed(**more: Any) -> WorkbookTables:
    """Return a workbook with five placements, of which each rests on other inputs."""
    placements = [
        pex(1),
        pex(2, FSM="Y", FSM6="Y"),
        pex(3, **{"Home school": ACADEMY, "Year group": 8, "Date of birth": date(2012, 10, 1)}),
        pex(4, **{"Exclusion date": date(2026, 1, 12), "Decision date": None}),
        pex(5, Scheme="DAILY", **{
            "Exclusion date": None, "Decision date": None, "Roll status": "dual",
            "Start date": date(2025, 11, 3), "Days per week": 5,
        }),
    ]  # fmt: skip
    return book(
        placements,
        **{
            "Schemes": [*SCHEMES, LOCAL],
            "Rates": [*RATES, TUITION],
            "PlacementChanges": [],
            **more,
        },
    )


@pytest.fixture
def months() -> Months:
    """Give a workbook that has been run once."""
    made = Months(typed())
    first = made.run()
    assert not first.movements
    assert sum(x.amount for x in first.lines if x.placement_ref == "P005") > 0
    return made


def reasons(result: Result) -> dict[str, set[str]]:
    """Return the reasons by placement."""
    found: dict[str, set[str]] = {}
    for m in result.movements or ():
        found.setdefault(m.placement_ref, set()).add(m.reason.value)
    return found


def adds_up(before: Result, now: Result) -> None:
    """See that the differences are those of the totals, of all of them and of each."""
    moved = now.movements or ()
    for name, statuses in SUMS.items():
        change = sum((now.totals[s] - before.totals[s] for s in statuses), ZERO)
        assert sum((getattr(m.by, name) for m in moved), ZERO) == change
    everything = sum(now.totals.values(), ZERO) - sum(before.totals.values(), ZERO)
    assert sum((m.difference for m in moved), ZERO) == everything
    assert all(m.before != m.now for m in moved)
    keys = [(m.laestab, m.placement_ref) for m in moved]
    assert len(set(keys)) == len(keys)


def test_the_first_run_has_nothing_to_compare_with() -> None:
    """It says so, and moves nothing; run again, nothing has moved."""
    months = Months(typed())
    first = months.run()
    assert not first.movements
    assert first.moved[0].endswith(" There is no earlier run to compare with.")
    second = months.run()
    assert not second.movements
    assert second.moved == (
        f"In all {first.moved[0].split()[2].rstrip('.')}: nothing has moved since the last run, as"
        " at 31 January 2026.",
        "Reasons: none.",
        "Schools: none.",
    )
    assert months.run().noted == second.noted


def change(table: str, at: int, **cells: Any) -> Any:
    """Return an edit of one row."""
    return lambda months: months.set(table, at, cells)


ALL_NEW = [pex(9, **{"Home school": ACADEMY, "Year group": 8})]
ONE_REASON = {
    "new placement": (lambda m: m.add("Placements", [pex(9)]), {"P009"}),
    "ended": (change("Placements", 4, **{"End date": date(2025, 12, 5)}), {"P005"}),
    "changed input": (change("Placements", 0, **{"Year group": 5, "EAL": "Y"}), {"P001"}),
    "rate": (change("Rates", 0, Amount=4000.0), {"P001", "P002", "P004"}),
    "setting": (change("Settings", 0, Value=0), {"P004"}),
    "agreement": (change("Agreements", 0, Status="no reply"), {"P003"}),
    "scheme": (change("Schemes", 3, Denominator=195), {"P005"}),
    "calendar": (change("Calendar", 3, From=date(2026, 1, 8)), {"P005"}),
    "placement deleted": (lambda m: m.edit("Placements", lambda rows: rows.pop(0)), {"P001"}),
}


@pytest.mark.parametrize("reason", ONE_REASON)
def test_one_change_has_one_reason(reason: str) -> None:
    """Each kind of change moves those that it concerns, and nobody else."""
    months = Months(typed(settings={"Hold days": 56}))
    before = months.run()
    edit, refs = ONE_REASON[reason]
    edit(months)
    now = months.run()
    assert reasons(now) == {ref: {reason} for ref in refs}
    adds_up(before, now)


def test_time_passes(months: Months) -> None:
    """A later day charges more days and frees what was held."""
    before = months.run()
    now = months.run(as_at=date(2026, 3, 20))
    assert reasons(now) == {"P004": {"time passing"}, "P005": {"time passing"}}
    adds_up(before, now)
    held = next(m for m in now.movements or () if m.placement_ref == "P004")
    assert (held.difference, held.by.billable, held.by.held) == (
        ZERO,
        held.now.billable,
        -held.before.held,
    )
    assert held.changed == "31 January 2026 to 20 March 2026"


def test_another_version_of_the_program(months: Months, monkeypatch: pytest.MonkeyPatch) -> None:
    """What nothing in the workbook explains is the program's."""
    before = months.run()
    table = months.tables.tables["LastRun"]
    rows = [
        (k, n, "0123456789abcdef - 3052001=1.00/0.00/0.00" if n == "P001" else v)
        for k, n, v in table.rows
    ]
    months.edit("LastRun", lambda held: [
        row.update({"Value": value}) for row, (_, _, value) in zip(held, rows, strict=True)
    ])  # fmt: skip
    monkeypatch.setattr(inputs_before, "__version__", "99.0")
    now = months.run()
    assert reasons(now) == {"P001": {"program version"}}
    assert before.totals == now.totals


def test_several_changes_are_told_apart(months: Months) -> None:
    """Of several changes each placement has the one that moved it, or *several*."""
    before = months.run()
    months.set("Rates", 3, {"Amount": 600.0})  # free meals: P002 alone
    months.set("Agreements", 0, {"Status": "no reply"})  # P003
    months.set("Placements", 1, {"Notes": "moved house"})
    months.set("Placements", 0, {"EAL": "Y"})
    now = months.run(as_at=date(2026, 3, 20))
    assert reasons(now) == {
        "P001": {"changed input"},
        "P002": {"rate"},
        "P003": {"agreement"},
        "P004": {"time passing"},
        "P005": {"time passing"},
    }
    adds_up(before, now)


def test_two_changes_of_one_placement_are_several(months: Months) -> None:
    """A placement that two changes have moved says which two."""
    before = months.run()
    months.set("Rates", 0, {"Amount": 4000.0})
    months.set("Placements", 0, {"EAL": "Y"})
    now = months.run()
    assert reasons(now) == {"P001": {"several"}, "P002": {"rate"}, "P004": {"rate"}}
    (both,) = [m for m in now.movements or () if m.placement_ref == "P001"]
    assert both.changed == "rate and changed input"
    adds_up(before, now)


def test_what_moves_nothing_is_no_movement(months: Months) -> None:
    """Sorting, a note, an evidence, a rate that nobody needs: nothing has moved."""
    months.edit("Placements", lambda rows: rows.reverse())
    months.edit("Rates", lambda rows: rows.reverse())
    months.set("Agreements", 0, {"Evidence": "in the safe"})
    months.add("Rates", [RATES[0] | {"Phase": "post-16"}])
    assert not months.run().movements


def test_a_school_s_row_is_an_input(months: Months) -> None:
    """What moves by another table than a placement's is a changed input, and says so."""
    months.set("Schools", 0, {"Type": "special"})
    now = months.run()
    moved = [m for m in now.movements or () if m.laestab == MAINTAINED]
    assert {m.reason.value for m in moved} == {"changed input"}
    assert {m.changed for m in moved} == {
        "another row: a school, a provider or a placement beside it"
    }


def test_the_three_lines_say_how_much_why_and_where(months: Months) -> None:
    """A head of finance reads three lines: the sum, the reasons, the schools."""
    months.set("Rates", 0, {"Amount": 4000.0})
    months.set("Agreements", 0, {"Status": "no reply"})
    now = months.run()
    first, second, third = now.moved
    assert first.startswith("In all £")
    assert " since the last run, as at 31 January 2026 (billable " in first
    assert second.startswith("Reasons: agreement £0.00 (1 placement) and rate +£")
    assert third.startswith("Schools: Elm Academy £0.00 and Oak Primary +£")


def test_what_passes_from_school_to_school_moves_no_total(months: Months) -> None:
    """The first line says that no total has moved; the third names both schools."""
    months.set("Placements", 0, {"Home school": OTHER_MAINTAINED})
    first, _, third = months.run().moved
    assert first.endswith(
        ": single lines have moved since the last run, as at 31 January 2026, and no total."
    )
    assert "Ash Primary +£" in third
    assert "Oak Primary −£" in third


def test_a_run_made_again_says_the_same(months: Months) -> None:
    """What a check compares the Start sheet with are the lines of the last run."""
    months.set("Rates", 0, {"Amount": 4000.0})
    last = months.run()
    again = months.again()
    assert again.moved == last.moved
    assert again.movements is None
    assert again.noted == last.noted
