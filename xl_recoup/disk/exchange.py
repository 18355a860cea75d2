"""Putting a finished file in another's place in one step, and getting the other one back.

So it can be looked at once more what was really replaced, and a colleague's save that came in at
the very last moment is put back. Where a system or a file system can't do that, it says so.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

_NO_REPLACE, _EXCHANGE = 1, 2  # what Linux calls RENAME_NOREPLACE and RENAME_EXCHANGE
_UNKNOWN = frozenset({errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM})
_HERE = -100  # names are seen from the working folder


def exchange(ready: Path, target: Path) -> bool:
    """Let two files change places; afterwards the one that was the target is `ready`.

    False, with nothing done, where that can't be had here. Raises OSError where it is refused.
    """
    if sys.platform == "win32":
        return _replaced_on_windows(ready, target)
    return _renamed(ready, target, _EXCHANGE)


def place_new(ready: Path, target: Path) -> None:
    """Put a file where none is; raises FileExistsError where meanwhile one has come."""
    if sys.platform == "win32":
        os.rename(ready, target)  # which replaces nothing there
    elif not _renamed(ready, target, _NO_REPLACE):
        try:
            os.link(ready, target)
        except FileExistsError:
            raise
        except (OSError, AttributeError):  # the Python of a web page knows no links
            if target.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), target) from None
            os.replace(ready, target)


def _renamed(ready: Path, target: Path, how: int) -> bool:
    import ctypes  # which only those who write wait for

    names = os.fsencode(ready), os.fsencode(target)
    try:
        library = ctypes.CDLL(None, use_errno=True)
    except OSError:  # the Python of a web page has none
        return False
    if hasattr(library, "renameat2"):
        failed = library.renameat2(_HERE, names[0], _HERE, names[1], how)
    elif hasattr(library, "renamex_np"):  # macOS
        failed = library.renamex_np(*names, {_EXCHANGE: 2, _NO_REPLACE: 4}[how])
    else:
        return False
    if not failed:
        return True
    number = ctypes.get_errno()
    if number in _UNKNOWN:
        return False
    raise OSError(number, os.strerror(number), str(target))


def _replaced_on_windows(ready: Path, target: Path) -> bool:
    """Replace a file as Excel does: owner, access list, attributes and labels stay."""
    if sys.platform != "win32":
        return False
    import ctypes

    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    displaced = ready.with_name(f"{ready.name.removesuffix('.tmp')}-before.tmp")
    names = [ctypes.c_wchar_p(str(path)) for path in (target, ready, displaced)]
    if not kernel.ReplaceFileW(*names, 0, None, None):
        number = ctypes.get_last_error()
        with suppress(OSError):  # half done, the target may have been moved away: back with it
            if displaced.exists() and not target.exists():
                os.rename(displaced, target)
        if number in (1, 50, 120):  # this file system has no such thing
            return False
        raise ctypes.WinError(number)
    os.replace(displaced, ready)
    return True
