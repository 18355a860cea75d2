"""Which computer this is, and whether a process still runs on it."""

from __future__ import annotations

import os
import platform
import re
import sys


def computer() -> str:
    """Return this computer's name, in letters, digits and hyphens."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", platform.node().partition(".")[0]).strip("-") or "here"


def is_running(number: int) -> bool:
    """Say whether a process of this number runs here; what can't be known counts as running."""
    if number <= 0:
        return False
    if sys.platform == "win32":
        return _is_running_on_windows(number)
    try:
        os.kill(number, 0)  # no signal is sent: it is only asked for
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True  # it is somebody else's
    return not _is_ended(number)


def _is_ended(number: int) -> bool:
    """Say whether a process has ended and only waits for its parent to take note."""
    try:
        with open(f"/proc/{number}/stat", "rb") as file:
            return file.read().rpartition(b")")[2].split()[:1] in ([b"Z"], [b"X"])
    except OSError:
        return False


def _is_running_on_windows(number: int) -> bool:
    if sys.platform != "win32":
        return True
    import ctypes

    asked, still_active = 0x1000, 259  # PROCESS_QUERY_LIMITED_INFORMATION; STILL_ACTIVE
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.OpenProcess.restype = ctypes.c_void_p
    handle = kernel.OpenProcess(asked, False, number)
    if not handle:
        return ctypes.get_last_error() == 5  # it runs, and may not be looked at
    code = ctypes.c_ulong()
    try:
        known = kernel.GetExitCodeProcess(ctypes.c_void_p(handle), ctypes.byref(code))
        return not known or code.value == still_active
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))
