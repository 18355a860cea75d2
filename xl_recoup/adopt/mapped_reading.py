"""The team's own sheets, read through the workbook's Mapping into tables of the contract."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from xl_recoup.adopt.followed_sources import remarks_on_sources, sources_of
from xl_recoup.adopt.mapped_tables import Mapped, mapped_tables
from xl_recoup.adopt.mapping_rows import MappingRow, read_mapping
from xl_recoup.adopt.names import names_of
from xl_recoup.adopt.remarks import open_remarks, replaced_remark
from xl_recoup.contract import is_placements_table
from xl_recoup.contract.mapping_table import SHEET, SUGGESTED
from xl_recoup.errors import Refused
from xl_recoup.tables import Remark, SheetView, Table, WorkbookTables
from xl_recoup.words import listed

Read = Callable[[Sequence[str]], Sequence[SheetView]]


def through_mapping(book: WorkbookTables, mapping: Table, read: Read) -> WorkbookTables:
    """Return the tables of a book with those that its Mapping makes of the team's sheets.

    `read` gives sheets by their names, in the workbook's order.
    """
    rows = read_mapping(mapping)
    _refuse_unconfirmed(book, rows)
    wanted = {r.sheet.casefold() for r in rows if r.kind == SHEET and r.used and r.table}
    followed = {s.row.sheet.casefold() for s in sources_of(rows, book)}
    views = read([name for name in book.sheets if name.casefold() in wanted | followed])
    mapped = mapped_tables(
        rows,
        views,
        lambda theirs: names_of({**book.tables, **theirs}, book.date_1904),
        book.date_1904,
    )
    mapped_places = {(t.sheet, t.first_row) for t in mapped.tables.values()}
    kept = {n: t for n, t in book.tables.items() if (t.sheet, t.first_row) not in mapped_places}
    ours = {t.sheet for t in kept.values()}
    remarks = [*mapped.remarks, *open_remarks(rows, book.sheets, ours), *_replaced(kept, mapped)]
    remarks += remarks_on_sources(rows, book, views)
    kept = {n: t for n, t in kept.items() if n.casefold() not in _names(mapped)}
    order = {name: i for i, name in enumerate(book.sheets)}
    tables = sorted([*kept.values(), *mapped.tables.values()], key=lambda t: order[t.sheet])
    return replace(
        book,
        tables={t.name: t for t in tables},
        remarks=tuple(remarks),
        own_columns=tuple(mapped.own_columns),
    )


def _refuse_unconfirmed(book: WorkbookTables, rows: Sequence[MappingRow]) -> None:
    """Refuse a workbook whose only placements stand on sheets that are merely suggested."""
    sheets = [r for r in rows if r.kind == SHEET and is_placements_table(r.table)]
    waiting = [r.sheet for r in sheets if r.status == SUGGESTED]
    read = any(r.used for r in sheets) or any(map(is_placements_table, book.tables))
    if waiting and not read:
        raise Refused(
            f"{listed(waiting)} {'waits' if len(waiting) == 1 else 'wait'} to be confirmed, and no"
            " other sheet has placements. Set Status to confirmed on the sheet Mapping, or run"
            " adopt again with --confirm."
        )


def _names(mapped: Mapped) -> set[str]:
    return {name.casefold() for name in mapped.tables}


def _replaced(kept: dict[str, Table], mapped: Mapped) -> list[Remark]:
    """Return a remark for each table that the Mapping takes from another sheet."""
    return [
        replaced_remark(name, table.sheet, table.first_row - 1, mapped.tables[name].sheet)
        for name, table in kept.items()
        if name in mapped.tables
    ]
