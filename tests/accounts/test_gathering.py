"""Fresh lines that lie in one posted stretch are one charge again, over all its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.accounts.open_place import AUTUMN, DAY, OpenPlaces
from xl_recoup.accounts.gathering import by_stretch
from xl_recoup.records import ChargeLine, PostedStretch

BEGUN, HALF_TERM, NOVEMBER = date(2025, 9, 8), date(2025, 10, 24), date(2025, 11, 28)


def cut_in_three() -> tuple[list[ChargeLine], PostedStretch]:
    """Return an open place, charged in three parts, and the one stretch that is posted of it."""
    (whole,) = OpenPlaces().lines(AUTUMN)
    days = [(BEGUN, HALF_TERM), (HALF_TERM + DAY, NOVEMBER), (NOVEMBER + DAY, AUTUMN)]
    sums = [("700.00", "10.00", False), ("-0.50", "0.25", True), ("300.25", "0.00", False)]
    parts = [
        replace(
            whole, ref=f"{whole.ref}-{start:%m}", start=start, end=end, amount=Decimal(amount),
            authority_share=Decimal(share), working=f"part from {start:%d.%m}.", draft_rate=draft,
        )
        for (start, end), (amount, share, draft) in zip(days, sums, strict=True)
    ]  # fmt: skip
    return parts, PostedStretch(
        whole.ref, whole.laestab, whole.scheme, BEGUN, AUTUMN, Decimal(14), ()
    )


def test_parts_of_a_posted_stretch_are_one_line_from_its_first_day_to_its_last() -> None:
    """Their pounds and the authority's are added up; a draft rate in one is one in all."""
    parts, stretch = cut_in_three()
    (line,) = by_stretch(parts, {"p001": [stretch]})
    assert (line.ref, line.start, line.end) == (stretch.ref, BEGUN, AUTUMN)
    assert (str(line.amount), str(line.base), str(line.authority_share)) == (
        "999.75", "999.75", "10.25",
    )  # fmt: skip
    assert (line.units, line.denominator, line.draft_rate) == (1, 1, True)


def test_the_sum_of_the_parts_is_written_out_with_what_is_below_nothing_in_brackets() -> None:
    """Each part is named in its order, with its own working."""
    parts, stretch = cut_in_three()
    (line,) = by_stretch(parts, {"p001": [stretch]})
    assert line.working == (
        "£700.00 + (−£0.50) + £300.25 = £999.75 in 3 parts."
        " [1] part from 08.09. [2] part from 25.10. [3] part from 29.11."
    )


def test_one_part_stays_as_it_is_under_the_posted_reference() -> None:
    """Nothing is added up where there is nothing to add."""
    parts, stretch = cut_in_three()
    assert by_stretch(parts[:1], {"p001": [stretch]}) == [replace(parts[0], ref=stretch.ref)]
