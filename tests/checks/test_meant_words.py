"""A name, code or word that is not known is answered with what was probably meant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.books import AGREEMENTS, SCHEMES, pex, run
from xl_recoup.tables import Cell

SCHOOLS = [
    {"LAESTAB": "3052001", "School": "St Olave's and St Saviour's Grammar School",
     "Type": "maintained", "Lowest year": "R", "Highest year": "11", "Trust": "Compass Trust"},
    {"LAESTAB": "3055407", "School": "Hayes School", "Type": "maintained", "Lowest year": "R",
     "Highest year": "11"},
    {"LAESTAB": "3052002", "School": "Hayes Primary School", "Type": "maintained",
     "Lowest year": "R", "Highest year": "11"},
]  # fmt: skip
PROVIDERS = [{"Code": "BTA", "Provider": "Bromley Trust Alternative Provision Academy"},
             {"Code": "HHT", "Provider": "Home & Hospital Tuition"}]  # fmt: skip

BTA = "BTA (Bromley Trust Alternative Provision Academy)"


def asked(heading: str, cell: Cell, **more: Any) -> str:
    """Return the question in the message of the one finding at a placement's cell."""
    given = {"Provider": "BTA"} | {heading: cell}
    result = run([pex(**given)], Schools=SCHOOLS, Providers=PROVIDERS, **more)
    codes = ("S05", "S06", "S07", "R03", "R06", "R07")
    (words,) = [f.message for f in result.findings if f.code in codes]
    return words.partition("Did you mean ")[2].partition("?")[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("St Olave's", "3052001 (St Olave's and St Saviour's Grammar School)"),
        ("3055407 Hayes School", "3055407 (Hayes School)"),
        ("305/5407 - Hayes", "3055407 (Hayes School)"),
        ("Hayes Sch", "3055407 (Hayes School)"),
        ("Hayes", "3055407 (Hayes School) or 3052002 (Hayes Primary School)"),
        ("3055470", "3055407 (Hayes School)"), ("305540", "3055407 (Hayes School)"),
        ("5407", "3055407 (Hayes School)"), (5407, "3055407 (Hayes School)"),
        ("DfE 3055407", "3055407 (Hayes School)"), ("3055407.0", "3055407 (Hayes School)"),
        ("3055407 / 3052002", "3055407 (Hayes School) or 3052002 (Hayes Primary School)"),
        ("9999", ""), ("Longfield Academy", ""), ("n/a", ""), (3051111, ""),
    ],
)  # fmt: skip
def test_schools(typed: Cell, meant: str) -> None:
    """By a part of the name, a number in the text, its last four digits, or one wrong digit."""
    assert asked("Home school", typed) == meant


@pytest.mark.parametrize(
    ("heading", "typed", "meant"),
    [
        ("Provider", "Bromley Trust AP Academy", BTA), ("Provider", "BTB", BTA),
        ("Provider", "Somewhere else", ""), ("Scheme", "Permanent exclusion", "PEX"),
        ("Scheme", "Perm Ex", "PEX"), ("Scheme", "PXE", "PEX"),
        ("Scheme", "respite", ""), ("Roll status", "removed from roll", "off roll"),
        ("Review status", "awaiting", "open"), ("FSM6", "tick", "Y"), ("FSM6", "?", ""),
    ],
)  # fmt: skip
def test_codes_and_words(heading: str, typed: str, meant: str) -> None:
    """By a provider's name, a word that councils use, or one wrong letter."""
    assert asked(heading, typed) == meant


@pytest.mark.parametrize(("flag", "premium"), [(1, True), ("1", True), (0, False), ("0", False)])
def test_one_and_nought_are_flags(flag: Cell, premium: bool) -> None:
    """A column of 1 and 0 is read as Y and N."""
    lines = run([pex(FSM6=flag)]).lines
    assert any(line.component == "Pupil premium" for line in lines) is premium


@pytest.mark.parametrize("typed", ["off-roll", "Off Roll", " OFF-ROLL "])
def test_a_hyphen_is_no_other_word(typed: str) -> None:
    """What differs by hyphen and capitals alone is read."""
    assert not [f for f in run([pex(**{"Roll status": typed})]).findings if f.code == "S06"]


def of_row_6(words: str) -> tuple[list[str], list[str]]:
    """Return the references read, and the checks of row 6, where these words stand under one."""
    result = run([pex(1), {"Placement ref": words, "Year group": 20}])
    checks = [f.code for f in result.findings if f.place and f.place.cell.endswith("6")]
    return [p.placement_ref for p in result.rows], checks


@pytest.mark.parametrize(
    "words",
    ["Total", "Grand total", "T O T A L", "Totals:", "Count", "Sum", "No. of pupils", "Average"],
)
def test_a_total_row_is_no_placement(words: str) -> None:
    """It is neither read nor held, and nothing else is said of it."""
    assert of_row_6(words) == (["P001"], ["S17"])


@pytest.mark.parametrize("words", ["Totally", "Counted twice", "Summer-1", "Mean Street"])
def test_words_that_begin_like_a_total(words: str) -> None:
    """A row is a total by the whole of what stands there, and else a placement with faults."""
    read, checks = of_row_6(words)
    assert read == ["P001", words]
    assert "S17" not in checks


@pytest.mark.parametrize(
    ("party", "scheme", "meant"),
    [("Compas Trust", "PEX", "“Compass Trust”"), ("Hayes School", "PEX", "3055407 (Hayes School)"),
     ("Compass Trust", "Perm exclusion", "PEX")],
)  # fmt: skip
def test_agreements(party: str, scheme: str, meant: str) -> None:
    """A trust's name, a school's name and a scheme of an agreement likewise."""
    rows = [{**AGREEMENTS[0], "Party": party, "Scheme": scheme}]
    result = run([pex()], Schools=SCHOOLS, Agreements=rows)
    (words,) = [f.message for f in result.findings if f.code in ("A31", "A32")]
    assert meant == words.partition("Did you mean ")[2].partition("?")[0]


def test_a_scheme_whose_row_cannot_be_used_is_not_called_unknown() -> None:
    """The placement says where its scheme's row is wrong, and not *Did you mean Z*."""
    terms = {"Scheme": "Z", "Kind": "local", "In use": "Y", "Measure": "event", "Cap": 3}
    result = run([pex(Scheme="Z")], Schemes=[*SCHEMES, terms])
    (words,) = [f.message for f in result.findings if f.code == "R06"]
    at = f"Schemes A{5 + len(SCHEMES)}"
    assert f"the row of the Scheme “Z”, at {at}, can't be used" in words
    assert "Did you mean" not in words
