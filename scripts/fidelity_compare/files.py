"""A workbook file opened for comparing: its members, and which part is what."""

from __future__ import annotations

import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote
from xml.parsers import expat

from fidelity_compare.meant import Cells, block_of
from fidelity_compare.nodes import Node, parsed


def folded(name: str) -> str:
    """Return a part's name as names are compared."""
    return unquote(name.replace("\\", "/").lstrip("/")).lower()


class Book:
    """The members of one workbook file by name, and the parts that they are."""

    def __init__(self, path: Path) -> None:
        """Read a whole file."""
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            self.members = [(info.filename, archive.read(info)) for info in infos]
        self.parts = {folded(name): data for name, data in self.members}
        self._trees: dict[str, Node] = {}
        self.workbook = next(
            (p for k, p, _ in self.links("") if k == "officeDocument"), "xl/workbook.xml"
        )

    def tree(self, part: str) -> Node:
        """Return a part as nodes."""
        if part not in self._trees:
            self._trees[part] = parsed(self.parts[part])
        return self._trees[part]

    def links(self, part: str) -> list[tuple[str, str, str]]:
        """Return the kind, the target and the id of each relationship inside the file."""
        folder, _, name = part.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
        found = []
        for item in self.tree(rels).children if rels in self.parts else []:
            if item.attributes.get("TargetMode") == "External":
                continue
            target = item.attributes.get("Target", "").replace("\\", "/")
            whole = posixpath.normpath(posixpath.join("/", folder, target))
            kind = item.attributes.get("Type", "").rpartition("/")[2]
            found.append((kind, folded(whole), item.attributes.get("Id", "")))
        return found

    def linked(self, part: str, kind: str) -> str:
        """Return the part that a relationship of this kind names, or nothing."""
        return next((p for k, p, _ in self.links(part) if k == kind), "")

    def sheets(self) -> dict[str, str]:
        """Return the part of each sheet by the sheet's name."""
        targets = {number: part for _, part, number in self.links(self.workbook)}
        holder = self.tree(self.workbook).first("sheets")
        found = {}
        for sheet in holder.children if holder else []:
            number = next((v for k, v in sheet.attributes.items() if k.endswith(":id")), "")
            found[sheet.attributes.get("name", "")] = targets.get(number, "")
        return found

    def tables(self) -> dict[str, tuple[str, str, str]]:
        """Return the sheet, the sheet's part and the table's part of each table, by name."""
        found = {}
        for sheet, part in self.sheets().items():
            for kind, target, _ in self.links(part):
                if kind == "table" and target in self.parts:
                    attributes = self.tree(target).attributes
                    name = attributes.get("displayName", attributes.get("name", ""))
                    found[name.casefold()] = (sheet, part, target)
        return found

    def place(self, table_part: str) -> tuple[Cells, int, int]:
        """Return the range of a table, its first data row and its number of totals rows."""
        attributes = self.tree(table_part).attributes
        cells = block_of(attributes["ref"])
        assert cells is not None
        totals = min(int(attributes.get("totalsRowCount", "0")), 1)
        return cells, cells.top + min(int(attributes.get("headerRowCount", "1")), 1), totals

    def is_sound(self, part: str) -> bool:
        """Say whether a part is sound XML."""
        try:
            self.tree(part)
        except expat.ExpatError:
            return False
        return True
