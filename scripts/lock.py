"""Write the lock files from pyproject.toml: versions and hashes, no download addresses.

    python scripts/lock.py

Needs the tool `uv` (`pip install uv`). `requirements.lock` is what the program runs on,
`requirements-dev.lock` what its tests need as well, `requirements-mutants.lock` what
`scripts/mutants.py` needs besides; all serve every platform and Python 3.11+.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GROUPS = {
    "requirements.lock": "build",
    "requirements-dev.lock": "dev",
    "requirements-mutants.lock": "mutants",
}
LEFT_OUT = "win-unicode-console"
"""What pcodedmp does without, and what would have to be built on Windows: it has no wheel."""


def main() -> int:
    """Write the lock files anew."""
    for name, group in GROUPS.items():
        command = [
            "uv", "pip", "compile", "pyproject.toml", "--group", group, "--universal",
            "--python-version", "3.11", "--generate-hashes", "--no-annotate", "--no-header",
            "--no-emit-index-url", "--no-emit-package", LEFT_OUT, "--quiet", "--output-file", name,
        ]  # fmt: skip
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
