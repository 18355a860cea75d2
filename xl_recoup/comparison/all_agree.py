"""A workbook as if every school had agreed to every scheme: what could become billable."""

from __future__ import annotations

from dataclasses import replace

from xl_recoup.closed_lists import AgreementStatus
from xl_recoup.contract import AGREEMENTS, SCHOOLS, normal
from xl_recoup.intake.row_reading import read_rows
from xl_recoup.policy.agreement_list import ALL_SCHEMES
from xl_recoup.tables import Cell, WorkbookTables

AGREED: AgreementStatus = "signed"
EVIDENCE = "only supposed, for a comparison"


def with_all_agreements(book: WorkbookTables) -> WorkbookTables:
    """Return a workbook in which each school has also signed for every scheme, for all days.

    What stands on the sheet stays: of two rows for one day the one that binds counts.
    """
    agreements, schools = book.find(AGREEMENTS.name), book.find(SCHOOLS.name)
    if agreements is None or schools is None:
        return book
    read = read_rows(schools, SCHOOLS, book.date_1904).rows
    parties = dict.fromkeys(row.get("laestab") for row in read if row.get("laestab"))
    signed: dict[str, Cell] = {
        normal("Scheme"): ALL_SCHEMES, normal("Status"): AGREED, normal("Evidence"): EVIDENCE
    }  # fmt: skip
    width = len(agreements.headings)
    held = [(*row, *[None] * (width - len(row))) for row in agreements.rows]
    added = [
        tuple((signed | {normal("Party"): party}).get(normal(h)) for h in agreements.headings)
        for party in parties
    ]
    supposed = replace(agreements, rows=[*held, *added])
    tables = {
        name: supposed if table is agreements else table for name, table in book.tables.items()
    }
    return replace(book, tables=tables)
