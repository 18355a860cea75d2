"""A desk at the window: what a button tells and asks is told and asked there, not in Excel."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from pathlib import Path
from tkinter import filedialog, messagebox, simpledialog

import xlwings as xw

from xl_recoup.excel.dialogs import FILE_KINDS, TITLE, Cancelled, Desk

Words = Callable[[str], None]


class WindowDesk(Desk):
    """The user's desk, while a button of the window is at work."""

    def __init__(self, app: xw.App, root: tk.Tk, *, tell: Words, progress: Words) -> None:
        """Take the Excel that is acted on, the window, and how it shows a result and a stage."""
        super().__init__(app)
        self._root, self._tell, self._progress = root, tell, progress

    def progress(self, stage: str) -> None:
        """Show in the window, and in Excel's status bar, what is being done."""
        super().progress(stage)
        self._progress(stage)

    def tell(self, words: str) -> None:
        """Show words of any length in the window."""
        self._tell(words)

    def warn(self, words: str) -> None:
        """Show what went wrong, or why nothing was done."""
        self.tell(words)

    def confirm(self, question: str) -> None:
        """Ask a question; raise Cancelled unless the answer is yes."""
        if not messagebox.askyesno(TITLE, question, parent=self._root):
            raise Cancelled

    def ask(self, question: str, default: str = "") -> str:
        """Ask for a text; raise Cancelled where there is none."""
        given = simpledialog.askstring(TITLE, question, initialvalue=default, parent=self._root)
        return _or_cancelled(given)

    def folder(self, question: str) -> Path:
        """Let a folder be chosen; raise Cancelled where none is."""
        chosen = filedialog.askdirectory(parent=self._root, title=question)
        return Path(_or_cancelled(chosen))

    def new_file(self, name: str, question: str) -> Path:
        """Let a name for a new file be chosen; raise Cancelled where none is."""
        suffix = Path(name).suffix
        chosen = filedialog.asksaveasfilename(
            parent=self._root, title=question, initialfile=name, defaultextension=suffix,
            filetypes=[(FILE_KINDS.get(suffix, FILE_KINDS[".xlsx"]), f"*{suffix}")],
        )  # fmt: skip
        return Path(_or_cancelled(chosen))


def _or_cancelled(given: object) -> str:
    if not isinstance(given, str) or not given.strip():
        raise Cancelled
    return given.strip()
