"""The marks of a file that this program wrote, and that nobody has saved since.

One says that it was made as an output, the other that its results stand as a run left them. They
stand where programs leave notes of their own in a zip file, in the entry of its last member; no
part of the workbook holds them, and Excel passes over them. Each is a digest of all parts, so it
tells more than that the file came from here: once anybody has saved it, it is theirs.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from xl_recoup.book.package import zips
from xl_recoup.errors import Refused

_FIELD = 0x5852
"""The number of the note: read as text, RX."""
_OUTPUT, _RESULTS = b"xl-recoup output ", b"xl-recoup results "


def with_mark(members: Iterable[zips.Member]) -> list[zips.Member]:
    """Return the members of a file that is made as an output, the last one with the mark."""
    return with_marks(members, output=True, results=False)


def with_marks(members: Iterable[zips.Member], *, output: bool, results: bool) -> list[zips.Member]:
    """Return the members of a file, the last one with the marks that are asked for."""
    plain = [_unmarked(member) for member in members]
    last, digest = plain[-1], _digest(plain)
    extra = last.central_extra
    for words, wanted in ((_OUTPUT, output), (_RESULTS, results)):
        if wanted:
            note = words + digest
            extra += struct.pack("<2H", _FIELD, len(note)) + note
    return [*plain[:-1], replace(last, central_extra=extra)]


def marked(data: bytes) -> bytes:
    """Return a finished .xlsx or .docx file with the mark."""
    members, comment = zips.load(data)
    return zips.render(with_mark(members), comment)


def is_unchanged_output(path: Path, data: bytes) -> bool:
    """Say whether a file bears the mark and holds what it held when it was made."""
    try:
        members, _ = zips.load(data)
    except Refused:
        return False
    return _bears(members, _OUTPUT)


def holds_results(members: Sequence[zips.Member]) -> bool:
    """Say whether a file's members are those that a run left: so no result was typed over."""
    return _bears(members, _RESULTS)


def _bears(members: Sequence[zips.Member], words: bytes) -> bool:
    found = [note for member in members for note in _notes(member.central_extra)]
    return bool(found) and words + _digest([_unmarked(member) for member in members]) in found


def _digest(members: Sequence[zips.Member]) -> bytes:
    digest = hashlib.sha256()
    for member in members:
        digest.update(b"%s\0%d\0%d\n" % (member.raw_name, member.crc, member.size))
    return digest.hexdigest().encode("ascii")


def _unmarked(member: zips.Member) -> zips.Member:
    if not any(True for _ in _notes(member.central_extra)):
        return member
    kept, at, extra = b"", 0, member.central_extra
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind != _FIELD:
            kept += extra[at : at + 4 + length]
        at += 4 + length
    return replace(member, central_extra=kept + extra[at:])


def _notes(extra: bytes) -> Iterable[bytes]:
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        if kind == _FIELD:
            yield extra[at + 4 : at + 4 + length]
        at += 4 + length
