"""A row charged without the rest: the same lines and findings as in a run of the whole book.

Every row and every reference: of random books before and after a posting, with rows that claim what
others claim, places told twice and cells that say nothing; and of the case of every check.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.checks import CASES
from tests.oracle.random_scheme_placements import random_scheme_case
from tests.oracle.random_scheme_rivals import with_second_places
from tests.run.test_rows_that_vanish import run_twice
from tests.support.books import ACADEMY, AS_AT, SCHOOLS, TODAY, book, pex
from tests.support.random_runs import LOG, PROVIDERS, SCHEME_TABLES, posted_too, random_book
from tests.support.runs import Months
from xl_recoup.checks import Facts, Moment, catalogue
from xl_recoup.errors import Refused
from xl_recoup.reporting.explanation import Explanation, explain, explain_alone
from xl_recoup.run import of_some_rows
from xl_recoup.run.as_last_run import as_last_run
from xl_recoup.run.calculate import calculate
from xl_recoup.run.controls import ControlFailed
from xl_recoup.run.of_some_rows import OF_NO_ROW, OF_ONE_ROW, OF_ROWS_TOGETHER, Asked
from xl_recoup.run.result import Result
from xl_recoup.tables import WorkbookTables


def _asked(result: Result) -> list[Asked]:
    """Return every row of placements, and every reference of the lines."""
    refs = [ref for line in result.lines for ref in (line.ref, line.placement_ref)]
    rows = [Asked(row=p.key) for p in result.rows]
    return [*rows, *(Asked(ref=ref) for ref in dict.fromkeys(refs) if ref.strip())]


def _whole(result: Result, asked: Asked) -> Explanation:
    if asked.ref:
        return explain(result, asked.ref, "book")
    return Explanation(
        [line for line in result.lines if line.row == asked.row],
        [finding for finding in result.findings if finding.row == asked.row],
    )


def _differing(tables: WorkbookTables, day: date | None) -> list[Asked]:
    """Return what is told otherwise when it is charged alone."""
    whole = as_last_run(tables, as_at=day, today=TODAY)
    return [
        asked
        for asked in _asked(whole)
        if explain_alone(tables, asked, "book", as_at=day, today=TODAY) != _whole(whole, asked)
    ]


def _with_blanks(tables: WorkbookTables, seed: int) -> WorkbookTables:
    """Return tables of which some cells of placements say nothing, or nothing that can be read."""
    rng, table = random.Random(seed), tables.tables["Placements"]
    rows = [list(row) for row in table.rows]
    for row in rng.sample(rows, min(3, len(rows))):
        row[rng.randrange(len(row))] = rng.choice((None, "?"))
    spoilt = replace(table, rows=[tuple(row) for row in rows])
    return replace(tables, tables={**tables.tables, "Placements": spoilt})


@pytest.mark.parametrize("posted", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("seed", [1, 2, 5, 7])
def test_every_row_alone_is_what_it_is_in_the_whole(seed: int, posted: bool) -> None:
    """Lines, amounts, statuses, words, findings and their states, in their order."""
    tables, day = random_book(seed, rivals=True)
    if posted:
        before = calculate(random_book(seed, rivals=False)[0], as_at=day, today=day)
        tables = posted_too(tables, before)
    assert _differing(_with_blanks(tables, seed), day) == []


def test_places_told_twice_and_schools_numbered() -> None:
    """Some thirty rows of schemes: tiers, caps, lumps, changes, second places for the same days."""
    rng = random.Random(8)
    rows, case = random_scheme_case(rng)
    more: dict[str, Any] = {n: [dict(r) for r in case[k]] for n, k in SCHEME_TABLES.items()}
    settings = {k: v for k, v in case["settings"].items() if k != "As-at date"}
    some = with_second_places(rng, rows, case)
    tables = book(some, settings=settings, Providers=PROVIDERS, RunLog=LOG, **more)
    assert any(
        row["Scheme"] in {r["Scheme"] for r in case["schemes"] if "Tier from" in r} for row in some
    )
    assert _differing(tables, date(case["year"] + 1, 2, 1)) == []


def _case(args: Mapping[str, Any]) -> tuple[WorkbookTables, date | None]:
    given = dict(args)
    day = given.pop("as_at", AS_AT)
    return book(**given), day


@pytest.mark.parametrize("code", sorted(CASES))
def test_the_case_of_every_check(code: str) -> None:
    """What a check says of a row, it says of the row alone."""
    assert _differing(*_case(CASES[code].several)) == []


@pytest.mark.parametrize("code", sorted(OF_ROWS_TOGETHER))
def test_what_rows_say_together(code: str) -> None:
    """Where a check goes by several rows, none of them is missing when one is asked about."""
    assert _differing(*_case(CASES[code].once)) == []


def test_a_schools_first_placement_stays_its_first_after_a_closure() -> None:
    """That a school has no agreement is said at its first row, whoever answered before."""
    old = {"LAESTAB": "3054019", "School": "Old Elm", "Successor": ACADEMY}
    closed = SCHOOLS[2] | old | {"Open to": date(2025, 8, 31)}
    rows = [pex(1, **{"Home school": "3054019", "Year group": 8}),
            pex(2, **{"Home school": ACADEMY, "Year group": 8})]  # fmt: skip
    tables = book(rows, Schools=[*SCHOOLS, closed], Agreements=[])
    assert _differing(tables, AS_AT) == []


def _exchanged(rows: list[dict[str, Any]]) -> None:
    refs = [row["Placement ref"] for row in rows]
    for row, ref in zip(rows, [*refs[1:], refs[0]], strict=True):
        row["Placement ref"] = ref


def _renamed(rows: list[dict[str, Any]]) -> None:
    rows[0]["Placement ref"] = "ANEW"


def _one_reference(rows: list[dict[str, Any]]) -> None:
    for row in rows[1:]:
        row["Placement ref"] = rows[0]["Placement ref"]


@pytest.mark.parametrize("edit", [_exchanged, _renamed, _one_reference, list.clear, list.pop])
def test_rows_that_are_posted_under_other_names(edit: Any) -> None:
    """References exchanged, changed, repeated or gone: what corrects the ledger is the whole's."""
    tables, _ = run_twice(True)
    months = Months(tables)
    months.edit("Placements", edit)
    assert _differing(months.tables, None) == []


