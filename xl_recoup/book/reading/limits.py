"""How much of a workbook is read at most: beyond it lies no workbook, but an attack or a mistake.

What a part may unpack to, and how many there may be, is with the file's parts (`zips`); how many
texts, with the texts (`shared_strings`).
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from xl_recoup import clock
from xl_recoup.book.package.xmltext import offered
from xl_recoup.errors import Refused

MOST_TABLES = 1_000
MOST_STYLES = 200_000
"""Excel's own limit is 65,490."""
LONGEST = 120
"""Seconds for reading all tables; ten thousand placements with all that is charged take two."""


class Limits:
    """What has been read of one workbook so far, against what is read at most."""

    def __init__(self) -> None:
        """Begin to count now."""
        self._begun = clock.seconds()
        self._tables = 0

    def another_table(self, name: str) -> None:
        """Count a table that is to be read. Refused where there are too many, or time is up."""
        self._tables += 1
        if self._tables > MOST_TABLES:
            raise Refused(
                f"The file holds more than {MOST_TABLES:,} tables, and no more are read. Delete in"
                " Excel the tables that are not needed."
            )
        if clock.seconds() - self._begun > LONGEST:
            raise Refused(
                f"Reading was given up after {LONGEST // 60} minutes, before the table {name}: the"
                " file holds far more than its tables need. In Excel, delete what is not needed,"
                " such as formatted empty rows, and save it again."
            )


def refuse_styles(styles: Element) -> None:
    """Refuse a workbook with more cell styles than Excel can have, three times over."""
    held = offered(styles, "cellXfs")
    if held is not None and len(held) > MOST_STYLES:
        raise Refused(
            f"The file holds {len(held):,} cell styles, and {MOST_STYLES:,} are the most that are"
            " read. Copy what is needed into a new workbook."
        )
