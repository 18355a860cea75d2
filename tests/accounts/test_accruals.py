"""Which items are accrued at 31 March: by the year in which they begin, if that is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.support.books import pex
from tests.support.finance_office import APRIL, YEAR_END, Office, days, with_po_required
from xl_recoup.accounts.accruals import Accrual, accruals
from xl_recoup.accounts.bookings import Items
from xl_recoup.records import ChargeLine, Entry

FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)


def items(start: date | None, as_at: date = YEAR_END) -> Items:
    """Return the items of a run whose one billable line begins on a day, or on none."""
    result = Office().run([pex(1)], as_at)
    lines: list[ChargeLine] = [replace(x, start=start) for x in result.lines]
    return replace(result.items, lines=lines)


def refs(found: list[Accrual]) -> list[str]:
    """Return what is accrued, by its charge."""
    return [a.item.ref for a in found]


@pytest.mark.parametrize(
    ("start", "accrued"),
    [
        (FIRST, True),
        (date(2025, 10, 14), True),
        (LAST, True),
        (date(2025, 3, 31), False),
        (date(2026, 4, 1), False),
        (None, True),
    ],
)
def test_what_is_to_be_posted_is_accrued_in_the_year_in_which_it_begins(
    start: date | None, accrued: bool
) -> None:
    """The first and the last day are the year's; without a day it is this year's workbook's."""
    assert refs(accruals(items(start))) == (["P001/BS"] if accrued else [])


@pytest.mark.parametrize("as_at", [date(2026, 3, 30), YEAR_END, APRIL])
def test_before_the_year_is_over_nothing_is_accrued(as_at: date) -> None:
    """On 30 March the year is not at its end; on the 31st and after it, it is."""
    assert bool(accruals(items(FIRST, as_at))) is (as_at >= LAST)


@pytest.mark.parametrize(
    ("start", "accrued"), [(date(2025, 10, 14), True), (date(2025, 3, 1), False), (None, True)]
)
def test_what_is_posted_after_the_year_goes_by_its_begin_too(
    start: date | None, accrued: bool
) -> None:
    """Posted in April: accrued in March if it began in the year, or says no day."""
    office = Office()
    office.post([pex(1)], "April", date(2026, 4, 30), as_at=APRIL)
    result = office.run([pex(1)], APRIL)
    entries: list[Entry] = [replace(e, start=start) for e in result.items.entries]
    assert bool(accruals(replace(result.items, entries=entries))) is accrued


@pytest.mark.parametrize(
    ("year", "accrued"), [("2024-25", False), ("2025-26", True), ("2026-27", False)]
)
def test_what_is_posted_of_another_year_is_not_this_ones_income(year: str, accrued: bool) -> None:
    """A ledger that goes on over years: neither an earlier nor a later one's is accrued here."""
    office = Office()
    office.post([pex(1)], "April", date(2026, 4, 30), as_at=APRIL)
    result = office.run([pex(1)], APRIL)
    for start in (None, date(2025, 10, 14)):
        entries = [replace(e, service_year=year, start=start) for e in result.items.entries]
        of_year = replace(result.items, entries=entries, lines=[])
        assert bool(accruals(of_year)) is accrued


@pytest.mark.parametrize("required", [True, False])
def test_a_posted_invoice_is_accrued_only_where_it_waits_for_its_purchase_order(
    required: bool,
) -> None:
    """Without one, and not issued by 31 March, it is no debtor yet; where none is needed it is."""
    office = Office(agreements=with_po_required()) if required else Office()
    office.post([days(1)], "Autumn", date(2025, 12, 31))
    assert refs(accruals(office.run([days(1)], YEAR_END).items)) == (
        ["P001/SC"] if required else []
    )
