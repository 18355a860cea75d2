"""Posted lines never change: a fresh calculation gives the difference, line by line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import MAINTAINED, OTHER_MAINTAINED, SCHOOLS, book, pex, pupil_upn
from xl_recoup.accounts.after_posting import after_posting, entries_for
from xl_recoup.errors import Refused
from xl_recoup.posting.entries import PostingOrder, new_entries
from xl_recoup.records import ChargeLine, Entry
from xl_recoup.run.calculate import calculate

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


Sums = dict[tuple[str, str, bool], Decimal]


def due(lines: list[ChargeLine]) -> Sums:
    """Return pounds by charge, school and side of the books of the lines that may be charged."""
    sums: Sums = defaultdict(Decimal)
    for line in lines:
        if line.status in ("billable", "posted"):
            own = line.route == "budget adjustment"
            sums[(line.of or line.ref).casefold(), line.laestab, own] += line.amount
    return {k: v for k, v in sums.items() if v}


def test_a_component_that_is_gone_is_corrected_on_its_row_whatever_other_rows_may_hide() -> None:
    """The placement is there: that a row elsewhere can't be read holds no correction of it."""
    entries = post(fresh([pex(1, FSM6="Y")]), [], "Term 1")
    (back,) = [x for x in after_posting(fresh([pex(1)]), entries, "2025-26", "S40")
               if x.component == "Correction" and x.of == "P001/PP"]  # fmt: skip
    assert (back.status, back.reason, back.row.sheet) == ("billable", "", "Placements")
    assert back.working.endswith("the placement no longer gives this charge")


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [("", "billable", "the placement was taken out"), ("S40", "held", "not calculated now: S40")],
)
def test_a_placement_that_is_not_there_is_taken_out_unless_an_error_may_hide_it(
    error: str, status: str, words: str
) -> None:
    """Where rows can't be read, what they hide is not known: nothing goes back until they can."""
    lines = fresh([pex(1), pex(2)])
    entries = [replace(e, row=n) for n, e in enumerate(post(lines, [], "Term 1"), 5)]
    (back,) = [x for x in after_posting(lines[:1], entries, "2025-26", error)
               if x.component == "Correction"]  # fmt: skip
    assert (back.placement_ref, back.status, back.reason) == ("P002", status, error)
    assert (back.row.sheet, back.row.row) == ("Ledger", 6)
    assert back.working.endswith(words)


def test_posting_turns_billable_into_posted() -> None:
    """After posting, a calculation of the same inputs has nothing left to post."""
    lines = fresh([pex(1, FSM6="Y"), pex(2)])
    entries = post(lines, [], "Term 1")
    again = after_posting(lines, entries, "2025-26")
    assert [line.status for line in again] == ["posted", "posted", "posted"]
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


def test_an_error_holds_the_reversal_of_every_line_of_its_row() -> None:
    """The premium and the credits of a mistyped row stay posted too, not its first line alone."""
    told = {"FSM6": "Y", "Admitting school": OTHER_MAINTAINED, "Admitted on": date(2025, 11, 3)}
    entries = post(fresh([pex(1, **told)]), [], "Term 1")
    assert len(entries) == 4
    again = after_posting(fresh([pex(1, **told | {"Year group": "four"})]), entries, "2025-26")
    assert {line.status for line in again} == {"posted", "held"}
    held = [line for line in again if line.component == "Correction"]
    assert [line.amount for line in held] == [-e.amount for e in entries]
    assert {line.reason for line in held} == {"S08"}


def test_a_cancelled_row_says_why_each_line_is_reversed() -> None:
    """Each reversal of a cancelled exclusion gives the cancellation as its reason."""
    entries = post(fresh([pex(1, FSM6="Y")]), [], "Term 1")
    cancelled = fresh([pex(1, FSM6="Y", **{"Cancelled on": date(2025, 11, 3)})])
    again = after_posting(cancelled, entries, "2025-26")
    reversals = [line for line in again if line.component == "Correction"]
    assert len(reversals) == 2
    assert all(x.working.endswith("now cancelled on 3 November 2025: no reduction arose")
               for x in reversals)  # fmt: skip


def converted(on: date) -> list[dict[str, Any]]:
    """Return the schools, Oak Primary being an academy from a day on."""
    first = {**SCHOOLS[0], "Open to": on - timedelta(days=1)}
    return [first, {**SCHOOLS[0], "Type": "academy", "Settlement": "invoice", "Open from": on},
            *SCHOOLS[1:]]  # fmt: skip


def test_a_conversion_told_late_moves_the_charge_out_of_the_budget() -> None:
    """A budget adjustment can't stand for an academy: it is reversed, and an invoice raised."""
    entries = post(fresh([pex(1)]), [], "Term 1")
    agreed = [{"Party": MAINTAINED, "Scheme": "PEX", "Status": "signed", "Evidence": "letter"}]
    moved = fresh([pex(1)], Schools=converted(date(2025, 10, 1)), Agreements=agreed)
    again = after_posting(moved, entries, "2025-26")
    amount = entries[0].amount
    assert [(x.ref, x.status, x.route, x.amount) for x in again if x.amount] == [
        ("P001/BS", "posted", "budget adjustment", amount),
        ("P001/BS/3052001/C1", "billable", "budget adjustment", -amount),
        ("P001/BS/3052001", "billable", "invoice", amount),
    ]
    assert "now settled by invoice, no longer by budget adjustment" in again[1].working
    entries = post(again, entries, "Term 2")
    assert not [x for x in after_posting(moved, entries, "2025-26") if x.status == "billable"]
    back = after_posting(fresh([pex(1)]), entries, "2025-26")
    assert due(back) == due(fresh([pex(1)]))
    assert len({x.ref for x in back}) == len(back)


def test_another_years_entries_are_left_alone() -> None:
    """Entries of a closed year are neither shown nor corrected in the workbook of another."""
    old = [replace(e, service_year="2024-25") for e in post(fresh([pex(1), pex(2)]), [], "Old")]
    lines = fresh([pex(1)])
    assert after_posting(lines, old, "2025-26") == lines


def test_what_can_be_posted() -> None:
    """Something that is billable: drafts and people are asked about elsewhere."""
    result = calculate(book([pex(1)]), as_at=DAY, today=DAY)
    order = PostingOrder("Term 1", "Ben", AT, prepared_by="Ann")
    entries, left = new_entries(result, order)
    assert ([e.laestab for e in entries], left) == ([MAINTAINED], [])
    assert {(e.prepared_by, e.approved_by, e.period) for e in entries} == {("Ann", "Ben", "Term 1")}
    empty = calculate(book([]), as_at=DAY, today=DAY)
    with pytest.raises(Refused, match="nothing to post"):
        new_entries(empty, order)
    assert new_entries(result, order, date(2025, 10, 14))[0] == entries
    with pytest.raises(Refused, match="every billable line begins after its last day, P001/BS"):
        new_entries(result, order, date(2025, 10, 13))
