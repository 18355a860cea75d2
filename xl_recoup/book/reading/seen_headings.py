"""The headings of a table as a person sees them: its heading cells, not its part.

The part says the headings too. Programs that move, retype or delete cells without knowing of
tables leave it as it was; whoever goes by it then reads one column for another.
"""

from __future__ import annotations

from xl_recoup.addresses import Address, Range
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.reading.sheet_cells import BlockReader
from xl_recoup.contract import normal
from xl_recoup.tables import Cell


def headings_seen(part: TablePart, reader: BlockReader) -> tuple[str, ...]:
    """Return a table's headings as its cells say them, "" for a blank one.

    What the part says stands where it says the same in other capitals or spaces, where the cell
    holds something else than words, and where no heading is shown at all.
    """
    if not part.heading_rows:
        return part.headings
    ref, row = part.ref, part.ref.first_row
    block = reader.read(Range(ref.first_column, row, ref.last_column, row), [row])
    if all(cell is None for cell in block.rows[0]):
        return part.headings
    return tuple(
        said if str(Address(column, row)) in block.formulas else _seen(cell, said)
        for column, cell, said in zip(ref.columns, block.rows[0], part.headings, strict=True)
    )


def _seen(cell: Cell, said: str) -> str:
    if cell is None:
        return ""
    return cell if isinstance(cell, str) and normal(cell) != normal(said) else said
