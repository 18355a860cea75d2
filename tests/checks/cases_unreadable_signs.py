"""Cases of the check on characters that can't be shown (`xl_recoup.checks.unreadable_signs`)."""

from __future__ import annotations

from tests.checks.case import Case, Cases, rows
from tests.support.books import pex

CASES: Cases = {
    "S36": Case(
        passes=rows(pex(Pupil="Zoë 😀 Ł.")),
        once=rows(pex(Pupil="� Ł.")),
        at="Placements D5",
        several=rows(pex(1, Notes="␛[31mred"), pex(2, **{"PO number": "ab␡"})),
    ),
}
