"""Wheels of packages that hold nothing: a name, a version, what they need, a licence."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path


def made_up_wheel(
    folder: Path,
    name: str,
    version: str = "1.0",
    *,
    tag: str = "py3-none-any",
    needs: Sequence[str] = (),
    licence: str = "MIT",
    licence_file: bool = True,
) -> Path:
    """Write a wheel; the same words give the same bytes."""
    stem = f"{name.replace('-', '_')}-{version}"
    lines = [
        "Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}",
        f"License-Expression: {licence}", *(f"Requires-Dist: {need}" for need in needs),
    ]  # fmt: skip
    files = {f"{stem}.dist-info/METADATA": "\n".join(lines) + "\n"}
    if licence_file:
        files[f"{stem}.dist-info/licenses/LICENSE"] = f"The licence of {name}.\n"
    path = folder / f"{stem}-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in files.items():
            archive.writestr(zipfile.ZipInfo(member), text)
    return path
