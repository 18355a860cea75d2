"""Questions to a file or folder before work begins: is it there, may it be written?"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from xl_recoup.disk.open_elsewhere import refuse_open
from xl_recoup.disk.patience import patiently
from xl_recoup.errors import FileUnavailable, Refused


def refuse_unless_found(path: Path) -> None:
    """Raise Refused, in one sentence, where there is no such file, or something that is none."""
    if not is_there(path):
        refuse_closed_folder(path)
        where = "this folder" if path.parent == Path() else path.parent
        raise Refused(f"{path.name} was not found in {where}. Check the name.")
    if not path.is_file() and not path.is_dir():
        raise Refused(f"{path.name} is a device or a pipe. Name a workbook.")


def refuse_closed_folder(path: Path) -> None:
    """Raise FileUnavailable where this user may not look whether there is such a file."""
    try:
        path.stat()
    except PermissionError as error:
        raise FileUnavailable(
            f"Whether {path.name} is in the folder {path.parent} can't be seen: you have no"
            " permission to open that folder. Ask its owner or IT for it, or copy the workbook to a"
            " folder of your own."
        ) from error
    except (OSError, ValueError):
        return


def is_there(path: Path) -> bool:
    """Say whether there is such a file; there is none where no file can have the name."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def through_link(path: Path) -> Path:
    """Return the file that a link names, for the link to stay; any other path as it is."""
    if not os.path.islink(path):  # which a name that no file can have is not
        return path
    with suppress(OSError, RuntimeError):
        found = path.resolve()
        if not os.path.islink(found):
            return found
    raise FileUnavailable(f"{path.name} is a link that leads back to itself. Name the workbook.")


def refuse_other_kind(source: Path, target: Path) -> None:
    """Raise Refused where a workbook is to be written under a name that says another kind."""
    if source.suffix.casefold() != target.suffix.casefold():
        raise Refused(
            f"{target.name or target} must end in {source.suffix}, as {source.name} does: Excel"
            " opens no workbook whose name says another kind."
        )


def refuse_over(source: Path, target: Path) -> None:
    """Raise Refused where what is made from a workbook would take the workbook's own place."""
    if is_there(target) and is_there(source) and target.samefile(source):
        raise Refused(
            f"{target.name} is the workbook itself, which must stay as it is. Give another name"
            " with --output."
        )


def make_folder(path: Path) -> None:
    """Make a folder to write to, if need be; raises FileUnavailable where it can't be made."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise FileUnavailable(f"{path.name} is a file. Name a folder to write to.") from error
    except OSError as error:
        raise FileUnavailable(f"The folder {path} can't be made: {error.strerror}.") from error


def refuse_unless_writable(path: Path) -> None:
    """Raise FileUnavailable, in one sentence, when a workbook can't be written now."""
    folder = path.parent
    refuse_closed_folder(path)
    if is_there(path) and path.is_dir():
        raise FileUnavailable(f"{path.name or path} is a folder. Name a workbook to write to.")
    if is_there(path) and not path.is_file():
        raise FileUnavailable(f"{path.name} is a device or a pipe. Name a workbook to write to.")
    if not folder.is_dir():
        raise FileUnavailable(f"The folder {folder} does not exist. Create it, or choose another.")
    refuse_open(path)
    if is_there(path):
        _refuse_read_only(path)
        try:
            patiently(path.open, "r+b").close()
        except OSError as error:
            raise refused_by_system(path, error) from error
    if not os.access(folder, os.W_OK) or not folder.stat().st_mode & 0o222:
        raise FileUnavailable(
            f"The folder {folder} is read-only, so {path.name} can't be written there. "
            "Use --output to write a copy somewhere else."
        )


def _refuse_read_only(path: Path) -> None:
    facts = path.stat()
    attributes = getattr(facts, "st_file_attributes", 0)
    if not facts.st_mode & 0o222 or attributes & stat.FILE_ATTRIBUTE_READONLY:
        raise FileUnavailable(
            f"{path.name} is read-only; clear that in its properties, or use --output to write "
            "a copy."
        )


def refused_by_system(path: Path, error: OSError) -> FileUnavailable:
    """Return in a sentence why the system does not let a file be written."""
    if isinstance(error, PermissionError):
        return FileUnavailable(
            f"{path.name} can't be written: you have no permission, or it is open in another"
            " program. Close it there, or use --output to write a copy."
        )
    return FileUnavailable(f"{path.name} can't be written: {error.strerror}.")
