"""Cases of the checks on names and details of people (`xl_recoup.checks.personal_details`)."""

from __future__ import annotations

from tests.checks.case import Case, Cases, rows
from tests.support.books import pex

CASES: Cases = {
    "S37": Case(
        passes=rows(pex(Pupil="C.B.")),
        once=rows(pex(Pupil="Charlie Brown")),
        at="Placements D5",
        several=rows(pex(1, Pupil="Charlie Brown"), pex(2), pex(3, Pupil="brown, charlie")),
        count=1,
        says="as in D7",
    ),
    "S38": Case(
        passes=rows(pex(Notes="Panel of 3 May; see file 12")),
        once=rows(pex(Notes="leukaemia treatment, mum 07700 900123")),
        at="Placements AS5",
        several=rows(pex(1, Notes="ring 020 7946 0018"), pex(2, Notes="Mrs Brown agrees")),
    ),
}
