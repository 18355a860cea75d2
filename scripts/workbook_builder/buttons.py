"""The buttons in VBA and on the ribbon, written from their list in Python.

Button → its Sub in RecoupmentRibbon → the macro of the same name in RecoupmentMacros →
`RecoupmentRun` with the name of the Python function. How that one starts Python is written by hand,
in `workbook/vba/RecoupmentBridge.bas`: nothing here knows.
"""

from __future__ import annotations

from itertools import groupby
from xml.sax.saxutils import escape

from xl_recoup.excel.button_list import Button
from xl_recoup.excel.macros import BUTTONS

MACROS, RIBBON = "RecoupmentMacros", "RecoupmentRibbon"
PYTHON = "xl_recoup.excel.macros"

TOP_OF_MACROS = f'''Attribute VB_Name = "{MACROS}"
Option Explicit

' Written by scripts/build_workbook.py from {PYTHON}: do not edit here.
' The macros of the tab Recoupment. Each hands over to the Python function of its name, which acts
' on the open workbook and says in a sentence what it did or why it could not.
'''

TOP_OF_RIBBON = f'''Attribute VB_Name = "{RIBBON}"
Option Explicit

' Written by scripts/build_workbook.py from {PYTHON}: do not edit here.
' What Excel calls when a button of the tab Recoupment is pressed. Each hands over to the macro of
' the same name in {MACROS}, which can also be run from the list of macros (Alt+F8).
'''

TOP_OF_TAB = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui">
  <ribbon startFromScratch="false">
    <tabs>
      <tab id="recoupmentTab" label="Recoupment" keytip="ZR" insertAfterMso="TabData">
"""

BOTTOM_OF_TAB = """\
      </tab>
    </tabs>
  </ribbon>
</customUI>
"""


def modules() -> dict[str, str]:
    """Return the text of the VBA modules of the buttons by name."""
    return {
        MACROS: "\n".join([TOP_OF_MACROS, *map(_macro, BUTTONS)]),
        RIBBON: "\n".join([TOP_OF_RIBBON, *map(_callback, BUTTONS)]),
    }


def ribbon() -> str:
    """Return the XML of the tab: its groups in the order of their first buttons."""
    groups = groupby(BUTTONS, lambda button: button.group)
    return TOP_OF_TAB + "".join(_group(name, [*held]) for name, held in groups) + BOTTOM_OF_TAB


def _macro(button: Button) -> str:
    return f"""' {button.tip}
Public Sub Recoupment{_name(button)}()
    RecoupmentRun "{button.macro}"
End Sub
"""


def _callback(button: Button) -> str:
    return f"""Public Sub Ribbon{_name(button)}(control As IRibbonControl)
    Recoupment{_name(button)}
End Sub
"""


def _group(name: str, held: list[Button]) -> str:
    word = name.split()[0]
    return f"""\
        <group id="recoupment{word}Group" label="{_attribute(name)}">
{"".join(map(_button, held))}        </group>
"""


def _button(button: Button) -> str:
    name, label = _name(button), _attribute(button.label)
    return f"""\
          <button id="recoupment{name}" label="{label}" size="large"\
 imageMso="{button.icon}" keytip="{button.key}"
            onAction="Ribbon{name}" screentip="{label}"
            supertip="{_attribute(button.tip)}"/>
"""


def _name(button: Button) -> str:
    """Return a macro's name as VBA writes it: `go_to_exceptions` is `GoToExceptions`."""
    return "".join(word.capitalize() for word in button.macro.split("_"))


def _attribute(text: str) -> str:
    return escape(text, {'"': "&quot;"})
