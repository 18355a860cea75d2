"""A run's rows put into a table's sheet: what needs the sheet's own bytes and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO

from xl_recoup.addresses import Range
from xl_recoup.book.package.looks_and_links import fill_numbers, links_outside, wrapping_styles
from xl_recoup.book.package.package import Package, TablePlace
from xl_recoup.book.package.sheet_states import is_protected
from xl_recoup.book.package.table_part import TablePart
from xl_recoup.book.package.xmltext import damaged, escaped, opening, prefix_of, replaced
from xl_recoup.book.reading.grid import Grid
from xl_recoup.book.reading.read_tables import dialect_of
from xl_recoup.book.reading.seen_headings import headings_seen
from xl_recoup.book.reading.sheet_cells import BlockReader, Dialect
from xl_recoup.book.writing import guards
from xl_recoup.book.writing.anchored import links_followed
from xl_recoup.book.writing.cell_xml import CellWriter
from xl_recoup.book.writing.follow import dimension_covering, tail_following
from xl_recoup.book.writing.formula_places import (
    cells_followed,
    groups_written_out,
    rules_followed,
)
from xl_recoup.book.writing.formula_references import formulas_in
from xl_recoup.book.writing.old_rows import OldRows, Styles
from xl_recoup.book.writing.one_group import groups_of, put_in_groups
from xl_recoup.book.writing.our_formats import Formatted, give_formats
from xl_recoup.book.writing.row_heights import RowHeights, unmarked_below, without_marks
from xl_recoup.book.writing.row_identity import RowIdentity, rearrange
from xl_recoup.book.writing.row_patch import RowPatcher
from xl_recoup.book.writing.row_region import Region
from xl_recoup.book.writing.rows_by_address import rows_matter, still_of
from xl_recoup.book.writing.shared_formulas import written_out
from xl_recoup.book.writing.shared_texts import NOTHING, SharedTexts, share, used_beside
from xl_recoup.book.writing.table_move import Move
from xl_recoup.contract import normal
from xl_recoup.errors import Refused
from xl_recoup.tables import Columns, OutCell, columns_of


@dataclass(frozen=True)
class Written:
    """What was written where, for the check afterwards: `rows` in the order of `columns`."""

    table: str
    sheet_part: str
    table_part: str
    ref: Range
    first_row: int
    columns: tuple[int, ...]
    rows: Sequence[Sequence[OutCell]]
    strings: Set[int] | None = None
    """The shared strings that cells of the sheet use, if that is known; nothing adds to them."""
    grouped: frozenset[int] = frozenset()
    """The sheet's columns whose formula is stored once for all rows."""
    texts: SharedTexts = NOTHING
    """The texts that its cells name by their numbers."""


