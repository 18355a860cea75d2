"""Expected placements: how many new ones the team expects, by scheme and month."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xl_recoup.contract.table_row import TableRow, cell


class ExpectedPlacement(
    TableRow,
    table="ExpectedPlacements",
    sheet="Expected placements",
    purpose="How many new placements the team expects, by scheme and month: for the forecast to"
    " 31 March alone. No charge rests on it; left empty, no new placements are expected.",
    named_by="scheme",
):
    """New placements of one scheme in one month."""

    scheme: str = cell("Scheme", needed="the scheme's code", note="as on the sheet Schemes")
    month: str = cell(
        "Month", needed="the month", note="of the workbook's year, such as February or 2026-02"
    )
    number: Decimal = cell("Number", needed="how many are expected")
    average_amount: Decimal | None = cell(
        "Average amount",
        default=None,
        note="pounds that one of them brings until 31 March; blank: the year's average so far",
    )

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Nobody expects fewer placements than none; what a school gets back is no placement."""
        for field, given in (("number", self.number), ("average_amount", self.average_amount)):
            if given is not None and given < 0:
                yield field, "is below 0"


EXPECTED_PLACEMENTS = ExpectedPlacement.spec
