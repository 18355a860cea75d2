"""Where the program lives on a Windows desktop, for the one who installs it and the one who looks.

Standard library alone: the installing script uses this before anything is installed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

ADD_IN = "recoupment.xlam"
FUNCTIONS = "recoupment-functions.xlam"
"""The add-in with the custom functions, which may be left out."""
ADD_INS = "add_ins"
"""What the note of an installation calls the add-ins that it has put in place."""
INTERPRETER = "INTERPRETER_WIN"
"""The setting of xlwings that the first edition needed; this one puts back what it replaced."""


class Desktop(NamedTuple):
    """The user's own folders that matter, none of which needs an administrator."""

    program: Path
    """The environment with Python, the program and what it needs."""
    configuration: Path
    """The settings file of xlwings, which the first edition changed."""
    add_in: Path
    """The add-in with the ribbon, in the folder from which Excel loads what it finds and which it
    trusts."""
    manifest: Path
    """What the installation did, so that it can be undone."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Desktop:
        """Return the places that Windows' own variables name; KeyError where one is missing."""
        home = Path(environment["LOCALAPPDATA"]) / "xl_recoup"
        return cls(
            home / "python",
            Path(environment["USERPROFILE"]) / ".xlwings" / "xlwings.conf",
            Path(environment["APPDATA"]) / "Microsoft" / "Excel" / "XLSTART" / ADD_IN,
            home / "installed.json",
        )

    @property
    def interpreter(self) -> Path:
        """The Python that Excel starts: the one without a console window.

        The macros know this place by themselves, and no other.
        """
        return self.program / "Scripts" / "pythonw.exe"

    @property
    def functions(self) -> Path:
        """The add-in with the custom functions, beside the other where it is wanted."""
        return self.add_in.with_name(FUNCTIONS)


def configured(text: str) -> dict[str, str]:
    """Return the entries of a settings file of xlwings: `"NAME","value"` on each line."""
    entries = {}
    for line in text.splitlines():
        name, comma, value = line.partition(",")
        if comma and name.strip():
            entries[name.strip().strip('"').upper()] = value.strip().strip('"')
    return entries


def with_entry(text: str, name: str, value: str | None) -> str:
    """Return a settings file with one entry set, or without it; all other lines stay."""
    lines = [line for line in text.splitlines() if name not in configured(line)]
    if value is not None:
        lines.append(f'"{name}","{value}"')
    return "".join(f"{line}\n" for line in lines)
