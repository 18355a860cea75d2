"""The advice of an error, followed to the letter, ends the error and makes no other."""

from __future__ import annotations

import pytest

from tests.checks import CASES
from tests.checks.cures import CURES, NOT_TRIED, Step
from tests.checks.severities import ERROR_CODES
from tests.support.books import AS_AT, TODAY, book
from xl_recoup.records import Severity
from xl_recoup.run.calculate import calculate

WAYS = [
    pytest.param(code, step, id=f"{code}-{n}")
    for code, steps in CURES.items()
    for n, step in enumerate(steps, 1)
]


@pytest.mark.parametrize(("code", "step"), WAYS)
def test_following_the_advice_clears_the_error(code: str, step: Step) -> None:
    """Each way that a message names leaves no error at all, of this or another kind."""
    spoilt = book(**CASES[code].once)
    before = calculate(spoilt, as_at=AS_AT, today=TODAY).findings
    assert code in {f.code for f in before}
    after = calculate(step(spoilt), as_at=AS_AT, today=TODAY).findings
    assert [f.message for f in after if f.severity is Severity.ERROR] == []


def test_every_error_is_tried_or_said_to_be_not() -> None:
    """An error without a cure fails here, and so does one that is listed twice."""
    assert sorted([*CURES, *NOT_TRIED]) == sorted(ERROR_CODES)
