"""On a build server a skipped test fails, and so does a run that leaves files behind."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

pytest_plugins = ["pytester"]

HOOKS = (Path(__file__).parents[1] / "conftest.py").read_text(encoding="utf-8")
SKIPS = """
    import pytest

    def test_passes(): pass
    def test_skips(): pytest.skip("no office")
    @pytest.mark.skip(reason="no time")
    def test_marked(): pass
    def test_may(): pytest.skip("XL_RECOUP_CORPUS is not set")
    @pytest.mark.xfail(strict=True)
    def test_known(): assert False
"""


def test_under_ci_a_skip_fails(pytester: Any, monkeypatch: Any) -> None:
    """With CI set a skip is a failure that names its reason; a missing corpus may be skipped."""
    monkeypatch.setenv("CI", "true")
    pytester.makeconftest(HOOKS)
    pytester.makepyfile(SKIPS)
    result = pytester.runpytest("-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1, errors=1, skipped=1, xfailed=1)
    result.stdout.fnmatch_lines(["*test_skips was skipped*no office*"])


def test_elsewhere_a_skip_stays_a_skip(pytester: Any, monkeypatch: Any) -> None:
    """Without CI a skip is shown with its reason and fails nothing."""
    monkeypatch.delenv("CI", raising=False)
    pytester.makeconftest(HOOKS)
    pytester.makepyfile(SKIPS)
    result = pytester.runpytest("-rs", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, skipped=3, xfailed=1)
    result.stdout.fnmatch_lines(["SKIPPED*no office"])


@pytest.mark.parametrize("line", ['pytest.skip("none", allow_module_level=True)',
                                  'pytest.importorskip("no_such_module")'])  # fmt: skip
def test_a_module_that_skips_itself_fails_too(pytester: Any, monkeypatch: Any, line: str) -> None:
    """A module that skips itself as a whole is a failure under CI."""
    monkeypatch.setenv("CI", "1")
    pytester.makeconftest(HOOKS)
    pytester.makepyfile(f"import pytest\n{line}\ndef test_one(): pass\n")
    assert pytester.runpytest("-p", "no:cacheprovider").ret != 0


@pytest.mark.parametrize(("makes", "code"), [("left.xlsx", 1), ("build/made.xlsx", 0)])
def test_a_file_that_is_left_behind_fails_the_run(
    pytester: Any, monkeypatch: Any, makes: str, code: int
) -> None:
    """A test that makes a file in the repository is found out, unless such files are ignored."""
    monkeypatch.setenv("CI", "true")
    pytester.makeconftest(HOOKS)
    pytester.makefile(".ini", pytest="[pytest]\naddopts = -p no:cacheprovider")
    (pytester.path / ".gitignore").write_text("build/\n__pycache__/\n", encoding="utf-8")
    (pytester.path / "build").mkdir()
    pytester.makepyfile(f"def test_one(): open({makes!r}, 'w').close()")
    subprocess.run(["git", "init", "-q"], cwd=pytester.path, check=True)
    result = pytester.runpytest()
    assert result.ret == code
    assert ("The tests left behind: left.xlsx" in result.stdout.str()) is bool(code)
