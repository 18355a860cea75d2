"""The report to the Forum: sums by scheme, phase, type of school and S251 line, of a run."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.support.books import MAINTAINED_SECONDARY, pex, pupil_upn, run
from xl_recoup.accounts.after_posting import after_posting, entries_for
from xl_recoup.contract import FORUM_REPORT
from xl_recoup.contract.output_tables import FORUM_AMOUNTS
from xl_recoup.forum.finest_groups import BREAKDOWNS, PUPILS, FinestGroups, finest_groups
from xl_recoup.forum.report import HIDDEN, WHY, ForumReport, ForumRow, figure, forum_report
from xl_recoup.forum.suppression import TOTAL
from xl_recoup.outputs.report_outputs import forum_write
from xl_recoup.records import ChargeLine, RowKey
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell


def primary(n: int, /, **cells: Any) -> dict[str, Cell]:
    """Return a pupil in Year 4: £3,847.00 × 24 / 52 = £1,775.54, from 14 October."""
    return pex(n, **cells)


def secondary(n: int, /, **cells: Any) -> dict[str, Cell]:
    """Return a pupil in Year 8: £5,422.00 × 24 / 52 = £2,502.46."""
    given: dict[str, Cell] = {
        "Home school": MAINTAINED_SECONDARY, "Year group": "8", "Date of birth": date(2012, 10, 1),
    }  # fmt: skip
    return pex(n, **(given | cells))


def by_group(report: ForumReport) -> dict[tuple[str, str], ForumRow]:
    """Return the rows by breakdown and group."""
    return {(row.breakdown, row.group): row for row in report.rows}


@pytest.fixture(scope="module")
def result() -> Result:
    """Return six primary pupils, one of them in dispute, and five secondary ones, one held."""
    rows = [primary(n) for n in range(1, 7)] + [secondary(n) for n in range(7, 11)]
    rows.append(secondary(11, **{"Review status": "open"}))
    queries = [{"Query ref": "Q1", "Charge ref": "P001/BS", "Opened": date(2026, 1, 5)}]
    return run(rows, Queries=queries)


def test_groups_that_are_large_enough_are_shown(result: Result) -> None:
    """6 × 1,775.54 = 10,653.24; 4 × 2,502.46 = 10,009.84, which rest on 4 pupils alone."""
    shown = {
        key: (row.pupils, [str(a) for a in row.amounts])
        for key, row in by_group(forum_report(result)).items()
        if key[0] == "Phase"
    }
    assert shown == {
        ("Phase", "Key stage 3"): (5, ["0.00", HIDDEN, HIDDEN, "0.00", "0.00"]),
        ("Phase", "Primary"): (6, ["0.00", HIDDEN, "0.00", "0.00", HIDDEN]),
        ("Phase", TOTAL): (11, ["0.00", "20663.08", HIDDEN, "0.00", HIDDEN]),
    }


def test_every_breakdown_adds_up_to_the_runs_totals(result: Result) -> None:
    """Before anything is hidden each breakdown's groups and its total are those of the run."""
    finest = finest_groups(result)
    for breakdown in BREAKDOWNS:
        parts = [g for g in finest.groups if g.breakdown == breakdown]
        for status in ("asked", "billable", "held", "posted"):
            column = finest.columns[status.capitalize()]
            sums = [column.amount(g) for g in parts]
            assert sum(sums[:-1]) == sums[-1] == result.totals[status]


def test_small_groups_lose_their_number_and_their_amounts() -> None:
    """Four secondary pupils would be seen from the total, so both phases are hidden."""
    rows = [primary(n) for n in range(1, 13)] + [secondary(n) for n in range(13, 17)]
    shown = by_group(forum_report(run(rows)))
    for row in (shown["Phase", "Key stage 3"], shown["Phase", "Primary"]):
        assert (row.pupils, row.figure("Billable"), row.note) == (HIDDEN, HIDDEN, WHY)
        assert row.figure("Asked") == 0
    assert shown["Phase", TOTAL].pupils == 16
    assert not shown["Phase", TOTAL].note


def test_a_report_of_few_pupils_shows_nothing() -> None:
    """Neither groups nor totals, in words and not as blanks that a sum would take for nothing."""
    report = forum_report(run([primary(1), primary(2)]))
    assert {row.pupils for row in report.rows} == {HIDDEN}
    assert {row.figure("Billable") for row in report.rows} == {HIDDEN}


def test_names_stand_beside_codes(result: Result) -> None:
    """Who reads the report knows no codes."""
    groups = {(r.breakdown, r.group) for r in forum_report(result).rows}
    assert ("S251 line", "1.2.7: Other alternative provision services") in groups
    assert {"maintained"} == {g for b, g in groups if b == "Type of school" and g != TOTAL}


def test_rounded_for_those_who_publish_often() -> None:
    """12 pupils are 10 and £21,306.48 are £21,000; what is less than £500 is said to be."""
    rows = [primary(n) for n in range(1, 13)]
    report = forum_report(run(rows, settings={"Publication rounding": "Thousands and fives"}))
    total = by_group(report)["Scheme", TOTAL]
    assert total.pupils == 10
    assert total.figure("Billable") == Decimal(21_000)
    assert total.figure("Asked") == Decimal(0)
    assert figure(False, Decimal("499.99"), "thousands and fives") == "under £500"
    assert figure(False, Decimal("500.00"), "thousands and fives") == 1_000


