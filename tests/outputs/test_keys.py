"""Every output table says by what its rows are known again."""

from __future__ import annotations

import pytest

from xl_recoup.contract import ALL_SPECS, TableSpec
from xl_recoup.contract.columns import Role

WITHOUT = {
    "LastRun": "no person reads it",
    "ThisWorkbook": "lines",
    "WhatMoved": "lines",
    "YearSoFar": "lines",
}
"""Tables whose rows are nothing by themselves, with the reason."""
OUTPUTS = [spec for spec in ALL_SPECS if spec.role is Role.OUTPUT]


@pytest.mark.parametrize("spec", OUTPUTS, ids=lambda spec: spec.name)
def test_an_output_has_keys_of_its_own_headings(spec: TableSpec) -> None:
    """What the team has beside a row could not go with it otherwise."""
    assert bool(spec.keys) == (spec.name not in WITHOUT)
    assert all({*key} <= {*spec.headings} for key in spec.keys)
