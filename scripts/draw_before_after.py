"""Draw the README's picture: placements as they are typed, and what a run makes of them.

    python3 scripts/draw_before_after.py

By hand, like the pictures of window and page: LibreOffice draws the sheets of the sample workbook.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

if __name__ == "__main__":
    from environment import go_on_in_it

    go_on_in_it()

from PIL import Image, ImageDraw, ImageFont  # the environment comes first

from render import render

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "workbook" / "recoupment.xlsx"
TARGET = ROOT / "docs" / "pictures" / "before-and-after.png"
FONT = ROOT / "xl_recoup" / "statements" / "fonts" / "LiberationSans-Bold.ttf"
INK, PAPER, ARROW = "#17395c", "#ffffff", "#d98a1f"
MARGIN = 24
SHOWN = (
    ("Placements", (88, 250), ((0, 1000),), "1  The team types, or pastes, its placements"),
    (
        "Charges",
        (86, 520),
        ((0, 417), (595, 898), (1118, 1970)),  # without Scheme name and Reason
        "2  Recalculate: each school's charge, why, and by which law",
    ),
)
"""Of each sheet: which pixels of its picture are shown, down and across, and what is said."""


def main() -> None:
    """Draw the two sheets, cut them and put one below the other."""
    font = ImageFont.truetype(str(FONT), 24)
    with tempfile.TemporaryDirectory() as folder:
        pictures = {p.stem[3:]: p for p in render(BOOK, Path(folder))}
        cuts = [_cut(pictures[name], down, across) for name, down, across, _ in SHOWN]
    height = sum(cut.height + 44 + MARGIN for cut in cuts) + MARGIN
    whole = Image.new("RGB", (max(cut.width for cut in cuts) + 2 * MARGIN, height), PAPER)
    draw, top = ImageDraw.Draw(whole), MARGIN
    for cut, (*_, words) in zip(cuts, SHOWN, strict=True):
        draw.text((MARGIN, top), words, font=font, fill=INK)
        whole.paste(cut, (MARGIN, top + 44))
        draw.rectangle(
            (MARGIN - 1, top + 43, MARGIN + cut.width, top + 44 + cut.height), None, ARROW
        )
        top += cut.height + 44 + MARGIN
    whole.quantize(128, dither=Image.Dither.NONE).save(TARGET, optimize=True)
    print(TARGET)


def _cut(picture: Path, down: tuple[int, int], across: Sequence[tuple[int, int]]) -> Image.Image:
    """Return stretches of a picture, side by side."""
    drawn = Image.open(picture).convert("RGB")
    cut = Image.new("RGB", (sum(b - a for a, b in across), down[1] - down[0]), PAPER)
    at = 0
    for first, last in across:
        cut.paste(drawn.crop((first, down[0], last, down[1])), (at, 0))
        at += last - first
    return cut


if __name__ == "__main__":
    main()
