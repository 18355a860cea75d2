"""The Settings table: read whatever its spelling, and refused in a sentence where it is wrong."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.intake.refusals import REFUSALS
from tests.support.books import CONFIRMED, TODAY, Row, book, pex, run, table
from xl_recoup.contract import SETTINGS
from xl_recoup.errors import Refused
from xl_recoup.intake.settings import read_options
from xl_recoup.law.periods import FundingPeriod
from xl_recoup.policy.options import Options, setting_names
from xl_recoup.tables import Cell, CellError, WorkbookTables


def options(**settings: Cell) -> Options:
    """Return the options of a Settings table; a name's underscores stand for spaces."""
    return _options({name.replace("_", " "): cell for name, cell in settings.items()})


def _options(settings: dict[str, Cell]) -> Options:
    tables = book(settings=settings)
    found = tables.find("Settings")
    assert found is not None
    return read_options(tables, found)


@pytest.mark.parametrize("name", REFUSALS)
def test_a_workbook_that_leaves_nothing_sensible_to_do_is_refused(name: str) -> None:
    """Each refusal is one plain message that names the cell or table, and what to do."""
    args, message = REFUSALS[name]
    with pytest.raises(Refused) as refused:
        run(**args)
    assert message == str(refused.value)
    assert refused.value.exit_code == 2


def test_blank_settings_have_their_defaults() -> None:
    """A table without rows, or with blank values, gives every default."""
    confirmed = Options(**{"Area cost adjustment of 1": "confirmed"})
    assert options() == confirmed
    assert Options() == _options(dict.fromkeys(setting_names().values(), " "))


@pytest.mark.parametrize(
    ("name", "cell", "field", "expected"),
    [
        ("Leavers’ year ends", "31 August", "leavers_year_ends", "31 August"),
        ("leavers' YEAR  ends", "31\u00a0AUGUST", "leavers_year_ends", "31 August"),
        ("LA number", 306.0, "la_number", "306"),
        ("Financial year", "2026/27", "financial_year", FundingPeriod(2026)),
        ("Financial year", " 2024-2025 ", "financial_year", FundingPeriod(2024)),
        ("Hold days", 0, "hold_days", 0),
        ("Hold days", "56", "hold_days", 56),
        ("Hold days", 28.0, "hold_days", 28),
        ("Area cost adjustment", 1.0828, "area_cost_adjustment", Decimal("1.0828")),
        ("Area cost adjustment", "1.0828", "area_cost_adjustment", Decimal("1.0828")),
        ("Authority", "  Kentish  Council ", "authority", "Kentish Council"),
        ("Count starts", "Sixth school day", "count_starts", "sixth school day"),
        ("As-at date", date(2026, 1, 31), "as_at", date(2026, 1, 31)),
        ("As-at date", "31 January 2026", "as_at", date(2026, 1, 31)),
        ("As-at date", 46053, "as_at", date(2026, 1, 31)),
        ("Regulations", "reg 39, SI 2025/1", "regulations", "reg 39, SI 2025/1"),
    ],
)
def test_a_setting_is_read_whatever_its_spelling(
    name: str, cell: Cell, field: str, expected: object
) -> None:
    """Capitals, surplus spaces, curly apostrophes and numbers for text make no difference."""
    assert expected == getattr(_options({name: cell}), field)


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("LA number", "3055"), ("LA number", "Bromley"), ("Financial year", "2025"),
        ("Financial year", 2025), ("Financial year", "0000-01"), ("Financial year", "1885-86"),
        ("Hold days", 367), ("Hold days", 5.5), ("Hold days", "eight weeks"), ("Hold days", True),
        ("Area cost adjustment", 0.1), ("Area cost adjustment", 108), ("Area cost adjustment", "x"),
        ("Area cost adjustment", float("nan")), ("Area cost adjustment", float("inf")),
        ("Complete weeks", "inclusiv"), ("Who leaves", 11), ("As-at date", 5),
        ("As-at date", "31/02/2026"), ("Hold days", date(2026, 2, 25)),
    ],
)  # fmt: skip
def test_a_value_that_is_not_allowed_is_refused_at_its_cell(name: str, cell: Cell) -> None:
    """No setting falls back to its default because its value could not be used."""
    with pytest.raises(Refused, match=r"^Settings B5: .*\.$"):
        _options({name: cell})


def test_the_as_at_date_of_the_call_goes_before_the_setting_and_the_setting_before_today() -> None:
    """The day of judgement is that of the call, else the workbook's, else the day of the run."""
    setting = {"As-at date": date(2026, 1, 10)}
    given = date(2026, 1, 20)
    assert run([pex()], settings=setting, as_at=given).policy.as_at == given
    assert run([pex()], settings=setting, as_at=None).policy.as_at == date(2026, 1, 10)
    assert run([pex()], as_at=None).policy.as_at == TODAY


def test_serial_as_at_dates_follow_the_workbooks_calendar() -> None:
    """In a workbook that counts from 1904, a serial number as as-at date does so too."""
    tables = book(settings={"As-at date": 44591})
    old = WorkbookTables(tables.tables, tables.sheets, date_1904=True)
    found = old.find("Settings")
    assert found is not None
    assert read_options(old, found).as_at == date(2026, 1, 31)


def test_a_formula_without_value_in_a_note_does_not_stop_a_run() -> None:
    """Only the Setting and Value columns are needed, so only they can make a run refuse."""
    made = table(
        "Settings",
        [{"Setting": "Hold days", "Value": 0}],
        SETTINGS.headings,
        valueless=frozenset({"C5", "D5"}),
    )
    assert run([pex()], replace={"Settings": made}).policy.options.hold_days == 0


def test_hidden_settings_and_formulas_are_noticed() -> None:
    """A hidden row or a formula on the Settings sheet is said, as on every input sheet."""
    made = table(
        "Settings",
        [{"Setting": "Hold days", "Value": 0}, {"Setting": "As-at date", "Value": None}],
        SETTINGS.headings,
        hidden_rows=frozenset({5}),
        formulas=frozenset({"B6"}),
        filtered=True,
    )
    found = {(f.code, str(f.place)) for f in run([pex()], replace={"Settings": made}).findings}
    assert {("S20", "Settings A5"), ("S25", "Settings B6"), ("S22", "Settings A4")} <= found


def test_an_error_in_the_note_of_a_setting_is_nobodys_matter() -> None:
    """Only Setting and Value are read, so an Excel error in a note neither stops nor holds."""
    row: Row = {"Setting": "Hold days", "Value": 56, "Note": CellError("#N/A")}
    made = table("Settings", [row, CONFIRMED], SETTINGS.headings)
    assert run([pex()], replace={"Settings": made}).findings == []
