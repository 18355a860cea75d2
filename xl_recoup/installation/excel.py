"""Whether Excel can use the program on this computer: one line for each thing that can be amiss.

What only Excel itself can show is not claimed here: the registry and the files are looked at.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Protocol

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import open_package
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.reading.read_tables import dialect_of
from xl_recoup.book.reading.sheet_cells import BlockReader
from xl_recoup.errors import Refused
from xl_recoup.installation.desktop import (
    CONF_SHEET,
    INTERPRETER,
    MODULE_VERSION,
    Desktop,
    configured,
)
from xl_recoup.installation.line import Line

OFFICE = r"Software\Microsoft\Office\16.0\Excel"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel"
DEFENDER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
ASR_RULES = DEFENDER + r"\Windows Defender Exploit Guard\ASR\Rules"
ASR_MANAGED = DEFENDER + r"\Policy Manager"
CHILD_RULE = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"
"""Defender's “Block all Office applications from creating child processes”."""
BLOCK, WARN = "1", "6"
LAST_SETTING = 60  # the row of the settings sheet that is looked at last
INTERNET_ZONES = ("3", "4")
ALL_MACROS_OFF, UNSIGNED_OFF = "4", "3"
INSTALL = "Run scripts\\install_windows.py."
RUN_ATTACH = "Until then use “xl-recoup attach”, which is started outside Excel."


class Registry(Protocol):
    """The Windows registry, as far as it is asked: keys begin with HKCU or HKLM."""

    def values(self, key: str) -> Mapping[str, str]:
        """Return a key's values by name in small letters, as text; none where it is missing."""

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys below a key."""


def looks() -> Iterator[Line]:
    """Look at what Excel needs on this computer; elsewhere than on Windows there is nothing."""
    if sys.platform == "win32":
        from xl_recoup.installation.windows_registry import WindowsRegistry

        yield from excel_lines(Desktop.of(os.environ), WindowsRegistry())
    else:
        yield Line("Excel", True, "not looked at: this is not Windows, the command line serves")


def excel_lines(desktop: Desktop, registry: Registry) -> Iterator[Line]:
    """Say of each thing that Excel needs whether it is in place, or what to do."""
    yield pywin32()
    yield configuration(desktop)
    yield from add_in(desktop)
    yield disabled(registry)
    yield trusted(desktop, registry)
    yield macros(registry)
    yield child_processes(registry)


def book_lines(path: Path) -> Iterator[Line]:
    """Say of a workbook file whether Excel will let it work: its mark, its VBA module.

    Raises Refused where it is no workbook.
    """
    yield internet_mark(path)
    holds_macros = path.suffix.casefold() in (".xlsm", ".xlam")
    if holds_macros and MODULE_VERSION in conf_sheet(path):  # else they are the team's own
        yield vba_module(path)


def pywin32() -> Line:
    """Look for the library by which Python and Excel talk."""
    try:
        return Line("pywin32", True, version("pywin32"))
    except PackageNotFoundError:
        return Line("pywin32", False, "pywin32 is not installed: install xl_recoup again.")


def configuration(desktop: Desktop) -> Line:
    """Look at the settings of xlwings: which Python does Excel start?"""
    what, path = "xlwings configuration", desktop.configuration
    try:
        found = configured(path.read_text(encoding="utf-8-sig")).get(INTERPRETER, "")
    except OSError:
        return Line(
            what, False, f"{path} is missing, so Excel does not know which Python. {INSTALL}"
        )
    if not found:
        return Line(what, False, f"{path} names no {INTERPRETER}. {INSTALL}")
    if not Path(os.path.expandvars(found)).exists():
        return Line(what, False, f"{path} names {found}, which is missing. {INSTALL}")
    return Line(what, True, f"Excel starts {found}")


def add_in(desktop: Desktop) -> Iterator[Line]:
    """Look at the add-in: is it in place, does Windows block it, does its VBA module fit?"""
    path = desktop.add_in
    if not path.exists():
        yield Line("Add-in", False, f"{path} is missing. {INSTALL}")
        return
    yield Line("Add-in", True, str(path))
    yield internet_mark(path)
    yield vba_module(path)


def internet_mark(path: Path) -> Line:
    """Look at the mark that Windows puts on files from the internet: Excel blocks their macros."""
    what = f"Blocked mark on {path.name}"
    try:
        mark = Path(f"{path}:Zone.Identifier").read_text(errors="replace")
    except OSError:
        return Line(what, True, "none")
    zone = configured(mark.replace("=", ",")).get("ZONEID", "")
    if zone not in INTERNET_ZONES:
        return Line(what, True, "not from the internet")
    return Line(
        what, False,
        f"Windows marks {path.name} as coming from the internet, so its macros are blocked."
        " Right-click it > Properties > Unblock, or copy it from a trusted folder.",
    )  # fmt: skip


def vba_module(path: Path) -> Line:
    """Compare the xlwings for which a workbook's VBA module was built with the one installed."""
    what, installed = "xlwings VBA module", version("xlwings")
    try:
        settings = conf_sheet(path)
    except Refused:
        return Line(what, False, f"{path.name} can't be read. {INSTALL}")
    if not settings:
        return Line(
            what, False, f"{path.name} has no sheet {CONF_SHEET}: its macros are not ours"
        )  # fmt: skip
    built = settings.get(MODULE_VERSION, "an unknown version")
    if built != installed:
        return Line(
            what, False,
            f"{path.name} was built for xlwings {built}, but {installed} is installed. Run"
            " scripts\\install_windows.py, which puts in place what fits.",
        )  # fmt: skip
    return Line(what, True, f"{built}, as installed")


