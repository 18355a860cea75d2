"""The Recoupment tab: its buttons, their icons and tips, and the macros that they lead to."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.macro_books.books import ADDIN, MACRO, RIBBON_PART, macros, parts_of, vba_of
from xl_recoup.excel.macros import BUTTONS

UI = "{http://schemas.microsoft.com/office/2006/01/customui}"
BOOKS = [pytest.param(MACRO, id="workbook"), pytest.param(ADDIN, id="add-in")]
ICONS = {
    "CalculateNow", "ErrorChecking", "FileMarkAsFinal", "FileNew", "FileProperties",
    "FileSaveAsOtherFormats", "FileSendAsAttachment", "FormulaEvaluate", "Help", "TraceError",
}  # fmt: skip
"""Controls of Excel's own, from Excel 2013 to Microsoft 365, by Microsoft's published lists."""


def ribbon(book: Path) -> ET.Element:
    return ET.fromstring(parts_of(book)[RIBBON_PART])


@pytest.mark.parametrize("book", BOOKS)
def test_the_ribbon_is_its_source(book: Path) -> None:
    """The part in the file is the text in the repository, byte for byte."""
    assert parts_of(book)[RIBBON_PART] == macros.RIBBON.read_bytes()


def test_the_tab_has_every_button() -> None:
    """One tab, Recoupment; its buttons and their tips are the macros' own list, in its order."""
    (tab,) = ribbon(MACRO).iter(f"{UI}tab")
    assert tab.get("label") == "Recoupment"
    buttons = [*tab.iter(f"{UI}button")]
    assert [(b.get("label"), b.get("supertip")) for b in buttons] == [
        (b.label, b.tip) for b in BUTTONS
    ]
    assert [len(g) for g in tab] == [3, 3, 1, 3]


def test_ids_and_key_tips_differ() -> None:
    """No id stands twice in the ribbon, and no key tip twice on the tab."""
    elements = [*ribbon(MACRO).iter()]
    ids = [e.get("id") for e in elements if e.get("id")]
    tips = [e.get("keytip") for e in elements if e.tag == f"{UI}button"]
    assert len(set(ids)) == len(ids) == 1 + 4 + len(BUTTONS)
    assert len(set(tips)) == len(BUTTONS)
    assert all(tips)


def test_icons_are_excels_own() -> None:
    """Each button has an icon, and a different one, that every Excel since 2013 has."""
    icons = [b.get("imageMso") for b in ribbon(MACRO).iter(f"{UI}button")]
    assert set(icons) == ICONS
    assert len(icons) == len(ICONS)


@pytest.mark.parametrize("book", BOOKS)
def test_a_button_runs_the_macro_of_its_name(book: Path) -> None:
    """Button → ribbon Sub → macro → Python function: each step exists and keeps the name."""
    code = vba_of(book)
    subs = dict(re.findall(
        r"^Public Sub (\w+)\(control As IRibbonControl\)\n    (\w+)\nEnd Sub$",
        code["RecoupmentRibbon"], re.MULTILINE,
    ))  # fmt: skip
    runs = dict(re.findall(
        r"^Public Sub (\w+)\(\)\n(?:(?!End Sub).*\n)*?    RunPython \".*; m\.(\w+)\(\)\"$",
        code["RecoupmentMacros"], re.MULTILINE,
    ))  # fmt: skip
    buttons = [*ribbon(book).iter(f"{UI}button")]
    assert len(subs) == len(runs) == len(buttons)
    for button, expected in zip(buttons, BUTTONS, strict=True):
        assert runs[subs[str(button.get("onAction"))]] == expected.macro


def test_nothing_but_the_ribbon_module_knows_the_ribbon() -> None:
    """The macros can be run from the list of macros too, and where there is no ribbon."""
    for name, text in vba_of(MACRO).items():
        assert ("IRibbon" in text) == (name == "RecoupmentRibbon"), name
