"""The order of day and month is a property of the column, not of the cell."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.support.books import pex
from tests.support.books import table as book_table
from xl_recoup.contract import PLACEMENTS
from xl_recoup.contract.cell_values import IssueKind
from xl_recoup.intake.row_reading import read_rows
from xl_recoup.tables import Cell

OCTOBER = date(2025, 10, 6)


def read(heading: str, cells: list[Cell]) -> tuple[list[Any], list[IssueKind | None]]:
    """Return the values of a placements column, and what is the matter with each cell."""
    given = [pex(n, **{heading: cell}) for n, cell in enumerate(cells, 1)]
    reading = read_rows(book_table("Placements", given, PLACEMENTS.headings), PLACEMENTS)
    field = next(c.field for c in PLACEMENTS.columns if c.heading == heading)
    found = {i.row: i.issue.kind for i in reading.issues if i.column.field == field}
    return [r.get(field) for r in reading.rows], [found.get(r.key) for r in reading.rows]


@pytest.mark.parametrize("proof", ["09/16/2025", "9.16.25", " 09-16-2025 "])
def test_one_date_with_the_month_first_holds_what_can_be_two_days(proof: str) -> None:
    """It is held itself, and so is what could be meant either way; the rest is read as it is."""
    cells: list[Cell] = ["10/06/2025", proof, "5/5/2025", "2025-10-06", "6 Oct 2025", "23/09/2025"]
    values, kinds = read("Exclusion date", cells)
    assert values == [None, None, date(2025, 5, 5), OCTOBER, OCTOBER, date(2025, 9, 23)]
    assert kinds[:2] == [IssueKind.AMBIGUOUS_DATE, IssueKind.DATE]


def test_another_columns_order_decides_nothing() -> None:
    """A decision date with the month first does not touch the exclusion dates beside it."""
    given = [pex(1, **{"Exclusion date": "06/10/2025", "Decision date": "10/16/2025"})]
    reading = read_rows(book_table("Placements", given, PLACEMENTS.headings), PLACEMENTS)
    assert reading.rows[0].get("exclusion_date") == OCTOBER


@pytest.mark.parametrize(
    ("texts", "days", "held"),
    [
        (1, [1, 2, 3], True),
        (1, [1, 2], True),
        (1, [1], True),
        (1, [10], False),
        (2, [1, 2], True),
        (2, [1, 2, 13], False),
        (2, [10, 10, 10], False),
    ],
)
def test_real_dates_beside_month_first_texts_may_have_been_turned(
    texts: int, days: list[int], held: bool
) -> None:
    """Excel makes a date of 10/06 and leaves 10/16 as text: where none has a day above 12, held."""
    proofs: list[Cell] = [f"09/{n}/2025" for n in range(16, 16 + texts)]
    _, kinds = read("Exclusion date", [*proofs, *(datetime(2025, 10, day) for day in days)])
    assert (kinds[texts:] == [IssueKind.AMBIGUOUS_DATE] * len(days)) is held


def test_of_a_private_column_no_date_is_quoted() -> None:
    """Neither the cell in doubt nor its neighbour is in the message."""
    given = [pex(1, **{"Date of birth": "10/06/2016"}), pex(2, **{"Date of birth": "09/16/2016"})]
    reading = read_rows(book_table("Placements", given, PLACEMENTS.headings), PLACEMENTS)
    assert len(reading.issues) == 2
    assert not [i for i in reading.issues if any(c.isdigit() for c in i.issue.words)]
