"""Cases of the checks across the Agreements table (`xl_recoup.checks.agreements`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, rows
from tests.support.books import ACADEMY, AGREEMENTS, SCHOOLS, pex

ELM = AGREEMENTS[0]
_PUPIL = pex(**{"Home school": ACADEMY, "Year group": "8", "Date of birth": date(2012, 10, 1)})


def _with(*more: dict[str, Any], **tables: Any) -> Args:
    return rows(_PUPIL, Agreements=[*AGREEMENTS, *more], **tables)


_OTHER = {"Party": "3054009", "Scheme": "all", "Status": "no reply"}
_SCHOOLS = [*SCHOOLS, SCHOOLS[2] | {"LAESTAB": "3054009", "Trust": "Box Trust"}]

CASES: Cases = {
    "A30": Case(
        passes=rows(_PUPIL, Agreements=[ELM]),
        once=rows(_PUPIL, Agreements=[ELM | {"Evidence": None}]),
        at="Agreements A5",
        several=_with(
            _OTHER | {"Status": "signed"},
            _OTHER | {"Status": "funding agreement", "Scheme": "PEX"},
            Schools=_SCHOOLS,
        ),
    ),
    "A97": Case(
        passes=rows(_PUPIL, Agreements=[ELM]),
        once=rows(_PUPIL, Agreements=[ELM | {"From": None}]),
        at="Agreements A5",
        lines_differ="the working names no first day",
        several=_with(
            _OTHER | {"Status": "signed", "Evidence": "letter on file"},
            _OTHER | {"Status": "funding agreement", "Scheme": "PEX", "Evidence": "clause 12"},
            Schools=_SCHOOLS,
        ),
    ),
    "A31": Case(
        passes=_with(_OTHER, _OTHER | {"Party": "box trust"}, Schools=_SCHOOLS),
        once=_with(_OTHER | {"Party": "Bocks Trust"}, Schools=_SCHOOLS),
        at="Agreements A6",
        several=_with(_OTHER, _OTHER | {"Party": "305/4010"}),
    ),
    "A32": Case(
        passes=_with(ELM | {"Scheme": "LOCAL"}, ELM | {"Scheme": "ALL", "To": date(2024, 9, 2)}),
        once=_with(ELM | {"Scheme": "HOME"}),
        at="Agreements A6",
        several=_with(ELM | {"Scheme": "HOME"}, ELM | {"Scheme": "Exclusions"}),
    ),
    "A33": Case(
        passes=_with(_OTHER | {"From": date(2025, 9, 1), "To": date(2025, 9, 1)}, Schools=_SCHOOLS),
        once=_with(_OTHER | {"From": date(2025, 9, 1), "To": date(2025, 8, 31)}, Schools=_SCHOOLS),
        at="Agreements A6",
        several=_with(
            _OTHER | {"From": date(2025, 9, 1), "To": date(2025, 8, 31)},
            _OTHER | {"From": date(2026, 9, 1), "To": date(2025, 8, 31)},
            Schools=_SCHOOLS,
        ),
    ),
    "A34": Case(
        passes=_with(ELM | {"Status": "refused", "From": None, "To": date(2024, 8, 31)}),
        once=_with(ELM | {"Status": "refused", "From": None, "To": date(2024, 9, 1)}),
        at="Agreements A6",
        several=_with(ELM | {"Status": "refused"}, ELM | {"Status": "no reply"}),
    ),
}
