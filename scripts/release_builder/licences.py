"""The licences of everything inside a release, as each part brings its own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from release_builder.wheels import Wheel

LICENCE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)
TEXT = {"", ".txt", ".md", ".rst", ".python", ".apache", ".bsd"}


def licences(wheels: Sequence[Wheel]) -> dict[str, bytes]:
    """Return the licence files of the wheels by `package/file`; one of each version is enough.

    Raises LookupError where a wheel brings none.
    """
    found: dict[str, bytes] = {}
    for wheel in {(wheel.name, wheel.version): wheel for wheel in wheels}.values():
        own = _of(wheel)
        if not own:
            raise LookupError(f"{wheel.path.name} brings no licence")
        found |= own
    return dict(sorted(found.items()))


def _of(wheel: Wheel) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    with zipfile.ZipFile(wheel.path) as archive:
        for name in sorted(archive.namelist()):
            path = PurePosixPath(name)
            if LICENCE.search(path.name) and path.suffix.lower() in TEXT and archive.read(name):
                inside = [p for p in path.parts[:-1] if not p.endswith(".dist-info")]
                kept = "-".join([*(p for p in inside if p.lower() != "licenses"), path.name])
                found[f"{wheel.name}-{wheel.version}/{kept}"] = archive.read(name)
    return found
