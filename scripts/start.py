"""Set up everything and recalculate the workbook of the repository into `out/`.

    python3 scripts/start.py          (Windows: py scripts\\start.py)

Works from any folder, as often as you like. The committed workbook is not touched.
"""

from __future__ import annotations

import subprocess
import sys

from environment import ROOT, python

BOOK = ROOT / "workbook" / "recoupment.xlsx"
OUTPUT = ROOT / "out" / "recoupment.xlsx"


def main() -> int:
    """Recalculate the sample workbook; further arguments go to the command `recalculate`."""
    program = python("requirements.lock")
    try:
        OUTPUT.parent.mkdir(exist_ok=True)
    except OSError as error:
        sys.exit(
            f"{OUTPUT.parent} can't be made: {error.strerror}. Copy the project to a folder of your"
            " own and run the command again."
        )
    command = [str(program), "-m", "xl_recoup", "recalculate", str(BOOK), "--output", str(OUTPUT)]
    return subprocess.run([*command, *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
