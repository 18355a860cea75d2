"""The sample's paper, made once: many tests read it and none changes it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support.books import run
from xl_recoup.comparison.compare import Comparison, compare
from xl_recoup.files.run_files import last_result
from xl_recoup.forum_paper.paper_parts import ForumPaper
from xl_recoup.forum_paper.whole_paper import whole_paper
from xl_recoup.run.result import Result

SAMPLE = Path(__file__).parents[2] / "workbook" / "recoupment.xlsx"


class Sample(NamedTuple):
    """A run of the sample, its scenarios compared, and the paper about both."""

    result: Result
    comparison: Comparison
    paper: ForumPaper


@pytest.fixture(scope="session")
def sample() -> Sample:
    """Return the sample's run, comparison and paper."""
    book, result = last_result(SAMPLE, as_at=None)
    as_at = result.policy.as_at
    comparison = compare(book, as_at=as_at, today=as_at)
    return Sample(result, comparison, whole_paper(result, comparison))


@pytest.fixture(scope="session")
def empty() -> Result:
    """Return a run without a placement, service, scenario or agreement."""
    return run([], Agreements=[])
