"""Show the window over an Excel without Excel, for a test or a picture.

    python -m tests.support.desk_shown BOOK RESULT WHERE

RESULT is a copy of BOOK that is open in that Excel, and is saved when the window is closed. WHERE
is a file that gets the window's state as JSON, several times a second: the middle of each button
and of each place that the text names, the text, the status, what is selected in Excel.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tkinter as tk
from pathlib import Path
from tkinter import ttk
from typing import Any

from tests.support.excel import App, running
from xl_recoup.desk.window import Window


def main(book: str, result: str, where: str) -> None:
    """Open the workbook, show the window, and save what was made of it."""
    with running() as excel:
        shutil.copyfile(book, result)
        opened = excel.books.open(Path(result))
        root = tk.Tk()
        root.geometry("+0+0")
        window = Window(root)

        def tell() -> None:
            partly = Path(f"{where}.part")
            partly.write_text(json.dumps(state(window, excel)), encoding="utf-8")
            os.replace(partly, where)
            root.after(200, tell)

        root.after(50, window.look)
        root.after(100, tell)
        root.mainloop()
        opened.save()


def state(window: Window, excel: App) -> dict[str, Any]:
    """Return what there is to see, and where."""
    return {
        "buttons": {button.cget("text"): middle(button) for button in window.buttons},
        "places": [place(window.text, number) for number in range(len(window.places))],
        "text": window.said,
        "status": window.status.cget("text"),
        "asked": str(window.root.tk.call("grab", "current")),
        "idle": not window.buttons[0].instate(["disabled"]),
        "book": window.choice.get(),
        "selected": f"{excel.selected.sheet.name} {excel.selected.address}"
        if excel.selected
        else "",
    }


def middle(button: ttk.Button) -> tuple[int, int]:
    """Return where on the screen the middle of a button is."""
    return (
        button.winfo_rootx() + button.winfo_width() // 2,
        button.winfo_rooty() + button.winfo_height() // 2,
    )


def place(text: tk.Text, number: int) -> Any:
    """Return where on the screen a place of the text begins, if it is in sight."""
    box = text.bbox(f"place{number}.first")
    return (
        None if box is None else (text.winfo_rootx() + box[0] + 4, text.winfo_rooty() + box[1] + 6)
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
