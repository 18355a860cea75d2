"""The custom functions: single cells and ranges, exact amounts, real errors for bad arguments."""

from __future__ import annotations

import inspect
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

import pytest

from tests.support.books import AS_AT, CALENDAR, book, pex, pupil_upn, run
from xl_recoup import contract
from xl_recoup.excel.functions import (
    FUNCTIONS,
    RECOUP_AMOUNT,
    RECOUP_CHARGES,
    RECOUP_CREDIT,
    RECOUP_RELEVANT_DATE,
    RECOUP_UPN_VALID,
    RECOUP_WEEKS,
    RECOUP_WORKING,
    SPILLED,
)

HEADINGS = list(contract.CALENDAR.headings)
CALENDAR_TABLE = [HEADINGS, *([row.get(h) for h in HEADINGS] for row in CALENDAR)]
START, END = date(2025, 10, 1), date(2026, 3, 31)
PROMISED = (
    "RECOUP_RELEVANT_DATE", "RECOUP_WEEKS", "RECOUP_AMOUNT", "RECOUP_CREDIT", "RECOUP_UPN_VALID",
    "RECOUP_CHARGES", "RECOUP_WORKING",
)  # fmt: skip


def all_of(name: str, placements: list[dict[str, Any]]) -> list[list[Any]]:
    """Return a table of a sound workbook as Excel hands over `Name[#All]`."""
    table = book(placements).tables[name]
    return [list(table.headings), *map(list, table.rows)]


def charged(placements: list[dict[str, Any]], **without: None) -> Any:
    names = ("Placements", "Settings", "Schools", "Agreements", "Schemes", "Rates", "Calendar")
    given = {name: all_of(name, placements) for name in names} | without
    return cast(Any, RECOUP_CHARGES)(*given.values(), as_at=AS_AT)


def test_the_functions_are_those_of_the_contract() -> None:
    """Each promised function is there; all are documented, their arguments in Python's order."""
    names = [f.name for f in FUNCTIONS]
    assert {*names} >= {*PROMISED}
    assert len({*names}) == len(names)
    for f in FUNCTIONS:
        parameters = inspect.signature(f.call).parameters
        assert [a.name for a in f.arguments] == list(parameters)
        assert [a.optional for a in f.arguments] == [
            p.default is not inspect.Parameter.empty for p in parameters.values()
        ]
        assert all([f.doc, *(a.doc for a in f.arguments)])


@pytest.mark.parametrize(
    ("reading", "weeks"), [("inclusive", 26), ("Exclusive", 25), ("calendar", 25), (None, 26)]
)
def test_weeks_in_every_reading(reading: str | None, weeks: int) -> None:
    """Weeks are counted as the chosen reading says; a blank reading is the default."""
    assert RECOUP_WEEKS(START, END, reading) == weeks


def test_a_range_gives_a_range() -> None:
    """A column of days with one end gives a column; a row of readings makes it a block."""
    column = [[START], [date(2026, 3, 25)]]
    assert RECOUP_WEEKS(column, END) == [[26], [1]]
    assert RECOUP_WEEKS(column, END, [["inclusive", "exclusive"]]) == [[26, 25], [1, 0]]


def test_days_come_as_excel_gives_them() -> None:
    """A date cell, a time stamp, a serial number and a British text are the same day."""
    for first in (START, datetime(2025, 10, 1), 45931.0, "1 October 2025"):
        assert RECOUP_WEEKS(first, END) == 26


def test_a_bad_cell_spoils_only_its_own_result() -> None:
    """Among many results the ones that can't be worked out are errors, not text to be skipped."""
    days = [[START], ["soon"], [None], ["#REF!"]]
    assert RECOUP_WEEKS(days, END) == [[26], ["#VALUE!"], ["#VALUE!"], ["#VALUE!"]]


