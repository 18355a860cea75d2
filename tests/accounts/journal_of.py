"""The journal of a workbook in memory, for its tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tests.support.books import Row
from tests.support.finance_office import Office
from xl_recoup.accounts.journal import JournalLine, journal

AUTUMN = date(2025, 12, 31)


def of(
    office: Office, placements: Sequence[Row], as_at: date = date(2026, 1, 31)
) -> list[JournalLine]:
    """Return the journal of a workbook."""
    result = office.run(placements, as_at)
    return journal(result.items)
