"""The release with real wheels for Windows: pip installs it from its folder; nothing is missing.

The wheels are fetched before the tests, for one Python; see .ci/run.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import build_release
from release_builder.wheels import Wheel, locked

PYTHON = "3.13"
WHEELS = os.environ.get("XL_RECOUP_WHEELS", "")
pytestmark = pytest.mark.skipif(
    not WHEELS,
    reason="XL_RECOUP_WHEELS names no folder: scripts/build_release.py --wheels-only makes one",
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked release, for one Python."""
    folder = tmp_path_factory.mktemp("release")
    page = folder / "page.html"
    page.write_text("<title>the page</title>", encoding="utf-8")

    def fetched(_lock: str, _pythons: Iterable[str], into: Path) -> None:
        for wheel in Path(WHEELS).glob("*.whl"):
            shutil.copy(wheel, into)

    given = ["--output", str(folder), "--page", str(page), "--python", PYTHON]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build_release, "fetch", fetched)
        assert build_release.main(given) == 0
    return folder / build_release.NAME


def test_pip_installs_it_for_windows_without_an_index(release: Path, tmp_path: Path) -> None:
    """Every file that the installer names is there, with its digest, and is for Windows."""
    said = (release / "wheels" / "requirements.txt").read_text(encoding="utf-8")
    wanted = tmp_path / "wanted.txt"  # pip would ask the conditions of this computer
    wanted.write_text("\n".join(locked(said, PYTHON)), encoding="utf-8")
    target = tmp_path / "installed"
    command = [
        sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
        "--ignore-requires-python", "--no-index", "--find-links", str(release / "wheels"),
        "--require-hashes", "--no-compile", "--only-binary=:all:", "--platform", "win_amd64",
        "--implementation", "cp",
        "--python-version", PYTHON, "--target", str(target), "-r", str(wanted),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in ("xl_recoup", "xlwings", "pandas", "pydantic_core", "typst", "win32", "tzdata"):
        assert (target / name).is_dir(), name
    assert list(target.glob("pydantic_core/*.pyd"))
    assert not list(target.rglob("*.so"))


def test_each_has_its_licence(release: Path) -> None:
    """No wheel is in the release without the words of its licence."""
    names = {Wheel.of(path).name for path in (release / "wheels").glob("*.whl")}
    told = [path.relative_to(release).as_posix() for path in release.glob("licences/**/*")]
    assert {n for n in names if not any(n in t.lower().replace("_", "-") for t in told)} <= {
        "xl-recoup"
    }
