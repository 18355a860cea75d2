"""Local schemes and their placements, as rows of a workbook in memory."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.books import MAINTAINED_SECONDARY, SCHEMES, pex, run
from xl_recoup.records import ChargeLine
from xl_recoup.run.result import Result

D = Decimal
NONE_NEEDED = {"Agreement needed": "none"}
WHOLE_YEAR_AS_AT = date(2026, 3, 31)


def local(**cells: Any) -> dict[str, Any]:
    """Return a row of Schemes in use."""
    row = {"Scheme": "S", "Kind": "local", "In use": "Y", "Denominator": 1.0}
    return row | NONE_NEEDED | {k.replace("_", " "): v for k, v in cells.items()}


def place(**cells: Any) -> dict[str, Any]:
    """Return a placement of a Year 8 pupil under the scheme S, from 1 September 2025."""
    base = pex(1, Scheme="S") | {
        "Exclusion date": None, "Decision date": None, "Year group": "8", "Roll status": "dual",
        "Date of birth": date(2012, 10, 1), "Home school": MAINTAINED_SECONDARY,
        "Start date": date(2025, 9, 1), "UPN": None,
    }  # fmt: skip
    return base | {k.replace("_", " "): v for k, v in cells.items()}


def calculated(
    scheme: dict[str, Any] | list[dict[str, Any]],
    placement: dict[str, Any],
    rates: list[dict[str, Any]] | None = None,
    **more: Any,
) -> Result:
    """Calculate one placement under a scheme, with further rates."""
    from tests.support.books import RATES

    rows = scheme if isinstance(scheme, list) else [scheme]
    more.setdefault("as_at", WHOLE_YEAR_AS_AT)
    return run([placement], Schemes=[*SCHEMES, *rows], Rates=[*RATES, *(rates or [])], **more)


def lines(*args: Any, **kwargs: Any) -> list[ChargeLine]:
    """Return the lines of one placement under a scheme."""
    return calculated(*args, **kwargs).lines
