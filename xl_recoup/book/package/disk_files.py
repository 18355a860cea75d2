"""Files on disk: may we write, keep the previous version, replace in one step, leave no litter."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from xl_recoup.errors import FileUnavailable, Refused

Version = tuple[int, int, int]
"""What tells one saved version of a file from another."""
_LITTER = ".~recoup-"


def refuse_unless_found(path: Path) -> None:
    """Raise Refused, in one sentence, where there is no such file, or something that is none."""
    if not is_there(path):
        where = "this folder" if path.parent == Path() else path.parent
        raise Refused(f"{path.name} was not found in {where}. Check the name.")
    if not path.is_file() and not path.is_dir():
        raise Refused(f"{path.name} is a device or a pipe. Name a workbook.")


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
    if is_there(path) and path.is_dir():
        raise FileUnavailable(f"{path.name or path} is a folder. Name a workbook to write to.")
    if is_there(path) and not path.is_file():
        raise FileUnavailable(f"{path.name} is a device or a pipe. Name a workbook to write to.")
    if not folder.is_dir():
        raise FileUnavailable(f"The folder {folder} does not exist. Create it, or choose another.")
    _refuse_open(path)
    if is_there(path):
        _refuse_read_only(path)
        try:
            with path.open("r+b"):
                pass
        except PermissionError as error:
            raise _locked(path) from error
        except OSError as error:
            raise FileUnavailable(f"{path.name} can't be written: {error.strerror}.") from error
    if not os.access(folder, os.W_OK) or not folder.stat().st_mode & 0o222:
        raise FileUnavailable(
            f"The folder {folder} is read-only, so {path.name} can't be written there. "
            "Use --output to write a copy somewhere else."
        )


def _refuse_open(path: Path) -> None:
    for owner_file, program in (
        (f"~${path.name}", "Excel"),
        (f".~lock.{path.name}#", "LibreOffice"),
    ):
        if is_there(path.parent / owner_file):
            raise FileUnavailable(
                f"{path.name} is open in {program}, perhaps by a colleague; close it there, or use "
                "--output to write a copy."
            )


def _refuse_read_only(path: Path) -> None:
    facts = path.stat()
    attributes = getattr(facts, "st_file_attributes", 0)
    if not facts.st_mode & 0o222 or attributes & stat.FILE_ATTRIBUTE_READONLY:
        raise FileUnavailable(
            f"{path.name} is read-only; clear that in its properties, or use --output to write "
            "a copy."
        )


def _locked(path: Path) -> FileUnavailable:
    return FileUnavailable(
        f"{path.name} can't be written: you have no permission, or it is open in another program. "
        "Close it there, or use --output to write a copy."
    )


def clear_litter(path: Path) -> None:
    """Remove the temporary files that an interrupted run for this target left behind."""
    start = f"{_LITTER}{path.name}."
    with suppress(OSError):
        for found in path.parent.iterdir():
            if found.name.startswith(start) and found.name.endswith(".tmp") and found.is_file():
                with suppress(OSError):
                    found.unlink()


def previous_of(path: Path) -> Path:
    """Return the name under which the version before is kept."""
    return path.with_name(f"{path.stem}.previous{path.suffix}")


def temporary(target: Path, data: bytes) -> Path:
    """Write data, safely on disk, to a temporary file beside the target."""
    path = target.with_name(f"{_LITTER}{target.name}.{os.urandom(4).hex()}.tmp")
    try:
        with path.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        with suppress(OSError):
            path.unlink()
        raise FileUnavailable(f"{target.name} can't be written: {error.strerror}.") from error
    return path


def put_in_place(ready: Path, target: Path, keep_previous: bool) -> None:
    """Make a finished temporary file the target in one step; the old version stays beside it."""
    try:
        if target.exists():
            ready.chmod(stat.S_IMODE(target.stat().st_mode))
            if keep_previous:
                _keep(target)
        os.replace(ready, target)
        _settle(target.parent)
    except PermissionError as error:
        raise _locked(target) from error
    except OSError as error:
        raise FileUnavailable(f"{target.name} can't be written: {error.strerror}.") from error


def write_whole(target: Path, data: bytes, *, keep_previous: bool = False) -> None:
    """Make a file hold these bytes: all of them, or it stays as it was and no litter is left.

    With `keep_previous` the version that was there stays beside it.
    """
    ready = temporary(target, data)
    try:
        put_in_place(ready, target, keep_previous)
    finally:
        ready.unlink(missing_ok=True)


def _keep(target: Path) -> None:
    kept = previous_of(target)
    copy = temporary(target, target.read_bytes())
    try:
        copy.chmod(stat.S_IMODE(target.stat().st_mode))
        os.replace(copy, kept)
    except OSError:
        copy.unlink(missing_ok=True)
        raise


def _settle(folder: Path) -> None:
    """Make the folder's new entries safe on disk, where the system lets us."""
    if os.name == "nt":
        return
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


def saved_version(path: Path) -> Version | None:
    """Return what tells one saved version of a file from another; None where there is no file."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def refuse_if_saved_since(path: Path, before: Version | None) -> None:
    """Raise FileUnavailable where a file is no longer the version that was read."""
    if saved_version(path) != before:
        raise FileUnavailable(
            f"{path.name} was saved by somebody while it was being worked on, so nothing was"
            " written. Run it again."
        )
