"""The rows of a table put where their keys are now, with all that the team has in and beside them.

Cells of the team's own, colours, heights, hidden and grouped rows go along. What stays is what
belongs to no row: other tables, cells that stand apart, formulas that cover several rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from xl_recoup.addresses import Address, Range, column_letters
from xl_recoup.book.package.package import TablePlace
from xl_recoup.book.package.serial_days import day_of
from xl_recoup.book.reading.sheet_cells import BlockReader, Dialect
from xl_recoup.book.writing.beside_table import beside
from xl_recoup.book.writing.kept_again import key_name, out_cell
from xl_recoup.book.writing.old_rows import NOT_FOR_NEW_ROWS, OldRow, OldRows, Styles
from xl_recoup.book.writing.placed_cells import placed
from xl_recoup.book.writing.row_keys import key_of, matched, new_row, old_row
from xl_recoup.book.writing.table_move import Kept, Move
from xl_recoup.contract.cell_values import is_blank, text_of
from xl_recoup.contract.own_row import ROW
from xl_recoup.tables import OutCell

_NUMBER = re.compile(r"\sr\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_SPANS = re.compile(r"\sspans\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_GROUPED = re.compile(r"\s(?:outlineLevel|s|customFormat)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_HIGH = re.compile(r"\sht\s*=\s*[\"']([\d.]+)[\"']")
_CUSTOM = "customHeight"
_FITTED = re.compile(r"\s(?:ht|x14ac:dyDescent)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_HIDDEN = re.compile(r"\shidden\s*=\s*[\"'](?:1|true)[\"']")
_LEVEL = re.compile(r"\soutlineLevel\s*=\s*[\"']([1-7])[\"']")


def has_own_content(old: OldRows) -> bool:
    """Say whether the team has anything in the rows of a table, or beside them, that is not ours.

    A row that is not like the others, and a cell of another look, are such.
    """
    rows = [old.rows[n] for n in old.rows if n <= old.region.old_last]
    if any(row.others for row in {id(row): row for row in rows}.values()):
        return True
    alike = {(_by_hand(row.attributes), row.styles) for row in {id(r): r for r in rows}.values()}
    return len(alike) > 1


def rearrange(old: OldRows, move: Move) -> Iterator[str]:
    """Put the rows where their keys are now; give the addresses of formulas that can't follow."""
    region, rows = old.region, move.rows or {}
    columns = {*region.own_columns, *move.beside}
    before = {now: row for row, now in rows.items()}
    _learn(old)
    lost: list[str] = []
    made: dict[int, OldRow] = {}
    for number in range(region.first_row, max(region.new_last, region.old_last) + 1):
        there, came = old.rows.get(number), before.get(number)
        stays = [
            (c, placed(text, c, number, move, lost))
            for c, text in (there.others if there else ())
            if c not in columns
        ]
        if came is None:
            like = old.like if number <= region.new_last else ""
            styles = old.default if number <= region.new_last else ()
            if there or number <= region.new_last:
                made[number] = OldRow(f' r="{ROW}"{like}', styles, stays)
            continue
        own = old.rows.get(came) or OldRow(f' r="{ROW}"', old.default)
        goes = [(c, placed(text, c, number, move, lost)) for c, text in own.others if c in columns]
        attributes = f' r="{ROW}"{_bare(own.attributes)}'
        made[number] = OldRow(attributes, own.styles, [*stays, *goes])
    for number in [n for n in old.rows if n <= max(region.new_last, region.old_last)]:
        if number >= region.first_row:
            del old.rows[number]
    old.rows.update(sorted(made.items()))
    numbers = range(region.first_row, region.new_last + 1)
    old.fresh = frozenset(n for n in numbers if n not in before)
    old.model = max((n for n in before if n <= region.new_last), default=None)
    yield from lost


