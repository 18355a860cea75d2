"""Which version of a file it is, told by its bytes: times and sizes can agree where they do not."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import NamedTuple

from xl_recoup.disk.patience import patiently
from xl_recoup.errors import FileUnavailable

Version = str
"""A digest of all bytes of a file."""


class ReadFile(NamedTuple):
    """A file as it was read: what is made of it is made from these bytes."""

    path: Path
    data: bytes
    version: Version

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.path.name


def version_of(data: bytes) -> Version:
    """Return the digest of some bytes."""
    return hashlib.sha256(data).hexdigest()


def read_file(path: Path, data: bytes) -> ReadFile:
    """Return bytes that were read from a file, with their digest."""
    return ReadFile(path, data, version_of(data))


def saved_version(path: Path) -> Version | None:
    """Return which version a file holds now; None where there is no file."""
    try:
        return version_of(patiently(path.read_bytes))
    except (FileNotFoundError, NotADirectoryError):
        return None


def refuse_if_saved_since(path: Path, before: Version | None) -> None:
    """Raise FileUnavailable where a file is no longer the version that was read."""
    if saved_version(path) != before:
        raise saved_since(path)


def saved_since(path: Path) -> FileUnavailable:
    """Return the refusal for a file that somebody has saved meanwhile: theirs stays."""
    return FileUnavailable(
        f"{path.name} was saved by somebody while it was being worked on, so nothing was"
        " written. Run it again."
    )
