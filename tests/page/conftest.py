"""The page without installation, built once, and a hand that presses its buttons in a browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import build_page

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / "tests/tools"
Json = dict[str, Any]
Pressed = Callable[..., Json]


@pytest.fixture(scope="session")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page, as the script builds it."""
    if not build_page.PYODIDE.exists():
        pytest.skip("Pyodide is not installed: run `npm ci` in scripts/page")
    path = tmp_path_factory.mktemp("page") / "recoupment.html"
    path.write_bytes(build_page.page())
    return path


@pytest.fixture(scope="session")
def press(tmp_path_factory: pytest.TempPathFactory) -> Pressed:
    """Open a page in headless Chromium, take the steps, return answers, requests and errors."""
    browser = shutil.which("chromium")
    if browser is None or not (TOOLS / "node_modules/playwright-core").exists():
        pytest.skip("needs Debian's package chromium, and `npm ci` in tests/tools")

    def pressed(page: Path, steps: Sequence[Json], script: str = "", picture: str = "") -> Json:
        folder = tmp_path_factory.mktemp("saved")
        asked = {
            "page": str(page), "folder": str(folder), "script": script, "picture": picture,
            "steps": [step | {"book": str(step["book"])} for step in steps],
        }  # fmt: skip
        done = subprocess.run(
            ["node", str(TOOLS / "drive_page.mjs")], input=json.dumps(asked), text=True,
            capture_output=True, check=False, env=os.environ | {"CHROMIUM": browser},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        answer: Json = json.loads(done.stdout)
        return answer

    return pressed