def _learn(old: OldRows) -> None:
    """Take what most rows are like as the model for new ones: one that was coloured is none."""
    rows = [old.rows[n] for n in old.rows if n <= old.region.old_last]
    if not rows:
        return
    styles = Counter(row.styles for row in rows).most_common()
    most = [each for each, count in styles if count == styles[0][1]]
    old.default = min(most, key=lambda each: sum(bool(style) for style in each))
    attributes = Counter(_GROUPED.sub("", NOT_FOR_NEW_ROWS.sub("", row.attributes)) for row in rows)
    most_often = max(attributes.values())
    old.like = min((a for a, n in attributes.items() if n == most_often), key=len)
    for column in old.region.own_columns:
        looks = Counter(
            _style_of(next((text for c, text in row.others if c == column), "")) for row in rows
        )
        look = looks.most_common(1)[0][0]
        old.others_default.pop(column, None)
        if look:
            old.others_default[column] = look


def _style_of(cell: str) -> str:
    found = re.match(r"<[^<>]*?\ss\s*=\s*[\"'](\d+)[\"']", cell)
    return f' s="{found[1]}"' if found else ""


def _by_hand(attributes: str) -> str:
    """Return what a person may have made of a row: a height that Excel fits to a text is none."""
    bare = _bare(attributes)
    return bare if "customHeight" in bare else _FITTED.sub("", bare)


def _bare(attributes: str) -> str:
    return _SPANS.sub("", _NUMBER.sub("", attributes))


