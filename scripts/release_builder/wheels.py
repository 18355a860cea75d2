"""The wheels of a release: for Windows and each Python, in the locked versions, with hashes."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from email.message import Message
from email.parser import Parser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.tags import Tag, compatible_tags, cpython_tags
from packaging.utils import canonicalize_name, parse_wheel_filename

PLATFORM = "win_amd64"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
OWN = "xl-recoup"


@dataclass(frozen=True)
class Wheel:
    """One wheel file and what it says of itself."""

    path: Path
    about: Message
    """Its METADATA."""

    @classmethod
    def of(cls, path: Path) -> Wheel:
        """Read a wheel file."""
        with zipfile.ZipFile(path) as archive:
            (name,) = (n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
            return cls(path, Parser().parsestr(archive.read(name).decode("utf-8")))

    @property
    def name(self) -> str:
        """The package's name in its normal form."""
        return canonicalize_name(self.about["Name"])

    @property
    def version(self) -> str:
        """The package's version."""
        return str(self.about["Version"])

    @property
    def sha256(self) -> str:
        """The file's digest."""
        return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def needs(self, python: str) -> set[str]:
        """Return the names of what it needs on Windows with a Python such as `3.13`."""
        lines = self.about.get_all("Requires-Dist") or []
        needed = map(Requirement, lines)
        return {canonicalize_name(n.name) for n in needed if _applies(n, python)}

    def serves(self, python: str) -> bool:
        """Tell whether it can be installed on Windows with that Python."""
        return not parse_wheel_filename(self.path.name)[3].isdisjoint(_tags(python))


def locked(lock: str, python: str) -> list[str]:
    """Return a lock file's entries for Windows and a Python, one a line, without conditions.

    pip asks the conditions of the computer that it runs on, not of the one it fetches for.
    """
    entries = []
    for line in lock.replace("\\\n", " ").splitlines():
        pin, *hashes = line.split(" --hash=")
        if "==" in pin and _applies(need := Requirement(pin.strip()), python):
            entries.append(
                " ".join([f"{need.name}{need.specifier}", *(f"--hash={h.strip()}" for h in hashes)])
            )
    return entries


def fetch(lock: str, pythons: Iterable[str], folder: Path) -> None:
    """Fetch the locked wheels into a folder; what lies there already is only held to its hash."""
    for python in pythons:
        wanted = folder / f"wanted-{python}.txt"
        wanted.write_text("\n".join(locked(lock, python)), encoding="utf-8")
        command = [
            sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check",
            "--no-deps", "--require-hashes", "--only-binary=:all:", "--platform", PLATFORM,
            "--implementation", "cp", "--python-version", python, "--dest", str(folder),
            "-r", str(wanted),
        ]  # fmt: skip
        subprocess.run(command, check=True)
        wanted.unlink()


def build_own(project: Path, folder: Path) -> None:
    """Build the program's own wheel; the same sources give the same bytes."""
    command = [
        sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps",
        "--no-build-isolation", "--wheel-dir", str(folder), str(project),
    ]  # fmt: skip
    subprocess.run(command, check=True)


def needed(wheels: Iterable[Wheel], pythons: Iterable[str]) -> list[Wheel]:
    """Return the wheels that the program needs under some of the Pythons, in a fixed order.

    Raises LookupError where one that is needed is missing.
    """
    found, chosen = list(wheels), set()
    for python in pythons:
        here = {wheel.name: wheel for wheel in found if wheel.serves(python)}
        waiting, seen = [OWN], set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if name not in here:
                raise LookupError(f"no wheel of {name} for Windows and Python {python}")
            chosen.add(here[name].path)
            waiting += here[name].needs(python)
    return sorted((w for w in found if w.path in chosen), key=lambda w: w.path.name)


def requirements(wheels: Sequence[Wheel]) -> str:
    """Return what pip is to install: each version, the hash of each of its files, conditions."""
    lines = []
    for name, version in sorted({(wheel.name, wheel.version) for wheel in wheels}):
        files = [wheel for wheel in wheels if (wheel.name, wheel.version) == (name, version)]
        served = [p for p in PYTHONS if any(wheel.serves(p) for wheel in files)]
        where = "" if served == list(PYTHONS) else " ; " + " or ".join(
            f'python_version == "{python}"' for python in served
        )  # fmt: skip
        hashes = sorted(f"--hash=sha256:{wheel.sha256}" for wheel in files)
        lines.append(" ".join([f"{name}=={version}{where}", *hashes]))
    return "".join(f"{line}\n" for line in lines)


def _applies(need: Requirement, python: str) -> bool:
    return need.marker is None or need.marker.evaluate(_windows(python))


def _windows(python: str) -> dict[str, str | Set[str]]:
    return {
        "implementation_name": "cpython", "implementation_version": f"{python}.0",
        "os_name": "nt", "platform_machine": "AMD64", "platform_python_implementation": "CPython",
        "platform_release": "10", "platform_system": "Windows", "platform_version": "10",
        "python_full_version": f"{python}.0", "python_version": python, "sys_platform": "win32",
    }  # fmt: skip


def _tags(python: str) -> Iterator[Tag]:
    version = tuple(map(int, python.split(".")))
    yield from cpython_tags(version, platforms=[PLATFORM])
    yield from compatible_tags(version, f"cp{''.join(python.split('.'))}", [PLATFORM])
