"""Sheets shown and hidden in the text of the workbook's main part: nothing else changes."""

from __future__ import annotations

import pytest

from xl_recoup.book.package.sheet_states import front_sheet, sheet_states, with_states

VIEW = '<bookViews><workbookView xWindow="240" activeTab="2" firstSheet="2"/></bookViews>'
BOOK = (
    f'<workbook xmlns:r="u">{VIEW}<sheets><sheet name="Start" sheetId="1" r:id="rId1"/>'
    '<sheet state="hidden" name="R &amp; D" sheetId="7" r:id="rId2"/>'
    '<sheet name="Ledger" sheetId="3" r:id="rId3"/>'
    "<sheet name='Last run' sheetId='9' state='veryHidden' r:id='rId4'/></sheets></workbook>"
).encode()


def test_states_are_read_in_the_order_of_the_sheets() -> None:
    """A sheet without a state is shown."""
    assert sheet_states(BOOK) == {
        "Start": "visible", "R & D": "hidden", "Ledger": "visible", "Last run": "veryHidden",
    }  # fmt: skip


def test_a_hidden_sheet_is_shown_and_all_else_keeps_its_bytes() -> None:
    """Also one whose name needs to be written otherwise."""
    assert with_states(BOOK, show=["R & D"]) == BOOK.replace(b'state="hidden"', b'state="visible"')


def test_what_is_out_of_excels_lists_stays_there() -> None:
    """Nobody but the program needs it."""
    assert with_states(BOOK, show=["Last run"], hide=["Last run"]) == BOOK


def test_the_sheet_in_front_is_one_that_is_seen() -> None:
    """A hidden sheet can't be in front, nor be the first of the tabs: another takes its place."""
    hidden = with_states(BOOK, hide=["Ledger"])
    assert sheet_states(hidden)["Ledger"] == "hidden"
    assert front_sheet(BOOK) == 2
    assert front_sheet(hidden) == 0
    assert b'firstSheet="0"' in hidden


@pytest.mark.parametrize("names", [["Start", "Ledger"], ["Ledger", "Start"]])
def test_one_sheet_stays_in_sight(names: list[str]) -> None:
    """Excel opens no workbook without one."""
    states = sheet_states(with_states(BOOK, hide=names))
    assert [*states.values()].count("visible") == 1


def test_prefixes_are_those_of_the_file() -> None:
    """A program may write every tag with one."""
    other = b'<x:workbook><x:sheets><x:sheet name="A"/><x:sheet name="B"/></x:sheets></x:workbook>'
    assert sheet_states(with_states(other, hide=["A"])) == {"A": "hidden", "B": "visible"}
