"""Draw the pictures of the desk instructions: `python3 scripts/draw_desk.py [--to docs/pictures]`.

Every step of the page is done on a copy of our workbook; a sheet that the page shows is drawn as it
is then. Made by hand: fonts differ from computer to computer.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from environment import ROOT, go_on_in_it

if __name__ == "__main__":
    go_on_in_it()

from doc_pages.desk import at_the_desk  # the environment comes first
from render import render, visible_sheets

TOP = 900
"""How much of a sheet is shown, in pixels."""


def main() -> int:
    """Draw them and say where they are."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures")
    chosen = command.parse_args()

    def draw(folder: Path, sheet: str, file: str) -> None:
        book = folder / sheet if (folder / sheet).is_file() else folder / "book.xlsx"
        target = chosen.to / file
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as name:
            pictures = render(book, Path(name), top=TOP)
            at = 0 if book.name != "book.xlsx" else visible_sheets(book).index(sheet)
            shutil.copyfile(pictures[at], target)
        print(target)

    at_the_desk(draw)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
