"""Draw the pictures of every sheet, letter and command line, before and after, and their pages.

    python3 scripts/draw_pictures.py [--first FOLDER]

The sample is recalculated, its autumn posted, its letters written and every sheet shown, at a fixed
time; FOLDER is a checkout of the first edition, whose pictures stay as they are without it. By
hand: LibreOffice draws, and fonts differ from computer to computer. The window and the page are
drawn by draw_doors.py, the steps of the desk instructions by draw_desk.py.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from environment import ROOT, go_on_in_it

if __name__ == "__main__":
    go_on_in_it()
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageDraw, ImageFont  # the environment comes first

from render import render
from tests.support.workbook_files import FIXED

PICTURES = ROOT / "docs" / "pictures"
BOOK = Path("workbook") / "recoupment.xlsx"
SCREEN = (1600, 800)
"""What a screen of 1,920 pixels shows of a sheet at 80 dots an inch."""
PERIOD = ("--period", "Autumn 2025", "--approved-by", "B. Head", "--allow-draft")
MONO = "DejaVuSansMono.ttf"
LETTERS = (
    ("statement", "*3059992*-v1*.pdf", 1, "A statement's first page: the account"),
    ("charges", "*3059992*-v1*.pdf", 2, "Its charges, each with its working"),
    ("trust-first-page", "*trust*-v1*.pdf", 1, "A trust's statement: its schools together"),
    ("request", "*3059992*-v1*.pdf", -1, "What is only asked for: a request, not an invoice"),
    ("notice", "*3059992*notice*.pdf", 1, "The notice before a first charge"),
    ("workbook", "*3059992*-v1*.xlsx", 1, "The same statement as a workbook"),
    ("workbook-charges", "*3059992*-v1*.xlsx", 2, "The charges in that workbook"),
    ("covering-list", "covering*statements*.xlsx", 1, "The list that goes with a month's letters"),
)
"""Name, file, page or sheet, what it shows."""


ANSWERS = (("recalculate", "The command line: a run"), ("help", "The command line: its help"))
EVERY = """\
The sample after a run, the posting of its autumn and its letters, every sheet shown
(`show-sheets`), as LibreOffice draws what a screen of 1,920 pixels has room for. Excel draws
tables a little differently. All pupils are invented. How sheets, letters and answers looked in
the [first edition](before-and-after.md). Letters are in [statements/](statements/README.md),
with a [reminder](month-end/reminder.png); the Mapping of an adopted workbook is in
[adopted/](adopted/Mapping.png) ([moving in](../adopting.md)). The paper for the Forum stands in
[publishing](../publishing.md). The [window](doors/window.png) and the [page](doors/page.png)
are drawn by `python3 scripts/draw_doors.py`, the pictures of the [desk
instructions](../desk-instructions.md) by `python3 scripts/draw_desk.py`, a
[run](doors/recalculate.png) and the [help](doors/help.png) of the command line and all else
here by `python3 scripts/draw_pictures.py`."""
THEN = """\
Each sheet that the first edition had, each kind of letter and the command line, beside what
they are now. The window, the page and the sheets below the table came later. A blank sheet of
the first edition was as blank on its first day."""
SINCE = "New since then: "
SENT = """\
From the sample (as at 31 January 2026), its autumn posted; the notice was written before that.
The schools, the trust and the pupils in the pictures are invented. Drawn by `python3
scripts/draw_pictures.py`."""


def product(edition: Path, user: str, *words: object, columns: int = 0) -> str:
    """Run a command of an edition and return what it says."""
    more = FIXED | {"PYTHONPATH": str(edition), "XL_RECOUP_USER": user, "NO_COLOR": "1"}
    more |= {"COLUMNS": str(columns)} if columns else {}
    done = subprocess.run(
        [sys.executable, "-P", "-m", "xl_recoup", *map(str, words)],
        capture_output=True, text=True, check=False, env=os.environ | more,
    )  # fmt: skip
    if done.returncode > 1:
        raise SystemExit(f"{words[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def save(picture: Image.Image, target: Path, size: tuple[int, int] = SCREEN) -> None:
    """Save the part of a picture that a screen shows, in few colours."""
    right, bottom = (min(a, b) for a, b in zip(picture.size, size, strict=True))
    shown = picture.convert("RGB").crop((0, 0, right, bottom))
    target.parent.mkdir(parents=True, exist_ok=True)
    shown.quantize(48, dither=Image.Dither.NONE).save(target, optimize=True)


def draw_text(target: Path, command: str, text: str) -> None:
    """Draw a command and what it answers as a terminal shows them."""
    font = ImageFont.truetype(MONO, 15)
    lines = [f"> {command}"]
    for line in text.rstrip().splitlines():
        lines += textwrap.wrap(line, 118, subsequent_indent="  ", replace_whitespace=False) or [""]
    lines = lines[:44]
    picture = Image.new("RGB", (1120, 20 * len(lines) + 24), "#0f1b2d")
    draw = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        draw.text((14, 12 + 20 * number), line, font=font, fill="#ffffff" if number else "#f2b84b")
    save(picture, target, (1120, 900))


def draw_edition(edition: Path, folder: Path, target: Path, *, first: bool) -> None:
    """Draw an edition's sheets, letters and answers."""
    book = Path(shutil.copyfile(edition / BOOK, folder / "recoupment.xlsx"))
    officer = "A. Officer"
    answer = product(edition, officer, "recalculate", book)
    answer = answer.replace(str(folder) + os.sep, "")
    sheets, letters = target / "sheets", target / ("letters" if first else "statements")
    lines = target / ("command-line" if first else "doors")
    draw_text(lines / "recalculate.png", "xl-recoup recalculate recoupment.xlsx", answer)
    draw_text(
        lines / "help.png", "xl-recoup --help", product(edition, officer, "--help", columns=110)
    )
    out = folder / "letters"
    product(edition, officer, "statements", book, "--to", out, "--notices")
    if not first:
        product(edition, "bhead", "post", book, *PERIOD)
    product(edition, officer, "statements", book, "--to", out)
    for name, pattern, page, _ in LETTERS:
        found = sorted(f for f in out.glob(pattern) if ("notice" in f.name) == (name == "notice"))
        if found:
            drawn = render(found[0], folder / name, 80, 0, found[0].suffix == ".pdf")
            place = page if page < 0 else min(page, len(drawn)) - 1
            save(Image.open(drawn[place]), letters / f"{name}.png", (1600, 1000))
    if not first:
        product(edition, officer, "recalculate", book)
        product(edition, officer, "show-sheets", book)
    shutil.rmtree(sheets, ignore_errors=True)
    for picture in render(book, folder / "sheets", 80, SCREEN[1]):
        save(Image.open(picture), sheets / picture.name)


