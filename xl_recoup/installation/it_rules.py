"""What IT has set on this computer that decides whether and how the program can be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xl_recoup.installation.defender import WINDOW, Registry
from xl_recoup.installation.desktop import Desktop
from xl_recoup.installation.line import Line
from xl_recoup.installation.office_policy import AsOfficeReads

EXCEL = r"Software\Microsoft\Office\16.0\Excel"
EXCEL_POLICY = r"Software\Policies\Microsoft\Office\16.0\Excel"
OFFICE_POLICY = r"Software\Policies\Microsoft\Office\16.0\Common"
TRUSTED = r"\Security\Trusted Locations"
ATTACHMENTS = r"Software\Microsoft\Windows\CurrentVersion\Policies\Attachments"
WINDOWS = r"Software\Policies\Microsoft\Windows\System"
SCRIPT_HOST = r"Software\Microsoft\Windows Script Host\Settings"
APPLOCKER = r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2"
ROOTS = ("HKCU", "HKLM")
ALL_MACROS_OFF, UNSIGNED_OFF = "4", "3"


def it_lines(desktop: Desktop, registry: Registry) -> Iterator[Line]:
    """Say of each setting whether it lets the program be used, or what to ask of IT."""
    registry = AsOfficeReads(registry)
    yield macros(registry)
    yield add_ins(desktop, registry)
    yield internet_files(registry)
    yield profile(desktop, registry)
    yield command_prompt(desktop, registry)
    yield script_host(registry)
    yield application_control(desktop, registry)


def macros(registry: Registry) -> Line:
    """Look whether macros may run at all; what IT has set goes before what the user has."""
    if any(registry.values(rf"{root}\{OFFICE_POLICY}").get("vbaoff") == "1" for root in ROOTS):
        words = f"macros are switched off in all of Office by policy. {WINDOW}"
        return Line("Macros", False, words)
    settings = (registry.values(rf"HKCU\{key}\Security") for key in (EXCEL_POLICY, EXCEL))
    setting = next(filter(None, (found.get("vbawarnings", "") for found in settings)), "")
    words = {
        ALL_MACROS_OFF: f"all macros are switched off. Ask IT for a trusted location. {WINDOW}",
        UNSIGNED_OFF: "only signed ones, and those in trusted locations",
    }.get(setting, "allowed, with a question or in trusted locations")
    return Line("Macros", setting != ALL_MACROS_OFF, words)


def add_ins(desktop: Desktop, registry: Registry) -> Line:
    """Look whether Excel may load add-ins, and whether they must be signed."""
    keys = [rf"HKCU\{key}\Security" for key in (EXCEL_POLICY, EXCEL)]
    held = [registry.values(key) for key in keys]
    if any(values.get("disablealladdins") == "1" for values in held):
        words = f"Excel loads no add-ins, so there is no tab Recoupment. {WINDOW}"
        return Line("Add-ins", False, words)
    listed = registry.values(rf"HKCU\{EXCEL_POLICY}\Resiliency\AddinList")
    managed = registry.values(rf"HKCU\{EXCEL_POLICY}\Resiliency").get("restricttolist") == "1"
    if managed and listed.get(desktop.add_in.name.lower(), "0") not in ("1", "2"):
        words = (
            "Excel loads only the add-ins of IT's list of managed add-ins. Ask IT to enter"
            f" {desktop.add_in.name} there. {WINDOW}"
        )
        return Line("Add-ins", False, words)
    if any(values.get("requireaddinsig") == "1" for values in held):
        words = (
            "Excel loads only add-ins that are signed by a trusted publisher. Ask IT to sign"
            f" recoupment.xlam with the council's certificate. {WINDOW}"
        )
        return Line("Add-ins", False, words)
    return Line("Add-ins", True, "not restricted in the registry")


def internet_files(registry: Registry) -> Line:
    """Look whether IT blocks macros in files from the internet, and hides the way to allow one."""
    subject = "Macros in files from the internet"
    policy = registry.values(rf"HKCU\{EXCEL_POLICY}\Security")
    blocked = policy.get("blockcontentexecutionfrominternet") == "1"
    hidden = registry.values(rf"HKCU\{ATTACHMENTS}").get("hidezoneinfoonproperties") == "1"
    if not blocked and not hidden:
        return Line(subject, True, "blocked by Excel's own default, file by file")
    how = "blocked by policy" if blocked else "blocked by Excel's own default"
    way = (
        "Unblock is hidden in a file's properties: ask IT to put the release on a file share"
        if hidden
        else "unblock the release's zip before it is unpacked (right-click > Properties > Unblock),"
        " or ask IT to put it on a file share"
    )
    words = f"{how}. {way}, and install from there: what install.py copies is not marked. {WINDOW}"
    return Line(subject, False, words[0].upper() + words[1:])


def profile(desktop: Desktop, registry: Registry) -> Line:
    """Look whether the user's own folders lie on a server, which Excel does not trust by itself."""
    subject = "Profile"
    places = {"%APPDATA%": desktop.add_in.parent, "%LOCALAPPDATA%": desktop.manifest.parent}
    away = {name: on for name, path in places.items() if (on := server(path, registry))}
    if not away:
        return Line(subject, True, "on this computer")
    named = "; ".join(f"{name} is on {on}" for name, on in away.items())
    keys = [rf"HKCU\{key}{TRUSTED}" for key in (EXCEL_POLICY, EXCEL)]
    allowed = any(registry.values(key).get("allownetworklocations") == "1" for key in keys)
    if allowed and "%LOCALAPPDATA%" not in away:
        return Line(subject, True, f"{named}, and Excel trusts locations on the network")
    ask = [] if allowed else [
        f"Excel trusts no folder on the network, so the macros in {desktop.add_in.parent} may not"
        " run: ask IT to allow trusted locations on the network, with that folder among them, or to"
        " sign the add-in."
    ]  # fmt: skip
    if "%LOCALAPPDATA%" in away:
        ask.append("Python runs from a server there, slowly: ask IT for a local folder.")
    return Line(subject, False, f"{named}. {' '.join(ask)} {WINDOW}")


