"""The release as a whole, with made-up wheels beside the program's own: what is inside, twice."""

from __future__ import annotations

import hashlib
import importlib.util
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import ModuleType

import pytest
from packaging.requirements import Requirement

import build_release
from tests.support.made_up_wheels import made_up_wheel

FOLDER = build_release.NAME
ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NEEDED = sorted(Requirement(line).name for line in PROJECT["dependencies"])
DIRECT = [name for name in NEEDED if name != "xlwings"]


def stand_in(_lock: str, pythons: Iterable[str], folder: Path) -> None:
    """Lay made-up wheels into the folder, which else are fetched."""
    for name in DIRECT:
        made_up_wheel(folder, name)
    made_up_wheel(folder, "hatchling")
    for python in pythons:
        tag = f"cp{python.replace('.', '')}"
        made_up_wheel(folder, "pywin32", tag=f"{tag}-{tag}-win_amd64")
        made_up_wheel(
            folder, "xlwings", tag=f"{tag}-{tag}-win_amd64",
            needs=["pywin32 ; platform_system == 'Windows'", "psutil; sys_platform == 'darwin'"],
        )  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Path]:
    """The release, built twice in different places."""
    page = tmp_path_factory.mktemp("page") / "page.html"
    page.write_text("<title>the page</title>", encoding="utf-8")
    places = [tmp_path_factory.mktemp(name) for name in ("one", "another")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build_release, "fetch", stand_in)
        for place in places:
            assert build_release.main(["--output", str(place), "--page", str(page)]) == 0
    return places


@pytest.fixture
def installer(built: Sequence[Path]) -> ModuleType:
    """The installer as it lies in the release."""
    spec = importlib.util.spec_from_file_location("install", built[0] / FOLDER / "install.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_two_builds_give_the_same_bytes(built: Sequence[Path]) -> None:
    """Nothing of the computer, the hour or the place goes in."""
    one, another = ((place / f"{FOLDER}.zip").read_bytes() for place in built)
    assert hashlib.sha256(one).hexdigest() == hashlib.sha256(another).hexdigest()
    said = (built[0] / f"{FOLDER}.zip.sha256").read_text(encoding="utf-8")
    assert said == f"{hashlib.sha256(one).hexdigest()}  {FOLDER}.zip\n"


def test_what_is_inside(built: Sequence[Path]) -> None:
    """Wheels for each Python, add-ins, sample, page, installer, papers; nothing else of pip's."""
    with zipfile.ZipFile(built[0] / f"{FOLDER}.zip") as archive:
        inside = {name.removeprefix(f"{FOLDER}/") for name in archive.namelist()}
    committed = {f"workbook/{p.name}" for p in (ROOT / "workbook").glob("*.xl*")}
    assert committed <= inside
    assert {"install.py", "uninstall.py", "read-me.txt", "SHA256SUMS", "LICENSE",
            "bill-of-materials.cdx.json", "page/recoupment.html", "docs/installing.md",
            "licences/notes.txt", "licences/pandas-1.0/LICENSE", "licences/in-the-page/zlib.txt",
            "wheels/requirements.txt"} <= inside  # fmt: skip
    wheels = {name for name in inside if name.endswith(".whl")}
    assert len(wheels) == len(DIRECT) + 4 + 4 + 1
    assert not any("hatchling" in name for name in inside)
    assert not any(name.endswith((".exe", ".bat", ".cmd", ".ps1")) for name in inside)


def test_every_file_has_its_checksum(built: Sequence[Path]) -> None:
    """SHA256SUMS names each file but itself."""
    folder = built[0] / FOLDER
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    files = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert files.pop("SHA256SUMS")
    assert sums == {n: hashlib.sha256(p.read_bytes()).hexdigest() for n, p in files.items()}


def test_a_file_that_is_gone_or_changed_stops_it(
    built: Sequence[Path], installer: ModuleType, tmp_path: Path
) -> None:
    """Before anything is installed every file is held to its checksum, and named if it differs."""
    installer.check(built[0] / FOLDER)
    kept = tmp_path / "kept"
    with zipfile.ZipFile(built[0] / f"{FOLDER}.zip") as archive:
        archive.extractall(kept)
    (kept / FOLDER / "workbook" / "recoupment.xlam").unlink()
    (kept / FOLDER / "page" / "recoupment.html").write_text("another", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"page/recoupment\.html, workbook/recoupment\.xlam"):
        installer.check(kept / FOLDER)


@pytest.mark.parametrize(
    ("version", "built_for", "base", "said"),
    [
        ((3, 10, 0), "win-amd64", "C:\\Python", "64-bit Python 3.11, 3.12, 3.13, 3.14"),
        ((3, 15, 0), "win-amd64", "C:\\Python", "64-bit Python 3.11, 3.12, 3.13, 3.14"),
        ((3, 13, 0), "win-arm64", "C:\\Python", "for win-arm64"),
        ((3, 13, 0), "win32", "C:\\Python", "for win32"),
        ((3, 13, 0), "win-amd64", "C:\\Program Files\\WindowsApps\\P", "Microsoft Store"),
    ],
)
def test_a_python_that_it_is_not_for(
    installer: ModuleType, monkeypatch: pytest.MonkeyPatch, version: tuple[int, ...],
    built_for: str, base: str, said: str,
) -> None:  # fmt: skip
    """Nothing is begun with another Python; the sentence says which one to install."""
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(sys, "base_prefix", base)
    monkeypatch.setattr(installer.sysconfig, "get_platform", lambda: built_for)
    names = [path.name for path in installer.WHEELS.glob("*.whl")]
    with pytest.raises(SystemExit, match=said):
        installer.refuse_other_pythons(names)


def test_it_installs_with_what_python_brings(built: Sequence[Path]) -> None:
    """What the installer imports from the wheel needs nothing that is not installed yet."""
    (own,) = (built[0] / FOLDER / "wheels").glob("xl_recoup-*.whl")
    code = f"import sys; sys.path.insert(0, {str(own)!r}); import xl_recoup.installation.installing"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="there it would install")
def test_elsewhere_than_on_windows(installer: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """On other systems it says what to do instead."""
    monkeypatch.setattr(sys, "argv", ["install.py"])
    with pytest.raises(SystemExit, match=r"page/recoupment\.html"):
        installer.main()
