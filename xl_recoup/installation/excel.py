"""Whether Excel can use the program on this computer: one line for each thing that can be amiss.

What only Excel itself can show is not claimed here: the registry and the files are looked at.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from xl_recoup import __version__
from xl_recoup.book.package.package import Package, open_package
from xl_recoup.errors import Refused
from xl_recoup.installation.defender import Registry, defender_lines
from xl_recoup.installation.desktop import Desktop, configured
from xl_recoup.installation.it_rules import it_lines
from xl_recoup.installation.line import Line, library
from xl_recoup.installation.office_policy import AsOfficeReads
from xl_recoup.installation.traces import (
    ExcelProcess,
    com_cache,
    com_caches,
    put_in_place,
    taken_away,
    without_window,
)
from xl_recoup.tables import steers_programs

OFFICE = r"Software\Microsoft\Office\16.0\Excel"
POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel"
PROPERTIES, RIBBON = "docProps/core.xml", "customUI/customUI.xml"
BUILT_BY = re.compile(r"xl_recoup (\d[\w.]*\w)")
"""What the properties of a file that was built by us say of the version."""
INTERNET_ZONES = ("3", "4")
INSTALL = "Run install.py of the release again."
NOT_LOOKED_AT = (
    "not looked at: whether Excel opens the files without a word, what other virus scanners and App"
    " Control (WDAC) do, and rules that are kept elsewhere than in the registry. The button About"
    " shows at once whether all of it works together"
)
ON_WINDOWS = (
    "pywin32", "Python for Excel", "Add-in", "Blocked mark on the add-in", "Version of the add-in",
    "Add-ins switched off by Excel", "Trusted locations", "Macros", "Add-ins",
    "Macros in files from the internet", "Profile", "Command prompt", "Windows Script Host",
    "Application control", "Rule against child processes", "Rule against Win32 calls from macros",
    "Controlled folder access", "Excel without a window", "COM cache", "What only Excel can show",
)  # fmt: skip
"""What `excel_lines` has a line of, in its order; those on the add-in for both add-ins."""
NOT_WINDOWS = (
    "not looked at: this is not Windows, where the same command goes on with a line each for"
    f" {', '.join(ON_WINDOWS)}. Here commands and the page serve"
)


def looks() -> Iterator[Line]:
    """Look at what Excel needs on this computer; elsewhere than on Windows there is nothing."""
    if sys.platform == "win32":
        from xl_recoup.installation.running_excels import running_excels
        from xl_recoup.installation.windows_registry import WindowsRegistry

        desktop = Desktop.of(os.environ)
        yield from excel_lines(desktop, WindowsRegistry(), running=running_excels())
    else:
        yield Line("Excel", True, NOT_WINDOWS)


def excel_lines(
    desktop: Desktop,
    registry: Registry,
    *,
    running: Iterable[ExcelProcess] = (),
    environment: Mapping[str, str] = os.environ,
) -> Iterator[Line]:
    """Say of each thing that Excel needs whether it is in place, or what to do."""
    registry = AsOfficeReads(registry)
    yield library("pywin32")
    yield interpreter(desktop)
    yield from add_in(desktop)
    yield from other_tabs(desktop)
    yield disabled(registry)
    yield trusted(desktop, registry)
    yield from it_lines(desktop, registry)
    yield from defender_lines(desktop, registry)
    yield without_window(running)
    yield com_cache(com_caches(desktop, environment))
    yield Line("What only Excel can show", True, NOT_LOOKED_AT)


def book_lines(path: Path, desktop: Desktop | None = None) -> Iterator[Line]:
    """Say of a workbook file whether Excel will let it work: its mark, its macros, what it steers.

    `desktop` is this user's on Windows, where it is not given. Raises Refused where it is no
    workbook.
    """
    if desktop is None and sys.platform == "win32":
        desktop = Desktop.of(os.environ)
    yield internet_mark(path)
    package = open_package(path)
    yield from settings_for_programs(package)
    if has_our_ribbon(package):  # else its macros are the team's own
        yield built_by(path)
        yield tabs(path, desktop)


def settings_for_programs(package: Package) -> Iterator[Line]:
    """Look for sheets from which other add-ins take which program they start."""
    for name in (sheet.name for sheet in package.sheets if steers_programs(sheet.name)):
        yield Line(
            f"Sheet {name}",
            False,
            "add-ins such as xlwings take from it which program they start, also where it is"
            " hidden; xl_recoup does not read it. If the workbook came from outside, show it to"
            " IT. Delete the sheet.",
        )


def has_our_ribbon(package: Package) -> bool:
    """Return whether a workbook brings the tab Recoupment along."""
    return package.has(RIBBON) and b"recoupmentTab" in package.bytes_of(RIBBON)


def tabs(path: Path, desktop: Desktop | None) -> Line:
    """Look whether the tab is there twice: from the workbook, and from the add-in."""
    twice = desktop is not None and path != desktop.add_in and desktop.add_in.exists()
    words = (
        f"{path.name} has one and the add-in another, so Excel shows two. Both do the same, on the"
        " workbook in front. To have one, save the workbook as .xlsx, or take the add-in away."
    )
    return Line("Tabs called Recoupment", not twice, words if twice else "one")


def other_tabs(desktop: Desktop) -> Iterator[Line]:
    """Look for further files that Excel loads by itself, and that bring the tab along as well."""
    for path in sorted(desktop.add_in.parent.glob("*.xl*")):
        if path in (desktop.add_in, desktop.functions) or path.name.startswith("~$"):
            continue
        with suppress(Refused, OSError):
            if has_our_ribbon(open_package(path)):
                yield Line(
                    "Tabs called Recoupment",
                    False,
                    f"Excel loads {path} at each start, which brings a tab of its own, perhaps of"
                    " an older version. Close Excel, and delete it there or move it elsewhere.",
                )


def interpreter(desktop: Desktop) -> Line:
    """Look at the Python that Excel starts: the macros know one place, and no other."""
    path = desktop.interpreter
    missing = (
        f"{path} is missing, and the buttons start no other: xl_recoup was not installed for this"
        f" user, or a virus scanner has taken it away. {INSTALL} If it goes again, tell IT."
    )
    there = path.exists()
    return Line("Python for Excel", there, f"Excel starts {path}" if there else missing)


def add_in(desktop: Desktop) -> Iterator[Line]:
    """Look at the add-ins: are they in place, does Windows block them, do they fit?"""
    noted = put_in_place(desktop)
    path = desktop.add_in
    if noted is None and not path.exists():
        yield Line("Add-in", False, f"{path} is missing. {INSTALL}")
    elif noted == set() and not path.exists():
        yield Line("Add-in", True, "not in Excel, as was chosen: the window has the same buttons")
    for each in (path, desktop.functions):
        if each.name in (noted or set()) and not each.exists():
            yield Line("Add-in", False, taken_away(each))
    for each in filter(Path.exists, (path, desktop.functions)):
        yield Line("Add-in", True, str(each))
        yield internet_mark(each)
        yield built_by(each)


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


def built_by(path: Path) -> Line:
    """Compare the version by which a file's macros were built with the one installed."""
    amiss, built = "", None
    try:
        package = open_package(path)
        properties = package.text_of(PROPERTIES) if package.has(PROPERTIES) else b""
        built = BUILT_BY.search(properties.decode("utf-8", "replace"))
    except Refused:
        amiss = f"{path.name} can't be read. {INSTALL}"
    version = built[1] if built else "an unknown version"
    if not amiss and version != __version__:
        amiss = (
            f"{path.name} was built by {version} of xl_recoup, but {__version__} is installed. Run"
            " install.py of the release, which puts in place what fits; take the new"
            " recoupment.xlsm where you use one."
        )
    return Line(f"Version of {path.name}", not amiss, amiss or f"{version}, as installed")


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
