"""What an unknown heading may be, by its words and what stands below it: only ever a guess."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from xl_recoup.addresses import Range
from xl_recoup.adopt.compared_words import heading_key
from xl_recoup.adopt.heading_lines import cells_of
from xl_recoup.adopt.mapping_rows import MappingRow
from xl_recoup.contract import normal
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.mapping_table import COLUMN, SUGGESTED, UNMAPPED
from xl_recoup.contract.upn import is_upn
from xl_recoup.tables import Cell, SheetView

REFERENCE = "Placement ref"
LONGEST_REFERENCE = 20
_NUMBERING = heading_key("no ref case id row line item serial index entry record unique s n sn our")
"""Words of a heading over references; one with any other word is over something else."""
_DATES: Mapping[str, frozenset[str]] = {
    heading: heading_key(words)
    for heading, words in (
        ("Start date", "placed start began"),
        ("End date", "end left ceased until"),
        ("Admitted on", "admitted receiving reintegrated reintegration destination"),
        ("Left roll on", "off left removed deleted"),
        ("Exclusion date", "exclusion pex px"),
        ("Decision date", "governors governing gdc decision hearing"),
        ("Review decided on", "irp appeal"),
        ("Notice sent on", "notice letter notified"),
        ("Reinstated on", "reinstated"),
        ("Cancelled on", "cancelled rescinded withdrawn"),
        ("Date of birth", "birth born dob"),
    )
}
"""Words that point to one of our dates; a heading that points to two is left to a person."""
_NOT_YET = heading_key("due expected planned proposed target next review panel meeting")
"""Words of dates that no charge depends on: a heading with one of them is nobody's guess."""


def nearest_date(text: str) -> str:
    """Return the one date heading of ours that a heading's words point to, or ""."""
    words = heading_key(text)
    pointed = [heading for heading, own in _DATES.items() if words & own]
    return pointed[0] if len(pointed) == 1 and not words & _NOT_YET else ""


def with_reference(
    view: SheetView, rows: Sequence[MappingRow], numbers: Collection[int]
) -> list[MappingRow]:
    """Return the rows with the first column that can be the references suggested as such.

    `numbers` are the sheet's rows that are placements. Such a column has a heading of numbering
    words alone, no formula, and in each of these rows a whole number or a short code of its own.
    """
    for index, row in enumerate(rows):
        if row.kind == COLUMN and row.status == UNMAPPED and not row.heading:
            held = cells_of(view, row.cell, numbers)
            if _is_numbering(row.words) and _are_references(view, row, numbers, held):
                found = replace(
                    row,
                    table="Placements",
                    heading=REFERENCE,
                    status=SUGGESTED,
                    score=70,
                    reason="each row has its own; confirm only if nobody numbers the rows anew",
                )
                return [*rows[:index], found, *rows[index + 1 :]]
    return list(rows)


def _is_numbering(text: str) -> bool:
    words = heading_key(text)
    return words <= _NUMBERING and (bool(words) or text.strip() == "#")


def _are_references(
    view: SheetView, row: MappingRow, numbers: Collection[int], held: Sequence[Cell]
) -> bool:
    block = Range.parse(row.cell)
    letters = block.start.letters if block else ""
    distinct = {normal(text_of(cell)) for cell in held}
    return (
        len(distinct) == len(held) > 0
        and all(_is_reference(cell) for cell in held)
        and not any(f"{letters}{n}" in view.formulas for n in numbers)
    )


def _is_reference(cell: Cell) -> bool:
    """Say whether a cell is a whole number or a short code with a digit, and no pupil's."""
    if isinstance(cell, bool) or is_blank(cell):
        return False
    if isinstance(cell, int | float):
        return float(cell).is_integer()
    text = text_of(cell) if isinstance(cell, str) else ""
    return (
        0 < len(text) <= LONGEST_REFERENCE
        and any(c.isdigit() for c in text)
        and not is_upn(text.upper())
    )
