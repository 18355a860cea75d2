"""Install xl_recoup for Excel on Windows, for this user alone and without an administrator.

    py scripts\\install_windows.py              install, or bring up to date
    py scripts\\install_windows.py --functions  the custom functions as well
    py scripts\\install_windows.py --undo       take all of it away again

Makes an environment in %LOCALAPPDATA%\\xl_recoup, where the macros look for it, and puts the
add-in where Excel loads it. `--wheels FOLDER` takes the packages from a folder, for a computer that
reaches no package index.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from environment import ROOT, python

sys.path.insert(0, str(ROOT))
from xl_recoup.installation.desktop import ADD_IN, Desktop
from xl_recoup.installation.installing import install, undo

SOURCE = ROOT / "workbook" / ADD_IN
LOCK = "requirements.lock"


def main() -> int:
    """Install or undo; return 0, or exit with a sentence that says what to do."""
    parser = argparse.ArgumentParser(description="Install xl_recoup for Excel, for this user.")
    parser.add_argument("--undo", action="store_true", help="take everything away again")
    parser.add_argument("--wheels", type=Path, metavar="FOLDER", help="packages to install from")
    parser.add_argument(
        "--functions", action="store_true", help="put the add-in with the functions in place too"
    )
    options = parser.parse_args()
    if sys.platform != "win32":
        sys.exit("This is for Excel on Windows. Elsewhere, run scripts/start.py.")
    desktop = Desktop.of(os.environ)
    if options.undo:
        undo(desktop)
        return 0
    if "\\WindowsApps\\" in sys.base_prefix:
        sys.exit(
            "This Python is from the Microsoft Store: what it writes below AppData, Excel does not"
            " find. Install Python from python.org or the company portal, for this user only, and"
            " run this again with it (py --list shows which there are)."
        )
    if options.wheels:
        os.environ |= {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(options.wheels.resolve())}
    install(desktop, _environment, source=SOURCE, functions=options.functions)
    python_exe = desktop.interpreter.with_name("python.exe")
    return subprocess.run([str(python_exe), "-m", "xl_recoup", "doctor"], check=False).returncode


def _environment(folder: Path) -> None:
    python(LOCK, folder, editable=False)


if __name__ == "__main__":
    sys.exit(main())
