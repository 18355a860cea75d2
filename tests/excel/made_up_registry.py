"""A Windows registry made of a dictionary."""

from __future__ import annotations

from collections.abc import Mapping


class Registry:
    """What it holds, key by key: values by their names in small letters."""

    def __init__(self, held: Mapping[str, Mapping[str, str]]) -> None:
        self.held = held

    def values(self, key: str) -> Mapping[str, str]:
        """Return a key's values; none where it is missing."""
        return self.held.get(key, {})

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys below a key."""
        start = f"{key}\\"
        return sorted({k[len(start) :].split("\\")[0] for k in self.held if k.startswith(start)})