@pytest.mark.parametrize(
    ("call", "given"),
    [
        (RECOUP_WEEKS, ("soon", END)),
        (RECOUP_WEEKS, (START, None)),
        (RECOUP_WEEKS, (START, END, "roughly")),
        (RECOUP_WEEKS, (START, [[END], [END]], [[1], [2], [3]])),
        (RECOUP_AMOUNT, ("5022", 26)),
        (RECOUP_AMOUNT, (5022, -1)),
        (RECOUP_AMOUNT, (5022, 26, 0)),
        (RECOUP_AMOUNT, (True, 26)),
        (RECOUP_CREDIT, (-100, 3, 26)),
        (RECOUP_CREDIT, (100, 3.5, 26)),
        (RECOUP_UPN_VALID, ("#N/A",)),
        (RECOUP_RELEVANT_DATE, (date(2025, 10, 6), CALENDAR_TABLE, "Elsewhere")),
        (RECOUP_RELEVANT_DATE, (date(2030, 10, 6), CALENDAR_TABLE)),
        (RECOUP_RELEVANT_DATE, (date(2025, 10, 6), CALENDAR_TABLE[1:])),
        (RECOUP_WORKING, ("P001/BS", [["Charge ref", "Working"]])),
    ],
)  # fmt: skip
def test_bad_arguments_raise(call: Any, given: tuple[Any, ...]) -> None:
    """A single result that can't be worked out raises ValueError: Excel shows #VALUE!."""
    with pytest.raises(ValueError, match=r"\w"):
        call(*given)


def test_amounts_are_exact() -> None:
    """A × B/52 is rounded once, half-up, from what the cells show and not their binary shadows."""
    assert RECOUP_AMOUNT(5022.0, 26.0) == 2511.0
    assert RECOUP_AMOUNT(1.005, 52) == 1.01
    assert RECOUP_AMOUNT(5022, 10, 38) == 1321.58
    assert RECOUP_AMOUNT([[5022.0], [Decimal("3847")]], [[26.0], [24.0]]) == [[2511.0], [1775.54]]


def test_credits_are_negative() -> None:
    """A credit is D × E/F for the receiving school; nothing where no week remains."""
    assert RECOUP_CREDIT(2511.0, 13, 26) == -1255.5
    assert str(RECOUP_CREDIT(2511.0, 0, 26)) == "0.0"
    assert RECOUP_CREDIT(2511.0, 0, 0) == 0.0


def test_the_relevant_date_is_the_sixth_school_day() -> None:
    """It is counted on the named calendar, across a half term; a blank name is the default."""
    days: list[list[Any]] = [[date(2025, 10, 6)], [45945.0]]
    assert RECOUP_RELEVANT_DATE(days, CALENDAR_TABLE) == [
        [date(2025, 10, 14)], [date(2025, 11, 6)],
    ]  # fmt: skip
    assert RECOUP_RELEVANT_DATE(days[0][0], CALENDAR_TABLE, None) == date(2025, 10, 14)


def test_upns() -> None:
    """A UPN is valid by its form and check letter; no UPN is not a valid one."""
    given = [[pupil_upn(1)], ["A801200005001"], [None], ["UN1"]]
    assert RECOUP_UPN_VALID(given) == [[True], [False], [False], [False]]


def test_charges_are_those_of_a_run() -> None:
    """RECOUP_CHARGES fills the lines that a run over the same tables gives, under headings."""
    placements = [pex(1), pex(2, **{"Year group": "9"})]
    headings, *rows = charged(placements)
    assert tuple(headings) == SPILLED
    lines = run(placements).lines
    found = [(row[0], row[SPILLED.index("Amount")], row[SPILLED.index("Working")]) for row in rows]
    assert found == [(ln.ref, float(ln.amount), ln.working) for ln in lines]
    assert "" in rows[0]
    assert None not in rows[0]


def test_charges_of_unusable_tables_raise() -> None:
    """What a run refuses is an error in the cell."""
    with pytest.raises(ValueError, match="Rates"):
        charged([pex(1)], Rates=None)


def test_workings_by_either_reference() -> None:
    """A charge has its working, a placement all of them, an unknown reference is not available."""
    table = charged([pex(1, FSM6="Y")])
    first, second = (row[SPILLED.index("Working")] for row in table[1:])
    assert RECOUP_WORKING("P001/BS", table) == first
    assert RECOUP_WORKING([["p001"], ["P999"]], table) == [[f"{first}\n{second}"], ["#N/A"]]