class SheetPatcher:
    """Puts rows into one table. What can be done before the rows are known is done at once."""

    def __init__(
        self,
        package: Package,
        place: TablePlace,
        data: bytes,
        headings: Sequence[str],
        *,
        append: bool = False,
        keys: Sequence[Sequence[str]] = (),
        known_as: Mapping[int, Sequence[OutCell]] | None = None,
    ) -> None:
        """Take a sheet's bytes and read the table's rows in it; Refused where a heading is gone.

        With `keys`, what the team has in a row goes with its key, where it has anything; `known_as`
        as a writing has it.
        """
        sheet, table = place.sheet, place.table
        self.place, self._package = place, package
        self.positions = heading_positions(table, headings)
        self._order = sorted(range(len(self.positions)), key=self.positions.__getitem__)
        data = _open_grid(data, sheet.part)
        still = still_of(table, sheet.name)
        columns = tuple(table.ref.first_column + self.positions[i] for i in self._order)
        ours = partial(_holds, still.data, frozenset(() if append else columns))
        data = groups_written_out(data, prefix_of(data), still, own=True, ours=ours)
        self._data = data
        grid = Grid(data, sheet.part)
        self._dialect = Dialect(package.few_strings, frozenset(), package.date_1904)
        reader = BlockReader(grid, self._dialect)
        guards.check_headings(table, headings_seen(table, reader), self.positions)
        region = _region(table, columns, grid, append)
        learned = partial(without_marks, wrapping=wrapping_styles(package), dialect=self._dialect)
        self._old = learned(OldRows(grid, region))
        self._writer = CellWriter(self._old.prefix, package.date_1904)
        places = {
            normal(h): table.ref.first_column + self.positions[i] for i, h in enumerate(headings)
        }
        known = [[places.get(normal(h), 0) for h in key] for key in keys]
        self._keys = [key for key in known if all(key)] if not append else []
        self._known_as = known_as or {} if self._keys[:1] == known[:1] else {}
        self.by_key = bool(self._keys) and rows_matter(package, place, self._old)
        """Whether the team has anything that goes with the rows."""
        if self.by_key and self._old.has_shared():
            self._data = written_out(data, grid.prefix, lambda _: True, ours)
            grid = Grid(self._data, sheet.part)
            self._old = learned(OldRows(grid, region))

    def _fills(self, styles: Styles) -> tuple[int, ...]:
        """Return the numbers of the fills of some styles."""
        fills = fill_numbers(self._package)
        return tuple(fills.get(style[4:-1], 0) for style in styles)

    def needs_workbook(self) -> bool:
        """Say whether a formula of the sheet, the table's rows aside, may rest on other sheets.

        One that names no sheet follows this table alone. A sum above the table is worked out with
        all tables at hand.
        """
        own = (self._data[: self._old.start], self._data[self._old.end :])
        texts = (text.upper() for part in own for _, text in formulas_in(part))
        return any("!" in text or "SUBTOTAL(" in text for text in texts)

    def patched(
        self,
        rows: Sequence[Sequence[OutCell]],
        refuse_if_meant: Callable[[Move], None],
        formatted: Formatted,
        pounds: Collection[str] = (),
        *,
        shared_texts: bool = False,
    ) -> tuple[bytes, Move, Written]:
        """Return the sheet with these rows in the table, and what that moved.

        Refused where that is not safe; where a totals row has to move, `refuse_if_meant` is asked
        too. `formatted` gives the style of a cell without a format that shows a day, or `pounds`
        below one of these headings. With `shared_texts`, texts that come again are stored once.
        """
        sheet, table, old = self.place.sheet, self.place.table, self._old
        if self._order != list(range(len(self._order))):
            columns = columns_of(rows)
            rows = Columns([columns[i] for i in self._order]) if rows else rows
        region, move = self._placed(len(rows))
        if region.totals:
            refuse_if_meant(move)
        old.reach(region)
        unmarked_below(old, wrapping_styles(self._package))
        strings = used_beside(old)
        texts = share(self._package, sheet.part, strings, rows) if shared_texts else NOTHING
        self._writer.share(texts.numbers)
        lost: list[str] = []
        move, tail = self._followed(move, rows, lost)
        prefix, head = old.grid.prefix, self._data[: old.grid.start]
        old.let_go()
        self._data = b""

        def follow(some: bytes) -> bytes:
            """Let the formulas beside the table's rows follow it."""
            if not move.moves or b"<%sf" % prefix not in some:
                return some
            return cells_followed(some, prefix, move, own=True, lost=lost.append)

        width = zip(table.ref.columns, table.headings, strict=True)
        in_pounds = frozenset(column for column, heading in width if heading in pounds)
        give_formats(self._package, old, rows, in_pounds, formatted)
        heights = RowHeights(old.grid, region.columns, old.default, wrapping_styles(self._package))
        groups = {} if old.has_shared() else groups_of(rows, table, region.columns)
        patcher = RowPatcher(old, self._writer, move, heights, follow)
        ref = table.ref.ending(region.new_last + table.totals_rows)
        patched = BytesIO()  # a big sheet is not to be in memory in many pieces
        patched.write(dimension_covering(head, prefix, ref))
        patched.writelines(patcher.patched(put_in_groups(rows, groups, old, self._writer)))
        patched.write(tail_following(tail, prefix, move))
        if lost:
            move = replace(move, lost=(*move.lost, *((sheet.name, cell) for cell in lost)))
        written = Written(
            table=table.name,
            sheet_part=sheet.part,
            table_part=table.part,
            ref=ref,
            first_row=region.write_from,
            columns=region.columns,
            rows=rows,
            strings=strings | set(texts.numbers.values()),
            grouped=frozenset(groups),
            texts=texts,
        )
        return patched.getvalue(), move, written

    def _placed(self, count: int) -> tuple[Region, Move]:
        """Return where so many rows go, and how the table moves by it; Refused where they can't."""
        table = self.place.table
        region = self._old.region.holding(count, table.totals_rows)
        guards.check_table(table, region)
        guards.check_neighbours(region, table, self.place.on_sheet)
        guards.check_grid(self._old.grid, region)
        still = still_of(table, self.place.sheet.name)
        return region, replace(
            still,
            new_last=region.new_last,
            totals=region.totals,
            filtered=table.filtered,
            protected=is_protected(self._data[self._old.grid.end :], self._old.grid.prefix),
        )

    def _followed(
        self, move: Move, rows: Sequence[Sequence[OutCell]], lost: list[str]
    ) -> tuple[Move, bytes]:
        """Let what the team has beside the rows follow; return the move and what is below the rows.

        `lost` gets the cells that can't.
        """
        sheet, old = self.place.sheet, self._old
        prefix, tail = old.grid.prefix, self._data[old.grid.end :]
        if self.by_key:
            identity = RowIdentity(old, self.place, self._dialect, self._keys, self._known_as)
            move = identity.known_again(move, rows)
            move = replace(move, names=identity.names)
            outside = links_outside(self._package, sheet.part)
            tail, links = links_followed(tail, prefix, move, outside)
            kept = identity.kept(move, self._fills, partial(dialect_of, self._package))
            move = replace(move, kept=(*kept, *links))
            lost += rearrange(old, move)
        elif move.moves:
            old.follow(move, lost)
        if move.moves:
            tail = rules_followed(tail, move, own=True, lost=lost.append)
        return move, tail


