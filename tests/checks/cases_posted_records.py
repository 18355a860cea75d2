"""Cases of the checks that what was posted is still what was posted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tests.checks.case import Args, Case, Cases, changed, rows
from tests.checks.cases_audit_trail import booked, document, entry
from tests.support.books import pex
from xl_recoup.contract import DOCUMENTS, LEDGER, TableSpec
from xl_recoup.contract.entry_digests import with_digests
from xl_recoup.intake.accepted_runs import AT, SINCE


def sealed(spec: TableSpec, *given: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rows of a record as posting writes them: each with its digest."""
    rows = ([row.get(heading) for heading in spec.headings] for row in given)
    return [dict(zip(spec.headings, row, strict=True)) for row in with_digests(spec, rows)]


_LEDGER = sealed(LEDGER, entry(1), entry(2), entry(3))
_DOCUMENTS = sealed(DOCUMENTS, *map(document, (1, 2, 3)))
_RUN = {"Run at": datetime(2026, 1, 30, 12), "Run by": "B. Head", "Posting": "posted Autumn",
        "Accepted": "draft-rates"}  # fmt: skip
_PLAIN = {"Run at": datetime(2026, 1, 31, 9), "Run by": "A. Officer"}
_NOTED = [
    {"Kind": SINCE, "Name": "run", "Value": "2026-01-30T09:00:00"},
    {"Kind": AT, "Name": "2026-01-30T12:00:00 1",
     "Value": '["B. Head", "posted Autumn", "draft-rates", ""]'},
]  # fmt: skip


def _runs(*lines: dict[str, Any]) -> Args:
    return rows(pex(), RunLog=list(lines), LastRun=_NOTED)


_THIS_YEAR = {"Service year": "2025-26", "Base": 100, "Units": 1, "Denominator": 1}
_OF_THE_YEAR = sealed(LEDGER, *(entry(n, **_THIS_YEAR) for n in (1, 2, 3)))

CASES: Cases = {
    "A85": Case(
        passes=booked(*reversed(_LEDGER), Documents=_DOCUMENTS),
        once=booked(*changed(_LEDGER, 1, LAESTAB="3052001"), Documents=_DOCUMENTS),
        at="Ledger I6",
        several=booked(
            *changed(_LEDGER, 0, Period="Spring"),
            Documents=changed(_DOCUMENTS, 2, **{"Made on": entry()["Posted at"]}),
        ),
    ),
    "A19": Case(
        passes=_runs(_RUN, _PLAIN),
        once=_runs(_RUN | {"Accepted": "draft-rates, rate-moved"}, _PLAIN),
        at="RunLog AH5",
        several=_runs(
            _RUN | {"Accepted": None, "Run by": "A. Officer"},
            _PLAIN | {"Accepted missing": "Codes"},
        ),
        count=3,
    ),
    "A99": Case(
        passes=booked(*_LEDGER),
        once=booked(*_OF_THE_YEAR[:1]),
        at="Ledger A5",
        several=booked(*_OF_THE_YEAR[:2]),
        lines_differ="what was posted is taken back",
    ),
    "A86": Case(
        passes=booked(*_LEDGER, Documents=_DOCUMENTS),
        once=booked(entry(1), entry(2), Documents=_DOCUMENTS),
        at="Ledger A5",
        several=booked(entry(1), entry(2), Documents=[document(1), document(2)]),
    ),
}