def pages() -> None:
    """Write the page of every sheet, of the letters, and of what was there before."""
    after = _by_name(PICTURES / "sheets")
    before = _by_name(PICTURES / "first-edition" / "sheets")
    sheets = [f"## {name}\n\n![{name}](sheets/{file})" for name, file in after.items()]
    _write(PICTURES / "README.md", "Pictures of every sheet", EVERY, *sheets)
    rows = [
        f"| {name} | {_shown(f'first-edition/sheets/{before[name]}', f'{name}, before')} |"
        f" {_shown(f'sheets/{file}', f'{name}, now')} |"
        for name, file in after.items()
        if name in before
    ]
    pairs = [("letters", "statements", name, says) for name, _, _, says in LETTERS]
    pairs += [("command-line", "doors", *each) for each in ANSWERS]
    for then, now, name, says in pairs:
        if (PICTURES / "first-edition" / then / f"{name}.png").exists():
            one = _shown(f"first-edition/{then}/{name}.png", f"{says}, before")
            rows.append(f"| {says} | {one} | {_shown(f'{now}/{name}.png', f'{says}, now')} |")
    new = ", ".join(f"[{n}](sheets/{file})" for n, file in after.items() if n not in before)
    table = "\n".join(("| | the first edition | now |", "|---|---|---|", *rows))
    _write(PICTURES / "before-and-after.md", "Before and after", THEN, table, f"{SINCE}{new}.")
    table = "\n".join(f"| {_shown(f'{name}.png', says)} | {says} |" for name, _, _, says in LETTERS)
    table = f"| picture | shows |\n|---|---|\n{table}"
    _write(PICTURES / "statements" / "README.md", "Letters, as they are sent", SENT, table)


def _by_name(folder: Path) -> dict[str, str]:
    """Return the files of sheets' pictures by the names of the sheets."""
    files = sorted(folder.glob("*.png"))
    names = (file.stem[3:].replace("-", " ").replace("Place plus", "Place-plus") for file in files)
    return {name: file.name for name, file in zip(names, files, strict=True)}


def _shown(file: str, says: str) -> str:
    return f"![{says}]({file})"


def _write(page: Path, title: str, *parts: str) -> None:
    page.write_text("\n\n".join((f"# {title}", *parts)) + "\n", encoding="utf-8", newline="\n")


def main() -> int:
    """Draw what there is, and write the pages."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--first", type=Path, help="a checkout of the first edition")
    chosen = command.parse_args()
    with tempfile.TemporaryDirectory() as name:
        draw_edition(ROOT, Path(name), PICTURES, first=False)
    if chosen.first:
        with tempfile.TemporaryDirectory() as name:
            draw_edition(chosen.first.resolve(), Path(name), PICTURES / "first-edition", first=True)
    pages()
    return 0


if __name__ == "__main__":
    sys.exit(main())
