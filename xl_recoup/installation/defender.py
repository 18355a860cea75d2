"""Defender's rules on macros, on what Office starts and on folders, wherever set; what they spare.

Set by group policy, by a device management such as Intune, or on this computer alone; each stands
in a place of its own in the registry.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Protocol

from xl_recoup.installation.desktop import Desktop
from xl_recoup.installation.line import Line

POLICY = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
LOCAL = r"HKLM\SOFTWARE\Microsoft\Windows Defender"
ASR, FOLDERS, ALLOWED = "ASR", "Controlled Folder Access", r"\AllowedApplications"
GUARD = rf"\Windows Defender Exploit Guard\{ASR}"
PLACES = {
    POLICY + GUARD: "by group policy",
    LOCAL + GUARD: "on this computer",
}
"""Where rules and what they spare stand, below `Rules` and `ASROnlyExclusions`."""
MANAGED = POLICY + r"\Policy Manager"
"""Where device management sets both, as one text with bars between the entries."""
CHILD_RULE = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""“Block all Office applications from creating child processes”."""
WIN32_RULE = "92e97fa1-2edf-4476-bdd6-9dd0b4dddc7b"
"""“Block Win32 API calls from Office macros”."""
BLOCK, WARN = "1", "6"
FOR_ALL = r"C:\Users\*\AppData\Local\xl_recoup\python\Scripts\pythonw.exe"
"""The Python that Excel starts, as Defender can read it: it knows no variables of a user."""
WINDOW = "The window does the same, and Office starts nothing for it: Start menu > Recoupment."


class Registry(Protocol):
    """The Windows registry, as far as it is asked: keys begin with HKCU or HKLM."""

    def values(self, key: str) -> Mapping[str, str]:
        """Return a key's values by name in small letters, as text; none where it is missing."""

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys below a key."""


def defender_lines(desktop: Desktop, registry: Registry) -> Iterator[Line]:
    """Say of both rules whether they stop anything of ours, and what to ask of IT."""
    yield child_processes(desktop, registry)
    yield win32_calls(desktop, registry)
    yield controlled_folders(desktop, registry)


def child_processes(desktop: Desktop, registry: Registry) -> Line:
    """Look for the rule that keeps Office from starting other programs."""
    subject, python = "Rule against child processes", str(desktop.interpreter)
    by = set_by(registry, CHILD_RULE)
    if not by:
        fine = "not set to block in the registry; only pressing a button can show it"
        return Line(subject, True, fine)
    if spared(registry, python):
        return Line(subject, True, f"set {by}, but it spares {python}")
    return Line(
        subject, False,
        f"Defender keeps Office from starting other programs (set {by}), so neither buttons nor"
        f" custom functions can work. Ask IT for an exclusion of {python} from this rule alone; for"
        f" all users {FOR_ALL}, since Defender does not know %LOCALAPPDATA%. {WINDOW}",
    )  # fmt: skip


def win32_calls(desktop: Desktop, registry: Registry) -> Line:
    """Look for the rule that keeps macros from calling Windows; only custom functions do."""
    subject, add_in = "Rule against Win32 calls from macros", str(desktop.functions)
    by = set_by(registry, WIN32_RULE)
    if not by:
        return Line(subject, True, "not set to block in the registry")
    if spared(registry, add_in):
        return Line(subject, True, f"set {by}, but it spares {add_in}")
    return Line(
        subject, False,
        f"Defender blocks macros that call Windows itself (set {by}). The buttons make no such"
        " call; the custom functions do, and their add-in may be taken away. Leave them out, or ask"
        f" IT for an exclusion of {add_in} from this rule alone.",
    )  # fmt: skip


def controlled_folders(desktop: Desktop, registry: Registry) -> Line:
    """Look whether Defender guards folders such as Documents from programs it does not know.

    Excel may write there, and so may the buttons; commands, letters and exports write by Python.
    """
    subject, who = "Controlled folder access", _guarded_by(registry)
    if not who:
        return Line(subject, True, "not set to block in the registry")
    pythons = [desktop.program / "Scripts" / name for name in ("python.exe", "pythonw.exe")]
    named = [n for p in PLACES for n in registry.values(p.replace(ASR, FOLDERS) + ALLOWED)]
    named += (
        registry.values(MANAGED).get("controlledfolderaccessallowedapplications", "").split("|")
    )
    if all(_plain(str(python)) in map(_plain, named) for python in pythons):
        return Line(subject, True, f"set {who}, and it allows {pythons[0]}")
    return Line(
        subject, False,
        f"Defender lets only programs that it knows write into Documents, Desktop and other guarded"
        f" folders (set {who}). What Excel itself saves is not hindered; commands, statements and"
        " exports, which Python writes, may be. Keep the workbooks in a folder that is not guarded,"
        f" or ask IT to allow {pythons[0]}, {pythons[1]} and those of the Python they were made"
        f" with, in {sys.base_prefix}.",
    )  # fmt: skip


def _guarded_by(registry: Registry) -> str:
    """Return in words who has set the guard of folders to block, or "" where nobody has."""
    key = "enablecontrolledfolderaccess"
    who = [
        words
        for place, words in PLACES.items()
        if registry.values(place.replace(ASR, FOLDERS)).get(key) == BLOCK
    ]
    if registry.values(MANAGED).get(key) == BLOCK:
        who.append("by device management")
    return " and ".join(who)


def set_by(registry: Registry, rule: str) -> str:
    """Return in words who has set a rule to block or to warn, or "" where nobody has."""
    who = [words for place, words in PLACES.items() if _blocks(registry, place, rule)]
    managed = _entries(registry.values(MANAGED).get("asrrules", ""))
    if managed.get(rule, "") in (BLOCK, WARN):
        who.append("by device management")
    return " and ".join(who)


def _blocks(registry: Registry, place: str, rule: str) -> bool:
    rules = {name.strip("{} ").lower(): v for name, v in registry.values(rf"{place}\Rules").items()}
    return rules.get(rule, "").strip() in (BLOCK, WARN)


def _entries(text: str) -> dict[str, str]:
    entries = (entry.partition("=") for entry in text.split("|"))
    return {name.strip().strip("{}").lower(): state.strip() for name, _, state in entries}


def spared(registry: Registry, path: str) -> bool:
    """Tell whether a file, or a folder above it, is excluded from Defender's rules."""
    named = [name for place in PLACES for name in registry.values(rf"{place}\ASROnlyExclusions")]
    managed = registry.values(MANAGED).get("asronlyexclusions", "")
    named += [entry.rpartition("=")[0] or entry for entry in managed.split("|") if entry.strip()]
    sought = _plain(path)
    return any(
        fnmatchcase(sought, pattern) or fnmatchcase(sought, f"{pattern}\\*")
        for pattern in map(_plain, named)
    )


def _plain(path: str) -> str:
    return path.strip().strip('"').replace("/", "\\").rstrip("\\").lower()
