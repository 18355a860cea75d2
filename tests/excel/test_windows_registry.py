"""The registry is read as Windows gives it: by numbers from 0, until there is no more."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest

from xl_recoup.installation import windows_registry

HELD: dict[tuple[int, str], tuple[list[tuple[str, Any, int]], list[str]]] = {
    (1, r"Software\Ours"): ([("Path", "C:\\Ours", 1), ("On", 1, 4)], ["One", "Two"]),
}


@contextmanager
def opened(root: int, path: str) -> Iterator[tuple[int, str]]:
    """Stand in for `winreg.OpenKey`."""
    if (root, path) not in HELD:
        raise FileNotFoundError(path)
    yield root, path


def numbered(which: int, key: tuple[int, str], number: int) -> Any:
    """Stand in for `winreg.EnumValue` and `winreg.EnumKey`."""
    held: tuple[list[Any], ...] = HELD[key]
    if number >= len(held[which]):
        raise OSError("no more data is available")
    return held[which][number]


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The registry of a computer with Windows, as far as `HELD` goes."""
    winreg = SimpleNamespace(
        HKEY_CURRENT_USER=1,
        HKEY_LOCAL_MACHINE=2,
        OpenKey=opened,
        EnumValue=lambda key, number: numbered(0, key, number),
        EnumKey=lambda key, number: numbered(1, key, number),
    )
    with monkeypatch.context() as windows:
        windows.setitem(sys.modules, "winreg", winreg)
        windows.setattr(sys, "platform", "win32")
        yield vars(importlib.reload(windows_registry))["WindowsRegistry"]()
    importlib.reload(windows_registry)


def test_values_and_keys_are_read(registry: Any) -> None:
    """Values come by their names in small letters, as text; keys in their order."""
    assert registry.values(r"HKCU\Software\Ours") == {"path": "C:\\Ours", "on": "1"}
    assert registry.keys(r"HKCU\Software\Ours") == ["One", "Two"]


def test_what_is_missing_is_empty(registry: Any) -> None:
    """A key that is not there has no values and no keys."""
    assert registry.values(r"HKLM\Software\Ours") == {}
    assert registry.keys(r"HKCU\Software\Theirs") == []
