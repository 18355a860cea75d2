"""Findings are new, known or signed off, over several runs of one workbook."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.checks.cases_signed_off_rows import signed
from tests.support.books import RATES, book, pex
from tests.support.runs import Months
from xl_recoup.checks.causes import by_cause
from xl_recoup.records import State
from xl_recoup.run.result import Result

DRAFTS = [row | {"Status": "draft"} for row in RATES[:4]]
NAMES = ["basic_entitlement primary", "basic_entitlement ks3", "basic_entitlement ks4", "fsm all"]


def months(*sign_offs: dict[str, Any], placements: Any = None, **more: Any) -> Months:
    """Return a workbook with four draft rates and these sign-offs, before its first run."""
    rates = [*DRAFTS, *RATES[4:]]
    return Months(book(placements or [pex()], SignedOff=list(sign_offs), Rates=rates, **more))


def states(result: Result, code: str = "A21") -> dict[str, str]:
    """Return the state of each finding of a check by what its row is called."""
    return {f.item: f.state.value for f in result.findings if f.code == code}


def codes(result: Result) -> set[str]:
    """Return the codes of what a run found."""
    return {f.code for f in result.findings}


def test_the_first_run_has_nothing_to_compare_with() -> None:
    """Nothing is new in it, and running again changes nothing."""
    book = months()
    first, second = book.run(), book.run()
    assert set(states(first).values()) == {"known"}
    assert first.findings == second.findings
    assert book.run().noted == second.noted


def test_what_was_not_there_at_the_last_run_is_new_once() -> None:
    """A finding is new in the run that finds it first, and known from then on."""
    book = months()
    book.run()
    book.set("Rates", 4, {"Status": "draft"})
    assert states(book.run()) == {**dict.fromkeys(NAMES, "known"), "fsm6 primary": "new"}
    assert set(states(book.run()).values()) == {"known"}


def test_a_run_made_again_says_the_same() -> None:
    """What the last run found new is new when its outputs are compared with what is in the file."""
    book = months()
    book.run()
    book.set("Rates", 4, {"Status": "draft"})
    last = book.run()
    assert book.again().findings == last.findings
    assert book.again().noted == last.noted


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.reverse(),
        lambda rows: rows.insert(0, {**rows[0], "Factor": "mobility", "Phase": "ks3"}),
    ],
    ids=["sorted", "a row above"],
)
def test_a_row_that_moves_makes_nothing_new(change: Any) -> None:
    """Sorting the sheet, or a row above, leaves findings what they were."""
    book = months(signed("A21", "Rates", "fsm all"))
    before = states(book.run())
    book.edit("Rates", change)
    after = states(book.run())
    assert {name: after[name] for name in before} == before


def test_days_that_pass_make_nothing_new() -> None:
    """A finding that counts days is the same one a month later."""
    future = pex(1, **{"Exclusion date": date(2026, 3, 23)})
    book = months(placements=[future])
    book.run()
    result = book.run(as_at=date(2026, 2, 28))
    assert states(result, "R46") == {"P001": "known"}


def test_a_warning_is_signed_off() -> None:
    """It is shown last and apart, and stays signed off from run to run; the others stay."""
    book = months(signed("a21", "rates", "FSM  all"))
    for _ in range(3):
        result = book.run()
        assert states(result) == {**dict.fromkeys(NAMES[:3], "known"), "fsm all": "signed off"}
        folded = by_cause(result.findings)
        assert [(c.first.code, c.count, c.state) for c in folded] == [
            ("A21", 3, State.KNOWN),
            ("A21", 1, State.SIGNED_OFF),
        ]
    assert book.again().findings == result.findings


def test_all_of_a_code_are_signed_off_as_they_stand() -> None:
    """The Item *all* covers what was there when it was signed; what comes later is new."""
    book = months(signed("A21", "Rates", "all"))
    assert set(states(book.run()).values()) == {"signed off"}
    book.set("Rates", 4, {"Status": "draft"})
    result = book.run()
    assert states(result) == {**dict.fromkeys(NAMES, "signed off"), "fsm6 primary": "new"}
    assert "A57" not in codes(result)


def test_a_sign_off_lapses_when_the_value_changes() -> None:
    """A draft of £495 was signed for, not of £4,950; signing anew, on a new day, holds again."""
    book = months(signed("A21", "Rates", "fsm all"))
    book.run()
    book.set("Rates", 3, {"Amount": 4950.0})
    for _ in range(2):
        result = book.run()
        assert states(result)["fsm all"] == "known"
        (lapsed,) = [f for f in result.findings if f.code == "A57"]
        assert lapsed.message == (
            "SignedOff A5: what B.H. signed for has changed at Rates C8, so the warning stands"
            " again. Check it; if it is meant, enter the new day and who signs now."
        )
    book.set("Rates", 3, {"Amount": 495.0})
    assert states(book.run())["fsm all"] == "signed off", "the value that was signed for is back"
    book.set("Rates", 3, {"Amount": 4950.0})
    book.set("SignedOff", 0, {"On": date(2026, 2, 1)})
    result = book.run()
    assert states(result)["fsm all"] == "signed off"
    assert "A57" not in codes(result)


def test_what_else_changes_in_the_row_is_no_matter() -> None:
    """A note beside the value leaves the sign-off as it is."""
    book = months(signed("A21", "Rates", "fsm all"))
    book.run()
    book.set("Rates", 3, {"Source": "the council's paper of March"})
    assert states(book.run())["fsm all"] == "signed off"


def test_nobody_signs_for_what_nobody_has_seen() -> None:
    """A sign-off that fitted nothing does not cover what turns up later."""
    book = months(signed("A21", "Rates", "fsm6 primary"))
    assert "A58" in codes(book.run())
    book.set("Rates", 4, {"Status": "draft"})
    result = book.run()
    assert states(result)["fsm6 primary"] == "new"
    assert "A57" in codes(result)


@pytest.mark.parametrize("blank", ["Signed by", "On"])
def test_half_a_signature_signs_nothing(blank: str) -> None:
    """Without a name or a day the warning stands."""
    book = months(signed("A21", "Rates", "fsm all", **{blank: None}))
    result = book.run()
    assert states(result)["fsm all"] == "known"
    assert "A59" in codes(result)


def test_an_error_stays_an_error() -> None:
    """Nobody can sign off what keeps a row from being charged."""
    book = months(signed("S05", "Placements", "P001"), placements=[pex(1, EAL="?")])
    result = book.run()
    assert states(result, "S05") == {"P001": "known"}
    assert result.tally.held == 1
    assert "A56" in codes(result)


def test_a_line_without_anything_is_no_sign_off() -> None:
    """Blank rows of the table, and rows with nothing but a note, are passed over."""
    book = months({"Note": "ask B.H. about the drafts"}, {})
    assert codes(book.run()) == {"A21"}


def test_a_school_is_named_as_people_write_it() -> None:
    """`305/4001` names the party 3054001."""
    party = {"Party": "3054001", "Scheme": "PEX", "Status": "signed", "From": date(2025, 4, 1)}
    book = months(signed("A30", "Agreements", "305/4001"), Agreements=[party])
    assert states(book.run(), "A30") == {"3054001": "signed off"}


def test_a_pupil_s_data_name_no_row() -> None:
    """A row that only a UPN would name is called by its cell."""
    book = months(ExclusionsRegister=[{"UPN": None, "Exclusion date": date(2025, 5, 6)}])
    assert states(book.run(), "A90") == {"A5": "known"}
