"""What IT has set for Office: in group policy, and in Microsoft 365's own, which goes before it."""

from __future__ import annotations

from collections.abc import Mapping

from xl_recoup.installation.defender import Registry

GROUP_POLICY = r"\Policies\Microsoft\Office"
CLOUD_POLICY = r"\Policies\Microsoft\Cloud\Office"
"""Where the Cloud Policy service of Microsoft 365 leaves what IT set there for a user."""


class AsOfficeReads:
    """A registry in which a key of Office's policies holds what either service has set."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def values(self, key: str) -> Mapping[str, str]:
        """Return a key's values by name in small letters, as text; none where it is missing."""
        held = self._registry.values(key)
        if GROUP_POLICY not in key:
            return held
        return {**held, **self._registry.values(_in_the_cloud(key))}

    def keys(self, key: str) -> list[str]:
        """Return the names of the keys below a key."""
        names = self._registry.keys(key)
        more = self._registry.keys(_in_the_cloud(key)) if GROUP_POLICY in key else []
        return list(dict.fromkeys([*names, *more]))


def _in_the_cloud(key: str) -> str:
    return key.replace(GROUP_POLICY, CLOUD_POLICY)