def test_a_pupil_counts_once_in_a_group() -> None:
    """Two exclusions of one pupil are one pupil: four pupils, so nothing is shown."""
    rows = [primary(n) for n in range(1, 5)]
    again = {"Exclusion date": date(2025, 12, 1), "Decision date": date(2025, 12, 9)}
    rows.append(primary(5, UPN=pupil_upn(4, 20), **again))
    assert set(numbers(finest_groups(run(rows))).values()) == {4}


def test_pupils_without_a_upn_are_told_by_their_episode() -> None:
    """Rows of one episode are one pupil; a row without either is its own."""
    result = run([primary(1), primary(2), primary(3)])
    rows = [
        replace(result.rows[0], upn="", episode_ref="E1"),
        replace(result.rows[1], upn="", episode_ref="e1"),
        replace(result.rows[2], upn="", episode_ref=""),
    ]
    assert set(numbers(finest_groups(replace(result, rows=rows))).values()) == {2}


def test_a_nil_line_counts_for_nothing() -> None:
    """A pupil for whom nothing is charged is in no group."""
    result = run([primary(1, **{"Cancelled on": date(2025, 10, 8)})])
    assert forum_report(result).rows == ()


@pytest.mark.parametrize(
    ("year_group", "phase"),
    [(0, "Primary"), (6, "Primary"), (7, "Key stage 3"), (9, "Key stage 3"), (10, "Key stage 4"),
     (11, "Key stage 4"), (12, "Other or not known"), (-1, "Other or not known"),
     (None, "Other or not known")],
)  # fmt: skip
def test_the_phase_is_that_of_the_year_group(year_group: int | None, phase: str) -> None:
    """Reception to Year 6 is primary; what lies outside Year 11 is neither."""
    result = run([primary(1)])
    rows = [replace(result.rows[0], year_group=year_group)]
    groups = finest_groups(replace(result, rows=rows)).groups
    assert phase in {g.name for g in groups}


def test_a_posted_line_without_its_placement_is_counted_still(result: Result) -> None:
    """Its phase is not known, and its scheme and line may be missing."""
    line = ChargeLine(
        ref="P001/BS", placement_ref="X", row=RowKey("Ledger", 5), laestab="9992001", school="Oak",
        scheme="", component="Budget share", status="posted", amount=Decimal("10.00"),
    )  # fmt: skip
    finest = finest_groups(replace(result, lines=[line]))
    assert [g.name for g in finest.groups if g.name != TOTAL] == [
        "no scheme", "Other or not known", "not known", "no line",
    ]  # fmt: skip
    first = finest.groups[0]
    amounts = [finest.columns[heading].amount(first) for heading in FORUM_AMOUNTS]
    assert amounts == list(map(Decimal, ("0.00", "0.00", "0.00", "10.00", "10.00")))


def test_a_pupil_whose_charge_was_taken_back_is_not_counted() -> None:
    """Posted for five, two of them then deleted: three are left, and nothing can be shown."""
    rows = [primary(n) for n in range(1, 6)]
    entries = entries_for(
        run(rows).lines, first_number=1, period="Autumn", at=datetime(2025, 12, 31),
        prepared_by="A", approved_by="B",
    )  # fmt: skip
    left = run(rows[:3])
    after = replace(left, lines=after_posting(left.lines, entries, "2025-26"))
    finest = finest_groups(after)
    counted = numbers(finest)
    assert counted["Phase", "Primary"] == counted["Phase", TOTAL] == 3
    assert counted["Phase", "Other or not known"] == 0
    assert finest.columns["Posted"].count(finest.groups[-1]) == 5
    amounts = [finest.columns[h].amount(finest.groups[-1]) for h in FORUM_AMOUNTS]
    assert sum(amounts) == 3 * Decimal("1775.54")
    shown = by_group(forum_report(after))
    assert shown["Phase", "Primary"].pupils == shown["Phase", TOTAL].pupils == HIDDEN


def test_the_table_holds_the_report(result: Result) -> None:
    """Headings, order and values are the report's; amounts are exact decimals."""
    report = forum_report(result)
    write = forum_write(report)
    assert (write.table, write.sheet) == ("ForumReport", "Forum report")
    assert list(write.headings) == list(FORUM_REPORT.headings)
    assert [tuple(row) for row in write.rows] == [row.cells for row in report.rows]
    assert isinstance(write.rows[0][write.headings.index("Billable")], Decimal)
    assert (report.year, report.as_at) == ("2025-26", date(2026, 1, 31))


def test_no_school_and_no_pupil_is_named(result: Result) -> None:
    """The report holds neither names, references nor school numbers."""
    words = " ".join(str(c) for row in forum_report(result).rows for c in row.cells)
    for p in result.rows:
        assert p.ref not in words
        assert p.upn not in words
        assert p.home_school not in words


def numbers(finest: FinestGroups) -> dict[tuple[str, str], int]:
    """Return the number of pupils of each group."""
    return {g.key: finest.columns[PUPILS].count(g) for g in finest.groups}
