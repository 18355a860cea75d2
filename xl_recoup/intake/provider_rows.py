"""The places commissioned at a provider, from its row; a contradiction is a fault on its cell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from xl_recoup.intake.faults import Fault
from xl_recoup.intake.row_reading import Row

TABLE = "Providers"
WHOLE_NUMBERS = ("places", "pupils")
AMOUNTS = ("place_rate", "top_up")
PERCENTAGES = ("threshold", "adjusted")
FIELDS = (*WHOLE_NUMBERS, *AMOUNTS, *PERCENTAGES, "counted_on")
MOST = Decimal(100)


def commission_of(row: Row, faults: list[Fault]) -> dict[str, Any]:
    """Return a commission's terms by field, or nothing, with faults, where they can't be meant.

    Counting needs a day; a rate needs places.
    """
    given = {field: row.values[field] for field in FIELDS if field in row.values}
    wrong = []
    for field in WHOLE_NUMBERS:
        least = 1 if field == "places" else 0
        if field in given and (given[field] < least or given[field] != int(given[field])):
            wrong.append((field, f"is not a whole number, {least} or more"))
    wrong += [(f, "is below 0") for f in AMOUNTS if given.get(f, 0) < 0]
    wrong += [
        (f, "is not from 0 to 100 per cent")
        for f in PERCENTAGES
        if not 0 <= given.get(f, 0) <= MOST
    ]
    if "pupils" in given and not {"counted_on"} & (given.keys() | row.unreadable):
        wrong.append(("counted_on", "is blank, but the pupils counted need the day of the count"))
    if "place_rate" in given and not {"places"} & (given.keys() | row.unreadable):
        wrong.append(("places", "is blank, but a place rate is entered"))
    faults += [Fault(row.place(field), words, TABLE) for field, words in wrong]
    if wrong or row.unreadable & set(FIELDS):
        return {}
    return given | {f: int(given[f]) for f in WHOLE_NUMBERS if f in given}
