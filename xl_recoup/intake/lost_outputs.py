"""Sheets of results that lost their table: the run is refused before it makes a second one.

A sheet whose table was turned into a range looks as before, and no run would fill it any more: what
stands there would be taken for what the last run came to.
"""

from __future__ import annotations

from xl_recoup import contract
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.intake.last_run_record import LastRunRecord
from xl_recoup.intake.seen_tables import TABLE, seen_spec
from xl_recoup.tables import WorkbookTables


def refuse_lost_outputs(book: WorkbookTables, before: LastRunRecord) -> None:
    """Raise Refused where a sheet that the last run filled is there, and its table is not."""
    if words := lost_output(book, before):
        raise Refused(words)


def lost_output(book: WorkbookTables, before: LastRunRecord) -> str:
    """Return the sentence on the first such sheet; "" where there is none."""
    sheets = {normal(name) for name in book.sheets}
    filled = before.of(TABLE)
    for spec in contract.OUTPUT_SPECS:
        sheet = filled.get(spec.name, "")
        if sheet and normal(sheet) in sheets and book.find(spec.name) is None:
            return _words(book, spec.name, sheet)
    return ""


def _words(book: WorkbookTables, name: str, sheet: str) -> str:
    others = [t.name for t in book.tables.values() if normal(t.sheet) == normal(sheet)]
    renamed = [other for other in others if seen_spec(other) is None]
    do = (
        f"The table {renamed[0]} stands there: if that is it, name it {name} under Table Design"
        if renamed
        else "Bring the sheet back from the version of the workbook that was kept before, or select"
        f" its headings and rows, choose Insert > Table and name it {name} under Table Design"
    )
    instead = "" if others else " Or delete or rename the sheet: then the run makes a new one."
    return (
        f"The sheet {sheet} has no table named {name} any more, which the last run filled there: it"
        " was turned into a range, renamed or deleted. Nothing was written, since what stands there"
        f" would be taken for what this run comes to. {do}, and run again.{instead}"
    )
