"""Draw each sheet of a workbook, or page of a PDF, as a picture: `render.py BOOK --to FOLDER`.

LibreOffice turns a private copy into PDF, one page a sheet, in a profile made for the purpose;
pdftoppm makes the pictures. LibreOffice draws no Excel table styles and no ribbon.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

if __name__ == "__main__":
    from environment import go_on_in_it

    go_on_in_it()

from PIL import Image  # the environment comes first

PRINTED = "pdf:calc_pdf_Export"
ONE_PAGE_A_SHEET = (
    'pdf:calc_pdf_Export:{"SinglePageSheets":{"type":"boolean","value":"true"}}'
)  # fmt: skip
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
COLOURS = 128
SECONDS = 300


def states_of(book: Path) -> dict[str, str]:
    """Return whether each sheet is visible, by its name, in their order."""
    with zipfile.ZipFile(book) as parts:
        root = ET.fromstring(parts.read("xl/workbook.xml"))
    return {s.get("name", ""): s.get("state", "visible") for s in root.iter(f"{MAIN}sheet")}


def visible_sheets(book: Path) -> list[str]:
    """Return the names of the sheets that can be seen, in their order."""
    return [name for name, state in states_of(book).items() if state == "visible"]


def to_pdf(book: Path, folder: Path, form: str) -> Path:
    """Return a PDF of a copy of the book, made in `folder`."""
    copy = folder / f"book{book.suffix}"
    _as_high_as_their_text(book, copy)
    profile = (folder / "profile").as_uri()
    command = [
        "soffice", f"-env:UserInstallation={profile}", "--headless", "--norestore",
        "--convert-to", form, "--outdir", str(folder), str(copy),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    pdf = folder / "book.pdf"
    if not pdf.exists():
        raise SystemExit(f"LibreOffice made no PDF of {book.name}: {done.stderr.strip()}")
    return pdf


def _as_high_as_their_text(book: Path, copy: Path) -> None:
    """Copy a book so that LibreOffice fits its rows to their text when it opens it, as Excel does.

    It believes a file of Excel's own to have fitting rows already, so the copy is of nobody's.
    """
    with zipfile.ZipFile(book) as parts, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as made:
        for name in parts.namelist():
            data = parts.read(name)
            if name == "docProps/app.xml":
                data = data.replace(b"Microsoft Excel", b"xl_recoup")
            made.writestr(name, data)


def render(
    book: Path, target: Path, dots: int = 80, top: int = 1400, printed: bool = False
) -> list[Path]:
    """Draw each sheet into `target` and return the pictures.

    `dots` per inch; a picture shows the first `top` pixels of a long sheet (0: all of it).
    `printed` draws the pages as they would leave the printer instead.
    """
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        printed = printed or book.suffix == ".pdf"
        form = PRINTED if printed else ONE_PAGE_A_SHEET
        pdf = book if book.suffix == ".pdf" else to_pdf(book, folder, form)
        crop = [] if printed or not top else ["-x", "0", "-y", "0", "-W", "6000", "-H", str(top)]
        command = ["pdftoppm", "-r", str(dots), "-png", *crop, str(pdf), str(folder / "page")]
        subprocess.run(command, check=True, timeout=SECONDS)
        pages = sorted(folder.glob("page*.png"), key=_page_number)
        names = [] if printed else visible_sheets(book)
        sheets = [] if printed else states_of(book)
        if len(pages) == len(sheets):  # it draws hidden ones as well
            pages = [page for page, name in zip(pages, sheets, strict=True) if name in names]
        pictures = []
        for number, page in enumerate(pages, 1):
            label = names[number - 1] if number <= len(names) else "page"
            picture = target / f"{number:02d}-{re.sub(r'[^A-Za-z0-9]+', '-', label)}.png"
            few = Image.open(page).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
            few.save(picture, optimize=True)
            pictures.append(picture)
    return pictures


def _page_number(page: Path) -> int:
    return int(page.stem.split("-")[-1])


def main() -> int:
    """Draw the book that is named and say where its pictures are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("book", type=Path)
    parser.add_argument("--to", type=Path, required=True, help="folder for the pictures")
    parser.add_argument("--dpi", type=int, default=80)
    parser.add_argument("--top", type=int, default=1400, help="pixels of a long sheet; 0: all")
    parser.add_argument("--printed", action="store_true", help="pages as the printer would")
    chosen = parser.parse_args()
    for picture in render(chosen.book, chosen.to, chosen.dpi, chosen.top, chosen.printed):
        print(picture)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
