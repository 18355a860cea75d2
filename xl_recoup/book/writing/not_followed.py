"""What means a table's rows but lies in parts that are not ours: it stays, and that is said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Package, is_signed
from xl_recoup.book.package.xmltext import child
from xl_recoup.book.writing.follow import Move
from xl_recoup.book.writing.formula_references import blocks_meant, charts, formulas_in
from xl_recoup.errors import Refused
from xl_recoup.words import counted


def told(package: Package, moves: Sequence[Move]) -> list[str]:
    """Return what a person should know after these tables were written, one sentence each."""
    said = []
    if is_signed(package):
        said.append(
            "The workbook was digitally signed: the signature is no longer valid. Sign it again."
        )
    for move in moves:
        number = sum(any(_ends(f, move, own=False) for f in each) for each in charts(package))
        if move.shift and number:
            said.append(
                f"{counted(number, 'chart')} on rows of the table {move.table} by address still "
                f"{'ends' if number == 1 else 'end'} at row {move.data.last_row}, and the table "
                f"now ends at row {move.new_last}. Select the data again in Excel."
            )
        if move.filtered:
            said.append(
                f"The table {move.table} is filtered, and what is hidden was chosen by its old "
                "rows. Apply the filter again (Data, Reapply)."
            )
        said += _pivots(package, move)
    return said


def formulas_left(package: Package, moves: Sequence[Move]) -> list[str]:
    """Return, one sentence each, where formulas end at the row where a table ended before.

    This reads every sheet: too slow for a run, good for a report.
    """
    said = []
    moving = [move for move in moves if move.shift]
    for sheet in package.sheets if moving else ():
        if not package.has(sheet.part):
            continue
        formulas = [text for _, text in formulas_in(package.text_of(sheet.part))]
        for move in moving:
            own = move.means(sheet.name)
            number = sum(_ends(text, move, own=own) for text in formulas)
            if number:
                said.append(
                    f"{counted(number, 'formula')} on the sheet {sheet.name} "
                    f"{'ends' if number == 1 else 'end'} at row {move.data.last_row} of the table "
                    f"{move.table}, which will end at row {move.new_last}. Name the table and its "
                    "column there instead."
                )
        package.forget(sheet.part)
    return said


def _ends(formula: str, move: Move, *, own: bool) -> bool:
    """Say whether a formula has a range that ends where the table's data ended."""
    blocks = blocks_meant(formula, move, own=own)
    return any(b.first_row < b.last_row and move.applied(b) != b for b in blocks)


def _pivots(package: Package, move: Move) -> Iterator[str]:
    """Say which pivot tables rest on a table: by its name, or by its cells."""
    for link in package.links(package.workbook):
        if link.kind != "pivotCacheDefinition" or not package.has(link.target):
            continue
        try:
            root = package.tree_of(link.target)
        except Refused:
            continue
        source = child(root, "cacheSource")
        cells = child(source, "worksheetSource") if source is not None else None
        if cells is None:
            continue
        # A source is named, a table or a range with a name, or it is cells of a sheet.
        block = Range.parse(cells.get("ref", ""))
        if cells.get("name", "").casefold() == move.table.casefold():
            if root.get("refreshOnLoad") not in ("1", "true"):
                yield (
                    f"A pivot table on the table {move.table} shows the old rows until it is "
                    "refreshed (Data, Refresh All)."
                )
            continue
        there = block is not None and move.means(cells.get("sheet", ""))
        if there and block and move.applied(block) != block:
            yield (
                f"A pivot table on {block} of the sheet {move.sheet} does not follow the table "
                f"{move.table}, which now ends at row {move.new_last}. Change its data source "
                "to the table's name."
            )
