"""Putting the program in place for one user on Windows, and taking it away again.

Standard library alone: this runs before anything is installed, from a release or from the project.
It writes into the user's own profile, nowhere else, and not into the registry.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from pathlib import Path

from xl_recoup import __version__
from xl_recoup.installation.desktop import ADD_INS, FUNCTIONS, INTERPRETER, Desktop, with_entry
from xl_recoup.installation.start_menu import page_folder, take_away

LAUNCHERS_KEPT = ("python.exe", "pythonw.exe")
"""What Windows may start there: the two that come from Python's own makers, and are signed."""
NOT_NEEDED = ("pro", "addin", "quickstart*")
"""What of xlwings is taken out: a part under another licence, and its own macro files."""

CODES = ("utf-8-sig", "mbcs", "latin-1")
"""In which xlwings' settings may be written, beside UTF-16, which says so at its beginning."""


def install(
    desktop: Desktop,
    make: Callable[[Path], None],
    *,
    source: Path,
    ribbon: bool = True,
    functions: bool = False,
    page: Path | None = None,
) -> None:
    """Put everything in place; `make` makes the environment in a folder.

    `source` is the add-in with the ribbon; the one with the custom functions lies beside it, and
    is put in place with `functions`, or where it is already. What is not asked for any more is
    taken away. It is noted first that something was done, so that it can be undone from half way.
    Exits with a sentence, and nothing changed, where something is missing.
    """
    wanted = {source: desktop.add_in} if ribbon else {}
    if ribbon and (functions or desktop.functions.exists()):
        wanted[source.with_name(FUNCTIONS)] = desktop.functions
    for each in [*wanted, *([page] if page else [])]:
        if not each.exists():
            sys.exit(f"{each} is missing: this is not a complete copy of xl_recoup. Get it again.")
    _give_back(desktop)
    put = sorted(target.name for target in wanted.values())
    _write(desktop.manifest, json.dumps({"version": __version__, ADD_INS: put}))
    for gone in {desktop.add_in, desktop.functions} - set(wanted.values()):
        _remove(gone)
    try:
        make(desktop.program)
        for unneeded in _unneeded(desktop.program):
            _remove(unneeded)
    except PermissionError as error:
        sys.exit(_in_use(Path(error.filename or desktop.program)))
    if page:
        _copy(page, page_folder(desktop) / page.name)
    for each, target in wanted.items():
        _copy(each, target)
    print(f"Installed in {desktop.program.parent}.", flush=True)


def start_menu(desktop: Desktop) -> int:
    """Put the shortcuts in place and show what doctor sees; return its exit code."""
    python = desktop.interpreter.with_name("python.exe")
    for module in ("xl_recoup.installation.start_menu", "xl_recoup doctor"):
        command = [str(python), "-I", "-m", *module.split()]
        code = subprocess.run(command, check=False).returncode
        if code:
            print("That did not work; the lines above say why. Send them to IT.", file=sys.stderr)
            return code
    print("Start > Recoupment is the window. Start Excel for the tab Recoupment.")
    return 0


def undo(desktop: Desktop) -> None:
    """Take away what `install` put in place, and put back what it replaced."""
    if not desktop.manifest.exists():
        print("xl_recoup is not installed for this user: nothing to take away.")
        return
    _remove(desktop.add_in)
    _remove(desktop.functions)
    take_away(desktop)
    _give_back(desktop)
    try:  # the note goes last, so that what did not finish can be done again
        for folder in (desktop.program, page_folder(desktop)):
            if folder.exists():
                shutil.rmtree(folder)
        shutil.rmtree(desktop.manifest.parent)
    except OSError as error:
        sys.exit(_in_use(Path(error.filename or desktop.program)))
    print("xl_recoup was taken away. Your workbooks are as they were.")


def _unneeded(program: Path) -> Iterator[Path]:
    """Yield what pip put into the environment and nothing of ours needs."""
    for launcher in sorted((program / "Scripts").glob("*.exe")):
        if launcher.name.lower() not in LAUNCHERS_KEPT:
            yield launcher
    for pattern in NOT_NEEDED:
        yield from sorted((program / "Lib" / "site-packages" / "xlwings").glob(pattern))


def _give_back(desktop: Desktop) -> None:
    """Take out of xlwings' settings what the first edition entered there, as it was noted."""
    if not desktop.manifest.exists():
        return
    noted = json.loads(desktop.manifest.read_text(encoding="utf-8"))
    if "configuration" not in noted or not desktop.configuration.exists():
        return
    data = desktop.configuration.read_bytes()
    codes = ("utf-16",) if data[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else CODES
    code = next(code for code in codes if _reads(data, code))
    text = with_entry(data.decode(code), INTERPRETER, noted.get("interpreter"))
    if text or noted["configuration"]:
        desktop.configuration.write_bytes(text.encode("utf-8" if code == "utf-8-sig" else code))
    else:
        _remove(desktop.configuration)


def _reads(data: bytes, code: str) -> bool:
    try:
        data.decode(code)
    except (UnicodeDecodeError, LookupError):  # Windows alone knows its own code page by name
        return False
    return True


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
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except PermissionError:
        sys.exit(_in_use(path))


def _in_use(path: Path) -> str:
    return f"{path} is in use. Close Excel and the window, and run this again."
