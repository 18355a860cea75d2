"""`doctor` names what a council's IT has set, wherever it is set, with what to ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.excel.made_up_registry import Registry
from xl_recoup.installation import defender
from xl_recoup.installation.defender import CHILD_RULE, WIN32_RULE, defender_lines
from xl_recoup.installation.desktop import Desktop
from xl_recoup.installation.it_rules import it_lines

LOCAL, APPDATA = r"C:\Users\jo\AppData\Local", r"C:\Users\jo\AppData\Roaming"
EXCEL = r"HKCU\Software\Microsoft\Office\16.0\Excel\Security"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
GROUP = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender"
ALONE = r"HKLM\SOFTWARE\Microsoft\Windows Defender"
ASR = r"\Windows Defender Exploit Guard\ASR"
FOLDERS = r"\Windows Defender Exploit Guard\Controlled Folder Access"
RESILIENCY = POLICY.replace("Security", "Resiliency")
LISTED = rf"{RESILIENCY}\AddinList"
CLOUD = POLICY.replace(r"\Office", r"\Cloud\Office")
PYTHONS = [rf"{LOCAL}\xl_recoup\python\Scripts\{name}.exe" for name in ("python", "pythonw")]
Held = dict[str, dict[str, str]]


def lines(held: Held, *, local: str = LOCAL, appdata: str = APPDATA) -> dict[str, tuple[bool, str]]:
    """Return what is said of each subject on a computer with this registry."""
    desktop = Desktop.of(
        {"LOCALAPPDATA": local, "APPDATA": appdata, "USERPROFILE": "C:\\Users\\jo"}
    )
    registry = Registry(held)
    said = [*it_lines(desktop, registry), *defender_lines(desktop, registry)]
    return {line.subject: (line.ok, line.words) for line in said}


def to_do(held: Held, *, local: str = LOCAL, appdata: str = APPDATA) -> dict[str, str]:
    said = lines(held, local=local, appdata=appdata)
    return {subject: words for subject, (ok, words) in said.items() if not ok}


def test_a_computer_on_which_nothing_is_set() -> None:
    """There is nothing to do."""
    assert to_do({}) == {}


@pytest.mark.parametrize("state", ["1", "6"])
@pytest.mark.parametrize(
    ("rule", "subject", "asked"),
    [
        (CHILD_RULE, "Rule against child processes", defender.FOR_ALL),
        (WIN32_RULE, "Rule against Win32 calls from macros", "Leave them out, or ask IT"),
    ],
)
def test_rules_of_defender_wherever_they_are_set(
    rule: str, subject: str, asked: str, state: str
) -> None:
    """Group policy, device management and this computer alone: each is found and named."""
    for held, by in (
        ({rf"{GROUP}{ASR}\Rules": {rule: state}}, "set by group policy"),
        ({rf"{GROUP}{ASR}\Rules": {f"{{{rule.upper()}}}": state}}, "set by group policy"),
        ({rf"{ALONE}{ASR}\Rules": {rule: state}}, "set on this computer"),
        ({rf"{GROUP}\Policy Manager": {"asrrules": f"x=1|{{{rule.upper()}}}={state}"}},
         "set by device management"),
    ):  # fmt: skip
        said = to_do(held)
        assert list(said) == [subject]
        assert by in said[subject]
        assert asked in said[subject]


@pytest.mark.parametrize("state", ["0", "2", "5"])
def test_a_rule_that_only_watches_blocks_nothing(state: str) -> None:
    """Off, audited or not configured: nothing to ask for."""
    assert to_do({rf"{GROUP}{ASR}\Rules": {CHILD_RULE: state, WIN32_RULE: state}}) == {}


@pytest.mark.parametrize(
    "exclusion",
    [
        rf"{LOCAL}\xl_recoup\python\Scripts\pythonw.exe",
        rf"{LOCAL}\xl_recoup".upper(),
        defender.FOR_ALL,
    ],
)
def test_what_it_has_excluded_is_spared(exclusion: str) -> None:
    """The file itself, a folder above it, or the place for all users: the rule is no obstacle."""
    rule = {CHILD_RULE: "1"}
    for held in (
        {rf"{GROUP}{ASR}\Rules": rule, rf"{GROUP}{ASR}\ASROnlyExclusions": {exclusion: "0"}},
        {rf"{ALONE}{ASR}\Rules": rule, rf"{ALONE}{ASR}\ASROnlyExclusions": {exclusion: "0"}},
        {rf"{GROUP}\Policy Manager": {"asrrules": f"{CHILD_RULE}=1",
                                      "asronlyexclusions": f"C:\\x=0|{exclusion}=0"}},
    ):  # fmt: skip
        ok, words = lines(held)["Rule against child processes"]
        assert ok
        assert "spares" in words


def test_an_exclusion_that_defender_cannot_read() -> None:
    """A user's variable means nothing to Defender: what was typed with it spares nothing."""
    typed = r"%LOCALAPPDATA%\xl_recoup\python\Scripts\pythonw.exe"
    held = {rf"{GROUP}{ASR}\Rules": {CHILD_RULE: "1"},
            rf"{GROUP}{ASR}\ASROnlyExclusions": {typed: "0"}}  # fmt: skip
    assert "does not know %LOCALAPPDATA%" in to_do(held)["Rule against child processes"]


