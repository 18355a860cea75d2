"""The parts of a release: wheels for Windows, a bill of materials, licences."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import build_page
from release_builder.bill import Inside, bill
from release_builder.compiled_in import FOLDER, compiled_in
from release_builder.licences import licences
from release_builder.wheels import PYTHONS, Wheel, locked, needed, requirements
from tests.support.made_up_wheels import made_up_wheel

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def wheels(tmp_path: Path) -> list[Wheel]:
    """The program, what it needs, and what it does not need."""
    made_up_wheel(tmp_path, "xl-recoup", needs=["one", 'mac ; sys_platform == "darwin"', "two>=1"])
    made_up_wheel(tmp_path, "one", needs=["three; extra == 'more'"], licence="BSD-3-Clause")
    for python in ("311", "312", "313", "314"):
        version = "1.0" if python == "311" else "2.0"
        made_up_wheel(tmp_path, "two", version, tag=f"cp{python}-cp{python}-win_amd64")
    made_up_wheel(tmp_path, "three")
    return [Wheel.of(path) for path in sorted(tmp_path.glob("*.whl"))]


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_is_asked_for_windows(python: str) -> None:
    """pip would ask the computer that builds: conditions are answered for Windows beforehand."""
    lines = locked((ROOT / "requirements.lock").read_text(encoding="utf-8"), python)
    pins = {need.name: need for need in (Requirement(line.split(" --")[0]) for line in lines)}
    assert len(pins) == len(lines)
    assert {"pywin32", "numpy", "xlwings"} <= pins.keys()
    assert not {"appscript", "psutil"} & pins.keys()
    assert all(need.marker is None for need in pins.values())
    assert all(" --hash=sha256:" in line for line in lines)


def test_what_is_needed_on_windows(wheels: list[Wheel]) -> None:
    """Only what the program needs there goes in, in every Python's own file."""
    assert [wheel.path.name.split("-")[0] for wheel in needed(wheels, PYTHONS)] == [
        "one", "two", "two", "two", "two", "xl_recoup"
    ]  # fmt: skip
    assert len(needed(wheels, ["3.12"])) == 3


def test_a_wheel_that_is_missing(wheels: list[Wheel]) -> None:
    """A release that would not install under one of its Pythons is none."""
    gap = [wheel for wheel in wheels if "cp313" not in wheel.path.name]
    with pytest.raises(LookupError, match=r"no wheel of two for Windows and Python 3\.13"):
        needed(gap, PYTHONS)


def test_what_pip_is_to_install(wheels: list[Wheel]) -> None:
    """Each version once, with the hash of each of its files, and for which Pythons it is."""
    lines = requirements(needed(wheels, PYTHONS)).splitlines()
    pins = [Requirement(line.split(" --hash")[0].strip()) for line in lines]
    assert [str(pin) for pin in pins] == [
        "one==1.0",
        'two==1.0; python_version == "3.11"',
        "two==2.0; " + " or ".join(f'python_version == "3.{minor}"' for minor in (12, 13, 14)),
        "xl-recoup==1.0",
    ]
    assert [line.count("--hash=sha256:") for line in lines] == [1, 1, 3, 1]


def test_the_bill_of_materials(wheels: list[Wheel]) -> None:
    """Every part has version, licence, files with digests, and what it needs; nothing is random."""
    inside = [Inside("Pyodide", "314.0.7", "MPL-2.0", "npm")]
    chosen = needed(wheels, PYTHONS)
    text = bill(chosen, inside, ["one"])
    assert text == bill(chosen, inside, ["one"])
    said = json.loads(text)
    assert (said["bomFormat"], said["metadata"]["component"]["name"]) == ("CycloneDX", "xl-recoup")
    assert "timestamp" not in said["metadata"]
    parts = {part["bom-ref"]: part for part in said["components"]}
    assert list(parts) == ["pkg:npm/pyodide@314.0.7", "pkg:pypi/one@1.0", "pkg:pypi/two@1.0",
                           "pkg:pypi/two@2.0"]  # fmt: skip
    one = parts["pkg:pypi/one@1.0"]
    assert one["licenses"] == [{"license": {"id": "BSD-3-Clause"}}]
    (file,) = one["externalReferences"]
    digest = next(wheel.sha256 for wheel in chosen if wheel.name == "one")
    assert file["hashes"] == [{"alg": "SHA-256", "content": digest}]
    places = [each["value"] for each in one["properties"]]
    assert places == ["page/recoupment.html", "wheels/one-1.0-py3-none-any.whl"]
    (own,) = (d for d in said["dependencies"] if d["ref"] == "pkg:pypi/xl-recoup@1.0")
    assert own["dependsOn"] == list(parts)


