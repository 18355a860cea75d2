"""Cases of the checks on columns beside other rows (`xl_recoup.checks.columns_apart`)."""

from __future__ import annotations

from typing import Any

from tests.checks.case import Args, Case, Cases, changed, rows
from tests.support.books import OTHER_MAINTAINED, PROVIDERS, RATES, SCHOOLS, Row, book, pex
from xl_recoup.intake.moved_columns import noted_rows

OAK, ASH, ELM, FIR = range(4)
AP: list[dict[str, Any]] = [*PROVIDERS, {"Code": "AP2", "Provider": "Second Provider"}]


def after_a_run(*placements: Row, then: dict[str, Any] | None = None, **now: Any) -> Args:
    """Return a workbook whose last run saw sound tables, or those of `then`."""
    saw = book(Providers=AP, **(then or {}))
    noted: list[Row] = [dict(zip(("Kind", "Name", "Value"), row, strict=True))
                        for row in noted_rows(saw)]  # fmt: skip
    return rows(
        *(placements or [pex()]), RunLog=[{"Run by": "tester"}], LastRun=noted,
        **({"Providers": AP} | now),
    )  # fmt: skip


def swapped(heading: str, one: int, two: int, of: list[dict[str, Any]] = SCHOOLS) -> Any:
    """Return rows of which two have each other's cell below a heading."""
    first, second = of[one].get(heading), of[two].get(heading)
    return changed(changed(of, one, **{heading: second}), two, **{heading: first})


_NAMED = [SCHOOLS[OAK] | {"School": "Beech School"}, *SCHOOLS[1:]]
CASES: Cases = {
    "A16": Case(
        passes=after_a_run(pex(), Schools=SCHOOLS[::-1]),
        once=after_a_run(pex(1), Schools=swapped("School", OAK, ASH)),
        at="Schools C5",
        several=after_a_run(
            pex(1), pex(2, **{"Home school": OTHER_MAINTAINED}),
            Schools=swapped("Type", ELM, FIR, swapped("School", OAK, ASH)),
        ),
        count=2,
    ),
    "A17": Case(
        passes=after_a_run(pex(), Schools=[SCHOOLS[OAK] | {"School": "Oak Primary School"},
                                           *SCHOOLS[1:]]),
        once=after_a_run(pex(), Schools=_NAMED),
        at="Schools C5",
        several=after_a_run(pex(), Schools=_NAMED,
                            Providers=changed(AP, 1, Provider="Riverside Centre")),
        lines_differ="a line bears the name of its school",
    ),
    "A18": Case(
        passes=after_a_run(pex(), Rates=RATES[::-1]),
        once=after_a_run(pex(), Providers=swapped("Provider", 0, 1, AP)),
        at="Providers B5",
        several=after_a_run(pex(), Providers=swapped("Provider", 0, 1, AP),
                            Rates=swapped("Amount", 8, 9, RATES)),
    ),
}  # fmt: skip
