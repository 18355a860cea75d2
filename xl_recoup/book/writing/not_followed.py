"""What means a table's rows but lies in parts that are not ours: it stays, and that is said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xl_recoup.addresses import Range
from xl_recoup.book.package.package import Package, Sheet, is_signed
from xl_recoup.book.package.xmltext import child, plain
from xl_recoup.book.writing.follow import Move
from xl_recoup.errors import Refused

REFERENCE = re.compile(
    r"\"[^\"]*\"|\[(?:[^\[\]]|\[[^\]]*\])*\]"
    r"|(?<![\w.$&;#])((?:'(?:[^']|'')*'|[\w.]+)!)?"
    r"(\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(.!\[])"
)
"""A piece of a formula; where it is a reference, group 1 is its sheet and group 2 its cells."""
FORMULAS = re.compile(rb"<(?:[\w.\-]+:)?(?:f|formula|formula1|formula2)(?=[\s>])([^<>]*)>([^<]+)</")
"""A formula of a sheet, a format, a validation or a chart: its attributes and its text."""


def told(package: Package, moves: Sequence[Move]) -> list[str]:
    """Return what a person should know after these tables were written, one sentence each."""
    said = []
    if is_signed(package):
        said.append(
            "The workbook was digitally signed: the signature is no longer valid. Sign it again."
        )
    for move in moves:
        charts = sum(any(_ends(text, move) for text in each) for each in _charts(package))
        if move.shift and charts:
            said.append(
                f"{_counted(charts, 'chart')} on rows of the table {move.table} by address still "
                f"{'ends' if charts == 1 else 'end'} at row {move.data.last_row}, and the table "
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
        for move in moving:
            number = sum(_ends(text, move, sheet.name) for text in _texts(package, sheet))
            if number:
                said.append(
                    f"{_counted(number, 'formula')} on the sheet {sheet.name} "
                    f"{'ends' if number == 1 else 'end'} at row {move.data.last_row} of the table "
                    f"{move.table}, which will end at row {move.new_last}. Name the table and its "
                    "column there instead."
                )
        package.forget(sheet.part)
    return said


def _texts(package: Package, sheet: Sheet) -> Iterator[str]:
    if package.has(sheet.part):
        for found in FORMULAS.finditer(package.text_of(sheet.part)):
            yield plain(found[2].decode("utf-8", "replace"))


def _charts(package: Package) -> Iterator[list[str]]:
    """Give the formulas of each chart."""
    for member in package.members:
        if "/charts/" in member.name and member.name.endswith(".xml"):
            try:
                data = package.text_of(member.name)
            except Refused:
                continue  # damaged, and no part of ours: it is copied as it is
            yield [plain(f[2].decode("utf-8", "replace")) for f in FORMULAS.finditer(data)]


def _ends(formula: str, move: Move, sheet: str = "") -> bool:
    """Say whether a formula has a range that ends where the table's data ended."""
    for piece in REFERENCE.finditer(formula):
        block = Range.parse(piece[2]) if piece[2] else None
        if block is None or not move.means(piece[1] or sheet):
            continue
        if block.first_row < block.last_row and move.applied(block) != block:
            return True
    return False


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


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
