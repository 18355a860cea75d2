"""Draw the pictures of the window and of the page for the docs, over the sample workbook.

    python3 scripts/draw_doors.py [--page FILE] [--to docs/pictures/doors]

The window is shown on a screen of its own over a stand-in for Excel, the page in headless Chromium.
Needs Xvfb, xdotool and python3-tk, Chromium and `npm ci` in tests/tools, and what
scripts/build_page.py needs. Made by hand: fonts differ from computer to computer.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from environment import ROOT, go_on_in_it

if __name__ == "__main__":
    go_on_in_it()
sys.path.insert(0, str(ROOT))

import build_page  # the tests' environment comes first
from tests.support.desktop import on_a_screen, wait_for
from tests.support.workbook_files import FIXED

BOOK = ROOT / "workbook" / "recoupment.xlsx"
TOOLS = ROOT / "tests" / "tools"
TALLEST = 1500
"""How much of the page is shown, in pixels."""
WINDOW = (0, 0, 920, 680)
"""Where the window stands on the screen, and its size in pixels."""


def main() -> int:
    """Draw both."""
    command = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    command.add_argument("--page", type=Path, help="the page, where it is built already")
    command.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures" / "doors")
    options = command.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page = options.page
        if page is None:
            page = folder / "recoupment.html"
            page.write_bytes(build_page.page())
        draw_window(options.to / "window.png", folder)
        draw_page(page.resolve(), options.to / "page.png", folder)
    return 0


def draw_window(target: Path, folder: Path) -> None:
    """Draw the window after its first button was pressed."""
    where = folder / "state.json"
    shown = [sys.executable, "-m", "tests.support.desk_shown"]
    command = [*shown, str(BOOK), str(folder / BOOK.name), str(where)]
    more = FIXED | {"LOCALAPPDATA": str(folder), "PYTHONPATH": str(ROOT)}
    with on_a_screen(command, folder, more) as (desktop, _program):

        def state(what: str, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
            def look() -> dict[str, Any] | None:
                said: dict[str, Any] = json.loads(where.read_text(encoding="utf-8"))
                return said if holds(said) else None

            wait_for("the window", lambda: True if where.exists() else None)
            return wait_for(what, look)

        first = state("the workbook", lambda said: said["book"] == BOOK.name)
        desktop.click(first["buttons"]["Validate"])
        state("the result", lambda said: said["idle"] and said["text"] != first["text"])
        desktop.picture().crop(WINDOW).quantize(64).save(target, optimize=True)


def draw_page(page: Path, target: Path, folder: Path) -> None:
    """Draw the page after it has validated the workbook."""
    browser = shutil.which("chromium")
    if browser is None:
        sys.exit("chromium is not installed, so the page can't be drawn.")
    asked = {
        "page": str(page), "folder": str(folder), "picture": str(folder / "page.png"),
        "steps": [{"do": "validate", "book": str(BOOK)}],
    }  # fmt: skip
    subprocess.run(
        ["node", str(TOOLS / "drive_page.mjs")], input=json.dumps(asked), text=True, check=True,
        stdout=subprocess.DEVNULL, env=os.environ | {"CHROMIUM": browser},
    )  # fmt: skip
    from PIL import Image

    drawn = Image.open(folder / "page.png").convert("RGB")
    shown = drawn.crop((0, 0, drawn.width, min(drawn.height, TALLEST)))
    shown.quantize(64).save(target, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
