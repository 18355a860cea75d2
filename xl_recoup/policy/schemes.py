"""Charging schemes as rows: codes, validity and ledger codes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xl_recoup.contract import normal
from xl_recoup.records import Place

BUDGET_SHARE_CFR = "I01"
PUPIL_PREMIUM_CFR = "I05"
OTHER_AP_S251 = "1.2.7"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """One row of the Schemes table."""

    code: str
    place: Place
    name: str = ""
    kind: str = ""
    in_use: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    cfr_code: str = ""
    premium_cfr_code: str = ""
    s251_line: str = ""
    vat_code: str = ""

    def covers(self, day: date) -> bool:
        """Say whether the scheme is valid on a day; empty dates are open ends."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


class SchemeList:
    """All schemes of a workbook, by code whatever its capitals."""

    def __init__(self, schemes: Iterable[Scheme]) -> None:
        self.rows = tuple(schemes)
        self._by_code: dict[str, list[Scheme]] = defaultdict(list)
        for scheme in self.rows:
            self._by_code[normal(scheme.code)].append(scheme)

    def __contains__(self, code: str) -> bool:
        return normal(code) in self._by_code

    def find(self, code: str, day: date | None = None) -> Scheme | None:
        """Return a scheme's row, the one valid on `day` where several."""
        rows = self._by_code.get(normal(code), [])
        if day is not None:
            return next((s for s in rows if s.covers(day)), rows[0] if rows else None)
        return rows[0] if rows else None
