"""A workbook as a package of parts: which part is the workbook, which sheets, which tables."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from xl_recoup.book.package import zips
from xl_recoup.book.package.file_forms import refuse_form
from xl_recoup.book.package.shared_strings import FewStrings
from xl_recoup.book.package.table_part import TablePart, read_table_part
from xl_recoup.book.package.well_formed import is_of_its_format, root_of
from xl_recoup.book.package.xmltext import as_utf8, child, children, damaged, local, tree, true
from xl_recoup.disk.disk_files import refuse_unless_found
from xl_recoup.disk.patience import patiently
from xl_recoup.disk.versions import ReadFile, read_file
from xl_recoup.errors import FileUnavailable, Refused

CONTENT_TYPES = "[Content_Types].xml"
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Link(NamedTuple):
    """One relationship: its id, the last word of its type, and the part that it names."""

    id: str
    kind: str
    target: str


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its kind (`worksheet` for a grid) and its part."""

    name: str
    kind: str
    part: str


class TablePlace(NamedTuple):
    """Where a table stands: its sheet, what its part says, and all tables of that sheet."""

    sheet: Sheet
    table: TablePart
    on_sheet: list[TablePart]


@dataclass
class Package:
    """The parts of one workbook file, found as Excel finds them."""

    members: list[zips.Member]
    comment: bytes
    _contents: dict[str, bytes] = field(default_factory=dict)
    _trees: dict[str, Element] = field(default_factory=dict)
    _sound: set[str] = field(default_factory=set)
    sheets_named: dict[str, frozenset[str]] | None = None
    """Which sheets each part names in its formulas, once somebody has looked."""

    @cached_property
    def _by_name(self) -> dict[str, list[zips.Member]]:
        found: dict[str, list[zips.Member]] = {}
        for member in self.members:
            found.setdefault(folded(member.name), []).append(member)
        return found

    def has(self, part: str) -> bool:
        """Say whether the file holds this part, whatever the capitals of its name."""
        return folded(part) in self._by_name

    def member(self, part: str) -> zips.Member:
        """Return the member that holds a part; Refused when it is missing or there twice."""
        found = self._by_name.get(folded(part), [])
        if not found:
            raise Refused(
                f"The part {part} is missing from the file. Open the workbook in Excel and save "
                "it again, or use an earlier copy."
            )
        if len(found) > 1:
            raise Refused(
                f"The file holds two parts named {part}. Open the workbook in Excel and save it "
                "again."
            )
        return found[0]

    def bytes_of(self, part: str) -> bytes:
        """Return a part's unpacked bytes as they are."""
        key = folded(part)
        if key not in self._contents:
            self._contents[key] = self.member(part).content()
        return self._contents[key]

    def glance(self, part: str) -> bytes:
        """Return a part's unpacked bytes as they are, without keeping them."""
        return self._contents.get(folded(part)) or self.member(part).content()

    def forget(self, part: str) -> None:
        """Let go of a part's unpacked bytes: sheets are big."""
        self._contents.pop(folded(part), None)

    def text_of(self, part: str) -> bytes:
        """Return a part's bytes as UTF-8, for reading; Refused where it is not sound XML."""
        data = as_utf8(self.bytes_of(part), part)
        self.must_be_sound(part, data)
        return data

    def must_be_sound(self, part: str, data: bytes) -> None:
        """Refuse a part whose bytes are not well-formed XML; it is looked at once."""
        key = folded(part)
        # The drawings of the older kind are HTML, and Excel itself writes them without its rules.
        if key in self._sound or key.endswith(".vml"):
            return
        root = root_of(data)
        if root is None or not is_of_its_format(root):
            raise damaged(part)
        self._sound.add(key)

    def tree_of(self, part: str) -> Element:
        """Return a small part as a tree, for reading."""
        key = folded(part)
        if key not in self._trees:
            self._trees[key] = tree(self.bytes_of(part), part)
        return self._trees[key]

    def links(self, part: str) -> list[Link]:
        """Return the relationships of a part to other parts of the file."""
        rels = rels_of(part)
        if not self.has(rels):
            return []
        return [
            Link(
                item.get("Id", ""),
                item.get("Type", "").rpartition("/")[2],
                resolved(part, item.get("Target", "")),
            )
            for item in children(self.tree_of(rels), "Relationship")
            if item.get("TargetMode") != "External"
        ]

    def linked(self, part: str, kind: str) -> str | None:
        """Return the part that a relationship of this kind names, or None."""
        return next((link.target for link in self.links(part) if link.kind == kind), None)

    @cached_property
    def workbook(self) -> str:
        """The name of the workbook's main part."""
        found = self.linked("", "officeDocument")
        if found is None or not self.has(found):
            raise Refused("The file is not an Excel workbook. Choose an .xlsx or .xlsm file.")
        return found

    @cached_property
    def book(self) -> Element:
        """The workbook's main part as a tree."""
        root = self.tree_of(self.workbook)
        if local(root) != "workbook":
            raise Refused("The file is not an Excel workbook. Choose an .xlsx or .xlsm file.")
        return root

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """All sheets in their order, whatever their kind."""
        links = {link.id: link for link in self.links(self.workbook)}
        holder = child(self.book, "sheets")
        found = []
        for item in children(holder, "sheet") if holder is not None else []:
            relation = _relation_id(item)
            link = links.get(relation)
            if link is None and not relation:
                continue  # a macro module of the 1990s, which Excel lists among the sheets so
            if link is None:
                raise damaged(self.workbook)
            found.append(Sheet(item.get("name", ""), link.kind, link.target))
        return tuple(found)

    @cached_property
    def few_strings(self) -> FewStrings:
        """The shared strings, for when few of them are wanted."""
        part = self.linked(self.workbook, "sharedStrings")
        return FewStrings(self.text_of(part) if part and self.has(part) else b"<sst/>")

    @cached_property
    def date_1904(self) -> bool:
        """True when the workbook counts its days from 1904."""
        properties = child(self.book, "workbookPr")
        return properties is not None and true(properties.get("date1904"))

    def tables_on(self, sheet: Sheet) -> list[TablePart]:
        """Return the tables of a sheet in the order of their places; Refused without its part."""
        if sheet.kind != "worksheet":
            return []
        self.member(sheet.part)
        parts = [
            read_table_part(self.bytes_of(link.target), link.target, sheet.name)
            for link in self.links(sheet.part)
            if link.kind == "table"
        ]
        return sorted(parts, key=lambda p: (p.ref.first_row, p.ref.first_column))


