"""Sheet checks on whole tables: hidden rows, filters, gaps, formulas, headings."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from xl_recoup import contract
from xl_recoup.addresses import Address, column_letters, letters_of
from xl_recoup.checks.catalogue import ERROR, WARNING, Hit, Stage, check
from xl_recoup.checks.mapped_sheets import remarks_of
from xl_recoup.checks.placement_cells import asides
from xl_recoup.checks.run_so_far import Facts
from xl_recoup.contract import Kind, normal
from xl_recoup.contract.looked_up_names import HOME_SCHOOL_NAME
from xl_recoup.intake.row_reading import TableReading
from xl_recoup.records import Place, RowKey
from xl_recoup.tables import Table
from xl_recoup.words import listed, some

ALIKE = 0.85
CONSEQUENCES = {
    "Schools": "so the row is not used and placements that need it are held",
    "Agreements": "so the row is not used and a charge that rests on it is only asked for",
    "Schemes": "so the row is not used and placements that need it are held",
    "Rates": "so placements that need the rate are held",
    "Calendar": "so placements that need that calendar are held",
    "Scenarios": "so its scenario is not run",
    "SignedOff": "so nothing is signed off by this row",
    "PlacementChanges": "so the row is not used and its placement is held",
}
"""What follows where a cell of a reference table can't be read."""


def _readings(facts: Facts) -> Iterator[TableReading]:
    yield from facts.inputs.placements.readings
    yield from facts.inputs.readings.values()


def _listed(numbers: list[int]) -> str:
    """Return rows for a sentence: `row 14`, `rows 14 and 20`, `rows 3, 4, 5, 6, 7 and 2 more`."""
    return f"row{'s' if len(numbers) > 1 else ''} {some([str(n) for n in numbers])}"


def _start(table: Table, row: int | None = None) -> Place:
    """Return a table's cell in its first column: of a row, or of the headings."""
    letters = column_letters(table.first_column)
    return Place(table.sheet, f"{letters}{row or table.first_row - 1}")


def _filled(reading: TableReading) -> set[int]:
    return set(reading.numbers)


@check("S20", WARNING, Stage.SHEET, "Hidden rows")
def hidden_rows(facts: Facts) -> Iterator[Hit]:
    """Rows of an input table are hidden. They are read and charged like the others."""
    for reading in _readings(facts):
        table = reading.table
        hidden = sorted(table.hidden_rows & _filled(reading))
        if hidden:
            is_hidden, them = ("is", "it") if len(hidden) == 1 else ("are", "them")
            yield Hit(
                _start(table, hidden[0]),
                f"{_listed(hidden)} {is_hidden} hidden but read like the others. Unhide {them}, so"
                " that everyone sees what counts.",
            )


@check("S21", WARNING, Stage.SHEET, "Hidden columns")
def hidden_columns(facts: Facts) -> Iterator[Hit]:
    """Columns of an input table are hidden. They are read like the others."""
    for reading in _readings(facts):
        table = reading.table
        letters = {column_letters(n) for n in table.hidden_columns}
        used = sorted(letters & set(reading.columns.values()), key=lambda a: (len(a), a))
        if used:
            one = len(used) == 1
            are_hidden, them = ("is hidden", "it") if one else ("are hidden", "them")
            yield Hit(
                Place(table.sheet, f"{used[0]}{table.first_row - 1}"),
                f"column{'' if one else 's'} {listed(used)} {are_hidden} but read like the others."
                f" Unhide {them}, so that everyone sees what counts.",
            )


@check("S48", WARNING, Stage.SHEET, "Placements that are struck through")
def struck_placements(facts: Facts) -> Iterator[Hit]:
    """Rows of placements are struck through. They are charged: no charge goes by a format.

    On a team's own sheets such rows are left out until somebody decides (S47).
    """
    for reading in facts.inputs.placements.readings:
        struck = sorted(reading.table.struck & _filled(reading))
        if struck:
            one = len(struck) == 1
            yield Hit(
                _start(reading.table, struck[0]),
                f"{_listed(struck)} {'is' if one else 'are'} struck through, but charged like the"
                f" others: no charge goes by a format. Where {'it counts' if one else 'they count'}"
                " no more, fill in Cancelled on or End date, or delete the row; else take the line"
                " away.",
            )


