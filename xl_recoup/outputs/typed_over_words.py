"""What is said of cells that were typed over, and the lines by which they are kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple, get_args

from xl_recoup import closed_lists, contract
from xl_recoup.contract import KEPT_NOTES, normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.kept_notes_table import PERHAPS_TYPED, TYPED_IN, TYPED_OVER
from xl_recoup.money import decimal_of, pounds
from xl_recoup.outputs.table_write import POUNDS, table_write
from xl_recoup.outputs.typed_over import TypedRow, TypedTable
from xl_recoup.tables import Cell, CellError, Formula, OutCell, TableWrite
from xl_recoup.words import counted, long_date

SHOWN = 10
"""How many cells of a table are named in a sentence."""
A_TEXT = "a text"
"""What is said of a text that is no choice: it may be about a pupil."""
MOST_KEPT = 5_000
"""How many cells of a table are kept."""
_OWN = "What is to be remembered goes into a column of your own beside the table."
_CHARGES = (
    "A charge follows from its placement, with the rates, schemes and agreements: correct those. An"
    " amount that was agreed for one pupil goes under Agreed amount on Placements, a dispute on the"
    " sheet Queries."
)
_BOOKED = (
    "It follows from the charges and from Documents, Settlements and Codes: correct what stands"
    " there. A PO number goes on Placements."
)
BELONGS: Mapping[str, str] = {
    contract.CHARGES.name: _CHARGES,
    contract.SCHOOL_SUMMARY.name: f"It adds up the charges. {_CHARGES}",
    contract.EXCEPTIONS.name: (
        "An error goes when its cell is corrected; a warning that is known goes on Signed off."
    ),
    contract.JOURNAL.name: _BOOKED,
    contract.INVOICES.name: _BOOKED,
    contract.AGED_DEBT.name: (
        "What was paid goes on Settlements, the day of issue of a document on Documents."
    ),
    contract.RECONCILIATION.name: "What the ledger says goes on the sheet of its extract.",
    contract.PLACE_PLUS.name: "Places, their prices and the count date go on Providers.",
    contract.SERVICE_POSITION.name: "What a service costs and who pays for it goes on Services.",
    contract.FORECAST.name: "New placements go on Expected placements, the budget on Services.",
    contract.DEMAND.name: "Places go on Providers, pupils and their days on Placements.",
    contract.YEAR_END.name: "It follows from what is posted and from the charges.",
    contract.FORUM_REPORT.name: (
        "It follows from the charges; words for the Forum belong in its paper."
    ),
    contract.TO_DO.name: "What was done goes on Recovery, Settlements or Queries.",
    contract.RECOVERY_FIGURES.name: "What was done goes on Recovery, what was paid on Settlements.",
    contract.PROPOSED_SETTLEMENTS.name: (
        "A receipt that is another goes on Settlements itself, a right one gets Y under Accept."
    ),
}
"""Where a correction belongs, by the table in which it was typed."""
_WORDS = frozenset(
    normal(word)
    for name in dir(closed_lists)
    for word in get_args(getattr(closed_lists, name))
    if isinstance(word, str)
)


def sentences(found: Sequence[TypedTable], *, kept: bool, done: bool) -> Iterator[str]:
    """Say of each table what was typed over, what stands there now, and where a correction belongs.

    `kept` says whether what was typed goes on the sheet Kept notes; `done` is False where a run is
    still to come.
    """
    for table in found:
        told = [*_replaced(table, done), *_unsure(table, done), *_rows(table, done)]
        if kept and (table.rows or table.added):
            told.append(
                f"What was typed is kept on the sheet {KEPT_NOTES.sheet}."
                if done
                else f"What was typed goes on the sheet {KEPT_NOTES.sheet} then."
            )
        told.append(BELONGS.get(table.table, _OWN))
        yield f"{table.sheet}: {' '.join(told)}"


def _replaced(table: TypedTable, done: bool) -> Iterator[str]:
    cells = [cell for row in table.rows if row.sure for cell in _named(row, done)]
    if cells:
        one = len(cells) == 1
        next_one = f"the next run replaces {'it' if one else 'them'}"
        replaced = f"{'is' if one else 'are'} replaced" if done else next_one
        yield (
            f"{counted(len(cells), 'cell was', 'cells were')} typed over since the last run, and"
            f" {replaced}: {_some(cells)}."
        )


def _unsure(table: TypedTable, done: bool) -> Iterator[str]:
    unsure = [row for row in table.rows if not row.sure]
    for row in unsure[:SHOWN]:
        yield (
            f"In the row {row.key or row.cells[0].address} at least one cell was typed over since"
            f" the last run. It is among these, which {'this' if done else 'the next'} run changes"
            f" as well: {_some([*_named(row, done, key=False)])}."
        )
    if len(unsure) > SHOWN:
        yield f"The same is true of {counted(len(unsure) - SHOWN, 'more row')}."


def _rows(table: TypedTable, done: bool) -> Iterator[str]:
    places = [row.cells[0].address for row in table.added if row.cells]
    if places:
        taken = ("is", "are") if done else ("will be", "will be")
        yield (
            f"{counted(len(places), 'row')} that no run wrote {taken[len(places) > 1]} taken out:"
            f" {_some(places)}."
        )
    if table.gone:
        yield (
            f"{counted(table.gone, 'row was', 'rows were')} deleted by hand since the last run:"
            f" what the inputs give {'stands' if done else 'will stand'} there again."
        )


def _named(row: TypedRow, done: bool, *, key: bool = True) -> Iterator[str]:
    for cell in row.cells:
        of = f" of {row.key.partition(', ')[0]}" if row.key and key else ""
        held, now = said(cell.held, cell.heading), said(cell.written, cell.heading)
        if held == now == A_TEXT:
            now = "another"
        yield f"{cell.address}, {cell.heading}{of}: {held}, {'now' if done else 'will be'} {now}"


def _some(parts: Sequence[str]) -> str:
    more = [f"{len(parts) - SHOWN:,} more"] if len(parts) > SHOWN else []
    return "; ".join([*parts[:SHOWN], *more])


def said(value: Cell | OutCell, heading: str) -> str:
    """Return a value for a sentence: of a text only that there is one, unless it is a choice."""
    if isinstance(value, Formula):
        return "a formula"
    if isinstance(value, CellError):
        return value.code
    if value is None or (isinstance(value, str) and is_blank(value)):
        return "nothing"
    if isinstance(value, str):
        return f"“{value}”" if normal(value) in _WORDS else A_TEXT
    if isinstance(value, bool):
        return text_of(value)
    if isinstance(value, date):
        return long_date(value)
    if heading in POUNDS:
        return pounds(value if isinstance(value, Decimal) else decimal_of(value))
    return text_of(float(value))


class Typed(NamedTuple):
    """What is to be kept of what was typed over results, and what a person is told."""

    kept: Sequence[TableWrite] = ()
    told: Sequence[str] = ()


def typed(found: Sequence[TypedTable], *, takes_notes: bool, done: bool) -> Typed:
    """Return what is kept and told; nothing is kept where the sheet Kept notes can't be added."""
    kept = kept_typed(found) if takes_notes else []
    return Typed(kept, [*sentences(found, kept=bool(kept), done=done)])


def kept_typed(found: Sequence[TypedTable]) -> list[TableWrite]:
    """Return the lines for the sheet Kept notes: what was typed, with its table, row and column."""
    lines = [line for table in found for line in _kept_of(table)]
    return [table_write(KEPT_NOTES, lines, append=True)] if lines else []


def _kept_of(table: TypedTable) -> list[tuple[OutCell, ...]]:
    lines: list[tuple[OutCell, ...]] = []
    kinds = [(row, TYPED_OVER if row.sure else PERHAPS_TYPED) for row in table.rows]
    for row, kind in [*kinds, *((row, TYPED_IN) for row in table.added)]:
        for cell in row.cells:
            if not is_blank(cell.held):
                key = row.key or cell.address
                lines.append((table.table, key, kind, cell.heading, _again(cell.held), None))
    return lines[:MOST_KEPT]


def _again(cell: Cell) -> OutCell:
    """Return what was read as it can be written again."""
    if isinstance(cell, float):
        return Decimal(repr(float(cell)))
    return cell.code if isinstance(cell, CellError) else cell