def server(path: Path, registry: Registry) -> str:
    r"""Return the server that a folder lies on, by its name or its drive's: `\\server\…`, or ""."""
    words = str(path).replace("/", "\\")
    if words[:4] in ("\\\\?\\", "\\\\.\\"):  # Windows' long form of either kind
        long = words[4:]
        words = f"\\\\{long[4:]}" if long.upper().startswith("UNC\\") else long
    if words.startswith("\\\\"):
        return "\\\\" + "\\".join(words[2:].split("\\")[:2])
    if words[1:2] == ":":
        return registry.values(rf"HKCU\Network\{words[0].upper()}").get("remotepath", "")
    return ""


def command_prompt(desktop: Desktop, registry: Registry) -> Line:
    """Look whether the command prompt is switched off; nothing of ours starts it."""
    off = any(
        registry.values(rf"{root}\{WINDOWS}").get("disablecmd", "0") in ("1", "2") for root in ROOTS
    )
    amiss = (
        "switched off by policy. Buttons and window don't need it. For a command of the pages, use"
        f' Start > Run: "{desktop.program}\\Scripts\\python.exe" -m xl_recoup …, or ask IT for'
        " PowerShell."
    )
    return Line(
        "Command prompt", not off, amiss if off else "allowed, and not needed by the buttons"
    )


def script_host(registry: Registry) -> Line:
    """Look whether Windows Script Host is off, by whose object Excel starts Python."""
    off = any(registry.values(rf"{r}\{SCRIPT_HOST}").get("enabled") == "0" for r in ROOTS)
    amiss = (
        "switched off. Excel starts Python by its object WScript.Shell, which may be blocked along"
        f" with it: press About on the tab to see. {WINDOW}"
    )
    return Line("Windows Script Host", not off, amiss if off else "not switched off")


def application_control(desktop: Desktop, registry: Registry) -> Line:
    """Say whether AppLocker decides what may run; that this Python runs answers half of it."""
    kinds = [
        kind for kind in ("Exe", "Dll")
        if registry.values(rf"{APPLOCKER}\{kind}").get("enforcementmode") == "1"
    ]  # fmt: skip
    words = "AppLocker has no rules for programs; of App Control (WDAC) the registry says nothing"
    if kinds:
        words = (
            f"AppLocker's rules for {' and '.join(kinds)} are enforced. They let this Python run;"
            f" {desktop.interpreter.name} and the libraries in {desktop.program} need the same"
        )
    return Line("Application control", True, words)
