"""What is booked of a line or an entry: at its school as it was then, and with no VAT unasked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from tests.support.books import MAINTAINED, SCHOOLS, pex, run
from xl_recoup.accounts.bookings import Items
from xl_recoup.records import Entry
from xl_recoup.run.result import Result

CONVERTED: list[dict[str, Any]] = [
    SCHOOLS[0] | {"Open to": date(2025, 8, 31), "Cost centre": "OAK1"},
    SCHOOLS[0] | {"Type": "academy", "Settlement": "invoice", "Trust": "Oak Trust",
                  "Open from": date(2025, 9, 1), "Cost centre": "OAK2"},
    *SCHOOLS[1:],
]  # fmt: skip
"""Oak Primary is an academy from 1 September 2025."""


def converted() -> Result:
    """Return a run with an exclusion from an academy that was a maintained school in spring."""
    return run([pex(1)], Schools=CONVERTED)


def entry(**more: Any) -> Entry:
    """Return a posted line of Oak Primary that does not say its VAT."""
    given: dict[str, Any] = {
        "ref": "P001/BS", "placement_ref": "P001", "laestab": MAINTAINED, "school": "Oak Primary",
        "scheme": "PEX", "component": "Budget share", "amount": Decimal("1000.00"),
        "start": date(2025, 10, 14), "route": "invoice", "of": "P001/BS", "number": 1,
        "period": "Autumn", "posted_at": datetime(2025, 12, 31), "prepared_by": "A",
        "approved_by": "B",
    }  # fmt: skip
    return Entry(**(given | more))


def test_a_line_is_booked_at_its_school_as_it_was_on_its_first_day() -> None:
    """Before the conversion at the maintained school, after it at the academy of its trust."""
    items = converted().items
    found = [items.of_entry(entry(start=day)) for day in (date(2025, 6, 2), date(2025, 10, 14))]
    assert [(x.school_cost_centre, x.trust) for x in found] == [("OAK1", ""), ("OAK2", "Oak Trust")]
    (line,) = [x for x in items.lines if x.component == "Budget share"]
    assert items.of_line(line).trust == "Oak Trust"


def test_what_has_no_first_day_is_booked_at_the_school_as_the_year_began() -> None:
    """The ledger of another system may leave the day blank."""
    assert converted().items.of_entry(entry(start=None)).school_cost_centre == "OAK1"


def test_what_says_no_vat_and_has_no_scheme_bears_none() -> None:
    """The scheme was taken out of Schemes: nothing is taken for its VAT, nor for its codes."""
    items: Items = replace(converted().items, entries=[entry(scheme="GONE")])
    (item,) = items.posted
    assert (item.vat_code, item.vat_percentage, item.vat) == ("", Decimal(0), Decimal(0))
    assert item.gross == Decimal("1000.00")
