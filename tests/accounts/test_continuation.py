"""A place that stays open is charged further; only what was wrong of the posted is corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.accounts.open_place import (
    ATTENDED,
    AUTUMN,
    HOURS,
    SCHEME,
    SPRING,
    OpenPlaces,
    Row,
    change,
    converted,
    place,
    sums,
)
from tests.support.books import OTHER_MAINTAINED

CORRECTION, FURTHER, CHARGE = "Correction", "Further charge", "Scheme charge"
TERM = ("2025-09-08", "2025-12-19")
NEXT = ("2025-12-20", "2026-03-27")
SPRING_TERM = (FURTHER, *NEXT, "1113.61")
"""£3,847.00 × 11 of 38 school weeks."""


def posted(book: OpenPlaces | None = None) -> OpenPlaces:
    """Return a workbook that is posted as at the end of the autumn: 13 of 38 weeks, £1,316.08."""
    book = book or OpenPlaces()
    book.post(AUTUMN)
    return book


def settled(book: OpenPlaces, as_at: date = SPRING) -> list[tuple[str, str, str, str]]:
    """Return what is to be posted; once it is, nothing is, and the sums are those of the places."""
    told = book.told(as_at)
    want = book.fresh_and_cut(as_at)
    assert sums(book.run(as_at).lines, "billable", "posted") == want
    book.post(as_at)
    assert book.told(as_at) == []
    return told


def test_time_that_passes_is_charged_further() -> None:
    """The next stretch has its own days and weeks; what is posted stays as it is."""
    book = posted()
    first, further = book.lines(SPRING)
    assert (first.status, first.amount) == ("posted", Decimal("1316.08"))
    assert (further.ref, further.units) == ("P001/SC-20251220", 11)
    assert settled(book) == [SPRING_TERM]
    assert [(e.component, str(e.start), str(e.end)) for e in book.entries] == [
        (CHARGE, *TERM), (FURTHER, *NEXT)
    ]  # fmt: skip


@pytest.mark.parametrize("open_end", ["as-at date", "end of year"])
def test_three_postings_are_one_placement(open_end: str) -> None:
    """However often a place is posted, no correction arises while nothing but time changes."""
    book = OpenPlaces(scheme=SCHEME | {"Open end": open_end, "Measure": "complete weeks",
                                       "Denominator": 52.0})  # fmt: skip
    for as_at in (date(2025, 10, 17), AUTUMN, date(2026, 2, 13), date(2026, 3, 31)):
        settled(book, as_at)
    assert {e.component for e in book.entries} <= {CHARGE, FURTHER}
    assert len(book.entries) == (4 if open_end == "as-at date" else 1)


def test_a_start_that_moves_corrects_the_stretch_it_lies_in() -> None:
    """A week less is corrected; days before the posted ones are a charge of their own."""
    book = posted()
    book.rows = [place(**{"Start date": date(2025, 9, 15)})]
    assert settled(book) == [(CORRECTION, *TERM, "-101.24"), SPRING_TERM]
    book.rows = [place(**{"Start date": date(2025, 9, 1)})]
    assert settled(book) == [
        (CHARGE, "2025-09-01", "2025-09-07", "101.24"), (CORRECTION, *TERM, "101.24"),
    ]  # fmt: skip
    book.rows = [place(**{"Start date": date(2026, 1, 5)})]
    assert [x[0] for x in settled(book)] == [CORRECTION, CORRECTION]


def test_an_end_that_moves_corrects_and_a_reopened_place_goes_on() -> None:
    """What lies after the end is taken back; when the end was wrong, it is charged again."""
    book = posted()
    book.rows = [place(**{"End date": date(2025, 10, 10)})]
    assert settled(book) == [(CORRECTION, *TERM, "-809.90")]
    book.rows = [place()]
    assert settled(book) == [(CORRECTION, *TERM, "809.90"), SPRING_TERM]
    book.rows = [place(**{"End date": date(2025, 12, 19)})]
    assert settled(book) == [(CORRECTION, *NEXT, "-1113.61")]


def test_a_conversion_told_late_leaves_the_days_before_it_as_they_are() -> None:
    """The days from it on are taken out of the budget and invoiced; the date may move again."""
    book = posted()
    book.schools = list(converted(date(2025, 11, 3)))
    assert settled(book, AUTUMN) == [
        (CORRECTION, *TERM, "-708.66"), (CHARGE, "2025-11-03", "2025-12-19", "708.66"),
    ]  # fmt: skip
    assert {x.route for x in book.lines(SPRING)} == {"budget adjustment", "invoice"}
    assert settled(book) == [SPRING_TERM]
    book.schools = list(converted(date(2025, 11, 17)))
    assert settled(book) == [
        (CORRECTION, *TERM, "202.47"), (CORRECTION, "2025-11-03", "2025-12-19", "-202.48"),
    ]  # fmt: skip


def test_vat_that_changes_is_credited_and_charged_anew_for_the_same_days() -> None:
    """A posted stretch of an academy keeps its days, and the next one bears the new VAT alone."""
    book = OpenPlaces(scheme=SCHEME | {"VAT code": "standard", "VAT percentage": 20.0})
    book.schools = list(converted(date(2025, 9, 1)))
    posted(book)
    book.scheme |= {"VAT percentage": 5.0}
    assert settled(book) == [
        (CORRECTION, *TERM, "-1316.08"), (CHARGE, *TERM, "1316.08"), SPRING_TERM,
    ]  # fmt: skip


def test_what_is_asked_inside_a_posted_stretch_is_corrected_out_of_it() -> None:
    """An agreement that ended in November leaves the weeks before it posted, and asks the rest."""
    book = OpenPlaces(scheme=SCHEME | {"Agreement needed": "all schools"})
    signed: Row = {"Party": "3052001", "Scheme": "HHT", "Status": "signed", "Evidence": "letter"}
    book.agreements = [signed]
    posted(book)
    book.agreements = [signed | {"To": date(2025, 11, 2)}]
    assert settled(book) == [(CORRECTION, *TERM, "-708.66")]
    asked = [x for x in book.lines(SPRING) if x.status == "asked"]
    assert [(x.ref, f"{x.amount:.2f}") for x in asked] == [
        ("P001/SC-20251103", "708.66"), ("P001/SC-20251220", "1113.61"),
    ]  # fmt: skip
    book.agreements = []
    assert settled(book) == [(CORRECTION, *TERM, "-607.42")]


@pytest.mark.parametrize(
    ("first", "last", "less"),
    [("2025-09-08", "2025-09-28", "-303.71"), ("2025-11-03", "2025-11-09", "-101.24"),
     ("2025-12-15", "2025-12-19", "-101.24")],
)  # fmt: skip
def test_a_pause_inside_a_posted_stretch_is_one_correction(
    first: str, last: str, less: str
) -> None:
    """At the beginning, inside or at the end: the paused weeks go back, once, and no others."""
    book = posted()
    book.changes = [change(date.fromisoformat(first), date.fromisoformat(last), "Pause")]
    assert settled(book) == [(CORRECTION, *TERM, less), SPRING_TERM]


def test_a_held_row_keeps_every_stretch_and_a_deleted_one_takes_all_back() -> None:
    """A typing mistake holds the reversal of both stretches; a deleted placement reverses both."""
    book = posted()
    book.post(SPRING)
    book.rows = [place(UPN="X000")]
    assert sorted((x.component, x.status) for x in book.lines(SPRING)) == [
        (CORRECTION, "held"), (CORRECTION, "held"), (FURTHER, "posted"), (CHARGE, "posted"),
    ]  # fmt: skip
    assert book.told(SPRING) == []
    book.rows = []
    assert [(x[0], x[3]) for x in settled(book)] == [
        (CORRECTION, "-1316.08"), (CORRECTION, "-1113.61")
    ]  # fmt: skip


def test_another_school_is_charged_for_the_same_days_and_for_the_next() -> None:
    """A place put down to the wrong school is reversed there; the right one bears both terms."""
    book = posted()
    book.rows = [place(**{"Home school": OTHER_MAINTAINED})]
    assert settled(book) == [
        (CORRECTION, *TERM, "-1316.08"), (CHARGE, *TERM, "1316.08"), SPRING_TERM
    ]  # fmt: skip
    book.rows = [place()]
    assert sorted(x[0] for x in settled(book)) == [*[CORRECTION] * 3, CHARGE]


@pytest.mark.parametrize(
    ("scheme", "column"), [(ATTENDED, "Days attended"), (HOURS, "Hours")], ids=["days", "hours"]
)
def test_what_is_told_grows_further_and_shrinks_by_correction(scheme: Row, column: str) -> None:
    """20, then 25: five further. Then 22: three back, of those five. Then 24, 15 and 30."""
    book = posted(OpenPlaces(rows=[place(**{column: 20.0})], scheme=dict(scheme)))

    def now(units: float) -> list[tuple[str, str, str, str]]:
        book.rows = [place(**{column: units})]
        return settled(book)

    assert now(25) == [(FURTHER, *NEXT, "475.00")]
    assert now(22) == [(CORRECTION, *NEXT, "-285.00")]
    assert now(24) == [(FURTHER, "2026-03-28", "2026-03-28", "190.00")]
    assert now(15) == [
        (CORRECTION, *TERM, "-475.00"), (CORRECTION, *NEXT, "-190.00"),
        (CORRECTION, "2026-03-28", "2026-03-28", "-190.00"),
    ]  # fmt: skip
    assert now(30) == [(FURTHER, "2026-03-29", "2026-03-29", "1425.00")]
    assert now(30) == []


def test_hours_told_after_the_year_is_posted_stand_on_its_last_day() -> None:
    """No further charge has days of another year: 31 March is the last that it can stand on."""
    book = OpenPlaces(rows=[place(Hours=20.0)], scheme=HOURS | {"Open end": "end of year"})
    posted(book)
    last = ("2026-03-31", "2026-03-31")
    for hours, amount in ((24.0, "380.00"), (30.0, "570.00")):
        book.rows = [place(Hours=hours)]
        assert settled(book, AUTUMN) == [(FURTHER, *last, amount)]
    book.rows = [place(Hours=22.0)]
    assert settled(book) == [(CORRECTION, *last, "-190.00"), (CORRECTION, *last, "-570.00")]
    assert len({e.ref for e in book.entries}) == len(book.entries)


@pytest.mark.parametrize("other", ["AAA", "ZZZ"])
def test_hours_posted_under_another_scheme_are_not_continued(other: str) -> None:
    """What was posted under other terms is corrected as it stands, and has no Further charge."""
    book = posted(OpenPlaces(rows=[place(Hours=20.0)], scheme=dict(HOURS)))
    book.entries = [replace(e, scheme=other) for e in book.entries]
    book.rows = [place(Hours=25.0)]
    assert {x[0] for x in settled(book)} == {CORRECTION}


def test_an_event_is_charged_once() -> None:
    """Time that passes adds nothing to what happened once."""
    event = {"Measure": "event", "Denominator": 1.0, "Base": "named rate", "Rate": "day_place"}
    book = posted(OpenPlaces(scheme=SCHEME | event))
    assert settled(book) == []


FIRST_EDITION = (
    "£1,316.08 due − £607.42 posted = £708.66, correcting P001/SC; fresh: £3,847.00 (basic"
    " entitlement) × 13 of 38 school weeks from 8 September 2025 to 19 December 2025 = £1,316.08;"
    " local scheme HHT"
)
"""How the first edition booked the rest of the autumn, when October was posted already."""


def first_edition() -> OpenPlaces:
    """Return a workbook that the first edition posted in October, and in December as corrected."""
    book = OpenPlaces()
    (first,) = book.post(date(2025, 10, 17))
    assert first.amount == Decimal("607.42")
    book.entries.append(
        replace(first, number=2, ref="P001/SC/3052001/C1", component="Correction",
                amount=Decimal("708.66"), base=Decimal("708.66"), units=Decimal(1),
                denominator=Decimal(1), period="Autumn 2025", working=FIRST_EDITION)
    )  # fmt: skip
    return book


def test_a_ledger_of_the_first_edition_goes_on() -> None:
    """What it called a correction counts as posted for its days: nothing is booked twice."""
    book = first_edition()
    assert book.told(AUTUMN) == []
    (shown,) = book.lines(AUTUMN)
    assert (shown.status, str(shown.start), str(shown.end)) == ("posted", *TERM)
    assert book.told(SPRING) == [SPRING_TERM]
    before = list(book.entries)
    book.post(SPRING)
    assert book.entries[:2] == before
    book.rows = [place(**{"Start date": date(2025, 9, 15)})]
    assert book.told(SPRING) == [(CORRECTION, *TERM, "-101.24")]


def test_days_attended_that_the_first_edition_corrected_are_posted() -> None:
    """20 days posted and 5 more booked as a correction: at 28 days three are charged further."""
    book = posted(OpenPlaces(rows=[place(**{"Days attended": 20.0})], scheme=dict(ATTENDED)))
    (first,) = book.entries
    working = (
        "£2,375.00 due − £1,900.00 posted = £475.00, correcting P001/SC; fresh: £95.00 (day_place)"
        " × 25 school days attended from 8 September 2025 to 13 February 2026 = £2,375.00; local"
    )
    book.entries.append(
        replace(first, number=2, ref="P001/SC/3052001/C1", component="Correction",
                amount=Decimal(475), base=Decimal(475), units=Decimal(1), denominator=Decimal(1),
                period="February", working=working)
    )  # fmt: skip
    book.rows = [place(**{"Days attended": 28.0})]
    assert book.told(SPRING) == [(FURTHER, "2026-02-14", "2026-03-27", "285.00")]


def test_a_change_that_the_first_edition_booked_late_is_no_correction_now() -> None:
    """It left two entries whose days overlap: each goes on to stand for its own."""
    book = OpenPlaces()
    (first,) = book.post(AUTUMN)
    back = (
        "£607.42 due − £1,316.08 posted = −£708.66, correcting P001/SC; fresh: £3,847.00 (basic"
        " entitlement) × 6 of 38 school weeks from 8 September 2025 to 2 November 2025 = £607.42"
    )
    book.entries += [
        replace(first, number=2, ref="P001/SC/3052001/C1", component="Correction",
                amount=Decimal("-708.66"), base=Decimal("-708.66"), units=Decimal(1),
                denominator=Decimal(1), period="January", working=back),
        replace(first, number=3, ref="P001/SC-20251103", of="P001/SC-20251103",
                amount=Decimal("708.66"), units=Decimal(7), start=date(2025, 11, 3),
                period="January"),
    ]  # fmt: skip
    book.changes = [change(date(2025, 11, 3), None, "Provider", "AP2")]
    assert book.told(AUTUMN) == []
    assert book.told(SPRING) == [SPRING_TERM]
