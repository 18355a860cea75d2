"""A sheet of results whose table is gone is said, and not filled a second time beside the first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from xl_recoup.contract import CHARGES, LAST_RUN, OUTPUT_SPECS, TableSpec
from xl_recoup.errors import Refused
from xl_recoup.files.read_book import read_book
from xl_recoup.intake.last_run_record import last_run_record
from xl_recoup.intake.lost_outputs import lost_output
from xl_recoup.run.calculate import calculate
from xl_recoup.tables import WorkbookTables

BOOK = Path(__file__).resolve().parents[2] / "workbook" / "recoupment.xlsx"


@pytest.fixture(scope="module")
def filled() -> WorkbookTables:
    """The sample, which a run has filled."""
    return read_book(BOOK)


def _without(book: WorkbookTables, *names: str) -> WorkbookTables:
    return replace(book, tables={n: t for n, t in book.tables.items() if n not in names})


def _said(book: WorkbookTables) -> str:
    return lost_output(book, last_run_record(book))


def test_a_run_is_refused(filled: WorkbookTables) -> None:
    """By every door, as all understand the workbook so; nothing is calculated."""
    gone = _without(filled, CHARGES.name)
    with pytest.raises(Refused) as refused:
        calculate(gone, as_at=None, today=date(2026, 1, 31))
    assert str(refused.value) == _said(gone)


@pytest.mark.parametrize("spec", OUTPUT_SPECS, ids=lambda spec: spec.name)
def test_each_table_that_was_turned_into_a_range_is_named_with_its_sheet(
    filled: WorkbookTables, spec: TableSpec
) -> None:
    """The sheet looks as before, and no run would fill it: the way back and the way on are said."""
    if spec.name not in filled.tables:
        assert _said(filled) == "", "the sample has none of it, and none is missed"
        return
    sheet = filled.tables[spec.name].sheet
    said = _said(_without(filled, spec.name))
    assert f"The sheet {sheet} has no table named {spec.name} any more" in said
    assert f"choose Insert > Table and name it {spec.name}" in said
    alone = sum(table.sheet == sheet for table in filled.tables.values()) == 1
    assert ("Or delete or rename the sheet" in said) is alone


def test_a_table_that_was_renamed_is_told_by_its_new_name(filled: WorkbookTables) -> None:
    """Naming it as before is all that is to be done."""
    tables = dict(_without(filled, CHARGES.name).tables)
    tables["Charges_old"] = replace(filled.tables[CHARGES.name], name="Charges_old")
    said = _said(replace(filled, tables=tables))
    assert "The table Charges_old stands there: if that is it, name it Charges" in said
    assert "delete or rename" not in said


def test_a_sheet_that_is_gone_with_its_table_is_made_again(filled: WorkbookTables) -> None:
    """Whoever deletes a sheet of results gets it back from the next run."""
    sheets = tuple(s for s in filled.sheets if s != CHARGES.sheet)
    assert _said(replace(_without(filled, CHARGES.name), sheets=sheets)) == ""


def test_a_sheet_of_the_teams_own_is_no_concern(filled: WorkbookTables) -> None:
    """A sheet named Charges that no run has filled is the team's: nothing of ours was lost."""
    assert _said(_without(filled, CHARGES.name, LAST_RUN.name)) == ""
