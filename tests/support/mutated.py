"""Workbook files changed at random, by a seed: what reading them may end in, and who agrees."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl

from tests.support.costs import within_limits
from xl_recoup.book import read_workbook
from xl_recoup.book.package.xmltext import decoded
from xl_recoup.errors import Refused
from xl_recoup.files.run_files import validate_file
from xl_recoup.harmless_text import cleaned
from xl_recoup.tables import CellError

Parts = dict[str, bytes]
Change = Callable[[random.Random, bytes], bytes]
NUMBERS = (
    b"0", b"-1", b"1048577", b"99999999999", b"1e400", b"NaN", b"", b" 7", b"0007", b"\xc2\xb2",
)  # fmt: skip
TEXTS = (
    b"_xD83D_", b"_x001B_[2J", b"&#x9B;", b"&amp;lt;", b"<![CDATA[x]]>", b"<!-- 1 -->", b"\x00",
    b"\xff\xfe", b"&#xD800;", b"_x0000_", b"&unknown;", b"<?x?>", b"=1+1", b"\xe2\x80\xae",
)  # fmt: skip


def _piece(rng: random.Random, data: bytes) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.choice((1, 1, 2, 5, 40, 400)))


def _cut(rng: random.Random, data: bytes) -> bytes:
    start, end = _piece(rng, data)
    return data[:start] + data[end:]


def _doubled(rng: random.Random, data: bytes) -> bytes:
    start, end = _piece(rng, data)
    return data[:end] + data[start:end] + data[end:]


def _flipped(rng: random.Random, data: bytes) -> bytes:
    if not data:
        return data
    at = rng.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :]


def _one_of(pattern: bytes, new: Callable[[random.Random, bytes], bytes]) -> Change:
    """Return a change of one place that a pattern finds."""
    exact = re.compile(pattern)

    def change(rng: random.Random, data: bytes) -> bytes:
        found = list(exact.finditer(data))
        if not found:
            return data
        at = rng.choice(found)
        return data[: at.start()] + new(rng, at[0]) + data[at.end() :]

    return change


CHANGES: tuple[Change, ...] = (
    _cut,
    _doubled,
    _flipped,
    _one_of(rb"[\"'<>/=&]", lambda _rng, _old: b""),
    _one_of(rb"\d+", lambda rng, _old: rng.choice(NUMBERS)),
    _one_of(rb"(?<=>)[^<>]+(?=<)", lambda rng, old: rng.choice((rng.choice(TEXTS), old * 2, b""))),
    _one_of(rb"(?<=>)[^<>]+(?=<)", lambda rng, old: old + rng.choice(TEXTS)),
    _one_of(rb"<(row|c|si|xf|sheet|tableColumn)\b[^<>]*/?>", lambda _rng, _old: b""),
    _one_of(rb"<(row|c|si)\b.*?</\1>", lambda rng, old: old * rng.choice((0, 2))),
    _one_of(rb" [\w:]+=\"[^\"]*\"", lambda rng, old: old * rng.choice((0, 2))),
    _one_of(rb"\"[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?\"", lambda rng, _old: rng.choice(
        (b'"A1"', b'"XFD1048576"', b'"A1:XFD1048576"', b'"ZZZ1"', b'"a5"', b'"$A$5"', b'""'))),
)  # fmt: skip


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Return a workbook file with one to three things changed: in its bytes, parts or XML."""
    if rng.random() < 0.1:  # the zip file itself
        for _ in range(rng.randint(1, 3)):
            data = rng.choice((_cut, _doubled, _flipped))(rng, data)
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for _ in range(rng.randint(1, 3)):
        name = rng.choice(list(parts))
        if rng.random() < 0.05:
            parts.pop(name) if rng.random() < 0.5 else parts.update({name.upper(): parts[name]})
            if not parts:
                break
        else:
            parts[name] = rng.choice(CHANGES)(rng, parts[name])
    return packed(parts)


def packed(parts: Parts) -> bytes:
    """Return parts as a zip file, always the same for the same parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return made.getvalue()


def outcome(path: Path) -> str:
    """Read and charge a workbook: `refused`, `read`, or `alone` where no other reader can read it.

    Raises AssertionError where another reader sees other cells, a refusal is no sentence, or it
    took too long or too much memory; all else that is raised is a defect.
    """
    try:
        with within_limits():
            validate_file(path, as_at=date(2026, 1, 31))
    except Refused as refused:
        said = str(refused)
        assert said.endswith((".", "?", ")")), said
        said.encode()
        return "refused"
    try:
        other = openpyxl.load_workbook(path, data_only=True)
    except Exception:  # it refuses much that Excel opens, with whatever comes
        return "alone"
    differing = list(_differing(path, other))
    assert not differing, differing[:3]
    return "read"


def _differing(path: Path, other: openpyxl.Workbook) -> Iterator[str]:
    """Yield the cells of our tables in which another reader sees something else."""
    for table in read_workbook(path).tables.values():
        sheet = other[table.sheet]
        for at, row in enumerate(table.rows, table.first_row):
            for column, ours in enumerate(row, table.first_column):
                theirs = sheet.cell(at, column).value
                if theirs == "#VALUE!" and isinstance(ours, int | float):
                    continue  # it shows no day beyond the calendar; we give the number
                if _plain(ours) != _plain(theirs):
                    yield f"{table.sheet} row {at} column {column}: {ours!r}, {theirs!r}"


def _plain(cell: Any) -> Any:
    """Return a cell as both readers mean it."""
    if isinstance(cell, CellError) or (isinstance(cell, str) and cell.startswith("#")):
        return "an error"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()[:16]
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time | timedelta):
        return "a time"
    if isinstance(cell, bool) or cell is None:
        return str(cell or "")
    if isinstance(cell, int | float):
        return f"{float(cell):.9g}"
    return cleaned(decoded(str(cell)))
