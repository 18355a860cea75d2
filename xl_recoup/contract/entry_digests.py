"""Digests by which the entries of a record prove that nobody changed them since they were written.

`12.9f86d081884c7d65.kQ3xB…`: the entry's place in its record, a digest of its cells and of the
digest before it, and three signs for each cell, by which a changed one is named. There is no key:
accidents and careless changes show, a determined forger can write them anew.
"""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple
from zlib import crc32

from xl_recoup.contract.cell_values import text_of
from xl_recoup.contract.columns import ENTRY_DIGEST, Column, Kind, TableSpec

_LENGTH, _SIGNS = 16, 3
_FORM = re.compile(rf"(\d{{1,9}})\.([0-9a-f]{{{_LENGTH}}})\.([\w-]*)", re.ASCII)
_AFTER_THE_LAST_DAY = 2_950_000
_EPOCH, _LATER_BY = datetime(1899, 12, 30), timedelta(days=1462)


class EntryDigest(NamedTuple):
    """The digest of one entry: its place, counted from 1, the digest, and its cells' signs."""

    place: int
    digest: str
    signs: str

    def __str__(self) -> str:
        return f"{self.head}.{self.signs}"

    @property
    def head(self) -> str:
        """What the run log keeps of the last entry."""
        return f"{self.place}.{self.digest}"

    @property
    def covers(self) -> int:
        """How many cells it covers: fewer than there are, where an earlier edition wrote it."""
        return len(self.signs) // _SIGNS

    def differing(self, texts: Sequence[str]) -> list[int]:
        """Return which of the cells it covers are others now, counted from 0."""
        signs = [self.signs[i : i + _SIGNS] for i in range(0, len(self.signs), _SIGNS)]
        now = map(_signs, texts)
        return [i for i, (a, b) in enumerate(zip(signs, now, strict=False)) if a != b]


def read_digest(cell: object) -> EntryDigest | None:
    """Return the digest in a cell, or None where it holds none that could be ours."""
    found = _FORM.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found is None or len(found[3]) % _SIGNS:
        return None
    return EntryDigest(int(found[1]), found[2], found[3])


def read_head(text: object) -> tuple[int, str] | None:
    """Return the place and digest that a run log's head names, or None where it names none."""
    found = read_digest(f"{text}.") if isinstance(text, str) else None
    return (found.place, found.digest) if found else None


def covered(spec: TableSpec) -> tuple[Column, ...]:
    """Return the columns of a record that its digests cover: all but those that people fill."""
    free = (*spec.filled_by_team, ENTRY_DIGEST)
    return tuple(column for column in spec.columns if column.heading not in free)


def digest_of(texts: Sequence[str], place: int, before: str) -> EntryDigest:
    """Return the digest of the entry at a place: of its cells as texts, and of the one before."""
    said = "\x1f".join((str(place), before, *texts)).encode()
    return EntryDigest(
        place, hashlib.sha256(said).hexdigest()[:_LENGTH], "".join(map(_signs, texts))
    )


def with_digests(
    spec: TableSpec, rows: Iterable[Sequence[Any]], head: str = ""
) -> Iterator[list[Any]]:
    """Yield new rows of a record, in the order of its columns, with their digests put in.

    `head` is that of the entry after which they come, "" where they are the first.
    """
    place, before = read_head(head) or (0, "")
    wanted = covered(spec)
    where = [spec.columns.index(c) for c in wanted]
    last = spec.headings.index(ENTRY_DIGEST)
    for row in rows:
        place += 1
        made = digest_of([text(row[i], spec.columns[i].kind) for i in where], place, before)
        before = made.digest
        yield [*row[:last], str(made), *row[last + 1 :]]


def text(cell: Any, kind: Kind, date_1904: bool = False) -> str:
    """Return what a cell says, however a program stores it: a day with or without its format."""
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float | Decimal):
        if kind is not Kind.DATE or not 0 <= cell < _AFTER_THE_LAST_DAY:
            return f"{float(cell) + 0.0:.12g}"  # 0 has no sign
        day = _EPOCH + timedelta(seconds=round(float(cell) * 86_400))
        return (day + _LATER_BY if date_1904 else day).isoformat()
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day).isoformat()
    return text_of(cell)


@lru_cache(maxsize=65_536)
def _signs(said: str) -> str:
    """Return three signs of a cell's text: one change in 262,144 gives the same."""
    return urlsafe_b64encode(crc32(said.encode()).to_bytes(4, "big"))[:_SIGNS].decode()
