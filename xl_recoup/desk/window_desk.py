"""A desk at the window: what a button tells and asks is told and asked there, not in Excel."""

from __future__ import annotations

from pathlib import Path
from tkinter import filedialog, messagebox, simpledialog
from typing import TYPE_CHECKING

import xlwings as xw

from xl_recoup.excel.dialogs import TITLE, Cancelled, Desk

if TYPE_CHECKING:
    from xl_recoup.desk.window import Window


class WindowDesk(Desk):
    """The user's desk, while a button of the window is at work."""

    def __init__(self, app: xw.App, window: Window) -> None:
        """Take the Excel that is acted on and the window that speaks."""
        super().__init__(app)
        self._window = window

    def progress(self, stage: str) -> None:
        """Show in the window, and in Excel's status bar, what is being done."""
        super().progress(stage)
        self._window.progress(stage)

    def tell(self, words: str) -> None:
        """Show words of any length in the window."""
        self._window.show(words, self._window.books.get(self._window.choice.get()))

    def warn(self, words: str) -> None:
        """Show what went wrong, or why nothing was done."""
        self.tell(words)

    def confirm(self, question: str) -> None:
        """Ask a question; raise Cancelled unless the answer is yes."""
        if not messagebox.askyesno(TITLE, question, parent=self._window.root):
            raise Cancelled

    def ask(self, question: str, default: str = "") -> str:
        """Ask for a text; raise Cancelled where there is none."""
        given = simpledialog.askstring(
            TITLE, question, initialvalue=default, parent=self._window.root
        )
        return _or_cancelled(given)

    def folder(self, question: str) -> Path:
        """Let a folder be chosen; raise Cancelled where none is."""
        chosen = filedialog.askdirectory(parent=self._window.root, title=question)
        return Path(_or_cancelled(chosen))

    def new_file(self, name: str, question: str) -> Path:
        """Let a name for a new file be chosen; raise Cancelled where none is."""
        suffix = Path(name).suffix
        chosen = filedialog.asksaveasfilename(
            parent=self._window.root, title=question, initialfile=name, defaultextension=suffix,
            filetypes=[("Excel workbook", f"*{suffix}")],
        )  # fmt: skip
        return Path(_or_cancelled(chosen))


def _or_cancelled(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise Cancelled
    return given.strip()
