"""Runs on workbook files, for the command line and for CI: read, calculate, write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from xl_recoup import __version__, clock
from xl_recoup.book import read_workbook, refuse_unless_writable, write_tables
from xl_recoup.contract import normal
from xl_recoup.drift import drift
from xl_recoup.errors import FileUnavailable, Refused
from xl_recoup.records import ChargeLine, Finding
from xl_recoup.run import Progress, Result, calculate, silent, writes_with_log
from xl_recoup.runlog import last_run


@dataclass(frozen=True, slots=True)
class Explanation:
    """The lines that a reference stands for, and what was found on their rows."""

    lines: list[ChargeLine]
    findings: list[Finding]


def recalculate_file(
    source: Path, target: Path, *, as_at: date | None, progress: Progress = silent
) -> Result:
    """Recalculate a workbook and write its outputs to `target`, which may be the same file.

    Raises Refused or FileUnavailable, and then leaves every file as it was.
    """
    if target.is_symlink():
        target = target.resolve()  # the book that the link names is written; the link stays
    refuse_unless_writable(target)
    before = _saved(source)
    result = validate_file(source, as_at=as_at, progress=progress)
    progress("writing")
    if _saved(source) != before:
        raise FileUnavailable(
            f"{source.name} was saved by somebody while it was being recalculated, so nothing was"
            " written. Run it again."
        )
    write_tables(
        source,
        target,
        writes_with_log(result, at=clock.now(), who=clock.user(), version=__version__),
    )
    return result


def _saved(path: Path) -> tuple[int, int, int] | None:
    """Return what tells one saved version of a file from another; None where there is no file."""
    try:
        facts = path.stat()
    except OSError:
        return None
    return facts.st_ino, facts.st_size, facts.st_mtime_ns


def validate_file(source: Path, *, as_at: date | None, progress: Progress = silent) -> Result:
    """Check and charge a workbook without writing anything."""
    progress("reading")
    book = read_workbook(source)
    return calculate(book, as_at=as_at, today=clock.now().date(), progress=progress)


def check_file(
    source: Path, *, as_at: date | None, progress: Progress = silent
) -> tuple[Result, list[str]]:
    """Return what the inputs give, as at the last run's day, and how the file differs from it."""
    progress("reading")
    book = read_workbook(source)
    last = last_run(book)
    day = as_at or (last.as_at if last else None)
    result = calculate(book, as_at=day, today=clock.now().date(), progress=progress)
    progress("comparing")
    return result, drift(book, result)


def explain_file(
    source: Path, ref: str, *, as_at: date | None, progress: Progress = silent
) -> tuple[Result, Explanation]:
    """Return the charge lines of a charge or placement reference, as at the last run's day.

    Raises Refused, with the nearest references, where there is none of that name.
    """
    progress("reading")
    book = read_workbook(source)
    last = last_run(book)
    day = as_at or (last.as_at if last else None)
    result = calculate(book, as_at=day, today=clock.now().date(), progress=progress)
    wanted = normal(ref)
    lines = [ln for ln in result.lines if wanted in (normal(ln.ref), normal(ln.placement_ref))]
    if not lines:
        import difflib

        known = {ln.placement_ref for ln in result.lines} | {ln.ref for ln in result.lines}
        near = difflib.get_close_matches(ref, sorted(known), n=3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise Refused(f"No charge or placement in {source.name} has the reference {ref}.{hint}")
    rows = {ln.row for ln in lines}
    return result, Explanation(lines, [f for f in result.findings if f.row in rows])
