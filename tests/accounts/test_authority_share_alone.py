"""A posted charge whose amount stays while what the authority bears of it moves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.accounts.open_place import AUTUMN, OUR_RATES, SCHEME, OpenPlaces, place
from tests.support.books import rate
from tests.workings.whole_texts import worked_out
from xl_recoup.records import ChargeLine

ENDED = {"End date": AUTUMN}
DAYS: dict[str, Any] = SCHEME | {
    "Measure": "school days agreed", "Denominator": 1.0, "Base": "named rate", "Rate": "day_place",
    "School rate": "school_day",
}  # fmt: skip
PART = rate("school_day", "all", 38.0, Unit="per day", Basis="local value")


def posted(scheme: dict[str, Any]) -> OpenPlaces:
    """Return a workbook whose one place, over at Christmas, is posted."""
    book = OpenPlaces(rows=[place(**ENDED)], scheme=dict(scheme), rates=[*OUR_RATES, PART])
    assert len(book.post(AUTUMN)) == 1
    return book


def dearer(book: OpenPlaces, factor: str, amount: float) -> None:
    """Change a rate."""
    book.rates = [r | {"Amount": amount} if r["Factor"] == factor else r for r in book.rates]


def the_correction(book: OpenPlaces) -> ChargeLine:
    """Return the one line that is to be posted."""
    (line,) = [x for x in book.lines(AUTUMN) if x.status != "posted"]
    assert line.component == "Correction"
    return line


@pytest.mark.parametrize(
    ("price", "more", "words"),
    [
        # 65 school days from 8 September to 19 December: 65 × 5 = 325.00
        (100.0, "325.00", "the authority bears £325.00 more (£4,030.00 due − £3,705.00 posted)"),
        (90.0, "-325.00", "the authority bears £325.00 less (£3,380.00 due − £3,705.00 posted)"),
    ],
)
def test_only_the_authoritys_share_moves(price: float, more: str, words: str) -> None:
    """The school's part is its own rate: the whole price changes for the authority alone."""
    book = posted(DAYS)
    dearer(book, "day_place", price)
    line = the_correction(book)
    assert (line.amount, line.authority_share) == (Decimal("0.00"), Decimal(more))
    assert line.status == "billable"
    assert words in line.working
    assert worked_out(line.working).borne == line.authority_share


@pytest.mark.parametrize(("price", "less"), [(95.01, "more"), (94.99, "less")])
def test_pence_that_the_authority_bears_are_said_the_right_way(price: float, less: str) -> None:
    """65 days at a penny more or less are £0.65 more or less."""
    book = posted(DAYS)
    dearer(book, "day_place", price)
    assert f"the authority bears £0.65 {less} (" in the_correction(book).working


def test_once_posted_nothing_is_left() -> None:
    """The correction of nothing is booked like any other, and then both shares are right."""
    book = posted(DAYS)
    dearer(book, "day_place", 100.0)
    (entry,) = book.post(AUTUMN)
    assert (entry.amount, entry.authority_share) == (Decimal("0.00"), Decimal("325.00"))
    (line,) = book.lines(AUTUMN)
    assert (line.status, line.authority_share) == ("posted", Decimal("4030.00"))


def test_the_schools_part_may_move_against_the_authoritys() -> None:
    """A dearer school rate at the same price: what one bears more, the other bears less."""
    book = posted(DAYS)
    dearer(book, "school_day", 40.0)
    line = the_correction(book)
    assert (line.amount, line.authority_share) == (Decimal("130.00"), Decimal("-130.00"))
    assert worked_out(line.working).amount == line.amount


def test_a_share_of_nothing_that_was_never_posted_is_no_correction() -> None:
    """A nil line moves no money: what the authority bears of it is shown, not booked."""
    book = OpenPlaces(rows=[place(**ENDED)], scheme=dict(DAYS), rates=[*OUR_RATES, PART])
    dearer(book, "school_day", 0.0)
    assert book.post(AUTUMN) == []
    (line,) = book.run(AUTUMN).lines
    assert line.status == "nil"
    assert line.authority_share > 0
