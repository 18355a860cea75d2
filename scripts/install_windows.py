"""Install xl_recoup for Excel on Windows, for this user alone and without an administrator.

    py scripts\\install_windows.py            install, or bring up to date
    py scripts\\install_windows.py --undo     take all of it away again

Makes an environment in %LOCALAPPDATA%\\xl_recoup, tells xlwings which Python Excel is to start, and
puts the add-in where Excel loads it. `--wheels FOLDER` takes the packages from a folder, for a
computer that reaches no package index.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from environment import ROOT, python

sys.path.insert(0, str(ROOT))
from xl_recoup.installation.desktop import ADD_IN, INTERPRETER, Desktop, configured, with_entry

SOURCE = ROOT / "workbook" / ADD_IN
LOCK = "requirements.lock"


def main() -> int:
    """Install or undo; return 0, or exit with a sentence that says what to do."""
    parser = argparse.ArgumentParser(description="Install xl_recoup for Excel, for this user.")
    parser.add_argument("--undo", action="store_true", help="take everything away again")
    parser.add_argument("--wheels", type=Path, metavar="FOLDER", help="packages to install from")
    parser.add_argument(
        "--replace", action="store_true", help="use our Python although xlwings has another one"
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
    install(desktop, _environment, replace=options.replace)
    return subprocess.run([str(desktop.command), "doctor"], check=False).returncode


def _environment(folder: Path) -> None:
    python(LOCK, folder, editable=False)


def install(
    desktop: Desktop, make: Callable[[Path], None], *, replace: bool = False, source: Path = SOURCE
) -> None:
    """Put everything in place; `make` makes the environment in a folder.

    What was there before is noted first, so that it can be undone also from half way. Exits with a
    sentence, and nothing changed, where something else is in the way.
    """
    if not source.exists():
        sys.exit(f"{source} is missing: this is not a complete copy of xl_recoup. Get it again.")
    noted = _noted(desktop)
    text = _text(desktop.configuration)
    before = configured(text).get(INTERPRETER)
    ours = str(desktop.interpreter)
    if before not in (None, ours) and not replace:
        sys.exit(
            f"xlwings is set up for another Python, {before}. If no other workbook needs that, run"
            " this again with --replace; --undo puts it back."
        )
    if before != ours:
        noted["interpreter"] = before
    noted.setdefault("configuration", desktop.configuration.exists())
    _write(desktop.manifest, json.dumps(noted, indent=2))
    make(desktop.program)
    _write(desktop.configuration, with_entry(text, INTERPRETER, ours))
    _copy(source, desktop.add_in)
    print(f"Installed in {desktop.program.parent}. Start Excel: the tab Recoupment is there.")


def undo(desktop: Desktop) -> None:
    """Take away what `install` put in place, and put back what it replaced."""
    if not desktop.manifest.exists():
        print("xl_recoup is not installed for this user: nothing to take away.")
        return
    noted = _noted(desktop)
    _remove(desktop.add_in)
    text = with_entry(_text(desktop.configuration), INTERPRETER, noted.get("interpreter"))
    if text or noted.get("configuration"):
        _write(desktop.configuration, text)
    else:
        _remove(desktop.configuration)
    try:
        shutil.rmtree(desktop.manifest.parent)
    except OSError as error:
        sys.exit(_in_use(Path(error.filename or desktop.program)))
    print("xl_recoup was taken away. Your workbooks are as they were.")


def _noted(desktop: Desktop) -> dict[str, Any]:
    return dict(json.loads(_text(desktop.manifest) or "{}"))


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8-sig") if path.exists() else ""


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    """Copy the content alone: a mark of the internet on the source stays behind."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.write_bytes(source.read_bytes())
    except PermissionError:
        sys.exit(_in_use(target))


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        sys.exit(_in_use(path))


def _in_use(path: Path) -> str:
    return f"{path} is in use. Close Excel and run this again."


if __name__ == "__main__":
    sys.exit(main())