@check("S22", WARNING, Stage.SHEET, "Filters that hide rows")
def active_filters(facts: Facts) -> Iterator[Hit]:
    """A filter is on. All rows are read, including those that it hides."""
    for reading in _readings(facts):
        table = reading.table
        if table.filtered:
            yield Hit(
                _start(table),
                f"a filter is on in the table {table.name}; all its rows are read, including those"
                " out of sight. Choose Data > Clear to see them.",
            )


@check("S23", WARNING, Stage.SHEET, "Blank rows in the middle")
def gaps(facts: Facts) -> Iterator[Hit]:
    """Blank rows lie between filled ones. The rows below are read; sorting may lose them."""
    for reading in _readings(facts):
        blank = reading.blank_rows
        if blank:
            yield Hit(
                _start(reading.table, blank[0]),
                f"{_listed(blank)} of the table {reading.table.name}"
                f" {'is' if len(blank) == 1 else 'are'} blank, with filled rows below that were"
                f" read. Delete the blank row{'' if len(blank) == 1 else 's'}.",
            )


@check("S24", ERROR, Stage.SHEET, "Formulas without a stored value")
def valueless_formulas(facts: Facts) -> Iterator[Hit]:
    """A formula has no stored value, because another program wrote the file.

    What it would show is not known here, so the row is not charged.
    """
    for reading in _readings(facts):
        aside = asides(facts) if reading.spec is contract.PLACEMENTS else frozenset()
        letters = {reading.columns.get(field) for field in aside}
        for address in _ours(reading, reading.table.valueless):
            if letters_of(address) in letters:
                continue
            yield Hit(
                Place(reading.table.sheet, address),
                "the formula has no stored value, so what it shows is not known and its row is not"
                " used. Open the workbook in Excel, save it and run again.",
                RowKey(reading.table.sheet, _position(address)[0]),
            )


@check("S25", WARNING, Stage.SHEET, "Formulas in input cells")
def formulas_in_inputs(facts: Facts) -> Iterator[Hit]:
    """Input cells hold formulas. Their stored values were read; values are safer."""
    for reading in _readings(facts):
        found = _ours(reading, reading.table.formulas - reading.table.valueless)
        if found:
            what, value_was, its = "a formula", "value was", "its"
            if len(found) > 1:
                what, value_was, its = f"one of {len(found)} formulas", "values were", "their"
            yield Hit(
                Place(reading.table.sheet, found[0]),
                f"this is {what} in the input table {reading.table.name}; the stored {value_was}"
                f" read. Paste values in {its} place, so that the input can't change by itself.",
            )


@check("S26", WARNING, Stage.SHEET, "Headings that are nearly right")
def near_headings(facts: Facts) -> Iterator[Hit]:
    """A heading looks like one that is read, or is another word for it: its column is left out."""
    for reading in _readings(facts):
        table = reading.table
        have = {normal(h) for h in table.headings}
        absent = {normal(h): h for h in reading.spec.headings if normal(h) not in have}
        known = {normal(h) for h in (*reading.spec.headings, HOME_SCHOOL_NAME)}
        for i, heading in enumerate(table.headings):
            if normal(heading) in known:
                continue
            near = difflib.get_close_matches(normal(heading), absent, n=1, cutoff=ALIKE)
            meant = absent[near[0]] if near else _other_word(reading, heading)
            if meant and normal(meant) in absent:
                yield Hit(
                    Place(table.sheet, table.heading_address(i)),
                    f"the column headed “{heading}” is not read, because no such heading is known."
                    f" Change it to “{meant}” if that column is meant.",
                )


def _other_word(reading: TableReading, heading: str) -> str | None:
    """Return the heading of placements that councils also call so, where it can change a charge."""
    if reading.spec is not contract.PLACEMENTS or reading.table.column_numbers:
        return None
    from xl_recoup.adopt.known_headings import known_heading  # a workbook of ours need not wait

    meant = known_heading(contract.PLACEMENTS.name, [heading])
    kinds = {c.heading: c.kind for c in contract.PLACEMENTS.columns}
    return meant if meant and kinds.get(meant) not in (Kind.TEXT, Kind.NOTE, None) else None


