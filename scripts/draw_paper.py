"""Draw the pages of the paper for the Forum: `python3 scripts/draw_paper.py [--to FOLDER]`.

From the sample workbook, as PDF and as document, the way LibreOffice Writer shows it. Made by hand:
fonts differ from computer to computer.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from pathlib import Path

from environment import ROOT, go_on_in_it

if __name__ == "__main__":
    go_on_in_it()

from render import SECONDS, render  # the environment comes first
from xl_recoup.files.forum_file import forum_file

SAMPLE = ROOT / "workbook" / "recoupment.xlsx"


def main() -> int:
    """Draw them and say where they are."""
    command = argparse.ArgumentParser(description=__doc__)
    command.add_argument("--to", type=Path, default=ROOT / "docs" / "pictures" / "paper")
    chosen = command.parse_args()
    for old in chosen.to.glob("*-page.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in ("paper.pdf", "document.docx"):
            forum_file(SAMPLE, folder / file, as_at=None)
        drawn = render(folder / "paper.pdf", chosen.to)
        document = folder / "document.docx"
        profile = (folder / "profile").as_uri()
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
             "--outdir", str(folder), str(document)],
            check=True, capture_output=True, timeout=SECONDS,
        )  # fmt: skip
        for page in render(document.with_suffix(".pdf"), folder / "pages"):
            drawn.append(page.replace(chosen.to / f"document-{page.name}"))
    for picture in drawn:
        print(picture)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
