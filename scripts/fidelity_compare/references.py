"""Where formulas, names, charts and pivot tables should point after tables grew or shrank.

Worked out from the rules alone, and not by the program whose work is judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from fidelity_compare.meant import Growth, block_of, shown
from fidelity_compare.nodes import Node

_HOLD = {
    "f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula",
    "definedName",
}  # fmt: skip
_PIECE = re.compile(
    r"\"[^\"]*\"|\[(?:[^\[\]]|\[[^\]]*\])*\]"
    r"|(?<![\w.$:\]])(?P<sheet>(?:'(?:[^']|'')*'|[\w.]+)!)?"
    r"(?P<cells>\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)(?![\w(.!:\[])"
)
_OFFSET = re.compile(r"(OFFSET\([^()]*?,[^,()]*,[^,()]*,\s*)(\d+)", re.IGNORECASE)


def pointing(node: Node, growths: Sequence[Growth], sheet: str = "") -> Node:
    """Return an element with what it points at followed; `sheet` is the one on which it stands."""
    if node.name == "worksheetSource" and "ref" in node.attributes:
        there = [g for g in growths if _same(g.sheet, node.attributes.get("sheet", ""))]
        ref = formula_followed(node.attributes["ref"], there, there[0].sheet if there else "")
        return replace(node, attributes=node.attributes | {"ref": ref})
    if node.name == "pivotCacheDefinition" and node.first("cacheSource") is not None:
        return replace(node, attributes=node.attributes | {"refreshOnLoad": "1"})
    if node.name in _HOLD and node.text:
        alone = node.name == "definedName"
        return replace(node, held=[formula_followed(node.text, growths, sheet, alone=alone)])
    return node


def without_points(node: Node, growths: Sequence[Growth]) -> Node:
    """Return a chart without the points that it keeps of filled cells: they are those of the cells.

    What it keeps of all other cells stays with it.
    """
    held = [without_points(x, growths) if isinstance(x, Node) else x for x in node.held]
    formula = node.first("f") if node.name in ("numRef", "strRef") else None
    if formula is not None and any(_filled(formula.text, growth) for growth in growths):
        held = [_emptied(x) if isinstance(x, Node) and x.name != "f" else x for x in held]
    return replace(node, held=held)


def _emptied(cache: Node) -> Node:
    gone = ("pt", "ptCount")
    held = [x for x in cache.held if not (isinstance(x, Node) and x.name in gone)]
    return replace(cache, held=held)


def _filled(formula: str, growth: Growth) -> bool:
    """Say whether a formula is a block of cells in our columns of a table."""
    sheet, _, cells = formula.strip().rpartition("!")
    block = block_of(cells)
    if block is None or not _same(growth.sheet, _bare(sheet)):
        return False
    ours = growth.ours.issuperset(range(block.left, block.right + 1))
    return ours and growth.first <= block.top and block.bottom <= growth.deepest - growth.totals


def formula_followed(
    formula: str, growths: Sequence[Growth], sheet: str, *, alone: bool = False
) -> str:
    """Return a formula with its ranges ending where the tables end now.

    A single cell may stand `alone` for the column of a table of one row, as in a name.
    """
    for growth in growths:
        if "OFFSET" in formula.upper():
            formula = _OFFSET.sub(partial(_counted, growth=growth), formula)
        formula = _PIECE.sub(partial(_moved, growth=growth, sheet=sheet, alone=alone), formula)
    return formula


def _counted(found: re.Match[str], growth: Growth) -> str:
    if int(found[2]) != growth.last - growth.first + 1:
        return found[0]
    return f"{found[1]}{growth.new_last - growth.first + 1}"


def _moved(found: re.Match[str], growth: Growth, sheet: str, alone: bool) -> str:
    cells = found["cells"]
    if cells is None or not _same(growth.sheet, _bare(found["sheet"]) or sheet):
        return found[0]
    block = block_of(cells)
    if block is None or (":" not in cells and not alone and block.top <= growth.last):
        return found[0]
    after = growth.moved(block)
    return found[0] if after == block else f"{found['sheet'] or ''}{shown(after, cells, both=True)}"


def _bare(sheet: str | None) -> str:
    name = (sheet or "").removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
