"""Tables on which no charge rests, and records without a row yet: told when they are gone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.run.test_nothing_vanishes import _run_once
from tests.support.books import AGREEMENTS, HHT_SERVICE, book, pex
from tests.support.runs import Months
from xl_recoup.errors import Refused
from xl_recoup.intake.last_run_record import LastRunRecord, Remembered
from xl_recoup.intake.lost_records import refuse_lost_records
from xl_recoup.intake.seen_tables import TABLE

ROWS: dict[str, Any] = {
    "Approvers": [{"Name": "B. Head", "Login": "bhead", "May approve up to": 500}],
    "SignedOff": [{"Code": "R25", "Sheet": "Placements", "Item": "P001", "Signed by": "B.H.",
                   "On": AGREEMENTS[0]["From"]}],
    "Services": [HHT_SERVICE],
    "Recovery": [{"Reference": "INV-1", "Stage": "dispute", "On": AGREEMENTS[0]["From"]}],
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_what_is_charged_stays(name: str) -> None:
    """Who may post, what was signed off and what is pressed for hold no placement when they go."""
    months = Months(book([pex(1), pex(2)], **{name: ROWS[name]}))
    before = months.run()
    tables = {n: t for n, t in months.tables.tables.items() if n != name}
    months.book.tables = replace(months.tables, tables=tables)
    after = months.run()
    assert after.missing == [name]
    assert [(x.ref, x.status, x.amount) for x in after.lines] == [
        (x.ref, x.status, x.amount) for x in before.lines
    ]


@pytest.mark.parametrize("name", ["Settlements", "Letters"])
def test_a_record_without_a_row_is_missed_once_something_is_posted(name: str) -> None:
    """It was there at the last run, so what was entered since may be gone with it."""
    tables, posted = _run_once(True)
    without = {n: t for n, t in tables.tables.items() if n != name}
    lacking = replace(tables, tables=without)
    noted = LastRunRecord([Remembered(TABLE, name, name)])
    with pytest.raises(Refused, match=f"no table named {name}, but it was there at the last run"):
        refuse_lost_records(lacking, noted, posted.entries)
    refuse_lost_records(replace(tables, tables={}), noted, [])
    refuse_lost_records(lacking, LastRunRecord(), posted.entries)
