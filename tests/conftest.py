"""What holds for all tests: on a build server nothing is skipped unseen."""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

MAY_SKIP = "XL_RECOUP_CORPUS"
"""Names the one thing that a build server may lack: a folder of other people's workbooks."""

collect_ignore = [] if hasattr(os, "fork") else ["cli/test_killed.py"]


def _refuse_a_skip(report: Any) -> None:
    """Turn a skip into a failure where CI is set, unless its reason names what may be missing."""
    if not os.environ.get("CI") or report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if MAY_SKIP not in reason:
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped, which a build server must not: {reason}"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: Any, call: Any) -> Generator[None, Any, None]:
    """Look at each test's report."""
    outcome = yield
    _refuse_a_skip(outcome.get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: Any) -> Generator[None, Any, None]:
    """Look at each module's report: a module may skip itself as a whole."""
    outcome = yield
    _refuse_a_skip(outcome.get_result())
