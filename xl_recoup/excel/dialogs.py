"""The user's desk in Excel: what is shown and asked there, and how it is left tidy.

While a run works, Excel neither redraws, recalculates nor reacts; afterwards everything is as the
user had it, whatever happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import xlwings as xw

TITLE = "Recoupment"
FOLDER_PICKER = 4  # Office's msoFileDialogFolderPicker
AS_TEXT = 2  # what InputBox returns
LONGEST = 3_000
"""Characters of a message that fit a screen."""
FILE_KINDS = {".xlsx": "Excel workbook", ".docx": "Word document", ".pdf": "PDF"}
"""What a person is told of a new file, by its ending."""
QUIET: dict[str, Any] = {
    "screen_updating": False,
    "calculation": "manual",
    "enable_events": False,
}


class Cancelled(Exception):
    """The user pressed Cancel: nothing is done, and nothing more is said."""


class Desk:
    """One Excel, as its user sees it."""

    def __init__(self, app: xw.App) -> None:
        """Take the Excel in which the workbook is open."""
        self.app = app

    def progress(self, stage: str) -> None:
        """Show in the status bar what is being done."""
        self.app.status_bar = f"{TITLE}: {stage} …"

    def tell(self, words: str) -> None:
        """Show a message."""
        self.app.alert(_shortened(words), TITLE, mode="info")

    def warn(self, words: str) -> None:
        """Show what went wrong, or why nothing was done."""
        self.app.alert(words, TITLE, mode="critical")

    def confirm(self, question: str) -> None:
        """Ask a question; raise Cancelled unless the answer is yes."""
        if not self.agrees(question):
            raise Cancelled

    def agrees(self, question: str) -> bool:
        """Ask a question that may be answered with yes or no, and say whether it was yes."""
        return self.app.alert(question, TITLE, buttons="yes_no") == "yes"

    def ask(self, question: str, default: str = "") -> str:
        """Ask for a text; raise Cancelled where there is none."""
        return _given(self.app.api.InputBox(question, TITLE, default, Type=AS_TEXT))

    def folder(self, question: str) -> Path:
        """Let a folder be chosen; raise Cancelled where none is."""
        dialog = self.app.api.FileDialog(FOLDER_PICKER)
        dialog.Title = question
        if dialog.Show() != -1:
            raise Cancelled
        return Path(dialog.SelectedItems(1))

    def new_file(self, name: str, question: str) -> Path:
        """Let a name for a new file be chosen; raise Cancelled where none is."""
        suffix = Path(name).suffix
        kinds = f"{FILE_KINDS.get(suffix, FILE_KINDS['.xlsx'])} (*{suffix}), *{suffix}"
        return Path(_given(self.app.api.GetSaveAsFilename(name, kinds, 1, question)))

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Keep Excel still while the block runs, and leave it as it was.

        Where Excel does not calculate by itself, formulas are brought up to date first.
        """
        before = {name: getattr(self.app, name) for name in QUIET}
        try:
            if before["calculation"] != "automatic":
                self.app.calculate()
            for name, value in QUIET.items():
                setattr(self.app, name, value)
            yield
        finally:
            for name, value in before.items():
                with suppress(Exception):  # one that fails must not keep the others from it
                    setattr(self.app, name, value)
            with suppress(Exception):
                self.app.status_bar = False


def _given(answer: Any) -> str:
    """Return what was answered, trimmed; Excel gives False for Cancel."""
    if not isinstance(answer, str) or not answer.strip():
        raise Cancelled
    return answer.strip()


def _shortened(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    return f"{words[:LONGEST].rpartition(chr(10))[0]}\n… The Charges sheet has the rest."
