"""The Recoupment tab: its buttons, their icons and tips, and the macros that they lead to."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.macro_books.books import ADDIN, MACRO, RIBBON_PART, buttons, parts_of, vba_of
from xl_recoup.excel.macros import BUTTONS

UI = "{http://schemas.microsoft.com/office/2006/01/customui}"
BOOKS = [pytest.param(MACRO, id="workbook"), pytest.param(ADDIN, id="add-in")]
ICONS = """
AutoSum CalculateNow Calculator ChartInsert DataValidation ErrorChecking FileMarkAsFinal FileNew
FileOpen FilePrint FilePrintPreview FileProperties FileSave FileSaveAsOtherFormats
FileSendAsAttachment Filter FormulaEvaluate Help NameManager PivotTableInsert PivotTableReport
PrintPreviewAndPrint RefreshAll ReviewNewComment SheetProtect SortDialog TraceError
TracePrecedents WindowUnhide
"""
"""Some of Excel's own controls that every Excel from 2013 to Microsoft 365 has, by Microsoft's
published lists of control identifiers. An icon that is not here is to be looked up there first."""


def ribbon(book: Path) -> ET.Element:
    return ET.fromstring(parts_of(book)[RIBBON_PART])


@pytest.mark.parametrize("book", BOOKS)
def test_the_ribbon_is_what_the_list_gives(book: Path) -> None:
    """The part in the file is the text that the buttons give, byte for byte."""
    assert parts_of(book)[RIBBON_PART] == buttons.ribbon().encode()


def test_the_tab_has_every_button() -> None:
    """One tab, Recoupment; its buttons and their tips are the macros' own list, in its order."""
    (tab,) = ribbon(MACRO).iter(f"{UI}tab")
    assert tab.get("label") == "Recoupment"
    shown = [*tab.iter(f"{UI}button")]
    assert [(b.get("label"), b.get("supertip")) for b in shown] == [
        (b.label, b.tip) for b in BUTTONS
    ]
    groups = dict.fromkeys(b.group for b in BUTTONS)
    assert [group.get("label") for group in tab] == [*groups]


def test_ids_and_key_tips_differ() -> None:
    """No id stands twice in the ribbon, and no key tip twice on the tab."""
    elements = [*ribbon(MACRO).iter()]
    ids = [e.get("id") for e in elements if e.get("id")]
    tips = [e.get("keytip") for e in elements if e.tag == f"{UI}button"]
    assert len(set(ids)) == len(ids) == 1 + len({b.group for b in BUTTONS}) + len(BUTTONS)
    assert len(set(tips)) == len(BUTTONS)
    assert all(tips)


def test_icons_are_excels_own() -> None:
    """Each button has an icon, and a different one, that every Excel since 2013 has."""
    icons = [b.get("imageMso") for b in ribbon(MACRO).iter(f"{UI}button")]
    assert {*map(str, icons)} <= {*ICONS.split()}
    assert len(set(icons)) == len(icons)


@pytest.mark.parametrize("book", BOOKS)
def test_a_button_runs_the_macro_of_its_name(book: Path) -> None:
    """Button → ribbon Sub → macro → Python function: each step exists and keeps the name."""
    code = vba_of(book)
    subs = dict(
        re.findall(
            r"^Public Sub (\w+)\(control As IRibbonControl\)\n    (\w+)\nEnd Sub$",
            code["RecoupmentRibbon"],
            re.MULTILINE,
        )
    )
    runs = dict(
        re.findall(
            r"^Public Sub (\w+)\(\)\n    RecoupmentRun \"(\w+)\"\nEnd Sub$",
            code["RecoupmentMacros"],
            re.MULTILINE,
        )
    )
    shown = [*ribbon(book).iter(f"{UI}button")]
    assert len(subs) == len(runs) == len(shown)
    for button, expected in zip(shown, BUTTONS, strict=True):
        assert runs[subs[str(button.get("onAction"))]] == expected.macro


def test_nothing_but_the_ribbon_module_knows_the_ribbon() -> None:
    """The macros can be run from the list of macros too, and where there is no ribbon."""
    for name, text in vba_of(MACRO).items():
        assert ("IRibbon" in text) == (name == "RecoupmentRibbon"), name
