"""What holds for all tests on a build server: nothing is skipped unseen, nothing left behind."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("slow", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slow")  # an example may take as long as the machine needs for it

MAY_SKIP = ("XL_RECOUP_CORPUS", "XL_RECOUP_WHEELS")
"""Name what a build server may lack: other people's workbooks, and an index of Windows' wheels."""

collect_ignore = [] if hasattr(os, "fork") else ["cli/test_killed.py"]
LITTER = pytest.StashKey[set[str]]()
"""The files of nobody that lay in the repository before the first test."""


def _refuse_a_skip(report: Any) -> None:
    """Turn a skip into a failure where CI is set, unless its reason names what may be missing."""
    if not os.environ.get("CI") or report.outcome != "skipped" or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    if not any(name in reason for name in MAY_SKIP):
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


def _strays(folder: Path) -> set[str]:
    """Return the files in a repository that it neither keeps nor ignores, for a build server."""
    git = shutil.which("git")
    if git is None or not os.environ.get("CI"):
        return set()
    command = [git, "ls-files", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return set(done.stdout.splitlines())


def pytest_sessionstart(session: pytest.Session) -> None:
    """Note what lies about before the tests; the workers of one run share the repository."""
    if not hasattr(session.config, "workerinput"):
        session.config.stash[LITTER] = _strays(session.config.rootpath)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run where a test left a file behind: each works in a folder of its own."""
    before = session.config.stash.get(LITTER, None)
    left = set() if before is None else _strays(session.config.rootpath) - before
    if left:
        print(f"\nThe tests left behind: {', '.join(sorted(left))}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
