"""A sheet of results whose table is gone is said, and not filled a second time beside the first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from xl_recoup.contract import CHARGES, EXCEPTIONS, TableSpec
from xl_recoup.errors import Refused
from xl_recoup.files.read_book import read_book
from xl_recoup.intake.last_run_record import last_run_record
from xl_recoup.intake.lost_outputs import refuse_lost_outputs
from xl_recoup.tables import WorkbookTables

BOOK = Path(__file__).resolve().parents[2] / "workbook" / "recoupment.xlsx"


@pytest.fixture(scope="module")
def filled() -> WorkbookTables:
    """The sample, which a run has filled."""
    return read_book(BOOK)


def _refusal(book: WorkbookTables) -> str:
    with pytest.raises(Refused) as refused:
        refuse_lost_outputs(book, last_run_record(book))
    return str(refused.value)


@pytest.mark.parametrize("spec", [CHARGES, EXCEPTIONS], ids=lambda spec: spec.name)
def test_a_table_that_was_turned_into_a_range_is_named_with_its_sheet(
    filled: WorkbookTables, spec: TableSpec
) -> None:
    """The sheet looks as before, and no run would fill it: the way back and the way on are said."""
    name, sheet = spec.name, spec.sheet
    without = {n: t for n, t in filled.tables.items() if n != name}
    said = _refusal(replace(filled, tables=without))
    assert f"The sheet {sheet} has no table named {name} any more" in said
    assert f"choose Insert > Table and name it {name}" in said
    assert "Or delete or rename the sheet" in said


def test_a_table_that_was_renamed_is_told_by_its_new_name(filled: WorkbookTables) -> None:
    """Naming it as before is all that is to be done."""
    tables = {n: t for n, t in filled.tables.items() if n != CHARGES.name}
    tables["Charges_old"] = replace(filled.tables[CHARGES.name], name="Charges_old")
    said = _refusal(replace(filled, tables=tables))
    assert "The table Charges_old stands there: if that is it, name it Charges" in said
    assert "delete or rename" not in said


def test_a_sheet_that_is_gone_with_its_table_is_made_again(filled: WorkbookTables) -> None:
    """Whoever deletes a sheet of results gets it back from the next run."""
    without = {n: t for n, t in filled.tables.items() if n != CHARGES.name}
    sheets = tuple(s for s in filled.sheets if s != CHARGES.sheet)
    gone = replace(filled, tables=without, sheets=sheets)
    refuse_lost_outputs(gone, last_run_record(gone))


def test_a_sheet_of_the_teams_own_is_no_concern(filled: WorkbookTables) -> None:
    """A sheet named Charges that no run has filled is the team's: nothing of ours was lost."""
    without = {n: t for n, t in filled.tables.items() if n not in (CHARGES.name, "LastRun")}
    own = replace(filled, tables=without)
    refuse_lost_outputs(own, last_run_record(own))
