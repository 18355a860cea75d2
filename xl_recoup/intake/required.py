"""The tables and headings without which a workbook can't be used, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable

from xl_recoup import contract
from xl_recoup.contract import TableSpec, normal
from xl_recoup.contract.cell_values import text_of
from xl_recoup.errors import Refused
from xl_recoup.intake.row_reading import column_positions
from xl_recoup.tables import Table, WorkbookTables

LOOKED_UP = (
    *contract.INPUT_SPECS,
    *contract.REGISTER_SPECS,
    contract.SIGNED_OFF,
    contract.SCENARIOS,
)
"""The tables that a run reads, the records and the accounts aside."""


def require_tables(book: WorkbookTables) -> None:
    """Raise Refused, naming all of them, where a table or heading that a run needs is missing."""
    missing = [s for s in contract.REQUIRED_TABLES if book.find(s.name) is None]
    if contract.SCHEMES in missing and not _local_schemes(book):
        missing.remove(contract.SCHEMES)  # the regulations' own schemes need no row
    if not any(contract.is_placements_table(name) for name in book.tables):
        missing.append(contract.PLACEMENTS)
    if not any(spec_of(name) for name in book.tables):
        raise Refused(
            "The workbook has none of the tables that a run reads. Where the team keeps its"
            " placements on sheets of its own, python -m xl_recoup adopt BOOK is the way in: it"
            " proposes how to read them, adds what is missing and changes nothing that is there."
        )
    if missing:
        names = ", ".join(f"{s.name} (usually on the sheet {s.sheet})" for s in missing)
        plural = "tables" if len(missing) > 1 else "table"
        raise Refused(
            f"The workbook has no {plural} named {names}. In Excel, select the range with its"
            " headings, choose Insert > Table and name it so under Table Design."
        )
    _refuse_lost_placements(book)
    for name, table in book.tables.items():
        spec = spec_of(name)
        if spec is None:
            continue
        _refuse_rivals(table, spec)
        require_headings(table, _needed(spec, table, book))


def require_headings(table: Table, headings: Iterable[str], name: str = "") -> None:
    """Raise Refused, naming them, where a table lacks headings that it can't do without."""
    have = {normal(h) for h in table.headings}
    lacking = [h for h in headings if normal(h) not in have]
    if lacking:
        raise Refused(
            f"The table {name or table.name} on the sheet {table.sheet} has no column headed"
            f" {' or '.join(lacking)}. Restore the heading{'s' if len(lacking) > 1 else ''} in row"
            f" {table.first_row - 1}, spelt exactly so."
        )


def _refuse_rivals(table: Table, spec: TableSpec) -> None:
    """Refuse where two columns have one heading, capitals and spaces aside: which one counts?"""
    headings = [normal(h) for h in table.headings]
    if table.column_numbers or len(set(headings)) == len(headings):
        return
    for heading in spec.headings:
        at = [i for i, have in enumerate(headings) if have == normal(heading)]
        if len(at) > 1:
            first, second = (table.heading_address(i) for i in at[:2])
            raise Refused(
                f"The table {table.name} on the sheet {table.sheet} has two columns headed"
                f" {heading}, at {first} and {second}, so it is not known which one counts. Rename"
                " or delete one."
            )


def _needed(spec: TableSpec, table: Table, book: WorkbookTables) -> tuple[str, ...]:
    """Return the headings that a table needs: those of a mapped sheet are the team's choice."""
    if table.column_numbers or (spec is contract.SCHEMES and not _local_schemes(book)):
        return spec.required
    return (*spec.required, *spec.steering)


def _refuse_lost_placements(book: WorkbookTables) -> None:
    """Refuse where the sheet Placements is there, and its table is not."""
    if book.find(contract.MAPPING.name) is not None:
        return
    read = {normal(t.sheet) for n, t in book.tables.items() if contract.is_placements_table(n)}
    ours = contract.PLACEMENTS.sheet
    if normal(ours) in set(map(normal, book.sheets)) - read:
        raise Refused(
            f"The sheet {ours} has no table named {contract.PLACEMENTS.name}, so its rows could not"
            " be read. In Excel, select its rows with their headings, choose Insert > Table and"
            " name it so under Table Design. If there are no placements on it, rename the sheet."
        )


def _local_schemes(book: WorkbookTables) -> bool:
    """Say whether a placement row names a scheme that only a row of Schemes can explain."""
    for name, table in book.tables.items():
        if contract.is_placements_table(name):
            at = column_positions(table, contract.PLACEMENTS).get("scheme")
            codes = {text_of(row[at[0]]) for row in table.rows} if at else ()
            if any(code and not contract.statutory_code(code) for code in codes):
                return True
    return False


def spec_of(name: str) -> TableSpec | None:
    """Return the contract's input table of a name; every `Placements_…` is a placement table."""
    if contract.is_placements_table(name):
        return contract.PLACEMENTS
    return next((s for s in LOOKED_UP if s.name.casefold() == name.casefold()), None)
