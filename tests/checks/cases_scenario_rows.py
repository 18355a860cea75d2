"""Cases of the checks of the Scenarios table (`xl_recoup.checks.scenario_rows`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, rows
from tests.support.books import SCHEMES, pex

HOME: dict[str, Any] = {
    "Scheme": "HOME", "Kind": "local", "In use": "Y", "Measure": "school weeks",
    "Denominator": 38, "Base": "pupil-led funding", "Percentage": 80,
}  # fmt: skip


def _row(changes: str, item: str, value: Any, column: str = "", **more: Any) -> dict[str, Any]:
    scenario = {"Scenario": "Other policy", "Changes": changes, "Item": item, "Value": value}
    return scenario | {"Column": column or None} | more


HOLD = _row("setting", "Hold days", 28)
SHARE = _row("scheme", "HOME", 50, "Percentage")


def _with(*scenarios: dict[str, Any]) -> Args:
    return rows(pex(), Scenarios=scenarios, Schemes=[*SCHEMES, HOME])


CASES: Cases = {
    "A55": Case(
        passes=_with(
            HOLD,
            SHARE,
            _row("rate", "basic_entitlement KS3", 6000),
            _row("rate", "Basic entitlement, ks4", 7000, "Amount"),
            _row("rate", "pupil_premium_lac", 2000),
            _row("agreement", "elm  trust", "refused", "Status"),
            _row("agreement", "305/2001 HOME", "signed"),
        ),
        once=_with(_row("setting", "Hold dayz", 28)),
        at="Scenarios C5",
        several=_with(
            _row("rate", "basic_entitlement", 6000),
            _row("rate", "basic_entitlement post-16", 6000),
            _row("scheme", "ROME", 50, "Percentage"),
            _row("scheme", "HOME", 50, "Percent"),
            _row("scheme", "HOME", 50),
            _row("agreement", "Oak Trust", "signed"),
            _row("agreement", "Elm Trust ROME", "signed"),
        ),
        count=7,
    ),
    "A51": Case(
        passes=_with(HOLD),
        once=_with(HOLD | {"Value": 400}),
        at="Scenarios E5",
        several=_with(
            SHARE | {"Value": "half"},
            _row("rate", "basic_entitlement ks3", "six thousand"),
            _row("agreement", "Elm Trust", "perhaps"),
            _row("scheme", "HOME", "fortnights", "Measure"),
        ),
        count=4,
    ),
    "A52": Case(
        passes=_with(SHARE),
        once=_with(SHARE | {"Value": 80}),
        at="Scenarios E5",
        several=_with(
            HOLD | {"Value": 56},
            _row("rate", "basic_entitlement ks3", 6000, To=date(2025, 3, 31)),
            _row("agreement", "Elm Trust", "signed", From=date(2025, 9, 1)),
            _row("scheme", "HOME", "another", "Name"),
            _row("scheme", "HOME", 100, "School share"),
        ),
        count=5,
    ),
    "A53": Case(
        passes=_with(
            SHARE | {"To": date(2025, 8, 31)},
            SHARE | {"From": date(2025, 9, 1), "Value": 60},
        ),
        once=_with(SHARE, SHARE | {"Value": 60, "From": date(2025, 9, 1)}),
        at="Scenarios E6",
        several=_with(
            HOLD | {"From": date(2025, 9, 1)},
            SHARE | {"From": date(2025, 9, 1), "To": date(2025, 8, 31)},
            _row("scheme", "HOME", "AWAY", "Scheme"),
        ),
        count=3,
    ),
    "A54": Case(
        passes=_with(SHARE | {"Value": "50%"}),
        once=_with(SHARE | {"Value": 0.5}),
        at="Scenarios E5",
        several=_with(
            SHARE | {"Value": 0.5, "To": date(2025, 8, 31)},
            SHARE | {"Value": 0.25, "From": date(2025, 9, 1)},
        ),
    ),
}
