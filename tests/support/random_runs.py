"""Random workbooks in memory, of the regulations or of schemes, before and after a posting."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from tests.oracle.random_books import random_case
from tests.oracle.random_scheme_placements import random_scheme_case
from tests.support.books import book
from xl_recoup.accounts.documents import new_documents
from xl_recoup.posting.entries import PostingOrder, additions, appended, new_entries
from xl_recoup.run.result import Result
from xl_recoup.tables import WorkbookTables

TABLES = {"Schools": "schools", "Agreements": "agreements", "Rates": "rates",
          "Calendar": "calendar"}  # fmt: skip
SCHEME_TABLES = TABLES | {"Schemes": "schemes", "PlacementChanges": "changes"}
PROVIDERS = [{"Code": code, "Provider": code} for code in ("AP1", "AP2")]
LOG = [{"Run by": "tester"}]
AT = datetime(2026, 3, 1, 9, 0)
Row = dict[str, Any]


def _with_rivals(rng: random.Random, rows: Sequence[Row]) -> list[Row]:
    """Return rows beside which others claim the same."""
    made = [dict(row) for row in rows]
    for n, row in enumerate(rng.sample(made, min(4, len(made)))):
        other, number = dict(rng.choice(made)), f"X{n}"
        rival = [
            dict(row),
            {**row, "Placement ref": number},
            {**other, "Placement ref": row["Placement ref"], "Episode ref": number},
            {**row, "Placement ref": number, "EAL": "N" if row["EAL"] == "Y" else "Y"},
        ][n]
        made.insert(rng.randrange(len(made) + 1), rival)
    return made


def random_book(seed: int, rivals: bool) -> tuple[WorkbookTables, date]:
    """Return a random book of the regulations (even seeds) or of schemes (odd ones)."""
    rng, names = random.Random(seed), SCHEME_TABLES if seed % 2 else TABLES
    if seed % 2:
        placements, case = random_scheme_case(rng)
        day = date(case["year"] + 1, 1, 15) + timedelta(days=rng.randint(0, 60))
    else:
        placements, case = random_case(rng)
        day = case["as_at"]
    some = placements[:8]
    rows = _with_rivals(rng, some) if rivals else some
    more: dict[str, Any] = {name: [dict(r) for r in case[key]] for name, key in names.items()}
    settings = {k: v for k, v in case["settings"].items() if k != "As-at date"}
    return book(rows, settings=settings, Providers=PROVIDERS, RunLog=LOG, **more), day


def posted_too(tables: WorkbookTables, before: Result) -> WorkbookTables:
    """Return tables with what posting adds, where there is something to post."""
    if not any(line.status == "billable" for line in before.lines):
        return tables
    order = PostingOrder("Autumn", prepared_by="A", approved_by="B", at=AT)
    entries, _ = new_entries(before, order)
    documents = new_documents(before.items, entries, made_on=AT.date())
    return appended(tables, additions(before, entries, documents))
