"""What doctor sees, as a text file that opens by itself: for a desktop without a command prompt.

python -m xl_recoup.installation.doctor_file
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from xl_recoup import clock
from xl_recoup.installation.desktop import Desktop
from xl_recoup.installation.program import lines

HEAD = (
    "What xl_recoup finds on this computer, {at:%d %B %Y, %H:%M}. IT may have this file: it holds"
)
HEAD += " no pupil data.\n\n"


def write_doctor_file(desktop: Desktop, show: Callable[[Path], None]) -> Path:
    """Write what all looks show beside the installation, and open it; return where it is."""
    path = desktop.manifest.with_name("doctor.txt")
    path.parent.mkdir(parents=True, exist_ok=True)
    said = HEAD.format(at=clock.now()) + "".join(f"{line.text}\n" for line in lines())
    path.write_text(said, encoding="utf-8-sig")
    show(path)
    return path


if __name__ == "__main__":
    if sys.platform != "win32":
        sys.exit("This is for Windows. Elsewhere: python -m xl_recoup doctor.")
    write_doctor_file(Desktop.of(os.environ), os.startfile)