@pytest.mark.parametrize(
    ("held", "subject", "said"),
    [
        ({POLICY: {"vbawarnings": "4"}, EXCEL: {"vbawarnings": "1"}}, "Macros",
         "Ask IT for a trusted location"),
        ({r"HKCU\Software\Policies\Microsoft\Office\16.0\Common": {"vbaoff": "1"}}, "Macros",
         "in all of Office"),
        ({r"HKLM\Software\Policies\Microsoft\Office\16.0\Common": {"vbaoff": "1"}}, "Macros",
         "in all of Office"),
        ({POLICY: {"disablealladdins": "1"}}, "Add-ins", "loads no add-ins"),
        ({POLICY: {"requireaddinsig": "1"}}, "Add-ins", "Ask IT to sign"),
        ({RESILIENCY: {"restricttolist": "1"}}, "Add-ins", "Ask IT to enter recoupment.xlam"),
        ({RESILIENCY: {"restricttolist": "1"}, LISTED: {"recoupment.xlam": "0"}},
         "Add-ins", "Ask IT to enter recoupment.xlam"),
        ({CLOUD: {"vbawarnings": "4"}, POLICY: {"vbawarnings": "2"}}, "Macros",
         "Ask IT for a trusted location"),
        ({CLOUD: {"disablealladdins": "1"}}, "Add-ins", "loads no add-ins"),
        ({CLOUD: {"blockcontentexecutionfrominternet": "1"}}, "Macros in files from the internet",
         "Blocked by policy"),
        ({rf"{GROUP}{FOLDERS}": {"enablecontrolledfolderaccess": "1"}}, "Controlled folder access",
         "set by group policy"),
        ({rf"{ALONE}{FOLDERS}": {"enablecontrolledfolderaccess": "1"}}, "Controlled folder access",
         "set on this computer"),
        ({rf"{GROUP}\Policy Manager": {"enablecontrolledfolderaccess": "1"}},
         "Controlled folder access", "set by device management"),
        ({POLICY: {"blockcontentexecutionfrominternet": "1"}}, "Macros in files from the internet",
         "ask IT to put it on a file share"),
        ({r"HKCU\Software\Microsoft\Windows\CurrentVersion\Policies\Attachments":
          {"hidezoneinfoonproperties": "1"}}, "Macros in files from the internet",
         "Unblock is hidden"),
        ({r"HKCU\Software\Policies\Microsoft\Windows\System": {"disablecmd": "1"}},
         "Command prompt", "Buttons and window don't need it"),
        ({r"HKCU\Software\Policies\Microsoft\Windows\System": {"disablecmd": "2"}},
         "Command prompt", r"xl_recoup\python\Scripts\python.exe"),
        ({r"HKLM\Software\Microsoft\Windows Script Host\Settings": {"enabled": "0"}},
         "Windows Script Host", "press About"),
    ],
)  # fmt: skip
def test_each_setting_is_named(held: Held, subject: str, said: str) -> None:
    """One setting, one line to do, which says what to ask or what to use instead."""
    found = {name: words.replace("/", "\\") for name, words in to_do(held).items()}
    assert list(found) == [subject]
    assert said in found[subject]