def conf_sheet(path: Path) -> dict[str, str]:
    """Return the settings of xlwings that a workbook or add-in holds; none where it has none."""
    package = open_package(path)
    sheet = next((s for s in package.sheets if s.name == CONF_SHEET), None)
    if sheet is None:
        return {}
    reader = BlockReader(Grid(package.text_of(sheet.part), sheet.part), dialect_of(package))
    return {str(name): str(value) for name, value in reader.read(Range(1, 1, 2, LAST_SETTING)).rows}


def disabled(registry: Registry) -> Line:
    """Look whether Excel has switched off an add-in after a crash."""
    what = "Add-ins switched off by Excel"
    if registry.values(rf"HKCU\{OFFICE}\Resiliency\DisabledItems"):
        return Line(
            what, False,
            "Excel keeps something switched off since a crash. If the Recoupment tab is missing:"
            " File > Options > Add-ins > Manage: Disabled Items > Go, and enable it.",
        )  # fmt: skip
    return Line(what, True, "none")


def trusted(desktop: Desktop, registry: Registry) -> Line:
    """Look whether Excel trusts the add-in's folder, and which further ones."""
    what = "Trusted locations"
    off = [
        key
        for key in (POLICY, OFFICE)
        if registry.values(rf"HKCU\{key}\Security\Trusted Locations").get("alllocationsdisabled")
        == "1"
    ]
    if off:
        return Line(
            what, False,
            "trusted locations are switched off, so only signed macros run. Ask IT to allow the"
            f" folder {desktop.add_in.parent}, or to trust the publisher's certificate.",
        )  # fmt: skip
    found = [
        registry.values(rf"HKCU\{key}\Security\Trusted Locations\{name}").get("path", "")
        for key in (POLICY, OFFICE)
        for name in registry.keys(rf"HKCU\{key}\Security\Trusted Locations")
    ]
    listed = "; ".join(path for path in found if path)
    return Line(what, True, listed or f"{desktop.add_in.parent}, by Excel's own default")


def macros(registry: Registry) -> Line:
    """Look whether macros may run at all."""
    what = "Macros"
    for key in (POLICY, OFFICE):
        setting = registry.values(rf"HKCU\{key}\Security").get("vbawarnings", "")
        if setting == ALL_MACROS_OFF:
            return Line(what, False, f"all macros are switched off. Ask IT for a trusted location."
                                     f" {RUN_ATTACH}")  # fmt: skip
        if setting == UNSIGNED_OFF:
            return Line(what, True, "only signed ones, and those in trusted locations")
        if setting:
            break
    return Line(what, True, "allowed, with a question or in trusted locations")


def child_processes(registry: Registry) -> Line:
    """Look for Defender's rule that keeps Office from starting other programs."""
    what = "Rule against child processes"
    rules = {**registry.values(ASR_RULES)}
    managed = registry.values(ASR_MANAGED).get("asrrules", "")
    for entry in managed.split("|"):
        guid, _, state = entry.partition("=")
        rules[guid.strip().strip("{}").lower()] = state.strip()
    state = rules.get(CHILD_RULE, "")
    if state in (BLOCK, WARN):
        return Line(
            what, False,
            "Defender keeps Office from starting other programs, so neither buttons nor custom"
            f" functions can work. Ask IT for an exception for {sys.executable}. {RUN_ATTACH}",
        )  # fmt: skip
    return Line(what, True, "not set to block in the registry; only pressing a button can show it")
