"""What the advice of each error says, done to the workbook of its case as a person would do it.

A step changes what stands in the workbook of `once`; an advice that leaves a choice has a step for
each of its ways. `NOT_TRIED` lists the errors whose advice no step can follow, and why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import reduce

from tests.checks import CASES
from tests.support.books import Row, pupil_upn, rate
from xl_recoup.addresses import Range
from xl_recoup.contract import LAST_RUN
from xl_recoup.tables import Cell, Table, WorkbookTables

Step = Callable[[WorkbookTables], WorkbookTables]


def _with(book: WorkbookTables, table: Table) -> WorkbookTables:
    return replace(book, tables=dict(book.tables) | {table.name: table})


def put(at: str, value: Cell) -> Step:
    """Return a step that types a value into a cell, such as `Placements L5`."""
    name, _, cell = at.rpartition(" ")
    block = Range.parse(cell)
    assert block is not None

    def step(book: WorkbookTables) -> WorkbookTables:
        table = book.tables[name]
        rows = [list(row) for row in table.rows]
        rows[block.start.row - table.first_row][block.start.column - table.first_column] = value
        return _with(book, replace(table, rows=[tuple(row) for row in rows]))

    return step


def under(name: str, row: int, heading: str, value: Cell) -> Step:
    """Return a step that types a value under a heading, in a row of the sheet."""

    def step(book: WorkbookTables) -> WorkbookTables:
        table = book.tables[name]
        rows = [list(cells) for cells in table.rows]
        rows[row - table.first_row][table.headings.index(heading)] = value
        return _with(book, replace(table, rows=[tuple(cells) for cells in rows]))

    return step


def without_row(name: str, row: int) -> Step:
    """Return a step that deletes a row of the sheet."""

    def step(book: WorkbookTables) -> WorkbookTables:
        table = book.tables[name]
        n = row - table.first_row
        return _with(book, replace(table, rows=[*table.rows[:n], *table.rows[n + 1 :]]))

    return step


def one_more(name: str, cells: Row) -> Step:
    """Return a step that adds a row below a table."""

    def step(book: WorkbookTables) -> WorkbookTables:
        table = book.tables[name]
        row = tuple(cells.get(heading) for heading in table.headings)
        return _with(book, replace(table, rows=[*table.rows, row]))

    return step


def one_above(name: str, cells: Row) -> Step:
    """Return a step that adds a row above those of a table."""

    def step(book: WorkbookTables) -> WorkbookTables:
        table = book.tables[name]
        row = tuple(cells.get(heading) for heading in table.headings)
        return _with(book, replace(table, rows=[row, *table.rows]))

    return step


def column(name: str, heading: str, value: Cell) -> Step:
    """Return a step that adds a column with one value in all rows."""

    def step(book: WorkbookTables) -> WorkbookTables:
        table = book.tables[name]
        rows = [(*row, value) for row in table.rows]
        return _with(book, replace(table, headings=(*table.headings, heading), rows=rows))

    return step


def both(*steps: Step) -> Step:
    """Return a step of several."""
    return lambda book: reduce(lambda seen, step: step(seen), steps, book)


def _saved_in_excel(book: WorkbookTables) -> WorkbookTables:
    table = book.tables["Placements"]
    typed = under("Placements", 5, "Exclusion date", date(2025, 10, 6))(book).tables["Placements"]
    return _with(book, replace(typed, valueless=frozenset(), formulas=table.formulas))


def _accepted(book: WorkbookTables) -> WorkbookTables:
    """Accept what is missing: the next record leaves it out."""
    record = book.tables[LAST_RUN.name]
    kept = [row for row in record.rows if "filled" not in row]
    return _with(book, replace(record, rows=kept))


def _accepted_rows(book: WorkbookTables) -> WorkbookTables:
    """Accept that a column of Schools moved: the next record has the rows as they are."""
    record = book.tables[LAST_RUN.name]
    return _with(book, replace(record, rows=[r for r in record.rows if "row Schools" not in r]))


def _without_sheet(book: WorkbookTables) -> WorkbookTables:
    return replace(book, sheets=tuple(s for s in book.sheets if s != "XLWINGS.conf"))


OCTOBER = date(2025, 10, 6)
SPRING, WINTER = date(2026, 1, 5), date(2025, 12, 19)
SCHOOL = {"School": "New School", "Type": "maintained", "Lowest year": "R", "Highest year": "6",
          "Settlement": "budget adjustment"}  # fmt: skip
LOCAL = {"Kind": "local", "In use": "N"}

CURES: dict[str, tuple[Step, ...]] = {
    "A01": (without_row("Placements", 5), without_row("Placements", 6),
            both(under("Placements", 6, "UPN", pupil_upn(2, 20)),
                 under("Placements", 6, "Episode ref", "E002"))),
    "A02": (put("Placements A6", "P002"), put("Placements A5", "P003")),
    "A03": (
        under("Placements", 5, "Scheme", "LOCAL"), under("Placements", 6, "Scheme", "LOCAL"),
        under("Placements", 5, "Cancelled on", OCTOBER),
        under("Placements", 6, "Cancelled on", OCTOBER),
        both(under("Placements", 6, "Episode ref", "E002"),
             under("Placements", 6, "Exclusion date", date(2025, 11, 10)),
             under("Placements", 6, "Decision date", None)),
    ),
    "A10": (without_row("Placements", 5), without_row("Placements", 6),
            under("Placements", 6, "Start date", SPRING),
            under("Placements", 5, "End date", date(2025, 12, 18))),
    "A11": (put("Recovery A5", "INV-2526-0001"),),
    "A12": (both(put("Recovery C5", None), without_row("Recovery", 5)),
            put("Recovery C5", date(2026, 1, 12))),
    "A13": (put("Recovery C6", date(2026, 1, 20)), put("Recovery B6", "reminder")),
    "A14": (put("Recovery F5", "the days"),),
    "A15": (put("Recovery B5", "reminder"),
            under("Agreements", 5, "Net-off allowed", "Y")),
    "A16": (both(put("Schools C5", "Oak Primary"), put("Schools C6", "Ash Primary")),
            _accepted_rows),
    "A19": (put("RunLog AH5", "draft-rates"),),
    "A20": (put("Rates G8", date(2026, 3, 30)), put("Rates F23", date(2026, 4, 1))),
    "A24": (put("Rates E8", "before ACA"), put("Rates E8", "local value")),
    "A26": (put("Schools J10", None),
            one_more("Calendar", {"Calendar": "Trust", "Kind": "term",
                                  "From": date(2025, 9, 1), "To": date(2026, 7, 31)})),
    "A27": (without_row("Schools", 11),
            under("Schools", 11, "Open from", date(2025, 9, 1))),
    "A32": (under("Agreements", 6, "Scheme", "LOCAL"),
            one_more("Schemes", LOCAL | {"Scheme": "HOME"})),
    "A33": (under("Agreements", 6, "To", date(2025, 9, 1)),
            under("Agreements", 6, "From", date(2025, 8, 31))),
    "A35": (under("Rates", 23, "Valid to", date(2026, 3, 31)),),
    "A36": (put("PlacementChanges A6", "P002"),),
    "A67": (put("Rates K23", "3054001"),
            one_more("Schools", {"LAESTAB": "3054011", "School": "New School", "Type": "special"})),
    "A51": (put("Scenarios E5", 366), put("Scenarios E5", 0)),
    "A52": (put("Scenarios E5", 50), without_row("Scenarios", 5)),
    "A53": (without_row("Scenarios", 5), without_row("Scenarios", 6),
            under("Scenarios", 5, "To", date(2025, 8, 31))),
    "A55": (put("Scenarios C5", "Hold days"),),
    "A60": (under("Schemes", 9, "Valid from", date(2025, 12, 20)),
            under("Schemes", 8, "In use", "N"), under("Schemes", 9, "In use", "N")),
    "A62": (put("Schemes L8", "day_rate"),
            one_more("Rates", rate("day rates", "all", 90, Basis=None, Unit="per day"))),
    "A64": (put("Schemes S9", 3), under("Schemes", 8, "Tier to", 3)),
    "A65": (column("Placements", "Hours", 12),),
    "A96": (put("ExpectedPlacements A5", "PEX"),),
    "R01": (put("Placements A5", "P001"),),
    "R02": (put("Placements G5", "305/2001"),),
    "R03": (put("Placements G5", "3052001"), one_more("Schools", SCHOOL | {"LAESTAB": "3052010"})),
    "R04": (put("Placements W5", "3052001"), one_more("Schools", SCHOOL | {"LAESTAB": "3052010"})),
    "R05": (put("Placements J5", "PEX"), put("Placements J5", "LOCAL")),
    "R06": (put("Placements J5", "PEX"),
            one_more("Schemes", LOCAL | {"Scheme": "TURNAROUND"})),
    "R07": (put("Placements I5", "AP1"),
            one_more("Providers", {"Code": "AP9", "Provider": "Ninth Provider"})),
    "R16": (both(under("Schools", 5, "Open to", date(2025, 8, 31)),
                 under("Schools", 11, "Open from", date(2025, 9, 1))),),
    "R23": (put("Placements T5", 5), put("Placements T5", 0.5)),
    "R24": (put("Placements U5", 0), put("Placements U5", 366)),
    "R27": (put("PlacementChanges B5", date(2025, 11, 3)),),
    "R28": (without_row("PlacementChanges", 5), without_row("PlacementChanges", 6)),
    "R29": (put("PlacementChanges E5", "AP1"),
            one_more("Providers", {"Code": "TBA", "Provider": "To be agreed"})),
    "R30": (put("Placements S5", date(2025, 10, 20)), put("Placements R5", date(2025, 10, 17))),
    "R31": (put("Placements M5", OCTOBER),), "R32": (put("Placements N5", OCTOBER),),
    "R33": (put("Placements P5", OCTOBER),), "R34": (put("Placements V5", OCTOBER),),
    "R35": (put("Placements X5", OCTOBER),), "R36": (put("Placements AA5", OCTOBER),),
    "R37": (put("Placements Y5", date(2025, 11, 10)), put("Placements X5", date(2025, 11, 7))),
    "R38": (put("Placements V5", date(2025, 10, 14)), put("Placements Q5", date(2025, 10, 13))),
    "R39": (put("Placements Q5", OCTOBER), put("Placements L5", date(2025, 10, 3))),
    "R40": (put("Placements AA5", date(2025, 12, 1)),),
    "R42": (put("Placements W5", "3052002"), put("Placements X5", None)),
    "R43": (put("Placements X5", date(2025, 11, 3)), put("Placements W5", None)),
    "R60": (put("Placements L5", OCTOBER),),
    "R61": (put("Placements F5", "R"), put("Placements F5", 6)),
    "R62": (one_more("Calendar", {"Calendar": "LA", "Kind": "term", "From": SPRING,
                                  "To": date(2026, 3, 27)}),),
    "R63": (one_more("Rates", rate("eal", "primary", 595)),),
    "R64": (
        without_row("Rates", 23),
        both(put("Rates G17", date(2025, 8, 31)), put("Rates F23", date(2025, 9, 1))),
    ),
    "R69": (under("Schools", 5, "Highest year", 6),),
    "R70": (
        under("Schemes", 8, "In use", "N"),
        both(under("Schemes", 8, "Valid to", date(2025, 8, 31)),
             under("Schemes", 9, "Valid from", date(2025, 9, 1))),
    ),
    "R71": (put("Placements U5", 0), put("Placements U5", 12)),
    "R73": (put("Placements AN5", OCTOBER),),
    "R80": (put("Placements AR5", 0), put("Placements AR5", 12.5)),
    "R81": (put("Placements AQ5", 0), put("Placements AQ5", 80)),
    "R82": (under("Schemes", 8, "Valid from", date(2025, 11, 3)),),
    "S01": (put("Placements AE5", "Y"),),
    "S02": (put("Placements L5", OCTOBER),),
    "S03": (put("Placements R7", date(2025, 11, 3)),),
    "S04": (put("Placements T5", 3), put("Placements T5", None)),
    "S05": (put("Placements AC5", "Y"), put("Placements AC5", "N")),
    "S06": (put("Placements AD5", "G"), put("Placements AD5", None)),
    "S07": (put("Placements G5", "3052001"),),
    "S08": (put("Placements F5", 4),),
    "S09": (put("Placements C5", pupil_upn(1, 20)),),
    "S13": (put("Placements T5", 5),),
    "S24": (_saved_in_excel,),
    "S27": (put("Schools D11", "academy"), put("Schools D11", "maintained")),
    "S29": (put("Periods C5", date(2026, 3, 31)),),
    "S32": (column("Placements", "EAL", "Y"), _accepted),
    "S35": (_without_sheet,),
    "S39": (put("ExpectedPlacements C5", 2),),
}  # fmt: skip
"""The ways that the advice of an error leaves, by its code."""

NOT_TRIED = {
    "A85": "the workbook from before the change is another file; tests/posting opens it",
    "S34": "the record of the last run lies in an earlier file; tests/intake accepts what is gone",
}
"""Errors whose advice is not followed in memory, and why."""

assert {*CURES} <= {*CASES}
