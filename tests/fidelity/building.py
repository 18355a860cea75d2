"""How the workbooks of the fidelity tests are made: XlsxWriter, and parts written by hand."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.book.makers import parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OFFICE = "http://schemas.microsoft.com/office"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
MS = "application/vnd.ms-excel."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
BOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"

Link = tuple[str, str, str, str]
"""The part that has the relationship (nothing: the package), its id, its type, its target."""


def plus(
    path: Path,
    new: Mapping[str, str | bytes],
    *,
    types: Mapping[str, str] | None = None,
    links: Sequence[Link] = (),
    edits: Mapping[str, Sequence[tuple[str, str]]] | None = None,
) -> Path:
    """Add parts to a workbook, with their content types (by part or `.ext`) and relationships.

    `edits` replaces texts, each of which must be there.
    """
    held = parts(path)
    for name, content in new.items():
        held[name] = content.encode() if isinstance(content, str) else content
    stated = "".join(
        f'<Default Extension="{part[1:]}" ContentType="{kind}"/>'
        if part.startswith(".")
        else f'<Override PartName="/{part}" ContentType="{kind}"/>'
        for part, kind in (types or {}).items()
    )
    changes = {name: list(pairs) for name, pairs in (edits or {}).items()}
    changes.setdefault("[Content_Types].xml", []).append(("</Types>", f"{stated}</Types>"))
    for owner, number, kind, target in links:
        folder, _, name = owner.rpartition("/")
        rels = f"{folder}/_rels/{name}.rels" if folder else "_rels/.rels"
        held.setdefault(rels, f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"/>'.encode())
        held[rels] = held[rels].replace(
            f'<Relationships xmlns="{PACKAGE}/relationships"/>'.encode(),
            f'<Relationships xmlns="{PACKAGE}/relationships"></Relationships>'.encode(),
        )
        mode = ' TargetMode="External"' if target.startswith("file:") else ""
        line = f'<Relationship Id="{number}" Type="{kind}" Target="{target}"{mode}/>'
        changes.setdefault(rels, []).append(("</Relationships>", f"{line}</Relationships>"))
    for name, pairs in changes.items():
        for old, replacement in pairs:
            assert old.encode() in held[name], f"{name} does not hold {old}"
            held[name] = held[name].replace(old.encode(), replacement.encode(), 1)
    return saved(path, held)


def saved(path: Path, held: Mapping[str, bytes]) -> Path:
    """Write parts as a workbook file."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return path


def picture() -> bytes:
    """Return a PNG of one grey point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")
    )  # fmt: skip
