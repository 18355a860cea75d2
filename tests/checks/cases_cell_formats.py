"""Cases of the checks on what formats make of numbers (`xl_recoup.checks.cell_formats`)."""

from __future__ import annotations

from typing import Any

from tests.checks.case import Args, Case, Cases, changed, rows
from tests.support.books import PROVIDERS, RATES, pex
from xl_recoup.tables import Guise, ShownAs

EUROS, THOUSANDS, NOTHING = Guise("currency", "€"), Guise("thousands"), Guise("nothing")


def _days(n: int, cell: Any) -> dict[str, Any]:
    return pex(n, **{"Days attended": cell})


def _adjusted(*shares: Any) -> Args:
    providers = [
        PROVIDERS[0] | {"Code": f"AP{n}", "Share adjusted": s} for n, s in enumerate(shares, 1)
    ]
    return rows(pex(), Providers=providers)


CASES: Cases = {
    "S14": Case(
        passes=rows(pex(), Rates=changed(RATES, 0, Amount=3847.0)),
        once=rows(pex(), Rates=changed(RATES, 0, Amount=ShownAs(3847.0, EUROS))),
        at="Rates C5",
        several=rows(
            _days(1, ShownAs(4.0, THOUSANDS)),
            _days(2, ShownAs(4.0, NOTHING)),
            Rates=changed(RATES, 0, Amount=ShownAs(3847.0, EUROS)),
        ),
        says="1 more cell of the column is alike",
    ),
    "S15": Case(
        passes=_adjusted(50, ShownAs(0.005, Guise("per cent")), 0, 1),
        once=_adjusted(0.5),
        at="Providers I5",
        several=_adjusted(0.5, "0.25"),
    ),
}