def test_the_licences(wheels: list[Wheel], tmp_path: Path) -> None:
    """Each version brings its licence along; a wheel without one is refused."""
    assert list(licences(needed(wheels, PYTHONS))) == [
        "one-1.0/LICENSE", "two-1.0/LICENSE", "two-2.0/LICENSE", "xl-recoup-1.0/LICENSE"
    ]  # fmt: skip
    bare = Wheel.of(made_up_wheel(tmp_path, "bare", licence_file=False))
    with pytest.raises(LookupError, match="brings no licence"):
        licences([bare])


def test_what_is_compiled_into_the_page_has_its_texts() -> None:
    """Each library has a text of its own, is in the notes and in the bill; none lies there idle."""
    parts = list(compiled_in())
    texts = {path.name for path in FOLDER.glob("*.txt")}
    assert texts == {part.text for part in parts}
    notes = (FOLDER.parent / "notes.txt").read_text(encoding="utf-8")
    for part in parts:
        assert re.search(
            rf"^ +{re.escape(f'{part.name} {part.version}'.strip())} +{part.text} ", notes, re.M
        )
        assert len((FOLDER / part.text).read_text(encoding="utf-8")) > 200
        line = notes.split(part.text)[1].splitlines()[0]
        assert ("documentation words it" in line) is not part.as_is
    assert len({part.name for part in parts}) == len(parts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("expat.txt", "Copyright (c) 2001-2025 Expat maintainers"),
        ("libffi.txt", "Copyright (c) 1996-2022  Anthony Green, Red Hat, Inc and others."),
        ("mpdecimal.txt", "Copyright (c) 2008-2020 Stefan Krah. All rights reserved."),
        ("emscripten.txt", "The full text of both licenses follows."),
        ("hacl.txt", "Copyright (c) 2022-2023 HACL* Contributors"),
        ("llvm.txt", "The compiler_rt library is dual licensed under both"),
        ("llvm.txt", "The libunwind library is dual licensed under both"),
        *(("cpython.txt", f"{name}\n{'-' * len(name)}\n") for name in (
            "Mersenne Twister", "Cookie management", "Execution tracing", "SipHash24",
            "strtod and dtoa", "cfuhash", "libmpdec", "mimalloc", "asyncio",
            "Global Unbounded Sequences (GUS)", "Zstandard bindings",
        )),
    ],
)  # fmt: skip
def test_a_text_is_of_the_version_that_its_note_says(text: str, words: str) -> None:
    """Words that only that version has, and every piece that CPython lists and the page has."""
    assert words in (FOLDER / text).read_text(encoding="utf-8")


def test_what_is_compiled_in_is_in_the_bill(wheels: list[Wheel]) -> None:
    """IT's tools see each library with its licence; one whose version can't be told has none."""
    parts = list(compiled_in())
    inside = [Inside(part.name, part.version, part.licence, "generic") for part in parts]
    said = json.loads(bill(needed(wheels, PYTHONS), inside, []))
    found = {each["name"]: each for each in said["components"]}
    for part in parts:
        assert found[part.name].get("version", "") == part.version
        assert part.licence in json.dumps(found[part.name]["licenses"])


def test_the_page_holds_these_versions() -> None:
    """What Pyodide says of its libraries is what the list says: another version is looked at."""
    if not build_page.PYODIDE.exists():
        pytest.skip("Pyodide is not installed: run `npm ci` in scripts/page")
    compiled = (build_page.PYODIDE / "pyodide.asm.wasm").read_bytes()
    assert [part.name for part in compiled_in() if part.seen.encode() not in compiled] == []
