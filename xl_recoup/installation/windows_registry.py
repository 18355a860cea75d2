"""The Windows registry, read only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import count
from typing import Any

if sys.platform == "win32":
    import winreg

    ROOTS = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}

    class WindowsRegistry:
        """What the registry of this computer says to this user."""

        def values(self, key: str) -> Mapping[str, str]:
            """Return a key's values by name in small letters, as text; none where it is missing."""
            with _opened(key) as handle:
                return {
                    name.lower(): str(value) for name, value, _ in _all(winreg.EnumValue, handle)
                }

        def keys(self, key: str) -> list[str]:
            """Return the names of the keys below a key."""
            with _opened(key) as handle:
                return list(_all(winreg.EnumKey, handle))

    @contextmanager
    def _opened(key: str) -> Iterator[Any]:
        root, _, path = key.partition("\\")
        try:
            handle = winreg.OpenKey(ROOTS[root], path)
        except OSError:
            yield None
            return
        with handle:
            yield handle

    def _all(ask: Any, handle: Any) -> Iterator[Any]:
        """Yield what Windows numbers from 0 until it says that there is no more."""
        for number in count() if handle is not None else ():
            try:
                yield ask(handle, number)
            except OSError:
                return
