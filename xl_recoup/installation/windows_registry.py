"""The Windows registry, read only."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import count
from typing import Any

if sys.platform == "win32":
    import winreg

    ROOTS = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}

    class WindowsRegistry:
        """What the registry of this computer says to this user."""

        def values(self, key: str) -> Mapping[str, str]:
            """Return a key's values by name in small letters, as text; none where it is missing."""
            return {name.lower(): str(value) for name, value, _ in _all(winreg.EnumValue, key)}

        def keys(self, key: str) -> list[str]:
            """Return the names of the keys below a key."""
            return list(_all(winreg.EnumKey, key))

    def _all(ask: Any, key: str) -> Iterator[Any]:
        """Yield what Windows numbers from 0 in a key; it says by an error that there is no more."""
        root, _, path = key.partition("\\")
        with suppress(OSError), winreg.OpenKey(ROOTS[root], path) as handle:
            for number in count():
                yield ask(handle, number)
