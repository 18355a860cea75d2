"""Sheet checks on whole tables: hidden rows, filters, gaps, formulas, headings."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from xl_recoup import contract
from xl_recoup.checks.facts import Facts
from xl_recoup.checks.registry import ERROR, WARNING, Hit, Stage, check
from xl_recoup.contract import normal
from xl_recoup.intake.rows import TableReading
from xl_recoup.records import Place, RowKey
from xl_recoup.tables import Table, column_letters

SHOWN = 5
ALIKE = 0.85


def _readings(facts: Facts) -> Iterator[TableReading]:
    yield from facts.placements.readings
    yield from facts.reference.readings.values()


def _listed(numbers: list[int]) -> str:
    """Return row numbers for a sentence: `row 14`, `rows 14, 15 and 20`, `rows 3, 4 … (12)`."""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    if len(numbers) <= SHOWN:
        return f"rows {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"
    return f"rows {', '.join(map(str, numbers[:SHOWN]))} and {len(numbers) - SHOWN} more"


def _filled(reading: TableReading) -> set[int]:
    return {row.key.row for row in reading.rows}


@check("S20", WARNING, Stage.SHEET, "Hidden rows")
def hidden_rows(facts: Facts) -> Iterator[Hit]:
    """Rows of an input table are hidden. They are read and charged like the others."""
    for reading in _readings(facts):
        table = reading.table
        hidden = sorted(table.hidden_rows & _filled(reading))
        if hidden:
            place = Place(table.sheet, f"A{hidden[0]}")
            verb = "is" if len(hidden) == 1 else "are"
            yield Hit(
                place,
                f"{_listed(hidden)} {verb} hidden but read like the others. Show"
                f" {'it' if len(hidden) == 1 else 'them'}, so that everyone sees what is charged.",
            )


@check("S21", WARNING, Stage.SHEET, "Hidden columns")
def hidden_columns(facts: Facts) -> Iterator[Hit]:
    """Columns of an input table are hidden. They are read like the others."""
    for reading in _readings(facts):
        table = reading.table
        letters = {column_letters(n) for n in table.hidden_columns}
        used = sorted(letters & set(reading.columns.values()), key=lambda a: (len(a), a))
        if used:
            yield Hit(
                Place(table.sheet, f"{used[0]}{table.first_row - 1}"),
                f"column {' and '.join(used)} is hidden but read like the others. Show it, so that"
                " everyone sees what is charged."
                if len(used) == 1
                else f"columns {', '.join(used)} are hidden but read like the others. Show them,"
                " so that everyone sees what is charged.",
            )


@check("S22", WARNING, Stage.SHEET, "Filters that hide rows")
def active_filters(facts: Facts) -> Iterator[Hit]:
    """A filter is on. All rows are read, also those that it hides."""
    for reading in _readings(facts):
        table = reading.table
        if table.filtered:
            yield Hit(
                Place(table.sheet, f"A{table.first_row - 1}"),
                f"a filter is on in the table {table.name}; all its rows are read, also those out"
                " of sight. Clear it under Data > Clear.",
            )


@check("S23", WARNING, Stage.SHEET, "Blank rows in the middle")
def gaps(facts: Facts) -> Iterator[Hit]:
    """Blank rows lie between filled ones. The rows below are read; sorting may lose them."""
    for reading in _readings(facts):
        blank = reading.blank_rows
        if blank:
            yield Hit(
                Place(reading.table.sheet, f"A{blank[0]}"),
                f"{_listed(blank)} of the table {reading.table.name}"
                f" {'is' if len(blank) == 1 else 'are'} blank with filled rows below. Those were"
                " read; delete the blank rows.",
            )


@check("S24", ERROR, Stage.SHEET, "Formulas without a stored value")
def valueless_formulas(facts: Facts) -> Iterator[Hit]:
    """A formula has no stored value, because another program wrote the file.

    What it would show is not known here, so the row is not charged.
    """
    for reading in _readings(facts):
        rows = {row.key.row: row.key for row in reading.rows}
        for address in sorted(reading.table.valueless, key=_position):
            place = Place(reading.table.sheet, address)
            yield Hit(
                place,
                "the formula has no stored value, so what it shows is not known. Open the workbook"
                " in Excel, save it and run again.",
                rows.get(_position(address)[0], RowKey(reading.table.sheet, _position(address)[0])),
            )


@check("S25", WARNING, Stage.SHEET, "Formulas in input cells")
def formulas_in_inputs(facts: Facts) -> Iterator[Hit]:
    """Input cells hold formulas. Their stored values were read; values are safer."""
    for reading in _readings(facts):
        ours = set(reading.columns.values())
        found = sorted(
            (a for a in reading.table.formulas if a.rstrip("0123456789") in ours), key=_position
        )
        if found:
            count = len(found)
            what = "a formula" if count == 1 else f"one of {count} formulas"
            yield Hit(
                Place(reading.table.sheet, found[0]),
                f"this is {what} in the input table {reading.table.name}; the stored value was"
                " read. Paste values in its place, so that the input can't change by itself.",
            )


@check("S26", WARNING, Stage.SHEET, "Headings that are nearly right")
def near_headings(facts: Facts) -> Iterator[Hit]:
    """A heading looks like one of the contract's but is not, so its column is not read."""
    for reading in _readings(facts):
        table = reading.table
        have = {normal(h) for h in table.headings}
        absent = {normal(h): h for h in reading.spec.headings if normal(h) not in have}
        known = {normal(h) for h in reading.spec.headings}
        for i, heading in enumerate(table.headings):
            if normal(heading) in known:
                continue
            near = difflib.get_close_matches(normal(heading), absent, n=1, cutoff=ALIKE)
            if near:
                yield Hit(
                    Place(table.sheet, table.heading_address(i)),
                    f"the heading “{heading}” is not read, because the contract's is"
                    f" “{absent[near[0]]}”. Correct it if that column is meant.",
                )


@check("S27", ERROR, Stage.SHEET, "Reference rows that can't be read")
def unreadable_reference_cells(facts: Facts) -> Iterator[Hit]:
    """A cell of Schools, Agreements, Schemes, Rates, Calendar and the like can't be read.

    Its row is left out, and every placement that would have needed it is held.
    """
    for issue in facts.reference.issues:
        if issue.issue.fault:
            yield Hit(
                issue.place,
                f"the {issue.column.heading} {issue.issue.words}, so its row is not used and"
                " whatever needs it is held. Correct the cell.",
            )
    for fault in facts.reference.faults:
        yield Hit(
            fault.place,
            f"this cell of {fault.table} {fault.words}, so its row is not used and whatever"
            " needs it is held. Correct the cell.",
        )


@check("S28", WARNING, Stage.SHEET, "Filters on tables that a run fills")
def filtered_outputs(facts: Facts) -> Iterator[Hit]:
    """A filter is on in an output table, so that new lines may be written out of sight."""
    for spec in contract.OUTPUT_SPECS:
        table: Table | None = facts.book.find(spec.name)
        if table is not None and table.filtered:
            yield Hit(
                Place(table.sheet, f"A{table.first_row - 1}"),
                f"a filter is on in the table {table.name}, so lines of this run may be out of"
                " sight. Choose Data > Reapply or Data > Clear.",
            )


def _position(address: str) -> tuple[int, int, str]:
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), len(letters), letters
