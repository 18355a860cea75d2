"""Cases of the checks of sign-offs (`xl_recoup.checks.signed_off_rows`)."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.checks.case import Args, Case, Cases, changed, rows
from tests.support.books import RATES, book, pex
from tests.support.runs import Months
from xl_recoup.contract import LAST_RUN

FSM, EAL = 3, 8  # the places of two rates
_DRAFTS = changed(changed(RATES, FSM, Status="draft"), EAL, Status="draft")
_NEVER = changed(_DRAFTS, 6, **{"Valid to": date(2025, 4, 2), "Valid from": date(2025, 5, 1)})
_DAY = date(2026, 1, 30)


def signed(code: str, sheet: str, item: str, **more: Any) -> dict[str, Any]:
    """Return a row of SignedOff, complete where nothing else is said."""
    return {
        "Code": code, "Sheet": sheet, "Item": item, "Signed by": "B.H.", "On": _DAY, **more,
    }  # fmt: skip


_BOTH = [signed("A21", "Rates", "fsm all"), signed("A21", "Rates", "eal primary")]


def _with(*sign_offs: dict[str, Any], rates: list[dict[str, Any]] = _DRAFTS) -> Args:
    return rows(pex(), SignedOff=list(sign_offs), Rates=rates)


def _later(*sign_offs: dict[str, Any], rates: list[dict[str, Any]]) -> Args:
    """Return a workbook whose last run saw the drafts as they were."""
    seen = Months(book([pex()], SignedOff=list(sign_offs), Rates=_DRAFTS))
    seen.run()
    record = seen.tables.tables[LAST_RUN.name]
    return rows(pex(), SignedOff=list(sign_offs), Rates=rates, replace={"LastRun": record})


CASES: Cases = {
    "A56": Case(
        passes=_with(*_BOTH, rates=_NEVER),
        once=_with(signed("A35", "Rates", "idaci_c secondary"), rates=_NEVER),
        at="SignedOff A5",
        several=_with(
            signed("A35", "Rates", "IDACI_C secondary"), signed("A35", "Rates", "all"), rates=_NEVER
        ),
    ),
    "A57": Case(
        passes=_later(*_BOTH, rates=changed(_DRAFTS, FSM, Source="Checked.")),
        once=_later(*_BOTH, rates=changed(_DRAFTS, FSM, Amount=4950)),
        at="SignedOff A5",
        several=_later(
            *_BOTH, rates=changed(changed(_DRAFTS, FSM, Amount=4950), EAL, Amount=5950)
        ),
    ),
    "A58": Case(
        passes=_with(signed("A21", "Rates", "all")),
        once=_with(signed("A21", "Rates", "fsm6 primary")),
        at="SignedOff A5",
        several=_with(signed("A12", "Rates", "all"), signed("A21", "Rate", "fsm all")),
    ),
    "A59": Case(
        passes=_with(*_BOTH),
        once=_with(signed("A21", "Rates", "fsm all", **{"Signed by": None})),
        at="SignedOff D5",
        several=_with(
            signed("A21", "Rates", "fsm all", **{"Signed by": None}),
            signed("A21", "Rates", "eal primary", On=None),
        ),
    ),
}  # fmt: skip
