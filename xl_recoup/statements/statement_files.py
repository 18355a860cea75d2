"""Statements and notices as files: named by their number, each written whole or not at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from xl_recoup.disk.disk_files import make_folder
from xl_recoup.disk.targets import write_output
from xl_recoup.errors import Refused
from xl_recoup.processes.pool import each
from xl_recoup.run.result import Result
from xl_recoup.statements.model import statements
from xl_recoup.statements.notice import notice_pdf, notices
from xl_recoup.statements.pdf import statement_pdf
from xl_recoup.statements.sending import AS_THE_WORKBOOK_SAYS, Sending
from xl_recoup.statements.statement_records import Statement
from xl_recoup.statements.workbook import statement_xlsx

Progress = Callable[[int, int], None]
FORMATS: dict[str, Callable[[Statement], bytes]] = {"xlsx": statement_xlsx, "pdf": statement_pdf}
MANY = 20
"""From so many statements on, it pays to start processes for them."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def write_statements(
    result: Result,
    folder: Path,
    sending: Sending = AS_THE_WORKBOOK_SAYS,
    *,
    formats: Sequence[str] = ("xlsx", "pdf"),
    progress: Progress | None = None,
    workers: int = 1,
) -> list[Path]:
    """Write the statements of a run into a folder, made if need be; return the files in order.

    `progress` is told (done, all) after each statement; many are made by so many `workers` at
    once, processes of their own. A file is replaced in one step. Raises Refused for an unknown
    format or a number used twice, FileUnavailable where a file can't be written.
    """
    unknown = [f for f in formats if f not in FORMATS]
    if unknown or not formats:
        raise Refused(f"Statements are written as xlsx or pdf, not {', '.join(unknown) or 'none'}.")
    made = statements(result, sending)
    stems = file_stems((s.number, s.version) for s in made)
    kinds = tuple(dict.fromkeys(formats))
    wanted = [_Wanted(s, stem, kinds) for s, stem in zip(made, stems, strict=True)]
    files = each(_files, wanted, workers=workers if len(made) >= MANY else 1)
    return _write(files, len(made), folder, progress)


class _Wanted(NamedTuple):
    """One statement's files: what they hold, their name, and their kinds."""

    statement: Statement
    stem: str
    formats: tuple[str, ...]


def _files(wanted: _Wanted) -> list[tuple[str, bytes]]:
    return [(f"{wanted.stem}.{f}", FORMATS[f](wanted.statement)) for f in wanted.formats]


def write_notices(
    result: Result,
    folder: Path,
    sending: Sending = AS_THE_WORKBOOK_SAYS,
    *,
    progress: Progress | None = None,
) -> list[Path]:
    """Write the letters before a first charge into a folder; return the files in order."""
    made = notices(result, sending)
    files = ([(f"{n.number}.pdf", notice_pdf(n))] for n in made)
    return _write(files, len(made), folder, progress)


def _write(
    groups: Iterable[list[tuple[str, bytes]]],
    number: int,
    folder: Path,
    progress: Progress | None,
) -> list[Path]:
    make_folder(folder)
    written: list[Path] = []
    for done, files in enumerate(groups, 1):
        for name, data in files:
            write_output(folder / name, data, ours=_any)
            written.append(folder / name)
        if progress is not None:
            progress(done, number)
    return written


def _any(path: Path, held: bytes) -> bool:
    """Take every file under a statement's name for a statement."""
    return True


def file_stems(numbers: Iterable[tuple[str, int]]) -> list[str]:
    """Return names for files, without suffix, from statement numbers and versions.

    Raises Refused where two would be one file, on any system.
    """
    stems: list[str] = []
    for number, version in numbers:
        stem = _UNSAFE.sub("-", number).strip(".-") or "statement"
        if _RESERVED.fullmatch(stem):
            stem = f"statement-{stem}"
        stems.append(f"{stem}-v{version}")
    seen: set[str] = set()
    for stem in stems:
        if stem.casefold() in seen:
            raise Refused(f"Two statements would be written to one file, {stem}.")
        seen.add(stem.casefold())
    return stems
