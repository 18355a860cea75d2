"""Each control of the journal, with a journal that is wrong in just that way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import pex
from tests.support.finance_office import NET_OFF_ACADEMY, Office, secondary
from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.journal import JournalLine, journal, journal_controls
from xl_recoup.run.controls import ControlFailed, refuse_imbalance

FIVE, NOTHING = Decimal("5.00"), Decimal("0.00")
Lines = list[JournalLine]


def booked() -> Items:
    """Return the items of a workbook: one charge posted, one by each of three routes to post."""
    office = Office()
    office.post([pex(1)], "Autumn", date(2025, 12, 31))
    rows = [pex(1), pex(2), secondary(3), secondary(4, NET_OFF_ACADEMY)]
    return office.run(rows, date(2026, 1, 31)).items


def failed(items: Items, lines: Lines) -> list[str]:
    """Return the names of the controls whose two figures differ."""
    return [what for what, one, _, other in journal_controls(items, lines) if one != other]


def changed(lines: Lines, number: str, **cells: Any) -> Lines:
    """Return a journal with other cells in one line."""
    assert any(line.number == number for line in lines)
    return [replace(x, **cells) if x.number == number else x for x in lines]


def more(lines: Lines, number: str, pounds: Decimal) -> Lines:
    """Return a journal with pounds added to one line, on the side on which it stands."""
    (line,) = [x for x in lines if x.number == number]
    side = "debit" if line.debit else "credit"
    return changed(lines, number, **{side: getattr(line, side) + pounds})


def test_a_sound_journal_passes() -> None:
    """Nothing differs, whatever is posted and to post, by three routes."""
    items = booked()
    lines = journal(items)
    assert {x.route for x in lines} == {"budget adjustment", "invoice", "net-off"}
    assert failed(items, lines) == []
    refuse_imbalance(journal_controls(items, lines))


WRONG: dict[str, tuple[Callable[[Lines], Lines], list[str]]] = {
    "a debit without its credit": (
        lambda x: more(x, "N-P002/BS-1", FIVE),
        ["the debits of the journal", "the debits of the journal by budget adjustment",
         "the debits less credits of N-P002/BS"],
    ),
    "two debits that make up for each other across routes": (
        lambda x: more(more(x, "N-P002/BS-1", FIVE), "N-P003/BS-1", -FIVE),
        ["the debits of the journal by budget adjustment", "the debits of the journal by invoice",
         "the debits less credits of N-P002/BS", "the debits less credits of N-P003/BS"],
    ),
    "two debits that make up for each other in one route": (
        lambda x: more(more(x, "N-P002/BS-1", FIVE), "J000001-1", -FIVE),
        ["the debits less credits of J000001", "the debits less credits of N-P002/BS"],
    ),
    "income to post that is too much, and its debit with it": (
        lambda x: more(more(x, "N-P002/BS-1", FIVE), "N-P002/BS-2", FIVE),
        ["billable by budget adjustment"],
    ),
    "income posted that is too little, and its debit with it": (
        lambda x: more(more(x, "J000001-1", -FIVE), "J000001-2", -FIVE),
        ["posted by budget adjustment"],
    ),
    "income of another year": (
        lambda x: changed(x, "J000001-2", service_year="2024-25"),
        ["posted by budget adjustment"],
    ),
    "income on another account": (
        lambda x: changed(x, "N-P003/BS-2", use="VAT output"),
        ["billable by invoice"],
    ),
    "a charge by another route": (
        lambda x: [replace(y, route="invoice") if y.mark == "N-P004/BS" else y for y in x],
        ["billable by invoice", "billable by net-off"],
    ),
    "a charge that is not booked": (
        lambda x: [y for y in x if y.mark != "N-P003/BS"],
        ["billable by invoice"],
    ),
    "a charge that is booked twice": (
        lambda x: [*x, *(y for y in x if y.mark == "N-P003/BS")],
        ["billable by invoice"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_journal_wrong_in_one_way_fails_that_control(name: str) -> None:
    """Just the controls that speak of it fail, and the run stops with both figures."""
    change, controls = WRONG[name]
    items = booked()
    lines = change(journal(items))
    assert sorted(failed(items, lines)) == sorted(controls)
    with pytest.raises(ControlFailed, match="Nothing was written"):
        refuse_imbalance(journal_controls(items, lines))
