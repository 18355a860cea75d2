"""A matrix of rates by year groups is read where each phase has one rate, else held by name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from xl_recoup import contract
from xl_recoup.adopt.rate_matrix import Matrix, rate_matrix, with_matrices
from xl_recoup.adopt.year_group_rates import scope_of
from xl_recoup.files.supplied_lists import shipped_rows, table_of
from xl_recoup.tables import Cell, SheetView

YEARS = {
    "Y7": {7}, "Yr7": {7}, "Year 7": {7}, "NC Year 8": {8}, "YR": {0}, "Reception": {0},
    "Years 7 to 9": {7, 8, 9}, "Y7–Y9": {7, 8, 9}, "Year Groups 1-6": {1, 2, 3, 4, 5, 6},
    "Year 10 & 11": {10, 11}, "Y10/11": {10, 11}, "Years 7, 8 and 9": {7, 8, 9}, "R-2": {0, 1, 2},
    "Key Stage 2": {3, 4, 5, 6}, "Key Stage 3 (Y7-Y9)": {7, 8, 9}, "KS3 Year 9": {9},
    "secondary (Y7-11)": {7, 8, 9, 10, 11}, "Nursery": {-1},
}  # fmt: skip
PHASES = {"KS3": "ks3", "Key stage 4": "ks4", "Primary": "primary", "KS3/4": "secondary",
          "Sixth form": "post-16"}  # fmt: skip


@pytest.mark.parametrize("text", YEARS)
def test_year_groups_are_known_as_they_are_written(text: str) -> None:
    """With a dash, a comma, in full or short."""
    scope = scope_of(text)
    assert scope is not None
    assert (scope.phase, set(scope.years)) == ("", YEARS[text])


@pytest.mark.parametrize("text", PHASES)
def test_a_phase_stays_a_phase(text: str) -> None:
    """Where a label names one of Rates."""
    assert scope_of(text) == (PHASES[text], frozenset())


@pytest.mark.parametrize("text", ["7", "R", "Lump sum", "2025-26", "Year", "Year 15", "KS4 Year 7"])
def test_what_is_no_year_group_is_none(text: str) -> None:
    """A number alone is one only below a heading that says so."""
    assert scope_of(text) is None


def read(lines: Sequence[Sequence[Cell]], name: str = "AWPU") -> Matrix:
    """Return what is read of a sheet as rates, beside the program's own."""
    found = rate_matrix(SheetView(name, lines), table_of(contract.RATES, shipped_rows("Rates")))
    assert found is not None
    return found


def rates(found: Matrix) -> list[tuple[object, ...]]:
    return [(r.phase, r.amount, r.valid_from.year, r.cell) for r in found.rates]


PRIMARY: list[tuple[Cell, ...]] = [(f"Year {n}", 3900.0) for n in range(1, 7)]


def test_one_rate_for_all_years_of_a_key_stage_is_its_rate() -> None:
    """Each names its cells; Reception may be left out, and has to agree where it is there."""
    lines: list[tuple[Cell, ...]] = [
        ("Year group", "2025-26"), *PRIMARY,
        ("Year 7", 5500.0), ("Year 8", 5500.0), ("Year 9", "£5,500.00"), ("Years 10-11", 6200.0),
    ]  # fmt: skip
    found = read(lines)
    assert rates(found) == [
        ("primary", 3900, 2025, "B2, B3, B4, B5, B6, B7"), ("ks3", 5500, 2025, "B8, B9, B10"),
        ("ks4", 6200, 2025, "B11"),
    ]  # fmt: skip
    assert found.held == []
    assert "Its 10 numbers (basic entitlement; 2025-26) stand as 3 rates of phases" in (
        found.sentence()
    )
    with_r = read([lines[0], ("Reception", 4100.0), *lines[1:]])
    assert [r.phase for r in with_r.rates] == ["ks3", "ks4"]
    assert with_r.held == [
        "B2, B3, B4, B5, B6, B7 and B8 (primary has one rate in Rates, and they differ)"
    ]


def test_years_that_differ_or_lack_are_held_and_the_program_s_rate_goes_too() -> None:
    """A pupil of that phase has no rate then, and is held; no draft of ours takes its place."""
    found = read([
        ("", "2025-26"), ("Primary", 3900.0), ("Y7", 5500.0), ("Y8", 5500.0), ("Y9", 5700.0),
        ("Y10", 6200.0), ("Nursery", 4000.0),
    ])  # fmt: skip
    assert rates(found) == [("primary", 3900, 2025, "B2")]
    assert found.held == [
        "B3, B4 and B5 (ks3 has one rate in Rates, and they differ)",
        "B6 (the rate of ks4 is for Year 11 too)",
        "B7 (no phase of Rates is for these years)",
    ]
    assert "Not taken over: B6 (the rate of ks4 is for Year 11 too). Enter by hand" in (
        found.sentence()
    )
    rows = with_matrices(shipped_rows("Rates"), [found])
    assert [r[1] for r in rows if r[0] == "basic_entitlement" and "2025" in str(r[5])] == [
        "primary"
    ]


def test_key_stages_and_year_groups_may_stand_side_by_side() -> None:
    """Both give one rate where they agree, and none where they do not."""
    lines: list[tuple[Cell, ...]] = [
        ("", "2025-26"), ("Primary", 3900.0), ("KS3", 5500.0), ("Y7", 5500.0), ("KS4", 6200.0),
        ("Y11", 6300.0),
    ]  # fmt: skip
    found = read(lines)
    assert rates(found) == [("primary", 3900, 2025, "B2"), ("ks3", 5500, 2025, "B3, B4")]
    assert found.held == ["B5 and B6 (ks4 has one rate in Rates, and they differ)"]


def test_year_groups_may_stand_across() -> None:
    """As numbers below a heading that says so; factors down; the year in a title."""
    found = read([
        ("Factors 2025-26",), ("Year group", 7.0, 8.0, 9.0, 10.0, 11.0),
        ("FSM", 500.0, 500.0, 500.0, 510.0, 510.0), ("Lump sum", 1.0, 1.0, 1.0, 1.0, 1.0),
    ], "Factors")  # fmt: skip
    assert rates(found) == [("ks3", 500, 2025, "B3, C3, D3"), ("ks4", 510, 2025, "E3, F3")]
    assert found.unknown == ["A4"]
    assert "The numbers beside A4 are not read" in found.sentence()


def test_where_no_phase_has_a_rate_nothing_is_taken_over() -> None:
    """The sentence says so, and that the added sheet has no row for these."""
    found = read([("AWPU", "2025-26"), ("Y7", 5500.0), ("Y8", 5600.0), ("Y9", 5700.0)])
    assert found.rates == []
    assert "None of its 3 numbers (basic entitlement; 2025-26) can be taken over" in (
        found.sentence()
    )
