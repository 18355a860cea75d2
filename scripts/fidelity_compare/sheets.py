"""Compare a sheet that was written: every cell that is not ours, and everything around cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fidelity_compare.meant import Growth, block_of, followed, letters_of, number
from fidelity_compare.nodes import Node, differences, prolog
from fidelity_compare.references import pointing

FOLLOW = {"conditionalFormatting", "dataValidation", "ignoredError"}
_RANGES = re.compile(
    r"(?<![\w.$!:\[\]'])\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?(?![\w(.!:\[])"
)
Place = tuple[int, int]
Grid = dict[Place, Node]
Rows = dict[int, dict[str, str]]


def sheet_losses(
    before: bytes,
    after: bytes,
    old: Node,
    new: Node,
    growths: Sequence[Growth],
    filled: frozenset[Place],
) -> list[str]:
    """Return what a sheet lost outside our cells: those of tables, and single ones `filled`."""
    sheet = growths[0].sheet if growths else ""
    found = [] if prolog(before) == prolog(after) else ["what precedes the root element changed"]
    if (old.tag, old.attributes) != (new.tag, new.attributes):
        found.append("the root element's attributes changed")
    around_old, data_old = _apart(old)
    around_new, data_new = _apart(new)
    if [n.tag for n in around_old] != [n.tag for n in around_new]:
        return [*found, "the elements around the cells are not the same"]
    for a, b in zip(around_old, around_new, strict=True):
        found += differences(
            _meant(a, b, growths),
            b,
            meant=lambda node: pointing(_follow(node, growths), growths, sheet),
        )
    if (data_old.tag, data_old.attributes) != (data_new.tag, data_new.attributes):
        found.append("the attributes of sheetData changed")
    old_rows, old_cells = _grid(data_old)
    new_rows, new_cells = _grid(data_new)
    found += _row_losses(old_rows, new_rows, old_cells, growths)
    return found + _cell_losses(old_cells, new_cells, growths, filled)


def _apart(root: Node) -> tuple[list[Node], Node]:
    data = root.first("sheetData")
    return [n for n in root.children if n is not data], data or Node("", {})


def _meant(old: Node, new: Node, growths: Sequence[Growth]) -> Node:
    """Return what an element should be: the dimension reaches over the table."""
    if old.name != "dimension":
        return old
    stated = block_of(old.attributes.get("ref", ""))
    if stated is None:
        return old
    cells = [(stated.left, stated.top, stated.right, stated.bottom)]
    for g in growths:
        cells.append((g.whole.left, g.whole.top, g.whole.right, g.new_last + g.totals))
    left, top = min(c[0] for c in cells), min(c[1] for c in cells)
    right, bottom = max(c[2] for c in cells), max(c[3] for c in cells)
    start, end = f"{letters_of(left)}{top}", f"{letters_of(right)}{bottom}"
    text = start if start == end else f"{start}:{end}"
    if block_of(text) == stated:
        return old
    return replace(old, attributes=old.attributes | {"ref": text})


def _follow(node: Node, growths: Sequence[Growth]) -> Node:
    """Return what a format's or a validation's ranges should be."""
    if node.name in FOLLOW and "sqref" in node.attributes:
        ranges = followed(node.attributes["sqref"], growths)
        return replace(node, attributes=node.attributes | {"sqref": ranges})
    if node.name in FOLLOW and ":" in node.tag:
        held = [
            _follow_range(each, growths) if isinstance(each, Node) else each for each in node.held
        ]
        return replace(node, held=held)
    return node


def _follow_range(node: Node, growths: Sequence[Growth]) -> Node:
    """Return what the range of a newer format or validation should be; other nodes stay."""
    return replace(node, held=[followed(node.text, growths)]) if node.name == "sqref" else node


def _grid(data: Node) -> tuple[Rows, Grid]:
    rows: Rows = {}
    cells: Grid = {}
    at = 0
    for row in data.children:
        at = int(row.attributes.get("r", at + 1))
        rows[at] = {k: v for k, v in row.attributes.items() if k not in ("r", "spans")}
        column = 0
        for cell in row.children:
            letters = cell.attributes.get("r", "").rstrip("0123456789")
            column = number(letters) if letters else column + 1
            attributes = {k: v for k, v in cell.attributes.items() if k != "r"}
            cells[at, column] = replace(cell, attributes=attributes)
    return rows, cells


def _row_losses(old: Rows, new: Rows, cells: Grid, growths: Sequence[Growth]) -> list[str]:
    found = []
    for row, attributes in old.items():
        near = any(g.first <= row <= g.deepest for g in growths)
        if row in new:
            if new[row] != attributes:
                found.append(f"row {row}: its attributes were {attributes} and are {new[row]}")
        elif not near or (
            attributes.keys() - {"hidden", "collapsed", "outlineLevel", "x14ac:dyDescent"}
        ):
            found.append(f"row {row} is gone")
    for row in new.keys() - old.keys():
        if not any(g.first <= row <= g.deepest for g in growths):
            found.append(f"row {row} was added")
    return found


def _cell_losses(
    old: Grid, new: Grid, growths: Sequence[Growth], filled: frozenset[Place]
) -> list[str]:
    found: list[str] = []
    accounted: set[Place] = set(filled)
    for (row, column), cell in old.items():
        growth = _table_at(row, column, growths)
        place, is_ours = (row, column), (row, column) in filled
        if growth and row <= growth.last:
            is_ours = column in growth.ours
            if row > growth.new_last:
                found += _left_behind(cell, place, new, growth, is_ours)
                accounted.add(place)
                continue
        elif growth:
            place = (row + growth.new_last - growth.last, column)
        accounted.add(place)
        if not cell.children and any(_grew_over(place, g) for g in growths):
            continue  # an empty cell below the table, which grew over it
        found += _kept(cell, new.get(place), place, growth, is_ours, growths)
    for place in new.keys() - accounted:
        if not any(_may_be_new(place, g) for g in growths):
            found.append(f"cell {_name(place)} was added")
    return found


def _table_at(row: int, column: int, growths: Sequence[Growth]) -> Growth | None:
    """Return the table in whose data or totals a cell was."""
    for g in growths:
        if column in g.width and g.first <= row <= g.last + g.totals:
            return g
    return None


def _kept(
    cell: Node,
    now: Node | None,
    place: Place,
    growth: Growth | None,
    is_ours: bool,
    growths: Sequence[Growth],
) -> list[str]:
    name = _name(place)
    if is_ours:
        style = cell.attributes.get("s") or "0"  # `s=""` says no more than none
        if now is None and style != "0":
            return [f"cell {name} lost its style"]
        if now is not None and (now.attributes.get("s") or "0") != style:
            return [f"cell {name}: its style was {style} and is {now.attributes.get('s')}"]
        return []
    if now is None:
        return [f"cell {name} is gone"]
    if growth and growth.totals and place[0] == growth.new_last + 1:
        total = _as_total(cell, growth)
        same = _recalculated(total) == _recalculated(now) if _sums(total, growth) else total == now
        return [] if same else [f"the total {name} changed"]
    return [] if _alike(cell, now, growths) else [f"cell {name} changed"]


def _alike(cell: Node, now: Node, growths: Sequence[Growth]) -> bool:
    """Say whether a cell is as it was, its formula following; one of a group may stand alone."""
    was, formula = cell.first("f"), now.first("f")
    if was is None or formula is None:
        return cell == now
    meant = pointing(was, growths, growths[0].sheet if growths else "")
    if was.attributes.get("t") == "shared" and "t" not in formula.attributes and formula.text:
        meant = formula
    held = [meant if each is was else each for each in cell.held]
    return replace(cell, held=held) == now


def _as_total(cell: Node, growth: Growth) -> Node:
    """Return a totals cell as it should be after its move, and the ranges in its formula."""
    held: list[Node | str] = []
    for each in cell.held:
        if isinstance(each, Node) and each.name == "f":
            attributes = each.attributes
            if "ref" in attributes:
                attributes = attributes | {"ref": followed(attributes["ref"], [growth])}
            text = _RANGES.sub(lambda found: followed(found[0], [growth], both=True), each.text)
            each = replace(each, attributes=attributes, held=[text] if text else [])
        held.append(each)
    return replace(cell, held=held)


def _sums(total: Node, growth: Growth) -> bool:
    """Say whether a total counts or sums a column of ours, so that what it shows is ours too."""
    formula = total.first("f")
    return bool(growth.ours) and formula is not None and formula.text.startswith("SUBTOTAL(")


def _recalculated(total: Node) -> Node:
    """Return a total whatever number it shows, since the program works that out anew."""
    held = [replace(n, held=[]) if isinstance(n, Node) and n.name == "v" else n for n in total.held]
    return replace(total, held=held)


def _left_behind(cell: Node, place: Place, new: Grid, growth: Growth, is_ours: bool) -> list[str]:
    """Judge a cell of a row that is below the table now."""
    now = new.get(place)
    if growth.totals and place[0] == growth.new_last + 1:
        return []  # the totals row is there now, and is judged by itself
    typed = bool(cell.children) and cell.first("f") is None
    if is_ours or not typed:
        gone = now is None or now == cell or not now.children
        return [] if gone else [f"cell {_name(place)} should be empty"]
    return [] if now == cell else [f"cell {_name(place)}, typed by somebody, changed"]


def _grew_over(place: Place, growth: Growth) -> bool:
    """Say whether a cell stood below the table and is now one of its data or totals."""
    row, column = place
    reached = growth.last < row <= growth.new_last + growth.totals
    return reached and column in growth.width


def _may_be_new(place: Place, growth: Growth) -> bool:
    row, column = place
    if column not in growth.width:
        return False
    in_data = growth.first <= row <= growth.new_last
    return in_data and (column in growth.ours or row > growth.last)


def _name(place: Place) -> str:
    return f"{letters_of(place[1])}{place[0]}"