def places_of(package: Package) -> dict[str, TablePlace]:
    """Return every table by its name in small letters; Refused where two have one name."""
    found: dict[str, TablePlace] = {}
    for sheet in package.sheets:
        tables = package.tables_on(sheet)
        for table in tables:
            if table.name.casefold() in found:
                raise Refused(
                    f"Two tables have the name {table.name}. Rename one of them in Excel."
                )
            found[table.name.casefold()] = TablePlace(sheet, table, tables)
    return found


def folded(part: str) -> str:
    """Return a part's name as it is compared."""
    # Other programs write backslashes, escapes and other capitals; Excel takes all for one name.
    return unquote(part.replace("\\", "/").lstrip("/")).lower()


def rels_of(part: str) -> str:
    """Return the name of the part that holds a part's relationships."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def resolved(part: str, target: str) -> str:
    """Return the part that a relationship's target names, seen from the part it belongs to."""
    target = target.replace("\\", "/")
    if target.startswith("/"):
        return posixpath.normpath(target).lstrip("/")
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), target)).lstrip("/")


def _relation_id(item: Element) -> str:
    return next((item.get(name, "") for name in _RELATION_IDS if item.get(name)), "")


def load_bytes(path: Path) -> bytes:
    """Return a file's bytes; Refused in a sentence when there is nothing to read."""
    refuse_unless_found(path)
    if path.is_dir():
        raise Refused(f"{path.name or path} is a folder. Name a workbook in it.")
    try:
        return patiently(path.read_bytes)
    except PermissionError as error:
        raise FileUnavailable(
            f"{path.name} can't be read: you have no permission, or it is open in another program."
        ) from error
    except (OSError, ValueError) as error:
        raise Refused(f"{path.name} can't be read: {error}.") from error


def load_file(path: Path) -> ReadFile:
    """Return a file as it is read now, with its version; Refused in a sentence as above."""
    return read_file(path, load_bytes(path))


def open_package(path: Path, data: bytes | None = None) -> Package:
    """Return the workbook's package; Refused in a sentence for what is not a workbook."""
    data = load_bytes(path) if data is None else data
    name = path.name
    if not data:
        raise Refused(f"{name} is empty. Use an earlier copy.")
    refuse_form(name, data)
    if not data.startswith(b"PK"):
        raise Refused(f"{name} is not an Excel workbook. Choose an .xlsx or .xlsm file.")
    try:
        members, comment = zips.load(data)
        package = Package(members, comment)
        _check_kind(package)
        if not package.sheets:
            raise damaged(package.workbook)
    except Refused as refusal:
        raise Refused(f"{name} can't be used. {refusal}") from refusal
    return package


def _check_kind(package: Package) -> None:
    if not package.has(CONTENT_TYPES):
        raise Refused("It is not an Excel workbook. Choose an .xlsx or .xlsm file.")
    _ = package.book


def is_signed(package: Package) -> bool:
    """Say whether the file is digitally signed."""
    return any(folded(member.name).startswith("_xmlsignatures/") for member in package.members)
