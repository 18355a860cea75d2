"""CSV files for the finance system, which no spreadsheet can be tricked by.

UTF-8 with a byte order mark, as Excel expects; lines end in CR LF; days are written 2026-03-31,
which reads the same everywhere; numbers are plain decimals. A text that a spreadsheet might take
for a formula has an apostrophe before it. Nothing about a pupil is in them but the placement's
reference: no UPN, initials, date of birth or note, and neither the working nor the reason why
nothing is charged, which tell of a pupil's circumstances.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.documents import Per
from xl_recoup.book.package import disk_files
from xl_recoup.csv_text import csv_bytes
from xl_recoup.errors import FileUnavailable
from xl_recoup.export.control_totals import CONTROL, CONTROL_HEADINGS, control_rows
from xl_recoup.export.export_content import sheets_of


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
    disk_files.make_folder(folder)
    targets = [folder / name for name in made]
    for target in targets:
        _refuse_unless_free(target)
        disk_files.clear_litter(target)
    ready: list[Path] = []
    try:
        for target in targets:
            ready.append(disk_files.temporary(target, made[target.name]))
        for path, target in zip(ready, targets, strict=True):
            with _refused(target):
                os.replace(path, target)
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


def _refuse_unless_free(target: Path) -> None:
    if target.is_dir():
        raise FileUnavailable(f"{target} is a folder. Export to another folder.")
    if target.exists():
        with _refused(target), target.open("r+b"):
            pass


@contextmanager
def _refused(target: Path) -> Iterator[None]:
    """Touch a file of the export; FileUnavailable, in one sentence, where the system refuses."""
    try:
        yield
    except OSError:
        raise FileUnavailable(
            f"{target.name} can't be written: it is open in another program, or you have no"
            " permission. Close it there and export again, or export to another folder."
        ) from None
