"""A workbook in memory at two desks: one person recalculates it, another posts it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from tests.support.books import Row, book
from tests.support.finance_office import OUR_AGREEMENTS, OUR_RATES, OUR_SCHEMES, OUR_SCHOOLS
from tests.support.memory import MemoryBook
from tests.support.workbook_files import TO_POST
from xl_recoup.outputs.all_tables import writes_with_log
from xl_recoup.posting.entries import PostingOrder
from xl_recoup.posting.posting import Posting, Proposal, posting, proposal
from xl_recoup.posting.sealing import Sealing, sealing
from xl_recoup.run.calculate import calculate
from xl_recoup.run.result import Result
from xl_recoup.tables import Cell, WorkbookTables

JANUARY, AT = date(2026, 1, 31), datetime(2026, 2, 2, 9, 0)
OURS: dict[str, Any] = {
    "Schools": OUR_SCHOOLS, "Agreements": OUR_AGREEMENTS, "Schemes": OUR_SCHEMES,
    "Rates": OUR_RATES,
}  # fmt: skip


class TwoDesks:
    """The workbook; `A. Officer` prepares, `bhead` posts unless somebody else is signed in."""

    def __init__(self, placements: Sequence[Row], **more: Any) -> None:
        """Fill its tables and recalculate it once."""
        self.more = dict(TO_POST) | OURS | more
        self.memory = MemoryBook(book(placements, **self.more))
        self.recalculate()

    @property
    def tables(self) -> WorkbookTables:
        """The workbook as it is now."""
        return self.memory.tables

    def type(self, placements: Sequence[Row]) -> None:
        """Let the placements be others from now on."""
        new = book(placements, **self.more).tables["Placements"]
        tables = dict(self.tables.tables) | {"Placements": new}
        self.memory.tables = WorkbookTables(tables, self.tables.sheets)

    def recalculate(
        self, by: str = "A. Officer", as_at: date = JANUARY, at: datetime = AT
    ) -> Result:
        """Recalculate, and write what came out."""
        result = calculate(self.tables, as_at=as_at, today=at.date())
        self.memory.write(writes_with_log(result, at=at, who=by, version="1"))
        return result

    def order(self, period: str, *accepted: str, **said: Any) -> PostingOrder:
        """Return an order as the approver gives it."""
        usual: dict[str, Any] = {"approved_by": "B. Head", "at": AT, "signed_in": "bhead"}
        return PostingOrder(period, **usual | said, accepted=frozenset(accepted))

    def propose(self, period: str = "Autumn 2025", **said: Any) -> Proposal:
        """Return what a posting would be."""
        return proposal(self.tables, "book.xlsx", self.order(period, **said))

    def post(self, period: str = "Autumn 2025", *accepted: str, **said: Any) -> Posting:
        """Post, and write it."""
        made = posting(self.tables, "book.xlsx", self.order(period, *accepted, **said))
        self.memory.write(made.writes)
        return made

    def seal(self, **said: Any) -> Sealing:
        """Seal, and write it."""
        made = sealing(self.tables, "book.xlsx", self.order("", **said))
        self.memory.write(made.writes)
        return made

    def rows(self, name: str) -> list[dict[str, Cell]]:
        """Return a table's rows by heading."""
        table = self.tables.tables[name]
        return [dict(zip(table.headings, row, strict=True)) for row in table.rows]

    def column(self, name: str, heading: str) -> list[Cell]:
        """Return a column of a table."""
        return [row[heading] for row in self.rows(name)]
