"""The lock files are whole: what is installed from them alone, resolving nothing, is complete.

What each locked package needs is read from the packages that are installed here, for every platform
and Python; one that only another platform has (pywin32, say) can't be read here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LOCKS = {"requirements.lock": "build", "requirements-dev.lock": "dev"}
LEFT_OUT = {"win-unicode-console"}
"""See `scripts/lock.py`."""
SYSTEMS = (
    ("linux", "Linux", "posix", "x86_64"),
    ("linux", "Linux", "posix", "aarch64"),
    ("darwin", "Darwin", "posix", "arm64"),
    ("win32", "Windows", "nt", "AMD64"),
    ("win32", "Windows", "nt", "ARM64"),
)
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
Place = dict[str, str]


def places() -> Iterator[Place]:
    """Give every kind of computer that the lock files are for."""
    for python in PYTHONS:
        for system, name, family, machine in SYSTEMS:
            yield {
                "sys_platform": system, "platform_system": name, "os_name": family,
                "platform_machine": machine, "python_version": python,
                "python_full_version": f"{python}.0", "implementation_name": "cpython",
                "platform_python_implementation": "CPython",
            }  # fmt: skip


def applies(need: Requirement, place: Place, extra: str = "") -> bool:
    return need.marker is None or need.marker.evaluate({**place, "extra": extra})


def locked(name: str, place: Place) -> Mapping[NormalizedName, str]:
    """Return the version of each package that a lock file gives a computer."""
    here = [pin for pin in pins(name) if applies(pin, place)]
    versions = {canonicalize_name(p.name): str(p.specifier).removeprefix("==") for p in here}
    assert len(versions) == len(here), f"a package is locked twice for {place}"
    return versions


@cache
def pins(name: str) -> tuple[Requirement, ...]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return tuple(Requirement(line.rstrip("\\ ")) for line in lines if line[:1].isalnum())


@cache
def asked(group: str) -> tuple[Requirement, ...]:
    """Return what pyproject.toml asks for: the program's own needs, and those of a group."""
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]

    def lines(name: str) -> Iterator[str]:
        for entry in groups[name]:
            yield from [entry] if isinstance(entry, str) else lines(entry["include-group"])

    return tuple(Requirement(n) for n in (*project["project"]["dependencies"], *lines(group)))


def needed(group: str, place: Place) -> dict[str, list[Requirement]]:
    """Follow what is asked for, and what that needs in turn, with its extras."""
    found: dict[str, list[Requirement]] = {}
    done: set[tuple[str, str]] = set()
    waiting = [need for need in asked(group) if applies(need, place)]
    while waiting:
        need = waiting.pop()
        name = canonicalize_name(need.name)
        found.setdefault(name, []).append(need)
        for extra in {"", *need.extras} - {e for n, e in done if n == name}:
            done.add((name, extra))
            waiting += [n for n in needs(name) if applies(n, place, extra)]
    return found


@cache
def needs(name: str) -> tuple[Requirement, ...]:
    try:
        return tuple(Requirement(text) for text in requires(name) or ())
    except PackageNotFoundError:
        return ()


@pytest.mark.parametrize("name", LOCKS)
def test_nothing_is_missing_from_a_lock_file(name: str) -> None:
    """On every platform and Python, each package that is needed is locked, and fits."""
    amiss = set()
    for place in places():
        versions = locked(name, place)
        for package, wanted in needed(LOCKS[name], place).items():
            version = versions.get(canonicalize_name(package))
            does = version and all(w.specifier.contains(version, prereleases=True) for w in wanted)
            if not does and package not in LEFT_OUT:
                amiss.add((package, version, place["sys_platform"], place["python_version"]))
    assert amiss == set()


@pytest.mark.parametrize("name", LOCKS)
def test_nothing_is_locked_that_is_not_needed(name: str) -> None:
    """What a lock file gives this computer is what is asked for and what that needs."""
    here = {key: str(value) for key, value in default_environment().items()}
    assert set(locked(name, here)) == set(needed(LOCKS[name], here)) - LEFT_OUT


def test_the_tests_need_what_the_program_runs_on() -> None:
    """Both lock files give a computer the same versions of the program's packages."""
    for place in places():
        program, tests = locked("requirements.lock", place), locked("requirements-dev.lock", place)
        assert {name: tests.get(name) for name in program} == program


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_its_hashes(name: str) -> None:
    """No line of a lock file stands without a hash, and none names where to download from."""
    text = (ROOT / name).read_text(encoding="utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    assert [e.split()[0] for e in entries if "--hash=sha256:" not in e] == []
    assert "://" not in text


def test_the_page_says_why_each_package_is_there() -> None:
    """The page of the supply chain names every package that the program runs on or is built by."""
    page = (ROOT / "docs" / "supply-chain.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1] for line in page.splitlines() if line.startswith("| ")]
    named = {canonicalize_name(word) for cell in cells for word in re.findall(r"[\w.-]+", cell)}
    assert {canonicalize_name(pin.name) for pin in pins("requirements.lock")} - named == set()


def test_what_is_asked_for_is_used() -> None:
    """Each package that pyproject.toml names for the program is imported by it somewhere."""
    source = "\n".join(p.read_text("utf-8") for p in (ROOT / "xl_recoup").rglob("*.py"))
    modules = {"python-stdnum": "stdnum", "python-docx": "docx"}
    asked_for: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for need in map(Requirement, asked_for["project"]["dependencies"]):
        module = modules.get(need.name, need.name)
        assert re.search(rf"^\s*(?:import|from) {module}\b", source, re.MULTILINE), need.name
