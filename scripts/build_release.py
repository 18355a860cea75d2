"""Build the release for Windows: one folder, and one zip of it, to unpack and install from.

    python3 scripts/build_release.py [--output dist] [--python 3.13] [--page FILE]

Inside are the wheels for 64-bit Python 3.11 to 3.14, the program's own among them, workbooks and
add-ins, the page without installation, the installer, docs, licences, a bill of materials and
checksums.
Needs a package index for what is not in `dist/wheels` yet, and what `scripts/build_page.py` needs.
The same sources give the same bytes. Signing the macros needs Windows: see docs/installing.md.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from environment import ROOT, go_on_in_it

if __name__ == "__main__":
    go_on_in_it()

import build_page  # the tests' environment comes first
from release_builder.bill import Inside, bill
from release_builder.compiled_in import compiled_in
from release_builder.licences import licences
from release_builder.wheels import (
    PYTHONS,
    Wheel,
    build_own,
    fetch,
    needed,
    requirements,
)
from xl_recoup import __version__

NAME = f"xl_recoup-{__version__}-windows"
SUMS = "SHA256SUMS"
OWN_FILES = ROOT / "scripts" / "release"
PAPERS = ("LICENSE", "SECURITY.md", "CHANGELOG.md")
LONG_AGO = (1980, 1, 1, 0, 0, 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """Build folder and zip; say how large they are."""
    command = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    command.add_argument("--output", type=Path, default=ROOT / "dist")
    command.add_argument("--python", action="append", choices=PYTHONS, help="for these alone")
    command.add_argument("--page", type=Path, help="the page, where it is built already")
    command.add_argument("--wheels-only", action="store_true", help="gather the wheels and stop")
    options = command.parse_args(arguments)
    pythons = tuple(options.python or PYTHONS)
    output: Path = options.output
    wheels = gathered(output / "wheels", pythons)
    if options.wheels_only:
        print(f"{len(wheels)} wheels in {output / 'wheels'}")
        return 0
    page = options.page.read_bytes() if options.page else build_page.page()
    folder = unpacked(output / NAME, wheels, page, pythons)
    packed = output / f"{NAME}.zip"
    pack(folder, packed)
    digest = hashlib.sha256(packed.read_bytes()).hexdigest()
    packed.with_name(f"{packed.name}.sha256").write_text(
        f"{digest}  {packed.name}\n", encoding="utf-8", newline="\n"
    )
    print(f"{packed.name}: {packed.stat().st_size / 1e6:.1f} MB, {len(wheels)} wheels\n{digest}")
    return 0


def gathered(folder: Path, pythons: Sequence[str]) -> list[Wheel]:
    """Fetch and build into a folder; return the wheels that the program needs, and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for former in folder.glob("xl_recoup-*.whl"):
        former.unlink()
    fetch((ROOT / "requirements.lock").read_text(encoding="utf-8"), pythons, folder)
    build_own(ROOT, folder)
    return needed(map(Wheel.of, sorted(folder.glob("*.whl"))), pythons)


def unpacked(folder: Path, wheels: Sequence[Wheel], page: bytes, pythons: Sequence[str]) -> Path:
    """Write the folder of a release, anew; return it."""
    shutil.rmtree(folder, ignore_errors=True)
    for source, name in _copied(wheels):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
    inside = list(page_parts())
    texts = {f"licences/{name}": data for name, data in licences(wheels).items()}
    texts |= {
        "page/recoupment.html": page,
        "wheels/requirements.txt": requirements(wheels).encode(),
        "bill-of-materials.cdx.json": bill(wheels, inside, build_page.WHEELS).encode(),
        "read-me.txt": _read_me(pythons),
    }
    for name, data in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    sums = (f"{_digest(folder / name)}  {name}\n" for name in names(folder))
    (folder / SUMS).write_text("".join(sums), encoding="utf-8", newline="\n")
    return folder


def _copied(wheels: Sequence[Wheel]) -> Iterator[tuple[Path, str]]:
    """Yield each file that goes in as it is, and where."""
    for wheel in wheels:
        yield wheel.path, f"wheels/{wheel.path.name}"
    for path in sorted((ROOT / "workbook").glob("*.xl*")):
        yield path, f"workbook/{path.name}"
    for name in ("install.py", "uninstall.py"):
        yield OWN_FILES / name, name
    for path in sorted((OWN_FILES / "licences").rglob("*.*")):
        yield path, path.relative_to(OWN_FILES).as_posix()
    for name in PAPERS:
        yield ROOT / name, name
    for kind in ("*.md", "*.png"):
        for path in sorted((ROOT / "docs").rglob(kind)):
            yield path, path.relative_to(ROOT).as_posix()


def _read_me(pythons: Sequence[str]) -> bytes:
    """Return the first page, with line ends that every Notepad understands."""
    text = (OWN_FILES / "read-me.txt").read_text(encoding="utf-8")
    return text.replace("PYTHONS", ", ".join(pythons)).replace("\n", "\r\n").encode()


def page_parts() -> Iterator[Inside]:
    """Yield what the page holds beside packages of Python."""
    lock = json.loads((build_page.PAGE / "package-lock.json").read_text(encoding="utf-8"))
    pyodide = lock["packages"]["node_modules/pyodide"]
    yield Inside("Pyodide", pyodide["version"], "MPL-2.0", "npm")
    built = build_page.PYODIDE / "pyodide-lock.json"
    if built.exists():
        version = json.loads(built.read_text(encoding="utf-8"))["info"]["python"]
        yield Inside("CPython", version, "PSF-2.0", "generic")
    for part in compiled_in():
        yield Inside(part.name, part.version, part.licence, "generic")


def names(folder: Path) -> list[str]:
    """Return the names of all files of a release but its checksums, in their order."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if name != SUMS)


def pack(folder: Path, target: Path) -> None:
    """Write a folder as a zip, its files as they are: packed once more they would grow no smaller.

    Nothing of the computer that builds goes in: no times, no rights.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in [*names(folder), SUMS]:
            entry = zipfile.ZipInfo(f"{folder.name}/{name}", LONG_AGO)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (folder / name).read_bytes())


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
