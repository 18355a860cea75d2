"""The manifest of a set of letters: which files belong to it, and whether all of them are there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from xl_recoup.disk.targets import free_target, held_by, write_target
from xl_recoup.disk.versions import version_of
from xl_recoup.records import short_record


@short_record
class Manifest:
    """What a manifest says; of a folder that has none, nothing, and nothing is missing."""

    title: str = ""
    complete: bool = True
    letters: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By number: each file's digest by its name."""
    covering: Mapping[str, str] = field(default_factory=dict)
    """The covering list's digest by its name."""
    earlier: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """While a set is being written: what may still stand under a name, from the set before."""

    @classmethod
    def of(
        cls,
        title: str,
        names: Mapping[str, Sequence[str]],
        digests: Mapping[str, str],
        covering: Mapping[str, str],
        before: Manifest,
    ) -> Manifest:
        """Return the manifest of a set that is begun: files by letter, and their digests.

        It knows the covering list that is to be written, and what the set before wrote: where this
        one is cut off, both may stand there, and both are ours.
        """
        letters = {n: {name: digests[name] for name in files} for n, files in names.items()}
        return cls(title, False, letters, covering, before.known())

    def completed(self) -> Manifest:
        """Return it as it is once all is there, the covering list too."""
        return replace(self, complete=True, earlier={})

    def known(self) -> dict[str, list[str]]:
        """Return the digests that each file of the set may have, by its name."""
        known = {name: list(digests) for name, digests in self.earlier.items()}
        for files in (self.covering, *self.letters.values()):
            for name, digest in files.items():
                known.setdefault(name, []).append(digest)
        return known

    def has(self, path: Path, data: bytes) -> bool:
        """Say whether a file is one of the set's, and as it was written."""
        return version_of(data) in self.known().get(path.name, ())

    def write(self, path: Path, before: Manifest) -> None:
        """Write it, over the one before; raises Refused where the file there is no manifest."""
        said: dict[str, object] = {
            "set": self.title,
            "complete": self.complete,
            "count": len(self.letters),
            "letters": self.letters,
            "covering list": self.covering,
        }
        if self.earlier:
            said["before"] = self.earlier
        target = free_target(path, ours=lambda *_: bool(before.title))
        write_target(target, json.dumps(said, indent=1).encode(), keep=None)


def read_manifest(path: Path) -> Manifest:
    """Return what a manifest says; a file that says nothing is that of a set not complete."""
    held = held_by(path)
    if held is None:
        return Manifest()
    try:
        said = json.loads(held)
        return Manifest(
            str(said["set"]),
            said["complete"] is True,
            {str(n): dict(files) for n, files in said["letters"].items()},
            dict(said["covering list"]),
            {str(n): [str(d) for d in ds] for n, ds in said.get("before", {}).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Manifest(complete=False)
