"""Providers: alternative provision settings, and the places commissioned there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from xl_recoup.contract.table_row import Laestab, Note, Percentage, TableRow, cell

MOST = Decimal(100)


class Provider(
    TableRow,
    table="Providers",
    purpose="Alternative provision settings, and the places commissioned there.",
    named_by="code",
):
    """One row of the Providers table.

    Places commissioned, on what terms and with how many pupils: see `charging.place_plus`.
    """

    code: str = cell("Code", needed="the provider's code")
    name: str = cell("Provider", default="", aside=True)
    laestab: Laestab = cell("LAESTAB", default="", aside=True)
    kind: str = cell("Kind", default="", aside=True)
    commissioned: Decimal | None = cell("Places commissioned", default=None)
    place_rate: Decimal | None = cell(
        "Place rate", default=None, note="pounds a year for each place"
    )
    top_up: Decimal = cell(
        "Top-up", default=Decimal(0), note="pounds a year for each place, beside the rate"
    )
    threshold: Percentage = cell(
        "Occupancy threshold", default=Decimal(80), note="per cent of places; blank: 80"
    )
    adjusted: Percentage = cell(
        "Share adjusted", default=Decimal(50), note="per cent of the top-up; blank: 50"
    )
    counted_on: date | None = cell(
        "Counted on", default=None, note="the day on which pupils are counted"
    )
    counted: Decimal | None = cell(
        "Pupils counted", default=None, note="blank: counted from the placements"
    )
    open_from: date | None = cell("Open from", default=None, aside=True)
    open_to: date | None = cell("Open to", default=None, aside=True)
    note: Note = cell("Note", default="", aside=True)

    def contradictions(self) -> Iterator[tuple[str, str]]:
        """Yield terms that can't be meant: counting needs a day, a rate needs places."""
        for field, number, least in (
            ("commissioned", self.commissioned, 1),
            ("counted", self.counted, 0),
        ):
            if number is not None and (number < least or number != int(number)):
                yield field, f"is not a whole number, {least} or more"
        for field, pounds in (("place_rate", self.place_rate), ("top_up", self.top_up)):
            if pounds is not None and pounds < 0:
                yield field, "is below 0"
        for field, share in (("threshold", self.threshold), ("adjusted", self.adjusted)):
            if not 0 <= share <= MOST:
                yield field, "is not from 0 to 100 per cent"
        if self.counted is not None and self.counted_on is None:
            yield "counted_on", "is blank, but the pupils counted need the day of the count"
        if self.place_rate is not None and self.commissioned is None:
            yield "commissioned", "is blank, but a place rate is entered"

    @property
    def places(self) -> int | None:
        """The places commissioned."""
        return None if self.commissioned is None else int(self.commissioned)

    @property
    def pupils(self) -> int | None:
        """The pupils counted, where the row says so."""
        return None if self.counted is None else int(self.counted)


PROVIDERS = Provider.spec
