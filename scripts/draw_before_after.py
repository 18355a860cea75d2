"""Draw the README's picture: placements as they are typed, and what a run makes of them.

    python3 scripts/draw_before_after.py

By hand, like the pictures of window and page: LibreOffice draws the sheets of the sample workbook.
"""

from __future__ import annotations

import tempfile
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
WIDTH, MARGIN = 1524, 24
SHOWN = (
    ("Placements", (0, 88, 1000, 250), "1  The team types, or pastes, its placements"),
    ("Charges", (0, 86, WIDTH, 520), "2  Recalculate: each school's charge, why, and by which law"),
)
"""Of each sheet: what is cut out of its picture, and what is said above it."""


def main() -> None:
    """Draw the two sheets, cut them and put one below the other."""
    font = ImageFont.truetype(str(FONT), 24)
    with tempfile.TemporaryDirectory() as folder:
        pictures = {p.stem[3:]: p for p in render(BOOK, Path(folder))}
        cuts = [Image.open(pictures[name]).convert("RGB").crop(box) for name, box, _ in SHOWN]
    height = sum(cut.height + 44 + MARGIN for cut in cuts) + MARGIN
    whole = Image.new("RGB", (WIDTH + 2 * MARGIN, height), PAPER)
    draw, top = ImageDraw.Draw(whole), MARGIN
    for cut, (_, _, words) in zip(cuts, SHOWN, strict=True):
        draw.text((MARGIN, top), words, font=font, fill=INK)
        whole.paste(cut, (MARGIN, top + 44))
        draw.rectangle(
            (MARGIN - 1, top + 43, MARGIN + cut.width, top + 44 + cut.height), None, ARROW
        )
        top += cut.height + 44 + MARGIN
    whole.quantize(128, dither=Image.Dither.NONE).save(TARGET, optimize=True)
    print(TARGET)


if __name__ == "__main__":
    main()
