"""Findings of one cause are one row: counted, errors first, at the first cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from tests.checks import CASES
from tests.support.books import RATES, pex, run
from xl_recoup.checks.causes import by_cause, worth_telling
from xl_recoup.excel.run_words import run_words
from xl_recoup.outputs.charges import exceptions
from xl_recoup.records import Finding, Place, Severity, State
from xl_recoup.run.result import Result


def causes(result: Result, code: str) -> list[tuple[int, str]]:
    """Return how often, and with which words, each cause of one check is told."""
    return [(c.count, c.message) for c in by_cause(result.findings) if c.first.code == code]


def at(
    cell: str, words: str = "is wrong.", sheet: str = "Placements", code: str = "R99"
) -> Finding:
    """Return a finding of a check that is not in the catalogue."""
    place = Place(sheet, cell)
    return Finding(code, Severity.WARNING, place, f"{place}: {words}")


def test_every_rate_a_draft_is_one_row() -> None:
    """Rates that nobody has approved yet are told once, with how many and where they are."""
    drafts = [row | {"Status": "draft"} for row in RATES]
    assert causes(run([pex()], Rates=drafts), "A21") == [
        (
            len(RATES),
            "Rates C5: the rate of basic entitlement (primary) is a draft. Charges use it; check it"
            " against its source and set Status to approved, with who approved it. Likewise at C6"
            f" to C{4 + len(RATES)}.",
        )
    ]


def test_one_unknown_school_is_one_cause_and_two_are_two() -> None:
    """What is corrected at one place, such as a school that is missing, is told once."""
    schools = ["3059001", "3059002", "3059001", "3059001"]
    placements = [pex(i, **{"Home school": s}) for i, s in enumerate(schools, 1)]
    told = causes(run(placements), "R03")
    assert [count for count, _ in told] == [3, 1]
    assert told[0][1].endswith("add the school to the Schools sheet. Likewise at G7 to G8.")
    assert "3059002" in told[1][1]
    assert "Likewise" not in told[1][1]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["B6"], "B6"),
        (["B6", "B7", "B8"], "B6 to B8"),
        (["B6", "B8"], "B6 and B8"),
        (["B6", "C6", "C7"], "B6 and C6 to C7"),
        (["B7", "B9", "B11", "B13", "B15"], "B7, B9, B11, B13 and B15"),
        (["B7", "B9", "B11", "B13", "B15", "B17", "B18"], "B7, B9, B11, B13, B15 and 2 more"),
    ],
)
def test_the_other_cells_are_named(cells: list[str], said: str) -> None:
    """Cells below each other are named by the first and the last; of many, how many there are."""
    (cause,) = by_cause([at("B5"), *map(at, cells)])
    assert cause.count == 1 + len(cells)
    assert cause.message == f"Placements B5: is wrong. Likewise at {said}."


@pytest.mark.parametrize(
    "other",
    [
        at("B6", code="R98"),
        at("B6", sheet="Placements BTA"),
        at("B6", "is quite wrong."),
    ],
    ids=["another check", "another sheet", "other words"],
)
def test_what_is_another_cause(other: Finding) -> None:
    """Another check, another sheet or other words: not corrected together."""
    assert [c.count for c in by_cause([at("B5"), other])] == [1, 1]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("the date, 3 Oct 2025, is a Saturday.", "the date, 12 May 2025, is a Sunday."),
        ("holds “31/02”, no date.", "holds “”, no date."),
        ("repeats P001 at Placements A5.", "repeats P-12/b at Placements BTA A15."),
        ("£1,200.00 is too much.", "£3.10 is too much."),
        ("the rate of fsm (all) is a draft.", "the rate of IDACI band A (ks3) is a draft."),
        ("the agreement of Elm Trust on PEX ends.", "the agreement of 3054009 on all ends."),
    ],
)
def test_what_is_the_row_s_own_is_no_other_cause(one: str, two: str) -> None:
    """Days, amounts, references, cells, what stands there, which rate: these are the row's own."""
    assert len(by_cause([at("B5", one), at("B6", two)])) == 1


@pytest.mark.parametrize("code", sorted(CASES))
def test_nothing_is_lost_by_folding(code: str) -> None:
    """Of every check: counts add up to the findings, and no two rows have one code and cell."""
    result = run(**CASES[code].several)
    folded = by_cause(result.findings)
    assert sum(c.count for c in folded) == len(result.findings)
    keys = Counter((c.first.code, c.first.place) for c in folded)
    own = [(f.code, f.place) for f in result.findings]
    assert {key for key, n in keys.items() if n > 1} <= {k for k in own if own.count(k) > 1}
    assert all(len(c.message) < 600 for c in folded)


def test_errors_stand_first_on_the_sheet() -> None:
    """Errors in the order of the workbook, then warnings in that order, each with its count."""
    rows: list[Any] = [
        pex(1, FSM="Y"),
        pex(2, EAL="?"),
        pex(3, EAL="?"),
        pex(4, **{"Home school": None}),
        pex(5, FSM="Y"),
    ]
    result = run(rows)
    write = exceptions(by_cause(result.findings), result.rows)
    severity, code, count, cell = (
        write.headings.index(h) for h in ("Severity", "Code", "Count", "Cell")
    )
    assert [(r[severity], r[code], r[count], r[cell]) for r in write.rows] == [
        ("error", "S05", 2, "AE6"),
        ("error", "R02", 1, "G8"),
        ("warning", "R20", 2, "AC5"),
    ]
    assert [f.code for f in result.findings] == ["R20", "S05", "S05", "R02", "R20"]


def test_what_is_new_is_told_first() -> None:
    """New errors, new warnings, known errors, known warnings, what is signed off; as on a screen.

    Of a few, the warnings that were known before are not told.
    """
    found = [
        replace(at(f"B{row}", code=f"R{row}"), severity=severity, state=state)
        for row, (severity, state) in enumerate(
            [
                (Severity.WARNING, State.SIGNED_OFF),
                (Severity.WARNING, State.KNOWN),
                (Severity.ERROR, State.KNOWN),
                (Severity.WARNING, State.NEW),
                (Severity.ERROR, State.NEW),
            ],
            1,
        )
    ]

    def told(number: int | None = None) -> list[str]:
        return [c.first.code for c in worth_telling(by_cause(found), number)]

    assert told() == ["R5", "R4", "R3", "R2", "R1"]
    assert told(10) == ["R5", "R4", "R3"]
    assert told(2) == ["R5", "R4"]


def test_the_box_of_excel_says_what_is_new() -> None:
    """A new warning stands above errors that were known, and says that it is new."""
    result = run([pex(1, EAL="?"), pex(2, FSM="Y")])
    states = {Severity.ERROR: State.KNOWN, Severity.WARNING: State.NEW}
    known = [replace(f, state=states[f.severity]) for f in result.findings]
    lines = run_words(replace(result, findings=known)).splitlines()
    assert [line.split(":")[0] for line in lines if line.startswith("•")] == [
        "• New warning",
        "• Placements AE5",
    ]