def heading_positions(table: TablePart, headings: Sequence[str]) -> list[int]:
    """Return for each of our headings its place in the table; Refused where it has none."""
    exact = {heading: i for i, heading in reversed(list(enumerate(table.headings)))}
    alike = {normal(heading): i for i, heading in reversed(list(enumerate(table.headings)))}
    positions = []
    for heading in headings:
        place = exact.get(heading, alike.get(normal(heading)))
        if place is None:
            raise Refused(
                f"The table {table.name} on the sheet {table.sheet} has no column {heading}. "
                "Add a column with that heading."
            )
        positions.append(place)
    if len(set(positions)) != len(positions):
        raise ValueError(f"two headings for one column of {table.name}")
    return positions


def _holds(data: Range, columns: Set[int], block: Range) -> bool:
    """Say whether a block lies in the rows of a table, in these columns of the sheet."""
    rows = data.first_row <= block.first_row and block.last_row <= data.last_row
    return rows and columns >= set(block.columns)


def _open_grid(data: bytes, part: str) -> bytes:
    """Return the sheet with a block for rows, also where it has an empty one."""
    found = opening(prefix_of(data), b"sheetData").search(data)
    if found is None:
        raise damaged(part)
    if not found[2]:
        return data
    tag = prefix_of(data) + b"sheetData"
    return replaced(data, found, b"<%s%s></%s>" % (tag, found[1], tag))


def _region(table: TablePart, columns: tuple[int, ...], grid: Grid, append: bool) -> Region:
    """Return where our cells go while the table is as long as it is."""
    first, old_last = table.first_row, max(table.last_row, table.first_row)
    write_from = first
    if append and not (old_last == first and _blank_row(grid, table)):
        write_from = old_last + 1
    formulas = zip(table.ref.columns, table.formulas, strict=True)
    return Region(
        table=table.name,
        sheet=table.sheet,
        first_row=first,
        old_last=old_last,
        new_last=old_last,
        write_from=write_from,
        columns=columns,
        width=table.ref.columns,
        filled_down={column: escaped(formula) for column, formula in formulas if formula},
        array_formulas=frozenset(table.ref.first_column + i for i in table.array_formulas),
    )


def _blank_row(grid: Grid, table: TablePart) -> bool:
    """Say whether the table's only row is blank."""
    width = table.ref.columns
    for row in grid.rows():
        if row.number >= table.first_row:
            cells = grid.cells(row) if row.number == table.first_row else []
            return not any(c.column in width and (c.inner or b"").strip() for c in cells)
    return True
