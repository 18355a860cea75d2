"""TRUE and FALSE that were typed, put back where LibreOffice made numbers or formulas of them."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

# It writes a typed FALSE as =FALSE(), and what that gives as a number or a day where the cell has
# such a format: an Ever 6 of FALSE in a column formatted as text would come in as 0.
_TRUTH = re.compile(
    rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(?: t="[a-z]+")?>'
    rb"<f[^<>]*>(TRUE|FALSE)\(\)</f><v>[^<]*</v></c>"
)


def with_typed_truths(made: Path) -> None:
    """Rewrite a workbook that LibreOffice made, each =TRUE() and =FALSE() a truth value again."""
    with zipfile.ZipFile(made) as file:
        parts = {info: file.read(info) for info in file.infolist()}
    changed = {i: _truths(d) if _is_sheet(i.filename) else d for i, d in parts.items()}
    if changed != parts:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
            for info, data in changed.items():
                file.writestr(info, data)


def _is_sheet(part: str) -> bool:
    return part.startswith("xl/worksheets/") and part.endswith(".xml")


def _truths(sheet: bytes) -> bytes:
    return _TRUTH.sub(
        lambda m: m[1] + b' t="b"><v>' + (b"1" if m[2] == b"TRUE" else b"0") + b"</v></c>", sheet
    )
