"""A working is taken apart into base, units and authority, and says nothing that stays inside."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from tests.statements.support import every_kind, posted, random_run, run
from tests.support.books import OTHER_MAINTAINED, pex
from xl_recoup.statements import statements
from xl_recoup.statements.reader_words import (
    authority_words,
    base_words,
    clean,
    for_reader,
    is_of_findings,
    sum_words,
    units_words,
)

STATUTE = (
    "£6,858.00 (basic entitlement £6,113.00 + IDACI band B £745.00) × 45 of 52 complete weeks from"
    " 21 May 2025 (sixth school day after exclusion on 13 May 2025) = £5,934.81; reg 39(2),"
    " SI 2024/66"
)
SCHEME = (
    "50% of £5,422.00 (basic entitlement) × 9.5 school weeks of 38 at 4 days a week from"
    " 1 May 2025 to 3 July 2025 = £677.75; the authority bears £10.00; signed agreement from"
    " 1 April 2025 on the scheme X; annex 2"
)
CREDIT = (
    "£558.17 (pupil premium of P1/PP) × 20 of 27 complete weeks from 6 November 2025 (reinstated"
    " on 6 November 2025) to 31 March 2026 = £413.46, credited; reg 39(6), SI 2024/66"
)
ADJUSTED = (
    "£4,039.35 (basic entitlement £3,847.00 × area cost adjustment 1.05 = £4,039.35 + x £1.00)"
    " × 8 of 52 complete weeks from 4 June 2025 (y) = £621.44; local policy (a; b) on reg 1"
)


@pytest.mark.parametrize(
    ("working", "base", "units", "authority"),
    [
        (STATUTE, "£6,858.00 (basic entitlement £6,113.00 + IDACI band B £745.00)",
         "45 of 52 complete weeks (inclusive)", "reg 39(2), SI 2024/66"),
        (SCHEME, "50% of £5,422.00 (basic entitlement)",
         "9.5 school weeks of 38 at 4 days a week",
         "signed agreement from 1 April 2025 on the scheme X; annex 2"),
        (CREDIT, "£558.17 (pupil premium of P1/PP)", "20 of 27 complete weeks (inclusive)",
         "reg 39(6), SI 2024/66"),
        (ADJUSTED,
         "£4,039.35 (basic entitlement £3,847.00 × area cost adjustment 1.05 = £4,039.35 + x"
         " £1.00)", "8 of 52 complete weeks (inclusive)", "local policy (a; b) on reg 1"),
        ("Posted: £1.00 in A (x); together £1.00.", "", "1 of 1", ""),
    ],
)  # fmt: skip
def test_a_working_is_taken_apart(working: str, base: str, units: str, authority: str) -> None:
    """Base, units with their reading, and authority are found in every form of working."""
    assert base_words(working, Decimal(1)) == base
    if base:
        assert units_words(working, 1, 1, "inclusive") == units
    assert authority_words(working) == authority


def test_an_order_and_a_correction_have_their_authority() -> None:
    """An order cites itself; a correction has no base of its own, and the new sum's authority."""
    order = (
        "£4,000.00, once and in full, by the review panel's financial adjustment order under"
        " SI 2012/1033, made on 6 June 2025"
    )
    expected = "financial adjustment order under SI 2012/1033, made on 6 June 2025"
    assert authority_words(order) == expected
    fresh = f"£5,934.81 due − £1.00 posted = £5,933.81, correcting P1/BS; fresh: {STATUTE}"
    assert authority_words(fresh) == "reg 39(2), SI 2024/66"
    assert base_words(fresh, Decimal(1)) == ""
    assert units_words(fresh, 1, 1, "inclusive") == ""
    gone = "£0.00 due − £1.00 posted = −£1.00, correcting P1/BS; now cancelled"
    assert authority_words(gone) == "as for P1/BS"


def test_every_charge_of_random_books_has_base_units_and_authority() -> None:
    """No form of working that a statutory charge has is missed."""
    for seed in range(12):
        for line in random_run(seed).lines:
            if line.component in ("Adjustment order", "Correction") or not line.amount:
                continue
            if line.working.startswith("Posted:"):
                continue
            assert base_words(line.working, line.base), line.working
            assert "weeks" in units_words(line.working, line.units, line.denominator, "x")
            assert authority_words(line.working), line.working


def test_another_school_is_not_named() -> None:
    """A charge that moved elsewhere is reversed without saying where it went."""
    moved = pex(1, **{"Home school": OTHER_MAINTAINED})
    result = posted(run([moved]), run([pex(1)]), "T1", datetime(2025, 12, 1, 9))
    correction = next(line for line in result.lines if line.component == "Correction")
    assert "Ash Primary" in correction.working
    assert "Ash Primary" not in for_reader(correction.working)
    assert for_reader(correction.working).endswith("the charge now falls on another school")


def test_what_speaks_to_the_finance_team_stays_inside() -> None:
    """No sheet, setting, finding's code or care status reaches a school."""
    made = statements(every_kind())
    lines = [line for s in made for x in s.sections for line in x.lines]
    said = " ".join(line.working + line.reason for line in lines)
    for inside in ("Exceptions sheet", "see the setting", "S09", "looked-after"):
        assert inside not in said
    care = "the premium for a looked-after child is paid to the authority, not the school"
    assert for_reader(f"£0.00 due; now {care}").endswith("now no pupil premium follows this pupil")


def test_errors_of_the_authority_are_not_sent() -> None:
    """A row that waits for its own correction is on no statement; other held rows are."""
    assert is_of_findings("R03, S09")
    assert not is_of_findings("a review is open")
    lines = [ln for s in statements(every_kind()) for x in s.sections for ln in x.lines]
    assert [ln.ref for ln in lines if ln.status == "held"] == ["P005/BS"]


@pytest.mark.parametrize(
    ("working", "shown"),
    [
        (STATUTE, STATUTE.removesuffix("; reg 39(2), SI 2024/66")),
        (f"{STATUTE}; no pupil premium follows this pupil",
         f"{STATUTE.removesuffix('; reg 39(2), SI 2024/66')}; no pupil premium follows this pupil"),
        (CREDIT, CREDIT.removesuffix("; reg 39(6), SI 2024/66")),
        ("£4,000.00, once and in full, by the review panel's financial adjustment order under X",
         "£4,000.00, once and in full"),
        ("Posted: £1.00 in A (x); together £1.00.", "Posted: £1.00 in A (x); together £1.00."),
    ],
)  # fmt: skip
def test_the_sum_stands_without_its_authority(working: str, shown: str) -> None:
    """What a letter lists once is taken off each line's working; nothing else is."""
    assert sum_words(working) == shown


def test_characters_that_no_document_holds_are_left_out() -> None:
    """Control characters of a damaged cell vanish; letters of every name stay."""
    assert clean("Ysgol\x0b Tŷ\x00 Łódź −£1\n") == "Ysgol Tŷ Łódź −£1\n"
