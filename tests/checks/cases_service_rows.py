"""Cases of the checks of what services cost (`xl_recoup.checks.service_rows`)."""

from __future__ import annotations

from tests.checks.case import Case, Cases, rows
from tests.support.books import HHT_SERVICE, SCHEMES, pex

_PEX, *_OTHERS = SCHEMES
_NAMED = [_PEX | {"Service": "HHT"}, *_OTHERS]

CASES: Cases = {
    "A50": Case(
        passes=rows(pex(), Services=[HHT_SERVICE], Schemes=_NAMED),
        once=rows(pex(), Services=[HHT_SERVICE | {"Line": "DSG"}], Schemes=_NAMED),
        at="Schemes A5",
        several=rows(
            pex(),
            Services=[HHT_SERVICE | {"Financial year": "2024-25"}],
            Schemes=[row | {"Service": "HHT"} for row in SCHEMES],
        ),
        count=2,
    ),
}
