"""A sheet that was renamed is the same sheet: sign-offs hold, and nothing on it is new."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.checks.cases_signed_off_rows import signed
from tests.checks.test_signed_off import months, states
from tests.support.runs import Months


def renamed(book: Months, table: str, sheet: str) -> None:
    """Rename the sheet of a table, as a person does in Excel."""
    there = book.tables.find(table)
    assert there is not None
    old = there.sheet
    book.put(replace(there, sheet=sheet))
    sheets = tuple(sheet if name == old else name for name in book.tables.sheets)
    book.book.tables = replace(book.tables, sheets=sheets)


def test_a_sign_off_holds_and_nothing_is_new() -> None:
    """Rates is called Rates 2025-26 now, and then Old rates: what was signed off stays so."""
    book = months(signed("A21", "Rates", "fsm all"))
    before = states(book.run())
    assert before["fsm all"] == "signed off"
    for name in ("Rates 2025-26", "Old rates"):
        renamed(book, "Rates", name)
        for _ in range(2):
            result = book.run()
            assert states(result) == before
            assert "A57" not in {f.code for f in result.findings}


@pytest.mark.parametrize("named", ["Rates", "Rates 2025-26", "Old rates"])
def test_a_sign_off_may_name_each_name_that_the_sheet_has_had(named: str) -> None:
    """Whoever signs off before or after a renaming means the same sheet."""
    book = months()
    book.run()
    for name in ("Rates 2025-26", "Old rates"):
        renamed(book, "Rates", name)
        book.run()
    sign_off: dict[str, Any] = {**signed("A21", named, "fsm all")}
    book.add("SignedOff", [sign_off])
    assert states(book.run())["fsm all"] == "signed off"


def test_a_name_that_another_sheet_has_now_means_that_one() -> None:
    """Where another sheet was given the old name, a sign-off of that name is for the other."""
    book = months(signed("A21", "Rates", "fsm all"))
    book.run()
    renamed(book, "Rates", "Old rates")
    renamed(book, "Schools", "Rates")
    assert states(book.run())["fsm all"] != "signed off"
