"""The settings of the next year's workbook, and what the report says is to be done."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.new_year.old_books import END, PLACEMENTS, START, ended, open_
from tests.support.books import RATES, SCHEMES, book, table
from xl_recoup import contract
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.new_year.next_tables import emptied_specs, settings_for
from xl_recoup.new_year.plan import bring_forward
from xl_recoup.records import RowKey
from xl_recoup.tables import Cell, Table

# Settings


def settings(*rows: tuple[Cell, ...], **more: Any) -> Table:
    """Return a Settings table."""
    return Table("Settings", "Settings", ("Setting", "Value", "Note"), 5, rows, **more)


def test_a_year_that_was_not_stated_is_added() -> None:
    """A workbook may rest on the default; the new one says its year, where a row is free."""
    plain = settings(("Hold days", 28, "x"), (None, None, None))
    write = settings_for(plain, FundingPeriod(2026)).write
    assert write.headings == ("Setting", "Value")
    assert list(write.rows) == [("Hold days", 28), ("Financial year", "2026-27")]


def test_names_are_read_as_finance_writes_them() -> None:
    """Capitals and blanks don't matter; the team's spelling stays."""
    table = settings((" financial  YEAR", "2025-26", None), ("as-at date", date(2026, 1, 31), None))
    rows = settings_for(table, FundingPeriod(2026)).write.rows
    assert list(rows) == [(" financial  YEAR", "2026-27"), ("as-at date", None)]


def test_a_setting_that_is_a_formula_becomes_its_value_and_is_named() -> None:
    """The year's own formula is replaced without a word: it is what was asked for."""
    table = settings(
        ("Financial year", "2025-26", None), ("Hold days", 28.0, None),
        formulas=frozenset({"B5", "B6"}),
    )  # fmt: skip
    done = settings_for(table, FundingPeriod(2026))
    assert list(done.write.rows) == [("Financial year", "2026-27"), ("Hold days", 28)]
    assert [str(place) for place in done.fixed] == ["Settings B6"]


# What is reported


def test_the_report_names_what_is_to_be_filled_in() -> None:
    """In JSON and in sentences: rates, schemes, calendars, the citation."""
    home: dict[str, Cell] = {
        "Scheme": "HOME", "Kind": "local", "In use": "Y", "Valid to": END, "Denominator": 1,
        "Measure": "school weeks", "Base": "named rate", "Rate": "week",
    }  # fmt: skip
    tables = book(
        [ended(1), open_(2)], settings={"Regulations": "reg 40"}, Schemes=[*SCHEMES, home],
        Rates=[RATES[0], *(r | {"Valid to": None} for r in RATES[1:])],
    )  # fmt: skip
    done = bring_forward(tables, FundingPeriod(2026))
    assert done.to_json() == {
        "financial_year": "2026-27",
        "placements": {"carried": 1, "dropped": 1},
        "changes": {"carried": 0, "dropped": 0},
        "queries": {"carried": 0, "dropped": 0},
        "rates_missing": [
            {"factor": "basic_entitlement", "phase": "primary", "from": "2026-04-01"},
            {"factor": "week", "phase": "all", "from": "2026-04-01"},
        ],
        "schemes_missing": [{"scheme": "HOME", "from": "2026-04-01"}],
        "terms_ended": [],
        "calendars_short": [{"calendar": "LA", "last_day": "2026-07-22"}],
        "regulations_cleared": True,
        "periods_closed": 0,
        "formulas_replaced": [],
        "hidden_rows": [],
    }
    assert done.sentences() == [
        "1 placement brought forward into 2026-27, 1 finished and left behind; 0 changes and 0 open"
        " queries with them.",
        "Rates to be entered for 2026-27:",
        "  basic_entitlement, primary: no rate from 1 April 2026",
        "  week, all: no rate from 1 April 2026",
        "Schemes that need a row for 2026-27:",
        "  HOME: no row of Schemes from 1 April 2026",
        "Calendars to be continued for 2026-27:",
        "  LA: ends on 22 July 2026",
        "The setting Regulations was cleared: its citation was the old year's. Fill in the new"
        " one.",
    ]


def test_every_table_that_a_run_or_posting_fills_begins_empty() -> None:
    """The list follows the contract: no output or record is forgotten, no input emptied."""
    names = {spec.name for spec in emptied_specs()}
    assert names >= {spec.name for spec in contract.OUTPUT_SPECS} | {"Ledger"}
    assert not names & {spec.name for spec in contract.INPUT_SPECS}


def test_kept_rows_are_told_by_sheet_and_row() -> None:
    """A row's place, not its reference, decides: two rows of one reference stay two."""
    done = bring_forward(book([open_(2), open_(2), ended(2)]), FundingPeriod(2026))
    assert done.placements.carried == {RowKey("Placements", 5), RowKey("Placements", 6)}


def test_periods_of_the_old_year_are_closed() -> None:
    """What ended before the new year is closed there, so nothing of it can be posted to them."""
    periods: list[dict[str, Cell]] = [
        {"Period": "Autumn", "To": date(2025, 12, 31), "Status": "closed", "Closed by": "B. Head"},
        {"Period": "Spring", "To": END, "Status": "open", "Closed by": None},
        {"Period": "Summer", "To": date(2026, 8, 31), "Status": "open"},
        {"Period": "Later"},
    ]
    headings = ("Period", "To", "Status", "Closed by")
    made = bring_forward(
        book(PLACEMENTS, replace={"Periods": table("Periods", periods, headings)}),
        FundingPeriod.of(START),
    )
    (write,) = (r.write for r in made.rewritings if r.write.table == "Periods")
    assert (write.headings, write.rows) == (
        ("Status",), [("closed",), ("closed",), ("open",), (None,)]
    )  # fmt: skip
    assert made.to_json()["periods_closed"] == 1
    assert any(
        said.startswith("1 period that ended before 2026-27 closed") for said in made.sentences()
    )
