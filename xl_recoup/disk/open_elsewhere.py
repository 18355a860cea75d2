"""What lies beside a workbook when it is open somewhere, or was saved in two places at once."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from xl_recoup.disk.processes_here import computer
from xl_recoup.errors import FileUnavailable

_BY_COMPUTER = re.compile(r"(?:DESKTOP|LAPTOP|WIN|PC|SURFACE)-[A-Z0-9]{3,}")
"""Names that Windows gives to computers by itself."""
_LIKE_A_COMPUTER = re.compile(r"(?=.*[A-Z])[A-Z0-9][A-Z0-9-]{5,14}")
"""What may be a computer's name, and may be a word that somebody typed in capitals."""
_SPOKEN = re.compile(
    r"(?i) ?\([^()]*conflict[^()]*\)|\.sync-conflict-[\w-]+|[ _-]conflict(?:ed copy)?[ _-]?[\d _-]*"
)
"""How Dropbox, Nextcloud, Syncthing and others name the copy of a conflict, behind the name."""


def refuse_open(path: Path) -> None:
    """Raise FileUnavailable where the owner file of Excel or LibreOffice says that it is open."""
    for name, program, user_of in (
        (f"~${path.name}", "Excel", _user_in_excel),
        (f".~lock.{path.name}#", "LibreOffice", _user_in_libreoffice),
    ):
        owner = path.with_name(name)
        try:
            held = owner.read_bytes()
        except PermissionError:  # Windows lets nobody read what Excel has open
            held = b""
        except (OSError, ValueError):
            continue
        user = user_of(held)
        by = f": {user} has it open" if user else ", perhaps by a colleague"
        raise FileUnavailable(
            f"{path.name} is open in {program}{by}; close it there, or use --output to write a"
            f" copy. If nobody has it open, {name} beside it was left behind: delete that."
        )


def _user_in_excel(held: bytes) -> str:
    """Return whom Excel's owner file names: in UTF-16 behind the same name in another writing."""
    length = int.from_bytes(held[54:56], "little")
    if len(held) < 56 or not 0 < length <= 54:
        return ""
    return _shown(held[56 : 56 + 2 * length].decode("utf-16-le", "ignore"))


def _user_in_libreoffice(held: bytes) -> str:
    """Return whom LibreOffice's lock file names, and on which computer."""
    named = [_shown(part) for part in held.decode("utf-8", "ignore").split(",")[:3]]
    user = next((part for part in (*named[:1], *named[1:2]) if part), "")
    return f"{user} on {named[2]}" if user and named[2:] and named[2] else user


def _shown(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).strip()[:60]


def conflicting_copies(path: Path) -> tuple[list[str], list[str]]:
    """Return the names of copies that a synchronised folder made of a conflict over a file.

    First those whose name leaves no doubt, then those that are named as OneDrive does it, by a word
    in capitals that may be a computer's name.
    """
    sure: list[str] = []
    likely: list[str] = []
    with suppress(OSError):
        for found in sorted(path.parent.iterdir()):
            rest = found.stem[len(path.stem) :]
            if not rest or found.suffix.casefold() != path.suffix.casefold():
                continue
            if found.stem[: len(path.stem)].casefold() != path.stem.casefold():
                continue
            if _SPOKEN.fullmatch(rest):
                sure.append(found.name)
            elif rest.startswith("-"):
                word = re.sub(r"-\d$", "", rest[1:])
                if word.casefold() == computer().casefold() or _BY_COMPUTER.fullmatch(word):
                    sure.append(found.name)
                elif _LIKE_A_COMPUTER.fullmatch(word):
                    likely.append(found.name)
    return sure, likely


def refuse_conflict(path: Path) -> None:
    """Raise FileUnavailable where a copy that a conflict has left surely lies beside a file."""
    sure, _ = conflicting_copies(path)
    if sure:
        raise FileUnavailable(
            f"{path.name} was saved in two places at once: beside it lies {sure[0]}, which a"
            " synchronised folder made of that. Nothing is posted until one of them is the right"
            " one: compare them, and move the other away."
        )


def conflict_sentences(path: Path) -> list[str]:
    """Return what a person is told of copies that a conflict may have left, one sentence each."""
    sure, likely = conflicting_copies(path)
    return [
        f"Beside {path.name} lies {name}, a copy that a synchronised folder made because the"
        " workbook was saved in two places at once. One of them lacks the other's changes: compare"
        " them, and move away the one that is not meant."
        for name in sure
    ] + [
        f"Beside {path.name} lies {name}. If nobody named it so, OneDrive made it because the"
        " workbook was saved on two computers at once: compare them then."
        for name in likely
    ]
