"""The project's own environment: `.venv` in the project folder, made once and kept up to date.

Standard library only: this runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".venv"
OLDEST = (3, 11)


def python(lock: str, folder: Path = FOLDER, *, editable: bool = True) -> Path:
    """Return the Python of an environment that holds what a lock file lists, and the program.

    Nothing is installed again while the lock file, pyproject.toml and the project's place stay the
    same; a copy of the program that is not `editable` is installed each time, and then needs this
    folder no more. An environment that was left half made, or whose Python is gone, is made anew.
    Exits with a sentence where Python is too old or the installation fails.
    """
    if sys.version_info < OLDEST:
        sys.exit(
            f"xl_recoup needs Python 3.11 or later; this is {sys.version.split()[0]}. Install a"
            " newer Python and run the command with it."
        )
    program = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / f"installed-{lock}"
    wanted = _digest(ROOT / lock, ROOT / "pyproject.toml")
    ready = program.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted
    if ready and editable:
        return program
    print(f"Setting up {folder} from {lock} (once; a minute or two) …", file=sys.stderr)
    if not _works(program):
        _make(folder)
    pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-user")
    if not ready:
        # The lock file is whole: nothing is left to resolve, so a newer release changes nothing.
        _run(program, *pip, "--no-deps", "--require-hashes", "-r", str(ROOT / lock))
    how = ("--editable",) if editable else ("--force-reinstall",)
    _run(program, *pip, "--no-deps", "--no-build-isolation", *how, str(ROOT))
    if editable:  # where Python may not keep what it compiled, each start would take longer
        _run(program, "-m", "compileall", "-q", str(ROOT / "xl_recoup"))
    stamp.write_text(wanted, encoding="ascii")
    return program


def go_on_in_it() -> None:
    """Run the script that was started again in the tests' environment, unless this is one.

    For a script that needs more than Python brings, called before it imports any of that.
    """
    if all(find_spec(name) is not None for name in ("pydantic", "pytest", "xlsxwriter")):
        return
    program = python("requirements-dev.lock")
    if Path(sys.executable) != program:
        sys.exit(subprocess.run([str(program), *sys.argv], check=False).returncode)


def _digest(*files: Path) -> str:
    """Tell what is installed, for which Python, and where: an environment can't be moved."""
    joined = b"".join(f.read_bytes() for f in files) + f"{sys.version} {ROOT}".encode()
    return hashlib.sha256(joined).hexdigest()


def _works(program: Path) -> bool:
    """Tell whether an environment is whole enough to install into."""
    command = [str(program), "-m", "pip", "--version"]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _make(folder: Path) -> None:
    # Links where the system has them, as `python -m venv` does: macOS starts no copy of its Python.
    try:
        venv.create(folder, with_pip=True, clear=True, symlinks=os.name != "nt")
    except OSError as error:
        sys.exit(
            f"{folder} can't be written: {error.strerror}. Copy the project to a folder of your"
            " own, or close what uses it, and run the command again."
        )
    except subprocess.CalledProcessError:
        sys.exit(
            f"The Python at {sys.executable} can't make an environment: its `venv` is incomplete."
            " On Debian and Ubuntu, install python3-venv; elsewhere, Python from python.org. Then"
            " run the command again."
        )


def _run(program: Path, *arguments: str) -> None:
    code = subprocess.run([str(program), *arguments], check=False).returncode
    if code:
        sys.exit(
            "The installation did not finish; the lines above say why. Check the connection to"
            " the package index (pip's settings) and run the command again."
        )
