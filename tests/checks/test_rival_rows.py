"""Of rows that claim one thing, the one that the Ledger knows stays; no order of rows decides."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from tests.checks.cases_scheme_terms import DAILY, placed
from tests.checks.said import SAME
from tests.support.books import OTHER_MAINTAINED, RATES, SCHEMES, book, pex, rate, run
from xl_recoup.accounts.documents import new_documents
from xl_recoup.posting.entries import PostingOrder, additions, appended, new_entries
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result

DAY = date(2026, 1, 31)
UNDER_A_SCHEME: dict[str, Any] = {
    "Schemes": [*SCHEMES, DAILY],
    "Rates": [*RATES, rate("day_rate", "all", 100, Basis=None, Unit="per day")],
}
FIRST = pex(1)
STAYS = [("P001/BS", "posted in Autumn")]


def _after(posted: dict[str, Any], *rows: dict[str, Any], **more: Any) -> Result:
    """Return what a run shows of rows once one of them, or another, is posted."""
    order = PostingOrder("Autumn", prepared_by="A", approved_by="B", at=datetime(2026, 1, 31, 9))
    before = run([posted], **more)
    entries, _ = new_entries(before, order)
    assert entries
    added = additions(before, entries, new_documents(before.items, entries, made_on=DAY))
    beside = book(rows, RunLog=[{"Run by": "tester"}], **more)
    return calculate(appended(beside, added), as_at=DAY, today=DAY)


def _lines(result: Result) -> list[tuple[str, str]]:
    return sorted((x.ref, x.reason or x.status) for x in result.lines)


def _errors(result: Result) -> list[str]:
    return [f.message for f in result.findings if f.severity.value == "error"]


def test_the_posted_row_keeps_its_reference_in_any_order() -> None:
    """Of two rows with one reference the one of the posted school and day is charged as before."""
    other = pex(2, **{"Placement ref": "P001", "Home school": OTHER_MAINTAINED})
    for rows in ((FIRST, other), (other, FIRST)):
        result = _after(FIRST, *rows)
        assert _lines(result) == [("P001#2/BS", "A02"), *STAYS]
        at, there = (6, 5) if rows[0] is FIRST else (5, 6)
        assert _errors(result) == [
            f"Placements A{at}: the Placement ref “P001” is already in use at Placements A{there},"
            " which is posted, so this row is not charged. Give it a reference of its own."
        ]


def test_the_posted_row_of_an_episode_stays() -> None:
    """A further row of an exclusion that is charged already is held, and says why."""
    for cells in ({"Episode ref": "E001"}, {"Episode ref": None}):
        other = pex(2, **SAME, **cells, **{"Decision date": None})
        for rows in ((FIRST, other), (other, FIRST)):
            result = _after(FIRST, *rows)
            assert _lines(result) == [*STAYS, ("P002/BS", "A03")] or cells["Episode ref"]
            assert STAYS[0] in _lines(result)
            assert all("already has" in said for said in _errors(result))


def test_of_repeated_rows_the_posted_one_stays() -> None:
    """A copy of a posted row is held; so is one under the same reference."""
    for ref in ("P002", "P001"):
        result = _after(FIRST, FIRST | {"Placement ref": ref}, FIRST)
        held = "P002/BS" if ref == "P002" else "P001#2/BS"
        assert _lines(result) == sorted([(held, "A01"), *STAYS])
        assert len(_errors(result)) == 1


def test_where_no_row_is_the_posted_one_all_are_held() -> None:
    """Another school or another first day is not what was posted: nobody guesses which is meant."""
    one = pex(1, **{"Home school": OTHER_MAINTAINED})
    two = pex(2, **{"Placement ref": "P001", "Exclusion date": date(2025, 11, 10)},
              **{"Decision date": None})  # fmt: skip
    results = [_after(FIRST, *rows) for rows in ((one, two), (two, one))]
    for result in results:
        assert len(_errors(result)) == 2
        assert not [x for x in result.lines if x.status == "billable"]
    assert _lines(results[0]) == _lines(results[1])


def test_the_posted_place_under_a_scheme_stays() -> None:
    """A second row of the same place and days is held, whichever row comes first."""
    first = placed(1, date(2025, 11, 3), date(2025, 11, 28))
    other = placed(2, date(2025, 11, 28), date(2025, 12, 19))
    for rows in ((first, other), (other, first)):
        result = _after(first, *rows, **UNDER_A_SCHEME)
        assert _lines(result) == [("P001/SC", "posted in Autumn"), ("P002/SC", "A10")]
        (said,) = _errors(result)
        assert "P001 at Placements R" in said
        assert "is posted with the scheme, provider, pupil and school of this row" in said


def test_a_place_that_meets_only_what_is_held_is_held_too() -> None:
    """Three stays in a chain: the posted one stays, and neither of the others is guessed at."""
    first = placed(1, date(2025, 11, 3), date(2025, 11, 14))
    second = placed(2, date(2025, 11, 14), date(2025, 12, 5))
    third = placed(3, date(2025, 12, 5), date(2025, 12, 19))
    result = _after(first, third, second, first, **UNDER_A_SCHEME)
    assert _lines(result) == [
        ("P001/SC", "posted in Autumn"),
        ("P002/SC", "A10"),
        ("P003/SC", "A10"),
    ]


def test_without_a_upn_an_episode_tells_the_pupil_of_a_place() -> None:
    """Rows of one Episode ref are one pupil's, where one of them has no UPN."""
    first = placed(1, date(2025, 11, 3))
    nameless: dict[str, Any] = {"UPN": None, "Pupil": None}
    both = [x.reason for x in run([first, placed(2, date(2025, 11, 3), **nameless)],
                                  **UNDER_A_SCHEME).lines]  # fmt: skip
    assert both == ["A10", "A10"]
    apart = placed(2, date(2025, 11, 3), **nameless) | {"Episode ref": "E002"}
    assert "A10" not in [x.reason for x in run([first, apart], **UNDER_A_SCHEME).lines]
