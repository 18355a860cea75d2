"""Compare two workbook files part by part: who may change, and by how much."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from fidelity_compare.files import Book, folded
from fidelity_compare.meant import Growth, Meant, block_of, followed
from fidelity_compare.nodes import Node, differences, prolog
from fidelity_compare.references import pointing, without_points
from fidelity_compare.sheets import sheet_losses

TYPES = "[content_types].xml"


def losses(old: Book, new: Book, meant: Sequence[Meant]) -> list[str]:
    """Return what was lost or changed beyond what was meant: one sentence each, with the part."""
    unsound = [part for part in new.parts if part in old.parts and _broken(old, new, part)]
    if unsound:
        return [f"{part}: it is no sound XML any more" for part in unsound]
    growths = _growths(old, new, meant)
    filled = {old.sheets()[each.table]: each.cells for each in meant if each.cells}
    added = {each.table.casefold() for each in meant if each.rows is None and not each.cells}
    found = [f"{part}: {text}" for part, text in _members(old, new, added)]
    judges = _judges(old, new, growths, filled, bool(added))
    for part, data in old.parts.items():
        if part not in new.parts or new.parts[part] == data:
            continue
        if part not in judges:
            all_growths = [g for each in growths.values() for g in each]
            names = {held: name for name, held in old.sheets().items()}
            if not _points(old, new, part, all_growths, names.get(part, "")):
                found.append(f"{part}: its bytes changed")
        else:
            found += [f"{part}: {text}" for text in judges[part]]
    return found


def _points(old: Book, new: Book, part: str, growths: Sequence[Growth], sheet: str) -> bool:
    """Say whether a part changed in nothing but what it points at, as the tables moved."""
    if not growths or not part.endswith(".xml"):
        return False
    before, after = (without_points(book.tree(part), growths) for book in (old, new))
    if prolog(old.parts[part]) != prolog(new.parts[part]):
        return False
    return not differences(before, after, meant=lambda node: pointing(node, growths, sheet))


def _broken(old: Book, new: Book, part: str) -> bool:
    is_xml = part.endswith((".xml", ".rels"))
    changed = is_xml and old.parts[part] != new.parts[part]
    return changed and old.is_sound(part) and not new.is_sound(part)


def _growths(old: Book, new: Book, meant: Sequence[Meant]) -> dict[str, list[Growth]]:
    """Return how each table grew or shrank, by the part of its sheet."""
    found: dict[str, list[Growth]] = {}
    before, after = old.tables(), new.tables()
    for each in meant:
        if each.rows is None or each.cells:
            continue
        sheet, sheet_part, part = before[each.table.casefold()]
        whole, first, totals = old.place(part)
        now, _, _ = new.place(after[each.table.casefold()][2])
        names = [_even(c.attributes.get("name", "")) for c in old.tree(part).all("tableColumn")]
        ours = frozenset(whole.left + names.index(_even(heading)) for heading in each.headings)
        last = max(whole.bottom - totals, first)
        wanted = first + max(each.rows, 1) - 1
        assert now.bottom - totals == wanted, f"{each.table} ends at row {now.bottom}"
        found.setdefault(sheet_part, []).append(
            Growth(sheet, whole, first, last, wanted, totals, ours)
        )
    return found


def _even(heading: str) -> str:
    """Return a heading as cells and table parts agree on it: a line break there is `_x000a_`."""
    plain = re.sub(r"_x([0-9a-fA-F]{4})_", lambda found: chr(int(found[1], 16)), heading)
    return " ".join(plain.split())


def _members(old: Book, new: Book, added: set[str]) -> Iterator[tuple[str, str]]:
    """Give members that are gone, out of order, there twice, or there without a reason."""
    chain = old.linked(old.workbook, "calcChain")
    expected = [name for name, _ in old.members if folded(name) != chain or chain in new.parts]
    kept = [name for name, _ in new.members if folded(name) in old.parts]
    if kept != expected:
        yield "the file", f"members are gone or moved: {sorted({*expected} ^ {*kept})[:5]}"
    reasons = set()
    tables = new.tables()
    for name in added:
        if name not in tables:
            yield "the file", f"the table {name} is missing"
            continue
        _, sheet, table = tables[name]
        folder, _, last = sheet.rpartition("/")
        reasons |= {sheet, table, f"{folder}/_rels/{last}.rels"}
        folder, _, last = new.workbook.rpartition("/")
        reasons.add(f"{folder}/_rels/{last}.rels")
    for part in new.parts.keys() - old.parts.keys():
        if part not in reasons:
            yield part, "it was added"
        elif not new.is_sound(part):
            yield part, "it is no sound XML"


def _judges(
    old: Book,
    new: Book,
    growths: dict[str, list[Growth]],
    filled: dict[str, frozenset[tuple[int, int]]],
    added: bool,
) -> dict[str, Iterator[str]]:
    """Return, for each part that may change at all, what is wrong with how it changed."""
    folder, _, name = old.workbook.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    judges = {
        old.workbook: _book(old, new, [g for each in growths.values() for g in each], added),
        TYPES: _list(old, new, TYPES, old.linked(old.workbook, "calcChain"), "PartName"),
        rels: _list(old, new, rels, old.linked(old.workbook, "calcChain"), "Target"),
        old.linked(old.workbook, "sharedStrings"): _strings(old, new),
    }
    if added or growths:  # a column of ours gets a format where it has none
        judges[old.linked(old.workbook, "styles")] = _styles(old, new)
    for part in growths.keys() | filled.keys():
        on_sheet = growths.get(part, [])
        judges[part] = _sheet(old, new, part, on_sheet, filled.get(part, frozenset()))
        for kind, target, _ in old.links(part):
            if kind == "table":
                judges[target] = _table(old, new, target, on_sheet)
    return judges


def _sheet(
    old: Book,
    new: Book,
    part: str,
    growths: Sequence[Growth],
    filled: frozenset[tuple[int, int]],
) -> Iterator[str]:
    yield from sheet_losses(
        old.parts[part], new.parts[part], old.tree(part), new.tree(part), growths, filled
    )


def _table(old: Book, new: Book, part: str, growths: Sequence[Growth]) -> Iterator[str]:
    """A table's ranges follow; formulas of our columns may be set."""
    whole, _, _ = old.place(part)
    mine = [g for g in growths if g.whole == whole]
    ours = {column - whole.left for g in mine for column in g.ours}
    before, after = old.tree(part), new.tree(part)

    def meant(node: Node) -> Node:
        block = block_of(node.attributes.get("ref", ""))
        if not mine or block is None:
            return node
        if block == whole:
            block = block._replace(bottom=mine[0].new_last + mine[0].totals)
            text = _whole(node.attributes["ref"], block.bottom)
        else:
            text = followed(node.attributes["ref"], mine)
        return replace(node, attributes=node.attributes | {"ref": text})

    for index in ours:
        for tree in (before, after):
            holder = tree.first("tableColumns")
            column = holder.children[index] if holder else Node("", {})
            formula = column.first("calculatedColumnFormula")
            if formula is not None:
                column.held.remove(formula)
    yield from differences(before, after, meant=meant)


