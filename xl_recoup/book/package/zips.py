"""Zip files member by member: read the raw bytes, write them back exactly as they were.

The standard library packs again what it copies, loses flags and refuses odd names. A workbook
keeps its bytes only when every member that we do not own is copied as it lies in the file.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from xl_recoup.errors import Refused
from xl_recoup.records import short_record

LARGEST_PART = 1 << 29
"""Bytes of one part. A sheet with 100,000 charges has some 300 million."""
LARGEST_TEXTS = 1 << 30
"""Bytes of all parts that are read as text, together."""
MOST_TIMES_IN_ALL, OF_ALL_THESE = 80, 100_000_000
"""How many times its packed size all text may unpack to, once it has so many bytes: what is small
on the disk takes little memory, and what is big is as big as it looks."""
MOST_MEMBERS = 20_000
MOST_TIMES, OF_THIS_SIZE = 250, 20_000_000
"""How many times its packed size a part may unpack to, once it has so many bytes: repeated zeros
come to 1,000 times, styled empty rows to 50 at most."""
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_LIMIT = 0xFFFFFFFF
_QUICK_FROM = 1 << 20  # parts from this size are packed for speed: level 2 takes no longer than 1
_PIECE = 1 << 16
# Flags of a member: encrypted; sizes stated behind the content; name in UTF-8.
_ENCRYPTED, _DESCRIPTOR, _UTF8 = 0x1, 0x8, 0x800


@short_record
class Member:
    """One member of a zip file: its directory entry and its bytes as packed."""

    name: str
    raw_name: bytes
    flags: int
    method: int
    time: int
    date: int
    crc: int
    size: int
    raw: bytes | memoryview
    extra: bytes = b""
    central_extra: bytes = b""
    comment: bytes = b""
    made_by: int = 20
    needs: int = 20
    internal: int = 0
    external: int = 0

    def content(self) -> bytes:
        """Return the unpacked bytes; Refused when they are damaged, protected or absurdly big."""
        where = f"The part {self.name} of the file"
        if self.flags & _ENCRYPTED:
            raise Refused(f"{where} is encrypted. Save the workbook without a password.")
        if self.size > LARGEST_PART:
            raise Refused(
                f"{where} is too big to be read: {self.size:,} bytes, and {LARGEST_PART:,} are the"
                f" most. {_NOT_EXCELS}"
            )
        if self.size > OF_THIS_SIZE and self.size > MOST_TIMES * len(self.raw):
            raise Refused(
                f"{where} unpacks to {self.size:,} bytes, {self.size // max(len(self.raw), 1):,}"
                f" times its size in the file, which no sheet of Excel's does. {_NOT_EXCELS}"
            )
        if self.method == zipfile.ZIP_STORED:
            data = bytes(self.raw)
        elif self.method == zipfile.ZIP_DEFLATED:
            data = self._inflated(where)
        else:
            raise Refused(f"{where} is packed in a way that Excel does not use. {_RESAVE}")
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise Refused(f"{where} is damaged. {_RESAVE}")
        return data

    def _inflated(self, where: str) -> bytes:
        try:
            return zlib.decompressobj(-15).decompress(self.raw, self.size + 1)
        except zlib.error as error:
            raise Refused(f"{where} is damaged. {_RESAVE}") from error

    def says(self, data: bytes) -> bool:
        """Say whether these are the unpacked bytes, which are not all in memory for it."""
        if (self.size, self.crc) != (len(data), zlib.crc32(data)):
            return False
        if self.method != zipfile.ZIP_DEFLATED:
            return self.content() == data
        unpacker, at = zlib.decompressobj(-15), 0
        for start in range(0, len(self.raw), _PIECE):
            piece = unpacker.decompress(self.raw[start : start + _PIECE])
            if not data.startswith(piece, at):
                return False
            at += len(piece)
        return at == len(data)

    def holding(self, packed: Packed) -> Member:
        """Return this member with other content; its name, place and date stay."""
        return replace(
            self,
            flags=self.flags & _UTF8,
            method=zipfile.ZIP_DEFLATED,
            crc=packed.crc,
            size=packed.size,
            raw=packed.raw,
            needs=max(self.needs, 20),
        )

    def holds(self, packed: Packed) -> bool:
        """Say whether this is the member's content, packed as it lies in the file."""
        alike = (self.crc, self.size) == (packed.crc, packed.size)
        return alike and bytes(self.raw) == packed.raw  # a view compares byte by byte, slowly


_NOT_EXCELS = (
    "If the workbook is sound, open it in Excel, delete what is not needed, and save it again."
)
_RESAVE = "Open the workbook in Excel, save it again as .xlsx, or use an earlier copy."


def new_member(name: str, packed: Packed, like: Member) -> Member:
    """Return a member for a new part, dated as `like`, so that no clock gets in."""
    return Member(
        name=name,
        raw_name=name.encode("ascii"),
        flags=0,
        method=zipfile.ZIP_DEFLATED,
        time=like.time,
        date=like.date,
        crc=packed.crc,
        size=packed.size,
        raw=packed.raw,
    )


