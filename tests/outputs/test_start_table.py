"""The lines on Start in the states that a workbook goes through."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from tests.support.books import pex
from tests.support.finance_office import Office
from xl_recoup.contract.start_tables import THIS_WORKBOOK_ROWS
from xl_recoup.outputs.start_table import this_workbook_write
from xl_recoup.run.result import Result
from xl_recoup.tables import Formula

AT = datetime(2026, 2, 3, 9, 5)


def lines(result: Result) -> dict[str, tuple[str | None, str]]:
    """Return where each line leads and what it says, by what it is about."""
    write = this_workbook_write(result, at=AT, who="A. Officer")
    assert len(write.rows) == THIS_WORKBOOK_ROWS
    found = {}
    for what, where, words in write.rows:
        assert isinstance(words, str)
        shown = where.value if isinstance(where, Formula) else None
        found[str(what)] = (str(shown) if shown else None, words)
    return found


def test_a_workbook_without_placements_is_to_be_filled() -> None:
    """That is the next step; nothing else waits."""
    said = lines(Office().run([]))
    assert said["Next step"] == ("Placements", "Type or paste placements, then recalculate.")
    assert said["Waits to be posted"] == (None, "Nothing.")
    assert said["Errors to correct"] == (None, "None.")
    assert said["In one sentence"][1].endswith("£0.00 is billable.")
    assert said["Last run"] == (None, "3 February 2026, 09:05, by A. Officer")


def test_an_error_is_the_next_step_with_its_cell() -> None:
    """Before anything is posted or sent."""
    said = lines(Office().run([pex(1), pex(2, **{"Exclusion date": None})]))
    assert said["Next step"][0] == "Placements L6"
    assert said["Errors to correct"][1].startswith("1. ")
    assert said["In one sentence"][1].endswith("; 1 error to correct.")


def test_what_is_billable_waits_until_it_is_posted() -> None:
    """Then nothing waits, and the sentence says what is posted."""
    office = Office()
    said = lines(office.run([pex(1)]))
    assert said["Waits to be posted"][0] == "Charges"
    assert said["Next step"][1].endswith("then post the period.")
    office.post([pex(1)], "Autumn", date(2025, 12, 31))
    said = lines(office.run([pex(1)]))
    assert said["Waits to be posted"] == (None, "Nothing.")
    assert said["In one sentence"][1].endswith(" is posted.")


def test_links_lead_to_a_sheet_whatever_a_team_calls_it() -> None:
    """They go by the table, and show the name that the sheet has."""
    result = Office().run([pex(1), pex(2, **{"Exclusion date": None})])
    renamed = replace(result, sheets={"charges": "What is owed", "exceptions": "To mend"})
    said = lines(renamed)
    assert said["Errors to correct"][0] == "To mend"
    assert said["Waits to be posted"][0] == "What is owed"
    assert lines(result)["Waits to be posted"][0] == "Charges"
