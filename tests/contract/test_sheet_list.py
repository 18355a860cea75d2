"""The list of our sheets: every table's sheet is in it, and what is ours is told apart."""

from __future__ import annotations

from collections import Counter

from xl_recoup.contract import (
    ALL_SPECS,
    KEPT_NOTES,
    LAST_RUN,
    SCHEME_EXAMPLES,
    WHAT_MOVED,
    Role,
    normal,
)
from xl_recoup.contract.our_sheets import daily_and_others, our_sheets
from xl_recoup.contract.sheet_list import (
    SHEET_GROUPS,
    SHEET_LIST,
    listed_sheet,
    sheets_begun_by,
)

ELSEWHERE = {WHAT_MOVED.sheet, LAST_RUN.sheet, KEPT_NOTES.sheet}
"""Start itself, and sheets that a run adds: one for nobody's eyes, one for who needs it."""


def test_every_sheet_of_the_contract_is_listed_once() -> None:
    """A sheet that is added to the contract is given its group, its words and its time."""
    names = Counter(sheet.name for sheet in SHEET_LIST)
    assert set(names.values()) == {1}
    sheets = {spec.sheet for spec in (*ALL_SPECS, SCHEME_EXAMPLES)}
    assert sheets - names.keys() == ELSEWHERE
    assert {sheet.group for sheet in SHEET_LIST} == set(SHEET_GROUPS)


def test_a_sheet_is_told_of_in_few_words() -> None:
    """They stand beside its name on Start, in lines of one length."""
    assert all(0 < len(sheet.words) <= 55 and sheet.words[-1] != "." for sheet in SHEET_LIST)


def test_thirteen_sheets_are_in_daily_use() -> None:
    """With Start, and one more that a team may add, a new workbook has at most fifteen tabs."""
    assert [sheet.name for sheet in SHEET_LIST if sheet.daily] == [
        "Placements", "Placements BTA", "Placements HHT", "Dashboard", "Charges", "Exceptions",
        "Schools summary", "Schools", "Agreements", "Providers", "Schemes", "Rates", "Calendar",
        "Settings",
    ]  # fmt: skip


def test_a_group_begins_with_its_first_table() -> None:
    """The first rows of Ledger bring the accounts; what has its own time comes with its own."""
    accounts = sheets_begun_by(["LEDGER"], ["Ledger"])
    assert {"ledger", "documents", "aged debt", "codes"} <= accounts
    assert "letters" not in accounts
    assert sheets_begun_by(["Movements"], ["Since last run"]) == {"since last run"}
    assert sheets_begun_by(["Journal"], ["Journal"]) == frozenset()


def test_a_sheet_is_ours_by_its_name_and_its_table() -> None:
    """A sheet that only bears one of our names, or only holds one of our tables, is the team's."""
    tables = [("Ledger", "Ledger"), ("Codes", "My codes"), ("Mine", "Journal"),
              ("Placements_BTA", "Placements BTA"), ("Placements_X", "Placements X")]  # fmt: skip
    assert our_sheets(tables) == {"Ledger", "Placements BTA"}


def test_inputs_of_an_adopted_workbook_are_the_teams() -> None:
    """Whatever they are called; what a run fills is ours there too."""
    tables = [("Mapping", "Mapping"), ("Codes", "Codes"), ("Placements", "Placements"),
              ("Journal", "Journal"), ("Ledger", "Ledger")]  # fmt: skip
    assert our_sheets(tables) == {"Journal", "Ledger"}


def test_what_a_finding_names_is_not_hidden() -> None:
    """Its link would lead nowhere."""
    tables = [(spec.name, spec.sheet) for spec in ALL_SPECS if spec.role is not Role.INPUT]
    show, hide = daily_and_others(tables, ["ledger", None, 3], daily=True)
    assert show == frozenset()
    assert "Ledger" not in hide
    assert "Documents" in hide
    assert not any(normal(name) == "charges" for name in hide)
    assert daily_and_others(tables, daily=False)[0] > hide


def test_a_sheet_is_known_whatever_its_capitals() -> None:
    """And any other is none of ours."""
    found = listed_sheet("aged DEBT")
    assert found is not None
    assert found.name == "Aged debt"
    assert listed_sheet("Budget") is None