def _whole(ref: str, bottom: int) -> str:
    both = ref if ":" in ref else f"{ref}:{ref}"  # a table of one cell may name it once
    return re.sub(r"\d+$", str(bottom), both)


def _book(old: Book, new: Book, growths: Sequence[Growth], added: bool) -> Iterator[str]:
    """One sheet more, calculation on loading, names that follow; nothing else."""
    before, after = old.tree(old.workbook), new.tree(new.workbook)
    if (before.tag, before.attributes) != (after.tag, after.attributes):
        yield "the root element's attributes changed"
    if before.first("calcPr") is None:
        after = replace(after, held=[n for n in after.held if not _is(n, "calcPr")])
    if len(before.held) != len(after.held):
        yield "elements came or went"
        return
    for a, b in zip(before.held, after.held, strict=True):
        if not isinstance(a, Node) or not isinstance(b, Node):
            if a != b:
                yield "text changed"
            continue
        if a.name == "calcPr" and b.attributes.get("fullCalcOnLoad") == "1":
            a = replace(a, attributes=a.attributes | {"fullCalcOnLoad": "1"})
        if a.name == "sheets" and added:
            kept, more = b.children[: len(a.children)], b.children[len(a.children) :]
            if len(more) < 1 or any(n.name != "sheet" for n in more):
                yield "the new sheet is not there"
            a, b = replace(a, held=list(a.children)), replace(b, held=list(kept))
        yield from differences(a, b, meant=lambda node: pointing(node, growths))


