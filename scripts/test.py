"""Set up everything and run all checks: lint, format, types, tests, coverage.

    python3 scripts/test.py           (Windows: py scripts\\test.py)

Works from any folder, as often as you like. Further arguments go to pytest alone. Tests whose
tool (LibreOffice, say) is missing are skipped with the reason; with the variable CI set, a skip
is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from environment import ROOT, python

PROVEN = (
    "xl_recoup.law", "xl_recoup.policy", "xl_recoup.charging", "xl_recoup.checks",
    "xl_recoup.accounts", "xl_recoup.intake",
)  # fmt: skip
"""What the numbers rest on: covered by tests to 95 % at least."""
PROVING = (
    "tests/accounts", "tests/charging", "tests/checks", "tests/examples", "tests/intake",
    "tests/law", "tests/nouns", "tests/policy",
)  # fmt: skip
"""The folders of the tests that cover it. The others run unwatched, which is twice as fast."""
UNWATCHED = (
    "tests/accounts/test_ledger_histories.py", "tests/accounts/test_properties.py",
    "tests/charging/test_properties.py", "tests/checks/test_pages.py",
    "tests/intake/test_anything.py", "tests/nouns/test_words_have_types.py",
)  # fmt: skip
"""Of those folders the modules that run hundreds of workbooks, or none: what they reach is covered
already, by tests that say what must come out there."""


def main() -> int:
    """Run every step; stop at the first that fails and return its exit code."""
    program = python("requirements-dev.lock")
    own = sys.argv[1:]
    workers = str(min(4, os.cpu_count() or 1))
    pytest = ["pytest", "-n", workers, "--dist", "worksteal", *own]
    steps = [
        ["ruff", "check", "."],
        ["ruff", "format", "--check", "."],
        ["mypy"],
        [*pytest, "-q", *PROVING, *(f"--ignore={path}" for path in UNWATCHED),
         *(f"--cov={name}" for name in PROVEN),
         "--cov-report=term:skip-covered", "--cov-fail-under=95"],
        [*pytest, "-q", *_others(), *UNWATCHED],
    ]  # fmt: skip
    for step in [pytest] if own else steps:
        print(f"— {' '.join(step)}", flush=True)
        code = _run(program, step)
        if code:
            print(f"Failed: {' '.join(step)}", file=sys.stderr)
            return code
    return 0


def _others() -> list[str]:
    """Return the other folders of tests, and the modules that stand beside the folders."""
    beside = [path for path in (ROOT / "tests").iterdir() if path.is_dir()]
    beside += (ROOT / "tests").glob("test_*.py")
    return sorted({path.relative_to(ROOT).as_posix() for path in beside} - set(PROVING))


def _run(program: Path, step: list[str]) -> int:
    return subprocess.run([str(program), "-m", *step], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
