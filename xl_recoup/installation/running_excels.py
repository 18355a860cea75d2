"""The Excels that run on this computer, by their windows: seen, not spoken to."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from xl_recoup.installation.traces import ExcelProcess

WINDOW_CLASS = "XLMAIN"


def running_excels() -> list[ExcelProcess]:
    """Return the running Excels in the order of their numbers; none without pywin32."""
    try:
        return seen(import_module("win32gui"), import_module("win32process"))
    except ImportError:
        return []


def seen(gui: Any, process: Any) -> list[ExcelProcess]:
    """Return the running Excels by what Windows says of all windows."""
    visible: dict[int, bool] = {}

    def look(window: int, _more: object) -> bool:
        if gui.GetClassName(window) == WINDOW_CLASS:
            number = process.GetWindowThreadProcessId(window)[1]
            visible[number] = visible.get(number, False) or bool(gui.IsWindowVisible(window))
        return True

    gui.EnumWindows(look, None)
    return [ExcelProcess(number, visible[number]) for number in sorted(visible)]
