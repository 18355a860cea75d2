"""CSV files for the finance system, which no spreadsheet can be tricked by.

UTF-8 with a byte order mark, as Excel expects; lines end in CR LF; days are written 2026-03-31,
which reads the same everywhere; numbers are plain decimals. A text that a spreadsheet might take
for a formula has an apostrophe before it. Nothing about a pupil is in them but the placement's
reference: no UPN, initials, date of birth or note, and neither the working nor the reason why
nothing is charged, which tell of a pupil's circumstances.
"""

from __future__ import annotations

from pathlib import Path

from xl_recoup.accounts.bookings import Items
from xl_recoup.accounts.documents import Per
from xl_recoup.disk.csv_cells import begin_alike, csv_bytes
from xl_recoup.disk.disk_files import make_folder
from xl_recoup.disk.run_lock import locked
from xl_recoup.disk.targets import free_targets, write_targets
from xl_recoup.export.control_totals import CONTROL, CONTROL_HEADINGS, control_rows
from xl_recoup.export.export_content import sheets_of


def export_csv(
    items: Items,
    folder: Path,
    period: str | None = None,
    *,
    per: Per = "school",
    replace: bool = False,
) -> list[Path]:
    """Write the CSV files directly into a folder, which is made if need be, and return them.

    `period` limits them to one posting period, to *to post*, or to a year's end. Every file is
    written every time, also without a line, so that no old one stays beside the new; control.csv
    comes last and holds the totals and a digest of each of the others. A file of an earlier export,
    known by its headings, is replaced and kept beside, dated; with `replace` so is any other.
    Raises Refused, with nothing written, where an account code is missing, a period is not known, a
    total disagrees with Charges, or a file is not an earlier export's; FileUnavailable where the
    folder can't be written to.
    """
    made = csv_files(items, period, per=per)
    make_folder(folder)

    def ours(path: Path, held: bytes) -> bool:
        return begin_alike(held, made[path.name])

    paths = [folder / name for name in made]
    with locked(folder):
        targets = free_targets(paths, ours=ours, replace=replace)
        write_targets(zip(targets, made.values(), strict=True))
    return paths


def csv_files(items: Items, period: str | None = None, *, per: Per = "school") -> dict[str, bytes]:
    """Return the content of the CSV files by name; the same inputs give the same bytes."""
    sheets = sheets_of(items, period, per)
    made = {sheet.name: csv_bytes(sheet.headings, sheet.rows) for sheet in sheets}
    controls = control_rows(items, made, period)
    made[CONTROL] = csv_bytes(CONTROL_HEADINGS, controls)
    return made
