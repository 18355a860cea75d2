"""Cases of the checks on what multiplies everything (`xl_recoup.checks.plausibility`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, changed, rows
from tests.support.books import RATES, SCHEMES, pex, rate

KS3, KS4, EAL_PRIMARY = 1, 2, 8
LAST_YEAR = {"Valid from": date(2024, 4, 1), "Valid to": date(2025, 3, 31)}


def _rates(*more: dict[str, Any], base: list[dict[str, Any]] = RATES, **said: Any) -> Args:
    return rows(pex(), Rates=[*base, *more], **said)


def _before(amount: float, factor: str = "basic_entitlement", phase: str = "ks3") -> dict[str, Any]:
    return rate(factor, phase, amount, **LAST_YEAR)


def _set(**said: Any) -> Args:
    return rows(pex(), settings={k.replace("_", " "): v for k, v in said.items()})


def _as_at(day: date | None, **said: Any) -> Args:
    return rows(pex(), settings={"As-at date": day, **said}, as_at=None)


_HALVES = (
    rate("eal", "primary", 595, **{"Valid to": date(2025, 8, 31)}),
    rate("eal", "primary", 5950, **{"Valid from": date(2025, 9, 1)}),
)

_WEEKLY: dict[str, Any] = {
    "Scheme": "MED", "Kind": "local", "In use": "Y", "Measure": "school weeks", "Denominator": 38,
    "Base": "basic entitlement",
}  # fmt: skip


def _scheme(**terms: Any) -> Args:
    return rows(pex(), Schemes=[*SCHEMES, _WEEKLY | terms])


CASES: Cases = {
    "A45": Case(
        passes=_rates(_before(4715)),
        once=_rates(_before(4714)),
        at="Rates C6",
        several=_rates(
            _before(5422 / 0.84), *_HALVES, base=[r for r in RATES if r["Factor"] != "eal"]
        ),
    ),
    "A46": Case(
        passes=_rates(base=changed(RATES, KS3, Amount=6113.0)),
        once=_rates(base=changed(RATES, KS3, Amount=6113.01)),
        at="Rates C6",
        several=_rates(base=changed(changed(RATES, KS4, Amount=611.3), EAL_PRIMARY, Amount=1600)),
    ),
    "A47": Case(
        passes=_set(Area_cost_adjustment_of_1="confirmed"),
        once=_set(Area_cost_adjustment=1, Area_cost_adjustment_of_1="asked about"),
        at="Settings B5",
        several=_set(Area_cost_adjustment_of_1=None),
        count=1,
        says="14 rates",
    ),
    "A68": Case(
        passes=_scheme(Percentage=100, Denominator=40),
        once=_scheme(Percentage=1000),
        at="Schemes N8",
        several=_scheme(Percentage=101, Denominator=380),
    ),
    "A48": Case(
        passes=_as_at(date(2026, 1, 2)),
        once=_as_at(date(2026, 1, 1)),
        at="Settings B5",
        several=_as_at(date(2026, 1, 31), **{"As-at date days": 1}),
        count=1,
        says="2 days before",
    ),
    "A49": Case(
        passes=_rates(base=changed(RATES, KS3, Unit="£ per pupil p.a.")),
        once=_rates(base=changed(RATES, KS3, Unit="per week")),
        at="Rates D6",
        several=_rates(
            base=changed(changed(RATES, KS3, Unit="thousand pounds"), KS4, Unit="per month")
        ),
    ),
}
