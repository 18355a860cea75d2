"""UPNs: every published one judged rightly, and a wrong one explained without quoting it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from stdnum.gb import upn as stdnum_upn

from xl_recoup.contract import Column, Kind
from xl_recoup.contract.cell_values import read_cell
from xl_recoup.contract.upn import is_upn, upn_fault

UPN = Column("UPN", "upn", Kind.UPN, private=True)


def _published_upns() -> list[dict[str, str]]:
    path = Path(__file__).parent / "data" / "upns.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", _published_upns(), ids=lambda c: str(c["upn"]))
def test_published_upns_are_judged_rightly(case: dict[str, str]) -> None:
    """The UPNs of the sources named in the data file are valid, or not, as they say."""
    assert is_upn(case["upn"]) is (case["valid"] == "yes")


@pytest.mark.parametrize(
    "cell",
    [
        "B801200005001",
        "b801200005001",
        " B801 2000 05001 ",
        "B80120000５001",
        "B8012000\u00a005001",
    ],
)
def test_a_upn_is_read_whatever_its_spaces_and_capitals(cell: str) -> None:
    """Copied spaces, small letters and wide digits do not make another pupil of one."""
    assert read_cell(cell, UPN) == ("B801200005001", None)


@pytest.mark.parametrize("cell", ["UN1", "un2", "UN3", " UN4", "UN5"])
def test_codes_for_no_upn_are_no_upn(cell: str) -> None:
    """UN1 to UN5 stand for "no UPN yet": not an error, and no pupil's number."""
    assert read_cell(cell, UPN) == ("", None)


@pytest.mark.parametrize("authority", ["305", "838", "942", "660", "681", "702"])
def test_a_upn_may_come_from_any_authority(authority: str) -> None:
    """New authorities, Wales and schools of the armed forces issue UPNs too."""
    digits = f"{authority}200016001"
    assert is_upn(stdnum_upn.calc_check_digit(digits) + digits)
    assert not is_upn(("A" if stdnum_upn.calc_check_digit(digits) != "A" else "B") + digits)


def test_a_temporary_upn_is_a_upn() -> None:
    """A temporary UPN ends in a letter and has a check letter of its own."""
    digits = "30520002000A"
    assert is_upn(stdnum_upn.calc_check_digit(digits) + digits)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A801200005001", "has a wrong check letter"),
        ("E000200005001", "has a wrong check letter or authority number"),
        ("B80120000500", "is not made of a letter and 12 digits"),
        ("B8012000050011", "is not made of a letter and 12 digits"),
        ("X80120000A001", "is not made of a letter and 12 digits"),
        ("B8012000050\u00b21", "is not made of a letter and 12 digits"),
        ("", "is not made of a letter and 12 digits"),
    ],
)
def test_a_wrong_upn_is_explained_without_quoting_it(text: str, words: str) -> None:
    """The words say what is wrong, and hold nothing of the number."""
    assert upn_fault(text) == words
