"""Workbooks changed at random: refused in a sentence, or read as another reader reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz import fuzz
from tests.support.mutated import outcome

ONCE_FAILED = sorted((Path(__file__).parent / "once_failed").glob("*.xlsx"))
A_RUN, SEED = 300, 17


def test_what_is_mutated_is_refused_or_read() -> None:
    """300 files of a seed: none ends in a defect, some are refused, some are read."""
    found, defects = fuzz(A_RUN, SEED)
    assert defects == []
    assert found["refused"] > found["read"] > A_RUN / 20


@pytest.mark.parametrize("path", ONCE_FAILED, ids=lambda path: path.stem)
def test_what_once_failed_fails_no_more(path: Path) -> None:
    """Each file that showed a defect once is kept, and has a right outcome now."""
    assert outcome(path) in ("refused", "read", "alone")
