"""What goes wrong in Excel, in one plain sentence, with a log file that holds no data.

Excel tells what happened by numbers. The log has the time, the versions, what was pressed, the kind
of error and the lines of the program that it passed: never a message, a cell or a name.
"""

from __future__ import annotations

import os
import platform
import traceback
from contextlib import suppress
from pathlib import Path

import xlwings as xw

from xl_recoup import __version__, clock
from xl_recoup.errors import Refused

BUSY = frozenset({-2147418111, -2147417846, -2146777998})
"""Excel rejects calls: a cell is being edited, a dialog is open, or it is busy with something."""
GONE = frozenset({-2147023174, -2147417848, -2147023170, -2147220995})
"""The workbook or Excel was closed meanwhile."""
BUSY_WORDS = (
    "Excel is busy: a cell is being edited or a dialog is open. Press Esc in Excel, close the"
    " dialog, and try again."
)
GONE_WORDS = "Excel or the workbook was closed meanwhile. Open the workbook and try again."
_TOO_LONG = 200_000


def sentence_for(error: BaseException) -> str:
    """Return what a person is told of an error; what is not foreseen names the log file."""
    return foreseen(error) or (
        "Something went wrong that the program did not foresee; nothing that it had begun was left"
        f" half done. Try again, and if it happens again send the file {log_file()} to whoever"
        " looks after xl_recoup: it holds no pupil data."
    )


def foreseen(error: BaseException) -> str:
    """Return the sentence of an error that is known to happen, or "" of any other."""
    if isinstance(error, Refused):
        return str(error)
    numbers = _numbers(error)
    if numbers & BUSY or type(error).__name__ == "ExcelBusyError":
        return BUSY_WORDS
    if numbers & GONE:
        return GONE_WORDS
    if isinstance(error, MemoryError):
        return "The computer ran out of memory. Close other programs and workbooks, and try again."
    return ""


def _numbers(error: BaseException) -> set[int]:
    """Return the numbers by which an error of Excel says what it is."""
    found = [getattr(error, "hresult", None), *error.args[:1]]
    details = error.args[2] if len(error.args) > 2 else None
    if isinstance(details, tuple) and len(details) > 5:
        found.append(details[5])
    return {number for number in found if isinstance(number, int)}


def log_file() -> Path:
    """Return the log file: in the user's own folder for local application data."""
    local = os.environ.get("LOCALAPPDATA")
    folder = Path(local) / "xl_recoup" if local else Path.home() / ".xl_recoup"
    return folder / "log.txt"


def log(what: str, error: BaseException) -> None:
    """Add an error to the log file; a log that can't be written is no further trouble."""
    path = log_file()
    lines = [
        f"{clock.now():%Y-%m-%d %H:%M:%S}  {what}  {type(error).__name__}"
        f" {sorted(_numbers(error)) or ''}",
        f"  xl_recoup {__version__}, xlwings {xw.__version__}, Python {platform.python_version()},"
        f" {platform.platform()}",
        *(
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ),
    ]
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        old = path.read_text(encoding="utf-8") if path.exists() else ""
        text = (old + "\n".join(lines) + "\n\n")[-_TOO_LONG:]
        path.write_text(text, encoding="utf-8")