class RowIdentity:
    """A table's rows as they stood, by their keys."""

    def __init__(
        self,
        old: OldRows,
        place: TablePlace,
        dialect: Dialect,
        keys: Sequence[Sequence[int]],
        known_as: Mapping[int, Sequence[OutCell]],
    ) -> None:
        """Read the keys: for each of them the sheet's columns that make it; what rows were."""
        self._old, self._place, self._dialect, self._keys = old, place, dialect, keys
        self._known_as = known_as
        self.names: dict[int, str] = {}
        """For each row whose key is gone that key, as a person reads it."""

    def known_again(self, move: Move, rows: Sequence[Sequence[OutCell]]) -> Move:
        """Return a move with the place of each row by its key; `rows` are in our columns."""
        region, since_1904 = self._old.region, self._dialect.date_1904
        columns = sorted({c for key in self._keys for c in key})
        data = move.data
        reader = BlockReader(self._old.grid, self._dialect)
        cells = reader.read(data, only=columns).rows
        at = {c: i for i, c in enumerate(columns)}
        old = {
            row: old_row(
                [key_of([held[at[c]] for c in key], since_1904) for key in self._keys],
                bool(self._known_as),
            )
            for row, held in zip(data.rows, cells, strict=True)
        }
        ours = {c: i for i, c in enumerate(region.columns)}
        places = [[ours[c] for c in key] for key in self._keys]
        new = {
            region.first_row + i: new_row(
                [key_of([held[j] for j in key], since_1904) for key in places],
                bool(self._known_as),
                self._known_as.get(i, ()),
                since_1904,
            )
            for i, held in enumerate(rows)
        }
        again = matched(old, new)
        days = {c for c in self._keys[0] if any(isinstance(r[ours[c]], date) for r in rows)}
        for row, held in zip(data.rows, cells, strict=True):
            if row not in again:
                said = [
                    day_of(cell, since_1904)
                    if c in days and isinstance(cell, int | float)
                    else cell
                    for c, cell in ((c, held[at[c]]) for c in self._keys[0])
                ]
                self.names[row] = key_name(said)
        going, staying = beside(self._old, self._place.table, self._place.on_sheet)
        move = replace(move, rows=again, beside=going, titles=self._titles(going))
        moved = [
            str(Address(column, row))
            for row in data.rows
            if again.get(row) != row and row in self._old.rows
            for column, text in self._old.rows[row].others
            if column in staying and not text.endswith("/>")
        ]
        return replace(move, staying=tuple(moved))

    def _titles(self, going: Sequence[int]) -> dict[int, str]:
        """Return the headings of the table and of the columns that go with it."""
        table = self._place.table
        titles = dict(zip(table.ref.columns, table.headings, strict=True))
        if table.heading_rows and going:
            row = table.ref.first_row
            above = Range(going[0], row, going[-1], row)
            reader = BlockReader(self._old.grid, self._dialect)
            seen = reader.read(above, [row], going).rows[0]
            titles |= {c: text_of(t) for c, t in zip(going, seen, strict=True) if t is not None}
        return titles

    def kept(
        self,
        move: Move,
        fills: Callable[[Styles], tuple[int, ...]],
        dialect: Callable[[], Dialect],
    ) -> list[Kept]:
        """Return what stands in the team's cells of rows whose key is gone; before they move.

        `fills` says of styles how their cells are filled; `dialect` what cells show.
        """
        grid = self._old.grid
        columns = sorted({*self._old.region.own_columns, *move.beside})
        gone = sorted(self.names)
        if not gone:
            return []
        kept: list[Kept] = []
        if columns:
            reader = BlockReader(grid, dialect(), formula_texts=True)
            block = reader.read(Range(columns[0], gone[0], columns[-1], gone[-1]), gone, columns)
            for row in gone:
                for column, cell in zip(columns, block.rows[row - gone[0]], strict=True):
                    formula = block.formula_texts.get(str(Address(column, row)))
                    if formula and column in self._old.region.filled_down:
                        continue
                    heading = move.titles.get(column) or column_letters(column)
                    if formula:
                        kept.append(Kept(self.names[row], "formula", heading, f"={formula}"))
                    elif not is_blank(cell):
                        kept.append(Kept(self.names[row], "cell", heading, out_cell(cell)))
        return [*kept, *self._looks(gone), *self._colours(gone, move, fills)]

    def _looks(self, gone: Sequence[int]) -> Iterator[Kept]:
        """Give what made rows that are gone look unlike the others, but for their colours."""
        rows = self._old.rows
        for row in gone:
            there = rows.get(row)
            if there is None:
                continue
            level, high = _LEVEL.search(there.attributes), _HIGH.search(there.attributes)
            looks = {
                "hidden": _HIDDEN.search(there.attributes) is not None,
                f"grouped ({level[1]})" if level and level[1] != "1" else "grouped": bool(level),
                f"{high[1]} points high" if high else "": bool(
                    high and _CUSTOM in there.attributes
                ),
            }
            words = [word for word, is_so in looks.items() if is_so]
            if words:
                yield Kept(self.names[row], "format", "", f"the row was {', '.join(words)}")

    def _colours(
        self, gone: Sequence[int], move: Move, fills: Callable[[Styles], tuple[int, ...]]
    ) -> Iterator[Kept]:
        """Give the colours of cells of rows that are gone, where most rows have another one."""
        columns = (*self._old.region.columns, *self._old.region.own_columns, *move.beside)
        styles = {row: self._styles(there, columns) for row, there in self._old.rows.items()}
        each = zip(*styles.values(), strict=True)
        usual = tuple(Counter(column).most_common(1)[0][0] for column in each)
        for row in gone:
            mine = styles.get(row, usual)
            found: dict[int, list[int]] = {}
            for i, (fill, other) in enumerate(zip(fills(mine), fills(usual), strict=True)):
                if fill != other and fill:
                    found.setdefault(fill, []).append(i)
            for places in found.values():
                titles = [move.titles.get(columns[i]) or column_letters(columns[i]) for i in places]
                style = int(mine[places[0]][4:-1] or 0)
                yield Kept(self.names[row], "fill", "; ".join(titles), "coloured", style)

    def _styles(self, there: OldRow, columns: Sequence[int]) -> Styles:
        held = dict(there.others)
        own = columns[len(there.styles) :]
        return (*there.styles, *(_style_of(held.get(column, "")) for column in own))