@check("S27", ERROR, Stage.SHEET, "Reference rows that can't be read")
def unreadable_reference_cells(facts: Facts) -> Iterator[Hit]:
    """A cell of Schools, Agreements, Schemes, Rates, Calendar and the like can't be read.

    What could not be known without it is not guessed: placements that need the row are held. A
    charge that rests on an agreement that can't be read is only asked for.
    """
    for name, reading in facts.inputs.readings.items():
        for issue in reading.issues:
            if issue.issue.fault and name != "Settings":  # a wrong setting is refused
                words = f"{issue.column.heading} {issue.issue.words}, {_consequence(name)}"
                yield Hit(issue.place, f"{words}. Correct the cell.")
    for fault in facts.inputs.reference.faults:
        words = f"this cell {fault.words}, {_consequence(fault.table)}"
        yield Hit(fault.place, f"{words}. Correct the cell.")


@check("S30", WARNING, Stage.SHEET, "Rows below a table")
def rows_below(facts: Facts) -> Iterator[Hit]:
    """Rows stand below an input table and were meant to be in it, by what they hold.

    Excel did not take them into the table when they were typed or pasted, so they are not read.
    Looked at below a team's own Excel table, too, where the Mapping reads it.
    """
    for reading in _readings(facts):
        table, missed = reading.table, reading.missed_rows
        if missed:
            one = len(missed) == 1
            yield Hit(
                _start(table, missed[0]),
                f"{_listed(missed)} {'stands' if one else 'stand'} below the table {table.name} and"
                f" {'is' if one else 'are'} not read, because the table ends above. Drag its lower"
                f" right corner down over {'it' if one else 'them'}, or clear"
                f" {'the row' if one else 'the rows'}.",
            )
    yield from remarks_of(facts, "S30")


@check("S31", WARNING, Stage.SHEET, "Placement sheets that are not read")
def unread_placements(facts: Facts) -> Iterator[Hit]:
    """A sheet looks like one of placements, but it has no table of that name.

    A copy of a sheet has such a table: Excel gives it a number, as in `Placements2`.
    """
    inputs = facts.inputs
    if inputs.table(contract.MAPPING.name) is not None:
        return
    read = {r.table.sheet for r in inputs.placements.readings}
    wanted = {normal(h) for h in contract.PLACEMENTS.required}
    alike = {t.sheet: t for t in inputs.tables.values() if wanted <= set(map(normal, t.headings))}
    for sheet in inputs.sheets:
        named = normal(sheet).startswith(normal(contract.PLACEMENTS.sheet))
        if sheet in read or not (named or sheet in alike):
            continue
        table = alike.get(sheet)
        what, do = (
            "it has no such table",
            "Give its table such a name under Table Design, or rename the sheet",
        )
        if table:
            what = f"the table {table.name} has another name"
            do = "Give it such a name under Table Design"
        yield Hit(
            _start(table) if table else Place(sheet, "A1"),
            "nothing on this sheet is read, because placements are read from tables named"
            f" Placements or Placements_ and a word, and {what}. {do}, unless what stands here is"
            " kept aside on purpose.",
        )
    yield from remarks_of(facts, "S31")


@check("S28", WARNING, Stage.SHEET, "Filters on tables that a run fills")
def filtered_outputs(facts: Facts) -> Iterator[Hit]:
    """A filter is on in an output table, so that new lines may be written out of sight."""
    added_to = (contract.LEDGER, contract.DOCUMENTS, contract.RUN_LOG)
    for spec in (*contract.OUTPUT_SPECS, *added_to):
        table = facts.inputs.table(spec.name)
        if table is not None and table.filtered:
            yield Hit(
                _start(table),
                f"a filter is on in the table {table.name}, so lines of this run may be out of"
                " sight. Choose Data > Reapply or Data > Clear.",
            )


def _consequence(table: str) -> str:
    return CONSEQUENCES.get(table, "so it was left out")


def _ours(reading: TableReading, addresses: Collection[str]) -> list[str]:
    """Return those addresses that lie in columns that are read, in the order of the sheet."""
    read = set(reading.columns.values())
    return sorted((a for a in addresses if letters_of(a) in read), key=_position)


def _position(address: str) -> tuple[int, int]:
    cell = Address.parse(address)
    return (cell.row, cell.column) if cell else (0, 0)
