"""A package with changes: parts changed, added and left out, and everything else as it was."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import NamedTuple

from xl_recoup.addresses import Address
from xl_recoup.book.package import zips
from xl_recoup.book.package.package import CONTENT_TYPES, Package, folded, rels_of
from xl_recoup.book.package.workbook_part import (
    free_relation,
    with_content_types,
    with_relation,
    without_content_type,
    without_relation,
)
from xl_recoup.book.writing.guards import check_part
from xl_recoup.book.writing.kept_again import Back
from xl_recoup.book.writing.table_move import Move

_EMPTY_RELS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


class Made(NamedTuple):
    """A sheet that was filled, packed and checked elsewhere, and what is asked of its content."""

    packed: zips.Packed | None
    """None where it stays as it was."""
    formulas: bool
    """True where it holds formulas, or held any."""
    around: bytes
    """The sheet without the rows of its table."""


class Draft:
    """The changes that are being made to a package; nothing touches the disk."""

    def __init__(self, package: Package) -> None:
        """Start without any change."""
        self.package = package
        self._changed: dict[str, bytes] = {}
        self._made: dict[str, Made] = {}
        self.sound: dict[str, bytes] = {}
        """Sheets that were found sound, by folded name, as they were then."""
        self._packed: dict[str, tuple[bytes, zips.Packed]] = {}
        self._added: dict[str, tuple[str, bytes]] = {}
        self._removed: set[str] = set()
        self.moves: list[Move] = []
        """Where the tables that were written were, and where they end now."""
        self.back: list[Back] = []
        """Lines of the sheet Kept notes whose row is there again, each with how it went."""
        self._known: dict[str, set[Address]] = {}

    def has(self, part: str) -> bool:
        """Say whether the workbook holds this part now."""
        key = folded(part)
        return key in self._added or (self.package.has(part) and key not in self._removed)

    def content(self, part: str) -> bytes:
        """Return a part's bytes as they are now."""
        key = folded(part)
        if key in self._added:
            return self._added[key][1]
        if (packed := self._packed_elsewhere(key)) is not None:
            return self.package.member(part).holding(packed).content()
        if key in self._changed:
            return self._changed[key]
        return self.package.bytes_of(part)

    def glance(self, part: str) -> bytes:
        """Return a part's bytes as they are now, without keeping what has not changed."""
        key = folded(part)
        changed = key in self._added or key in self._changed or key in self._made
        return self.content(part) if changed else self.package.glance(part)

    def editable(self, part: str) -> bytes:
        """Return a part's bytes for changing in place; Refused where that is not safe."""
        data = self.content(part)
        check_part(data, part)
        if folded(part) not in self._added and folded(part) not in self._made:
            self.package.must_be_sound(part, data)
        return data

    def put(self, part: str, data: bytes) -> None:
        """Set a part's bytes; a part that keeps its bytes stays as it lies in the file."""
        key = folded(part)
        self._made.pop(key, None)
        if key in self._added:
            self._added[key] = (part, data)
        elif data != self.package.bytes_of(part):
            self._changed[key] = data
            self.package.forget(part)
        else:
            self._changed.pop(key, None)

    def put_made(self, part: str, made: Made) -> None:
        """Set a part to what was made, packed and checked elsewhere."""
        self._changed.pop(folded(part), None)
        self._made[folded(part)] = made

    def _packed_elsewhere(self, key: str) -> zips.Packed | None:
        made = self._made.get(key)
        return made.packed if made else None

    def add(self, part: str, data: bytes) -> None:
        """Add a part."""
        self._added[folded(part)] = (part, data)

    def free_name(self, start: str, end: str) -> str:
        """Return a part's name that is not in use, such as `xl/tables/table3.xml`."""
        number = 1
        while self.has(f"{start}{number}{end}"):
            number += 1
        return f"{start}{number}{end}"

    def know(self, part: str, address: Address) -> None:
        """Note that the stored value of a formula on a sheet is what it comes to now."""
        self._known.setdefault(folded(part), set()).add(address)

    def known(self, part: str) -> Set[Address]:
        """Return the formulas on a sheet whose stored values are what they come to now."""
        return self._known.get(folded(part), set())

    def link(self, part: str, kind: str, target: str, *, outside: bool = False) -> str:
        """Add a relationship to a part, or to something outside the file, and return its id."""
        rels = rels_of(part)
        if not self.has(rels):
            self.add(rels, _EMPTY_RELS)
        data = self.editable(rels)
        relation = free_relation(data)
        self.put(rels, with_relation(data, relation, kind, target, outside=outside))
        return relation

    def declare(self, parts: dict[str, str]) -> None:
        """Name the content types of new parts."""
        types = self.editable(CONTENT_TYPES)
        self.put(CONTENT_TYPES, with_content_types(types, parts))

    def drop_linked(self, owner: str, kind: str) -> None:
        """Leave out the part that a relationship of this kind names, and all that names it."""
        for link in self.package.links(owner):
            if link.kind != kind:
                continue
            rels = rels_of(owner)
            self.put(rels, without_relation(self.editable(rels), link.id))
            types = self.editable(CONTENT_TYPES)
            self.put(CONTENT_TYPES, without_content_type(types, link.target))
            self._removed.add(folded(link.target))

    def members(self) -> Iterator[zips.Member]:
        """Give the members of the new file: the old ones in their order, then the new ones."""
        for member in self.package.members:
            key = folded(member.name)
            if key in self._removed:
                continue
            if (packed := self._packed_elsewhere(key)) is not None:
                yield member.holding(packed)
            elif key in self._changed:
                yield member.holding(self.packed(key))
            else:
                yield member
        like = self.package.member(CONTENT_TYPES)
        for key, (part, _) in self._added.items():
            yield zips.new_member(part, self.packed(key), like)

    def packed(self, key: str) -> zips.Packed:
        """Return a part that was changed or added, by folded name, as it is to lie in the file."""
        if (packed := self._packed_elsewhere(key)) is not None:
            return packed
        data = self._added[key][1] if key in self._added else self._changed[key]
        known = self._packed.get(key)
        if known is None or known[0] is not data:
            known = self._packed[key] = data, zips.pack(data)
        return known[1]

    def pack(self) -> None:
        """Pack what has been changed so far, where there is nothing better to do."""
        for key in (*self._changed, *self._added):
            self.packed(key)

    def untouched(self) -> set[str]:
        """Return the folded names of the parts that keep their bytes."""
        names = {folded(member.name) for member in self.package.members}
        return names - self._changed.keys() - self.changed_elsewhere() - self._removed

    def new_contents(self) -> dict[str, bytes]:
        """Return the parts that were changed or added here, by folded name."""
        return self._changed | {key: data for key, (_, data) in self._added.items()}

    def made_elsewhere(self) -> dict[str, Made]:
        """Return the parts that were filled and checked elsewhere, by folded name."""
        return dict(self._made)

    def changed_elsewhere(self) -> set[str]:
        """Return the folded names of those of them that are not as they were."""
        return {key for key, made in self._made.items() if made.packed is not None}

    def changed(self, part: str) -> bool:
        """Say whether a part of the workbook was changed."""
        return folded(part) in self._changed or folded(part) in self.changed_elsewhere()

    def changes(self) -> bool:
        """Say whether any part was changed or added."""
        return bool(self._changed or self.changed_elsewhere() or self._added)
