"""What goes wrong in Excel, in one plain sentence, with a log file that holds no data.

Excel tells what happened by numbers. The log has the time, the versions, what was pressed, the kind
of error and the lines of the program that it passed: never a message, a cell or a name. Every press
of a button loads this module, so what writes the log is loaded when something goes wrong.
"""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from pathlib import Path

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
NO_TALK = "Python could not talk to Excel"
AGAIN = (
    "Nothing was done. Install xl_recoup again; “python -m xl_recoup doctor” says what is missing."
)
BROKEN_CACHE = ("gen_py", "CLSIDToClassMap", "CLSIDToPackageMap", "MinorVersion")
"""Words by which pywin32's own notes of what Excel can do are known to be broken."""
OTHER_RIGHTS = (
    f"{NO_TALK}: Windows denied it. Excel was probably started as administrator or by another user"
    " and Python was not. Close Excel, start it as usual, and try again."
)
NOT_REGISTERED = (
    f"{NO_TALK}: Windows does not know Excel's library, as after an Office that was taken away or"
    " updated by halves. Ask IT for a repair of Office (Settings > Apps > Microsoft 365 > Modify)."
)
NOT_ANSWERING = (
    f"{NO_TALK}: it does not answer. Close Excel; if it is still there in the Task Manager"
    " (EXCEL.EXE), end it there: “python -m xl_recoup doctor” gives its number. Then try again."
)
NO_MEMORY = "The computer ran out of memory. Close other programs and workbooks, and try again."
BLOCKED = (
    f"{NO_TALK}: a rule of IT or a virus scanner blocks a part of the installation. Nothing was"
    " done. “python -m xl_recoup doctor” says which rules are set; send IT the log,"
)
MEANINGS: dict[int, str] = {
    **dict.fromkeys(BUSY, BUSY_WORDS),
    **dict.fromkeys(GONE, GONE_WORDS),
    -2147024891: OTHER_RIGHTS,  # E_ACCESSDENIED
    **dict.fromkeys((-2147319779, -2147312566, -2147221164, -2147221005), NOT_REGISTERED),
    **dict.fromkeys((-2146959355, -2147221021, -2147023436), NOT_ANSWERING),
    **dict.fromkeys((-2147024882, -2146828281), NO_MEMORY),
}
"""What Windows' numbers mean to a person: of COM, its libraries and memory."""
BLOCKED_BY, FULL = frozenset({225, 577, 1260, 4551}), frozenset({8, 14, 1455})
"""Windows' own numbers: a virus, no signature, a rule, App Control; no memory is left."""
LONGEST_LOG, OLD_LOGS = 200_000, 3
"""Characters of the log before a new one is begun, and how many old ones are kept beside it."""


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
    if type(error).__name__ == "ExcelBusyError":
        return BUSY_WORDS
    said = (MEANINGS.get(number) for number in sorted(_numbers(error)))
    if words := next(filter(None, said), ""):
        return words
    if isinstance(error, MemoryError):
        return NO_MEMORY
    if _of_broken_cache(error):
        return (
            f"{NO_TALK}: what pywin32 notes down about Excel is broken. Nothing was done. Close"
            f" Excel, delete the folder {_cache()}, and try again: it is made anew by itself."
        )
    if isinstance(error, ModuleNotFoundError):
        return (
            f"The installation of xl_recoup lacks {error.name or 'a module'}, so nothing was done."
            " Install it again; “python -m xl_recoup doctor” says what else is missing."
        )
    return ""


def _of_broken_cache(error: BaseException) -> bool:
    """Tell whether an error comes of what pywin32 keeps of Excel, in whichever way it is broken."""
    import traceback

    said = f"{getattr(error, 'name', None) or ''} {error}"
    if isinstance(error, (AttributeError, KeyError, ImportError)) and any(
        word in said for word in BROKEN_CACHE
    ):
        return True
    passed = [frame.filename for frame in traceback.extract_tb(error.__traceback__)]
    passed.append(getattr(error, "filename", None) or "")  # of an error in a module's own text
    return any("gen_py" in str(name) or Path(str(name)).name == "gencache.py" for name in passed)


def not_reached(error: BaseException) -> str:
    """Return why Excel, or the workbook in it, could not be reached, and what to do."""
    if _of_broken_cache(error):
        return foreseen(error)
    if isinstance(error, ModuleNotFoundError):
        return f"{NO_TALK}: {error.name or 'a module'} is missing from the installation. {AGAIN}"
    if isinstance(error, ImportError):
        return (
            f"{NO_TALK}: a library of the installation can't be loaded, or something blocks it."
            f" {AGAIN} The cause stands in {log_file()}."
        )
    if isinstance(error, OSError):
        number = getattr(error, "winerror", None) or error.errno
        if number in BLOCKED_BY:
            return f"{BLOCKED} {log_file()}: it holds no pupil data."
        if number in FULL:
            return NO_MEMORY
        said = f" (error {number})" if number else ""
        return (
            f"{NO_TALK}: Windows refused a library or Excel's window{said}. Close dialogs in Excel"
            f" and try again. If it happens again, install xl_recoup again, or send {log_file()} to"
            " whoever looks after it: it holds no pupil data."
        )
    return foreseen(error) or (
        f"{NO_TALK}, for a reason that nobody foresaw ({type(error).__name__}). Nothing was done."
        f" Close Excel and open the workbook again. If it happens again, send {log_file()} to"
        " whoever looks after xl_recoup: it holds no pupil data."
    )


def _cache() -> str:
    """Return the folder in which pywin32 keeps what it noted about Excel."""
    import tempfile

    found = getattr(sys.modules.get("win32com"), "__gen_path__", None)
    return str(found or Path(tempfile.gettempdir()) / "gen_py")


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
    import logging
    import platform
    import traceback
    from logging.handlers import RotatingFileHandler

    lines = [
        f"{clock.now():%Y-%m-%d %H:%M:%S}  {what}  {type(error).__name__}"
        f" {sorted(_numbers(error)) or ''}",
        f"  xl_recoup {__version__}, xlwings {_version('xlwings')}, pywin32 {_version('pywin32')},"
        f" Python {platform.python_version()}, {platform.platform()}",
        *(
            f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ),
    ]
    entry = logging.LogRecord(what, logging.ERROR, "", 0, "\n".join(lines) + "\n", None, None)
    path = log_file()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=LONGEST_LOG, backupCount=OLD_LOGS, encoding="utf-8"
        )
        with closing(handler):
            handler.handle(entry)


def _version(name: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