def _is(node: Node | str, name: str) -> bool:
    return isinstance(node, Node) and node.name == name


def _list(old: Book, new: Book, part: str, chain: str, key: str) -> Iterator[str]:
    """Content types and relationships: all are kept but the calculation chain's."""
    if part not in old.parts or part not in new.parts:
        return
    before, after = old.tree(part), new.tree(part)
    if (before.tag, before.attributes) != (after.tag, after.attributes):
        yield "the root element changed"
    gone = [n for n in before.children if n not in after.children]
    for node in gone:
        target = folded(node.attributes.get(key, ""))
        if not chain or target.rpartition("/")[2] != chain.rpartition("/")[2]:
            yield f"{node.tag} {node.attributes} is gone"
    kept = [n for n in after.children if n in before.children]
    if kept != [n for n in before.children if n not in gone]:
        yield "the order changed"


def _strings(old: Book, new: Book) -> Iterator[str]:
    """A shared string that no cell kept may be blanked, or give its number to another one.

    New ones may stand at the end; how many there are may be left unsaid then.
    """
    part = old.linked(old.workbook, "sharedStrings")
    if part not in old.parts or part not in new.parts:
        return
    before, after = old.tree(part), new.tree(part)
    said = {k: v for k, v in before.attributes.items() if k not in ("count", "uniqueCount")}
    if after.attributes not in (before.attributes, said):
        yield "the root element changed"
    if len(before.children) > len(after.children):
        yield "the list is shorter than it was"
        return
    cells = _cells_with_strings(new)
    used = set(cells.values())
    kept = set(cells.items() & _cells_with_strings(old).items()) if cells else set()
    staying = {index for _, index in kept}
    items = zip(
        [n for n in before.children if n.name == "si"],
        [n for n in after.children if n.name == "si"],
        strict=False,
    )
    for index, (a, b) in enumerate(items):
        blank = not "".join(t.text for t in b.all("t"))
        if a != b and (index in staying or blank == (index in used)):
            yield f"the string {index} changed"


def _cells_with_strings(book: Book) -> dict[tuple[str, str], int]:
    """Return the number of the shared string of each cell that has one, by its part and place."""
    found = {}
    for part in book.sheets().values():
        for cell in book.tree(part).all("c") if part in book.parts else []:
            value = cell.first("v")
            if cell.attributes.get("t") == "s" and value is not None and value.text.strip():
                found[part, cell.attributes.get("r", "")] = int(value.text)
    return found


def _styles(old: Book, new: Book) -> Iterator[str]:
    """Fonts and cell styles may be added at the end, so that no number changes."""
    part = old.linked(old.workbook, "styles")
    if part not in old.parts or part not in new.parts:
        return
    before, after = old.tree(part), new.tree(part)
    if (before.tag, before.attributes) != (after.tag, after.attributes):
        yield "the root element changed"
    if [n.tag for n in before.children] != [n.tag for n in after.children]:
        yield "its lists are not the same"
        return
    for a, b in zip(before.children, after.children, strict=True):
        if a.name in ("fonts", "cellXfs"):
            stated = b.attributes.get("count")
            if stated is not None and int(stated) != len(b.children):
                yield f"the count of {a.name} is wrong"
            kept = [n for n in b.held if isinstance(n, Node)][: len(a.children)]
            attributes = a.attributes | ({"count": stated} if stated is not None else {})
            if kept != a.children or attributes != b.attributes:
                yield f"the list {a.name} changed"
        else:
            yield from differences(a, b)
