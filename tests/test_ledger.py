"""Posted lines never change, and ledger + corrections always equal a fresh calculation."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.books import ACADEMY, MAINTAINED, OTHER_MAINTAINED, book, pex, pupil_upn
from xl_recoup.charging.ledger import after_posting, entries_for
from xl_recoup.errors import Refused
from xl_recoup.posting import new_entries
from xl_recoup.records import ChargeLine, Entry
from xl_recoup.run import calculate

AT = datetime(2026, 3, 1, 9, 0)
DAY = date(2026, 3, 20)


def fresh(placements: list[dict[str, Any]], **more: Any) -> list[ChargeLine]:
    """Return a full calculation without a ledger."""
    return calculate(book(placements, **more), as_at=DAY, today=DAY).lines


def post(lines: list[ChargeLine], entries: list[Entry], period: str) -> list[Entry]:
    """Return the ledger after posting what is billable."""
    first = len(entries) + 1
    return [
        *entries,
        *entries_for(
            lines, first_number=first, period=period, at=AT, prepared_by="A", approved_by="B"
        ),
    ]


def due(lines: list[ChargeLine]) -> dict[tuple[str, str], Decimal]:
    """Return pounds by charge and school of the lines that may be charged."""
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for line in lines:
        if line.status in ("billable", "posted"):
            sums[(line.of or line.ref).casefold(), line.laestab] += line.amount
    return {k: v for k, v in sums.items() if v}


def test_posting_turns_billable_into_posted() -> None:
    """After posting, a calculation of the same inputs has nothing left to post."""
    lines = fresh([pex(1, FSM6="Y"), pex(2)])
    entries = post(lines, [], "Term 1")
    again = after_posting(lines, entries, "2025-26")
    assert [line.status for line in again] == ["posted", "posted", "posted", "nil"]
    assert due(again) == due(lines)


def test_a_late_date_gives_the_difference() -> None:
    """A reinstatement told after posting gives credits, and nothing posted changes."""
    entries = post(fresh([pex(1)]), [], "Term 1")
    later = fresh([pex(1, **{"Reinstated on": date(2025, 11, 3)})])
    again = after_posting(later, entries, "2025-26")
    statuses = {line.ref: (line.status, line.amount) for line in again}
    assert statuses["P001/BS"] == ("posted", entries[0].amount)
    assert statuses["P001/RC-BS"][0] == "billable"
    assert due(again) == due(later)


def test_an_overturned_exclusion_is_reversed() -> None:
    """A cancelled exclusion gives a correction that names the line, and its reason."""
    entries = post(fresh([pex(1)]), [], "Term 1")
    again = after_posting(
        fresh([pex(1, **{"Cancelled on": date(2025, 11, 3)})]), entries, "2025-26"
    )
    correction = next(line for line in again if line.component == "Correction")
    assert correction.amount == -entries[0].amount
    assert correction.of == "P001/BS"
    assert correction.status == "billable"
    assert "cancelled on 3 November 2025" in correction.working


def test_a_deleted_placement_is_reversed() -> None:
    """A posted placement that is no longer in the workbook is reversed, not forgotten."""
    entries = post(fresh([pex(1), pex(2)]), [], "Term 1")
    again = after_posting(fresh([pex(2)]), entries, "2025-26")
    assert due(again) == due(fresh([pex(2)]))


def test_another_school_is_charged_and_the_first_one_credited() -> None:
    """A charge that moves to another school is reversed at the one and raised at the other."""
    entries = post(fresh([pex(1)]), [], "Term 1")
    moved = fresh([pex(1, **{"Home school": OTHER_MAINTAINED})])
    again = after_posting(moved, entries, "2025-26")
    assert due(again) == due(moved)
    entries = post(again, entries, "Term 2")
    settled = after_posting(moved, entries, "2025-26")
    assert not [line for line in settled if line.status == "billable"]
    assert len({line.ref for line in settled}) == len(settled)


def test_a_row_with_an_error_holds_its_reversal() -> None:
    """A mistyped cell does not take posted money back: the reversal is held with the error."""
    entries = post(fresh([pex(1)]), [], "Term 1")
    again = after_posting(fresh([pex(1, UPN="X" + pupil_upn(1)[1:])]), entries, "2025-26")
    correction = next(line for line in again if line.component == "Correction")
    assert (correction.status, correction.reason) == ("held", "S09")
    assert sum(line.amount for line in again) == 0


CHANGES = st.sampled_from(
    [
        {}, {"Cancelled on": date(2025, 11, 3)}, {"Reinstated on": date(2025, 11, 10)},
        {"FSM6": "Y"}, {"EAL": "Y"}, {"Home school": OTHER_MAINTAINED}, {"Home school": ACADEMY},
        {"Exclusion date": date(2025, 9, 22)}, {"Review status": "open"},
        {"Adjustment order": "Y", "Order date": date(2025, 12, 1)},
        {"Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 17)},
        {"Scheme": "LOCAL"}, None,
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(CHANGES, min_size=3, max_size=3), min_size=1, max_size=5))
def test_ledger_and_corrections_equal_a_fresh_calculation(
    history: list[list[dict[str, Any] | None]],
) -> None:
    """Whatever happens between postings, what is posted ends where one calculation ends."""
    entries: list[Entry] = []
    for number, state in enumerate(history, 1):
        rows = [pex(i, **change) for i, change in enumerate(state, 1) if change is not None]
        lines = fresh(rows)
        shown = after_posting(lines, entries, "2025-26")
        assert due(shown) == due(lines)
        assert len({line.ref for line in shown}) == len(shown)
        before = list(entries)
        entries = post(shown, entries, f"Period {number}")
        assert entries[: len(before)] == before
        settled = after_posting(lines, entries, "2025-26")
        assert not [line for line in settled if line.status == "billable"]
        assert sum((e.amount for e in entries), Decimal(0)) == sum(due(lines).values())


def test_what_posting_refuses() -> None:
    """Two people, an open period, a new name, something to post, and no draft rates unasked."""
    result = calculate(book([pex(1)]), as_at=DAY, today=DAY)
    sound: dict[str, Any] = {
        "period": "Term 1", "prepared_by": "Ann", "approved_by": "Ben", "at": AT, "closed": {},
        "allow_draft": False,
    }  # fmt: skip
    assert len(new_entries(result, **sound)) == 1
    for fault, said in (
        ({"approved_by": "ann"}, "two people"),
        ({"approved_by": " "}, "--approved-by"),
        ({"period": " "}, "name"),
        ({"closed": {"term 1": "Cat"}}, "closed by Cat"),
        ({"period": " To  post"}, "journal itself uses"),
        ({"period": "Year end 2025-26"}, "journal itself uses"),
        ({"period": "opening 2026-27"}, "journal itself uses"),
    ):
        with pytest.raises(Refused, match=said):
            new_entries(result, **{**sound, **fault})
    assert new_entries(result, **{**sound, "period": "Openings"})
    empty = calculate(book([]), as_at=DAY, today=DAY)
    with pytest.raises(Refused, match="nothing to post"):
        new_entries(empty, **sound)
    assert MAINTAINED in {e.laestab for e in new_entries(result, **sound)}