class Packed(NamedTuple):
    """A part's content as it is to lie in the file, with the checksum and size of what it holds."""

    raw: bytes
    crc: int
    size: int


def pack(data: bytes) -> Packed:
    """Return a part's content packed: a small one tightly, a big one quickly."""
    packer = zlib.compressobj(2 if len(data) >= _QUICK_FROM else 6, zlib.DEFLATED, -15)
    return Packed(packer.compress(data) + packer.flush(), zlib.crc32(data), len(data))


def load(data: bytes) -> tuple[list[Member], bytes]:
    """Return the members of a zip file in its order, and the file's comment."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if len(archive.infolist()) > MOST_MEMBERS:
                raise Refused(
                    f"The file has {len(archive.infolist()):,} parts, and a workbook of more than"
                    f" {MOST_MEMBERS:,} is not read. {_NOT_EXCELS}"
                )
            members = [_member(data, info) for info in archive.infolist()]
            _refuse_together(members)
            return members, archive.comment
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, EOFError) as error:
        raise Refused(f"The file is damaged or cut short. {_RESAVE}") from error


def _refuse_together(members: Sequence[Member]) -> None:
    """Refuse what is small each and too big together; pictures and the like are never unpacked."""
    texts = sum(m.size for m in members if m.name.lower().endswith((".xml", ".rels", ".vml")))
    if texts > LARGEST_TEXTS:
        raise Refused(
            f"The parts of the file come to {texts:,} bytes of text when they are unpacked, and"
            f" {LARGEST_TEXTS:,} are the most. {_NOT_EXCELS}"
        )
    packed = sum(len(m.raw) for m in members)
    if texts > OF_ALL_THESE and texts > MOST_TIMES_IN_ALL * packed:
        raise Refused(
            f"The parts of the file unpack to {texts:,} bytes of text, {texts // max(packed, 1):,}"
            f" times their size in the file, which no workbook of Excel's does. {_NOT_EXCELS}"
        )


def _member(data: bytes, info: zipfile.ZipInfo) -> Member:
    start = info.header_offset
    local = _LOCAL.unpack_from(data, start)
    if local[0] != b"PK\x03\x04":
        raise zipfile.BadZipFile("no local header")
    name_length, extra_length = local[9], local[10]
    extra_start = start + _LOCAL.size + name_length
    begin = extra_start + extra_length
    if data[start + _LOCAL.size : extra_start] != _raw_name(info):
        # One program goes by the one name, another by the other: they would read two workbooks.
        raise zipfile.BadZipFile("two names for one member")
    raw = memoryview(data)[begin : begin + info.compress_size]
    if len(raw) != info.compress_size:
        raise zipfile.BadZipFile("cut short")
    year, month, day, hour, minute, second = info.date_time
    return Member(
        name=info.filename,
        raw_name=_raw_name(info),
        flags=info.flag_bits,
        method=info.compress_type,
        time=hour << 11 | minute << 5 | second // 2,
        date=(year - 1980) << 9 | month << 5 | day,
        crc=info.CRC,
        size=info.file_size,
        raw=raw,
        extra=_without_zip64(data[extra_start : extra_start + extra_length]),
        central_extra=_without_zip64(info.extra),
        comment=info.comment,
        made_by=info.create_system << 8 | info.create_version,
        needs=info.extract_version,
        internal=info.internal_attr,
        external=info.external_attr,
    )


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437")


def _without_zip64(extra: bytes) -> bytes:
    """Leave out the 64-bit sizes: what we write states its sizes in the plain fields."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != 1:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return kept + extra[at:]


def render(members: Iterable[Member], comment: bytes) -> bytes:
    """Return a zip file of these members in this order."""
    pieces: list[bytes | memoryview] = []
    directory: list[bytes] = []
    at = 0
    for member in members:
        flags = member.flags & ~_DESCRIPTOR
        packed = len(member.raw)
        facts = (flags, member.method, member.time, member.date, member.crc, packed, member.size)
        if max(packed, member.size, at) >= _LIMIT:
            raise Refused("The workbook is too big: over 4 GB.")
        name, extra = member.raw_name, member.extra
        head = _LOCAL.pack(b"PK\x03\x04", member.needs, *facts, len(name), len(extra))
        tail = name + member.central_extra + member.comment
        lengths = (len(name), len(member.central_extra), len(member.comment))
        made = (b"PK\x01\x02", member.made_by, member.needs)
        where = (0, member.internal, member.external, at)
        directory.append(_CENTRAL.pack(*made, *facts, *lengths, *where) + tail)
        pieces += (head, name, extra, member.raw)
        at += len(head) + len(name) + len(extra) + packed
    listing = b"".join(directory)
    count = len(directory)
    if count >= 0xFFFF or at + len(listing) >= _LIMIT:
        raise Refused("The workbook is too big: over 4 GB or 65,534 parts.")
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listing), at, len(comment))
    return b"".join([*pieces, listing, end, comment])
