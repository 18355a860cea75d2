"""The shortcuts in the Start menu: the window, the folder with the page, what doctor sees.

    python -m xl_recoup.installation.start_menu

They start the signed `pythonw.exe` of the installation and no launcher of ours.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from xl_recoup.installation.desktop import Desktop

TITLE = "Recoupment"
PAGE = "recoupment.html"


class Shortcut(NamedTuple):
    """A shortcut: where it lies, what it starts with which arguments, what it says of itself."""

    path: Path
    target: Path
    arguments: str
    words: str


def menu(desktop: Desktop) -> Path:
    """Return the folder of ours in this user's Start menu."""
    return desktop.add_in.parents[2] / "Windows" / "Start Menu" / "Programs" / TITLE


def page_folder(desktop: Desktop) -> Path:
    """Return the folder in which the page without installation lies."""
    return desktop.manifest.parent / "page"


def shortcuts(desktop: Desktop) -> list[Shortcut]:
    """Return what stands in the Start menu; the page where it is in place."""
    window = Shortcut(
        menu(desktop) / f"{TITLE}.lnk", desktop.interpreter, "-I -m xl_recoup desk",
        "Every button of the Recoupment tab, for the workbook that is open in Excel",
    )  # fmt: skip
    page = Shortcut(
        menu(desktop) / f"{TITLE} page.lnk", page_folder(desktop), "",
        "The page that does the same in a browser, on a workbook that is closed",
    )  # fmt: skip
    doctor = Shortcut(
        menu(desktop) / f"{TITLE} doctor.lnk", desktop.interpreter,
        "-I -m xl_recoup.installation.doctor_file",
        "What is in place on this computer and what is in the way, as a text for IT",
    )  # fmt: skip
    there = (page_folder(desktop) / PAGE).exists()
    return [window, *([page] if there else []), doctor]


def write_shortcut(shortcut: Shortcut) -> None:
    """Write one shortcut, as Windows itself does it."""
    com, shell = import_module("pythoncom"), import_module("win32com.shell.shell")
    link = com.CoCreateInstance(
        shell.CLSID_ShellLink, None, com.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
    )
    link.SetPath(str(shortcut.target))
    link.SetArguments(shortcut.arguments)
    link.SetDescription(shortcut.words)
    link.QueryInterface(com.IID_IPersistFile).Save(str(shortcut.path), 0)


def put(desktop: Desktop, write: Callable[[Shortcut], None] = write_shortcut) -> None:
    """Put the shortcuts in place, those of an earlier version away."""
    take_away(desktop)
    menu(desktop).mkdir(parents=True)
    for shortcut in shortcuts(desktop):
        write(shortcut)


def take_away(desktop: Desktop) -> None:
    """Take our folder out of the Start menu."""
    shutil.rmtree(menu(desktop), ignore_errors=True)


if __name__ == "__main__":
    if sys.platform != "win32":
        sys.exit("The Start menu is Windows' own.")
    put(Desktop.of(os.environ))
