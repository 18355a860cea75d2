"""Schemes by code and day."""

from __future__ import annotations

from datetime import date

from xl_recoup.policy.schemes import Scheme, SchemeList
from xl_recoup.records import Place

OLD = Scheme(code="PEX", place=Place("Schemes", "A5"), valid_to=date(2025, 3, 31), cfr_code="I01")
NEW = Scheme(code="PEX", place=Place("Schemes", "A6"), valid_from=date(2025, 4, 1), cfr_code="I09")
SCHEMES = SchemeList([OLD, NEW])


def test_code_whatever_its_capitals() -> None:
    """A code is found in any capitals; an unknown one is not."""
    assert "pex" in SCHEMES
    assert "PEXX" not in SCHEMES
    assert SCHEMES.find("pexx") is None
    assert SCHEMES.find("pexx", date(2025, 4, 1)) is None


def test_row_of_the_day() -> None:
    """Of several rows the one valid on the day counts; without a day, or outside all, the first."""
    assert SCHEMES.find("PEX", date(2025, 3, 31)) is OLD
    assert SCHEMES.find("PEX", date(2025, 4, 1)) is NEW
    assert SCHEMES.find("PEX") is OLD
    assert SchemeList([NEW]).find("PEX", date(2025, 3, 31)) is NEW
