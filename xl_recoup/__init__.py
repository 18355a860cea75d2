"""Recoupment for alternative provision: the money follows the child, to the penny."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os
    from datetime import date

    from xl_recoup.reporting.frames import Recalculation

__all__ = ["__version__", "recalculate"]
__version__ = "0.1.0"


def recalculate(
    path: str | os.PathLike[str], *, as_at: date | None = None, write: bool = False
) -> Recalculation:
    """Recalculate a workbook file and return its charges, findings and totals as pandas tables.

    Holds and future dates are judged as at `as_at`; without it, as at the workbook's own As-at
    date, or today. With `write`, the output tables in the file are filled and the previous version
    is kept beside it, as the command `recalculate` does; without it, nothing is changed.

    What is wrong in the workbook's cells is in `findings`. Raises `xl_recoup.errors.Refused`, with
    a sentence, where the file can't be used, and `FileUnavailable`, which is a Refused too, where
    it can't be written.
    """
    from pathlib import Path

    from xl_recoup.files.run_files import recalculate_file, validate_file
    from xl_recoup.reporting.frames import as_frames

    book = Path(path)
    if write:
        return as_frames(recalculate_file(book, book, as_at=as_at))
    return as_frames(validate_file(book, as_at=as_at))
