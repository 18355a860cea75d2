"""Whether Excel can use the program on this computer: one line for each thing that can be amiss.

What only Excel itself can show is not claimed here: the registry and the files are looked at.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import open_package
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.reading.read_tables import dialect_of
from xl_recoup.book.reading.sheet_cells import BlockReader
from xl_recoup.errors import Refused
from xl_recoup.installation.defender import Registry, defender_lines
from xl_recoup.installation.desktop import (
    CONF_SHEET,
    INTERPRETER,
    MODULE_VERSION,
    Desktop,
    configured,
)
from xl_recoup.installation.it_rules import it_lines
from xl_recoup.installation.line import Line, library
from xl_recoup.installation.traces import (
    ExcelProcess,
    com_cache,
    com_caches,
    installed,
    taken_away,
    without_window,
)

OFFICE = r"Software\Microsoft\Office\16.0\Excel"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel"
LAST_SETTING = 60  # the row of the settings sheet that is looked at last
INTERNET_ZONES = ("3", "4")
INSTALL = "Run scripts\\install_windows.py."
NOT_LOOKED_AT = (
    "not looked at: whether Excel opens the files without a word, what other virus scanners and App"
    " Control (WDAC) do, and rules that are kept elsewhere than in the registry. The button About"
    " shows at once whether all of it works together"
)


def looks() -> Iterator[Line]:
    """Look at what Excel needs on this computer; elsewhere than on Windows there is nothing."""
    if sys.platform == "win32":
        from xl_recoup.installation.running_excels import running_excels
        from xl_recoup.installation.windows_registry import WindowsRegistry

        desktop = Desktop.of(os.environ)
        yield from excel_lines(desktop, WindowsRegistry(), running=running_excels())
    else:
        yield Line("Excel", True, "not looked at: this is not Windows, the command line serves")


def excel_lines(
    desktop: Desktop,
    registry: Registry,
    *,
    running: Iterable[ExcelProcess] = (),
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Line]:
    """Say of each thing that Excel needs whether it is in place, or what to do."""
    yield library("pywin32")
    yield configuration(desktop)
    yield from add_in(desktop)
    yield disabled(registry)
    yield trusted(desktop, registry)
    yield from it_lines(desktop, registry)
    yield from defender_lines(desktop, registry)
    yield without_window(running)
    yield com_cache(com_caches(desktop, environment))
    yield Line("What only Excel can show", True, NOT_LOOKED_AT)


def book_lines(path: Path) -> Iterator[Line]:
    """Say of a workbook file whether Excel will let it work: its mark, its VBA module.

    Raises Refused where it is no workbook.
    """
    yield internet_mark(path)
    holds_macros = path.suffix.casefold() in (".xlsm", ".xlam")
    if holds_macros and MODULE_VERSION in conf_sheet(path):  # else they are the team's own
        yield vba_module(path)


def configuration(desktop: Desktop) -> Line:
    """Look at the settings of xlwings: which Python does Excel start?"""
    path, found = desktop.configuration, ""
    amiss = "is missing, so Excel does not know which Python"
    with suppress(OSError):
        found = configured(path.read_text(encoding="utf-8-sig")).get(INTERPRETER, "")
        amiss = f"names {found}, which is missing" if found else f"names no {INTERPRETER}"
    there = bool(found) and Path(os.path.expandvars(found)).exists()
    words = f"Excel starts {found}" if there else f"{path} {amiss}. {INSTALL}"
    return Line("xlwings configuration", there, words)


def add_in(desktop: Desktop) -> Iterator[Line]:
    """Look at the add-in: is it in place, does Windows block it, does its VBA module fit?"""
    path = desktop.add_in
    if not path.exists():
        gone = taken_away(path) if installed(desktop) else f"{path} is missing. {INSTALL}"
        yield Line("Add-in", False, gone)
        return
    yield Line("Add-in", True, str(path))
    yield internet_mark(path)
    yield vba_module(path)


def internet_mark(path: Path) -> Line:
    """Look at the mark that Windows puts on files from the internet: Excel blocks their macros."""
    zone, words = "", "none"
    with suppress(OSError):
        mark = Path(f"{path}:Zone.Identifier").read_text(errors="replace")
        zone = configured(mark.replace("=", ",")).get("ZONEID", "")
        words = "not from the internet"
    blocked = (
        f"Windows marks {path.name} as coming from the internet, so its macros are blocked."
        " Right-click it > Properties > Unblock, or copy it from a trusted folder."
    )
    marked = zone in INTERNET_ZONES
    return Line(f"Blocked mark on {path.name}", not marked, blocked if marked else words)


def vba_module(path: Path) -> Line:
    """Compare the xlwings for which a workbook's VBA module was built with the one installed."""
    installed, amiss = version("xlwings"), ""
    try:
        settings = conf_sheet(path)
    except Refused:
        settings, amiss = {}, f"{path.name} can't be read. {INSTALL}"
    built = settings.get(MODULE_VERSION, "an unknown version")
    if not settings:
        amiss = amiss or f"{path.name} has no sheet {CONF_SHEET}: its macros are not ours"
    elif built != installed:
        amiss = (
            f"{path.name} was built for xlwings {built}, but {installed} is installed. Run"
            " scripts\\install_windows.py, which puts in place what fits."
        )
    return Line("xlwings VBA module", not amiss, amiss or f"{built}, as installed")


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
    off = bool(registry.values(rf"HKCU\{OFFICE}\Resiliency\DisabledItems"))
    amiss = (
        "Excel keeps something switched off since a crash. If the Recoupment tab is missing:"
        " File > Options > Add-ins > Manage: Disabled Items > Go, and enable it."
    )
    return Line("Add-ins switched off by Excel", not off, amiss if off else "none")


def trusted(desktop: Desktop, registry: Registry) -> Line:
    """Look whether Excel trusts the add-in's folder, and which further ones."""
    keys = [rf"HKCU\{key}\Security\Trusted Locations" for key in (POLICY, OFFICE)]
    off = any(registry.values(key).get("alllocationsdisabled") == "1" for key in keys)
    amiss = (
        "trusted locations are switched off, so only signed macros run. Ask IT to allow the"
        f" folder {desktop.add_in.parent}, or to trust the publisher's certificate."
    )
    places = (rf"{key}\{name}" for key in keys for name in registry.keys(key))
    listed = "; ".join(filter(None, (registry.values(p).get("path", "") for p in places)))
    words = listed or f"{desktop.add_in.parent}, by Excel's own default"
    return Line("Trusted locations", not off, amiss if off else words)
