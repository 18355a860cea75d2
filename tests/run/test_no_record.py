"""A workbook that takes no hidden sheet: each run says that it can't compare, and none is torn."""

from __future__ import annotations

from dataclasses import replace

from tests.run.test_movements import typed
from tests.support.books import AS_AT, RATES, TODAY
from tests.support.runs import AT, Months
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.run.calculate import calculate

SAID = "No run can be compared with the one before: the workbook's structure is protected"


def locked(months: Months) -> None:
    """Protect the workbook's structure."""
    months.book.tables = replace(months.tables, locked=True)


def test_a_locked_workbook_says_that_it_keeps_no_record() -> None:
    """Run after run, on screen and on Start; no record is missed that was never kept."""
    months = Months(typed())
    for amount in (4000.0, 4100.0):
        months.set("Rates", 0, RATES[0] | {"Amount": amount})
        locked(months)
        result = months.run()
        assert SAID in result.moved[0]
        assert result.missing == []
        assert not any(f.code == "S34" for f in result.findings)
        assert "LastRun" not in months.tables.tables


def test_a_record_that_was_kept_is_missed_in_a_locked_workbook_too() -> None:
    """Protection is no way to lose it unseen."""
    months = Months(typed())
    months.run()
    kept = {n: t for n, t in months.tables.tables.items() if n != "LastRun"}
    months.book.tables = replace(months.tables, tables=kept, locked=True)
    assert months.run().missing == ["LastRun"]


def test_a_locked_workbook_with_the_sheet_keeps_on_noting() -> None:
    """It was made before the protection."""
    months = Months(typed())
    months.run()
    locked(months)
    result = calculate(months.tables, as_at=AS_AT, today=TODAY)
    assert SAID not in result.moved[0]
    names = [w.table for w in writes_with_log(result, at=AT, who="tester", version="1")]
    assert "LastRun" in names
