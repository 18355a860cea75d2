"""What may have happened here since the installation: taken away, left over, or broken."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from xl_recoup.installation.desktop import ADD_IN, ADD_INS, Desktop
from xl_recoup.installation.line import Line

EXCEL_LIBRARY = "00020813"
"""How the name of Excel's own library begins, by which pywin32 keeps what it knows of it."""
MAPS = (b"CLSIDToClassMap", b"CLSIDToPackageMap")


class ExcelProcess(NamedTuple):
    """One running Excel, by Windows' number for it, and whether any window of it can be seen."""

    number: int
    visible: bool


def put_in_place(desktop: Desktop) -> set[str] | None:
    """Return the names of the add-ins that the installer has noted; None where it was not here.

    A note of the first edition names none: it always put the one with the ribbon in place.
    """
    noted: object = None
    with suppress(OSError, ValueError):
        noted = json.loads(desktop.manifest.read_text(encoding="utf-8-sig", errors="replace"))
    if not isinstance(noted, dict):
        return None
    named = noted.get(ADD_INS, [ADD_IN])
    return {str(name) for name in named} if isinstance(named, list) else {ADD_IN}


def taken_away(path: Path) -> str:
    """Return what to say of a file that was installed and is gone."""
    return (
        f"{path} was installed and is gone: a virus scanner takes such files away, also again and"
        " again. Don't just install it once more. Look into Windows Security > Protection history,"
        f" and send IT the entry there, this path and the file {path.name} of the release with its"
        " line of SHA256SUMS, to be released and allowed."
    )


def without_window(running: Iterable[ExcelProcess]) -> Line:
    """Say which Excels run without a window: they hold files, and may be found by a button."""
    hidden = [process.number for process in running if not process.visible]
    named = ", ".join(map(str, hidden))
    amiss = (
        f"An Excel runs without a window (number {named}) and holds files and add-ins. Save and"
        " close Excel; if it is still there in the Task Manager > Details (EXCEL.EXE, column PID),"
        " end it there."
    )
    return Line("Excel without a window", not hidden, amiss if hidden else "none")


def com_caches(desktop: Desktop, environment: Mapping[str, str]) -> Iterator[Path]:
    """Yield the folders in which pywin32 keeps what it has learnt of Excel, those that exist."""
    places = [desktop.program / "Lib" / "site-packages" / "win32com" / "gen_py"]
    places += [Path(environment[n]) / "gen_py" for n in ("TEMP", "TMP") if environment.get(n)]
    yield from (place for place in dict.fromkeys(places) if place.is_dir())


def com_cache(folders: Iterable[Path]) -> Line:
    """Look whether what pywin32 keeps of Excel is whole; half of it stops every button."""
    broken = [folder for folder in folders if any(map(_half, _kept_of_excel(folder)))]
    named = " and ".join(map(str, broken))
    amiss = (
        f"what Python keeps of Excel in {named} is broken, so it can't talk to Excel. Close Excel"
        " and the window and delete that folder; it is made again."
    )
    return Line("COM cache", not broken, amiss if broken else "nothing broken is kept")


def _kept_of_excel(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from sorted(folder.glob(f"**/{EXCEL_LIBRARY}*"))


def _half(kept: Path) -> bool:
    """Tell whether a module, or the first one of a package, lacks the list of Excel's classes."""
    module = kept / "__init__.py" if kept.is_dir() else kept
    if module.suffix != ".py":
        return False
    try:
        text = module.read_bytes()
    except OSError:
        return True
    return not any(each in text for each in MAPS)
