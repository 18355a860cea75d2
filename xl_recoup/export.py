"""CSV files for the finance system, which no spreadsheet can be tricked by.

UTF-8 with a byte order mark, as Excel expects; lines end in CR LF; days are written 2026-03-31,
which reads the same everywhere; numbers are plain decimals. A text that a spreadsheet might take
for a formula has an apostrophe before it. Nothing about a pupil is in them but the placement's
reference: no UPN, initials, date of birth or note, and neither the working nor the reason why
nothing is charged, which tell of a pupil's circumstances.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xl_recoup.book import files
from xl_recoup.charging.documents import Per
from xl_recoup.charging.items import Items
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.export_content import sheets_of
from xl_recoup.export_control import CONTROL, CONTROL_HEADINGS, control_rows
from xl_recoup.tables import Formula, OutCell

TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Beginnings that a spreadsheet may take for a formula; the wide ones in some languages."""
_ON_ONE_LINE = dict.fromkeys([*range(32), *range(127, 160), 0x2028, 0x2029], " ")


def export_csv(
    items: Items, folder: Path, period: str | None = None, *, per: Per = "school"
) -> list[Path]:
    """Write the CSV files directly into a folder, which is made if need be, and return them.

    `period` limits them to one posting period, to *to post*, or to a year's end. Every file is
    written every time, also without a line, so that no old one stays beside the new; control.csv
    comes last and holds the totals and a digest of each of the others. Raises Refused, with nothing
    written, where an account code is missing, a period is not known or a total disagrees with
    Charges; FileUnavailable where the folder can't be written to.
    """
    made = csv_files(items, period, per=per)
    files.make_folder(folder)
    targets = [folder / name for name in made]
    for target in targets:
        _refuse_unless_free(target)
        files.clear_litter(target)
    ready: list[Path] = []
    try:
        for target in targets:
            ready.append(files.temporary(target, made[target.name]))
        for path, target in zip(ready, targets, strict=True):
            _replace(path, target)
    finally:
        for path in ready:
            path.unlink(missing_ok=True)
    return targets


def csv_files(items: Items, period: str | None = None, *, per: Per = "school") -> dict[str, bytes]:
    """Return the content of the CSV files by name; the same inputs give the same bytes."""
    sheets = sheets_of(items, period, per)
    made = {sheet.name: csv_bytes(sheet.headings, sheet.rows) for sheet in sheets}
    controls = control_rows(items, made, period)
    made[CONTROL] = csv_bytes(CONTROL_HEADINGS, controls)
    return made


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[OutCell]]) -> bytes:
    """Return a table as the bytes of a CSV file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless(h) for h in headings])
    writer.writerows([cell_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def cell_text(cell: OutCell) -> str:
    """Return a cell as it stands in a CSV file; only text is ever made harmless."""
    if isinstance(cell, Formula):
        cell = cell.value
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Decimal):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else harmless(cell)


def harmless(text: str) -> str:
    """Return a text that a spreadsheet shows and does not calculate, on one line."""
    risky = text.startswith(TRIGGERS) or text.lstrip().startswith(TRIGGERS)
    line = text if text.isprintable() else text.translate(_ON_ONE_LINE)
    return f"'{line}" if risky else line


def _number(number: Decimal) -> str:
    """Write a number with two decimals, or with as many as it has."""
    digits = max(2, -int(number.normalize().as_tuple().exponent)) if number else 2
    return f"{number + 0:.{digits}f}"


def _refuse_unless_free(target: Path) -> None:
    if target.is_dir():
        raise FileUnavailable(f"{target} is a folder. Export to another folder.")
    if not target.exists():
        return
    try:
        with target.open("r+b"):
            pass
    except OSError:
        raise _locked(target) from None


def _replace(ready: Path, target: Path) -> None:
    try:
        os.replace(ready, target)
    except OSError:
        raise _locked(target) from None


def _locked(target: Path) -> Refused:
    return FileUnavailable(
        f"{target.name} can't be written: it is open in another program, or you have no"
        " permission. Close it there and export again, or export to another folder."
    )
