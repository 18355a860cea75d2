"""Open placements on terms that end: named before, held or only asked for in the new workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.new_year.old_books import END, START, ended, open_
from tests.support.books import ACADEMY, AGREEMENTS, RATES, SCHEMES, book, rate
from tests.support.workbook_files import run, sound
from xl_recoup import contract, recalculate
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.new_year.plan import bring_forward
from xl_recoup.records import Place
from xl_recoup.tables import Cell

NEXT = FundingPeriod(2026)
DAY: dict[str, Cell] = {
    "Scheme": "DAY", "Kind": "local", "In use": "Y", "Measure": "school days agreed",
    "Denominator": 1.0, "Base": "named rate", "Rate": "day", "Agreement needed": "none",
}  # fmt: skip
PRICE = rate("day", "all", 95.0, Unit="per day", Basis="local value")
GOES_ON = {"Valid to": None}


def placed(n: int = 1, /, **cells: Any) -> dict[str, Cell]:
    """Return an open placement under the scheme DAY."""
    return open_(n, **{"Scheme": "DAY", "Episode ref": None} | cells)


def told(rows: list[Any], schemes: list[Any], rates: list[Any], **more: Any) -> list[str]:
    """Return what is said of the terms that end."""
    tables = book(rows, Schemes=[*SCHEMES, *schemes], Rates=[*RATES, *rates], **more)
    return [t.sentence() for t in bring_forward(tables, NEXT).terms_ended]


def _end(spec: contract.TableSpec, before: int, heading: str = "Valid to") -> Place:
    """Return the cell of the last day in the row below some others."""
    return Place(spec.sheet, f"{'ABCDEFGHIJ'[spec.headings.index(heading)]}{5 + before}")


def test_a_scheme_that_ends_is_named_with_its_cell_and_its_open_placements() -> None:
    """The cell is that of its last day; placements that ended, or end before it, don't count."""
    rows = [placed(1), placed(2, **{"End date": date(2026, 5, 1)}), ended(3, Scheme="DAY")]
    said = told(rows, [DAY | {"Valid to": END}], [PRICE | GOES_ON])
    assert said == [
        f"{_end(contract.SCHEMES, len(SCHEMES))}: the scheme DAY has no row from 1 April 2026:"
        " 2 open placements are held."
    ]


@pytest.mark.parametrize(
    ("schemes", "rates", "rows", "words"),
    [
        ([DAY], [PRICE | GOES_ON], [placed()], []),
        ([DAY | {"Valid to": END}, DAY | {"Valid from": START}], [PRICE | GOES_ON], [placed()], []),
        ([DAY | {"Valid to": END, "In use": "N"}], [PRICE | GOES_ON], [placed()], []),
        (
            [DAY | {"Valid to": date(2026, 8, 31)}], [PRICE | GOES_ON], [placed()],
            ["has no row from 1 September 2026: 1 open placement is held"],
        ),
        (
            [DAY | {"Valid to": date(2026, 8, 31)}], [PRICE | GOES_ON],
            [placed(**{"End date": date(2026, 8, 31)})], [],
        ),
        ([DAY], [PRICE], [placed()], ["day, all, has no rate from 1 April 2026: 1 open placement"]),
        ([DAY], [PRICE], [placed(**{"Cancelled on": END})], []),
        (
            [DAY | {"Measure": "school weeks", "Denominator": 38.0, "Base": "pupil-led funding",
                    "Rate": None, "Pupil premium": "Y"}], [],
            [placed(FSM6="Y", EAL="Y")],
            ["basic_entitlement, primary,", "eal, primary,", "fsm6, primary,",
             "pupil_premium_fsm6, primary,"],
        ),
        (
            [DAY | {"Lowest year": "7", "Valid to": END}, DAY | {"Highest year": "6"}],
            [PRICE | GOES_ON], [placed()], [],
        ),
    ],
)  # fmt: skip
def test_only_what_a_placement_rests_on_is_named(
    schemes: list[Any], rates: list[Any], rows: list[Any], words: list[str]
) -> None:
    """Its scheme's rows for its year group, and the factors that it is priced from."""
    said = told(rows, schemes, rates)
    assert len(said) == len(words)
    for sentence, part in zip(said, words, strict=True):
        assert part in sentence


def test_an_agreement_that_lapses_is_named() -> None:
    """The party, its cell, and that the placements are only asked for; one that goes on is not."""
    lapsing = [{**AGREEMENTS[0], "Scheme": "all", "To": END}]
    needed = DAY | {"Agreement needed": "academies"}
    row = placed(**{"Home school": ACADEMY, "Year group": "8", "Date of birth": date(2012, 10, 1)})
    (said,) = told([row], [needed], [PRICE | GOES_ON], Agreements=lapsing)
    assert said.startswith(f"{_end(contract.AGREEMENTS, 0, 'To')}: ")
    assert (
        f"the agreement of {AGREEMENTS[0]['Party']} on all ends, and none follows on 1 April 2026:"
        " 1 open placement is only asked for, not billable."
    ) in said
    again = [*lapsing, {**AGREEMENTS[0], "Scheme": "DAY", "From": START, "To": None}]
    assert told([row], [needed], [PRICE | GOES_ON], Agreements=again) == []
    assert told([row], [DAY], [PRICE | GOES_ON], Agreements=lapsing) == []


def test_an_exclusion_of_the_new_year_counts_for_its_rates() -> None:
    """One whose sixth school day falls in it rests on the new year's pupil-led factors."""
    march = open_(1, **{"Scheme": "PEX", "Exclusion date": date(2026, 3, 24), "Start date": None})
    said = told([march], [], [])
    assert [s.partition(", ")[0].partition(": ")[2] for s in said] == ["basic_entitlement"]


def test_the_new_workbook_holds_them(tmp_path: Path) -> None:
    """Named, said as JSON, and held by the run; none of it is nil."""
    rows = [placed(1), placed(2, Scheme="WEEK")]
    schemes = [*SCHEMES, DAY | {"Valid to": END}, DAY | {"Scheme": "WEEK", "Rate": "week"}]
    rates = [*RATES, PRICE, PRICE | {"Factor": "week"}]
    path = sound(tmp_path / "old.xlsx", rows, Schemes=schemes, Rates=rates)
    new = tmp_path / "new.xlsx"
    assert run("new-year", path, "--year", "2026-27", "--output", new) == 0
    charges = recalculate(new, as_at=date(2026, 7, 1)).charges
    assert list(charges["Status"]) == ["held", "held"]
    assert {str(amount) for amount in charges["Amount"]} == {"0.00"}


def test_as_json() -> None:
    """Kind, code, sheet, cell, first day without, and the number of placements."""
    tables = book([placed(1)], Schemes=[*SCHEMES, DAY], Rates=[*RATES, PRICE])
    (ended_rate,) = bring_forward(tables, NEXT).to_json()["terms_ended"]
    assert ended_rate == {
        "kind": "rate", "code": "day", "sheet": "Rates",
        "cell": _end(contract.RATES, len(RATES)).cell, "from": "2026-04-01", "placements": 1,
    }  # fmt: skip
