"""A workbook's file as parts: content types, relationships, and which part is what.

Part of the rules in `tests/support/repairs.py`: what makes Excel offer a repair before it has
looked at any sheet.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Relation:
    """One relationship of a part: its id, the last word of its kind, and the part it leads to."""

    id: str
    kind: str
    target: str
    external: bool


class Parts:
    """The parts of a workbook file, read once."""

    def __init__(self, path: Path) -> None:
        """Read every part into memory."""
        with zipfile.ZipFile(path) as file:
            self.names = file.namelist()
            self._data = {name: file.read(name) for name in self.names}
        self._trees: dict[str, ET.Element] = {}

    def tree(self, name: str) -> ET.Element:
        """Return a part's XML, read once."""
        if name not in self._trees:
            self._trees[name] = ET.fromstring(self._data[name])
        return self._trees[name]

    def has(self, name: str) -> bool:
        """Say whether there is a part of this name."""
        return name in self._data

    def relations(self, part: str) -> list[Relation]:
        """Return a part's relationships, with their targets as names of parts."""
        folder, name = posixpath.split(part)
        rels = f"{folder}/_rels/{name}.rels".lstrip("/")
        if not self.has(rels):
            return []
        found = []
        for item in self.tree(rels):
            target = item.get("Target", "")
            full = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            found.append(
                Relation(
                    item.get("Id", ""),
                    item.get("Type", "").rsplit("/", 1)[-1],
                    posixpath.normpath(full),
                    item.get("TargetMode") == "External",
                )
            )
        return found

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts of one kind that a part leads to."""
        return [r.target for r in self.relations(part) if r.kind == kind]

    @cached_property
    def workbook(self) -> str:
        """Return the name of the workbook part."""
        return self.related("", "officeDocument")[0]

    @cached_property
    def sheets(self) -> list[tuple[str, str]]:
        """Return the name of each sheet with its part, in order."""
        targets = {r.id: r.target for r in self.relations(self.workbook)}
        listed = self.tree(self.workbook).iter(f"{MAIN}sheet")
        return [(s.get("name", ""), targets.get(s.get(RELATION_ID, ""), "")) for s in listed]

    def only(self, kind: str) -> ET.Element | None:
        """Return the one part of a kind that the workbook leads to, if there is one."""
        found = self.related(self.workbook, kind)
        return self.tree(found[0]) if found and self.has(found[0]) else None


def package_faults(parts: Parts) -> Iterator[str]:
    """Yield what is wrong with the file as a package."""
    for name, count in Counter(n.casefold() for n in parts.names).items():
        if count > 1:
            yield f"the part {name} is there {count} times"
    types = parts.tree(TYPES)
    defaults = {e.get("Extension", "").casefold() for e in types if e.tag.endswith("}Default")}
    overrides = [e.get("PartName", "")[1:] for e in types if e.tag.endswith("}Override")]
    for name, count in Counter(n.casefold() for n in overrides).items():
        if count > 1:
            yield f"{name} has {count} content types"
    for name in set(overrides) - set(parts.names):
        yield f"a content type is given for {name}, which is missing"
    for name in parts.names:
        extension = name.rsplit(".", 1)[-1].casefold()
        if name not in {TYPES, *overrides} and extension not in defaults:
            yield f"{name} has no content type"
    yield from _relation_faults(parts)


def _relation_faults(parts: Parts) -> Iterator[str]:
    owners = [""] + [n for n in parts.names if not n.endswith(".rels")]
    reached = {TYPES}
    for owner in owners:
        relations = parts.relations(owner)
        for name, count in Counter(r.id for r in relations).items():
            if count > 1:
                yield f"{owner or 'the package'} has {count} relationships {name}"
        for relation in relations:
            reached.add(relation.target)
            if not relation.external and not parts.has(relation.target):
                yield f"{owner or 'the package'} leads to {relation.target}, which is missing"
    for name in sorted(set(parts.names) - reached):
        if not name.endswith(".rels"):
            yield f"nothing leads to {name}"