@pytest.mark.parametrize(
    "held",
    [
        {POLICY: {"vbawarnings": "2"}, EXCEL: {"vbawarnings": "4"}},
        {CLOUD: {"vbawarnings": "2"}, POLICY: {"vbawarnings": "4"}},
        {RESILIENCY: {"restricttolist": "1"}, LISTED: {"recoupment.xlam": "1"}},
        {rf"{GROUP}{FOLDERS}": {"enablecontrolledfolderaccess": "2"}},
        {
            rf"{ALONE}{FOLDERS}": {"enablecontrolledfolderaccess": "1"},
            rf"{ALONE}{FOLDERS}\AllowedApplications": dict.fromkeys(PYTHONS, "0"),
        },
        {
            rf"{GROUP}\Policy Manager": {
                "enablecontrolledfolderaccess": "1",
                "controlledfolderaccessallowedapplications": "|".join(PYTHONS),
            }
        },
        {EXCEL: {"vbawarnings": "3"}},
        {POLICY: {"blockcontentexecutionfrominternet": "0"}},
        {r"HKCU\Software\Policies\Microsoft\Windows\System": {"disablecmd": "0"}},
        {r"HKLM\Software\Microsoft\Windows Script Host\Settings": {"enabled": "1"}},
    ],
)
def test_what_is_set_and_harmless(held: Held) -> None:
    """A policy goes before the user's own setting; what is switched off on paper alone is ok."""
    assert to_do(held) == {}


@pytest.mark.parametrize(
    ("appdata", "held"),
    [
        (r"\\server\home\jo\Roaming", {}),
        (r"H:\Roaming", {r"HKCU\Network\H": {"remotepath": r"\\server\home"}}),
        (r"\\?\UNC\server\home\jo\Roaming", {}),
        (r"\\?\H:\Roaming", {r"HKCU\Network\H": {"remotepath": r"\\server\home"}}),
    ],
)
def test_a_profile_on_a_server(appdata: str, held: Held) -> None:
    """By its name or by a drive of it: Excel trusts it only where IT allows such locations."""
    words = to_do(held, appdata=appdata)["Profile"]
    assert r"%APPDATA% is on \\server\home" in words
    assert "ask IT to allow trusted locations on the network" in words
    allowed = held | {rf"{POLICY}\Trusted Locations": {"allownetworklocations": "1"}}
    assert to_do(allowed, appdata=appdata) == {}


def test_the_program_on_a_server() -> None:
    """Where even the local folder is on a server, Python runs from there: that is said."""
    assert "ask IT for a local folder" in to_do({}, local=r"\\server\local")["Profile"]
    assert to_do({}, local=str(Path("/home/jo"))) == {}
    assert to_do({}, appdata=r"\\?\C:\Users\jo\Roaming") == {}


def test_applocker_is_named() -> None:
    """That this Python runs shows half of it: what else must be allowed is named."""
    ok, words = lines({r"HKLM\SOFTWARE\Policies\Microsoft\Windows\SrpV2\Dll":
                       {"enforcementmode": "1"}})["Application control"]  # fmt: skip
    assert ok
    assert "AppLocker's rules for Dll are enforced" in words
