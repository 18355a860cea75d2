"""Cases of the check on settings for programs (`xl_recoup.checks.foreign_settings`)."""

from __future__ import annotations

from tests.checks.case import Case, Cases, rows
from tests.support.books import pex

CASES: Cases = {
    "S35": Case(
        passes=rows(pex(1), sheets=["_xlwings.conf", "conf", "Configuration"]),
        once=rows(pex(1), sheets=["XLWINGS.conf"]),
        at="XLWINGS.conf A1",
        several=rows(pex(1), sheets=["xlwings.conf", "Recoupment.conf "]),
        says="which program they start",
    ),
}
