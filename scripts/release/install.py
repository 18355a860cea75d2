"""Install xl_recoup from this folder: for this user alone, without administrator and network.

    py install.py                the window and the page in the Start menu, the ribbon in Excel
    py install.py --window-only  window and page alone: nothing is put into Excel
    py install.py --functions    the custom functions in Excel as well
    py install.py --undo         take all of it away again

Started by a double-click too. It writes into three places of this user's own profile and not into
the registry; docs/installing.md lists them. Python itself is not in here: install 64-bit Python
from python.org or the company portal first.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import platform
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
WHEELS = HERE / "wheels"
SUMS = HERE / "SHA256SUMS"


def main() -> int:
    """Install or undo; return 0, or exit with a sentence that says what to do."""
    parser = argparse.ArgumentParser(description="Install xl_recoup for this user.")
    parser.add_argument("--undo", action="store_true", help="take everything away again")
    parser.add_argument("--window-only", action="store_true", help="put nothing into Excel")
    parser.add_argument("--functions", action="store_true", help="custom functions in Excel too")
    options = parser.parse_args()
    if sys.platform != "win32":
        sys.exit("This is for Windows. Elsewhere, open page/recoupment.html in a browser.")
    check(HERE)
    own = next(WHEELS.glob("xl_recoup-*.whl"))
    sys.path.insert(0, str(own))  # a wheel is an archive from which Python imports
    from xl_recoup.installation.desktop import Desktop
    from xl_recoup.installation.installing import install, start_menu, undo

    desktop = Desktop.of(os.environ)
    if options.undo:
        undo(desktop)
        return 0
    refuse_other_pythons(sorted(path.name for path in WHEELS.glob("*.whl")))
    install(
        desktop,
        environment,
        source=HERE / "workbook" / "recoupment.xlam",
        page=HERE / "page" / "recoupment.html",
        ribbon=not options.window_only,
        functions=options.functions,
    )
    return start_menu(desktop)


def check(folder: Path) -> None:
    """Hold every file to its line in SHA256SUMS; exit with a sentence where one differs."""
    differ = []
    for line in (folder / SUMS.name).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        path = folder / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            differ.append(name)
    if differ:
        sys.exit(
            f"Not as it was released: {', '.join(differ)}. A virus scanner may have taken it, or"
            " unpacking did not finish. Unpack the zip again; nothing was installed."
        )


def refuse_other_pythons(wheels: list[str]) -> None:
    """Exit with a sentence where this Python is one that the release is not for."""
    versions = sorted({int(n.split("-cp3")[1].split("-")[0]) for n in wheels if "-cp3" in n and
                       "-abi3-" not in n})  # fmt: skip
    running = sys.version_info
    if running[0] != 3 or running[1] not in versions or sysconfig.get_platform() != "win-amd64":
        sys.exit(
            f"This release is for 64-bit Python {', '.join(f'3.{v}' for v in versions)} on Intel"
            f" and AMD; this is {platform.python_version()} for {sysconfig.get_platform()}. Install"
            " one of those for this user, from python.org or the company portal (py --list shows"
            " which there are), and run this again with it: py -3.13 install.py."
        )
    if "\\WindowsApps\\" in sys.base_prefix:
        sys.exit(
            "This Python is from the Microsoft Store: what it writes below AppData, Excel does not"
            " find. Install Python from python.org or the company portal, for this user only, and"
            " run this again with it (py --list shows which there are)."
        )


def environment(folder: Path) -> None:
    """Make the environment anew and install the wheels of this folder, each held to its hash."""
    print(f"Setting up {folder} (a minute or two) …", flush=True)
    venv.create(folder, with_pip=True, clear=True, symlinks=False)
    command = [
        str(folder / "Scripts" / "python.exe"), "-m", "pip", "install", "--quiet",
        "--disable-pip-version-check", "--no-index", "--find-links", str(WHEELS), "--no-deps",
        "--no-user", "--require-hashes", "-r", str(WHEELS / "requirements.txt"),
    ]  # fmt: skip
    if subprocess.run(command, check=False).returncode:
        sys.exit("The installation did not finish; the lines above say why. Send them to IT.")


if __name__ == "__main__":
    code: object = 1
    try:
        code = main()
    except SystemExit as stopped:
        code = stopped.code
        if isinstance(code, str):
            print(code, file=sys.stderr)
    if sys.platform == "win32" and sys.stdin.isatty() and "PROMPT" not in os.environ:
        input("Press Enter to close this.")  # started by a double-click, the window would be gone
    sys.exit(code if isinstance(code, int) or code is None else 1)
