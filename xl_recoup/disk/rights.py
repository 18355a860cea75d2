"""Whose a file is and who may read it: kept when a new file takes its place, or said.

On Windows `ReplaceFile` keeps them (see `exchange`); here is what other systems need.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

PRIVATE = 0o600
"""What a temporary file may be at most until it takes its place."""


def narrow(target: Path) -> int:
    """Return the mode for a temporary file: never wider than what it will replace."""
    with suppress(OSError):
        return PRIVATE & stat.S_IMODE(target.stat().st_mode) | stat.S_IWUSR
    return PRIVATE


def usual() -> int:
    """Return the mode of a file that is made anew, as the user's settings have it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def give_rights(target: Path, ready: Path) -> list[str]:
    """Give a file that takes another's place its owner, mode, access list and labels.

    Returns, one sentence each, what could not be kept. Raises OSError where the mode can't be set.
    """
    facts = target.stat()
    said = [*_owner(target, ready, facts), *_attributes(target, ready)]
    ready.chmod(stat.S_IMODE(facts.st_mode))
    if facts.st_nlink > 1:
        said.append(
            f"{target.name} also has another name (a hard link), which keeps the version before."
            " Make that link anew if it is to show this one."
        )
    return said


def _owner(target: Path, ready: Path, facts: os.stat_result) -> list[str]:
    if not hasattr(os, "chown"):
        return []
    try:
        os.chown(ready, facts.st_uid, facts.st_gid)
    except OSError:
        with suppress(OSError):
            os.chown(ready, -1, facts.st_gid)
    now = ready.stat()
    said = []
    if now.st_uid != facts.st_uid:
        said.append(
            f"{target.name} belonged to {_user(facts.st_uid)} and now belongs to"
            f" {_user(now.st_uid)}: only an administrator can give a file to somebody else."
        )
    if now.st_gid != facts.st_gid:
        said.append(
            f"{target.name} belonged to the group {_group(facts.st_gid)} and now belongs to"
            f" {_group(now.st_gid)}, in which you are. Ask an administrator to change it back."
        )
    return said


def _attributes(target: Path, ready: Path) -> list[str]:
    """Copy access list and labels, which are extended attributes; only Linux lets Python do so."""
    if not hasattr(os, "listxattr"):
        return []
    try:
        wanted, there = _held(target), _held(ready)
    except OSError:
        return []  # the file system knows none
    for name in there.keys() - wanted.keys():
        with suppress(OSError):  # such as the access list that a folder gives to what is made in it
            os.removexattr(ready, name)
    lost = []
    for name, value in wanted.items():
        if there.get(name) == value:
            continue
        try:
            os.setxattr(ready, name, value)
        except OSError:
            lost.append(name)
    if not lost:
        return []
    return [f"The system does not let these labels of {target.name} be kept: {', '.join(lost)}."]


def _held(path: Path) -> dict[str, bytes]:
    return {name: os.getxattr(path, name) for name in os.listxattr(path)}


def _user(number: int) -> str:
    with suppress(ImportError, KeyError):
        import pwd

        return pwd.getpwuid(number).pw_name
    return f"user {number}"


def _group(number: int) -> str:
    with suppress(ImportError, KeyError):
        import grp

        return grp.getgrgid(number).gr_name
    return f"group {number}"
