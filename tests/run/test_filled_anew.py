"""What went with its rows was not cleared; what was cleared from rows that stay is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.support.books import ACADEMY, AGREEMENTS, SCHEMES, book, pex, rate
from tests.support.runs import Months
from xl_recoup.book.reading.read_tables import read_workbook
from xl_recoup.run.result import Result

SAMPLE = Path(__file__).parents[2] / "workbook/recoupment.xlsx"

OLD: dict[str, Any] = {
    "Scheme": "OLD", "Kind": "local", "In use": "Y", "Measure": "school weeks", "Denominator": 38,
    "Base": "basic entitlement", "Open end": "end of year", "Agreement needed": "none",
}  # fmt: skip
NEW: dict[str, Any] = {
    "Scheme": "NEW", "Kind": "local", "In use": "Y", "Measure": "event", "Denominator": 1,
    "Base": "named rate", "Rate": "flat", "Agreement needed": "none",
}  # fmt: skip
UNDER_OLD = {"Scheme": "OLD", "Start date": pex(1)["Exclusion date"], "Days per week": 5}
UNDER_NEW = UNDER_OLD | {"Scheme": "NEW"}


def _months(placements: int = 4) -> Months:
    """Return a workbook that was run with two schemes of one sort."""
    months = Months(
        book(
            [pex(n, **UNDER_OLD, EAL="Y") for n in range(1, placements + 1)],
            Schemes=[*SCHEMES, OLD, OLD | {"Scheme": "OLD-2"}],
            Rates=[rate("basic_entitlement", "primary", 3800), rate("flat", "all", 500)],
            Agreements=[
                *AGREEMENTS,
                *(
                    AGREEMENTS[0] | {"Party": p, "To": date(2026, 3, 1)}
                    for p in (ACADEMY, "3052001")
                ),
            ],
        )
    )
    months.run()
    return months


def _missing(result: Result) -> list[str]:
    return sorted(result.missing)


def _keep(*codes: str) -> Any:
    def only(rows: list[dict[str, Any]]) -> None:
        rows[:] = [row for row in rows if row["Scheme"] in codes]

    return only


def _cleared(heading: str) -> Any:
    def clear(rows: list[dict[str, Any]]) -> None:
        for row in rows:
            row[heading] = None

    return clear


def _other_placements(months: Months, count: int) -> None:
    months.edit("Placements", list.clear)
    months.add("Placements", [pex(n, **UNDER_NEW) for n in range(901, 901 + count)])


@pytest.mark.parametrize("count", [2, 4, 9])
def test_other_placements_under_other_schemes_are_charged(count: int) -> None:
    """A workbook that is filled anew is charged, and nothing is called missing, however many."""
    months = _months()
    _other_placements(months, count)
    months.edit("Schemes", _keep("PEX", "LEAVER"))
    months.add("Schemes", [NEW, NEW | {"Scheme": "NEW-2"}])
    months.edit("Agreements", list.clear)
    result = months.run()
    assert _missing(result) == []
    assert [(line.status, str(line.amount)) for line in result.lines] == (
        [("billable", "500.00")] * count
    )


def test_schemes_that_were_deleted_take_their_terms_along() -> None:
    """No column was cleared where the rows that had something in it are gone."""
    months = _months()
    months.edit("Schemes", _keep("PEX", "LEAVER", "LOCAL"))
    assert _missing(months.run()) == []


def test_agreements_that_were_deleted_take_their_days_along() -> None:
    """*To* is empty since both rows that had one are gone: the others count on, without an end."""
    months = _months()
    months.edit("Agreements", lambda rows: rows.__delitem__(slice(1, None)))
    months.add("Agreements", [AGREEMENTS[0] | {"Party": "3054002"}])
    assert _missing(months.run()) == []


@pytest.mark.parametrize(
    ("table", "heading"),
    [("Schemes", "Open end"), ("Schemes", "Measure"), ("Agreements", "To"), ("Placements", "EAL")],
)
def test_a_column_that_is_cleared_is_missing(table: str, heading: str) -> None:
    """Where the rows stay, the column is named, and what rests on it is held."""
    months = _months()
    months.edit(table, _cleared(heading))
    assert f"{table}[{heading}]" in _missing(months.run())


def test_a_column_is_cleared_though_some_of_its_rows_went() -> None:
    """One of the two schemes is still there, without the term that it had."""
    months = _months()
    months.edit("Schemes", _keep("PEX", "LEAVER", "LOCAL", "OLD"))
    months.edit("Schemes", _cleared("Open end"))
    assert _missing(months.run()) == ["Schemes[Open end]"]


def test_a_column_of_names_that_is_cleared_is_missing() -> None:
    """Rows without a name are not taken for rows that went."""
    months = _months()
    months.edit("Schemes", _cleared("Scheme"))
    assert "Schemes[Scheme]" in _missing(months.run())
    months = _months()
    months.edit("Placements", _cleared("Placement ref"))
    assert "Placements[Placement ref]" in _missing(months.run())


def test_a_number_in_another_form_is_the_same_row() -> None:
    """305/2001 is 3052001: its cleared day is missing, however the number is typed now."""
    months = _months()

    def retyped(rows: list[dict[str, Any]]) -> None:
        rows[2] |= {"Party": "305/2001", "To": None}
        rows[1] |= {"To": None}

    months.edit("Agreements", retyped)
    assert _missing(months.run()) == ["Agreements[To]"]


def test_many_new_placements_beside_the_old_ones_hide_nothing() -> None:
    """A busy month is no new beginning: a column that is cleared is missing all the same."""
    months = _months()
    months.add("Placements", [pex(n, **UNDER_OLD) for n in range(11, 31)])
    months.edit("Schemes", _cleared("Open end"))
    assert "Schemes[Open end]" in _missing(months.run())


def test_a_sheet_of_placements_that_is_emptied_is_missing() -> None:
    """Where the larger of two sheets is emptied, those that are left are old ones."""
    months = Months(book([pex(n) for n in range(1, 3)], Placements_B=[pex(9)]))
    months.run()
    months.edit("Placements_B", list.clear)
    assert _missing(months.run()) == ["Placements_B"]


def test_the_sample_with_other_placements_and_schemes() -> None:
    """The committed workbook, filled with one's own few rows to try a scheme, charges them."""
    months = Months(read_workbook(SAMPLE))
    for name in ("Placements_BTA", "Placements_HHT", "Placements", "Agreements"):
        months.edit(name, list.clear)
    months.add("Placements", [pex(901, **UNDER_NEW, **{"Home school": "3059992"})])
    months.edit("Placements", _cleared("Provider"))
    months.edit("Schemes", _keep("PEX", "LEAVER"))
    months.add("Schemes", [NEW])
    months.edit(
        "Rates", lambda rows: rows.append(dict.fromkeys(rows[0]) | rate("flat", "all", 500))
    )
    result = months.run()
    assert _missing(result) == []
    assert [(line.status, str(line.amount)) for line in result.lines] == [("billable", "500.00")]


def test_what_was_there_before_is_no_measure_for_a_posting() -> None:
    """Filled anew and nothing posted, no posting asks why the charges moved; else it does."""
    months = _months()
    _other_placements(months, 4)
    months.edit("Schemes", _keep("PEX", "LEAVER"))
    months.add("Schemes", [NEW])
    since = months.run().since_accepted
    assert since is not None
    assert (since.total, since.moved) == (Decimal(2000), Decimal(0))
    months.edit("Placements", lambda rows: rows.__delitem__(slice(1, None)))
    since = months.run().since_accepted
    assert since is not None
    assert (since.total, since.moved) == (Decimal(2000), Decimal(-1500)), (
        "three of four deleted is asked about"
    )
