"""Which instrument a year's lines cite."""

from __future__ import annotations

import pytest

from xl_recoup.law.instruments import INSTRUMENTS, citation
from xl_recoup.law.periods import FundingPeriod


@pytest.mark.parametrize(
    ("year", "cited"),
    [
        (2013, "reg 23(2), SI 2012/2991"),
        (2018, "reg 27(2), SI 2018/10"),
        (2023, "reg 37(2), SI 2023/59"),
        (2024, "reg 39(2), SI 2024/66"),
    ],
)
def test_recorded_years(year: int, cited: str) -> None:
    """A year that is recorded is cited with its own regulation and instrument."""
    assert citation(FundingPeriod(year), "(2)") == cited


@pytest.mark.parametrize(
    "year", [y for y in range(2012, 2030) if FundingPeriod(y) not in INSTRUMENTS]
)
def test_other_years_say_so(year: int) -> None:
    """A year that is not recorded says so, and cites no instrument of another year."""
    said = citation(FundingPeriod(year), "(2)")
    assert said == (
        f"the {FundingPeriod(year)} regulations"
        " (instrument not recorded: see the setting Regulations)"
    )


def test_the_workbooks_own_citation_goes_first() -> None:
    """The setting Regulations is used as it stands, in a recorded year too."""
    assert citation(FundingPeriod(2025), "(2)", "reg 1, SI 2025/1") == "reg 1, SI 2025/1"
    assert citation(FundingPeriod(2024), "(2)", "reg 1, SI 2025/1") == "reg 1, SI 2025/1"