@pytest.mark.parametrize("heading", ["Placement ref", "Charge", "Charge ref"])
def test_a_ledger_that_names_two_placements_in_one_line(heading: str) -> None:
    """What rests on an overtyped entry is held, alone as in the whole, or the whole is refused."""
    months = Months(run_twice(True)[0])
    months.edit("Ledger", lambda rows: rows[0].update({heading: rows[-1][heading]}))
    if heading == "Placement ref":
        assert _differing(months.tables, None) == []
        return
    with pytest.raises(Refused, match=r"^Ledger [A-Z]+5: .* Restore the workbook") as refused:
        as_last_run(months.tables, as_at=None, today=TODAY)
    assert not isinstance(refused.value, ControlFailed)


@pytest.mark.parametrize("heading", ["Placement ref", "Exclusion date", "UPN"])
def test_a_column_that_is_missing_since_the_last_run(heading: str) -> None:
    """The rows that rest on it are held, alone as in the whole."""
    months = Months(run_twice(True)[0])
    months.edit("Placements", lambda rows: [row.update({heading: None}) for row in rows])
    assert _differing(months.tables, None) == []


def test_what_is_asked_of_the_last_run_is_told_as_of_its_day() -> None:
    """Without a day it is the last run's, and what that run found new is new still."""
    months = Months(book([pex(1), pex(2)]))
    months.run()
    months.set("Placements", 0, {"Exclusion date": None})
    months.run()
    assert _differing(months.tables, None) == []


def test_an_unknown_reference_is_refused_with_the_nearest() -> None:
    """What else there is is looked up in the whole book."""
    tables = book([pex(1), pex(2)])
    for ref in ("P01", "1,479.62", "  "):
        with pytest.raises(Refused) as whole:
            explain(calculate(tables, as_at=AS_AT, today=TODAY), ref, "book")
        with pytest.raises(Refused) as alone:
            explain_alone(tables, Asked(ref=ref), "book", as_at=AS_AT, today=TODAY)
        assert str(alone.value) == str(whole.value)


def test_every_check_after_the_reading_says_which_rows_it_looks_at() -> None:
    """Each stands in one of three lists."""
    late = [c.code for c in catalogue() if c.moment is not Moment.READ]
    listed = [*OF_ONE_ROW, *OF_ROWS_TOGETHER, *OF_NO_ROW]
    assert sorted(listed) == sorted(late)
    assert of_some_rows.bounded()


def test_where_a_check_is_in_no_list_the_whole_is_charged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is told of a row alone then: the answer is the whole run's."""
    monkeypatch.setattr(of_some_rows, "OF_ONE_ROW", OF_ONE_ROW - {"A80"})
    tables, day = book([pex(1), pex(2)]), AS_AT
    part = of_some_rows.calculate_rows(
        tables, Asked(ref="P001"), as_at=day, today=TODAY, same_run=False
    )
    assert part is None
    assert _differing(tables, day) == []


def test_the_rest_is_not_charged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of rows at different schools, one alone is weighed."""
    weighed = []

    def noted(facts: Facts, rows: Any) -> None:
        weighed.extend(rows)

    monkeypatch.setattr(of_some_rows, "assess", noted)
    rows = [pex(1), pex(2, **{"Home school": ACADEMY, "Year group": 8})]
    of_some_rows.calculate_rows(
        book(rows), Asked(ref="P002/BS"), as_at=AS_AT, today=TODAY, same_run=False
    )
    assert [p.ref for p in weighed] == ["P002"]
