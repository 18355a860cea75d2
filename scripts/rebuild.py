"""Make everything anew that is made from the product: `rebuild.py`, or `--check` to compare.

After a change to a button, a custom function, a column, a setting, a check, a command or a source
of the workbook. The workbooks come first: the pages of the docs show what is in them. Pictures of
sheets (`render.py`) need LibreOffice and are made by hand.
"""

from __future__ import annotations

import subprocess
import sys

from environment import ROOT, go_on_in_it

STEPS = ("build_workbook.py", "make_docs.py", "draw_rooms.py")


def main() -> int:
    """Run every step with what is typed after the script's name; return the worst exit code."""
    go_on_in_it()
    worst = 0
    for step in STEPS:
        command = [sys.executable, str(ROOT / "scripts" / step), *sys.argv[1:]]
        worst = max(worst, subprocess.run(command, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main())
