"""The run: one pass from tables to charge lines, findings and output tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.support.books import AS_AT, TODAY, book, pex, run
from tests.support.workbook_files import PLACEMENTS
from xl_recoup import contract
from xl_recoup.contract.code_names import headings_with_names
from xl_recoup.errors import Refused
from xl_recoup.outputs.all_tables import writes, writes_with_log
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import Formula, WorkbookTables


def test_the_same_tables_give_the_same_result() -> None:
    """A run depends on nothing but its tables and days."""
    one, two = (calculate(book(PLACEMENTS), as_at=AS_AT, today=TODAY) for _ in range(2))
    assert one.lines == two.lines
    assert one.findings == two.findings
    assert writes(one) == writes(two)


@pytest.mark.parametrize(
    ("given", "setting", "expected"),
    [
        (None, None, TODAY),
        (None, date(2025, 12, 1), date(2025, 12, 1)),
        (AS_AT, date(2025, 12, 1), AS_AT),
        (AS_AT, None, AS_AT),
    ],
)
def test_which_day_is_used(given: date | None, setting: date | None, expected: date) -> None:
    """The day that is asked for goes before the setting, and that before today."""
    settings = {"As-at date": setting} if setting else {}
    assert run(PLACEMENTS, as_at=given, settings=settings).policy.as_at == expected


def test_a_row_moves_no_other_row_s_reference() -> None:
    """References and amounts of a row are the same wherever it stands and whatever is beside it."""
    alone = {p["Placement ref"]: run([p]).lines for p in PLACEMENTS}
    together = run(PLACEMENTS).lines
    mirrored = run(PLACEMENTS[::-1]).lines
    for ref, lines in alone.items():
        expected = [(line.ref, line.amount, line.status, line.working) for line in lines]
        for run_lines in (together, mirrored):
            mine = [line for line in run_lines if line.placement_ref == ref]
            assert [(ln.ref, ln.amount, ln.status, ln.working) for ln in mine] == expected


def test_rows_are_counted_once() -> None:
    """Rows read = charged + nil + held; a row with an error has one held line of 0."""
    result = run([*PLACEMENTS, pex(7, **{"Exclusion date": None})])
    t = result.tally
    assert (t.read, t.charged, t.nil, t.held) == (7, 4, 1, 2)
    (line,) = [ln for ln in result.lines if ln.placement_ref == "P007"]
    (finding,) = result.findings
    assert (line.status, line.amount, line.reason) == ("held", Decimal("0.00"), finding.code)


def test_warnings_change_no_line() -> None:
    """A finding that is only a warning leaves every charge as it is."""
    older = date(2014, 10, 1)  # a child of Year 6, placed in Year 4
    plain, warned = run([pex(1)]), run([pex(1, **{"Date of birth": older})])
    assert not plain.findings
    assert warned.findings
    assert plain.lines == warned.lines
    assert (plain.errors, warned.errors) == (0, 0)


def test_findings_are_in_the_order_of_the_workbook() -> None:
    """Findings come by sheet, row and column, as a person walks through the workbook."""
    rows = [pex(n, **{"Date of birth": None, "Year group": "14"}) for n in range(1, 12)]
    places = [f.place for f in run(rows).findings]
    numbers = [int(p.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0) for p in places]
    assert [p.sheet for p in places] == sorted(p.sheet for p in places)
    assert numbers == sorted(numbers)
    assert len(set(numbers)) > 9


def test_hidden_and_later_placement_sheets_are_charged() -> None:
    """Every table named Placements or Placements_… is charged, hidden rows too."""
    first = book(PLACEMENTS[:2])
    second = book(PLACEMENTS[2:]).tables["Placements"]
    second = replace(second, name="Placements_B", sheet="B", hidden_rows=frozenset({6}))
    tables = {**first.tables, "Placements_B": second}
    both = WorkbookTables(tables, tuple(t.sheet for t in tables.values()))
    result = calculate(both, as_at=AS_AT, today=TODAY)
    assert result.tally.read == 6
    assert result.totals == run(PLACEMENTS).totals


def test_a_book_without_rows_is_a_book_of_nothing() -> None:
    """No placement gives empty outputs that balance, not a refusal."""
    result = run([])
    assert (result.tally.read, result.lines) == (0, [])
    assert set(result.totals.values()) == {Decimal("0.00")}
    assert [len(w.rows) for w in writes(result) if w.table == "Charges"] == [0]


@pytest.mark.parametrize("name", [spec.name for spec in contract.REQUIRED_TABLES])
def test_a_missing_table_is_refused_by_its_name(name: str) -> None:
    """Without a table that every run needs there is nothing sensible to do."""
    with pytest.raises(Refused, match=name):
        run([*PLACEMENTS, pex(9, Scheme="LOCAL")], replace={name: None})


def test_the_outputs_have_the_contract_s_tables_and_headings() -> None:
    """A run writes each table of the contract once; each row is as wide as its headings."""
    from datetime import datetime

    at = datetime(2026, 1, 31, 12)
    outputs = writes_with_log(run(PLACEMENTS), at=at, who="tester", version="1")
    by_name = {w.table: w for w in outputs}
    assert len(by_name) == len(outputs)
    for spec in (contract.CHARGES, contract.EXCEPTIONS, contract.SCHOOL_SUMMARY, contract.RUN_LOG):
        write = by_name[spec.name]
        assert set(write.headings) == set(headings_with_names(spec.name, spec.headings))
        assert [h for h in write.headings if h in spec.headings] == list(spec.headings)
        assert all(len(row) == len(write.headings) for row in write.rows)
    assert [w.table for w in outputs if w.append] == ["RunLog"]


def test_every_check_cell_is_a_formula_that_shows_nothing() -> None:
    """Each Check is a native formula whose stored value is 0."""
    for write in writes(run(PLACEMENTS)):
        if "Check" not in write.headings:
            continue
        column = write.headings.index("Check")
        cells = [row[column] for row in write.rows]
        assert cells
        assert all(isinstance(c, Formula) and c.value == 0 for c in cells)
